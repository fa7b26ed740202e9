#include "insight/reports/content.h"

#include <algorithm>
#include <array>

#include "base/date.h"
#include "insight/reports/kinds.h"
#include "platform/content/yaml.h"

namespace tram::reports {
namespace {

using content::Yaml;

constexpr std::int32_t kEver = 9'999'999;

Result<std::string> TextOf(const Yaml& map, const std::string& key) {
    return TRY(map.Get(key)).Text();
}
Result<std::string> OptionalText(const Yaml& map, const std::string& key,
                                 std::string fallback = {}) {
    const auto node = TRY(map.Find(key));
    if (!node.present()) return fallback;
    return node.Text();
}
Result<bool> OptionalFlag(const Yaml& map, const std::string& key) {
    const auto node = TRY(map.Find(key));
    if (!node.present()) return false;
    return node.Boolean();
}
Result<double> OptionalNumber(const Yaml& map, const std::string& key, double fallback) {
    const auto node = TRY(map.Find(key));
    if (!node.present()) return fallback;
    const auto text = TRY(node.Text());
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || value < 0 || value > 1000) {
        return node.Fault(ErrorCode::kBadValue, "a number from 0 to 1000, with a decimal point",
                          "cần một số từ 0 đến 1000, dùng dấu chấm thập phân");
    }
    return value;
}
Result<std::int32_t> OptionalDay(const Yaml& map, const std::string& key, std::int32_t fallback) {
    const auto node = TRY(map.Find(key));
    if (!node.present()) return fallback;
    const auto date = ParseDate(TRY(node.Text()));
    if (!date || !date->IsWholeDay())
        return node.Fault(ErrorCode::kBadValue, "a date is written YYYY-MM-DD",
                          "ngày viết theo dạng YYYY-MM-DD");
    return date->FirstDay();
}

Result<std::vector<Part>> ReadParts(const Yaml& node) {
    std::vector<Part> parts;
    const auto list = TRY(node.Find("parts"));
    if (!list.present()) return parts;
    for (const auto& item : TRY(list.Items())) {
        const auto members = TRY(item.Members());
        if (members.size() != 1) {
            return item.Fault(ErrorCode::kInvalid, "a part has one key: its kind",
                              "mỗi phần có đúng một khóa là loại của nó");
        }
        const auto& [kind, value] = members.front();
        if (!IsPartKind(kind)) {
            return item.Fault(ErrorCode::kUnknownElement,
                              "there is no part of this kind; kinds: " + PartKindList(),
                              "không có loại phần này; các loại: " + PartKindList());
        }
        Part part{.kind = kind};
        if (value.IsList()) {
            part.ids = TRY(value.Texts());
        } else if (value.present()) {
            part.text = TRY(value.Text());
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

Result<std::vector<Outline>> ReadOutline(const Yaml& list, bool below) {
    std::vector<Outline> outline;
    for (const auto& node : TRY(list.Items())) {
        TRY(node.AllowOnly({"id", "title", "parts", "sections"}));
        Outline one{.id = TRY(TextOf(node, "id")), .title = TRY(OptionalText(node, "title"))};
        one.parts = TRY(ReadParts(node));
        if (const auto sections = TRY(node.Find("sections")); sections.present()) {
            if (below || !one.parts.empty()) {
                return node.Fault(ErrorCode::kInvalid,
                                  "an outline has two levels, and words only in the lower one",
                                  "dàn ý có hai cấp; lời văn chỉ đặt ở cấp dưới");
            }
            one.sections = TRY(ReadOutline(sections, true));
        }
        outline.push_back(std::move(one));
    }
    return outline;
}

Result<std::vector<Annex>> ReadAnnexes(const Yaml& list) {
    std::vector<Annex> annexes;
    if (!list.present()) return annexes;
    for (const auto& node : TRY(list.Items())) {
        TRY(node.AllowOnly({"title", "tables"}));
        Annex annex{.title = TRY(TextOf(node, "title")),
                    .tables = TRY(TRY(node.Get("tables")).Texts())};
        for (const auto& table : annex.tables) {
            if (!IsTableKind(table)) {
                return node.Fault(ErrorCode::kUnknownElement, "there is no table " + table,
                                  "không có biểu " + table);
            }
        }
        annexes.push_back(std::move(annex));
    }
    return annexes;
}

Result<Template> ReadTemplate(const content::File& file) {
    const auto yaml = TRY(Yaml::Parse(file.bytes, file.path));
    TRY(yaml.AllowOnly({"id", "title", "source", "checked", "subject", "author", "receiver",
                        "through", "layout", "closing", "recipients", "annexes", "outline"}));
    Template one;
    one.id = TRY(TextOf(yaml, "id"));
    // A plain title is Vietnamese alone.
    if (const auto title = TRY(yaml.Get("title")); title.IsMap()) {
        TRY(title.AllowOnly({"vi", "en"}));
        one.title = TRY(TextOf(title, "vi"));
        one.title_en = TRY(TextOf(title, "en"));
    } else {
        one.title = TRY(title.Text());
    }
    one.source = TRY(TextOf(yaml, "source"));
    one.checked = TRY(TRY(yaml.Get("checked")).Boolean());
    one.subject = TRY(TextOf(yaml, "subject"));
    one.author = TRY(TextOf(yaml, "author"));
    one.receiver = TRY(TextOf(yaml, "receiver"));
    one.through = TRY(OptionalText(yaml, "through"));
    one.layout = TRY(TextOf(yaml, "layout"));
    one.closing = TRY(OptionalText(yaml, "closing"));
    one.recipients = TRY(TRY(yaml.Find("recipients")).Texts());
    one.annexes = TRY(ReadAnnexes(TRY(yaml.Find("annexes"))));
    one.outline = TRY(ReadOutline(TRY(yaml.Get("outline")), false));
    return one;
}

Result<std::vector<Body>> ReadBodies(const content::File& file) {
    const auto yaml = TRY(Yaml::Parse(file.bytes, file.path));
    TRY(yaml.AllowOnly({"id", "title", "source", "checked", "bodies"}));
    const bool checked = TRY(TRY(yaml.Get("checked")).Boolean());
    std::vector<Body> bodies;
    for (const auto& node : TRY(TRY(yaml.Get("bodies")).Items())) {
        TRY(node.AllowOnly({"unit", "role", "from", "to", "name", "superior", "head", "symbol",
                            "on_behalf", "signer", "filing", "checked"}));
        Body body{.unit_kind = TRY(TextOf(node, "unit")),
                  .role = TRY(TextOf(node, "role")),
                  .from_day = TRY(OptionalDay(node, "from", -kEver)),
                  .to_day = TRY(OptionalDay(node, "to", kEver)),
                  .name = TRY(TextOf(node, "name")),
                  .superior = TRY(OptionalText(node, "superior")),
                  .head = TRY(OptionalText(node, "head")),
                  .symbol = TRY(OptionalText(node, "symbol")),
                  .on_behalf = TRY(OptionalText(node, "on_behalf")),
                  .signer = TRY(OptionalText(node, "signer")),
                  .filing = TRY(OptionalText(node, "filing"))};
        const auto own = TRY(node.Find("checked"));
        body.checked = own.present() ? TRY(own.Boolean()) : checked;
        for (const auto& other : bodies) {
            if (other.unit_kind == body.unit_kind && other.role == body.role &&
                other.from_day <= body.to_day && body.from_day <= other.to_day) {
                return node.Fault(ErrorCode::kInvalid, "two bodies of one role on one day",
                                  "một vai có hai cơ quan trong cùng một ngày; sửa from, to");
            }
        }
        bodies.push_back(std::move(body));
    }
    return bodies;
}

Result<Layout> ReadLayout(const Yaml& node) {
    TRY(node.AllowOnly({"id", "from", "to", "checked", "source", "margins", "points", "first_line",
                        "before", "line_exactly", "national", "number_prefix", "number_separator",
                        "star", "addressed", "subject_rule", "end_mark",
                        "recipients_title_underlined", "signer_bold"}));
    Layout layout{.id = TRY(TextOf(node, "id")),
                  .from_day = TRY(OptionalDay(node, "from", -kEver)),
                  .to_day = TRY(OptionalDay(node, "to", kEver)),
                  .checked = TRY(TRY(node.Get("checked")).Boolean()),
                  .source = TRY(TextOf(node, "source"))};
    const auto margins = TRY(node.Get("margins"));
    TRY(margins.AllowOnly({"top", "bottom", "left", "right"}));
    layout.top = TRY(OptionalNumber(margins, "top", 20));
    layout.bottom = TRY(OptionalNumber(margins, "bottom", 20));
    layout.left = TRY(OptionalNumber(margins, "left", 30));
    layout.right = TRY(OptionalNumber(margins, "right", 15));
    const auto points = TRY(node.Get("points"));
    TRY(points.AllowOnly({"body", "page_number", "title", "subject", "national", "motto",
                          "superior", "head", "number", "place", "recipients_title",
                          "recipients"}));
    const std::pair<const char*, double*> sizes[] = {
        {"body", &layout.body_points},
        {"page_number", &layout.number_points},
        {"title", &layout.title_points},
        {"subject", &layout.subject_points},
        {"national", &layout.national_points},
        {"motto", &layout.motto_points},
        {"superior", &layout.superior_points},
        {"head", &layout.head_points},
        {"number", &layout.number_line_points},
        {"place", &layout.place_points},
        {"recipients_title", &layout.recipients_title_points},
        {"recipients", &layout.recipients_points}};
    for (const auto& [key, value] : sizes) *value = TRY(OptionalNumber(points, key, *value));
    layout.first_line = TRY(OptionalNumber(node, "first_line", layout.first_line));
    layout.before = TRY(OptionalNumber(node, "before", layout.before));
    layout.line_exactly = TRY(OptionalNumber(node, "line_exactly", 0));
    layout.national = TRY(TRY(node.Get("national")).Texts());
    layout.number_prefix = TRY(TextOf(node, "number_prefix"));
    layout.number_separator = TRY(TextOf(node, "number_separator"));
    layout.star = TRY(OptionalFlag(node, "star"));
    layout.addressed = TRY(OptionalFlag(node, "addressed"));
    layout.subject_rule = TRY(OptionalText(node, "subject_rule", "line"));
    layout.end_mark = TRY(TextOf(node, "end_mark"));
    layout.recipients_title_underlined = TRY(OptionalFlag(node, "recipients_title_underlined"));
    layout.signer_bold = TRY(OptionalFlag(node, "signer_bold"));
    return layout;
}

Result<Column> ReadColumn(const Yaml& node) {
    TRY(node.AllowOnly({"title", "width", "align"}));
    return Column{.title = TRY(OptionalText(node, "title")),
                  .width = TRY(OptionalNumber(node, "width", 10)),
                  .align = TRY(OptionalText(node, "align", "left"))};
}

Result<std::map<std::string, TableShape, std::less<>>> ReadTables(const content::File& file) {
    const auto yaml = TRY(Yaml::Parse(file.bytes, file.path));
    TRY(yaml.AllowOnly({"id", "title", "source", "checked", "tables"}));
    std::map<std::string, TableShape, std::less<>> tables;
    for (const auto& node : TRY(TRY(yaml.Get("tables")).Items())) {
        TRY(node.AllowOnly({"id", "title", "landscape", "columns", "each", "rows", "grows"}));
        TableShape shape{.id = TRY(TextOf(node, "id")),
                         .title = TRY(TextOf(node, "title")),
                         .landscape = TRY(OptionalFlag(node, "landscape"))};
        shape.rows = TRY(TRY(node.Find("rows")).Texts());
        shape.grows = TRY(OptionalFlag(node, "grows"));
        for (const auto& column : TRY(TRY(node.Get("columns")).Items()))
            shape.columns.push_back(TRY(ReadColumn(column)));
        if (const auto each = TRY(node.Find("each")); each.present())
            shape.each = TRY(ReadColumn(each));
        if (const auto wanted = ColumnsOf(shape.id); wanted != shape.columns.size()) {
            return node.Fault(
                ErrorCode::kInvalid,
                "table " + shape.id + " has " + std::to_string(wanted) + " columns of its own",
                "biểu " + shape.id + " cần đúng " + std::to_string(wanted) + " cột");
        }
        tables.emplace(shape.id, std::move(shape));
    }
    return tables;
}

Result<const content::File*> FileOf(const content::Library& library, std::string_view path) {
    if (const auto* file = library.Find(path)) return file;
    return Error{.code = ErrorCode::kInvalid,
                 .message = "the content file " + std::string(path) + " is missing",
                 .message_vi = "thiếu tệp nội dung " + std::string(path),
                 .path = std::string(path)};
}

Result<void> AddWordSets(const Yaml& sets, ReportContent& content) {
    for (const auto& [set, codes] : TRY(sets.Members())) {
        for (const auto& [code, word] : TRY(codes.Members()))
            content.words[set][code] = TRY(word.Text());
    }
    return {};
}

Result<void> ReadWording(const content::File& file, ReportContent& content) {
    const auto yaml = TRY(Yaml::Parse(file.bytes, file.path));
    TRY(yaml.AllowOnly({"id", "title", "source", "checked", "sentences", "words"}));
    TRY(AddWordSets(TRY(yaml.Get("words")), content));
    const auto sentences = TRY(yaml.Get("sentences"));
    for (const auto& [name, text] : TRY(sentences.Members()))
        content.sentences[name] = TRY(text.Text());
    for (const std::string_view name : kSentences) {
        if (content.sentences.count(name) == 0) {
            return sentences.Fault(ErrorCode::kRequired,
                                   "the sentence " + std::string(name) + " is missing",
                                   "thiếu câu " + std::string(name));
        }
    }
    return {};
}

Result<void> ReadWordSets(const content::File& file, ReportContent& content) {
    return AddWordSets(TRY(TRY(Yaml::Parse(file.bytes, file.path)).Get("sets")), content);
}

}  // namespace

Result<ReportContent> ReportContent::Load(const content::Library& library) {
    ReportContent content;
    content.bodies = TRY(ReadBodies(*TRY(FileOf(library, "reports/bodies.yaml"))));
    const auto* layouts = TRY(FileOf(library, "reports/layouts.yaml"));
    const auto yaml = TRY(Yaml::Parse(layouts->bytes, layouts->path));
    TRY(yaml.AllowOnly({"id", "title", "layouts"}));
    for (const auto& node : TRY(TRY(yaml.Get("layouts")).Items()))
        content.layouts.push_back(TRY(ReadLayout(node)));
    content.tables = TRY(ReadTables(*TRY(FileOf(library, "reports/tables.yaml"))));
    TRY(ReadWordSets(*TRY(FileOf(library, "codes/words.yaml")), content));
    TRY(ReadWording(*TRY(FileOf(library, "reports/wording.yaml")), content));
    for (const auto& file : library.List("reports/templates/"))
        content.templates.push_back(TRY(ReadTemplate(file)));
    for (const auto& one : content.templates) {
        for (const auto& annex : one.annexes) {
            for (const auto& table : annex.tables) {
                if (content.tables.count(table) > 0) continue;
                return Error{
                    .code = ErrorCode::kInvalid,
                    .message =
                        "reports/tables.yaml lacks table " + table + " of template " + one.id,
                    .message_vi = "reports/tables.yaml thiếu biểu " + table + " của mẫu " + one.id,
                    .path = "reports/tables.yaml"};
            }
        }
    }
    return content;
}

const Template* ReportContent::FindTemplate(std::string_view id) const {
    for (const auto& one : templates) {
        if (one.id == id) return &one;
    }
    return nullptr;
}

Result<const Body*> ReportContent::BodyOn(std::string_view unit_kind, std::string_view role,
                                          std::int32_t day) const {
    for (const auto& body : bodies) {
        if (body.unit_kind == unit_kind && body.role == role && body.from_day <= day &&
            day <= body.to_day)
            return &body;
    }
    const std::string on = Date::FromDays(day).ToString();
    return Error{.code = ErrorCode::kInvalid,
                 .message = "content/reports/bodies.yaml knows no " + std::string(role) + " of a " +
                            std::string(unit_kind) + " on " + on +
                            "; choose a unit and day of signing that fit",
                 .message_vi = "Ngày " + on + " không có " + std::string(Word("unit-kind", role)) +
                               " cấp " + std::string(Word("report-below", unit_kind)) +
                               " (content/reports/bodies.yaml). Chọn đơn vị và ngày ký phù hợp.",
                 .path = "unit"};
}

Result<const Layout*> ReportContent::LayoutOn(std::string_view id, std::int32_t day) const {
    for (const auto& layout : layouts) {
        if (layout.id == id && layout.from_day <= day && day <= layout.to_day) return &layout;
    }
    return Error{.code = ErrorCode::kInvalid,
                 .message = "content/reports/layouts.yaml has no layout " + std::string(id) +
                            " for that day",
                 .message_vi = "content/reports/layouts.yaml không có thể thức " + std::string(id) +
                               " cho ngày đó.",
                 .path = "signed_on"};
}

std::string_view ReportContent::Sentence(std::string_view name) const {
    const auto found = sentences.find(name);
    TRAM_CHECK(found != sentences.end());
    return found->second;
}

std::string_view ReportContent::Word(std::string_view set, std::string_view code) const {
    const auto known = words.find(set);
    if (known == words.end()) return code;
    const auto word = known->second.find(code);
    return word == known->second.end() ? code : std::string_view(word->second);
}

std::string Fill(std::string_view text, const Words& values) {
    std::string out;
    while (!text.empty()) {
        const auto open = text.find('{');
        out += text.substr(0, open);
        if (open == std::string_view::npos) break;
        text.remove_prefix(open);
        const auto close = text.find('}');
        const auto value =
            close == std::string_view::npos ? values.end() : values.find(text.substr(1, close - 1));
        if (value == values.end()) {
            out += text.front();
            text.remove_prefix(1);
        } else {
            out += value->second;
            text.remove_prefix(close + 1);
        }
    }
    return out;
}

}  // namespace tram::reports
