// Error: why something could not be done, told to two audiences.
//
// `message` and `message_vi` go to the caller: what is wrong, where, and what to do. They never hold
// patient data. `detail` goes to the log alone and holds ids at most. `path` is the FHIRPath of the
// element (or the name of the parameter, column or field) at fault.
//
// Thread safety: a plain value.
#pragma once

#include <string>
#include <vector>

namespace tram {

// What went wrong, free of any protocol. api/outcome.cpp maps each to an HTTP status and a FHIR issue
// type in one switch without default: a new code will not compile until it is mapped there.
enum class ErrorCode {
    kMalformed,        // the bytes cannot be read: bad JSON, bad UTF-8, bad query string
    kInvalid,          // readable, but against a rule of the content or a standard
    kRequired,         // a required element is missing
    kUnknownElement,   // an element or parameter nobody defined
    kBadValue,         // a value of the wrong type or format
    kBadCode,          // a code outside a required value set
    kNotSupported,     // a part of the standard that is not built
    kNotFound,         // no such thing, or none the actor may know of
    kDeleted,          // it was there and has been deleted
    kConflict,         // against the present state: duplicate, already done
    kVersionConflict,  // the caller knew an older version
    kMultipleMatches,  // a condition should select one and selected several
    kUnauthenticated,  // nobody is signed in
    kForbidden,        // signed in, but not allowed
    kTooLarge,         // more than a limit allows
    kTooCostly,        // would cost more than its budget
    kBusy,             // try again in a moment
    kUnavailable,      // disk, database or line is down for now
    kInternal,         // our own fault
};

struct Error {
    ErrorCode code = ErrorCode::kInternal;
    std::string message;     // English
    std::string message_vi;  // Vietnamese, as a health worker reads it
    std::string path = {};
    std::string detail = {};
    std::vector<Error> others = {};  // further faults found in the same input, none nested deeper
};

}  // namespace tram
