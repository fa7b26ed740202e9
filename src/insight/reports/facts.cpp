#include "insight/reports/facts.h"

#include <algorithm>

#include "fhir/json/document.h"
#include "insight/indicators/kept_beside.h"
#include "insight/reports/answers.h"
#include "insight/reports/frozen_facts.h"
#include "insight/reports/record.h"
#include "record/access/reserved.h"

namespace tram::reports {
namespace {

using indicators::Question;

constexpr std::pair<std::string_view, std::string_view> kTaskStates[] = {
    {"requested", "open"},
    {"in-progress", "in-progress"},
    {"completed", "done"},
    {"cancelled", "stopped"}};

bool IsArea(std::string_view kind) {
    return kind == "district" || kind == "commune" || kind == "hamlet";
}

void SortReasons(std::vector<Reason>& reasons) {
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const Reason& a, const Reason& b) { return a.count > b.count; });
}

// Reasons by place in Indicator::whys, as a list.
std::vector<Reason> ReasonsOf(const indicators::Indicator& indicator,
                              const std::map<std::uint8_t, std::int64_t>& counts,
                              const indicators::KeptBeside& kept = {}) {
    std::vector<Reason> reasons;
    for (const auto& [why, count] : counts) {
        if (why > 0)
            reasons.push_back({indicator.whys[why - 1].title.vi, count, kept.HidesWhy(why)});
    }
    SortReasons(reasons);
    return reasons;
}

bool KeepsBackNoData(const indicators::Indicator& indicator, const indicators::KeptBeside& kept,
                     std::int64_t count) {
    if (indicator.member_type != indicators::MemberType::kPatient) return false;
    for (std::size_t i = 0; i < indicator.whys.size(); ++i) {
        if (indicator.whys[i].code == "no-data" && kept.HidesWhy(static_cast<std::uint8_t>(i + 1)))
            return true;
    }
    return count < indicators::kSmallCell;
}

Movement MovementOf(const indicators::Indicator& indicator,
                    const std::vector<indicators::Member>& before,
                    const std::vector<indicators::Member>& now) {
    Movement movement;
    std::map<std::uint8_t, std::int64_t> lost_by;
    for (const auto& change : indicators::CompareAnswers(before, now)) {
        switch (change.effect) {
            case indicators::Effect::kGained:
                ++movement.gained;
                break;
            case indicators::Effect::kLost:
                ++movement.lost;
                ++lost_by[change.why];
                break;
            case indicators::Effect::kEntered:
                ++movement.entered;
                break;
            case indicators::Effect::kLeft:
                ++movement.left;
                break;
        }
    }
    movement.lost_by = ReasonsOf(indicator, lost_by);
    return movement;
}

// Units below whose figure would tell of too few, by the rule of every screen.
std::set<Rid> SmallUnits(const TargetFacts& one) {
    std::set<Rid> hidden;
    if (one.indicator->member_type != indicators::MemberType::kPatient) return hidden;
    indicators::SmallTotals totals;
    Count rest = one.row.count;
    for (const auto& row : one.below) {
        totals.Add(row.unit, row.count);
        rest.numerator -= row.count.numerator;
        rest.denominator -= row.count.denominator;
    }
    const Rid top = one.row.unit;
    totals.Add(top, rest);
    totals.Decide(top, [&](Rid unit) {
        return unit == top ? std::vector<Rid>{top} : std::vector<Rid>{unit, top};
    });
    for (const auto& row : one.below) {
        if (totals.Hidden(row.unit)) hidden.insert(row.unit);
    }
    return hidden;
}

class Gatherer {
  public:
    Gatherer(const FactParts& parts, Facts& facts) : parts_(parts), facts_(facts) {}

    // `closing`: the period on its way; nullptr: one that is closed, or none.
    Result<void> Targets(const plan::ClosedPeriod* closing);
    Result<void> Beside(const std::vector<std::string>& ids);
    Result<void> Tasks(record::Reader& reader);
    Result<void> Heads(database::Connection& connection);
    Result<void> StepDocuments(database::Connection& connection);
    Result<void> MeasureCompleteness();
    // What else a period on its way tells of its days.
    Result<void> HandIns(record::Reader& reader);
    Result<void> Paper(database::Connection& connection);

  private:
    Question AskedAbout() const {
        return {.unit = facts_.unit->rid,
                .as_of = facts_.to,
                .map = registry::Map::kToday,
                .today = facts_.to,
                .from = facts_.from};
    }
    struct Spans {
        Span now, before, year_before;
    };
    Result<void> Describe(TargetFacts& one, const Spans& spans, const indicators::Goals& goals);
    Result<void> DescribeLone(TargetFacts& one);
    // What a paper does not tell of a figure of people, whoever reads the papers of all units.
    Result<indicators::KeptBeside> KeptBack(const indicators::Indicator& indicator);
    Result<std::map<Rid, DaysWithout>> CountDaysWithout(const indicators::Indicator& indicator);

    const FactParts& parts_;
    Facts& facts_;
};

// From the indicator's own companions, so that the days cannot disagree with the figure.
Result<std::map<Rid, DaysWithout>> Gatherer::CountDaysWithout(
    const indicators::Indicator& indicator) {
    std::map<Rid, DaysWithout> days;
    for (const auto& companion : indicator.companions) {
        const bool sum = companion.companion_kind == indicators::CompanionKind::kDays;
        if (!sum && companion.companion_kind != indicators::CompanionKind::kLongest) continue;
        const auto answer =
            TRY(parts_.engine.Ask(companion, indicators::DatesOf(companion, AskedAbout())));
        for (const auto& member :
             indicators::MembersBelow(*answer, {facts_.units, facts_.to}, facts_.unit->rid)) {
            if (member.part == 0) continue;
            auto& one = days[member.member];
            (sum ? one.days : one.longest) = member.part;
        }
    }
    return days;
}

Result<void> Gatherer::DescribeLone(TargetFacts& one) {
    const auto* companion = one.indicator->Companion("can-do");
    if (!companion || one.row.count.denominator != 1) return {};
    const auto share_on = [&](std::int32_t day) -> Result<std::optional<Count>> {
        const auto answer = TRY(parts_.engine.Ask(*companion, indicators::DatesOf(day)));
        const auto members =
            indicators::MembersBelow(*answer, {facts_.units, facts_.to}, facts_.unit->rid);
        if (members.size() != 1) return std::optional<Count>();
        return std::optional(Count{members.front().part, members.front().whole});
    };
    one.able = TRY(share_on(facts_.to));
    one.able_before = TRY(share_on(facts_.from - 1));
    one.able_year_before = TRY(share_on(indicators::YearBefore(facts_.to)));
    return {};
}

Result<void> Gatherer::Describe(TargetFacts& one, const Spans& spans,
                                const indicators::Goals& goals) {
    const auto& indicator = *one.indicator;
    const auto now = TRY(spans.now.Ask(indicator));
    const auto before = TRY(spans.before.Ask(indicator));
    if (now.frozen) {
        one.row = spans.now.RowOf(now, *facts_.unit, *one.target, goals);
        one.below.clear();
        for (const auto* unit : facts_.below)
            one.below.push_back(spans.now.RowOf(now, *unit, *one.target, goals));
    }
    if (const auto reported = TRY(spans.year_before.Frozen(indicator))) {
        one.row.previous = reported;
        // A direction is told against the figure that stands beside it.
        if (one.target->op == plan::Operator::kToward)
            one.row.status = indicators::Direction(one.row.count, *reported);
    }
    one.year_before = one.row.previous.value_or(Count{});
    one.before = spans.before.CountOf(before, *facts_.unit);
    std::map<std::uint8_t, std::int64_t> whys;
    for (const auto& member : now.members) {
        if (!member.met) ++whys[member.why];
    }
    const auto kept = TRY(KeptBack(indicator));
    one.reasons = ReasonsOf(indicator, whys, kept);
    if (!KeepsBackNoData(indicator, kept, one.row.count.no_data))
        one.no_data = one.row.count.no_data;
    one.movement = MovementOf(indicator, before.members, now.members);
    if (indicator.member_type == indicators::MemberType::kPatient) {
        const auto reader = TRY(parts_.store.Read());
        const auto facts =
            now.frozen ? now.facts
                       : TRY(indicators::FactsOf(reader->connection(), *now.answer, now.members));
        one.splits = indicators::MakeSplits(*now.answer, now.members, facts, *facts_.units);
        indicators::HideSmallGroups(one.splits);
    }
    TRY(DescribeLone(one));
    if (one.target->sustained) one.days_without = TRY(CountDaysWithout(indicator));
    return {};
}

Result<void> Gatherer::Targets(const plan::ClosedPeriod* closing) {
    using Begins = Span::Begins;
    const auto open = [&](std::int32_t from, std::int32_t to, Begins begins) {
        return Span::Open(parts_, facts_.units, *facts_.unit, from, to, begins);
    };
    const Spans spans{.now = closing ? Span::Of(parts_, facts_.units, *facts_.unit, *closing)
                                     : TRY(open(facts_.from, facts_.to, Begins::kThere)),
                      .before = TRY(open(BeginBefore(facts_.from, facts_.PeriodEnd()),
                                         facts_.from - 1, Begins::kAnyDay)),
                      .year_before = TRY(open(indicators::YearBefore(facts_.from),
                                              indicators::YearBefore(facts_.to), Begins::kThere))};
    facts_.now = spans.now.basis();
    facts_.before = spans.before.basis();
    facts_.year_before = spans.year_before.basis();
    facts_.closed = spans.now.period();
    for (const auto* below : facts_.units->Below(facts_.unit->rid, spans.now.map_day())) {
        if (IsArea(below->kind)) facts_.below.push_back(below);
    }
    const auto card =
        TRY(indicators::MakeScorecard(parts_.store, parts_.engine, parts_.plan, AskedAbout()));
    indicators::Goals goals;
    {
        const auto reader = TRY(parts_.store.Read());
        goals = TRY(indicators::Goals::Load(reader->connection(), parts_.plan));
    }
    for (const auto& row : card.rows) {
        if (!facts_.targets.empty() && facts_.targets.back().indicator == row.indicator) {
            facts_.targets.back().below.push_back(row);
            continue;
        }
        facts_.targets.push_back({.target = parts_.plan.FindTarget(row.indicator->id),
                                  .indicator = row.indicator,
                                  .row = row});
    }
    const int year = Date::FromDays(facts_.to).year;
    const auto path = facts_.units->PathUp(facts_.unit->rid, facts_.to);
    for (auto& one : facts_.targets) {
        TRY(Describe(one, spans, goals));
        const auto assigned = [&](int of) {
            return goals.Find(one.indicator->id, "assigned", of, {facts_.unit->rid});
        };
        // Another value may have been assigned since the period was closed: then by another paper.
        if (const auto* goal = assigned(year);
            goal && one.row.assigned && *one.row.assigned == goal->percent)
            one.assigned_number = goal->number;
        const int next = facts_.NextYear();
        one.next_milestone = goals.Milestone(*one.target, next, path);
        if (const auto* goal = assigned(next)) {
            one.next_assigned = goal->percent;
            one.next_assigned_number = goal->number;
        }
        one.hidden = SmallUnits(one);
        if (facts_.base_title.empty()) facts_.base_title = one.indicator->base_title.vi;
    }
    return {};
}

Result<indicators::KeptBeside> Gatherer::KeptBack(const indicators::Indicator& indicator) {
    const bool people = indicator.member_type == indicators::MemberType::kPatient;
    if (!people && indicator.companions.empty()) return indicators::KeptBeside();
    const auto question = AskedAbout();
    const auto answer = TRY(parts_.engine.Ask(indicator, indicators::DatesOf(indicator, question)));
    const auto path = [&](Rid unit) { return facts_.units->PathUp(unit, facts_.to); };
    return indicators::KeptBeside::Of(parts_.engine, *answer, question, {facts_.units, facts_.to},
                                      path(question.unit).back(), path);
}

Result<void> Gatherer::Beside(const std::vector<std::string>& ids) {
    std::map<const indicators::Indicator*, indicators::KeptBeside> kept_of;
    for (const auto& id : ids) {
        const auto slash = id.find('/');
        const auto* target = facts_.Find(id.substr(0, slash));
        const auto* companion =
            target && slash != std::string::npos
                ? target->indicator->Companion(std::string_view(id).substr(slash + 1))
                : nullptr;
        if (!companion) continue;
        const auto counts = TRY(indicators::CountOn(parts_.engine, *companion, AskedAbout()));
        const auto count = counts.find(facts_.unit->rid);
        auto [kept, fresh] = kept_of.try_emplace(target->indicator);
        if (fresh) kept->second = TRY(KeptBack(*target->indicator));
        facts_.beside[id] = {companion, count == counts.end() ? Count{} : count->second,
                             kept->second.HidesCompanion(*companion)};
    }
    return {};
}

// The records of the plan's tasks; a task without one is open and nobody's.
Result<void> Gatherer::Tasks(record::Reader& reader) {
    std::vector<record::Hit> hits;
    std::map<std::string, Rid> owners;  // by FHIR id of the task
    auto& rows = *TRY(reader.connection().Prepare(
        "SELECT rid, id, owner FROM reg_tasks WHERE code = 'plan-task' ORDER BY rid"));
    while (TRY(rows.Step())) {
        hits.push_back({.rid = rows.Int(0)});
        owners[std::string(rows.Text(1))] = rows.Int(2);
    }
    std::map<std::string, record::Version, std::less<>> known;
    for (auto& version : TRY(reader.Load(access::InTheNameOf(parts_.reader), hits))) {
        const auto document = TRY(json::Document::Parse(version.body));
        const std::string key(document->root()["identifier"].At(0)["value"].text());
        known[key] = std::move(version);
    }
    for (const auto& task : parts_.plan.tasks) {
        TaskFacts one{.task = &task, .state = "open", .due = task.due.FirstDay()};
        if (const auto record = known.find(parts_.plan.id + "/" + task.id); record != known.end()) {
            const auto document = TRY(json::Document::Parse(record->second.body));
            const auto body = document->root();
            for (const auto& [fhir, state] : kTaskStates) {
                if (body["status"].text() == fhir) one.state = state;
            }
            if (const auto end =
                    ParseDate(body["restriction"]["period"]["end"].text().substr(0, 10));
                end)
                one.due = end->FirstDay();
            one.owner = owners[record->second.id];
            one.evidence = body["output"].At(0)["valueString"].text();
        }
        facts_.tasks.push_back(std::move(one));
    }
    return {};
}

Result<void> Gatherer::Heads(database::Connection& connection) {
    auto& rows = *TRY(connection.Prepare(
        "SELECT r.organization, p.name FROM reg_practitioner_roles r "
        "JOIN reg_practitioners p ON p.rid = r.practitioner WHERE r.code = 'head' "
        "AND COALESCE(r.from_day, 0) <= $1 AND COALESCE(r.to_day, 9999999) >= $1 ORDER BY "
        "r.from_day, r.rid"));
    rows.Bind(1, facts_.to);
    while (TRY(rows.Step())) facts_.heads[rows.Int(0)] = rows.Text(1);
    return {};
}

Result<void> Gatherer::StepDocuments(database::Connection& connection) {
    auto& rows =
        *TRY(connection.Prepare("SELECT subject, number FROM reg_decisions WHERE kind = "
                                "'organisation-step' AND from_day <= $1 "
                                "AND COALESCE(to_day, 9999999) >= $1 ORDER BY from_day, rid"));
    rows.Bind(1, facts_.to);
    while (TRY(rows.Step())) {
        const auto path = facts_.units->PathUp(rows.Int(0), facts_.to);
        if (std::find(path.begin(), path.end(), facts_.unit->rid) != path.end())
            facts_.step_documents.emplace_back(rows.Text(1));
    }
    return {};
}

Result<void> Gatherer::HandIns(record::Reader& reader) {
    auto& handed_in = facts_.submissions.emplace();
    for (auto& one : TRY(ListSubmissions(reader, access::InTheNameOf(parts_.reader), facts_.from,
                                         facts_.to, parts_.store.zone_minutes()))) {
        const bool below = std::any_of(facts_.below.begin(), facts_.below.end(),
                                       [&](const Unit* unit) { return unit->id == one.unit; });
        if (below) handed_in.push_back(std::move(one));
    }
    return {};
}

Result<void> Gatherer::Paper(database::Connection& connection) {
    facts_.paper = TRY(plan::FindPaper(connection, parts_.plan,
                                       facts_.units->PathUp(facts_.unit->rid, facts_.to)))
                       .value_or(plan::Paper());
    return {};
}

Result<void> Gatherer::MeasureCompleteness() {
    const auto known =
        TRY(indicators::MakeCompleteness(parts_.engine, AskedAbout(), {facts_.unit->rid}));
    if (!known.empty()) facts_.completeness = known.front();
    return {};
}

}  // namespace

const TargetFacts* Facts::Find(std::string_view indicator) const {
    for (const auto& one : targets) {
        if (one.indicator->id == indicator) return &one;
    }
    return nullptr;
}

// A half-year is followed by one of the same year.
int Facts::NextYear() const {
    const auto end = PeriodEnd();
    return Date::FromDays(end + (end - from + 1)).year;
}

namespace {

// The facts as frozen with the period; what a template asks for besides is read now.
Result<std::optional<Facts>> ThawFacts(const FactParts& parts, const FactsWanted& wanted,
                                       const Facts& asked) {
    const auto span = TRY(
        Span::Open(parts, asked.units, *asked.unit, wanted.from, wanted.to, Span::Begins::kThere));
    const auto* text =
        span.period() ? span.period()->FindText(kFrozenFacts, asked.unit->id) : nullptr;
    if (!text) return std::optional<Facts>();
    const auto reader = TRY(parts.store.Read());
    auto facts =
        TRY(ReadFacts(TRY(plan::ReadPeriodText(*reader, parts.reader, *text)), parts, asked.units));
    if (!facts) return facts;
    facts->now = span.basis();
    facts->closed = span.period();
    facts->frozen = true;
    std::vector<std::string> others;
    for (const auto& id : wanted.beside) {
        if (!facts->beside.contains(id)) others.push_back(id);
    }
    Gatherer gatherer(parts, *facts);
    TRY(gatherer.Beside(others));
    if (!facts->paper)
        TRY(gatherer.Paper(reader->connection()));  // closings made before it was kept
    return facts;
}

}  // namespace

Result<Facts> GatherFacts(const FactParts& parts, const FactsWanted& wanted) {
    Facts facts{.units = TRY(parts.engine.Units()), .from = wanted.from, .to = wanted.to};
    if (wanted.today > 0 && wanted.today < wanted.to) {
        facts.to = wanted.today;
        facts.ends = wanted.to;
    }
    facts.unit = facts.units->Find(wanted.unit);
    if (!facts.unit) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "no such unit",
                     .message_vi = "Không có đơn vị này.",
                     .path = "unit"};
    }
    if (!wanted.closing) {
        if (auto frozen = TRY(ThawFacts(parts, wanted, facts))) return *std::move(frozen);
    }
    if (auto period = parts.periods.calendar().Find(wanted.from, wanted.to)) {
        facts.period_title = std::move(period->title);
        facts.period_kind = std::move(period->kind);
    }
    Gatherer gatherer(parts, facts);
    TRY(gatherer.Targets(wanted.closing));
    TRY(gatherer.Beside(wanted.beside));
    const auto reader = TRY(parts.store.Read());
    TRY(gatherer.Tasks(*reader));
    TRY(gatherer.Heads(reader->connection()));
    TRY(gatherer.StepDocuments(reader->connection()));
    TRY(gatherer.MeasureCompleteness());
    TRY(gatherer.Paper(reader->connection()));
    if (wanted.closing) TRY(gatherer.HandIns(*reader));
    facts.staff = TRY(GatherStaff(reader->connection(), facts));
    facts.services = TRY(GatherServices(reader->connection(), facts, parts.engine));
    return facts;
}

}  // namespace tram::reports
