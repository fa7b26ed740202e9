// SQL-on-FHIR v2 views (https://sql-on-fhir.org, ViewDefinition): a resource becomes flat rows.
// Registers are made of them.
//
// Thread safety: a View is immutable and may be run from many threads at once.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "fhir/fhirpath/fhirpath.h"
#include "fhir/json/document.h"

namespace tram::views {

struct Column {
    std::string name;
    std::string path;         // its FHIRPath as written
    std::string type;         // FHIR type as declared in the view, or inferred; empty: unknown
    bool collection = false;
    std::string description;
    std::vector<std::pair<std::string, std::string>> tags;  // name, value

    // The value of the tag of that name; empty: none.
    std::string_view tag(std::string_view name) const;
};

// One cell: nothing, or the items found (more than one only where Column::collection).
using Cell = fhirpath::Collection;
using Row = std::vector<Cell>;  // in the order of View::columns()

// What becomes of several values in a column that is no collection.
enum class Several : std::uint8_t {
    kRefuse,  // an error, as the standard asks
    kFirst,   // the first one counts: a register must not keep a record from being stored
};

class View {
  public:
    // `definition` is a ViewDefinition; `resource_type` serves where it names none.
    // Errors: kInvalid, kUnknownElement, kRequired, kMalformed, kNotSupported with the path inside
    // the definition.
    static Result<View> Compile(json::Value definition, std::string_view resource_type = {});

    const std::string& name() const;  // empty: none given
    const std::string& title() const;
    const std::string& description() const;
    const std::string& resource_type() const;
    const std::vector<Column>& columns() const;
    const std::string& definition() const;  // its JSON, without white space

    // The rows of one resource; none when its type differs or `where` says no. Of the environment,
    // `context`, `context_type`, `focus` and the variable rowIndex are the view's own.
    //
    // Errors: kInvalid (several values in a column that is no collection, a condition that is not
    // boolean, …), kTooCostly (a cross join beyond 100,000 rows, a `repeat` without end).
    Result<std::vector<Row>> Run(const fhirpath::Environment& environment,
                                 Several several = Several::kRefuse) const;

    struct Plan;

  private:
    std::shared_ptr<const Plan> plan_;
};

// A row as a JSON object, in column order, as `tram view run` prints it.
std::string RowToJson(const View& view, const Row& row);

}  // namespace tram::views
