// What this server can do, as a CapabilityStatement made from what is really there: the table of
// routes, the definitions, and what the search language accepts.
// https://hl7.org/fhir/R4/capabilitystatement.html
//
// Thread safety: immutable once made.
#pragma once

#include <span>
#include <string>

#include "api/fhir/wishes.h"
#include "api/router.h"

namespace tram::api::fhir {

class Capability {
  public:
    Capability(std::span<const Route> routes, std::string version, Instant at);
    // For a server reached at `base`.
    std::string For(std::string_view base) const;

  private:
    std::string before_, after_;  // around implementation.url
};

}  // namespace tram::api::fhir
