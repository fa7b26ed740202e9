#include "exchange/population/faults.h"

#include <algorithm>

namespace tram::population {
namespace {

std::string Quoted(std::string_view text) {
    std::string out = "\"";
    // A spreadsheet would take these for a formula.
    if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos)
        out += '\'';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

}  // namespace

void Faults::Add(std::string_view code, int row, std::optional<FieldId> field, Values values) {
    const auto& words = form_.problem(code);
    Fault fault{.row = row, .code = std::string(code)};
    auto values_en = values;
    if (field) {
        const auto& told = form_.field(*field);
        fault.column = mapping_.HeaderOf(*field, form_);
        fault.field = told.name;
        values.emplace_back("field", told.title.vi);
        values_en.emplace_back("field", told.title.en);
    }
    fault.text = {.vi = Fill(words.text.vi, values), .en = Fill(words.text.en, values_en)};
    fault.remedy = {.vi = Fill(words.remedy.vi, values), .en = Fill(words.remedy.en, values_en)};
    (words.warning ? warnings_ : errors_).push_back(std::move(fault));
}

void Faults::SortByRow() {
    for (auto* list : {&errors_, &warnings_}) {
        std::stable_sort(list->begin(), list->end(),
                         [](const Fault& a, const Fault& b) { return a.row < b.row; });
    }
}

std::string FaultsAsCsv(const std::vector<Fault>& errors, const std::vector<Fault>& warnings) {
    std::string out =
        "\xEF\xBB\xBF"
        "Dòng,Cột,Mức,Mã,Lỗi,Cách sửa\r\n";
    for (const auto& [list, level] :
         {std::pair(&errors, "lỗi"), std::pair(&warnings, "cảnh báo")}) {
        for (const auto& fault : *list) {
            out += std::to_string(fault.row) + ',' + Quoted(fault.column) + ',' + level + ',' +
                   fault.code + ',' + Quoted(fault.text.vi) + ',' + Quoted(fault.remedy.vi) +
                   "\r\n";
        }
    }
    return out;
}

}  // namespace tram::population
