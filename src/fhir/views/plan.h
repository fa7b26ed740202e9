// The compiled form of a ViewDefinition: what Compile makes and Run walks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/views/view.h"

namespace tram::views {

struct ColumnPlan {
    fhirpath::Expression expression;
    std::size_t place = 0;  // in the row
    bool collection = false;
    bool primitive = false;  // complex values are refused: the declared type is simple or absent
    bool uses_row_index = false;
};

enum class Unnest : std::uint8_t { kNone, kForEach, kForEachOrNull, kRepeat };

struct SelectPlan {
    Unnest unnest = Unnest::kNone;
    std::vector<fhirpath::Expression> paths;  // of the unnesting: one, or those of `repeat`
    std::vector<ColumnPlan> columns;
    std::vector<SelectPlan> selects;
    std::vector<SelectPlan> unions;  // all fill the same places
    std::size_t first = 0, end = 0;  // places of everything in here
    std::size_t unions_first = 0;    // those of the union: [unions_first, end)
};

struct Condition {
    fhirpath::Expression expression;
    std::string where;  // its path in the definition
};

struct View::Plan {
    std::string name, title, description, resource_type, definition;
    std::vector<Column> columns;
    std::vector<Condition> conditions;
    SelectPlan root;  // holds the definition's selects
    bool uses_row_index = false;
};

}  // namespace tram::views
