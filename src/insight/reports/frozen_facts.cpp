#include "insight/reports/frozen_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "fhir/json/document.h"
#include "fhir/json/writer.h"

namespace tram::reports {
namespace {

using json::Value;
using json::Writer;

constexpr std::string_view kStates[] = {"open", "in-progress", "done", "stopped"};
constexpr std::string_view kStatuses[] = {"reached", "near", "behind", "no-data",
                                          "up",      "down", "same",   "none"};

// --- writing ---

class FactWriter {
  public:
    explicit FactWriter(const Facts& facts) : facts_(facts) {}

    std::string Write(std::string_view plan);

  private:
    std::string IdOf(Rid rid) const {
        const auto* unit = facts_.units->Find(rid);
        return unit ? unit->id : std::string();
    }
    void Put(std::string_view key, const Count& count) {
        out_.Key(key).BeginArray().Number(count.numerator).Number(count.denominator);
        out_.Number(count.no_data).EndArray();
    }
    void Put(std::string_view key, const std::optional<Count>& count) {
        if (count) Put(key, *count);
    }
    void Put(std::string_view key, const std::optional<double>& value) {
        if (value) out_.Key(key).Raw(fmt::format("{}", *value));
    }
    void Put(std::string_view key, const Basis& basis) {
        out_.Key(key).BeginArray().Number(basis.from).Number(basis.to).Number(basis.closed_on);
        out_.EndArray();
    }
    void Put(std::string_view key, const std::vector<Reason>& reasons) {
        out_.Key(key).BeginArray();
        for (const auto& one : reasons)
            out_.BeginArray().String(one.title).Number(one.count).EndArray();
        out_.EndArray();
    }
    void Put(const indicators::ScoreRow& row);
    void Put(const TargetFacts& one);
    void Put(const StaffFacts& one);

    const Facts& facts_;
    Writer out_;
};

void FactWriter::Put(const indicators::ScoreRow& row) {
    out_.BeginObject().Key("unit").String(IdOf(row.unit)).Key("status").String(row.status);
    Put("count", row.count);
    Put("target", row.target);
    Put("milestone", row.milestone);
    Put("assigned", row.assigned);
    Put("previous", row.previous);
    out_.EndObject();
}

void FactWriter::Put(const TargetFacts& one) {
    out_.BeginObject().Key("indicator").String(one.indicator->id).Key("row");
    Put(one.row);
    Put("year_before", one.year_before);
    Put("before", one.before);
    out_.Key("assigned_number").String(one.assigned_number);
    Put("able", one.able);
    Put("able_before", one.able_before);
    Put("able_year_before", one.able_year_before);
    Put("next_milestone", one.next_milestone);
    Put("next_assigned", one.next_assigned);
    out_.Key("next_assigned_number").String(one.next_assigned_number);
    out_.Key("below").BeginArray();
    for (const auto& row : one.below) Put(row);
    out_.EndArray().Key("hidden").BeginArray();
    for (const Rid rid : one.hidden) out_.String(IdOf(rid));
    out_.EndArray();
    Put("reasons", one.reasons);
    out_.Key("no_data").Number(one.no_data).Key("movement").BeginArray();
    for (const auto count :
         {one.movement.gained, one.movement.lost, one.movement.entered, one.movement.left})
        out_.Number(count);
    out_.EndArray();
    Put("lost_by", one.movement.lost_by);
    out_.Key("splits").BeginArray();
    for (const auto& split : one.splits) {
        out_.BeginObject().Key("id").String(split.id).Key("best").String(split.best);
        out_.Key("worst").String(split.worst);
        Put("gap", std::optional(split.gap_points));
        out_.Key("groups").BeginArray();
        for (const auto& group : split.groups) {
            out_.BeginObject().Key("code").String(group.code);
            out_.Key("hidden").Boolean(group.hidden);
            // What the paper keeps back is not kept with it either.
            Put("count", group.hidden ? Count{} : group.count);
            out_.EndObject();
        }
        out_.EndArray().EndObject();
    }
    out_.EndArray().Key("days_without").BeginArray();
    for (const auto& [unit, days] : one.days_without) {
        out_.BeginArray().String(IdOf(unit)).Number(days.days).Number(days.longest).EndArray();
    }
    out_.EndArray().EndObject();
}

void FactWriter::Put(const StaffFacts& one) {
    out_.BeginObject().Key("commune").String(one.commune->id).Key("counts").BeginArray();
    for (const auto count :
         {one.doctors_own, one.doctors_visiting, one.midwives, one.assistants, one.nurses,
          one.pharmacists, one.hamlets, one.hamlets_with_worker, one.joined, one.left})
        out_.Number(count);
    out_.EndArray().EndObject();
}

std::string FactWriter::Write(std::string_view plan) {
    out_.BeginObject().Key("plan").String(plan).Key("unit").String(facts_.unit->id);
    out_.Key("from").Number(facts_.from).Key("to").Number(facts_.to);
    out_.Key("period_title").String(facts_.period_title);
    out_.Key("period_kind").String(facts_.period_kind);
    out_.Key("base_title").String(facts_.base_title);
    Put("before", facts_.before);
    Put("year_before", facts_.year_before);
    out_.Key("below").BeginArray();
    for (const auto* unit : facts_.below) out_.String(unit->id);
    out_.EndArray().Key("heads").BeginArray();
    for (const auto& [rid, name] : facts_.heads) {
        const bool named = rid == facts_.unit->rid ||
                           std::any_of(facts_.below.begin(), facts_.below.end(),
                                       [&](const Unit* one) { return one->rid == rid; });
        if (named) out_.BeginArray().String(IdOf(rid)).String(name).EndArray();
    }
    out_.EndArray().Key("targets").BeginArray();
    for (const auto& one : facts_.targets) Put(one);
    out_.EndArray().Key("beside").BeginObject();
    for (const auto& [id, beside] : facts_.beside) Put(id, beside.count);
    out_.EndObject().Key("tasks").BeginArray();
    for (const auto& one : facts_.tasks) {
        out_.BeginObject().Key("id").String(one.task->id).Key("state").String(one.state);
        out_.Key("due").Number(one.due).Key("owner").String(IdOf(one.owner));
        out_.Key("evidence").String(one.evidence).EndObject();
    }
    out_.EndArray().Key("staff").BeginArray();
    for (const auto& one : facts_.staff) Put(one);
    out_.EndArray().Key("services").BeginArray();
    for (const auto& one : facts_.services) {
        out_.BeginObject().Key("indicator").String(one.indicator->id);
        out_.Key("facility").String(one.facility->id).Key("met").Boolean(one.met);
        out_.Key("counts").BeginArray();
        for (const auto count : {one.listed, one.done, one.ready, one.unable, one.unapproved})
            out_.Number(count);
        out_.EndArray();
        Put("reasons", one.reasons);
        out_.EndObject();
    }
    out_.EndArray().Key("steps").BeginArray();
    for (const auto& number : facts_.step_documents) out_.String(number);
    out_.EndArray();
    if (const auto& known = facts_.completeness) {
        out_.Key("completeness").BeginArray().Number(known->names).Number(known->published);
        out_.Number(known->published_on).EndArray();
    }
    out_.EndObject();
    return out_.Take();
}

// --- reading ---

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
    for (const auto one : value) reasons.push_back({Text(one.At(0)), Whole(one.At(1))});
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
        facts_.beside[id] = {companion, CountIn(value)};
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

std::string WriteFacts(const Facts& facts, std::string_view plan) {
    return FactWriter(facts).Write(plan);
}

Result<std::optional<Facts>> ReadFacts(std::string_view text, const FactParts& parts,
                                       std::shared_ptr<const registry::Units> units) {
    const auto document = TRY(json::Document::Parse(text));
    const auto root = document->root();
    std::optional<Facts> facts(Facts{.units = std::move(units)});
    if (root["plan"].text() != parts.plan.id || !FactReader(parts, *facts, root).Read())
        facts.reset();
    return facts;
}

std::vector<std::string> BesideIn(const std::vector<Outline>& outline) {
    std::vector<std::string> ids;
    for (const auto& one : outline) {
        for (const auto& part : one.parts) {
            if (part.kind == "beside") ids.insert(ids.end(), part.ids.begin(), part.ids.end());
        }
        const auto below = BesideIn(one.sections);
        ids.insert(ids.end(), below.begin(), below.end());
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

Result<std::vector<plan::FrozenText>> FreezeFacts(const FactParts& parts,
                                                  const ReportContent& content,
                                                  const plan::ClosedPeriod& period) {
    std::vector<std::string> beside;
    for (const auto& form : content.templates) {
        const auto ids = BesideIn(form.outline);
        beside.insert(beside.end(), ids.begin(), ids.end());
    }
    const auto units = TRY(parts.engine.Units());
    std::vector<const Unit*> reporting;
    if (const auto* unit = units->FindByName(period.unit, period.map_day))
        reporting.push_back(unit);
    for (std::size_t i = 0; i < reporting.size(); ++i) {
        for (const auto* below : units->Below(reporting[i]->rid, period.map_day)) {
            const bool known =
                std::find(reporting.begin(), reporting.end(), below) != reporting.end();
            if (!known && (below->kind == "district" || below->kind == "commune"))
                reporting.push_back(below);
        }
    }
    std::vector<plan::FrozenText> texts;
    for (const auto* unit : reporting) {
        const auto facts = TRY(GatherFacts(parts, {.unit = unit->rid,
                                                   .from = period.from.FirstDay(),
                                                   .to = period.to.FirstDay(),
                                                   .beside = beside,
                                                   .closing = &period}));
        texts.push_back({.kind = std::string(kFrozenFacts),
                         .unit = unit->id,
                         .text = WriteFacts(facts, parts.plan.id)});
    }
    return texts;
}

}  // namespace tram::reports
