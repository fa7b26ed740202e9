// SQL-on-FHIR v2 views (https://sql-on-fhir.org, ViewDefinition): a resource becomes flat rows.
// Registers are made of them.
//
// Thread safety: a View is immutable and may be run from many threads at once.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "fhir/fhirpath/fhirpath.h"
#include "fhir/json/document.h"

namespace tram::views {

struct Column {
    std::string name;
    std::string type;         // FHIR type as declared in the view, or inferred; empty: string
    bool collection = false;
    std::string description;
};

// One cell: nothing, or the items found (more than one only where Column::collection).
using Cell = fhirpath::Collection;
using Row = std::vector<Cell>;  // in the order of View::columns()

class View {
  public:
    // `definition` is a ViewDefinition; `resource_type` serves where it names none.
    // Errors: kInvalid, kNotSupported with the path inside the definition.
    static Result<View> Compile(json::Value definition, std::string_view resource_type = {});

    const std::string& name() const;
    const std::string& resource_type() const;
    const std::vector<Column>& columns() const;

    // The rows of one resource; none when its type differs or `where` says no.
    // Errors: kInvalid (several values in a column that is no collection, …).
    Result<std::vector<Row>> Run(const fhirpath::Environment& environment) const;

  private:
    struct Plan;
    std::shared_ptr<const Plan> plan_;
};

// A row as a JSON object, in column order, as `tram view run` prints it.
std::string RowToJson(const View& view, const Row& row);

}  // namespace tram::views
