#include "insight/reports/facts.h"

#include <algorithm>

#include "fhir/json/document.h"

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

Count CountOf(const indicators::Counts& counts, Rid unit) {
    const auto found = counts.find(unit);
    return found == counts.end() ? Count{} : found->second;
}

void SortReasons(std::vector<Reason>& reasons) {
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const Reason& a, const Reason& b) { return a.count > b.count; });
}

// Reasons by place in Indicator::whys, as a list.
std::vector<Reason> ReasonsOf(const indicators::Indicator& indicator,
                              const std::map<std::uint8_t, std::int64_t>& counts) {
    std::vector<Reason> reasons;
    for (const auto& [why, count] : counts) {
        if (why > 0 && indicator.whys[why - 1].code != "no-data")
            reasons.push_back({indicator.whys[why - 1].title.vi, count});
    }
    SortReasons(reasons);
    return reasons;
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

// Asked of each day of the period by the indicator's own question, so that the count of days cannot
// disagree with the figure.
Result<std::map<Rid, DaysWithout>> CountDaysWithout(database::Connection& connection,
                                                    const indicators::Indicator& indicator,
                                                    const Facts& facts) {
    std::map<Rid, DaysWithout> days;
    std::map<Rid, std::int64_t> running;
    for (std::int32_t day = facts.from; day <= facts.to; ++day) {
        for (const auto& member :
             TRY(indicators::Ask(connection, indicator, indicators::DatesOf(day)))) {
            if (member.met) {
                running.erase(member.member);
                continue;
            }
            const auto path = facts.units->PathUp(member.member, day);
            if (std::find(path.begin(), path.end(), facts.unit->rid) == path.end()) continue;
            auto& one = days[member.member];
            ++one.days;
            one.longest = std::max(one.longest, ++running[member.member]);
        }
    }
    return days;
}

// Cells of fewer than five people, and where there is one alone the next smallest with it, so that
// it cannot be derived from the total.
std::set<Rid> SmallCells(const TargetFacts& one) {
    std::set<Rid> hidden;
    if (one.indicator->member_type != indicators::MemberType::kPatient) return hidden;
    const indicators::ScoreRow* next = nullptr;
    for (const auto& row : one.below) {
        if (row.count.denominator == 0) continue;
        if (row.count.denominator < indicators::kSmallCell) {
            hidden.insert(row.unit);
        } else if (!next || row.count.denominator < next->count.denominator) {
            next = &row;
        }
    }
    if (hidden.size() == 1 && next) hidden.insert(next->unit);
    return hidden;
}

class Gatherer {
  public:
    Gatherer(const FactParts& parts, Facts& facts) : parts_(parts), facts_(facts) {}

    Result<void> Targets();
    Result<void> Tasks(record::Reader& reader);
    Result<void> Heads(database::Connection& connection);
    Result<void> StepDocuments(database::Connection& connection);
    Result<void> MeasureCompleteness();

  private:
    Question QuestionOn(std::int32_t day) const {
        return {.unit = facts_.unit->rid,
                .as_of = day,
                .map = registry::Map::kToday,
                .today = facts_.to};
    }
    Result<std::vector<indicators::Member>> MembersOn(
        const indicators::Indicator& indicator, std::int32_t day,
        std::shared_ptr<const indicators::Answer>& answer);
    Result<void> Describe(TargetFacts& one);

    const FactParts& parts_;
    Facts& facts_;
};

Result<std::vector<indicators::Member>> Gatherer::MembersOn(
    const indicators::Indicator& indicator, std::int32_t day,
    std::shared_ptr<const indicators::Answer>& answer) {
    answer = TRY(parts_.engine.Ask(indicator, indicators::DatesOf(day)));
    return indicators::MembersBelow(*answer, {facts_.units, facts_.to}, facts_.unit->rid);
}

Result<void> Gatherer::Describe(TargetFacts& one) {
    std::shared_ptr<const indicators::Answer> answer, earlier;
    const auto now = TRY(MembersOn(*one.indicator, facts_.to, answer));
    const auto before = TRY(MembersOn(*one.indicator, facts_.from - 1, earlier));
    one.before =
        CountOf(indicators::CountByUnit(*earlier, {facts_.units, facts_.to}), facts_.unit->rid);
    std::map<std::uint8_t, std::int64_t> whys;
    for (const auto& member : now) {
        if (!member.met) ++whys[member.why];
    }
    one.reasons = ReasonsOf(*one.indicator, whys);
    one.no_data = one.row.count.no_data;
    one.movement = MovementOf(*one.indicator, before, now);
    const auto reader = TRY(parts_.store.Read());
    if (one.indicator->member_type == indicators::MemberType::kPatient) {
        const auto facts = TRY(indicators::FactsOf(reader->connection(), *answer, now));
        one.splits = indicators::MakeSplits(*answer, now, facts, *facts_.units,
                                            indicators::SmallCells::kHide);
    }
    if (one.target->sustained)
        one.days_without = TRY(CountDaysWithout(reader->connection(), *one.indicator, facts_));
    return {};
}

Result<void> Gatherer::Targets() {
    const auto card = TRY(
        indicators::MakeScorecard(parts_.store, parts_.engine, parts_.plan, QuestionOn(facts_.to)));
    indicators::Goals goals;
    {
        const auto reader = TRY(parts_.store.Read());
        goals = TRY(indicators::Goals::Load(reader->connection(), parts_.plan));
    }
    const int year = Date::FromDays(facts_.to).year;
    for (const auto& row : card.rows) {
        if (facts_.targets.empty() || facts_.targets.back().indicator != row.indicator) {
            facts_.targets.push_back({.target = parts_.plan.FindTarget(row.indicator->id),
                                      .indicator = row.indicator,
                                      .row = row,
                                      .year_before = row.previous.value_or(Count{})});
            if (const auto* goal = goals.Find(row.indicator->id, "assigned", year, {row.unit}))
                facts_.targets.back().assigned_number = goal->number;
            continue;
        }
        facts_.targets.back().below.push_back(row);
    }
    for (auto& one : facts_.targets) {
        TRY(Describe(one));
        one.hidden = SmallCells(one);
        if (facts_.base_title.empty()) facts_.base_title = one.indicator->base_title.vi;
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
    for (auto& version : TRY(reader.Load(access::SystemActor(), hits))) {
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

Result<void> Gatherer::MeasureCompleteness() {
    const auto known =
        TRY(indicators::MakeCompleteness(parts_.engine, QuestionOn(facts_.to), {facts_.unit->rid}));
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

Result<Facts> GatherFacts(const FactParts& parts, Rid unit, std::int32_t from, std::int32_t to) {
    Facts facts{.units = TRY(parts.engine.Units()), .from = from, .to = to};
    facts.unit = facts.units->Find(unit);
    if (!facts.unit) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "no such unit",
                     .message_vi = "Không có đơn vị này.",
                     .path = "unit"};
    }
    for (const auto* below : facts.units->Below(unit, to)) {
        if (IsArea(below->kind)) facts.below.push_back(below);
    }
    Gatherer gatherer(parts, facts);
    TRY(gatherer.Targets());
    const auto reader = TRY(parts.store.Read());
    TRY(gatherer.Tasks(*reader));
    TRY(gatherer.Heads(reader->connection()));
    TRY(gatherer.StepDocuments(reader->connection()));
    TRY(gatherer.MeasureCompleteness());
    facts.staff = TRY(GatherStaff(reader->connection(), facts));
    facts.services = TRY(GatherServices(reader->connection(), facts, parts.engine));
    return facts;
}

}  // namespace tram::reports
