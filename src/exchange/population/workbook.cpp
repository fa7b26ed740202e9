#include "exchange/population/workbook.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <map>

#include "base/date.h"
#include "exchange/population/encoding.h"
#include "exchange/population/reading.h"

namespace tram::population {
namespace {

std::optional<double> ReadReal(std::string_view text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<std::size_t> ReadIndex(std::string_view text) {
    std::size_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

// "worksheets/sheet1.xml" seen from "xl/workbook.xml"; a target that begins with / is absolute.
std::string Resolve(std::string_view from, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    const auto slash = from.rfind('/');
    std::string path(slash == std::string_view::npos ? "" : from.substr(0, slash + 1));
    while (target.starts_with("../")) {
        target.remove_prefix(3);
        const auto up = path.size() < 2 ? std::string::npos : path.rfind('/', path.size() - 2);
        path.resize(up == std::string::npos ? 0 : up + 1);
    }
    while (target.starts_with("./")) target.remove_prefix(2);
    return path + std::string(target);
}

struct Relation {
    std::string id, type, target;
};

Result<std::vector<Relation>> RelationsOf(zip::Archive& archive, std::string_view part) {
    const auto slash = part.rfind('/');
    const auto folder = slash == std::string_view::npos ? "" : part.substr(0, slash + 1);
    const auto name = slash == std::string_view::npos ? part : part.substr(slash + 1);
    const auto file = fmt::format("{}_rels/{}.rels", folder, name);
    std::vector<Relation> relations;
    if (!archive.Find(file)) return relations;
    const auto xml = TRY(ReadPart(archive, file));
    Elements elements(xml, "Relationship", file);
    while (const auto one = TRY(elements.Next())) {
        const auto type = Attribute(*one, "Type");
        relations.push_back({.id = std::string(Attribute(*one, "Id")),
                             .type = std::string(type.substr(type.rfind('/') + 1)),
                             .target = Resolve(part, Attribute(*one, "Target"))});
    }
    return relations;
}

// §18.8.30: d, m, y outside quotes and brackets make a number a day. A code of hours alone does
// not.
bool IsDateFormat(std::string_view code) {
    bool quoted = false;
    bool bracketed = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == '[' || c == ']') {
            bracketed = c == '[';
        } else if (!quoted && !bracketed) {
            if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') return true;
            if (c == ';') return false;
        }
    }
    return false;
}

// The built-in formats that show a day, those of East Asian locales among them.
bool IsBuiltInDate(std::size_t format) {
    return (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 36) ||
           (format >= 50 && format <= 58);
}

}  // namespace

std::string TextOf(const pugi::xml_node& node) {
    std::string text;
    for (const auto child : node.children()) {
        if (LocalName(child) == "t") text += child.text().get();
        if (LocalName(child) == "r") text += Child(child, "t").text().get();
    }
    return text;
}

std::string DayOfSerial(double serial, bool from_1904) {
    if (!(serial >= 1) || serial > 200'000) return {};
    auto day = static_cast<std::int32_t>(std::floor(serial));
    const Date epoch = from_1904 ? Date{1904, 1, 1} : Date{1899, 12, 30};
    if (!from_1904 && day <= 60) day += day == 60 ? 0 : 1;
    return Date::FromDays(epoch.FirstDay() + day).ToString();
}

std::string Workbook::Text(std::string_view text) const {
    return font_.empty() ? Compose(text) : FromFont(text, font_);
}

std::string Workbook::SharedString(std::string_view index) const {
    const auto place = ReadIndex(index);
    return place && *place < strings_.size() ? strings_[*place] : std::string();
}

Cell Workbook::Number(std::string_view text, std::string_view style) const {
    const auto value = ReadReal(text);
    if (!value) return {.text = std::string(text)};
    const auto place = ReadIndex(style);
    if (place && *place < is_date_.size() && is_date_[*place]) {
        auto day = DayOfSerial(*value, from_1904_);
        if (!day.empty()) return {.text = std::move(day), .kind = Cell::Kind::kDate};
    }
    // 7.9185001234E10 is what a file keeps of 79185001234.
    const bool whole = std::abs(*value) < 1e15 && std::floor(*value) == *value;
    return {.text = whole ? std::to_string(static_cast<std::int64_t>(*value)) : std::string(text),
            .kind = Cell::Kind::kNumber};
}

Result<void> Workbook::ReadSheets(zip::Archive& archive, const std::string& part) {
    const auto xml = TRY(ReadPart(archive, part));
    Elements properties(xml, "workbookPr", part);
    if (const auto found = TRY(properties.Next())) {
        const auto written = Attribute(*found, "date1904");
        from_1904_ = written == "1" || written == "true";
    }
    std::map<std::string, std::string, std::less<>> targets;
    for (auto& relation : TRY(RelationsOf(archive, part))) {
        if (relation.type == "sharedStrings") TRY(ReadStrings(archive, relation.target));
        if (relation.type == "styles") TRY(ReadStyles(archive, relation.target));
        if (relation.type == "worksheet") targets[relation.id] = relation.target;
    }
    Elements sheets(xml, "sheet", part);
    while (const auto sheet = TRY(sheets.Next())) {
        const auto target = targets.find(Attribute(*sheet, "id"));
        // A chart or a dialog is a sheet of another kind.
        if (target == targets.end()) continue;
        const auto state = Attribute(*sheet, "state");
        sheets_.push_back({.name = Text(Attribute(*sheet, "name")),
                           .part = target->second,
                           .hidden = state == "hidden" || state == "veryHidden"});
    }
    return {};
}

Result<void> Workbook::ReadStrings(zip::Archive& archive, const std::string& part) {
    if (!archive.Find(part)) return {};
    const auto xml = TRY(ReadPart(archive, part));
    Elements strings(xml, "si", part);
    while (const auto one = TRY(strings.Next())) strings_.push_back(Text(TextOf(*one)));
    return {};
}

Result<void> Workbook::ReadStyles(zip::Archive& archive, const std::string& part) {
    if (!archive.Find(part)) return {};
    const auto xml = TRY(ReadPart(archive, part));
    std::map<std::size_t, bool> formats;
    Elements own(xml, "numFmt", part);
    while (const auto format = TRY(own.Next())) {
        if (const auto id = ReadIndex(Attribute(*format, "numFmtId")))
            formats[*id] = IsDateFormat(Attribute(*format, "formatCode"));
    }
    Elements styles(xml, "cellXfs", part);
    const auto list = TRY(styles.Next());
    if (!list) return {};
    for (const auto style : list->children()) {
        if (LocalName(style) != "xf") continue;
        const auto id = ReadIndex(Attribute(style, "numFmtId")).value_or(0);
        const auto known = formats.find(id);
        is_date_.push_back(known != formats.end() ? known->second : IsBuiltInDate(id));
    }
    return {};
}

Result<Workbook> Workbook::Read(zip::Archive& archive, std::string_view font) {
    Workbook book;
    if (font == "tcvn3" || font == "vni") book.font_ = font;
    std::string part = "xl/workbook.xml";
    for (const auto& relation : TRY(RelationsOf(archive, ""))) {
        if (relation.type == "officeDocument") part = relation.target;
    }
    if (!archive.Find(part)) return NoList();
    TRY(book.ReadSheets(archive, part));
    return book;
}

}  // namespace tram::population
