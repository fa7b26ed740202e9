// The small part of FHIRPath that search parameters are written in: alternatives of element paths
// with a type, a where() or an index on the way. What fits it is compiled to a walk of the
// resource; the rest is left to the FHIRPath engine.
//
// Thread safety: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tram::search {

struct PathStep {
    enum class Kind : std::uint8_t {
        kChild,       // name
        kAs,          // only of type `name`
        kRefersTo,    // where(resolve() is name)
        kWhereEquals  // where(name='literal')
    };
    Kind kind = Kind::kChild;
    std::string_view name;
    std::string_view literal;
    bool first_only = false;  // name[0]
};
using Path = std::vector<PathStep>;

// The alternatives of `expression`; nullopt: not of this form. Views point into `expression`.
std::optional<std::vector<Path>> ParsePaths(std::string_view expression);

}  // namespace tram::search
