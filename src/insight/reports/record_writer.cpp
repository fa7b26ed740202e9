// A report as the JSON of its Composition.

#include "base/date.h"
#include "base/markup.h"
#include "fhir/json/writer.h"
#include "insight/reports/record.h"

namespace tram::reports {
namespace {

constexpr std::string_view kExt = "urn:tram:ext:";
constexpr std::string_view kCodes = "urn:tram:codes:";
constexpr std::string_view kNumberSystem = "urn:tram:id:report";
constexpr std::string_view kXhtml = "http://www.w3.org/1999/xhtml";

std::string DateText(std::int32_t day) {
    return Date::FromDays(day).ToString();
}

// A line a paragraph.
std::string Narrative(std::string_view text) {
    std::string out = "<div xmlns=\"" + std::string(kXhtml) + "\">";
    for (;;) {
        const auto end = text.find('\n');
        out += "<p>" + EscapeMarkup(text.substr(0, end)) + "</p>";
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return out + "</div>";
}

std::string CellText(std::string_view text) {
    std::string out;
    for (;;) {
        const auto end = text.find('\n');
        out += EscapeMarkup(text.substr(0, end));
        if (end == std::string_view::npos) return out;
        out += "<br/>";
        text.remove_prefix(end + 1);
    }
}

std::string TableNarrative(const ReportTable& table) {
    std::string out = "<div xmlns=\"" + std::string(kXhtml) + "\"><table class=\"" +
                      (table.landscape ? "landscape" : "upright") + (table.grows ? " grows" : "") +
                      "\"><colgroup>";
    for (const auto& column : table.columns)
        out +=
            "<col class=\"" + column.align + "\" width=\"" + std::to_string(column.width) + "\"/>";
    out += "</colgroup><thead><tr>";
    for (const auto& column : table.columns) out += "<th>" + CellText(column.title) + "</th>";
    out += "</tr></thead><tbody>";
    for (const auto& row : table.rows) {
        out += row.key.empty() ? "<tr>" : "<tr title=\"" + EscapeMarkup(row.key) + "\">";
        for (const auto& cell : row.cells) {
            out += row.cells.size() == 1
                       ? "<td colspan=\"" + std::to_string(table.columns.size()) + "\">"
                   : cell.author ? "<td class=\"author\">"
                                 : "<td>";
            out += cell.bold ? "<b>" + CellText(cell.text) + "</b></td>"
                             : CellText(cell.text) + "</td>";
        }
        out += "</tr>";
    }
    return out + "</tbody></table></div>";
}

class RecordWriter {
  public:
    explicit RecordWriter(const Report& report) : report_(report) {}
    std::string Take();

  private:
    void Part(std::string_view name, std::string_view key, std::string_view value) {
        if (value.empty()) return;
        out_.BeginObject().Key("url").String(name).Key(key).String(value).EndObject();
    }
    void Begin(std::string_view name) {
        out_.BeginObject()
            .Key("url")
            .String(std::string(kExt) + std::string(name))
            .Key("extension")
            .BeginArray();
    }
    void End() { out_.EndArray().EndObject(); }
    void Concept(std::string_view set, std::string_view code) {
        out_.BeginObject().Key("coding").BeginArray().BeginObject();
        out_.Key("system").String(std::string(kCodes) + std::string(set)).Key("code").String(code);
        out_.EndObject().EndArray().EndObject();
    }
    void UnitReference() {
        out_.BeginObject().Key("reference").String("Organization/" + report_.unit).EndObject();
    }
    void Extensions();
    void Figures(std::string_view name, const std::vector<KeyedFigure>& figures);
    void Section(const SectionText& section);
    void Table(const ReportTable& table);
    void Sections();

    const Report& report_;
    json::Writer out_;
};

void RecordWriter::Extensions() {
    Begin("report");
    Part("layout", "valueCode", report_.layout);
    Part("subject", "valueString", report_.subject);
    Part("unit-name", "valueString", report_.unit_name);
    if (report_.signed_on) Part("signed-on", "valueDate", DateText(*report_.signed_on));
    out_.BeginObject()
        .Key("url")
        .String("synthetic")
        .Key("valueBoolean")
        .Boolean(report_.synthetic)
        .EndObject();
    out_.BeginObject()
        .Key("url")
        .String("unverified")
        .Key("valueBoolean")
        .Boolean(report_.unverified)
        .EndObject();
    End();
    const Letterhead& head = report_.letterhead;
    Begin("letterhead");
    for (const auto& [name, value] :
         {std::pair{"superior", &head.superior}, std::pair{"head", &head.head},
          std::pair{"symbol", &head.symbol}, std::pair{"place", &head.place},
          std::pair{"receiver", &head.receiver}, std::pair{"through", &head.through},
          std::pair{"on-behalf", &head.on_behalf}, std::pair{"signer", &head.signer},
          std::pair{"filing", &head.filing}, std::pair{"closing", &head.closing}})
        Part(name, "valueString", *value);
    for (const auto& one : head.recipients) Part("recipient", "valueString", one);
    End();
    for (const auto& step : report_.steps) {
        Begin("report-step");
        Part("state", "valueCode", StateCode(step.state));
        if (step.on != 0) Part("on", "valueDate", DateText(step.on));
        Part("by", "valueString", step.by);
        Part("number", "valueString", step.number);
        Part("note", "valueString", step.note);
        End();
    }
}

void RecordWriter::Figures(std::string_view name, const std::vector<KeyedFigure>& figures) {
    if (figures.empty()) return;
    Begin(name);
    for (const auto& one : figures) Part(one.key, "valueString", one.text);
    End();
}

void RecordWriter::Section(const SectionText& section) {
    out_.BeginObject().Key("extension").BeginArray();
    out_.BeginObject()
        .Key("url")
        .String(std::string(kExt) + "computed-text")
        .Key("valueString")
        .String(section.computed)
        .EndObject();
    Figures("figures", section.figures);
    Figures("figures-when-edited", section.figures_then);
    out_.EndArray();
    if (!section.title.empty()) out_.Key("title").String(section.title);
    out_.Key("code");
    Concept("report-section", section.id);
    out_.Key("text").BeginObject().Key("status").String(section.author ? "additional"
                                                                       : "generated");
    out_.Key("div").String(Narrative(section.text())).EndObject().EndObject();
}

void RecordWriter::Table(const ReportTable& table) {
    out_.BeginObject().Key("title").String(table.title).Key("code");
    Concept("report-table", table.id);
    out_.Key("text").BeginObject().Key("status").String("generated");
    out_.Key("div").String(TableNarrative(table)).EndObject().EndObject();
}

// Sections of one group stand inside a section that has its heading, tables inside their annex.
void RecordWriter::Sections() {
    out_.Key("section").BeginArray();
    for (std::size_t i = 0; i < report_.sections.size();) {
        const std::string& group = report_.sections[i].group;
        if (group.empty()) {
            Section(report_.sections[i++]);
            continue;
        }
        out_.BeginObject().Key("title").String(group).Key("section").BeginArray();
        for (; i < report_.sections.size() && report_.sections[i].group == group; ++i)
            Section(report_.sections[i]);
        out_.EndArray().EndObject();
    }
    for (std::size_t i = 0; i < report_.tables.size();) {
        const std::string& annex = report_.tables[i].annex;
        out_.BeginObject().Key("title").String(annex).Key("section").BeginArray();
        for (; i < report_.tables.size() && report_.tables[i].annex == annex; ++i)
            Table(report_.tables[i]);
        out_.EndArray().EndObject();
    }
    out_.EndArray();
}

std::string RecordWriter::Take() {
    const State state = report_.state();
    const bool final =
        state == State::kSigned || state == State::kSent || state == State::kReceived;
    out_.BeginObject().Key("resourceType").String("Composition");
    if (!report_.id.empty()) out_.Key("id").String(report_.id);
    out_.Key("extension").BeginArray();
    Extensions();
    out_.EndArray();
    if (!report_.number.empty()) {
        out_.Key("identifier")
            .BeginObject()
            .Key("system")
            .String(kNumberSystem)
            .Key("value")
            .String(report_.number)
            .EndObject();
    }
    out_.Key("status").String(final ? "final" : "preliminary").Key("type");
    Concept("document", "periodic-report");
    out_.Key("category").BeginArray();
    Concept("report-template", report_.template_id);
    out_.EndArray().Key("subject");
    UnitReference();
    out_.Key("date").String(DateText(report_.written_on)).Key("author").BeginArray();
    UnitReference();
    out_.EndArray().Key("title").String(report_.title).Key("custodian");
    UnitReference();
    if (!report_.replaces.empty()) {
        out_.Key("relatesTo")
            .BeginArray()
            .BeginObject()
            .Key("code")
            .String("replaces")
            .Key("targetReference");
        out_.BeginObject()
            .Key("reference")
            .String("Composition/" + report_.replaces)
            .EndObject()
            .EndObject()
            .EndArray();
    }
    out_.Key("event").BeginArray().BeginObject().Key("period").BeginObject();
    out_.Key("start").String(DateText(report_.from)).Key("end").String(DateText(report_.to));
    out_.EndObject().EndObject().EndArray();
    Sections();
    out_.EndObject();
    return out_.Take();
}

}  // namespace

std::string ReportRecord(const Report& report) {
    return RecordWriter(report).Take();
}

}  // namespace tram::reports
