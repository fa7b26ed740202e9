// The JSON object that a request of a screen brings, and the JSON answers it gets.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/json/document.h"
#include "platform/http/server.h"

namespace tram::api::web {

class JsonBody {
  public:
    // REQUIRES for what it gives: this lives on.
    // Errors: kBadValue (not declared as JSON: a form of another site cannot do that), kMalformed,
    // kTooLarge (more than `most` bytes).
    static Result<JsonBody> Read(const http::Request& request, std::size_t most = 64 << 10);

    // Errors of all: kBadValue with the member's name as path; kRequired.
    Result<std::string> Text(std::string_view member) const;
    Result<std::string> OptionalText(std::string_view member) const;        // absent: empty
    Result<std::vector<std::string>> Texts(std::string_view member) const;  // absent: none
    Result<bool> OptionalFlag(std::string_view member) const;               // absent: false
    Result<std::optional<double>> OptionalNumber(std::string_view member) const;
    Result<std::vector<JsonBody>> Objects(std::string_view member) const;  // absent: none

  private:
    JsonBody(json::DocumentPtr document, json::Value object)
        : document_(std::move(document)), object_(object) {}
    json::DocumentPtr document_;
    json::Value object_;
};

http::Response JsonAnswer(int status, std::string body);
http::Response NoContent();

}  // namespace tram::api::web
