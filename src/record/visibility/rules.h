// Which records open a compartment to which unit, and how units stand below each other: the rules
// of content/roles/visibility.yaml, ready to be asked of a resource.
//
// Thread safety: immutable once read; may be asked from many threads at once.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/fhirpath/fhirpath.h"
#include "fhir/json/document.h"
#include "record/store/store.h"

namespace tram::visibility {

// Days since 1970, both included.
struct Days {
    static constexpr std::int64_t kOpenStart = -2'147'483'648;
    static constexpr std::int64_t kOpenEnd = 2'147'483'647;
    std::int64_t from_on = kOpenStart;
    std::int64_t to_on = kOpenEnd;
    friend auto operator<=>(const Days&, const Days&) = default;
};

// "The unit sees the compartment this record lives in."
struct Opening {
    std::string unit;      // id of an Organization
    std::int64_t why = 0;  // number of the rule
    Days days;
    friend auto operator<=>(const Opening&, const Opening&) = default;
};

// "The child stands below the parent." An empty child is the resource itself.
struct Link {
    std::string child, parent;  // ids of Organizations
    Days days;
    friend auto operator<=>(const Link&, const Link&) = default;
};

class Rules : public record::Openings {
  public:
    // Errors: of content::Yaml; kInvalid (a number or id twice, an unknown type, no FHIRPath).
    static Result<Rules> Parse(std::string_view text, std::string_view file);

    bool OpensAnything(std::string_view type) const { return openings_.contains(type); }
    bool LinksAnything(std::string_view type) const { return links_.contains(type); }
    std::vector<std::string> Types() const;  // all that have rules, sorted
    // The text read, as a hash: other rules, other derived rows.
    const std::string& hash() const { return hash_; }

    // Sorted, without twins. What a rule cannot be asked of counts for nothing.
    std::vector<Opening> OpeningsOf(std::string_view type, json::Value resource) const;
    std::vector<std::string> UnitsOpenedTo(std::string_view type, json::Value resource,
                                           std::int64_t day) const override;
    std::vector<Link> LinksOf(std::string_view type, json::Value resource) const;

  private:
    struct OpeningRule {
        std::int64_t number = 0;
        std::optional<fhirpath::Expression> each;  // absent: the resource itself
        fhirpath::Expression units;
        std::optional<fhirpath::Expression> period;
        std::optional<fhirpath::Expression> until;  // absent: no end but that of `period`
        std::int64_t days_after = 0;
    };
    struct LinkRule {
        std::optional<fhirpath::Expression> child;  // absent: the resource itself
        fhirpath::Expression parent;
        std::optional<fhirpath::Expression> where;
        std::optional<fhirpath::Expression> period;
    };
    std::map<std::string, std::vector<OpeningRule>, std::less<>> openings_;
    std::map<std::string, std::vector<LinkRule>, std::less<>> links_;
    std::string hash_;
};

}  // namespace tram::visibility
