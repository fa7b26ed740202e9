#include "exchange/population/mending.h"

#include <algorithm>
#include <map>
#include <set>

namespace tram::population {
namespace {

std::string Quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string Safe(std::string_view text) {
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
    // As a number it would lose its zeros, or all but 15 digits.
    if (digits && (text.size() >= 10 || (text.size() > 1 && text.front() == '0')))
        return Quoted("=\"" + std::string(text) + "\"");
    // A spreadsheet would take these for a formula.
    const bool formula = !text.empty() && std::string_view("=+-@").find(text.front()) != text.npos;
    return Quoted((formula ? "'" : "") + std::string(text));
}

// "05/09/1957", which no locale turns into another day.
std::string Written(const Cell& cell) {
    const auto day = cell.kind == Cell::Kind::kDate ? ParseDate(cell.text) : std::nullopt;
    if (!day || !day->IsWholeDay()) return cell.text;
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(day->day) + '/' + two(day->month) + '/' + std::to_string(day->year);
}

// A heading that is found again without the row above it.
std::string Heading(const Mapping& mapping, const Form& form, std::size_t column) {
    const auto& header = mapping.headers[column];
    const auto id = mapping.FieldOf(column);
    if (!id) return header;
    const auto& field = form.field(*id);
    const bool known =
        std::find(field.headers.begin(), field.headers.end(), Plain(header)) != field.headers.end();
    return known || field.headers.empty() ? header : field.title.vi;
}

struct Wrong {
    bool error = false;
    std::string texts, remedies;
};

std::map<int, Wrong> WrongRows(const Faults& faults) {
    std::map<int, Wrong> rows;
    const auto add = [](std::string& text, const std::string& more) {
        if (text.find(more) == text.npos) text += (text.empty() ? "" : " | ") + more;
    };
    for (const auto* list : {&faults.errors(), &faults.warnings()}) {
        for (const auto& fault : *list) {
            auto& row = rows[fault.row];
            row.error = row.error || list == &faults.errors();
            const bool named = fault.column.empty() || fault.text.vi.starts_with(fault.column);
            add(row.texts, named ? fault.text.vi : fault.column + ": " + fault.text.vi);
            add(row.remedies, fault.remedy.vi);
        }
    }
    return rows;
}

// Those who stand in a household of one of the rows.
std::set<int> SameHousehold(const List& list, const std::map<int, Wrong>& wrong) {
    std::set<int> rows;
    for (const auto& household : list.households) {
        const auto row = [&](std::size_t place) { return list.entries[place].row; };
        if (std::none_of(household.members.begin(), household.members.end(),
                         [&](std::size_t place) { return wrong.contains(row(place)); }))
            continue;
        for (const auto place : household.members) rows.insert(row(place));
    }
    return rows;
}

}  // namespace

std::string RowsToMend(const Sheet& sheet, const Mapping& mapping, const Form& form,
                       const List& list, const Faults& faults) {
    const auto wrong = WrongRows(faults);
    std::set<int> others;
    if (!mapping.column(FieldId::kHousehold)) others = SameHousehold(list, wrong);
    std::string out = "\xEF\xBB\xBF";
    for (std::size_t column = 0; column < mapping.headers.size(); ++column)
        out += Safe(Heading(mapping, form, column)) + ',';
    out += "\"Dòng gốc\",\"Mức\",\"Lỗi\",\"Cách sửa\"\r\n";
    for (const auto& row : sheet.rows) {
        const auto found = wrong.find(row.number);
        const bool is_wrong = found != wrong.end();
        if (!is_wrong && !others.contains(row.number)) continue;
        for (std::size_t column = 0; column < mapping.headers.size(); ++column)
            out += (column < row.cells.size() ? Safe(Written(row.cells[column])) : "") + ',';
        out += std::to_string(row.number) + ',' +
               (!is_wrong             ? "\"cùng hộ\""
                : found->second.error ? "\"lỗi\""
                                      : "\"cảnh báo\"") +
               ',' + Quoted(is_wrong ? found->second.texts : "") + ',' +
               Quoted(is_wrong ? found->second.remedies : "") + "\r\n";
    }
    return out;
}

}  // namespace tram::population
