#include "record/search/known_sets.h"

#include <algorithm>
#include <unordered_map>

#include "fhir/definitions/definitions.h"
#include "platform/database/by_set.h"

namespace tram::record {
namespace {

using database::Statement;

constexpr std::size_t kVersionsKept = 4;
// More new versions than these and a set is made anew.
constexpr std::int64_t kMostFollowed = 20'000;
constexpr std::int64_t kOfToken = 0;
// Fewer records are looked up one by one as quickly as a set is brought up to date.
constexpr std::size_t kWorthFollowing = 32;
// So many records go into a new set while one is looked up.
constexpr std::size_t kMadePerLookUp = 20;

using MaybeChanges = std::optional<Rids>;

// What was written after `position`; nullopt: too much to follow.
Result<MaybeChanges> ChangesSince(Scope& scope, std::int64_t position) {
    auto* query =
        TRY(scope.connection().Prepare("SELECT rid FROM log WHERE pos > $1 ORDER BY pos LIMIT $2"));
    query->Bind(1, position);
    query->Bind(2, kMostFollowed + 1);
    Rids rids;
    while (TRY(query->Step())) rids.push_back(query->Int(0));
    if (static_cast<std::int64_t>(rids.size()) > kMostFollowed) return MaybeChanges();
    SortUnique(rids);
    return MaybeChanges(std::move(rids));
}

template <typename Take>
Result<void> Each(Scope& scope, std::string_view sql, const Scope::Bind& bind, Take take) {
    auto* query = TRY(scope.connection().Prepare(sql));
    bind(*query);
    while (TRY(query->Step())) take(*query);
    return {};
}

// The compartments that are open to the actor today; with `among`, only those of them.
Result<RidSet> OpenHomes(Scope& scope, const Rids* among) {
    auto& connection = scope.connection();
    std::string sql = "SELECT home FROM visible WHERE " + connection.InSet("unit", 1) +
                      " AND from_on <= $2 AND to_on >= $2";
    if (among) sql += " AND " + connection.InSet("home", 3);
    RidSet homes;
    TRY(Each(
        scope, sql,
        [&](Statement& query) {
            query.BindSet(1, scope.actor().units);
            query.Bind(2, scope.today());
            if (among) query.BindSet(3, *among);
        },
        [&](Statement& row) { homes.Insert(row.Int(0)); }));
    return homes;
}

// The compartments in which the changed records stand or ever stood.
Result<Rids> HomesOf(Scope& scope, const Rids& rids) {
    Rids homes;
    TRY(Each(
        scope, "SELECT DISTINCT home FROM log WHERE " + scope.connection().InSet("rid", 1),
        [&](Statement& query) { query.BindSet(1, rids); },
        [&](Statement& row) { homes.push_back(row.Int(0)); }));
    SortUnique(homes);
    return homes;
}

// All records of the compartments: a patient's stand in pcd under his person, who is himself while
// he is only referred to.
Result<Rids> RecordsIn(Scope& scope, const Rids& homes) {
    auto& connection = scope.connection();
    Rids persons;
    TRY(Each(
        scope, "SELECT rid, person FROM res WHERE " + connection.InSet("rid", 1),
        [&](Statement& query) { query.BindSet(1, homes); },
        [&](Statement& row) { persons.push_back(row.Int(1) > 0 ? row.Int(1) : row.Int(0)); }));
    SortUnique(persons);
    Rids rids = homes;
    TRY(Each(
        scope, "SELECT rid FROM pcd WHERE " + connection.InSet("person", 1),
        [&](Statement& query) { query.BindSet(1, persons); },
        [&](Statement& row) { rids.push_back(row.Int(0)); }));
    SortUnique(rids);
    return rids;
}

Result<RidSetPtr> AllSeen(Scope& scope, std::int64_t type, const RidSet& homes) {
    auto seen = std::make_shared<RidSet>();
    TRY(Each(
        scope, "SELECT rid, home FROM res WHERE type = $1 AND version > 0 AND flags = 0",
        [&](Statement& query) { query.Bind(1, type); },
        [&](Statement& row) {
            if (homes.Contains(row.Int(1))) seen->Insert(row.Int(0));
        }));
    return RidSetPtr(std::move(seen));
}

// A copy that is changed at the first need.
class Draft {
  public:
    explicit Draft(RidSetPtr base) : base_(std::move(base)) {}
    void Put(Rid rid, bool in) {
        const RidSet& present = own_ ? *own_ : *base_;
        if (present.Contains(rid) == in) return;
        if (!own_) own_ = std::make_shared<RidSet>(*base_);
        in ? own_->Insert(rid) : own_->Erase(rid);
    }
    RidSetPtr Take() { return own_ ? RidSetPtr(std::move(own_)) : std::move(base_); }

  private:
    RidSetPtr base_;
    std::shared_ptr<RidSet> own_;
};

Result<RidSetPtr> AllWithToken(Scope& scope, std::int64_t p, std::int64_t v) {
    auto with = std::make_shared<RidSet>();
    TRY(Each(
        scope, "SELECT rid FROM tok WHERE p = $1 AND v = $2",
        [&](Statement& query) {
            query.Bind(1, p);
            query.Bind(2, v);
        },
        [&](Statement& row) { with->Insert(row.Int(0)); }));
    return RidSetPtr(std::move(with));
}

}  // namespace

KnownSets::EntryPtr KnownSets::Find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    auto& place = entries_[key];
    if (!place.entry) {
        place.entry = std::make_shared<Entry>();
        place.used = recent_.insert(recent_.begin(), key);
    } else {
        recent_.splice(recent_.begin(), recent_, place.used);
    }
    return place.entry;
}

// REQUIRES: the entry is locked.
void KnownSets::Keep(const std::string& key, const EntryPtr& entry,
                     std::shared_ptr<const Known> known) {
    auto& versions = entry->versions;
    if (!versions.empty() && versions.back()->position > known->position) return;
    if (!versions.empty() && versions.back()->position == known->position) versions.pop_back();
    versions.push_back(std::move(known));
    if (versions.size() > kVersionsKept) versions.pop_front();
    // Versions share nearly all; the newest speaks for them.
    std::size_t bytes = sizeof(Known) + versions.back()->homes.bytes();
    for (const auto& [type, set] : versions.back()->types) bytes += set->bytes();
    if (versions.back()->words) bytes += versions.back()->words->bytes();

    const std::lock_guard lock(mutex_);
    const auto place = entries_.find(key);
    if (place == entries_.end() || place->second.entry != entry) return;  // forgotten meanwhile
    bytes_ += bytes - entry->bytes;
    entry->bytes = bytes;
    while (bytes_ > most_bytes_ && recent_.back() != key) {
        const auto oldest = entries_.find(recent_.back());
        bytes_ -= oldest->second.entry->bytes;
        entries_.erase(oldest);
        recent_.pop_back();
    }
}

std::shared_ptr<const KnownSets::Known> KnownSets::NewestUpTo(const Entry& entry,
                                                              std::int64_t position) {
    for (auto known = entry.versions.rbegin(); known != entry.versions.rend(); ++known) {
        if ((*known)->position <= position) return *known;
    }
    return nullptr;
}

Result<RidSetPtr> KnownSets::Seen(Scope& scope, std::string_view type, std::size_t asked) {
    const std::int64_t number = definitions::ResourceTypeNumber(type);
    std::string key = "sight " + std::to_string(scope.today());
    for (const auto unit : scope.actor().units) key += " " + std::to_string(unit);
    const auto entry = Find(key);
    std::unique_lock lock(entry->mutex, std::defer_lock);
    // Who can do without does not wait for a set that is being made.
    if (asked == kAll ? (lock.lock(), false) : !lock.try_lock()) return RidSetPtr();
    const auto position = TRY(scope.Position());
    const auto base = NewestUpTo(*entry, position);
    // Whoever reads an older snapshot than all that is kept, does without.
    if (!base && !entry->versions.empty()) return RidSetPtr();
    const bool has_type = base && base->types.contains(number);
    if (has_type && base->position == position) return base->types.at(number);
    if (has_type && asked < kWorthFollowing) return RidSetPtr();

    auto known = std::make_shared<Known>();
    const auto changes = base ? TRY(ChangesSince(scope, base->position)) : MaybeChanges();
    if (asked != kAll && !(has_type && changes)) {
        auto& missed = entry->missed[number];
        missed += asked;
        const auto price = static_cast<std::size_t>(TRY(scope.Living(type))) / kMadePerLookUp;
        if (missed < price) return RidSetPtr();
        missed = 0;
    }
    if (changes) {
        *known = *base;
        const auto touched = TRY(HomesOf(scope, *changes));
        const auto open = TRY(OpenHomes(scope, &touched));
        Rids turned;
        for (const auto home : touched) {
            if (open.Contains(home) == known->homes.Contains(home)) continue;
            turned.push_back(home);
            open.Contains(home) ? known->homes.Insert(home) : known->homes.Erase(home);
        }
        const auto rids = Unite(*changes, TRY(RecordsIn(scope, turned)));
        std::map<std::int64_t, Draft> drafts;
        for (const auto& [of, set] : known->types) drafts.emplace(of, Draft(set));
        TRY(Each(
            scope,
            "SELECT rid, type, home, version, flags FROM res WHERE " +
                scope.connection().InSet("rid", 1),
            [&](Statement& query) { query.BindSet(1, rids); },
            [&](Statement& row) {
                const auto draft = drafts.find(row.Int(1));
                if (draft == drafts.end()) return;
                const bool lives = row.Int(3) > 0 && row.Int(4) == 0;
                draft->second.Put(row.Int(0), lives && known->homes.Contains(row.Int(2)));
            }));
        for (auto& [of, draft] : drafts) known->types[of] = draft.Take();
    } else {
        known->homes = TRY(OpenHomes(scope, nullptr));
        if (base) {
            for (const auto& [of, set] : base->types) {
                known->types[of] = TRY(AllSeen(scope, of, known->homes));
            }
        }
    }
    known->position = position;
    if (!known->types.contains(number)) {
        known->types[number] = TRY(AllSeen(scope, number, known->homes));
    }
    const auto set = known->types.at(number);
    Keep(key, entry, std::move(known));
    return set;
}

Result<RidSetPtr> KnownSets::WithToken(Scope& scope, std::int64_t p, std::int64_t v) {
    const std::string key = "token " + std::to_string(p) + " " + std::to_string(v);
    const auto entry = Find(key);
    const std::lock_guard lock(entry->mutex);
    const auto position = TRY(scope.Position());
    const auto base = NewestUpTo(*entry, position);
    if (!base && !entry->versions.empty()) return RidSetPtr();
    if (base && base->position == position) return base->types.at(kOfToken);

    auto known = std::make_shared<Known>();
    known->position = position;
    const auto changes = base ? TRY(ChangesSince(scope, base->position)) : MaybeChanges();
    if (changes) {
        const auto& rids = *changes;
        Rids with;
        TRY(Each(
            scope,
            database::SelectBySet(scope.connection(), "rid", "tok", "rid", 3, "p = $1 AND v = $2"),
            [&](Statement& query) {
                query.Bind(1, p);
                query.Bind(2, v);
                query.BindSet(3, rids);
            },
            [&](Statement& row) { with.push_back(row.Int(0)); }));
        SortUnique(with);
        Draft draft(base->types.at(kOfToken));
        for (const auto rid : rids) {
            draft.Put(rid, std::binary_search(with.begin(), with.end(), rid));
        }
        known->types[kOfToken] = draft.Take();
    } else {
        known->types[kOfToken] = TRY(AllWithToken(scope, p, v));
    }
    const auto set = known->types.at(kOfToken);
    Keep(key, entry, std::move(known));
    return set;
}

}  // namespace tram::record
