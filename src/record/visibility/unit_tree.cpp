#include "record/visibility/unit_tree.h"

#include <algorithm>
#include <string_view>

#include "fhir/definitions/definitions.h"

namespace tram::visibility {

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMemory = 60 * kSecond;
// A change is heard of before its transaction is on disk. What is learned meanwhile may still be
// the old tree, so for this long nothing is remembered.
constexpr std::int64_t kSettling = 5 * kSecond;
constexpr std::size_t kMostRemembered = 10'000;

Result<std::vector<storage::Rid>> RidsOf(database::Connection& connection,
                                         std::span<const std::string> units) {
    const std::vector<std::string_view> ids(units.begin(), units.end());
    auto& query = *TRY(
        connection.Prepare("SELECT rid FROM res WHERE type = $1 AND " + connection.InSet("id", 2)));
    query.Bind(1, definitions::ResourceTypeNumber("Organization"));
    query.BindTextSet(2, ids);
    std::vector<storage::Rid> rids;
    while (TRY(query.Step())) rids.push_back(query.Int(0));
    std::sort(rids.begin(), rids.end());
    return rids;
}

}  // namespace

Result<std::vector<storage::Rid>> UnitsBelow(database::Connection& connection,
                                             std::span<const std::string> units,
                                             std::int64_t on_day) {
    auto below = TRY(RidsOf(connection, units));
    // Level by level: as many queries as the tree is deep, and a circle ends where nothing is new.
    auto level = below;
    while (!level.empty()) {
        auto& query = *TRY(connection.Prepare("SELECT DISTINCT child FROM unit_link WHERE " +
                                              connection.InSet("parent", 1) +
                                              " AND from_on <= $2 AND to_on >= $2"));
        query.BindSet(1, level);
        query.Bind(2, on_day);
        std::vector<storage::Rid> next;
        while (TRY(query.Step())) {
            const auto child = query.Int(0);
            if (!std::binary_search(below.begin(), below.end(), child)) next.push_back(child);
        }
        below.insert(below.end(), next.begin(), next.end());
        std::sort(below.begin(), below.end());
        level = std::move(next);
    }
    return below;
}

std::int64_t UnitTree::Today() const {
    constexpr std::int64_t kDay = 86'400 * kSecond;
    const auto local = clock_.Now().micros + std::int64_t{zone_minutes_} * 60 * kSecond;
    return local >= 0 ? local / kDay : (local - kDay + 1) / kDay;
}

UnitTree::Units UnitTree::Remembered(const std::vector<std::string>& units) {
    const auto now = clock_.Now();
    const std::lock_guard lock(mutex_);
    const auto found = answers_.find({Today(), units});
    if (found == answers_.end()) return nullptr;
    const auto& answer = found->second;
    if (answer.learned_at.micros + kMemory < now.micros) return nullptr;
    if (answer.learned_at.micros < changed_at_.micros + kSettling) return nullptr;
    return answer.units;
}

Result<UnitTree::Units> UnitTree::Learn(database::Connection& connection,
                                        const std::vector<std::string>& units) {
    const auto began = clock_.Now();
    const auto today = Today();
    auto below = std::make_shared<const std::vector<storage::Rid>>(
        TRY(UnitsBelow(connection, units, today)));
    const std::lock_guard lock(mutex_);
    if (answers_.size() >= kMostRemembered) answers_.clear();
    answers_.insert_or_assign({today, units}, Answer{.units = below, .learned_at = began});
    return Units(std::move(below));
}

void UnitTree::Changes() {
    const auto now = clock_.Now();
    const std::lock_guard lock(mutex_);
    changed_at_ = now;
}

}  // namespace tram::visibility
