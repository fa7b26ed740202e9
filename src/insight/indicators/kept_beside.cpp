#include "insight/indicators/kept_beside.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "insight/indicators/small_sums.h"

namespace tram::indicators {
namespace {

// Told wherever the unit's total is: how many they are, and how many of them are met.
constexpr std::size_t kFigures = 2;

// A person: where they stand and what they count in.
struct Place {
    Rid unit = 0;
    SmallSums::Mask mask = 0;
};
using Places = std::unordered_map<Rid, Place>;

void Mark(Places& places, const Member& member, std::size_t quantity) {
    auto& place = places.try_emplace(member.member, Place{.unit = member.unit}).first->second;
    place.mask |= SmallSums::Mask{1} << quantity;
}

bool OfPeople(const Indicator& indicator) {
    return indicator.member_type == MemberType::kPatient;
}

bool Weighs(const std::vector<Member>& members) {
    return std::any_of(members.begin(), members.end(), [](const Member& member) {
        return member.whole != 1 || member.part != (member.met ? 1 : 0);
    });
}

SmallTotals TotalsOf(const Answer& answer, Rid top, const PathOf& path) {
    SmallTotals totals;
    // Of those merely counted, how many there are is what could be told of them.
    const bool counted = answer.indicator->companion_kind == CompanionKind::kCount;
    for (const auto& [unit, count] : answer.lowest)
        totals.Add(unit, counted
                             ? Count{.numerator = count.numerator, .denominator = count.numerator}
                             : count);
    totals.Decide(top, path, counted ? Results::kNone : Results::kMet);
    return totals;
}

}  // namespace

SmallCells HiddenWhys(const Indicator& indicator, const std::vector<Member>& members, Rid top,
                      const PathOf& path, const SmallTotals& totals) {
    SmallCells cells;
    for (const auto& member : members) {
        if (member.met || member.why == 0) continue;
        cells.Add(member.unit, indicator.whys[member.why - 1].code,
                  {.numerator = member.part, .denominator = member.whole});
    }
    cells.Decide(top, path, Results::kNone, totals);
    return cells;
}

struct KeptBeside::Decided {
    Rid unit = 0;
    SmallTotals totals;
    std::unique_ptr<SmallSums> sums;  // nullptr: more than can be held against each other
    // Of a companion: the places of its numerator and, of a share, of its denominator.
    std::map<const Indicator*, std::vector<std::size_t>> companions;
};

Result<KeptBeside> KeptBeside::Of(Engine& engine, const Answer& answer, const Question& question,
                                  const Geography& geography, Rid top, const PathOf& path) {
    const Indicator& indicator = *answer.indicator;
    auto decided = std::make_shared<Decided>();
    decided->unit = question.unit;
    const auto whys = indicator.whys.size();
    std::size_t quantities = kFigures + whys;
    for (const auto& companion : indicator.companions) {
        if (!OfPeople(companion)) continue;
        auto& own = decided->companions[&companion];
        own.push_back(quantities++);
        if (companion.companion_kind == CompanionKind::kShare) own.push_back(quantities++);
    }
    KeptBeside kept;
    kept.decided_ = decided;
    if (quantities > SmallSums::kMost) return kept;

    decided->sums = std::make_unique<SmallSums>(kFigures, quantities);
    Places places;
    SmallCells cells;
    const bool people = OfPeople(indicator);
    if (people) {
        decided->totals = TotalsOf(answer, top, path);
        const auto members = MembersBelow(answer, geography, top);
        for (const auto& member : members) {
            Mark(places, member, 0);
            if (member.met) Mark(places, member, 1);
            if (!member.met && member.why > 0) Mark(places, member, kFigures + member.why - 1);
        }
        cells = HiddenWhys(indicator, members, top, path, decided->totals);
    }
    // What is kept back of each by itself.
    std::map<std::size_t, SmallTotals> by_itself;
    for (const auto& [companion, own] : decided->companions) {
        const auto beside = TRY(engine.Ask(*companion, DatesOf(*companion, question)));
        const auto members = MembersBelow(*beside, geography, top);
        const bool weighs = Weighs(members);
        for (const auto& member : members) {
            if (weighs) {
                decided->sums->AddWeight(member.unit, own[0], member.part);
                if (own.size() > 1) decided->sums->AddWeight(member.unit, own[1], member.whole);
                continue;
            }
            if (member.met) Mark(places, member, own[0]);
            if (own.size() > 1) Mark(places, member, own[1]);
        }
        const auto totals = TotalsOf(*beside, top, path);
        for (const auto quantity : own) by_itself[quantity] = totals;
    }
    for (const auto& [member, place] : places) decided->sums->Add(place.unit, place.mask);
    decided->sums->Decide(top, path, decided->totals, [&](Rid unit, std::size_t quantity) {
        const auto why = quantity - kFigures;
        if (why < whys) return people && cells.Hidden(unit, indicator.whys[why].code);
        return by_itself.at(quantity).Hidden(unit);
    });
    return kept;
}

bool KeptBeside::Hides(std::size_t quantity) const {
    return !decided_->sums || decided_->sums->Hidden(decided_->unit, quantity);
}

bool KeptBeside::HidesWhy(std::uint8_t why) const {
    return decided_ && Hides(kFigures + why - 1);
}

bool KeptBeside::HidesCompanion(const Indicator& companion) const {
    if (!decided_) return false;
    const auto known = decided_->companions.find(&companion);
    return known != decided_->companions.end() &&
           std::any_of(known->second.begin(), known->second.end(),
                       [&](std::size_t quantity) { return Hides(quantity); });
}

}  // namespace tram::indicators
