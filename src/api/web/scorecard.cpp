// GET /api/v1/indicators and …/trend: figures by unit, and one figure through the months.

#include <algorithm>
#include <cmath>
#include <map>

#include "api/web/figure_answer.h"
#include "api/web/figure_routes.h"
#include "api/web/suppression.h"

namespace tram::api::web {
namespace {

// So long a trend may keep a screen waiting; what is not known by then comes later.
constexpr int kPatienceMillis = 600;

// The base a figure stands on, and those it may be asked over.
void PutBase(Writer& out, const indicators::Indicator& indicator, const Question& question) {
    const auto* asked = indicator.FindBase(question.base);
    const bool other = asked && (!asked->number_only || indicator.counts_everyone);
    out.Key("base").String(other ? asked->id : indicator.base);
    const auto& title = other ? asked->title : indicator.base_title;
    PutBoth(out, "base_title", title.vi, title.en);
    out.Key("bases").BeginArray();
    for (const auto& base : indicator.bases) {
        if (base.number_only && !indicator.counts_everyone) continue;
        out.BeginObject().Key("id").String(base.id).Key("title").String(base.title.vi);
        out.Key("title_en").String(base.title.en).EndObject();
    }
    out.EndArray();
}

void PutCompanionHead(Writer& out, const indicators::Indicator& indicator,
                      const indicators::Indicator& companion) {
    constexpr std::string_view kKinds[] = {"share", "count", "days", "longest"};
    out.Key("id").String(std::string_view(companion.id).substr(companion.id.rfind('/') + 1));
    out.Key("title").String(companion.title.vi).Key("title_en").String(companion.title.en);
    out.Key("kind").String(kKinds[static_cast<std::size_t>(companion.companion_kind)]);
    out.Key("indicator").String(indicator.id);
}

void PutCatalogue(Writer& out, const FigureParts& parts, const Question& question) {
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
        PutBoth(out, "text", target.text, target.text_en);
        out.Key("operator").String(plan::OperatorCode(target.op)).Key("target");
        PutNumber(out, target.value);
        out.Key("direction_only")
            .Boolean(indicator->direction_only)
            .Key("sustained")
            .Boolean(target.sustained);
        constexpr std::string_view kTypes[] = {"patient", "facility", "area", "facility_service"};
        out.Key("member_type").String(kTypes[static_cast<std::size_t>(indicator->member_type)]);
        out.Key("checked").Boolean(indicator->checked).Key("source").String(indicator->source);
        out.Key("home_note");
        PutText(out, indicator->home_note.vi);
        out.Key("home_note_en");
        PutText(out, indicator->home_note.en);
        out.Key("limit_note");
        PutText(out, indicator->over_limit.vi);
        out.Key("limit_note_en");
        PutText(out, indicator->over_limit.en);
        PutBase(out, *indicator, question);
        out.Key("companions").BeginArray();
        for (const auto& companion : indicator->companions) {
            out.BeginObject();
            PutCompanionHead(out, *indicator, companion);
            out.EndObject();
        }
        out.EndArray().EndObject();
    }
    out.EndArray();
}

Result<void> PutCompleteness(Writer& out, const FigureParts& parts,
                             const indicators::Scorecard& card, const Question& question) {
    std::vector<indicators::Rid> units;
    for (const auto* unit : card.units) units.push_back(unit->rid);
    out.Key("completeness").BeginArray();
    for (const auto& one : TRY(indicators::MakeCompleteness(parts.engine, question, units))) {
        out.BeginObject().Key("unit").String(card.tree->Find(one.unit)->id);
        out.Key("names").Number(one.names).Key("published").Number(one.published);
        out.Key("published_on").String(DayText(one.published_on)).Key("percent");
        PutNumber(out, std::round(static_cast<double>(one.names) * 1000 /
                                  static_cast<double>(one.published)) /
                           10);
        out.Key("warning").Boolean(one.Warns()).EndObject();
    }
    out.EndArray();
    return {};
}

// What a reader of figures alone is not told of a scorecard, by indicator.
struct Kept {
    SmallTotals now, before;
};
Result<std::map<const indicators::Indicator*, Kept>> KeptBack(const FigureParts& parts,
                                                              const Context& context,
                                                              const indicators::Scorecard& card,
                                                              const Question& question) {
    std::map<const indicators::Indicator*, Kept> kept;
    const Scope scope(context.actor, *card.tree, question.unit,
                      question.map == registry::Map::kToday ? question.today : question.as_of);
    Question before = question;
    before.as_of = indicators::YearBefore(question.as_of);
    for (const auto& row : card.rows) {
        const auto [one, fresh] = kept.try_emplace(row.indicator);
        if (!fresh) continue;
        one->second.now = TRY(HiddenTotals(parts, context.actor, scope, *row.indicator, question));
        if (row.previous)
            one->second.before =
                TRY(HiddenTotals(parts, context.actor, scope, *row.indicator, before));
    }
    return kept;
}

// People of the unit who stand in none of the units below it: recorded without a hamlet, or in a
// unit that was split ("chưa xếp").
void PutUnplaced(Writer& out, const indicators::Scorecard& card,
                 const std::map<const indicators::Indicator*, Kept>& kept) {
    out.Key("unplaced").BeginArray();
    for (const auto& whole : card.rows) {
        const bool people = whole.indicator->member_type == indicators::MemberType::kPatient;
        if (!people || card.units.size() == 1 || whole.unit != card.units.front()->rid) continue;
        Count left = whole.count;
        for (const auto& part : card.rows) {
            if (part.indicator != whole.indicator || part.unit == whole.unit) continue;
            left.numerator -= part.count.numerator;
            left.denominator -= part.count.denominator;
        }
        if (left.denominator == 0 || kept.at(whole.indicator).now.HidesRest(whole.unit)) continue;
        out.BeginObject().Key("indicator").String(whole.indicator->id);
        PutCount(out, left);
        out.EndObject();
    }
    out.EndArray();
}

}  // namespace

Result<http::Response> Scorecard(const FigureParts& parts, const Context& context) {
    const Question question =
        TRY(ReadQuestion(parts, context.actor, context.request.query, Reach::kServed));
    const auto card = TRY(indicators::MakeScorecard(parts.store, parts.engine, parts.plan, question,
                                                    indicators::YearBeforeIs::kWelcome));
    Writer out;
    out.BeginObject();
    PutHead(out, question, *card.tree, card.position, parts.content_hash);
    PutCatalogue(out, parts, question);
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
        const auto* former = card.tree->FormerParent(unit->rid, question.as_of);
        out.Key("kind").String(unit->kind).Key("former_parent");
        PutText(out, former ? former->name : "");
        out.Key("head");
        PutUnitHead(out, heads, unit->rid);
        out.EndObject();
    }
    const auto kept = TRY(KeptBack(parts, context, card, question));
    out.EndArray().Key("rows").BeginArray();
    for (const auto& row : card.rows) {
        const auto& [now, before] = kept.at(row.indicator);
        const bool hidden = now.Hidden(row.unit);
        out.BeginObject()
            .Key("indicator")
            .String(row.indicator->id)
            .Key("unit")
            .String(card.tree->Find(row.unit)->id);
        PutCountUnless(out, hidden, row.count);
        out.Key("target");
        PutNumber(out, row.target);
        out.Key("milestone");
        PutNumber(out, row.milestone);
        out.Key("assigned");
        PutNumber(out, row.assigned);
        out.Key("status").String(hidden ? "none" : row.status);
        out.Key("no_data").Number(hidden ? 0 : row.count.no_data).Key("previous");
        if (row.previous && !hidden && !before.Hidden(row.unit)) {
            out.BeginObject().Key("as_of").String(DayText(indicators::YearBefore(question.as_of)));
            PutCount(out, *row.previous);
            out.EndObject();
        } else {
            out.Null();
        }
        out.EndObject();
    }
    out.EndArray().Key("complete").Boolean(card.complete);
    PutUnplaced(out, card, kept);
    TRY(PutCompleteness(out, parts, card, question));
    out.EndObject();
    return Json(out);
}

Result<http::Response> Companions(const FigureParts& parts, const Context& context) {
    const auto* indicator = TRY(FindIndicator(parts, context));
    TRY(WebParameters::Read(context.request.query, {"unit", "as_of", "map", "base"}));
    const Question question =
        TRY(ReadQuestion(parts, context.actor, context.request.query, Reach::kServed));
    const auto figures = TRY(indicators::MakeCompanions(parts.engine, *indicator, question));
    Writer out;
    out.BeginObject();
    PutHead(out, question, *TRY(parts.engine.Units()), parts.store.position(), parts.content_hash);
    const auto kept =
        MaySeeNames(context.actor)
            ? indicators::KeptBeside()
            : TRY(HiddenBeside(parts, context.actor, TRY(Ask(parts, *indicator, question))));
    out.Key("companions").BeginArray();
    for (const auto& figure : figures) {
        out.BeginObject();
        PutCompanionHead(out, *indicator, *figure.companion);
        PutCountUnless(out, kept.HidesCompanion(*figure.companion), figure.count);
        out.EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

Result<http::Response> Trend(const FigureParts& parts, const Context& context) {
    const auto* indicator = TRY(FindIndicator(parts, context));
    const auto parameters = TRY(WebParameters::Read(
        context.request.query, {"unit", "as_of", "map", "base", "months", "plan"}));
    const Question question =
        TRY(ReadQuestion(parts, context.actor, context.request.query, Reach::kServed));
    const int months = static_cast<int>(TRY(parameters.Number("months", 24, 1, 60)));
    const auto trend =
        TRY(indicators::TrendSoFar(parts.engine, *indicator, question, months, kPatienceMillis));
    const auto& points = trend.points;
    Writer out;
    out.BeginObject().Key("points").BeginArray();
    const auto units = TRY(parts.engine.Units());
    for (const auto& point : points) {
        out.BeginObject().Key("as_of").String(DayText(point.as_of));
        Question then = question;
        then.as_of = point.as_of;
        const Scope scope(context.actor, *units, question.unit,
                          question.map == registry::Map::kToday ? question.today : point.as_of);
        const auto hidden = TRY(HiddenTotals(parts, context.actor, scope, *indicator, then));
        PutCountUnless(out, hidden.Hidden(question.unit), point.count);
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
            .Key("reason_en")
            .String("The way of counting changed")
            .EndObject();
    }
    out.EndArray().Key("target");
    const auto* target = parts.plan.FindTarget(indicator->id);
    PutNumber(out, target ? target->value : std::nullopt);
    out.Key("milestones").BeginArray();
    if (target) {
        const auto reader = TRY(parts.store.Read());
        const auto goals = TRY(indicators::Goals::Load(reader->connection(), parts.plan));
        const auto path = TRY(parts.engine.Units())->PathUp(question.unit, question.as_of);
        const int first =
            Date::FromDays(points.empty() ? question.as_of : points.front().as_of).year;
        for (int year = first; year <= parts.plan.horizon; ++year) {
            const auto value = goals.Milestone(*target, year, path);
            if (!value) continue;
            out.BeginObject().Key("year").Number(year).Key("value");
            PutNumber(out, value);
            out.EndObject();
        }
    }
    out.EndArray().EndObject();
    return Json(out);
}

}  // namespace tram::api::web
