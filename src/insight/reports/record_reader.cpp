// A report from the JSON of its Composition; narratives are XHTML, read by pugixml.

#include <pugixml.hpp>

#include "base/date.h"
#include "insight/reports/record.h"

namespace tram::reports {
namespace {

void AddText(std::string& out, const pugi::xml_node& node) {
    for (const auto& child : node.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
            out += child.value();
        if (std::string_view(child.name()) == "br") out += '\n';
        AddText(out, child);
    }
}

// Words of any simple narrative: each block a line.
std::string WordsOf(const pugi::xml_node& div) {
    std::string out;
    bool first = true;
    for (const auto& block : div.children()) {
        if (!first) out += '\n';
        first = false;
        if (block.type() == pugi::node_pcdata) out += block.value();
        AddText(out, block);
    }
    return out;
}

std::string IdOf(std::string_view reference) {
    return std::string(reference.substr(reference.rfind('/') + 1));
}

std::int32_t DayOf(json::Value value) {
    const auto date = ParseDate(value.text().substr(0, 10));
    return date ? date->FirstDay() : 0;
}

class RecordReader {
  public:
    explicit RecordReader(json::Value body) : body_(body) {}
    Result<Report> Read();

  private:
    static Error NoReport() {
        return {.code = ErrorCode::kInvalid,
                .message = "this Composition is no periodic report as tram writes it",
                .message_vi = "Hồ sơ này không phải báo cáo định kỳ do chương trình lập."};
    }
    void ReadExtension(json::Value extension);
    void ReadSection(json::Value section, const std::string& group);
    void ReadTable(json::Value section, const std::string& annex, const pugi::xml_node& table);
    static std::vector<KeyedFigure> ReadFigures(json::Value extension);

    json::Value body_;
    Report report_;
};

void RecordReader::ReadExtension(json::Value extension) {
    const auto url = extension["url"].text();
    Step step;
    for (const auto part : extension["extension"]) {
        const auto name = part["url"].text();
        const std::string text(part["valueString"].text());
        if (url == "urn:tram:ext:report") {
            if (name == "layout") report_.layout = part["valueCode"].text();
            if (name == "subject") report_.subject = text;
            if (name == "unit-name") report_.unit_name = text;
            if (name == "signed-on") report_.signed_on = DayOf(part["valueDate"]);
            if (name == "synthetic") report_.synthetic = part["valueBoolean"].raw() == "true";
            if (name == "unverified") report_.unverified = part["valueBoolean"].raw() == "true";
        } else if (url == "urn:tram:ext:letterhead") {
            Letterhead& head = report_.letterhead;
            for (const auto& [key, place] :
                 {std::pair{"superior", &head.superior}, std::pair{"head", &head.head},
                  std::pair{"symbol", &head.symbol}, std::pair{"place", &head.place},
                  std::pair{"receiver", &head.receiver}, std::pair{"through", &head.through},
                  std::pair{"on-behalf", &head.on_behalf}, std::pair{"signer", &head.signer},
                  std::pair{"filing", &head.filing}, std::pair{"closing", &head.closing}}) {
                if (name == key) *place = text;
            }
            if (name == "recipient") head.recipients.push_back(text);
        } else if (url == "urn:tram:ext:report-step") {
            if (name == "state")
                step.state = ParseState(part["valueCode"].text()).value_or(State::kDraft);
            if (name == "on") step.on = DayOf(part["valueDate"]);
            if (name == "by") step.by = text;
            if (name == "number") step.number = text;
            if (name == "note") step.note = text;
        }
    }
    if (url == "urn:tram:ext:report-step") report_.steps.push_back(std::move(step));
}

std::vector<KeyedFigure> RecordReader::ReadFigures(json::Value extension) {
    std::vector<KeyedFigure> figures;
    for (const auto part : extension["extension"])
        figures.push_back(
            {std::string(part["url"].text()), std::string(part["valueString"].text())});
    return figures;
}

void RecordReader::ReadTable(json::Value section, const std::string& annex,
                             const pugi::xml_node& node) {
    ReportTable table{
        .id = std::string(section["code"]["coding"].At(0)["code"].text()),
        .annex = annex,
        .title = std::string(section["title"].text()),
        .landscape = std::string_view(node.attribute("class").value()).starts_with("landscape"),
        .columns = {},
        .rows = {},
        .grows = std::string_view(node.attribute("class").value()).ends_with(" grows")};
    auto heading = node.child("thead").child("tr").child("th");
    for (const auto& column : node.child("colgroup").children("col")) {
        std::string title;
        AddText(title, heading);
        heading = heading.next_sibling("th");
        table.columns.push_back(
            {title, column.attribute("width").as_double(10), column.attribute("class").value()});
    }
    for (const auto& row : node.child("tbody").children("tr")) {
        TableRow cells{.cells = {}, .key = row.attribute("title").value()};
        for (const auto& cell : row.children("td")) {
            std::string text;
            AddText(text, cell);
            cells.cells.push_back({text, !cell.child("b").empty(),
                                   std::string_view(cell.attribute("class").value()) == "author"});
        }
        table.rows.push_back(std::move(cells));
    }
    report_.tables.push_back(std::move(table));
}

void RecordReader::ReadSection(json::Value section, const std::string& group) {
    if (section["section"]) {
        for (const auto below : section["section"])
            ReadSection(below, std::string(section["title"].text()));
        return;
    }
    const std::string div(section["text"]["div"].text());
    pugi::xml_document narrative;
    narrative.load_buffer(div.data(), div.size(), pugi::parse_default | pugi::parse_ws_pcdata);
    const auto root = narrative.child("div");
    if (const auto table = root.child("table")) return ReadTable(section, group, table);
    SectionText one{.id = std::string(section["code"]["coding"].At(0)["code"].text()),
                    .group = group,
                    .title = std::string(section["title"].text())};
    for (const auto extension : section["extension"]) {
        const auto url = extension["url"].text();
        if (url == "urn:tram:ext:computed-text") one.computed = extension["valueString"].text();
        if (url == "urn:tram:ext:figures") one.figures = ReadFigures(extension);
        if (url == "urn:tram:ext:figures-when-edited") one.figures_then = ReadFigures(extension);
    }
    if (auto words = WordsOf(root); section["text"]["status"].text() == "additional")
        one.author = std::move(words);
    report_.sections.push_back(std::move(one));
}

Result<Report> RecordReader::Read() {
    if (body_["type"]["coding"].At(0)["code"].text() != "periodic-report") return NoReport();
    report_.template_id = body_["category"].At(0)["coding"].At(0)["code"].text();
    report_.title = body_["title"].text();
    report_.unit = IdOf(body_["custodian"]["reference"].text());
    report_.number = body_["identifier"]["value"].text();
    report_.written_on = DayOf(body_["date"]);
    const auto period = body_["event"].At(0)["period"];
    report_.from = DayOf(period["start"]);
    report_.to = DayOf(period["end"]);
    report_.replaces = IdOf(body_["relatesTo"].At(0)["targetReference"]["reference"].text());
    for (const auto extension : body_["extension"]) ReadExtension(extension);
    for (const auto section : body_["section"]) ReadSection(section, {});
    if (report_.layout.empty() || report_.from == 0 || report_.to == 0) return NoReport();
    return std::move(report_);
}

}  // namespace

Result<Report> ReadReport(const record::Version& version) {
    const auto document = TRY(json::Document::Parse(version.body));
    auto report = TRY(RecordReader(document->root()).Read());
    report.id = version.id;
    report.version = version.version;
    return report;
}

}  // namespace tram::reports
