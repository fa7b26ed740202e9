// GET /api/v1/indicators/{id}/splits and …/whys: a figure by groups of people, and by reasons.

#include <algorithm>
#include <cmath>

#include "api/web/figure_answer.h"
#include "api/web/figure_routes.h"
#include "api/web/words.h"

namespace tram::api::web {

Result<http::Response> Splits(const FigureParts& parts, const Context& context) {
    const auto asked = TRY(AskContext(parts, context));
    const auto reader = TRY(parts.store.Read());
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
            out.Key("title").String(unit ? std::string_view(unit->name)
                                         : WordFor(split.id, group.code));
            if (group.hidden) {
                out.Key("numerator").Null().Key("denominator").Null();
            } else {
                PutCount(out, group.count);
            }
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

Result<http::Response> Whys(const FigureParts& parts, const Context& context) {
    const auto asked = TRY(AskContext(parts, context));
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

}  // namespace tram::api::web
