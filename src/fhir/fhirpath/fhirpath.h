// FHIRPath 2.0 (http://hl7.org/fhirpath/N1/) with the additions of FHIR R4
// (https://hl7.org/fhir/R4/fhirpath.html): compiled once, evaluated many times.
//
//     const auto expression = TRY(Compile("name.where(use = 'official').family"));
//     const auto names = TRY(expression.Evaluate({.resource = document->root()}));
//
// Thread safety: an Expression is immutable and may be evaluated from many threads at once.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "fhir/definitions/definitions.h"
#include "fhir/fhirpath/decimal.h"
#include "fhir/json/document.h"

namespace tram::fhirpath {

struct Quantity {
    Decimal value;
    std::string unit;             // UCUM code, or a calendar word ("year"); "1" without unit
    bool is_calendar = false;     // written as a word: 1 year
};

struct Time {
    TimePrecision precision = TimePrecision::kHour;
    int hour = 0, minute = 0, second = 0;
    std::int32_t micros = 0;
    std::uint8_t fraction_digits = 0;
};

// One item of a collection: an element of a resource, or a value made on the way.
class Item {
  public:
    using System = std::variant<std::monostate, bool, std::int64_t, Decimal, std::string, Date,
                                DateTime, Time, Quantity>;

    // Name of its type without namespace: "HumanName", "code", "Integer" ….
    std::string_view type_name() const;
    bool is_system() const { return !json_; }        // System.* as opposed to FHIR.*
    json::Value json() const { return json_; }       // the FHIR element; absent for system values
    json::Value sibling() const { return sibling_; } // its "_name" member (id, extension of a primitive)
    const definitions::Structure* structure() const { return structure_; }
    // The value, FHIR primitives converted (their `value`); monostate for complex elements.
    const System& value() const { return value_; }
    // As JSON text: the raw bytes of an element, or the system value written out.
    std::string ToJson() const;

    json::Value json_;
    json::Value sibling_;
    const definitions::Structure* structure_ = nullptr;
    std::string_view system_type_;  // "Boolean" …; of system values
    System value_;
};

using Collection = std::vector<Item>;

// What an expression may ask of the world around it. Absent functions give empty.
struct Environment {
    json::Value resource;   // %resource, and where the evaluation starts unless `context` is given
    json::Value context;    // %context; REQUIRES: part of the same document as resource
    std::string_view context_type;  // type of `context` where it is not a resource, e.g. "HumanName"
    json::Value root_resource;      // %rootResource; absent: resource
    // resolve(): the resource behind a reference, kept alive by the caller; absent: not found.
    std::function<json::Value(std::string_view reference)> resolve;
    // Further %names. System values or elements.
    std::map<std::string, Collection, std::less<>> variables;
    Instant now;                 // now(), today(), timeOfDay(); fixed during an evaluation
    int zone_minutes = 7 * 60;   // of `now` and of zoneless date times
    bool strict = false;         // unknown elements and the like are errors, not empty
};

class Node;

class Expression {
  public:
    // Errors: kInvalid (cannot be evaluated on this input: several items where one is asked, …).
    Result<Collection> Evaluate(const Environment& environment) const;
    // As a condition: a single boolean is itself, a single other item true, nothing false.
    // Errors: as Evaluate, and kInvalid for several items.
    Result<bool> Test(const Environment& environment) const;
    std::string_view source() const;

  private:
    friend Result<Expression> Compile(std::string_view source, std::string_view context_type);
    std::shared_ptr<const Node> root_;
    std::string source_;
};

// Errors: kMalformed (syntax; the message tells the column), kNotSupported (unknown function).
// `context_type`, where known, lets strict evaluation find wrong paths at once.
Result<Expression> Compile(std::string_view source, std::string_view context_type = {});

}  // namespace tram::fhirpath
