#include "exchange/population/xlsx.h"

#include "exchange/population/merged_cells.h"
#include "exchange/population/reading.h"
#include "exchange/population/workbook.h"
#include "exchange/population/xml_parts.h"

namespace tram::population {
namespace {

constexpr std::size_t kMostSheets = 200;

// §18.3.1.4 c: the value of one cell by its type.
Cell ReadCell(const Workbook& book, const pugi::xml_node& node, std::size_t& formulas_empty) {
    const auto type = Attribute(node, "t");
    const auto value = Child(node, "v");
    const std::string_view text = value.text().get();
    if (type == "s") return {.text = book.SharedString(text)};
    if (type == "inlineStr") return {.text = book.Text(TextOf(Child(node, "is")))};
    if (type == "str") return {.text = book.Text(text)};
    if (type == "e") return {.text = std::string(text), .kind = Cell::Kind::kFault};
    if (type == "b") return {.text = text == "1" ? "TRUE" : "FALSE"};
    if (type == "d") return {.text = std::string(text.substr(0, 10)), .kind = Cell::Kind::kDate};
    if (text.empty() && Child(node, "f")) ++formulas_empty;
    return book.Number(text, Attribute(node, "s"));
}

// The place of a cell, A = 0; where it does not say so, after the one before.
std::size_t ColumnOf(const pugi::xml_node& node, std::size_t next) {
    const auto reference = Attribute(node, "r");
    if (reference.empty()) return next;
    const auto place = ReadReference(reference);
    return place ? place->column : next;
}

int NumberOf(const pugi::xml_node& row, int before) {
    const auto written = Attribute(row, "r");
    int number = 0;
    for (const char c : written) {
        if (c < '0' || c > '9' || number > 10'000'000) return before + 1;
        number = number * 10 + (c - '0');
    }
    return number > before ? number : before + 1;
}

Result<void> ReadRow(const Workbook& book, const pugi::xml_node& node, Sheet& sheet,
                     std::size_t& formulas_empty) {
    const int before = sheet.rows.empty() ? 0 : sheet.rows.back().number;
    auto& row = sheet.rows.emplace_back();
    row.number = NumberOf(node, before);
    std::size_t next = 0;
    for (const auto child : node.children()) {
        if (LocalName(child) != "c") continue;
        const auto column = ColumnOf(child, next);
        auto cell = ReadCell(book, child, formulas_empty);
        cell.text = OneLine(cell.text);
        next = column + 1;
        // Sheets are often formatted out to the last column; what is empty takes no room.
        if (cell.text.empty()) continue;
        TRY(CheckRoom(sheet, next));
        if (row.cells.size() < next) row.cells.resize(next);
        row.cells[column] = std::move(cell);
    }
    sheet.cells += row.cells.size();
    TRY(CheckRoom(sheet, 0));
    return CheckCells(row);
}

Result<Sheet> ReadWorksheet(zip::Archive& archive, const Workbook& book,
                            const Workbook::SheetPart& part) {
    const auto xml = TRY(ReadPart(archive, part.part));
    Sheet sheet{.name = part.name};
    std::size_t formulas_empty = 0;
    Elements rows(xml, "row", part.part);
    while (const auto row = TRY(rows.Next())) TRY(ReadRow(book, *row, sheet, formulas_empty));
    std::vector<MergedCells> merged;
    Elements merges(xml, "mergeCell", part.part);
    while (const auto merge = TRY(merges.Next())) {
        if (merged.size() == kMostMerged) break;
        if (const auto cells = ReadMerged(Attribute(*merge, "ref"))) merged.push_back(*cells);
    }
    SpreadMerged(sheet, merged);
    if (formulas_empty)
        sheet.notes.push_back({.code = "formula-empty", .what = std::to_string(formulas_empty)});
    return sheet;
}

bool HoldsRows(const Sheet& sheet) {
    for (const auto& row : sheet.rows) {
        if (!row.cells.empty()) return true;
    }
    return false;
}

}  // namespace

Result<Sheet> ReadXlsx(std::string_view bytes, std::string_view font) {
    auto archive = TRY(zip::Archive::Open(bytes));
    const auto book = TRY(Workbook::Read(archive, font));
    if (book.sheets().size() > kMostSheets) return NoList();
    std::string others;
    std::optional<Sheet> found;
    for (const auto& part : book.sheets()) {
        if (found || part.hidden) {
            others += (others.empty() ? "" : ", ") + part.name;
            continue;
        }
        auto sheet = TRY(ReadWorksheet(archive, book, part));
        if (HoldsRows(sheet)) found = std::move(sheet);
    }
    if (!found) {
        return Error{
            .code = ErrorCode::kMalformed,
            .message = "no visible sheet holds rows; put the list on the first sheet",
            .message_vi = "Không trang tính nào đang hiện có dữ liệu. Đặt danh sách ở trang đầu.",
            .path = "file"};
    }
    if (!others.empty())
        found->notes.push_back({.code = "other-sheets", .what = others.substr(0, 200)});
    return std::move(*found);
}

}  // namespace tram::population
