#include "insight/indicators/engine.h"

#include <algorithm>
#include <unordered_set>

namespace tram::indicators {
namespace {

// A district of 150,000 has about 40 bytes a row: five population figures of one day are 30 MB.
constexpr std::size_t kMostRowsKept = 3'000'000;
// Beyond this share of a population asking everybody is quicker than asking the touched.
constexpr std::size_t kMostTouched = 5'000;
constexpr std::int64_t kFeedPage = 10'000;

// Types whose change can move a person's row only through the person's own compartment, or not at
// all.
bool StaysWithinPersons(std::string_view type) {
    static const std::unordered_set<std::string_view> kAway = {
        "Organization", "OrganizationAffiliation", "Practitioner",          "PractitionerRole",
        "Device",       "HealthcareService",       "QuestionnaireResponse", "Basic",
        "Location"};
    return !kAway.contains(type);
}

}  // namespace

struct Engine::Cell {
    std::mutex mutex;
    std::shared_ptr<const Answer> answer;
};

Engine::Engine(record::Store& store, std::vector<Indicator> indicators)
    : store_(store), indicators_(std::move(indicators)) {}

const Indicator* Engine::Find(std::string_view id) const {
    for (const auto& indicator : indicators_) {
        if (indicator.id == id) return &indicator;
    }
    return nullptr;
}

std::shared_ptr<Engine::Cell> Engine::FindCell(const Key& key) {
    const std::lock_guard lock(mutex_);
    auto& cell = cells_[key];
    if (!cell) cell = std::make_shared<Cell>();
    const auto found = cell;
    recent_.remove(key);
    recent_.push_front(key);
    std::size_t rows = 0;
    for (auto place = recent_.begin(); place != recent_.end();) {
        const auto known = cells_.find(*place);
        // An answer being replaced meanwhile is counted wrongly once: the next call evens it out.
        const auto answer = std::atomic_load(&known->second->answer);
        rows += answer ? answer->members.size() : 0;
        if (rows > kMostRowsKept && place != recent_.begin()) {
            cells_.erase(known);
            place = recent_.erase(place);
        } else {
            ++place;
        }
    }
    return found;
}

Result<Engine::Touched> Engine::TouchedSince(record::Reader& reader, std::int64_t position) {
    Touched touched;
    std::unordered_set<Rid> homes;
    while (true) {
        const auto entries = TRY(reader.LogAfter(position, kFeedPage));
        for (const auto& entry : entries) {
            if (StaysWithinPersons(entry.type)) {
                homes.insert(entry.home);
            } else {
                touched.beyond_persons = true;
            }
        }
        if (entries.size() < static_cast<std::size_t>(kFeedPage) || homes.size() > kMostTouched)
            break;
        position = entries.back().pos;
    }
    if (homes.size() > kMostTouched) {
        touched.persons.clear();
        touched.beyond_persons = true;
        return touched;
    }
    // A record of a duplicate moves the figure of the survivor; a link made or undone moves both.
    const std::vector<Rid> asked(homes.begin(), homes.end());
    auto& connection = reader.connection();
    auto& rows = *TRY(
        connection.Prepare("SELECT person FROM reg_patients WHERE " + connection.InSet("rid", 1)));
    rows.BindSet(1, asked);
    homes.insert(0);
    while (TRY(rows.Step())) homes.insert(rows.Int(0));
    homes.erase(0);
    touched.persons.assign(homes.begin(), homes.end());
    std::sort(touched.persons.begin(), touched.persons.end());
    return touched;
}

Result<std::shared_ptr<const Answer>> Engine::Ask(const Indicator& indicator, const Dates& dates) {
    const auto cell = FindCell({indicator.id, dates.as_of, dates.from, dates.to});
    const std::lock_guard lock(cell->mutex);
    if (cell->answer && cell->answer->position == store_.position()) return cell->answer;

    const auto reader = TRY(store_.Read());
    auto fresh = std::make_shared<Answer>();
    fresh->indicator = &indicator;
    fresh->dates = dates;
    fresh->position = reader->position();
    bool anew = true;
    if (cell->answer) {
        const auto touched = TRY(TouchedSince(*reader, cell->answer->position));
        const bool of_persons = indicator.member_type == MemberType::kPatient;
        anew = touched.beyond_persons;
        if (!anew) {
            fresh->members = cell->answer->members;
            if (of_persons && !touched.persons.empty()) {
                auto rows = TRY(
                    tram::indicators::Ask(reader->connection(), indicator, dates, touched.persons));
                std::erase_if(fresh->members, [&](const Member& member) {
                    return std::binary_search(touched.persons.begin(), touched.persons.end(),
                                              member.member);
                });
                const auto kept = static_cast<std::ptrdiff_t>(fresh->members.size());
                fresh->members.insert(fresh->members.end(), rows.begin(), rows.end());
                std::inplace_merge(
                    fresh->members.begin(), fresh->members.begin() + kept, fresh->members.end(),
                    [](const Member& a, const Member& b) { return a.member < b.member; });
            }
        }
    }
    if (anew) fresh->members = TRY(tram::indicators::Ask(reader->connection(), indicator, dates));
    std::atomic_store(&cell->answer, std::shared_ptr<const Answer>(fresh));
    return std::shared_ptr<const Answer>(fresh);
}

Result<std::shared_ptr<const registry::Units>> Engine::Units() {
    const std::lock_guard lock(mutex_);
    if (units_ && units_position_ == store_.position()) return units_;
    const auto reader = TRY(store_.Read());
    bool moved = !units_;
    for (std::int64_t position = units_position_; !moved;) {
        const auto entries = TRY(reader->LogAfter(position, kFeedPage));
        for (const auto& entry : entries) {
            if (entry.type == "Organization" || entry.type == "OrganizationAffiliation")
                moved = true;
        }
        if (entries.size() < static_cast<std::size_t>(kFeedPage)) break;
        position = entries.back().pos;
    }
    if (moved) {
        units_ = std::make_shared<const registry::Units>(
            TRY(registry::Units::Load(reader->connection())));
    }
    units_position_ = reader->position();
    return units_;
}

Counts CountByUnit(const Answer& answer, const Geography& geography) {
    std::uint8_t no_data = 0;
    const auto& whys = answer.indicator->whys;
    for (std::size_t i = 0; i < whys.size(); ++i) {
        if (whys[i].code == "no-data") no_data = static_cast<std::uint8_t>(i + 1);
    }
    Counts lowest;
    for (const Member& member : answer.members) {
        Count& count = lowest[member.unit];
        ++count.denominator;
        count.numerator += member.met;
        count.no_data += no_data != 0 && member.why == no_data;
    }
    Counts counts;
    for (const auto& [unit, count] : lowest) {
        auto path = geography.units->PathUp(unit, geography.map_day);
        if (path.empty()) path.push_back(0);
        for (const Rid above : path) {
            Count& sum = counts[above];
            sum.numerator += count.numerator;
            sum.denominator += count.denominator;
            sum.no_data += count.no_data;
        }
    }
    return counts;
}

std::vector<Member> MembersBelow(const Answer& answer, const Geography& geography, Rid unit) {
    std::unordered_map<Rid, bool> below;
    std::vector<Member> members;
    for (const Member& member : answer.members) {
        auto known = below.find(member.unit);
        if (known == below.end()) {
            const auto path = geography.units->PathUp(member.unit, geography.map_day);
            const bool in = std::find(path.begin(), path.end(), unit) != path.end() ||
                            (path.empty() && unit == 0);
            known = below.emplace(member.unit, in).first;
        }
        if (known->second) members.push_back(member);
    }
    return members;
}

Status Judge(const Count& count, const std::optional<Target>& target, double near_points) {
    if (count.denominator == 0 || !target || target->op == Operator::kToward) return Status::kNone;
    if (count.no_data * 5 > count.denominator) return Status::kNoData;
    // Thousandths of a point suffice for any milestone a unit writes, and stay exact in 64 bits.
    const auto wanted = static_cast<std::int64_t>(target->percent * 1000 + 0.5) * count.denominator;
    const std::int64_t have = count.numerator * 100'000;
    const bool reached = target->op == Operator::kGreater ? have > wanted : have >= wanted;
    if (reached) return Status::kReached;
    const auto slack = static_cast<std::int64_t>(near_points * 1000 + 0.5) * count.denominator;
    return have + slack >= wanted ? Status::kNear : Status::kBehind;
}

std::string_view StatusCode(Status status) {
    switch (status) {
        case Status::kReached:
            return "reached";
        case Status::kNear:
            return "near";
        case Status::kBehind:
            return "behind";
        case Status::kNoData:
            return "no-data";
        case Status::kNone:
            return "none";
    }
    return "none";
}

}  // namespace tram::indicators
