// GET /api/v1/map: the communes of a day as GeoJSON. One without a boundary of its own is drawn by
// those of its predecessors: after a merge nobody need draw the map again.

#include <map>

#include "api/web/figure_answer.h"
#include "api/web/figure_routes.h"
#include "fhir/search/query.h"

namespace tram::api::web {
namespace {

constexpr std::string_view kBoundary = "urn:tram:ext:boundary";

// Geometries by FHIR id of the unit.
Result<std::map<std::string, json::DocumentPtr>> ReadGeometries(const FigureParts& parts,
                                                                const access::Actor& actor) {
    const auto query = TRY(search::ParseQuery(
        "Location", {{"_count", "1000"}}, search::Handling::kStrict, parts.store.zone_minutes()));
    const auto reader = TRY(parts.store.Read());
    const auto found = TRY(reader->Search(actor, query));
    std::map<std::string, json::DocumentPtr> geometries;
    for (const auto& version : TRY(reader->Load(actor, found.hits))) {
        const auto document = TRY(json::Document::Parse(version.body));
        const auto unit = document->root()["managingOrganization"]["reference"].text();
        for (const auto extension : document->root()["extension"]) {
            if (extension["url"].text() != kBoundary) continue;
            // Somebody else may have written it: only what is a geometry is drawn.
            auto geometry = json::Document::Parse(extension["valueString"].text());
            if (geometry && (*geometry)->root()["coordinates"].IsArray()) {
                geometries[std::string(unit.substr(unit.rfind('/') + 1))] = *geometry;
            }
        }
    }
    return geometries;
}

void Collect(const registry::Units& units,
             const std::map<std::string, json::DocumentPtr>& geometries, registry::Rid rid,
             int levels, std::vector<json::Value>& polygons) {
    const auto* unit = units.Find(rid);
    if (!unit || levels == 0) return;
    if (const auto own = geometries.find(unit->id); own != geometries.end()) {
        const auto root = own->second->root();
        if (root["type"].text() == "Polygon") {
            polygons.push_back(root["coordinates"]);
        } else {
            for (const auto polygon : root["coordinates"]) polygons.push_back(polygon);
        }
        return;
    }
    for (const auto before : units.Predecessors(rid))
        Collect(units, geometries, before, levels - 1, polygons);
}

}  // namespace

Result<http::Response> Boundaries(const FigureParts& parts, const Context& context) {
    const auto question =
        TRY(ReadQuestion(parts, context.actor, context.request.query, Reach::kServed));
    const std::int32_t day =
        question.map == registry::Map::kToday ? question.today : question.as_of;
    const auto units = TRY(parts.engine.Units());
    const auto geometries = TRY(ReadGeometries(parts, context.actor));
    Writer out;
    out.BeginObject().Key("type").String("FeatureCollection").Key("features").BeginArray();
    for (const auto& unit : units->all()) {
        if (unit.kind != "commune" || !unit.ValidOn(day)) continue;
        std::vector<json::Value> polygons;
        Collect(*units, geometries, unit.rid, 8, polygons);
        if (polygons.empty()) continue;
        out.BeginObject().Key("type").String("Feature").Key("properties").BeginObject();
        out.Key("id")
            .String(unit.id)
            .Key("code")
            .String(unit.code)
            .Key("name")
            .String(unit.name)
            .Key("ended_on");
        PutDay(out, unit.to_day < question.today ? unit.to_day : 0);
        out.EndObject();
        out.Key("geometry")
            .BeginObject()
            .Key("type")
            .String("MultiPolygon")
            .Key("coordinates")
            .BeginArray();
        for (const auto& polygon : polygons) out.Raw(polygon.raw());
        out.EndArray().EndObject().EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

}  // namespace tram::api::web
