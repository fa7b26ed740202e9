// GET /api/v1/units: the units of a day that the reader sees.

#include <cstdlib>

#include "api/web/figure_answer.h"
#include "api/web/figure_routes.h"
#include "api/web/words.h"

namespace tram::api::web {

Result<http::Response> Units(const FigureParts& parts, const Context& context) {
    const auto parameters = TRY(WebParameters::Read(context.request.query, {"as_of"}));
    const auto day = TRY(parameters.Day("as_of")).value_or(Today(parts.store));
    const auto units = TRY(parts.engine.Units());
    const auto heads = TRY(ReadHeads(parts, day));
    const FigureScope scope(context.actor, *units, day);
    Writer out;
    out.BeginObject().Key("units").BeginArray();
    for (const auto& unit : units->all()) {
        if (!unit.ValidOn(day)) continue;
        if (!scope.Holds(unit.rid)) continue;
        out.BeginObject()
            .Key("id")
            .String(unit.id)
            .Key("code")
            .String(unit.code)
            .Key("kind")
            .String(unit.kind);
        PutBoth(out, "kind_title", WordFor("unit-kind", unit.kind),
                EnglishFor("unit-kind", unit.kind));
        out.Key("name").String(unit.name).Key("parent");
        const auto* parent = units->Parent(unit.rid, day);
        parent ? out.String(parent->id) : out.Null();
        const auto* former = units->FormerParent(unit.rid, day);
        out.Key("former_parent");
        PutText(out, former ? former->name : "");
        const auto put_day = [&](const char* key, std::int32_t value) {
            out.Key(key);
            std::abs(value) == registry::Unit::kOpen ? out.Null() : out.String(DayText(value));
        };
        put_day("valid_from", unit.from_day);
        put_day("valid_to", unit.to_day);
        out.Key("head");
        PutUnitHead(out, heads, unit.rid);
        out.Key("successors").BeginArray();
        for (const auto rid : units->Successors(unit.rid)) {
            if (const auto* next = units->Find(rid)) out.String(next->id);
        }
        out.EndArray().EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

}  // namespace tram::api::web
