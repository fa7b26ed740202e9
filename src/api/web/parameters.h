// Query parameters of the screens' door: each known by name, each read once.
//
// Thread safety: a plain value.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "fhir/search/query.h"

namespace tram::api::web {

class WebParameters {
  public:
    // Errors: kMalformed (encoding), kUnknownElement (a name not in `known`), kInvalid (a name
    // twice).
    static Result<WebParameters> Read(std::string_view query,
                                      std::initializer_list<std::string_view> known);

    // As Read, whatever the names.
    static Result<WebParameters> ReadSome(std::string_view query);

    std::string_view Text(std::string_view name) const;  // empty: absent
    // Days since 1970. Errors: kBadValue.
    Result<std::optional<std::int32_t>> Day(std::string_view name) const;
    // Errors: kBadValue (no number, outside the bounds).
    Result<std::int64_t> Number(std::string_view name, std::int64_t fallback, std::int64_t least,
                                std::int64_t most) const;

  private:
    search::Parameters parameters_;
};

}  // namespace tram::api::web
