// GET /api/v1/indicators/{id}/members, …/changes and …/changes/members: the rows behind a figure.

#include <algorithm>
#include <map>

#include "api/web/figure_answer.h"
#include "api/web/figure_routes.h"
#include "api/web/suppression.h"
#include "insight/worklists/worklists.h"

namespace tram::api::web {
namespace {

// Who was shown whose name is noted like any other reading of a record.
Result<void> Note(const FigureParts& parts, const access::Actor& actor,
                  const std::vector<indicators::Member>& shown) {
    record::Access access{.interaction = record::Interaction::kFigures};
    for (const auto& member : shown) access.homes.push_back(member.member);
    return parts.store.Audit(actor, std::move(access));
}

// A week: who was done within it is not asked again at once, though no record says so yet.
constexpr std::int32_t kDoneLately = 7;

// The work that a person is on already for this indicator, or null.
void PutGiven(Writer& out, const FigureParts& parts, const registry::Units& units,
              const worklists::Given* given) {
    out.Key("open_item");
    if (!given) {
        out.Null();
        return;
    }
    const auto* unit = units.Find(given->unit);
    out.BeginObject().Key("worklist").String(given->worklist).Key("title").String(given->title);
    out.Key("owner");
    out.String(!given->assignee.empty() ? NameOf(parts, given->assignee) : unit ? unit->name : "");
    out.Key("due_on");
    PutDay(out, given->due);
    out.Key("open").Boolean(given->open).Key("outcome");
    PutText(out, given->outcome);
    out.Key("outcome_on");
    PutDay(out, given->outcome_day);
    out.EndObject();
}

Result<http::Response> PutMembers(const FigureParts& parts, const Context& context,
                                  const Asked& asked, std::vector<indicators::Member> members,
                                  const WebParameters& parameters) {
    const bool people = asked.indicator->member_type == indicators::MemberType::kPatient;
    if (people && !(context.actor.role && context.actor.role->names)) return NamesNotAllowed();
    const auto reader = TRY(parts.store.Read());
    auto& connection = reader->connection();
    // The figures of a commune are read by its stations; its names by whom their records are open
    // to.
    const auto counted = members.size();
    if (people && !IsOneOf(context.actor, asked.question.unit))
        TRY(KeepOpenTo(connection, context.actor.units, asked.question.today, members));
    const auto facts = TRY(indicators::FactsOf(connection, *asked.answer, members));
    indicators::RankForWork(members, facts, asked.question.as_of);
    const auto total = static_cast<std::int64_t>(members.size());
    const auto from = TRY(parameters.Number("cursor", 0, 0, 100'000'000));
    const auto count = TRY(parameters.Number("count", 200, 1, 2000));
    members.erase(members.begin(), members.begin() + std::min(from, total));
    if (std::ssize(members) > count) members.resize(static_cast<std::size_t>(count));
    if (people) TRY(Note(parts, context.actor, members));
    std::vector<indicators::Rid> shown, decided;
    for (const auto& member : members) {
        shown.push_back(member.member);
        if (member.evidence != 0) decided.push_back(member.evidence);
    }
    const auto evidence = TRY(ReadEvidence(connection, decided));
    const auto details =
        TRY(indicators::AskDetails(connection, *asked.indicator, asked.answer->dates, shown));
    std::map<indicators::Rid, worklists::Given> given;
    if (people) {
        given = TRY(worklists::GivenItems(connection, asked.indicator->id, shown,
                                          asked.question.today - kDoneLately));
    }
    Writer out;
    out.BeginObject();
    PutHead(out, asked.question, *asked.geography.units, asked.answer->position,
            parts.content_hash);
    out.Key("total").Number(total);
    out.Key("closed").Number(static_cast<std::int64_t>(counted) - total);
    out.Key("members").BeginArray();
    static const indicators::MemberFacts kUnknown;
    for (const auto& member : members) {
        const auto known = facts.find(member.member);
        const auto& one = known == facts.end() ? kUnknown : known->second;
        const auto* unit = asked.geography.units->Find(member.unit);
        out.BeginObject().Key("member").String(one.id).Key("name").String(one.name);
        out.Key("unit")
            .String(unit ? unit->id : "")
            .Key("unit_name")
            .String(unit ? unit->name : "");
        if (people)
            out.Key("sex")
                .String(one.gender)
                .Key("birth_date")
                .String(one.birth)
                .Key("phone")
                .String(one.phone);
        out.Key("met").Boolean(member.met);
        const auto* why = member.why ? &asked.indicator->whys[member.why - 1] : nullptr;
        out.Key("why")
            .String(why ? why->code : "")
            .Key("why_title")
            .String(why ? why->title.vi : "");
        out.Key("why_title_en").String(why ? why->title.en : "");
        out.Key("evidence");
        PutEvidence(out, evidence, member.evidence);
        out.Key("due_on");
        member.due_on ? out.String(DayText(member.due_on)) : out.Null();
        out.Key("days_overdue")
            .Number(member.due_on && member.due_on <= asked.question.as_of
                        ? asked.question.as_of - member.due_on
                        : 0);
        out.Key("risk").Number(one.risk);
        out.Key("splits")
            .BeginObject()
            .Key("sex")
            .String(one.gender)
            .Key("age")
            .String(indicators::AgeGroup(one.age));
        out.Key("ethnicity")
            .String(one.ethnicity)
            .Key("poverty")
            .String(one.poverty.empty() ? "other" : one.poverty);
        out.Key("insurance").String(one.insured_by.empty() ? "none" : one.insured_by);
        out.Key("remoteness")
            .String(people ? indicators::RemotenessOf(*asked.geography.units, member.unit,
                                                      asked.question.as_of)
                           : std::string_view(one.remoteness));
        out.Key("distance")
            .String(
                indicators::DistanceOf(*asked.geography.units, member.unit, asked.question.as_of))
            .Key("industrial")
            .String(one.occupation == "industrial-zone" ? "yes" : "no")
            .EndObject();
        PutDetails(out, *asked.indicator, details, member.member);
        out.Key("part").Number(member.part).Key("whole").Number(member.whole);
        const auto work = given.find(member.member);
        PutGiven(out, parts, *asked.geography.units, work == given.end() ? nullptr : &work->second);
        out.EndObject();
    }
    out.EndArray().Key("next");
    from + count < total ? out.String(std::to_string(from + count)) : out.Null();
    out.EndObject();
    return Json(out);
}

// Those in one group of a split, by the function that counts the groups.
Result<void> KeepGroup(const FigureParts& parts, Asked& asked, const WebParameters& parameters) {
    const auto split = parameters.Text("split");
    const auto group = parameters.Text("group");
    if (split.empty() && group.empty()) return {};
    const auto& ids = indicators::kSplitIds;
    if (std::find(std::begin(ids), std::end(ids), split) == std::end(ids) || group.empty()) {
        std::string all;
        for (const auto id : ids) all += (all.empty() ? "" : ", ") + std::string(id);
        return Error{.code = ErrorCode::kBadValue,
                     .message = "split and group go together; split is one of " + all,
                     .message_vi = "split và group đi cùng nhau; split là một trong: " + all + ".",
                     .path = "split"};
    }
    const auto reader = TRY(parts.store.Read());
    const auto facts = TRY(indicators::FactsOf(reader->connection(), *asked.answer, asked.members));
    indicators::Grouping grouping(facts, *asked.geography.units, asked.question.as_of);
    std::erase_if(asked.members, [&](const indicators::Member& member) {
        return grouping.Of(split, member) != group;
    });
    return {};
}

struct Compared {
    Asked from, to;
    std::vector<indicators::Change> changes;
};

Result<Compared> Compare(const FigureParts& parts, const Context& context,
                         const WebParameters& parameters) {
    const auto* indicator = TRY(FindIndicator(parts, context));
    Question question =
        TRY(ReadQuestion(parts, context.actor, context.request.query, Reach::kServed));
    Compared compared;
    question.as_of = TRY(parameters.Day("to")).value_or(question.today);
    compared.to = TRY(Ask(parts, *indicator, question));
    question.as_of = TRY(parameters.Day("from")).value_or(indicators::YearBefore(question.as_of));
    compared.from = TRY(Ask(parts, *indicator, question));
    compared.changes = indicators::CompareAnswers(compared.from.members, compared.to.members);
    return compared;
}

std::string ReasonKey(indicators::Effect effect, std::uint8_t why) {
    return std::string(indicators::EffectCode(effect)) + "/" + std::to_string(why);
}

// Over all units of the reader, each change counted where the person stands (those who left:
// stood).
SmallCells HiddenReasons(const access::Actor& actor, const Compared& compared,
                         const SmallTotals& totals) {
    const auto before = MembersOfScope(actor, compared.from);
    const auto after = MembersOfScope(actor, compared.to);
    std::map<indicators::Rid, std::string> reasons;
    std::vector<indicators::Member> changed;
    for (const auto& change : indicators::CompareAnswers(before, after)) {
        reasons[change.member] = ReasonKey(change.effect, change.why);
        const auto& side = change.effect == indicators::Effect::kLeft ? before : after;
        const auto place = std::lower_bound(
            side.begin(), side.end(), change.member,
            [](const indicators::Member& one, indicators::Rid rid) { return one.member < rid; });
        auto member = *place;
        member.whole = 1;
        changed.push_back(member);
    }
    return DecideSmallCells(
        actor, compared.to, changed,
        [&](const indicators::Member& member) { return reasons[member.member]; }, Results::kNone,
        totals);
}

}  // namespace

Result<http::Response> Members(const FigureParts& parts, const Context& context) {
    const auto parameters = TRY(WebParameters::Read(
        context.request.query, {"unit", "as_of", "map", "base", "companion", "met", "why", "split",
                                "group", "cursor", "count"}));
    auto asked = TRY(AskContext(parts, context));
    const auto met = parameters.Text("met");
    const auto why = parameters.Text("why");
    std::erase_if(asked.members, [&](const indicators::Member& member) {
        if (!met.empty() && member.met != (met == "true")) return true;
        return !why.empty() &&
               (member.why == 0 || asked.indicator->whys[member.why - 1].code != why);
    });
    TRY(KeepGroup(parts, asked, parameters));
    auto members = asked.members;
    return PutMembers(parts, context, asked, std::move(members), parameters);
}

Result<http::Response> Changes(const FigureParts& parts, const Context& context) {
    const auto parameters =
        TRY(WebParameters::Read(context.request.query, {"unit", "from", "to", "map"}));
    const auto compared = TRY(Compare(parts, context, parameters));
    std::map<std::pair<indicators::Effect, std::uint8_t>, std::int64_t> reasons;
    for (const auto& change : compared.changes) ++reasons[{change.effect, change.why}];
    const bool open = MaySeeNames(context.actor) ||
                      compared.to.indicator->member_type != indicators::MemberType::kPatient;
    const auto totals = HiddenTotals(context.actor, compared.to);
    const auto cells = open ? SmallCells() : HiddenReasons(context.actor, compared, totals);
    Writer out;
    out.BeginObject();
    for (const auto& [name, asked] :
         {std::pair{"from", &compared.from}, std::pair{"to", &compared.to}}) {
        Count count;
        for (const auto& member : asked->members) {
            ++count.denominator;
            count.numerator += member.met;
        }
        out.Key(name).BeginObject().Key("as_of").String(DayText(asked->question.as_of));
        PutCountUnless(out,
                       HiddenTotals(context.actor, *asked).Hidden(asked->question.unit) ||
                           totals.Hidden(asked->question.unit),
                       count);
        out.EndObject();
    }
    out.Key("reasons").BeginArray();
    for (const auto& [reason, count] : reasons) {
        const auto* why = reason.second ? &compared.to.indicator->whys[reason.second - 1] : nullptr;
        out.BeginObject()
            .Key("code")
            .String(why ? why->code : "met")
            .Key("title")
            .String(why ? why->title.vi : "Đạt");
        out.Key("title_en").String(why ? why->title.en : "Met");
        out.Key("effect").String(indicators::EffectCode(reason.first)).Key("count");
        // A person who moved between two units entered the one and left the other: what is small
        // here need not be small above.
        const bool hidden = !open && (count < indicators::kSmallCell ||
                                      cells.Hidden(compared.to.question.unit,
                                                   ReasonKey(reason.first, reason.second)));
        hidden ? out.Null() : out.Number(count);
        out.Key("hidden").Boolean(hidden).EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

Result<http::Response> ChangeMembers(const FigureParts& parts, const Context& context) {
    const auto parameters =
        TRY(WebParameters::Read(context.request.query, {"unit", "from", "to", "map", "reason",
                                                        "effect", "cursor", "count"}));
    const auto compared = TRY(Compare(parts, context, parameters));
    const auto& whys = compared.to.indicator->whys;
    std::vector<std::int64_t> wanted;
    for (const auto& change : compared.changes) {
        const std::string_view code =
            change.why ? std::string_view(whys[change.why - 1].code) : "met";
        if (code == parameters.Text("reason") &&
            indicators::EffectCode(change.effect) == parameters.Text("effect")) {
            wanted.push_back(change.member);
        }
    }
    const auto in = [&](const indicators::Member& member) {
        return std::binary_search(wanted.begin(), wanted.end(), member.member);
    };
    // Those who left are told as they last stood.
    const bool left = parameters.Text("effect") == "left";
    const Asked& asked = left ? compared.from : compared.to;
    std::vector<indicators::Member> members;
    std::copy_if(asked.members.begin(), asked.members.end(), std::back_inserter(members), in);
    return PutMembers(parts, context, asked, std::move(members), parameters);
}

}  // namespace tram::api::web
