// Members of a closed period: as frozen, and against today.

#include <algorithm>
#include <map>
#include <memory>

#include "api/web/period_routes.h"
#include "api/web/withheld.h"
#include "api/web/words.h"
#include "base/date.h"

namespace tram::api::web {
namespace {

using periods::Difference;
using periods::FrozenMember;

// What the lists show of members besides the frozen row: read now, by those with the right.
struct Shown {
    std::int64_t rid = 0;
    std::string name, birth, phone;
};
Result<std::map<std::string, Shown>> ReadShown(database::Connection& connection, bool people,
                                               const std::vector<std::string_view>& ids) {
    std::map<std::string, Shown> shown;
    const std::string columns = people ? "SELECT id, rid, name, birth_on, phone FROM reg_patients"
                                       : "SELECT id, rid, name, 0, '' FROM reg_organizations";
    auto& rows = *TRY(connection.Prepare(columns + " WHERE " + connection.InSet("id", 1)));
    rows.BindTextSet(1, ids);
    while (TRY(rows.Step())) {
        Shown& one = shown[std::string(rows.Text(0))];
        one.rid = rows.Int(1);
        one.name = rows.Text(2);
        const auto on = static_cast<int>(rows.Int(3));
        if (on != 0) one.birth = Date{on / 10000, on / 100 % 100, on % 100}.ToString();
        one.phone = rows.Text(4);
    }
    return shown;
}

// Which of the period's indicators, and for which of its units.
struct Asked {
    const indicators::Indicator* indicator = nullptr;
    bool people = false;
    std::string unit;  // FHIR id
};
Result<Asked> ReadAsked(const PeriodParts& parts, const Context& context,
                        const WebParameters& parameters, const plan::ClosedPeriod& period) {
    Asked asked{.indicator = parts.figures.engine.Find(parameters.Text("indicator")),
                .unit = period.unit};
    if (!asked.indicator) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "`indicator` names one of the period's indicators",
                     .message_vi = "`indicator` là mã một chỉ tiêu của kỳ.",
                     .path = "indicator"};
    }
    asked.people = asked.indicator->member_type == indicators::MemberType::kPatient;
    if (const auto name = parameters.Text("unit"); !name.empty()) {
        const auto question =
            TRY(AskOf(parts, context.actor, name, period.to.ToString(), period.map));
        asked.unit = TRY(parts.figures.engine.Units())->Find(question.unit)->id;
    }
    return asked;
}

Result<void> CheckNames(const Asked& asked, const access::Actor& actor) {
    if (asked.people && !MaySeeNames(actor)) return NamesNotAllowed();
    return {};
}

// One page of a list, and the cursor of the next.
template <typename T>
Result<std::int64_t> CutPage(std::vector<T>& all, const WebParameters& parameters) {
    const auto total = std::ssize(all);
    const auto from = TRY(parameters.Number("cursor", 0, 0, 100'000'000));
    const auto count = TRY(parameters.Number("count", 200, 1, 2000));
    all.erase(all.begin(), all.begin() + std::min<std::int64_t>(from, total));
    if (std::ssize(all) > count) all.resize(static_cast<std::size_t>(count));
    return from + count < total ? from + count : 0;
}

std::string_view WhyTitle(const indicators::Indicator& indicator, std::string_view code) {
    for (const auto& why : indicator.whys) {
        if (why.code == code) return why.title.vi;
    }
    return code;
}

std::string_view WhyEnglish(const indicators::Indicator& indicator, std::string_view code) {
    for (const auto& why : indicator.whys) {
        if (why.code == code) return why.title.en;
    }
    return code;
}

void PutEvidenceName(Writer& out, const std::string& evidence) {
    const auto slash = evidence.find('/');
    if (slash == std::string::npos) {
        out.Null();
        return;
    }
    out.BeginObject().Key("type").String(evidence.substr(0, slash));
    out.Key("id").String(evidence.substr(slash + 1)).EndObject();
}

void PutState(Writer& out, const indicators::Indicator& indicator, const FrozenMember& row) {
    out.Key("met").Boolean(row.met).Key("why").String(row.why);
    PutBoth(out, "why_title", WhyTitle(indicator, row.why), WhyEnglish(indicator, row.why));
    out.Key("evidence");
    PutEvidenceName(out, row.evidence);
    out.Key("due_on");
    PutDay(out, row.due_on);
}

// One page of a list of members: who may read it is decided, whom it names is noted.
class MemberList {
  public:
    static Result<MemberList> Open(const PeriodParts& parts, const Context& context,
                                   const WebParameters& parameters) {
        auto period = TRY(OpenPeriod(parts, context));
        auto asked = TRY(ReadAsked(parts, context, parameters, period));
        TRY(CheckNames(asked, context.actor));
        return MemberList(parts, context.actor, std::move(period), std::move(asked));
    }

    const plan::ClosedPeriod& period() const { return period_; }
    const indicators::Indicator& indicator() const { return *asked_.indicator; }
    const std::string& unit() const { return asked_.unit; }

    // Keeps the page asked for of `all`, reads what is shown of its members, and begins the answer.
    // `row_of` gives the row that stands for one of them.
    template <typename T, typename RowOf>
    Result<void> Begin(Writer& out, std::vector<T>& all, const WebParameters& parameters,
                       const RowOf& row_of) {
        const auto total = std::ssize(all);
        next_ = TRY(CutPage(all, parameters));
        std::vector<std::string_view> ids;
        for (const auto& one : all) ids.push_back(row_of(one).member);
        const auto reader = TRY(parts_->figures.store.Read());
        shown_ = TRY(ReadShown(reader->connection(), asked_.people, ids));
        if (asked_.people) TRY(Note());
        units_ = TRY(parts_->figures.engine.Units());
        out.BeginObject().Key("id").String(period_.id).Key("unit").String(asked_.unit);
        out.Key("indicator").String(asked_.indicator->id).Key("total").Number(total);
        out.Key("members").BeginArray();
        return {};
    }

    void PutWho(Writer& out, const FrozenMember& row) const {
        static const Shown kNobody;
        const auto known = shown_.find(row.member);
        const Shown& one = known == shown_.end() ? kNobody : known->second;
        const std::string lowest = row.units.empty() ? std::string() : row.units.front();
        const auto* unit = units_->FindByName(lowest, period_.to.FirstDay());
        out.Key("member").String(row.member).Key("name").String(one.name);
        if (asked_.people) out.Key("birth_date").String(one.birth).Key("phone").String(one.phone);
        out.Key("unit").String(lowest).Key("unit_name").String(unit ? unit->name : "");
    }

    Result<http::Response> End(Writer& out) const {
        out.EndArray().Key("next");
        next_ == 0 ? out.Null() : out.String(std::to_string(next_));
        out.EndObject();
        return Json(out);
    }

  private:
    MemberList(const PeriodParts& parts, const access::Actor& actor, plan::ClosedPeriod period,
               Asked asked)
        : parts_(&parts), actor_(&actor), period_(std::move(period)), asked_(std::move(asked)) {}

    Result<void> Note() const {
        record::Access access{.interaction = record::Interaction::kFigures};
        for (const auto& [id, one] : shown_) access.homes.push_back(one.rid);
        return parts_->figures.store.Audit(*actor_, std::move(access));
    }

    const PeriodParts* parts_;
    const access::Actor* actor_;
    plan::ClosedPeriod period_;
    Asked asked_;
    std::map<std::string, Shown> shown_;
    std::shared_ptr<const registry::Units> units_;
    std::int64_t next_ = 0;
};

void PutCauseTitle(Writer& out, std::string_view key, periods::Cause cause) {
    switch (cause) {
        case periods::Cause::kRecords:
            return PutBoth(out, key, "Hồ sơ ghi sau khi chốt", "Records written since the closing");
        case periods::Cause::kContent:
            return PutBoth(out, key, "Cách tính, bộ mã đã thay",
                           "The way of counting or the codes changed");
        case periods::Cause::kUnits:
            return PutBoth(out, key, "Đơn vị, địa giới đã đổi", "Units or borders changed");
        case periods::Cause::kOthers:
            return PutBoth(out, key, "Hồ sơ của người hoặc đơn vị khác",
                           "Records of other people or units");
    }
}

// By the same rule as the comparison of two days: what was missing of those gained, what is missing
// of the others.
std::string_view ReasonOf(const Difference& one) {
    const auto& row = one.effect == indicators::Effect::kGained || !one.now ? one.was : one.now;
    return row->why.empty() ? std::string_view("met") : std::string_view(row->why);
}

// What a reader of figures alone is not told of an explanation, for any unit of the period.
struct KeptBack {
    bool all = false;  // of this unit nothing
    SmallTotals moved;
    SmallCells reasons, causes;
};

std::string ReasonKey(const Difference& one) {
    return std::string(indicators::EffectCode(one.effect)) + "/" + std::string(ReasonOf(one));
}

// `whole`: of all of the period. Differences count where the member stands now, or stood.
Result<std::unique_ptr<KeptBack>> Keep(const PeriodParts& parts, const access::Actor& actor,
                                       const plan::ClosedPeriod& period,
                                       const periods::Explanation& whole, registry::Rid unit) {
    auto kept = std::make_unique<KeptBack>();
    if (!KeepsBack(actor, *whole.indicator)) return kept;
    const auto units = TRY(parts.figures.engine.Units());
    const auto day = period.to.FirstDay();
    const auto* top = units->FindByName(period.unit, day);
    if (!top) {
        kept->all = true;
        return kept;
    }
    const Scope scope(*units, top->rid, period.map_day);
    indicators::Counts lowest;
    for (const auto& one : whole.differences) {
        const auto& row = one.now ? *one.now : *one.was;
        const auto* place =
            units->FindByName(row.units.empty() ? period.unit : row.units.front(), day);
        if (!place) continue;
        const Count single{.numerator = 0, .denominator = 1};
        ++lowest[place->rid].denominator;
        kept->reasons.Add(place->rid, ReasonKey(one), single);
        kept->causes.Add(place->rid, std::string(periods::CauseCode(one.cause)), single);
    }
    kept->moved = scope.Decide(lowest, Results::kNone);
    for (auto* cells : {&kept->reasons, &kept->causes})
        cells->Decide(top->rid, scope.PathOf(), Results::kNone, kept->moved);
    const Scope all_seen(actor, *units, top->rid, period.map_day);
    Question question{.unit = unit, .as_of = day, .from = period.from.FirstDay()};
    kept->all =
        TRY(HiddenTotals(parts.figures, actor, all_seen, *whole.indicator, question)).Hidden(unit);
    Withheld withheld(parts, actor, period);
    TRY(withheld.Open());
    for (const auto& frozen : period.indicators) {
        if (frozen.indicator != whole.indicator->id) continue;
        kept->all = kept->all || TRY(withheld.Of(frozen)).now.contains(units->Find(unit)->id);
    }
    return kept;
}

void PutExplained(Writer& out, const periods::Explanation& explanation, const KeptBack& kept,
                  bool keeps, registry::Rid unit) {
    const auto& indicator = *explanation.indicator;
    std::map<std::pair<indicators::Effect, std::string>, std::int64_t> reasons;
    std::map<periods::Cause, std::int64_t> causes;
    for (const auto& one : explanation.differences) {
        ++reasons[{one.effect, std::string(ReasonOf(one))}];
        ++causes[one.cause];
    }
    out.BeginObject().Key("indicator").String(indicator.id).Key("title").String(indicator.title.vi);
    out.Key("title_en").String(indicator.title.en);
    const auto put = [&](std::string_view key, bool hidden, std::int64_t count) {
        out.Key(key);
        hidden ? out.Null() : out.Number(count);
        out.Key("hidden").Boolean(hidden);
    };
    out.Key("was").BeginObject();
    PutCountUnless(out, kept.all, explanation.was);
    out.EndObject().Key("now").BeginObject();
    PutCountUnless(out, kept.all, explanation.now);
    out.EndObject();
    put("differences", kept.all || kept.moved.Hidden(unit), std::ssize(explanation.differences));
    out.Key("reasons").BeginArray();
    for (const auto& [reason, count] : reasons) {
        out.BeginObject().Key("code").String(reason.second).Key("title");
        out.String(reason.second == "met" ? "Đạt" : WhyTitle(indicator, reason.second));
        out.Key("title_en");
        out.String(reason.second == "met" ? "Met" : WhyEnglish(indicator, reason.second));
        out.Key("effect").String(indicators::EffectCode(reason.first));
        put("count",
            keeps && (kept.all ||
                      kept.reasons.Hidden(unit, std::string(indicators::EffectCode(reason.first)) +
                                                    "/" + reason.second)),
            count);
        out.EndObject();
    }
    out.EndArray().Key("causes").BeginArray();
    for (const auto& [cause, count] : causes) {
        out.BeginObject().Key("code").String(periods::CauseCode(cause));
        PutCauseTitle(out, "title", cause);
        put("count",
            keeps && (kept.all || kept.causes.Hidden(unit, std::string(periods::CauseCode(cause)))),
            count);
        out.EndObject();
    }
    out.EndArray().EndObject();
}

void PutVersions(Writer& out, const std::vector<periods::LoggedVersion>& versions) {
    out.Key("versions").BeginArray();
    for (const auto& version : versions) {
        out.BeginObject().Key("type").String(version.type);
        PutBoth(out, "type_title", WordFor("type", version.type), EnglishFor("type", version.type));
        out.Key("id")
            .String(version.id)
            .Key("version")
            .Number(version.version)
            .Key("at")
            .String(FormatInstant(version.at));
        out.Key("by").String(version.author).EndObject();
    }
    out.EndArray();
}

}  // namespace

Result<http::Response> PeriodMembers(const PeriodParts& parts, const Context& context) {
    const auto parameters = TRY(WebParameters::Read(
        context.request.query, {"indicator", "unit", "met", "why", "cursor", "count"}));
    auto list = TRY(MemberList::Open(parts, context, parameters));
    auto rows = TRY(parts.periods.Rows(context.actor, list.period(), list.indicator().id));
    const auto met = parameters.Text("met");
    const auto why = parameters.Text("why");
    std::erase_if(rows, [&](const FrozenMember& row) {
        return !row.StandsIn(list.unit()) || (!met.empty() && row.met != (met == "true")) ||
               (!why.empty() && row.why != why);
    });
    const auto day = list.period().to.FirstDay();
    const auto overdue = [&](const FrozenMember& row) {
        return row.due_on == 0 || row.due_on > day ? 0 : day - row.due_on;
    };
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const auto& a, const auto& b) { return overdue(a) > overdue(b); });
    Writer out;
    TRY(list.Begin(out, rows, parameters,
                   [](const FrozenMember& row) -> const FrozenMember& { return row; }));
    for (const auto& row : rows) {
        out.BeginObject();
        list.PutWho(out, row);
        PutState(out, list.indicator(), row);
        out.Key("days_overdue").Number(overdue(row)).Key("splits").BeginObject();
        out.Key("sex").String(row.sex).Key("age").String(row.age);
        out.Key("ethnicity").String(row.ethnicity).Key("poverty").String(row.poverty);
        out.Key("remoteness").String(row.remoteness).EndObject().EndObject();
    }
    return list.End(out);
}

Result<http::Response> ExplainPeriod(const PeriodParts& parts, const Context& context) {
    const auto parameters = TRY(WebParameters::Read(context.request.query, {"unit", "indicator"}));
    const auto period = TRY(OpenPeriod(parts, context));
    std::string unit = period.unit;
    if (const auto name = parameters.Text("unit"); !name.empty()) {
        const auto question =
            TRY(AskOf(parts, context.actor, name, period.to.ToString(), period.map));
        unit = TRY(parts.figures.engine.Units())->Find(question.unit)->id;
    }
    const auto units = TRY(parts.figures.engine.Units());
    Writer out;
    out.BeginObject().Key("id").String(period.id).Key("unit").String(unit);
    out.Key("from").BeginObject().Key("position").Number(period.position);
    out.Key("content").String(period.content).Key("closed_at").String(period.closed_at);
    out.EndObject().Key("to").BeginObject().Key("position");
    out.Number(parts.figures.store.position()).Key("content");
    out.String(parts.figures.content_hash).EndObject().Key("content_changed");
    out.Boolean(period.content != parts.figures.content_hash).Key("rows").BeginArray();
    const auto only = parameters.Text("indicator");
    for (const auto& one : period.indicators) {
        if (!only.empty() && one.indicator != only) continue;
        const auto* indicator = parts.figures.engine.Find(one.indicator);
        if (!indicator) continue;
        const auto explanation =
            TRY(parts.periods.Explain(context.actor, period, one.indicator, unit));
        const bool keeps = KeepsBack(context.actor, *indicator);
        const auto whole =
            keeps && unit != period.unit
                ? TRY(parts.periods.Explain(context.actor, period, one.indicator, period.unit))
                : explanation;
        const auto* place = units->FindByName(unit, period.to.FirstDay());
        const registry::Rid rid = place ? place->rid : 0;
        PutExplained(out, explanation, *TRY(Keep(parts, context.actor, period, whole, rid)), keeps,
                     rid);
    }
    out.EndArray().EndObject();
    return Json(out);
}

Result<http::Response> ExplainPeriodMembers(const PeriodParts& parts, const Context& context) {
    const auto parameters = TRY(WebParameters::Read(
        context.request.query, {"indicator", "unit", "reason", "effect", "cursor", "count"}));
    auto list = TRY(MemberList::Open(parts, context, parameters));
    auto differences =
        TRY(parts.periods.Explain(context.actor, list.period(), list.indicator().id, list.unit()))
            .differences;
    const auto reason = parameters.Text("reason"), effect = parameters.Text("effect");
    std::erase_if(differences, [&](const Difference& one) {
        return (!reason.empty() && ReasonOf(one) != reason) ||
               (!effect.empty() && indicators::EffectCode(one.effect) != effect);
    });
    const auto row_of = [](const Difference& one) -> const FrozenMember& {
        return one.now ? *one.now : *one.was;
    };
    Writer out;
    TRY(list.Begin(out, differences, parameters, row_of));
    for (const auto& one : differences) {
        out.BeginObject();
        list.PutWho(out, row_of(one));
        out.Key("effect").String(indicators::EffectCode(one.effect));
        for (const auto& [key, row] : {std::pair{"was", &one.was}, std::pair{"now", &one.now}}) {
            out.Key(key);
            if (!*row) {
                out.Null();
                continue;
            }
            out.BeginObject();
            PutState(out, list.indicator(), **row);
            out.EndObject();
        }
        out.Key("cause").String(periods::CauseCode(one.cause));
        PutCauseTitle(out, "cause_title", one.cause);
        PutVersions(out, one.versions);
        out.EndObject();
    }
    return list.End(out);
}

}  // namespace tram::api::web
