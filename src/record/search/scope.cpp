#include "record/search/scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "fhir/definitions/definitions.h"
#include "platform/database/by_set.h"
#include "record/search/known_sets.h"

namespace tram::record {

using database::Statement;

Result<void> Scope::Spend(std::size_t rows) {
    budget_ -= static_cast<std::int64_t>(rows);
    if (budget_ >= 0) return {};
    return Error{.code = ErrorCode::kTooCostly,
                 .message =
                     "the search would have to look at too many records; narrow it, for "
                     "example by patient, date or code",
                 .message_vi =
                     "Lần tìm này phải duyệt quá nhiều hồ sơ; hãy thu hẹp lại, ví dụ "
                     "theo người bệnh, ngày hoặc mã."};
}

Result<std::vector<std::int64_t>> Scope::Column(std::string_view sql, const Bind& bind) {
    auto* query = TRY(connection_.Prepare(sql));
    bind(*query);
    std::vector<std::int64_t> values;
    while (TRY(query->Step())) values.push_back(query->Int(0));
    TRY(Spend(values.size()));
    return values;
}

Result<Scope::Pairs> Scope::TwoColumns(std::string_view sql, const Bind& bind) {
    auto* query = TRY(connection_.Prepare(sql));
    bind(*query);
    Pairs values;
    while (TRY(query->Step())) values.emplace_back(query->Int(0), query->Int(1));
    TRY(Spend(values.size()));
    return values;
}

Result<std::int64_t> Scope::One(std::string_view sql, const Bind& bind) {
    auto* query = TRY(connection_.Prepare(sql));
    bind(*query);
    const std::int64_t value = TRY(query->Step()) ? query->Int(0) : 0;
    query->Reset();
    return value;
}

Result<std::int64_t> Scope::Position() {
    if (!position_) {
        position_ = TRY(One("SELECT coalesce(max(pos), 0) FROM log", [](Statement&) {}));
    }
    return *position_;
}

Result<std::int64_t> Scope::Living(std::string_view type) {
    return One("SELECT n FROM stat WHERE p = 0 AND v = $1",
               [&](Statement& query) { query.Bind(1, definitions::ResourceTypeNumber(type)); });
}

bool Scope::MayRead(std::string_view type) const {
    return access::CheckRight(actor_, access::Right::kRead, type).ok();
}

bool Scope::IsLimitedFor(std::string_view type) const {
    return !actor_.unlimited() && !access::IsCommonType(type);
}

Result<Rids> Scope::Seen(std::string_view type, std::span<const Rid> rids) {
    if (!IsLimitedFor(type) || rids.empty()) return Rids(rids.begin(), rids.end());
    if (known_) {
        if (const auto seen = TRY(known_->Seen(*this, type, rids.size()))) {
            Rids kept;
            for (const auto rid : rids) {
                if (seen->Contains(rid)) kept.push_back(rid);
            }
            SortUnique(kept);
            return kept;
        }
    }
    const auto homes =
        TRY(TwoColumns(database::SelectBySet(connection_, "rid, home", "res", "rid", 1),
                       [&](Statement& query) { query.BindSet(1, rids); }));
    return SeenHomes(homes);
}

Result<Rids> Scope::Reachable(std::string_view type, std::span<const Rid> rids) {
    if (rids.empty() || !MayRead(type)) return Rids();
    const auto homes =
        TRY(TwoColumns(database::SelectBySet(connection_, "rid, home", "res", "rid", 1,
                                             "type = $2 AND version > 0 AND flags = 0"),
                       [&](Statement& query) {
                           query.BindSet(1, rids);
                           query.Bind(2, definitions::ResourceTypeNumber(type));
                       }));
    if (IsLimitedFor(type)) return SeenHomes(homes);
    Rids found;
    for (const auto& [rid, home] : homes) found.push_back(rid);
    SortUnique(found);
    return found;
}

Result<Rids> Scope::Reachable(std::span<const Rid> rids) {
    if (rids.empty()) return Rids();
    const auto types = TRY(TwoColumns(database::SelectBySet(connection_, "rid, type", "res", "rid",
                                                            1, "version > 0 AND flags = 0"),
                                      [&](Statement& query) { query.BindSet(1, rids); }));
    std::map<std::int64_t, Rids> by_type;
    for (const auto& [rid, type] : types) by_type[type].push_back(rid);
    Rids found;
    for (auto& [number, of_type] : by_type) {
        const auto type = definitions::ResourceTypeName(static_cast<std::uint16_t>(number));
        if (!MayRead(type)) continue;
        SortUnique(of_type);
        const auto seen = TRY(Seen(type, of_type));
        found.insert(found.end(), seen.begin(), seen.end());
    }
    SortUnique(found);
    return found;
}

Result<Rids> Scope::SeenHomes(const Pairs& rids_and_homes) {
    std::vector<Rid> unknown;
    for (const auto& [rid, home] : rids_and_homes) {
        if (!homes_.contains(home)) unknown.push_back(home);
    }
    SortUnique(unknown);
    TRY(LearnHomes(unknown));
    Rids seen;
    for (const auto& [rid, home] : rids_and_homes) {
        if (homes_[home]) seen.push_back(rid);
    }
    SortUnique(seen);
    return seen;
}

Result<void> Scope::LearnHomes(const std::vector<Rid>& homes) {
    if (homes.empty()) return {};
    for (const auto home : homes) homes_.emplace(home, false);
    TRY(Spend(homes.size()));
    for (const auto home : TRY(OpenHomes(connection_, actor_.units, today_, homes)))
        homes_[home] = true;
    return {};
}

Result<bool> Scope::SeesHome(Rid home) {
    if (!homes_.contains(home)) TRY(LearnHomes({home}));
    return homes_[home];
}

Result<Rids> OpenHomes(database::Connection& connection, std::span<const Rid> units,
                       std::int64_t day, std::span<const Rid> homes) {
    Rids open;
    if (homes.empty()) return open;
    // Few units see one compartment, while a district asks with hundreds: so ask by compartment.
    auto& rows = *TRY(connection.Prepare(database::SelectBySet(
        connection, "home, unit", "visible", "home", 1, "from_on <= $2 AND to_on >= $2")));
    rows.BindSet(1, homes);
    rows.Bind(2, day);
    while (TRY(rows.Step())) {
        if (std::binary_search(units.begin(), units.end(), rows.Int(1)))
            open.push_back(rows.Int(0));
    }
    SortUnique(open);
    return open;
}

Result<std::map<Rid, std::int64_t>> OpenUntil(database::Connection& connection,
                                              std::span<const Rid> units, std::int64_t day,
                                              std::span<const Rid> homes) {
    std::map<Rid, std::int64_t> until;
    if (homes.empty()) return until;
    std::map<Rid, Scope::Pairs> stretches;  // from, to
    auto& rows = *TRY(connection.Prepare(database::SelectBySet(
        connection, "home, unit, from_on, to_on", "visible", "home", 1, "to_on >= $2")));
    rows.BindSet(1, homes);
    rows.Bind(2, day);
    while (TRY(rows.Step())) {
        if (std::binary_search(units.begin(), units.end(), rows.Int(1)))
            stretches[rows.Int(0)].emplace_back(rows.Int(2), rows.Int(3));
    }
    for (auto& [home, known] : stretches) {
        std::sort(known.begin(), known.end());
        std::int64_t last = day - 1;
        for (const auto& [from, to] : known) {
            if (from <= last + 1) last = std::max(last, to);
        }
        if (last >= day) until[home] = last;
    }
    return until;
}

void SortUnique(Rids& rids) {
    if (!std::is_sorted(rids.begin(), rids.end())) std::sort(rids.begin(), rids.end());
    rids.erase(std::unique(rids.begin(), rids.end()), rids.end());
}

Rids Intersect(std::span<const Rid> a, std::span<const Rid> b) {
    Rids out;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

Rids Without(std::span<const Rid> a, std::span<const Rid> b) {
    Rids out;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

Rids Unite(std::span<const Rid> a, std::span<const Rid> b) {
    Rids out;
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

}  // namespace tram::record
