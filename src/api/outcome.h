// Errors as answers: the one place that knows which HTTP status and which FHIR issue type an
// ErrorCode has, and the forms an error takes on the way out.
//
// Thread safety: all functions may be called from any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "platform/http/server.h"

namespace tram::api {

struct Meaning {
    int status = 500;
    std::string_view issue;  // code of http://hl7.org/fhir/issue-type
};
Meaning MeaningOf(ErrorCode code);

enum class Severity { kError, kWarning, kInformation };

// An OperationOutcome with one issue for the error and one for each of its others: details.text in
// Vietnamese, diagnostics in English, the place as expression (a FHIRPath) or location (a parameter
// or header, written http.name as R4 has it).
std::string OperationOutcome(const Error& error, Severity severity = Severity::kError);
// The same with an issue type of the caller's.
std::string OperationOutcome(const Error& error, std::string_view issue, Severity severity);
// All is well, for those who asked to be told so.
std::string AllOk();

// The form an area of the door gives to its errors.
enum class Form { kFhir, kProblem };

// The answer that an error makes. Never holds Error::detail.
http::Response Refuse(Form form, const Error& error);
// As above under another status than the map's: what only the protocol knows (405, 406, 415 …).
http::Response Refuse(Form form, int status, const Error& error);
// What stands for a status that the server gives on its own.
Error ErrorOfStatus(int status);

}  // namespace tram::api
