#include "exchange/population/faults.h"

#include <algorithm>

namespace tram::population {
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

}  // namespace tram::population
