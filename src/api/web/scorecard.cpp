// GET /api/v1/indicators and …/trend: figures by unit, and one figure through the months.

#include <algorithm>
#include <cmath>

#include "api/web/figure_answer.h"
#include "api/web/figure_routes.h"

namespace tram::api::web {
namespace {

// So long a trend may keep a screen waiting; what is not known by then comes later.
constexpr int kPatienceMillis = 600;

void PutCatalogue(Writer& out, const FigureParts& parts) {
    out.Key("catalogue").BeginArray();
    for (const auto& target : parts.plan.targets) {
        const auto* indicator = parts.engine.Find(target.indicator);
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
Result<void> PutCompleteness(Writer& out, const FigureParts& parts,
                             const indicators::Scorecard& card, const Question& question) {
    out.Key("completeness").BeginArray();
    const indicators::Indicator* of_people = nullptr;
    for (const auto& indicator : parts.engine.indicators()) {
        if (indicator.base == "actual-residents" && indicator.id == "insured")
            of_people = &indicator;
    }
    if (of_people) {
        const auto counts = TRY(indicators::CountOn(parts.engine, *of_people, question));
        const auto reader = TRY(parts.store.Read());
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

}  // namespace

Result<http::Response> Scorecard(const FigureParts& parts, const Context& context) {
    const Question question = TRY(ReadQuestion(parts, context.actor, context.request.query));
    const auto card = TRY(indicators::MakeScorecard(parts.store, parts.engine, parts.plan, question,
                                                    indicators::YearBeforeIs::kWelcome));
    Writer out;
    out.BeginObject();
    PutHead(out, question, *card.tree, card.position, parts.content_hash);
    PutCatalogue(out, parts);
    const auto heads = TRY(ReadHeads(parts, question.as_of));
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
        PutUnitHead(out, heads, unit->rid);
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
        out.Key("previous");
        if (row.previous) {
            out.BeginObject().Key("as_of").String(DayText(indicators::YearBefore(question.as_of)));
            PutCount(out, *row.previous);
            out.EndObject();
        } else {
            out.Null();
        }
        out.EndObject();
    }
    out.EndArray().Key("complete").Boolean(card.complete);
    TRY(PutCompleteness(out, parts, card, question));
    out.EndObject();
    return Json(out);
}

Result<http::Response> Trend(const FigureParts& parts, const Context& context) {
    const auto* indicator = TRY(FindIndicator(parts, context));
    const auto parameters =
        TRY(WebParameters::Read(context.request.query, {"unit", "as_of", "map", "months"}));
    const Question question = TRY(ReadQuestion(parts, context.actor, context.request.query));
    const int months = static_cast<int>(TRY(parameters.Number("months", 24, 1, 60)));
    const auto trend =
        TRY(indicators::TrendSoFar(parts.engine, *indicator, question, months, kPatienceMillis));
    const auto& points = trend.points;
    Writer out;
    out.BeginObject().Key("points").BeginArray();
    for (const auto& point : points) {
        out.BeginObject().Key("as_of").String(DayText(point.as_of));
        PutCount(out, point.count);
        out.EndObject();
    }
    out.EndArray().Key("complete").Boolean(trend.complete).Key("breaks").BeginArray();
    for (const auto& version : indicator->versions) {
        if (points.empty() || version.valid_from <= points.front().as_of ||
            version.valid_from > points.back().as_of)
            continue;
        out.BeginObject()
            .Key("as_of")
            .String(DayText(version.valid_from))
            .Key("reason")
            .String("Cách tính thay đổi")
            .EndObject();
    }
    out.EndArray().Key("target");
    const auto* target = parts.plan.FindTarget(indicator->id);
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

}  // namespace tram::api::web
