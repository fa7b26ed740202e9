// Figures for screens and programs: scorecard, trend, splits, reasons and lists of members.
// docs/reference/web-api.md holds the shapes.
//
// Thread safety: the routes may be called from many threads at once; `parts` must outlive them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "api/router.h"
#include "care/plan/plan.h"
#include "insight/indicators/engine.h"
#include "insight/indicators/scorecard.h"
#include "record/store/store.h"
#include "record/users/accounts.h"

namespace tram::api::web {

struct FigureParts {
    record::Store& store;
    indicators::Engine& engine;
    const plan::Plan& plan;
    std::string content_hash;
    std::span<const plan::Plan> plans;          // the default first
    std::span<const plan::StepList> steps;      // without a number
    const users::Accounts* accounts = nullptr;  // whom work was given to, by name
};

// The name of whoever has the account, else what was given.
std::string NameOf(const FigureParts& parts, std::string_view user);

// The parts with the plan that the parameter `plan` names; without it as they are.
// Errors: kNotFound.
Result<FigureParts> ForPlan(const FigureParts& parts, std::string_view query);

std::vector<Route> FigureRoutes(const FigureParts& parts);

// How far a question may go: the actor's units and what is below them, or for a reader also the
// commune whose people the actor's station or service point cares for.
enum class Reach : std::uint8_t { kOwn, kServed };

// What the parameters unit, as_of and map ask, within what the actor may see.
// Errors: kBadValue, kNotFound (no such unit, or not within the actor's), kForbidden.
Result<indicators::Question> ReadQuestion(const FigureParts& parts, const access::Actor& actor,
                                          std::string_view query, Reach reach = Reach::kOwn);

// Is the unit one of the actor's or below one of them, by today's tree?
bool IsOneOf(const access::Actor& actor, registry::Rid unit);
// The units whose figures an actor reads: the same, and those at or below a commune that one of the
// actor's units serves. REQUIRES: actor and units outlive it.
class FigureScope {
  public:
    FigureScope(const access::Actor& actor, const registry::Units& units, std::int32_t day);
    bool Holds(registry::Rid unit) const;

  private:
    const access::Actor& actor_;
    const registry::Units& units_;
    std::int32_t day_;
    std::vector<registry::Rid> served_;  // beyond the actor's own; most actors have none
};
// Where the actor's screens begin: of a station the commune it serves, else the highest of the
// actor's units. nullptr: none.
const registry::Unit* HomeOf(const access::Actor& actor, const registry::Units& units,
                             std::int32_t day);

// The store's calendar day now.
std::int32_t Today(record::Store& store);

}  // namespace tram::api::web
