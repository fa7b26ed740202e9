// What to look for in a resource of one type: the expressions of all its search parameters, merged
// into one tree of JSON keys, so that a single walk of the resource finds all their values.
//
// Invariant: built once per type and program run, from the definitions alone.
// Thread safety: immutable once built; ProgramOf may be called from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/definitions/definitions.h"
#include "fhir/fhirpath/fhirpath.h"

namespace tram::search {

// The datatypes that search parameters know how to read.
enum class Datatype : std::uint8_t {
    kOther,
    kBoolean,
    kCode,
    kText,  // string, markdown, id
    kUri,   // uri, url, oid, uuid
    kCanonical,
    kNumber,
    kDate,  // date, dateTime, instant
    kCoding,
    kCodeableConcept,
    kIdentifier,
    kContactPoint,
    kReference,
    kPeriod,
    kTiming,
    kQuantity,
    kMoney,
    kRange,
    kHumanName,
    kAddress
};

// One value at this place belongs to one parameter.
struct Action {
    const definitions::SearchParameter* parameter = nullptr;
    Datatype datatype = Datatype::kOther;
    std::string_view refers_to;                       // only references to this type; empty: all
    const definitions::ValueSet* code_set = nullptr;  // of a code: what it is bound to
    std::vector<std::string> code_systems;            // systems that set may draw it from
};

struct CompositeAction {
    const definitions::SearchParameter* parameter = nullptr;
    std::uint32_t first = 0, second = 0;  // nodes whose trees hold the components
};

struct ProgramNode {
    std::string key;
    std::string member, literal;  // where(member='literal'); both empty: any
    bool first_only = false;      // key[0]
    std::vector<Action> actions;
    std::vector<CompositeAction> composites;
    std::vector<std::uint32_t> children;  // places in Program::nodes
};

struct Program {
    std::vector<ProgramNode> nodes;  // the first is the resource itself
    // What does not fit the tree: evaluated as FHIRPath.
    struct Evaluated {
        const definitions::SearchParameter* parameter = nullptr;
        fhirpath::Expression expression;
    };
    std::vector<Evaluated> evaluated;
    // What a resource of this type is about, and when: the parameters that tell; see
    // SearchRows::codes, date. nullptr: none.
    const definitions::SearchParameter* code = nullptr;
    std::vector<const definitions::SearchParameter*> dates;  // the first with a value decides
};

// REQUIRES: `type` may be stored.
// Errors: kInternal (an expression of the definitions that nothing here can read).
Result<const Program*> ProgramOf(std::string_view type);

}  // namespace tram::search
