#include "exchange/population/places.h"

#include <algorithm>

#include "exchange/population/form.h"

namespace tram::population {
namespace {

constexpr std::size_t kMostNearest = 200;

// Words that say only what kind of place it is; lists often leave them out.
constexpr std::string_view kKinds[] = {"to dan pho", "khu pho", "khu vuc",  "khu",     "ap",
                                       "thon",       "ban",     "xom",      "buon",    "lang",
                                       "xa",         "phuong",  "thi tran", "dac khu", "to"};

std::string WithoutKind(std::string_view plain) {
    for (const auto kind : kKinds) {
        if (plain.size() > kind.size() && plain.starts_with(kind) && plain[kind.size()] == ' ')
            return std::string(plain.substr(kind.size() + 1));
    }
    return std::string(plain);
}

// "ap 03" is "ap 3".
std::string WithoutZeros(std::string_view plain) {
    std::string out;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const bool starts = i == 0 || plain[i - 1] == ' ';
        const bool digit_follows =
            i + 1 < plain.size() && plain[i + 1] >= '0' && plain[i + 1] <= '9';
        if (plain[i] == '0' && starts && digit_follows) continue;
        out += plain[i];
    }
    return out;
}

std::string Key(std::string_view text) {
    return WithoutZeros(Plain(text));
}

std::size_t Distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
            diagonal = above;
        }
    }
    return row[b.size()];
}

template <typename Map>
std::vector<const Unit*> AllOf(const Map& map, const std::string& key) {
    std::vector<const Unit*> found;
    const auto [begin, end] = map.equal_range(key);
    for (auto one = begin; one != end; ++one) {
        if (std::find(found.begin(), found.end(), one->second) == found.end())
            found.push_back(one->second);
    }
    return found;
}

}  // namespace

Places::Places(const registry::Units& units, const access::Actor& actor, Rid within,
               std::int32_t today)
    : units_(units) {
    const auto mine = [&](Rid rid) {
        if (!actor.unlimited() && !std::binary_search(actor.units.begin(), actor.units.end(), rid))
            return false;
        if (within == 0) return true;
        const auto path = units.PathUp(rid, today);
        return std::find(path.begin(), path.end(), within) != path.end();
    };
    std::vector<Rid> hamlets;
    for (const auto& unit : units.all()) {
        if (!unit.ValidOn(today)) continue;
        if (unit.kind == "station" || unit.kind == "army-civil-station") {
            if (const auto* commune = units.Parent(unit.rid, today))
                station_of_.emplace(commune->rid, unit.id);
            continue;
        }
        if ((unit.kind != "hamlet" && unit.kind != "commune") || !mine(unit.rid)) continue;
        covered_.insert(unit.rid);
        if (unit.kind == "commune") {
            commune_of_[unit.rid] = unit.rid;
            communes_.emplace(Key(unit.name), &unit);
            communes_.emplace(WithoutKind(Key(unit.name)), &unit);
            if (!unit.code.empty()) communes_.emplace(Key(unit.code), &unit);
            continue;
        }
        hamlets.push_back(unit.rid);
        if (const auto* parent = units.Parent(unit.rid, today)) commune_of_[unit.rid] = parent->rid;
        by_name_.emplace(Key(unit.name), &unit);
        by_name_.emplace(WithoutKind(Key(unit.name)), &unit);
        if (!unit.code.empty()) by_code_.emplace(unit.code, &unit);
    }
    if (covered_.contains(within))
        only_ = within;
    else if (hamlets.size() == 1)
        only_ = hamlets.front();
}

Places::Found Places::Find(std::string_view hamlet, std::string_view commune) const {
    if (const auto exact = by_code_.find(hamlet); exact != by_code_.end())
        return {.place = exact->second->rid};
    Rid in_commune = 0;
    if (!commune.empty()) {
        auto found = AllOf(communes_, Key(commune));
        if (found.empty()) found = AllOf(communes_, WithoutKind(Key(commune)));
        if (found.size() != 1) {
            std::string names;
            for (const auto& [key, unit] : communes_) {
                if (names.find(unit->name) == std::string::npos && names.size() < 200)
                    names += (names.empty() ? "" : ", ") + unit->name;
            }
            return {.code = "unknown-commune", .names = std::move(names)};
        }
        in_commune = found.front()->rid;
    }
    const auto plain = Key(hamlet);
    // A name cut to what tells it apart serves where the whole one finds nothing.
    for (const auto& key : {plain, WithoutKind(plain)}) {
        auto found = AllOf(by_name_, key);
        std::erase_if(found, [&](const Unit* unit) {
            return in_commune != 0 && CommuneOf(unit->rid) != in_commune;
        });
        if (found.size() == 1) return {.place = found.front()->rid};
        if (found.empty()) continue;
        std::string names;
        for (const auto* unit : found) {
            const auto* parent = units_.Find(CommuneOf(unit->rid));
            const auto& name = parent ? parent->name : unit->name;
            if (names.size() < 200) names += (names.empty() ? "" : ", ") + name;
        }
        return {.code = "several-hamlets", .names = std::move(names)};
    }
    return {.code = "unknown-hamlet", .names = Nearest(plain, in_commune)};
}

std::string Places::Nearest(std::string_view plain, Rid commune) const {
    const std::pair key(std::string(plain), commune);
    // A column that holds no hamlets at all would ask for each of its rows.
    if (nearest_.size() >= kMostNearest && !nearest_.contains(key)) return "…";
    auto& known = nearest_[key];
    if (!known.empty()) return known;
    std::vector<std::pair<std::size_t, const Unit*>> near;
    const auto wanted = plain.substr(0, 60);
    for (const auto& [name, unit] : by_name_) {
        if (commune != 0 && CommuneOf(unit->rid) != commune) continue;
        near.emplace_back(Distance(wanted, name), unit);
    }
    std::stable_sort(near.begin(), near.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::set<std::string_view> told;
    for (const auto& [distance, unit] : near) {
        if (told.size() == 3) break;
        if (told.insert(unit->name).second) known += (known.empty() ? "" : ", ") + unit->name;
    }
    if (known.empty()) known = "–";
    return known;
}

Rid Places::CommuneOf(Rid place) const {
    const auto found = commune_of_.find(place);
    return found == commune_of_.end() ? 0 : found->second;
}

std::string Places::StationOf(Rid place) const {
    const auto station = station_of_.find(CommuneOf(place));
    return station == station_of_.end() ? std::string() : station->second;
}

std::string Places::AddressOf(Rid place) const {
    const auto* unit = units_.Find(place);
    const auto* commune = units_.Find(CommuneOf(place));
    std::string text = unit ? unit->name : std::string();
    if (commune && commune != unit) text += ", " + commune->name;
    return text;
}

const std::string& Places::IdOf(Rid place) const {
    const auto* unit = units_.Find(place);
    TRAM_CHECK(unit != nullptr);
    return unit->id;
}

}  // namespace tram::population
