#include <fmt/format.h>

#include <algorithm>

#include "fhir/json/writer.h"
#include "insight/reports/frozen_facts.h"

namespace tram::reports {
namespace {

using json::Writer;

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
            out_.BeginArray().String(one.title).Number(one.count).Boolean(one.hidden).EndArray();
        out_.EndArray();
    }
    void Put(const indicators::ScoreRow& row);
    void Put(const TargetFacts& one);
    void Put(const StaffFacts& one);
    void PutHandIns();

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

void FactWriter::PutHandIns() {
    if (facts_.submissions) {
        out_.Key("submissions").BeginArray();
        for (const auto& one : *facts_.submissions) {
            out_.BeginArray().String(one.unit).String(StateCode(one.state));
            out_.Number(one.on).Number(one.sent_on).EndArray();
        }
        out_.EndArray();
    }
    if (const auto& paper = facts_.paper) {
        out_.Key("paper").BeginArray().String(paper->number);
        out_.String(paper->number.empty() ? "" : paper->issued_on.ToString());
        out_.String(paper->signer).String(paper->signer_title);
        if (paper->unit != 0) out_.String(IdOf(paper->unit));
        out_.EndArray();
    }
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
    for (const auto& [id, beside] : facts_.beside) {
        beside.hidden ? static_cast<void>(out_.Key(id).Null()) : Put(id, beside.count);
    }
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
    PutHandIns();
    out_.EndObject();
    return out_.Take();
}

}  // namespace

std::string WriteFacts(const Facts& facts, std::string_view plan) {
    return FactWriter(facts).Write(plan);
}

}  // namespace tram::reports
