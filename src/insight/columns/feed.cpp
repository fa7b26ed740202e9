#include "insight/columns/feed.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace tram::columns {
namespace {

constexpr std::size_t kMostKept = 50'000;
// Beyond this asking everybody is quicker than asking the touched.
constexpr std::size_t kMostTouched = 5'000;
constexpr std::int64_t kPage = 10'000;

}  // namespace

void Feed::BeginAt(std::int64_t position, Survivors survivors) {
    const std::lock_guard lock(mutex_);
    if (begun_) return;
    survivors_ = std::move(survivors);
    known_from_ = position_ = position;
    begun_ = true;
}

std::optional<Feed::Survivors> Feed::SurvivorsAt(std::int64_t position) const {
    const std::lock_guard lock(mutex_);
    if (!begun_ || position_ != position) return std::nullopt;
    return survivors_;
}

Result<std::int64_t> Feed::CatchUp(record::Reader& reader) {
    const std::int64_t upto = reader.position();
    const std::lock_guard lock(mutex_);
    auto& connection = reader.connection();
    if (!begun_) {
        survivors_ = TRY(ReadSurvivors(connection));
        known_from_ = position_ = upto;
        begun_ = true;
    }
    while (position_ < upto) {
        const auto entries = TRY(reader.LogAfter(position_, kPage));
        if (entries.empty()) break;
        const std::size_t old = entries_.size();
        TRY(Add(connection, entries));
        const auto added = static_cast<std::ptrdiff_t>(std::min(old, entries_.size()));
        std::stable_sort(entries_.begin() + added, entries_.end(),
                         [](const Entry& a, const Entry& b) { return a.pos < b.pos; });
        position_ = entries.back().pos;
        while (entries_.size() > kMostKept) {
            known_from_ = entries_.front().pos;
            entries_.pop_front();
        }
    }
    return upto;
}

Result<Feed::Survivors> Feed::ReadSurvivors(database::Connection& connection) {
    Survivors survivors;
    auto& rows =
        *TRY(connection.Prepare("SELECT rid, person FROM reg_patients WHERE person <> rid"));
    while (TRY(rows.Step())) survivors[rows.Int(0)] = rows.Int(1);
    return survivors;
}

void Feed::Keep(std::int64_t pos, Rid home, Rid rid, std::string_view type) {
    auto known = types_.find(type);
    if (known == types_.end()) known = types_.emplace(type).first;
    entries_.push_back({pos, home, rid, *known});
}

Result<void> Feed::Add(database::Connection& connection,
                       const std::vector<record::LogEntry>& entries) {
    std::unordered_map<Rid, const record::LogEntry*> edited;
    bool patients = false;
    for (const auto& entry : entries) {
        Keep(entry.pos, entry.home, entry.rid, entry.type);
        patients |= entry.type == "Patient";
        if (entry.version > 1 && entry.home != entry.rid) edited.emplace(entry.rid, &entry);
    }
    if (!edited.empty()) {
        // An edit may have moved a record from one person to another: both are touched, from the
        // first edit of this page on.
        std::vector<Rid> rids;
        for (const auto& [rid, entry] : edited) rids.push_back(rid);
        auto& homes =
            *TRY(connection.Prepare("SELECT rid, home, pos FROM log WHERE " +
                                    connection.InSet("rid", 1) + " AND pos <= $2 ORDER BY pos"));
        homes.BindSet(1, rids);
        homes.Bind(2, entries.back().pos);
        std::unordered_map<Rid, Rid> before;
        while (TRY(homes.Step())) {
            Rid& home = before[homes.Int(0)];
            if (home != 0 && home != homes.Int(1) && homes.Int(2) >= entries.front().pos)
                Keep(homes.Int(2), home, homes.Int(0), edited[homes.Int(0)]->type);
            home = homes.Int(1);
        }
    }
    return patients ? AddRelinked(connection, entries) : Result<void>();
}

// A link made or undone moves the figures of the survivor until now and of the one from now on.
Result<void> Feed::AddRelinked(database::Connection& connection,
                               const std::vector<record::LogEntry>& entries) {
    std::vector<Rid> patients;
    for (const auto& entry : entries) {
        if (entry.type == "Patient") patients.push_back(entry.rid);
    }
    const auto survivor_of = [](const Survivors& all, Rid patient) {
        const auto known = all.find(patient);
        return known == all.end() ? patient : known->second;
    };
    Survivors now;  // a deleted one has no row, and is nobody's any more
    for (const Rid patient : patients) now[patient] = patient;
    auto& rows = *TRY(connection.Prepare("SELECT rid, person FROM reg_patients WHERE " +
                                         connection.InSet("rid", 1)));
    rows.BindSet(1, patients);
    while (TRY(rows.Step())) now[rows.Int(0)] = rows.Int(1);
    if (std::all_of(now.begin(), now.end(), [&](const auto& one) {
            return survivor_of(survivors_, one.first) == one.second;
        })) {
        return {};
    }
    // Rare, and those linked to the linked move too: all links are read anew and compared.
    const auto before = std::exchange(survivors_, TRY(ReadSurvivors(connection)));
    std::unordered_set<Rid> touched;
    for (const Survivors* side : {&before, &std::as_const(survivors_)}) {
        for (const auto& [patient, unused] : *side) {
            const Rid was = survivor_of(before, patient);
            const Rid is = survivor_of(survivors_, patient);
            if (was == is) continue;
            for (const Rid one : {patient, was, is}) touched.insert(one);
        }
    }
    if (touched.size() * patients.size() > kMostKept) {
        entries_.clear();
        known_from_ = entries.back().pos;
        return {};
    }
    // When within the page it happened is not known: at each edit of a person.
    for (const auto& entry : entries) {
        if (entry.type != "Patient") continue;
        for (const Rid home : touched) Keep(entry.pos, home, 0, "Patient");
    }
    return {};
}

std::optional<std::vector<Feed::Rid>> Feed::HomesTouched(std::int64_t after, std::int64_t upto,
                                                         const Types& types) const {
    const std::lock_guard lock(mutex_);
    if (!begun_ || after < known_from_) return std::nullopt;
    std::unordered_set<Rid> homes;
    for (auto entry = entries_.rbegin(); entry != entries_.rend() && entry->pos > after; ++entry) {
        if (entry->pos <= upto && types.contains(entry->type)) homes.insert(entry->home);
    }
    if (homes.size() > kMostTouched) return std::nullopt;
    std::vector<Rid> sorted(homes.begin(), homes.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

std::optional<Feed::Moved> Feed::MovedSince(std::int64_t after, std::int64_t upto,
                                            std::string_view type) const {
    const std::lock_guard lock(mutex_);
    if (!begun_ || after < known_from_) return std::nullopt;
    Moved moved;
    for (auto entry = entries_.rbegin(); entry != entries_.rend() && entry->pos > after; ++entry) {
        if (entry->pos > upto) continue;
        if (entry->rid == 0) moved.persons.push_back(entry->home);
        if (entry->rid != 0 && entry->type == type) moved.records.push_back(entry->rid);
    }
    for (auto* each : {&moved.records, &moved.persons}) {
        std::sort(each->begin(), each->end());
        each->erase(std::unique(each->begin(), each->end()), each->end());
    }
    return moved;
}

bool Feed::Touched(std::int64_t after, std::int64_t upto, const Types& types) const {
    const std::lock_guard lock(mutex_);
    if (!begun_ || after < known_from_) return true;
    for (auto entry = entries_.rbegin(); entry != entries_.rend() && entry->pos > after; ++entry) {
        if (entry->pos <= upto && types.contains(entry->type)) return true;
    }
    return false;
}

}  // namespace tram::columns
