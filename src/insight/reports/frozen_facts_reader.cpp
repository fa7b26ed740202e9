#include <algorithm>
#include <iterator>

#include "fhir/json/document.h"
#include "insight/reports/frozen_facts.h"

namespace tram::reports {
namespace {

using json::Value;

constexpr std::string_view kStates[] = {"open", "in-progress", "done", "stopped"};
constexpr std::string_view kStatuses[] = {"reached", "near", "behind", "no-data", "check",
                                          "up",      "down", "same",   "none"};

std::int64_t Whole(Value value) {
    return value ? std::strtoll(std::string(value.text()).c_str(), nullptr, 10) : 0;
}
std::int32_t DayIn(Value value) {
    return static_cast<std::int32_t>(Whole(value));
}
std::string Text(Value value) {
    return std::string(value.text());
}
std::optional<double> Decimal(Value value) {
    if (!value) return std::nullopt;
    return std::strtod(std::string(value.text()).c_str(), nullptr);
}
Count CountIn(Value value) {
    return {.numerator = Whole(value.At(0)),
            .denominator = Whole(value.At(1)),
            .no_data = Whole(value.At(2))};
}
std::optional<Count> MaybeCount(Value value) {
    if (!value) return std::nullopt;
    return CountIn(value);
}
Basis BasisIn(Value value) {
    return {.from = DayIn(value.At(0)), .to = DayIn(value.At(1)), .closed_on = DayIn(value.At(2))};
}
std::vector<Reason> ReasonsIn(Value value) {
    std::vector<Reason> reasons;
    for (const auto one : value)
        reasons.push_back({Text(one.At(0)), Whole(one.At(1)), one.At(2).IsTrue()});
    return reasons;
}
// A text that outlives what it was read from.
template <std::size_t N>
std::string_view Known(const std::string_view (&words)[N], std::string_view word) {
    const auto* found = std::find(std::begin(words), std::end(words), word);
    return found == std::end(words) ? words[N - 1] : *found;
}

class FactReader {
  public:
    FactReader(const FactParts& parts, Facts& facts, Value root)
        : parts_(parts), facts_(facts), root_(root) {}

    // False: something it names is no longer known.
    bool Read();

  private:
    const Unit* UnitIn(Value value) {
        const auto* unit = facts_.units->FindByName(value.text(), facts_.to);
        if (!unit) whole_ = false;
        return unit;
    }
    Rid RidIn(Value value) {
        const auto* unit = UnitIn(value);
        return unit ? unit->rid : 0;
    }
    const indicators::Indicator* IndicatorIn(Value value) {
        const auto* indicator = parts_.engine.Find(value.text());
        if (!indicator) whole_ = false;
        return indicator;
    }
    indicators::ScoreRow RowIn(Value value, const indicators::Indicator* indicator) {
        return {.indicator = indicator,
                .unit = RidIn(value["unit"]),
                .count = CountIn(value["count"]),
                .target = Decimal(value["target"]),
                .milestone = Decimal(value["milestone"]),
                .assigned = Decimal(value["assigned"]),
                .status = Known(kStatuses, value["status"].text()),
                .previous = MaybeCount(value["previous"])};
    }
    void ReadTarget(Value value);
    void ReadBeside();
    void ReadTasks();
    void ReadStaff();
    void ReadServices();
    void ReadHandIns();

    const FactParts& parts_;
    Facts& facts_;
    Value root_;
    bool whole_ = true;
};

void FactReader::ReadTarget(Value value) {
    const auto* indicator = IndicatorIn(value["indicator"]);
    if (!indicator) return;
    TargetFacts one{.target = parts_.plan.FindTarget(indicator->id),
                    .indicator = indicator,
                    .row = RowIn(value["row"], indicator),
                    .year_before = CountIn(value["year_before"]),
                    .before = CountIn(value["before"]),
                    .assigned_number = Text(value["assigned_number"]),
                    .able = MaybeCount(value["able"]),
                    .able_before = MaybeCount(value["able_before"]),
                    .able_year_before = MaybeCount(value["able_year_before"]),
                    .next_milestone = Decimal(value["next_milestone"]),
                    .next_assigned = Decimal(value["next_assigned"]),
                    .next_assigned_number = Text(value["next_assigned_number"])};
    if (!one.target) whole_ = false;
    for (const auto row : value["below"]) one.below.push_back(RowIn(row, indicator));
    for (const auto unit : value["hidden"]) one.hidden.insert(RidIn(unit));
    one.reasons = ReasonsIn(value["reasons"]);
    one.no_data = Whole(value["no_data"]);
    const auto moved = value["movement"];
    one.movement = {.gained = Whole(moved.At(0)),
                    .lost = Whole(moved.At(1)),
                    .entered = Whole(moved.At(2)),
                    .left = Whole(moved.At(3)),
                    .lost_by = ReasonsIn(value["lost_by"])};
    for (const auto written : value["splits"]) {
        indicators::Split split{.id = Text(written["id"]),
                                .groups = {},
                                .best = Text(written["best"]),
                                .worst = Text(written["worst"]),
                                .gap_points = Decimal(written["gap"]).value_or(0)};
        for (const auto group : written["groups"]) {
            split.groups.push_back(
                {Text(group["code"]), CountIn(group["count"]), group["hidden"].IsTrue()});
        }
        one.splits.push_back(std::move(split));
    }
    for (const auto days : value["days_without"])
        one.days_without[RidIn(days.At(0))] = {Whole(days.At(1)), Whole(days.At(2))};
    facts_.targets.push_back(std::move(one));
}

void FactReader::ReadBeside() {
    for (const auto value : root_["beside"]) {
        const std::string id(value.key());
        const auto slash = std::min(id.find('/'), id.size() - 1);
        const auto* target = facts_.Find(id.substr(0, slash));
        const auto* companion =
            target ? target->indicator->Companion(id.substr(slash + 1)) : nullptr;
        if (!companion) {
            whole_ = false;
            continue;
        }
        facts_.beside[id] = {companion, CountIn(value), value.IsNull()};
    }
}

void FactReader::ReadTasks() {
    for (const auto value : root_["tasks"]) {
        const auto& all = parts_.plan.tasks;
        const auto task = std::find_if(all.begin(), all.end(), [&](const plan::PlanTask& one) {
            return one.id == value["id"].text();
        });
        if (task == all.end()) {
            whole_ = false;
            continue;
        }
        facts_.tasks.push_back({.task = &*task,
                                .state = std::string(Known(kStates, value["state"].text())),
                                .due = DayIn(value["due"]),
                                .owner = value["owner"].text().empty() ? 0 : RidIn(value["owner"]),
                                .evidence = Text(value["evidence"])});
    }
}

void FactReader::ReadStaff() {
    for (const auto value : root_["staff"]) {
        const auto counts = value["counts"];
        facts_.staff.push_back({.commune = UnitIn(value["commune"]),
                                .doctors_own = Whole(counts.At(0)),
                                .doctors_visiting = Whole(counts.At(1)),
                                .midwives = Whole(counts.At(2)),
                                .assistants = Whole(counts.At(3)),
                                .nurses = Whole(counts.At(4)),
                                .pharmacists = Whole(counts.At(5)),
                                .hamlets = Whole(counts.At(6)),
                                .hamlets_with_worker = Whole(counts.At(7)),
                                .joined = Whole(counts.At(8)),
                                .left = Whole(counts.At(9))});
    }
}

void FactReader::ReadServices() {
    for (const auto value : root_["services"]) {
        const auto counts = value["counts"];
        facts_.services.push_back({.indicator = IndicatorIn(value["indicator"]),
                                   .facility = UnitIn(value["facility"]),
                                   .listed = Whole(counts.At(0)),
                                   .done = Whole(counts.At(1)),
                                   .ready = Whole(counts.At(2)),
                                   .unable = Whole(counts.At(3)),
                                   .unapproved = Whole(counts.At(4)),
                                   .reasons = ReasonsIn(value["reasons"]),
                                   .met = value["met"].IsTrue()});
    }
}

// Closings made before these were kept have none.
void FactReader::ReadHandIns() {
    if (const auto written = root_["submissions"]) {
        auto& handed_in = facts_.submissions.emplace();
        for (const auto one : written) {
            handed_in.push_back({Text(one.At(0)),
                                 ParseState(one.At(1).text()).value_or(State::kDraft),
                                 DayIn(one.At(2)), DayIn(one.At(3))});
        }
    }
    if (const auto written = root_["paper"]) {
        facts_.paper = plan::Paper{.number = Text(written.At(0)),
                                   .issued_on = ParseDate(Text(written.At(1))).value_or(Date()),
                                   .signer = Text(written.At(2)),
                                   .signer_title = Text(written.At(3))};
        if (const auto unit = written.At(4)) facts_.paper->unit = RidIn(unit);
    }
}

bool FactReader::Read() {
    facts_.from = DayIn(root_["from"]);
    facts_.to = DayIn(root_["to"]);
    facts_.unit = UnitIn(root_["unit"]);
    facts_.period_title = Text(root_["period_title"]);
    facts_.period_kind = Text(root_["period_kind"]);
    facts_.base_title = Text(root_["base_title"]);
    facts_.before = BasisIn(root_["before"]);
    facts_.year_before = BasisIn(root_["year_before"]);
    for (const auto unit : root_["below"]) facts_.below.push_back(UnitIn(unit));
    for (const auto head : root_["heads"]) facts_.heads[RidIn(head.At(0))] = Text(head.At(1));
    for (const auto target : root_["targets"]) ReadTarget(target);
    ReadBeside();
    ReadTasks();
    ReadStaff();
    ReadServices();
    ReadHandIns();
    for (const auto number : root_["steps"]) facts_.step_documents.push_back(Text(number));
    if (const auto known = root_["completeness"]) {
        facts_.completeness = indicators::Completeness{.unit = facts_.unit ? facts_.unit->rid : 0,
                                                       .names = Whole(known.At(0)),
                                                       .published = Whole(known.At(1)),
                                                       .published_on = DayIn(known.At(2))};
    }
    return whole_;
}

}  // namespace

Result<std::optional<Facts>> ReadFacts(std::string_view text, const FactParts& parts,
                                       std::shared_ptr<const registry::Units> units) {
    const auto document = TRY(json::Document::Parse(text));
    const auto root = document->root();
    std::optional<Facts> facts(Facts{.units = std::move(units)});
    if (root["plan"].text() != parts.plan.id || !FactReader(parts, *facts, root).Read())
        facts.reset();
    return facts;
}

}  // namespace tram::reports
