// GET /api/v1/indicators/{id}/splits and …/whys: a figure by groups of people, and by reasons.

#include <algorithm>
#include <cmath>
#include <map>

#include "api/web/figure_answer.h"
#include "api/web/figure_routes.h"
#include "api/web/suppression.h"
#include "api/web/words.h"

namespace tram::api::web {

namespace {

// A group of people who stand in no unit of the map – of a hamlet that was split, say – is of those
// who are in no part of the unit above; of several such groups none is told, as only their sum is.
void HideSmallHamlets(const Asked& asked, const SmallTotals& totals, indicators::Split& split) {
    const auto& units = *asked.geography.units;
    const auto place_of = [&](const indicators::SplitGroup& group) {
        const auto* unit = units.FindByName(group.code, asked.question.as_of);
        const auto path = unit ? units.PathUp(unit->rid, asked.geography.map_day)
                               : std::vector<indicators::Rid>();
        return std::pair(path.empty() ? asked.question.unit : path.front(),
                         unit && !path.empty() && path.front() == unit->rid);
    };
    std::map<indicators::Rid, int> unplaced;
    for (const auto& group : split.groups) {
        const auto [place, itself] = place_of(group);
        if (!itself) ++unplaced[place];
    }
    for (auto& group : split.groups) {
        const auto [place, itself] = place_of(group);
        // A unit with parts stands for those who are in none of them.
        group.hidden =
            totals.Hidden(asked.question.unit) || totals.Hidden(place) || totals.HidesRest(place) ||
            (!itself && (unplaced[place] > 1 || totals.HidesAnyRestBelow(asked.question.unit)));
    }
}

void HideSmall(const access::Actor& actor, const Asked& asked,
               const std::vector<indicators::Member>& all,
               const std::map<indicators::Rid, indicators::MemberFacts>& facts,
               std::vector<indicators::Split>& splits) {
    indicators::Grouping grouping(facts, *asked.geography.units, asked.question.as_of);
    const auto totals = HiddenTotals(actor, asked);
    for (auto& split : splits) {
        // Hamlets are units: what is told of them elsewhere is told here, and nothing else.
        if (split.id == "hamlet") {
            HideSmallHamlets(asked, totals, split);
            indicators::FindGap(split);
            continue;
        }
        const auto cells = DecideSmallCells(
            actor, asked, all,
            [&](const indicators::Member& member) { return grouping.Of(split.id, member); },
            Results::kMet, totals);
        for (auto& group : split.groups)
            group.hidden = cells.Hidden(asked.question.unit, group.code);
        indicators::FindGap(split);
    }
}

}  // namespace

Result<http::Response> Splits(const FigureParts& parts, const Context& context) {
    const auto asked = TRY(AskContext(parts, context));
    const auto reader = TRY(parts.store.Read());
    const bool names = MaySeeNames(context.actor);
    const auto all = names ? asked.members : MembersOfScope(context.actor, asked);
    const auto facts = TRY(indicators::FactsOf(reader->connection(), *asked.answer, all));
    auto splits =
        indicators::MakeSplits(*asked.answer, asked.members, facts, *asked.geography.units);
    if (!names) HideSmall(context.actor, asked, all, facts, splits);
    Writer out;
    out.BeginObject().Key("splits").BeginArray();
    for (const auto& split : splits) {
        out.BeginObject().Key("id").String(split.id).Key("groups").BeginArray();
        for (const auto& group : split.groups) {
            out.BeginObject().Key("code").String(group.code);
            const auto* unit = split.id == "hamlet" ? asked.geography.units->FindByName(
                                                          group.code, asked.question.as_of)
                                                    : nullptr;
            out.Key("title").String(unit ? std::string_view(unit->name)
                                         : WordFor(split.id, group.code));
            out.Key("title_en");
            PutText(out, unit ? std::string_view() : EnglishFor(split.id, group.code));
            if (group.hidden) {
                out.Key("numerator").Null().Key("denominator").Null();
            } else {
                PutCount(out, group.count);
            }
            out.Key("hidden").Boolean(group.hidden).EndObject();
        }
        out.EndArray().Key("gap");
        if (split.best.empty()) {
            out.Null();
        } else {
            out.BeginObject()
                .Key("best")
                .String(split.best)
                .Key("worst")
                .String(split.worst)
                .Key("points");
            PutNumber(out, std::round(split.gap_points * 10) / 10);
            out.EndObject();
        }
        out.EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

Result<http::Response> Whys(const FigureParts& parts, const Context& context) {
    const auto asked = TRY(AskContext(parts, context));
    std::vector<std::int64_t> counts(asked.indicator->whys.size() + 1);
    for (const auto& member : asked.members) {
        if (!member.met) ++counts[member.why];
    }
    // Areas and facilities are named to everyone.
    const bool open = !KeepsBack(context.actor, *asked.indicator);
    const auto kept = TRY(HiddenBeside(parts, context.actor, asked));
    Writer out;
    out.BeginObject().Key("whys").BeginArray();
    for (std::size_t i = 1; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        const auto& why = asked.indicator->whys[i - 1];
        out.BeginObject()
            .Key("code")
            .String(why.code)
            .Key("title")
            .String(why.title.vi)
            .Key("title_en")
            .String(why.title.en);
        const bool hidden = !open && kept.HidesWhy(static_cast<std::uint8_t>(i));
        out.Key("count");
        hidden ? out.Null() : out.Number(counts[i]);
        out.Key("hidden").Boolean(hidden).EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

}  // namespace tram::api::web
