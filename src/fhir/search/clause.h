// The left side of a search criterion: parameter, modifier, chain, _has.
// https://hl7.org/fhir/R4/search.html#chaining
//
// Thread safety: a ClauseParser is used by one thread.
#pragma once

#include <string_view>

#include "base/result.h"
#include "fhir/search/query.h"

namespace tram::search {

inline constexpr int kDeepestChain = 8;
// Clauses made by chains that may go to several types.
inline constexpr int kMostClauses = 500;

class ClauseParser {
  public:
    explicit ClauseParser(int zone_minutes) : zone_minutes_(zone_minutes) {}

    // Errors: kUnknownElement (no such parameter), kNotSupported, kBadValue, kTooCostly.
    Result<Clause> Parse(std::string_view type, std::string_view name, std::string_view value);

  private:
    Result<Clause> ParseNested(std::string_view type, std::string_view name, std::string_view value,
                               int depth);
    Result<Clause> ParseReverse(std::string_view type, std::string_view name,
                                std::string_view value, int depth);
    Result<Clause> ParseChain(const definitions::SearchParameter& parameter,
                              std::string_view restricted, std::string_view rest,
                              std::string_view value, int depth);
    Result<Clause> ParsePlain(const definitions::SearchParameter& parameter,
                              std::string_view modifier, std::string_view value);

    int zone_minutes_;
    int clauses_ = 0;
    std::string_view written_;  // the whole name, for errors
};

// Errors: kUnknownElement, with the names that would do.
Result<const definitions::SearchParameter*> FindParameter(std::string_view type,
                                                          std::string_view code,
                                                          std::string_view written);

}  // namespace tram::search
