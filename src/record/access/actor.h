// Actor: who asks, in which role, for which units, to what end. Every call of the store carries
// one.
//
// Thread safety: plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tram::access {

enum class Right { kRead, kCreate, kUpdate, kDelete, kHistory };

// What a role may do, from content/roles/. Immutable, shared.
struct Role {
    std::string id;
    std::string title;
    std::string title_vi;
    bool unlimited = false;  // sees every compartment: administrator, the system itself
    bool names = false;      // a right to names; without it only figures
    bool administrator = false;
    // Types it may read, create and update, delete; "*" stands for all. Common types are readable
    // by everyone signed in; personal ones only with a right to names.
    std::vector<std::string> reads;
    std::vector<std::string> writes;
    std::vector<std::string> deletes;
    std::vector<std::string> places;  // screens it works on: "dashboard", "work", "plan" …
};

struct Actor {
    std::string user;  // login name, or "system"
    std::shared_ptr<const Role> role;
    std::vector<std::int64_t> units;  // rids of its units and all below them today; sorted
    std::string purpose;
    std::string reason;

    bool unlimited() const { return role && role->unlimited; }
};

// The actor of the program itself: start-up, demo, import by the local administrator.
Actor SystemActor();

// Common types (units, practitioners, services, measures …) are readable by everyone signed in;
// but those that name staff ask a right to names; all others are personal and live in a
// compartment. From content/roles/compartments.yaml.
bool IsCommonType(std::string_view type);

// May the role do this to resources of this type at all? Whether it sees the one compartment is
// asked of `visible` by the store.
// Errors: kForbidden, kUnauthenticated (no role).
Result<void> CheckRight(const Actor& actor, Right right, std::string_view type);

}  // namespace tram::access
