#include <algorithm>

#include "api/web/figures.h"
#include "api/web/parameters.h"

namespace tram::api::web {
namespace {

Error NoSuchUnit() {
    return {
        .code = ErrorCode::kNotFound,
        .message = "no such unit, or not one of yours; GET /api/v1/units (tram units) lists them",
        .message_vi =
            "Không có đơn vị này trong phạm vi của bạn. Chọn đơn vị trong danh sách "
            "(lệnh `tram units`).",
        .path = "unit"};
}

// The highest of the actor's units: none of its parents is one of them.
const registry::Unit* TopOf(const access::Actor& actor, const registry::Units& units,
                            std::int32_t day) {
    if (actor.unlimited()) return units.Top(day);
    for (const auto rid : actor.units) {
        const auto* unit = units.Find(rid);
        if (!unit || !unit->ValidOn(day)) continue;
        const auto* parent = units.Parent(rid, day);
        if (!parent || !IsOneOf(actor, parent->rid)) return unit;
    }
    return nullptr;
}

bool CaresForPeople(const registry::Unit& unit) {
    return unit.kind == "station" || unit.kind == "service-point" ||
           unit.kind == "army-civil-station";
}

// The commune above the actor's place of care; nullptr: the unit is no such place, or stands in
// none. A reader of figures alone serves nobody: what is small is hidden within their own units.
const registry::Unit* ServedBy(const access::Actor& actor, const registry::Units& units,
                               const registry::Unit& place, std::int32_t day) {
    if (!actor.role || !actor.role->names || !CaresForPeople(place)) return nullptr;
    for (const auto rid : units.PathUp(place.rid, day)) {
        const auto* above = units.Find(rid);
        if (above && above->kind == "commune") return above;
    }
    return nullptr;
}

}  // namespace

bool IsOneOf(const access::Actor& actor, registry::Rid unit) {
    return actor.unlimited() || std::binary_search(actor.units.begin(), actor.units.end(), unit);
}

FigureScope::FigureScope(const access::Actor& actor, const registry::Units& units, std::int32_t day)
    : actor_(actor), units_(units), day_(day) {
    for (const auto mine : actor.units) {
        const auto* place = units.Find(mine);
        const auto* served = place ? ServedBy(actor, units, *place, day) : nullptr;
        if (served && !IsOneOf(actor, served->rid)) served_.push_back(served->rid);
    }
}

bool FigureScope::Holds(registry::Rid unit) const {
    if (IsOneOf(actor_, unit)) return true;
    if (served_.empty()) return false;
    const auto path = units_.PathUp(unit, day_);
    return std::find_first_of(path.begin(), path.end(), served_.begin(), served_.end()) !=
           path.end();
}

const registry::Unit* HomeOf(const access::Actor& actor, const registry::Units& units,
                             std::int32_t day) {
    const auto* top = TopOf(actor, units, day);
    const auto* served = top ? ServedBy(actor, units, *top, day) : nullptr;
    return served ? served : top;
}

std::int32_t Today(record::Store& store) {
    const std::int64_t local =
        store.clock().Now().micros + store.zone_minutes() * std::int64_t{60'000'000};
    return static_cast<std::int32_t>(local / 86'400'000'000);
}

Result<indicators::Question> ReadQuestion(const FigureParts& parts, const access::Actor& actor,
                                          std::string_view query, Reach reach) {
    const auto parameters = TRY(WebParameters::ReadSome(query));
    const auto units = TRY(parts.engine.Units());
    TRY(units->RefuseCircles());
    indicators::Question question;
    question.today = Today(parts.store);
    question.as_of = TRY(parameters.Day("as_of")).value_or(question.today);
    const auto map = parameters.Text("map");
    if (!map.empty() && map != "own" && map != "today") {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "map is own (of that day) or today",
                     .message_vi = "map là own (địa giới ngày đó) hoặc today (địa giới hôm nay).",
                     .path = "map"};
    }
    question.map = map == "today" ? registry::Map::kToday : registry::Map::kOwn;
    question.base = parameters.Text("base");
    const auto name = parameters.Text("unit");
    const auto* unit = !name.empty()             ? units->FindByName(name, question.as_of)
                       : reach == Reach::kServed ? HomeOf(actor, *units, question.today)
                                                 : TopOf(actor, *units, question.today);
    if (!unit) return NoSuchUnit();
    // A unit that has ended is seen by those who see its successor.
    const auto path = units->PathUp(unit->rid, question.today);
    const bool mine = IsOneOf(actor, unit->rid) ||
                      std::any_of(path.begin(), path.end(),
                                  [&](registry::Rid above) { return IsOneOf(actor, above); });
    const bool served =
        reach == Reach::kServed && FigureScope(actor, *units, question.today).Holds(unit->rid);
    if (!mine && !served) return NoSuchUnit();
    question.unit = unit->rid;
    return question;
}

}  // namespace tram::api::web
