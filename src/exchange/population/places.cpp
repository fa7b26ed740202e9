#include "exchange/population/places.h"

#include <algorithm>

#include "base/edit_distance.h"

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

std::string NamesIn(const std::multimap<std::string, const Unit*, std::less<>>& communes) {
    std::set<std::string_view> told;
    std::string names;
    for (const auto& [key, unit] : communes) {
        if (names.size() < 200 && told.insert(unit->name).second)
            names += (names.empty() ? "" : ", ") + unit->name;
    }
    return names.empty() ? "–" : names;
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
        if (const auto* parent = units.Parent(unit.rid, today)) {
            commune_of_[unit.rid] = parent->rid;
            AddFormer(unit, parent->rid);
        }
        by_name_.emplace(Key(unit.name), &unit);
        by_name_.emplace(WithoutKind(Key(unit.name)), &unit);
        if (!unit.code.empty()) by_code_.emplace(unit.code, &unit);
    }
    if (covered_.contains(within))
        only_ = within;
    else if (hamlets.size() == 1)
        only_ = hamlets.front();
}

void Places::AddFormer(const Unit& hamlet, Rid commune) {
    std::set<Rid> seen;
    std::vector<Rid> open = units_.Predecessors(commune);
    while (!open.empty()) {
        const auto rid = open.back();
        open.pop_back();
        const auto* former = units_.Find(rid);
        if (!former || !seen.insert(rid).second) continue;
        const auto* parent = units_.Parent(hamlet.rid, former->to_day);
        if (parent && parent->rid == rid && former_of_[hamlet.rid].insert(rid).second) {
            former_communes_.emplace(Key(former->name), former);
            former_communes_.emplace(WithoutKind(Key(former->name)), former);
            if (!former->code.empty()) former_communes_.emplace(Key(former->code), former);
        }
        for (const auto before : units_.Predecessors(rid)) open.push_back(before);
    }
}

std::vector<const Unit*> Places::Communes(const ByName& among, std::string_view name) {
    auto found = AllOf(among, Key(name));
    if (found.empty()) found = AllOf(among, WithoutKind(Key(name)));
    return found;
}

bool Places::WasIn(Rid hamlet, const std::vector<const Unit*>& communes) const {
    const auto former = former_of_.find(hamlet);
    return former != former_of_.end() &&
           std::any_of(communes.begin(), communes.end(),
                       [&](const Unit* one) { return former->second.contains(one->rid); });
}

std::string Places::TellApart(const Unit& hamlet) const {
    const auto* commune = units_.Find(CommuneOf(hamlet.rid));
    std::string text = commune ? commune->name : hamlet.name;
    if (const auto former = former_of_.find(hamlet.rid); former != former_of_.end()) {
        for (const auto rid : former->second) text += ", xã cũ " + units_.Find(rid)->name;
    }
    if (!hamlet.code.empty()) text += ", mã " + hamlet.code;
    return text;
}

Places::Found Places::Find(const Asked& asked) const {
    for (const auto code : {asked.code, asked.hamlet}) {
        if (const auto exact = by_code_.find(code); exact != by_code_.end())
            return {.place = exact->second->rid};
    }
    if (!asked.code.empty()) return {.code = "unknown-code", .field = FieldId::kHamletCode};
    // After a merge lists go on naming the commune of before, in a column of its own or not.
    auto communes = Communes(communes_, asked.commune);
    auto former = Communes(former_communes_, asked.former);
    if (!asked.commune.empty() && communes.empty() && asked.former.empty())
        former = Communes(former_communes_, asked.commune);
    if (!asked.commune.empty() && communes.size() != 1 && former.empty())
        return {.code = "unknown-commune", .field = FieldId::kCommune, .names = NamesIn(communes_)};
    if (!asked.former.empty() && former.empty())
        return {.code = "unknown-commune",
                .field = FieldId::kFormerCommune,
                .names = NamesIn(former_communes_)};
    const auto in_commune = communes.size() == 1 ? communes.front()->rid : 0;
    const auto plain = Key(asked.hamlet);
    // A name cut to what tells it apart serves where the whole one finds nothing.
    for (const auto& key : {plain, WithoutKind(plain)}) {
        auto found = AllOf(by_name_, key);
        std::erase_if(found, [&](const Unit* unit) {
            return (in_commune != 0 && CommuneOf(unit->rid) != in_commune) ||
                   (!former.empty() && !WasIn(unit->rid, former));
        });
        if (found.size() == 1) return {.place = found.front()->rid};
        if (found.empty()) continue;
        std::string names;
        for (const auto* unit : found) {
            if (names.size() < 300) names += (names.empty() ? "" : "; ") + TellApart(*unit);
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
        near.emplace_back(EditDistance(wanted, name), unit);
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
