#include "care/registry/units.h"

#include <algorithm>

namespace tram::registry {
namespace {

constexpr int kMostLevels = 32;  // far above any real tree; a longer path is a circle

std::int32_t DayOr(const database::Statement& row, int column, std::int32_t open) {
    return row.IsNull(column) ? open : static_cast<std::int32_t>(row.Int(column));
}

}  // namespace

Result<Units> Units::Load(database::Connection& connection) {
    Units units;
    auto& rows =
        *TRY(connection.Prepare("SELECT rid, id, code, kind, name, from_day, to_day, remoteness, "
                                "distance FROM reg_organizations "
                                "ORDER BY rid"));
    while (TRY(rows.Step())) {
        units.by_rid_[rows.Int(0)] = units.units_.size();
        units.units_.push_back({rows.Int(0), std::string(rows.Text(1)), std::string(rows.Text(2)),
                                std::string(rows.Text(3)), std::string(rows.Text(4)),
                                DayOr(rows, 5, -Unit::kOpen), DayOr(rows, 6, Unit::kOpen),
                                std::string(rows.Text(7)), rows.IsNull(8) ? -1 : rows.Real(8)});
    }
    auto& links =
        *TRY(connection.Prepare("SELECT organization, participant, kind, from_day, to_day FROM "
                                "reg_unit_links ORDER BY rid"));
    while (TRY(links.Step())) {
        const Link link{links.Int(0), links.Int(1), DayOr(links, 3, -Unit::kOpen),
                        DayOr(links, 4, Unit::kOpen)};
        if (links.Text(2) == "part-of") {
            units.parents_.emplace(link.part, link);
            units.parts_.emplace(link.whole, link);
        } else if (links.Text(2) == "successor") {
            units.successors_.emplace(link.part, link);
        }
    }
    units.sound_ = units.FindCircle();
    return units;
}

Result<void> Units::RefuseCircles() const {
    return sound_;
}

const Unit* Units::Find(Rid rid) const {
    const auto found = by_rid_.find(rid);
    return found == by_rid_.end() ? nullptr : &units_[found->second];
}

const Unit* Units::FindByName(std::string_view name, std::int32_t day) const {
    const Unit* best = nullptr;
    for (const Unit& unit : units_) {
        if (unit.id == name) return &unit;
        if (unit.code != name || name.empty()) continue;
        const bool better =
            !best || (unit.ValidOn(day) && !best->ValidOn(day)) ||
            (unit.ValidOn(day) == best->ValidOn(day) && unit.from_day > best->from_day);
        if (better) best = &unit;
    }
    return best;
}

const Unit* Units::Top(std::int32_t day) const {
    const Unit* top = nullptr;
    std::size_t most = 0;
    for (const Unit& unit : units_) {
        if (!unit.ValidOn(day) || Parent(unit.rid, day)) continue;
        const std::size_t parts = Below(unit.rid, day).size();
        if (parts > most) {
            most = parts;
            top = &unit;
        }
    }
    return top;
}

const Unit* Units::Parent(Rid rid, std::int32_t day) const {
    const Link* last = nullptr;
    const auto [begin, end] = parents_.equal_range(rid);
    for (auto link = begin; link != end; ++link) {
        const Link& one = link->second;
        if (one.from_day > day || day > one.to_day) continue;
        if (!last || std::pair(last->from_day, last->whole) < std::pair(one.from_day, one.whole))
            last = &one;
    }
    return last ? Find(last->whole) : nullptr;
}

// The units that stand for it on `day`: itself, its successor, or the parts it was split into.
std::vector<Rid> Units::CarryToSuccessors(Rid rid, std::int32_t day) const {
    std::vector<Rid> places, open = {rid};
    for (int step = 0; step < kMostLevels && !open.empty(); ++step) {
        std::vector<Rid> next;
        for (const Rid one : open) {
            const Unit* unit = Find(one);
            auto successors = unit && unit->to_day < day ? Successors(one) : std::vector<Rid>();
            if (successors.empty()) {
                places.push_back(one);
            } else {
                next.insert(next.end(), successors.begin(), successors.end());
            }
        }
        open = std::move(next);
    }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

std::vector<Rid> Units::Climb(Rid rid, std::int32_t day) const {
    std::vector<Rid> path;
    for (const Unit* unit = Find(rid); unit && path.size() < kMostLevels;
         unit = Parent(unit->rid, day)) {
        path.push_back(unit->rid);
    }
    return path;
}

std::vector<Rid> Units::PathUp(Rid rid, std::int32_t day) const {
    const auto places = CarryToSuccessors(rid, day);
    if (places.empty()) return {};
    auto path = Climb(places.front(), day);
    for (std::size_t i = 1; i < places.size(); ++i) {
        const auto other = Climb(places[i], day);
        std::erase_if(path, [&](Rid above) {
            return std::find(other.begin(), other.end(), above) == other.end();
        });
    }
    return path;
}

std::vector<const Unit*> Units::Below(Rid rid, std::int32_t day) const {
    std::vector<const Unit*> below;
    const auto [begin, end] = parts_.equal_range(rid);
    for (auto link = begin; link != end; ++link) {
        if (link->second.from_day > day || day > link->second.to_day) continue;
        const Unit* unit = Find(link->second.part);
        if (unit && unit->ValidOn(day)) below.push_back(unit);
    }
    std::sort(below.begin(), below.end(), [](const Unit* a, const Unit* b) {
        return std::tie(a->kind, a->code, a->name, a->rid) <
               std::tie(b->kind, b->code, b->name, b->rid);
    });
    below.erase(std::unique(below.begin(), below.end()), below.end());
    return below;
}

const Unit* Units::FormerParent(Rid rid, std::int32_t day) const {
    const Unit* now = Parent(rid, day);
    const Link* last = nullptr;
    const auto [begin, end] = parents_.equal_range(rid);
    for (auto link = begin; link != end; ++link) {
        const Link& one = link->second;
        if (one.to_day >= day || (now && one.whole == now->rid)) continue;
        if (!last || std::pair(last->to_day, last->whole) < std::pair(one.to_day, one.whole))
            last = &one;
    }
    return last ? Find(last->whole) : nullptr;
}

const Unit* Units::Above(Rid rid, std::string_view kind, std::int32_t day) const {
    for (const Rid one : PathUp(rid, day)) {
        const Unit* unit = Find(one);
        if (unit && unit->kind == kind) return unit;
    }
    return nullptr;
}

std::vector<Rid> Units::Successors(Rid rid) const {
    std::vector<Rid> rids;
    const auto [begin, end] = successors_.equal_range(rid);
    for (auto link = begin; link != end; ++link) rids.push_back(link->second.whole);
    std::sort(rids.begin(), rids.end());
    rids.erase(std::unique(rids.begin(), rids.end()), rids.end());
    return rids;
}

std::vector<Rid> Units::Predecessors(Rid rid) const {
    std::vector<Rid> rids;
    for (const auto& [part, link] : successors_) {
        if (link.whole == rid) rids.push_back(part);
    }
    std::sort(rids.begin(), rids.end());
    return rids;
}

}  // namespace tram::registry
