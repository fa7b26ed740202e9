// FHIRPath 2.0 (http://hl7.org/fhirpath/N1/) with the additions of FHIR R4
// (https://hl7.org/fhir/R4/fhirpath.html): compiled once, evaluated many times.
//
//     const auto expression = TRY(Compile("name.where(use = 'official').family"));
//     const auto names = TRY(expression.Evaluate({.resource = document->root()}));
//
// Thread safety: an Expression is immutable and may be evaluated from many threads at once.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/date.h"
#include "base/result.h"
#include "fhir/definitions/definitions.h"
#include "fhir/fhirpath/decimal.h"
#include "fhir/json/document.h"

namespace tram::fhirpath {

struct Quantity {
    Decimal value;
    std::string unit;          // UCUM code, or a calendar word ("year"); "1" without unit
    bool is_calendar = false;  // written as a word: 1 year
};

struct Time {
    TimePrecision precision = TimePrecision::kHour;
    int hour = 0, minute = 0, second = 0;
    std::int32_t micros = 0;
    std::uint8_t fraction_digits = 0;
};

// One item of a collection: an element of a resource, or a value made on the way. Elements are kept
// as they stand in their document and read when asked; system values are shared, never copied.
class Item {
  public:
    using System = std::variant<std::monostate, bool, std::int64_t, Decimal, std::string, Date,
                                DateTime, Time, Quantity>;

    Item() = default;
    // A system value; its type is that of the alternative held.
    explicit Item(System value);
    // An element. `sibling` is its "_name" member; `value` may be absent when `sibling` is not.
    // REQUIRES: both of the same document. `structure` may be nullptr: a type nobody defined.
    Item(json::Value value, json::Value sibling, const definitions::Structure* structure);
    // What type() returns; it has the children `namespace` and `name`.
    static Item TypeInfo(std::string_view type_namespace, std::string_view name);

    // Name of its type without namespace: "HumanName", "code", "Integer" ….
    std::string_view type_name() const;
    bool is_system() const { return document_ == nullptr; }  // System.* as opposed to FHIR.*
    json::Value json() const { return json_; }  // the FHIR element; absent for system values
    json::Value sibling() const;                // its "_name" member (id, extension of a primitive)
    const definitions::Structure* structure() const { return structure_; }
    // The value, FHIR primitives converted (their `value`); monostate for complex elements.
    System value() const;
    // The characters of a string-like value (code, uri, id, String …) without a copy; nullopt for
    // all else. Valid while the item and its document live.
    std::optional<std::string_view> text() const;
    // As JSON text: the raw bytes of an element, or the system value written out.
    std::string ToJson() const;

    // The system value behind it; nullptr for elements and type information.
    const System* made() const { return made_.get(); }
    bool is_type_info() const { return type_info_; }

  private:
    static constexpr std::uint32_t kNoSibling = 0xFFFFFFFF;
    const json::Document* document_ = nullptr;
    json::Value json_;
    std::uint32_t sibling_ = kNoSibling;
    bool type_info_ = false;
    const definitions::Structure* structure_ = nullptr;
    std::shared_ptr<const System> made_;
};

using Collection = std::vector<Item>;

// What an expression may ask of the world around it. Absent functions give empty.
struct Environment {
    json::Value resource;  // %resource, and where the evaluation starts unless `context` is given
    json::Value context;   // %context; REQUIRES: part of the same document as resource
    std::string_view
        context_type;  // type of `context` where it is not a resource, e.g. "HumanName"
    // Where it starts instead of `context`, when that was found by an evaluation before (a row of a
    // view): it knows its own type and its "_name" member.
    const class Item* focus = nullptr;
    json::Value root_resource;  // %rootResource; absent: resource
    // resolve(): the resource behind a reference, kept alive by the caller; absent: not found.
    // Contained resources and entries of the same Bundle are found without it.
    std::function<json::Value(std::string_view reference)> resolve;
    // trace(): told of each call; what it is told may be patient data, so never logged.
    std::function<void(std::string_view name, const std::vector<Item>& items)> trace;
    // Further %names. System values or elements.
    std::map<std::string, Collection, std::less<>> variables;
    Instant now;                // now(), today(), timeOfDay(); fixed during an evaluation
    int zone_minutes = 7 * 60;  // of `now` and of zoneless date times
    bool strict = false;        // unknown elements and the like are errors, not empty
    // `as` over several items is an error, as the specification says. Off, it filters: the search
    // parameters of R4 are written for that (Observation.component.value as Quantity).
    bool single_as = false;
};

class Node;

class Expression {
  public:
    // Errors: kInvalid (cannot be evaluated on this input: several items where one is asked, …).
    Result<Collection> Evaluate(const Environment& environment) const;
    // As a condition: a single boolean is itself, a single other item true, nothing false.
    // Errors: as Evaluate, and kInvalid for several items.
    Result<bool> Test(const Environment& environment) const;
    // What strict evaluation would refuse on any resource (or element) of that type: unknown
    // elements, another context, order asked of what has none.
    // Errors: kInvalid, with the column.
    Result<void> Check(std::string_view context_type) const;
    std::string_view source() const;

  private:
    friend Result<Expression> Compile(std::string_view source, std::string_view context_type);
    std::shared_ptr<const Node> root_;
    std::string source_;
};

// Errors: kMalformed (syntax; the message tells the column), kNotSupported (unknown function).
// `context_type`, where known, is the type whose elements the names are looked up in beforehand; it
// restricts nothing (Expression::Check does).
Result<Expression> Compile(std::string_view source, std::string_view context_type = {});

}  // namespace tram::fhirpath
