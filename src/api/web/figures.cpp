#include "api/web/figures.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "api/web/parameters.h"
#include "base/date.h"
#include "fhir/definitions/definitions.h"
#include "fhir/json/writer.h"
#include "insight/indicators/members.h"

namespace tram::api {
namespace {

using indicators::Count;
using indicators::Question;
using json::Writer;

std::string DayText(std::int32_t day) {
    return Date::FromDays(day).ToString();
}

http::Response Json(Writer& out) {
    http::Response response;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"},
                        {"Cache-Control", "no-store"}};
    response.body = out.Take();
    return response;
}

void PutNumber(Writer& out, std::optional<double> value) {
    if (!value) {
        out.Null();
        return;
    }
    char text[32];
    std::snprintf(text, sizeof(text), "%g", *value);
    out.Raw(text);
}

void PutHead(Writer& out, const Question& question, const registry::Units& units,
             std::int64_t position, const std::string& content) {
    const auto* unit = units.Find(question.unit);
    out.Key("as_of").String(DayText(question.as_of));
    out.Key("unit").String(unit ? unit->id : "");
    out.Key("map").String(question.map == registry::Map::kToday ? "today" : "own");
    out.Key("position").Number(position);
    out.Key("content").String(content);
}

void PutCount(Writer& out, const Count& count) {
    out.Key("numerator").Number(count.numerator).Key("denominator").Number(count.denominator);
}

Error NamesNotAllowed() {
    return {.code = ErrorCode::kForbidden,
            .message = "your role sees figures, not names; counts by hamlet are under splits",
            .message_vi =
                "Vai trò của bạn được xem số liệu, không xem danh sách tên. Xem số đếm theo khu, "
                "ấp ở phần chia nhóm.",
            .path = "names-not-allowed"};
}

// Names of the heads of units on a day, by unit.
Result<std::map<std::int64_t, std::string>> ReadHeads(const FigureParts& parts, std::int32_t day) {
    const auto reader = TRY(parts.store.Read());
    auto& rows = *TRY(
        reader->connection().Prepare("SELECT r.organization, p.name FROM reg_practitioner_roles r "
                                     "JOIN reg_practitioners p ON p.rid = r.practitioner "
                                     "WHERE r.code = 'head' AND COALESCE(r.from_day, 0) <= $1 AND "
                                     "COALESCE(r.to_day, 9999999) >= $1 ORDER BY r.from_day"));
    rows.Bind(1, day);
    std::map<std::int64_t, std::string> heads;
    while (TRY(rows.Step())) heads[rows.Int(0)] = rows.Text(1);
    return heads;
}

// The record that decided: what it is and where to read it.
Result<void> PutEvidence(Writer& out, database::Connection& connection, std::int64_t rid) {
    if (rid == 0) {
        out.Null();
        return {};
    }
    auto& rows = *TRY(connection.Prepare("SELECT type, id FROM res WHERE rid = $1"));
    rows.Bind(1, rid);
    if (!TRY(rows.Step())) {
        out.Null();
        return {};
    }
    out.BeginObject().Key("type").String(
        definitions::ResourceTypeName(static_cast<std::uint16_t>(rows.Int(0))));
    out.Key("id").String(rows.Text(1)).EndObject();
    rows.Reset();
    return {};
}

class Figures {
  public:
    explicit Figures(const FigureParts& parts) : parts_(parts) {}

    Result<http::Response> Scorecard(const Context& context) const;
    Result<http::Response> Trend(const Context& context) const;
    Result<http::Response> Splits(const Context& context) const;
    Result<http::Response> Whys(const Context& context) const;
    Result<http::Response> Members(const Context& context) const;
    Result<http::Response> Changes(const Context& context) const;
    Result<http::Response> ChangeMembers(const Context& context) const;
    Result<http::Response> Units(const Context& context) const;

  private:
    struct Asked {
        const indicators::Indicator* indicator = nullptr;
        Question question;
        std::shared_ptr<const indicators::Answer> answer;
        indicators::Geography geography;
        std::vector<indicators::Member> members;  // at or below the unit
    };
    Result<const indicators::Indicator*> FindIndicator(const Context& context) const;
    Result<Asked> Ask(const indicators::Indicator& indicator, const Question& question) const;
    Result<Asked> AskContext(const Context& context) const;
    Result<void> Note(const access::Actor& actor,
                      const std::vector<indicators::Member>& shown) const;
    void PutCatalogue(Writer& out) const;
    Result<void> PutCompleteness(Writer& out, const indicators::Scorecard& card,
                                 const Question& question) const;
    Result<http::Response> PutMembers(const Context& context, const Asked& asked,
                                      std::vector<indicators::Member> members,
                                      const WebParameters& parameters) const;
    struct Compared {
        Asked from, to;
        std::vector<indicators::Change> changes;
    };
    Result<Compared> Compare(const Context& context, const WebParameters& parameters) const;

    FigureParts parts_;
};

Result<const indicators::Indicator*> Figures::FindIndicator(const Context& context) const {
    const auto* indicator = parts_.engine.Find(context.capture("id"));
    if (!indicator) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "no such indicator",
                     .message_vi = "Không có chỉ tiêu này.",
                     .path = "id"};
    }
    return indicator;
}

Result<Figures::Asked> Figures::Ask(const indicators::Indicator& indicator,
                                    const Question& question) const {
    Asked asked{.indicator = &indicator, .question = question};
    asked.answer = TRY(parts_.engine.Ask(indicator, indicators::DatesOf(question.as_of)));
    asked.geography = {TRY(parts_.engine.Units()),
                       question.map == registry::Map::kToday ? question.today : question.as_of};
    asked.members = indicators::MembersBelow(*asked.answer, asked.geography, question.unit);
    return asked;
}

Result<Figures::Asked> Figures::AskContext(const Context& context) const {
    const auto* indicator = TRY(FindIndicator(context));
    return Ask(*indicator, TRY(ReadQuestion(parts_, context.actor, context.request.query)));
}

// Who was shown whose name is noted like any other reading of a record.
Result<void> Figures::Note(const access::Actor& actor,
                           const std::vector<indicators::Member>& shown) const {
    record::Access access{.interaction = record::Interaction::kFigures};
    for (const auto& member : shown) access.homes.push_back(member.member);
    return parts_.store.Audit(actor, std::move(access));
}

void Figures::PutCatalogue(Writer& out) const {
    out.Key("catalogue").BeginArray();
    for (const auto& target : parts_.plan.targets) {
        const auto* indicator = parts_.engine.Find(target.indicator);
        if (!indicator) continue;
        out.BeginObject().Key("id").String(indicator->id).Key("clause").String(target.clause);
        out.Key("title").String(indicator->title.vi).Key("title_en").String(indicator->title.en);
        out.Key("short")
            .String(target.short_title.vi)
            .Key("short_en")
            .String(target.short_title.en);
        out.Key("text").String(target.text);
        out.Key("operator").String(plan::OperatorCode(target.op)).Key("target");
        PutNumber(out, target.value);
        out.Key("direction_only")
            .Boolean(indicator->direction_only)
            .Key("sustained")
            .Boolean(target.sustained);
        constexpr std::string_view kTypes[] = {"patient", "facility", "area", "facility_service"};
        out.Key("member_type").String(kTypes[static_cast<std::size_t>(indicator->member_type)]);
        out.Key("checked").Boolean(indicator->checked).Key("source").String(indicator->source);
        out.Key("base").String(indicator->base).Key("base_title").String(indicator->base_title.vi);
        out.EndObject();
    }
    out.EndArray();
}

// Names in the base beside what the statistics office published: a thin list makes every percentage
// look good.
Result<void> Figures::PutCompleteness(Writer& out, const indicators::Scorecard& card,
                                      const Question& question) const {
    out.Key("completeness").BeginArray();
    const indicators::Indicator* of_people = nullptr;
    for (const auto& indicator : parts_.engine.indicators()) {
        if (indicator.base == "actual-residents" && indicator.id == "insured")
            of_people = &indicator;
    }
    if (of_people) {
        const auto counts = TRY(indicators::CountOn(parts_.engine, *of_people, question));
        const auto reader = TRY(parts_.store.Read());
        auto& rows = *TRY(reader->connection().Prepare(
            "SELECT organization, value, on_day FROM reg_published_populations WHERE on_day <= $1 "
            "ORDER BY on_day"));
        rows.Bind(1, question.as_of);
        std::map<std::int64_t, std::pair<std::int64_t, std::int32_t>>
            published;  // newest of each unit
        while (TRY(rows.Step()))
            published[rows.Int(0)] = {rows.Int(1), static_cast<std::int32_t>(rows.Int(2))};
        const std::int32_t map_day =
            question.map == registry::Map::kToday ? question.today : question.as_of;
        for (const auto* unit : card.units) {
            std::int64_t sum = 0;
            std::int32_t on = 0;
            const auto own = published.find(unit->rid);
            if (own != published.end()) {
                sum = own->second.first;
                on = own->second.second;
            } else {
                for (const auto* below : card.tree->Below(unit->rid, map_day)) {
                    if (const auto part = published.find(below->rid); part != published.end()) {
                        sum += part->second.first;
                        on = std::max(on, part->second.second);
                    }
                }
            }
            const auto names = counts.find(unit->rid);
            if (sum == 0 || names == counts.end()) continue;
            out.BeginObject().Key("unit").String(unit->id).Key("names").Number(
                names->second.denominator);
            out.Key("published").Number(sum).Key("published_on").String(DayText(on)).Key("percent");
            PutNumber(out, std::round(static_cast<double>(names->second.denominator) * 1000 /
                                      static_cast<double>(sum)) /
                               10);
            out.EndObject();
        }
    }
    out.EndArray();
    return {};
}

Result<http::Response> Figures::Scorecard(const Context& context) const {
    const Question question = TRY(ReadQuestion(parts_, context.actor, context.request.query));
    const auto card =
        TRY(indicators::MakeScorecard(parts_.store, parts_.engine, parts_.plan, question));
    Writer out;
    out.BeginObject();
    PutHead(out, question, *card.tree, card.position, parts_.content_hash);
    PutCatalogue(out);
    const auto heads = TRY(ReadHeads(parts_, question.as_of));
    out.Key("units").BeginArray();
    for (const auto* unit : card.units) {
        out.BeginObject()
            .Key("id")
            .String(unit->id)
            .Key("code")
            .String(unit->code)
            .Key("name")
            .String(unit->name);
        out.Key("kind").String(unit->kind).Key("head");
        const auto head = heads.find(unit->rid);
        head == heads.end() ? out.Null() : out.String(head->second);
        out.EndObject();
    }
    out.EndArray().Key("rows").BeginArray();
    for (const auto& row : card.rows) {
        out.BeginObject()
            .Key("indicator")
            .String(row.indicator->id)
            .Key("unit")
            .String(card.tree->Find(row.unit)->id);
        PutCount(out, row.count);
        out.Key("target");
        PutNumber(out, row.target);
        out.Key("milestone");
        PutNumber(out, row.milestone);
        out.Key("assigned");
        PutNumber(out, row.assigned);
        out.Key("status").String(row.status).Key("no_data").Number(row.count.no_data);
        out.Key("previous")
            .BeginObject()
            .Key("as_of")
            .String(DayText(indicators::YearBefore(question.as_of)));
        PutCount(out, row.previous);
        out.EndObject().EndObject();
    }
    out.EndArray();
    TRY(PutCompleteness(out, card, question));
    out.EndObject();
    return Json(out);
}

Result<http::Response> Figures::Trend(const Context& context) const {
    const auto* indicator = TRY(FindIndicator(context));
    const auto parameters =
        TRY(WebParameters::Read(context.request.query, {"unit", "as_of", "map", "months"}));
    const Question question = TRY(ReadQuestion(parts_, context.actor, context.request.query));
    const int months = static_cast<int>(TRY(parameters.Number("months", 24, 1, 60)));
    const auto points = TRY(indicators::MakeTrend(parts_.engine, *indicator, question, months));
    Writer out;
    out.BeginObject().Key("points").BeginArray();
    for (const auto& point : points) {
        out.BeginObject().Key("as_of").String(DayText(point.as_of));
        PutCount(out, point.count);
        out.EndObject();
    }
    out.EndArray().Key("breaks").BeginArray();
    for (const auto& version : indicator->versions) {
        if (version.valid_from <= points.front().as_of || version.valid_from > points.back().as_of)
            continue;
        out.BeginObject()
            .Key("as_of")
            .String(DayText(version.valid_from))
            .Key("reason")
            .String("Cách tính thay đổi")
            .EndObject();
    }
    out.EndArray().Key("target");
    const auto* target = parts_.plan.FindTarget(indicator->id);
    PutNumber(out, target ? target->value : std::nullopt);
    out.Key("milestones").BeginArray();
    if (target) {
        for (const auto& [year, value] : target->milestones) {
            out.BeginObject().Key("year").Number(year).Key("value");
            PutNumber(out, value);
            out.EndObject();
        }
    }
    out.EndArray().EndObject();
    return Json(out);
}

Result<http::Response> Figures::Splits(const Context& context) const {
    const auto asked = TRY(AskContext(context));
    const auto reader = TRY(parts_.store.Read());
    const auto facts = TRY(indicators::FactsOf(reader->connection(), *asked.answer, asked.members));
    const bool names = context.actor.role && context.actor.role->names;
    const auto splits = indicators::MakeSplits(
        *asked.answer, asked.members, facts, *asked.geography.units,
        names ? indicators::SmallCells::kShow : indicators::SmallCells::kHide);
    Writer out;
    out.BeginObject().Key("splits").BeginArray();
    for (const auto& split : splits) {
        out.BeginObject().Key("id").String(split.id).Key("groups").BeginArray();
        for (const auto& group : split.groups) {
            out.BeginObject().Key("code").String(group.code);
            const auto* unit = split.id == "hamlet" ? asked.geography.units->FindByName(
                                                          group.code, asked.question.as_of)
                                                    : nullptr;
            out.Key("title").String(unit ? unit->name : group.code);
            PutCount(out, group.hidden ? Count{} : group.count);
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

Result<http::Response> Figures::Whys(const Context& context) const {
    const auto asked = TRY(AskContext(context));
    std::vector<std::int64_t> counts(asked.indicator->whys.size() + 1);
    for (const auto& member : asked.members) {
        if (!member.met) ++counts[member.why];
    }
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
        out.Key("count").Number(counts[i]).EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

Result<http::Response> Figures::PutMembers(const Context& context, const Asked& asked,
                                           std::vector<indicators::Member> members,
                                           const WebParameters& parameters) const {
    const bool people = asked.indicator->member_type == indicators::MemberType::kPatient;
    if (people && !(context.actor.role && context.actor.role->names)) return NamesNotAllowed();
    const auto reader = TRY(parts_.store.Read());
    auto& connection = reader->connection();
    const auto facts = TRY(indicators::FactsOf(connection, *asked.answer, members));
    indicators::RankForWork(members, facts, asked.question.as_of);
    const auto total = static_cast<std::int64_t>(members.size());
    const auto from = TRY(parameters.Number("cursor", 0, 0, 100'000'000));
    const auto count = TRY(parameters.Number("count", 200, 1, 2000));
    members.erase(members.begin(), members.begin() + std::min(from, total));
    if (std::ssize(members) > count) members.resize(static_cast<std::size_t>(count));
    if (people) TRY(Note(context.actor, members));
    Writer out;
    out.BeginObject();
    PutHead(out, asked.question, *asked.geography.units, asked.answer->position,
            parts_.content_hash);
    out.Key("total").Number(total).Key("members").BeginArray();
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
        TRY(PutEvidence(out, connection, member.evidence));
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
        out.Key("remoteness").String(one.remoteness).EndObject().EndObject();
    }
    out.EndArray().Key("next");
    from + count < total ? out.String(std::to_string(from + count)) : out.Null();
    out.EndObject();
    return Json(out);
}

Result<http::Response> Figures::Members(const Context& context) const {
    const auto parameters = TRY(WebParameters::Read(
        context.request.query, {"unit", "as_of", "map", "met", "why", "cursor", "count"}));
    auto asked = TRY(AskContext(context));
    const auto met = parameters.Text("met");
    const auto why = parameters.Text("why");
    std::erase_if(asked.members, [&](const indicators::Member& member) {
        if (!met.empty() && member.met != (met == "true")) return true;
        return !why.empty() &&
               (member.why == 0 || asked.indicator->whys[member.why - 1].code != why);
    });
    auto members = asked.members;
    return PutMembers(context, asked, std::move(members), parameters);
}

Result<Figures::Compared> Figures::Compare(const Context& context,
                                           const WebParameters& parameters) const {
    const auto* indicator = TRY(FindIndicator(context));
    Question question = TRY(ReadQuestion(parts_, context.actor, context.request.query));
    Compared compared;
    question.as_of = TRY(parameters.Day("to")).value_or(question.today);
    compared.to = TRY(Ask(*indicator, question));
    question.as_of = TRY(parameters.Day("from")).value_or(indicators::YearBefore(question.as_of));
    compared.from = TRY(Ask(*indicator, question));
    compared.changes = indicators::CompareAnswers(compared.from.members, compared.to.members);
    return compared;
}

Result<http::Response> Figures::Changes(const Context& context) const {
    const auto parameters =
        TRY(WebParameters::Read(context.request.query, {"unit", "from", "to", "map"}));
    const auto compared = TRY(Compare(context, parameters));
    std::map<std::pair<indicators::Effect, std::uint8_t>, std::int64_t> reasons;
    for (const auto& change : compared.changes) ++reasons[{change.effect, change.why}];
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
        PutCount(out, count);
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
        out.Key("effect")
            .String(indicators::EffectCode(reason.first))
            .Key("count")
            .Number(count)
            .EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

Result<http::Response> Figures::ChangeMembers(const Context& context) const {
    const auto parameters =
        TRY(WebParameters::Read(context.request.query, {"unit", "from", "to", "map", "reason",
                                                        "effect", "cursor", "count"}));
    const auto compared = TRY(Compare(context, parameters));
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
    return PutMembers(context, asked, std::move(members), parameters);
}

Result<http::Response> Figures::Units(const Context& context) const {
    const auto parameters = TRY(WebParameters::Read(context.request.query, {"as_of"}));
    const auto day = TRY(parameters.Day("as_of")).value_or(Today(parts_.store));
    const auto units = TRY(parts_.engine.Units());
    const auto heads = TRY(ReadHeads(parts_, day));
    Writer out;
    out.BeginObject().Key("units").BeginArray();
    for (const auto& unit : units->all()) {
        if (!unit.ValidOn(day)) continue;
        const bool seen =
            context.actor.unlimited() ||
            std::binary_search(context.actor.units.begin(), context.actor.units.end(), unit.rid);
        if (!seen) continue;
        out.BeginObject()
            .Key("id")
            .String(unit.id)
            .Key("code")
            .String(unit.code)
            .Key("kind")
            .String(unit.kind);
        out.Key("name").String(unit.name).Key("parent");
        const auto* parent = units->Parent(unit.rid, day);
        parent ? out.String(parent->id) : out.Null();
        const auto put_day = [&](const char* key, std::int32_t value) {
            out.Key(key);
            std::abs(value) == registry::Unit::kOpen ? out.Null() : out.String(DayText(value));
        };
        put_day("valid_from", unit.from_day);
        put_day("valid_to", unit.to_day);
        out.Key("head");
        const auto head = heads.find(unit.rid);
        head == heads.end() ? out.Null()
                            : out.BeginObject().Key("name").String(head->second).EndObject();
        out.Key("successors").BeginArray();
        for (const auto rid : units->Successors(unit.rid)) {
            if (const auto* next = units->Find(rid)) out.String(next->id);
        }
        out.EndArray().EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

}  // namespace

std::vector<Route> FigureRoutes(const FigureParts& parts) {
    const auto figures = std::make_shared<const Figures>(parts);
    using Method = Result<http::Response> (Figures::*)(const Context&) const;
    const std::pair<const char*, Method> table[] = {
        {"/api/v1/units", &Figures::Units},
        {"/api/v1/indicators", &Figures::Scorecard},
        {"/api/v1/indicators/{id}/trend", &Figures::Trend},
        {"/api/v1/indicators/{id}/splits", &Figures::Splits},
        {"/api/v1/indicators/{id}/whys", &Figures::Whys},
        {"/api/v1/indicators/{id}/members", &Figures::Members},
        {"/api/v1/indicators/{id}/changes", &Figures::Changes},
        {"/api/v1/indicators/{id}/changes/members", &Figures::ChangeMembers}};
    std::vector<Route> routes;
    for (const auto& [pattern, method] : table) {
        routes.push_back(
            {.method = "GET",
             .pattern = pattern,
             .action = [figures, method = method](
                           const Context& context) { return ((*figures).*method)(context); },
             .form = Form::kProblem});
    }
    return routes;
}

}  // namespace tram::api
