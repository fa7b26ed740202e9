// Why a closed figure is not today's: both lists of rows side by side, and for each member that
// differs what was logged since.

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/date.h"
#include "fhir/definitions/definitions.h"
#include "insight/periods/periods.h"

namespace tram::periods {
namespace {

using indicators::Effect;
using indicators::Rid;

constexpr std::size_t kMostVersions = 20;

indicators::Count CountOf(const std::vector<FrozenMember>& rows) {
    indicators::Count count;
    for (const auto& row : rows) {
        ++count.denominator;
        count.numerator += row.met;
    }
    return count;
}

std::vector<Difference> Compare(std::vector<FrozenMember> was, std::vector<FrozenMember> now) {
    const auto by_member = [](const FrozenMember& a, const FrozenMember& b) {
        return a.member < b.member;
    };
    std::sort(was.begin(), was.end(), by_member);
    std::sort(now.begin(), now.end(), by_member);
    std::vector<Difference> differences;
    auto old = was.begin();
    auto fresh = now.begin();
    while (old != was.end() || fresh != now.end()) {
        Difference one;
        if (fresh == now.end() || (old != was.end() && old->member < fresh->member)) {
            one.effect = Effect::kLeft;
            one.was = std::move(*old++);
        } else if (old == was.end() || fresh->member < old->member) {
            one.effect = Effect::kEntered;
            one.now = std::move(*fresh++);
        } else {
            const bool same = old->met == fresh->met;
            one.effect = fresh->met ? Effect::kGained : Effect::kLost;
            one.was = std::move(*old++);
            one.now = std::move(*fresh++);
            if (same) continue;
        }
        differences.push_back(std::move(one));
    }
    return differences;
}

// The log between a position and now, of the records that matter for a set of members.
class LogSince {
  public:
    LogSince(database::Connection& connection, std::int64_t since)
        : connection_(connection), since_(since) {}

    // All that happened in these compartments, by compartment, newest first.
    Result<std::multimap<Rid, LoggedVersion>> OfHomes(const std::vector<Rid>& homes) {
        auto& rows = *TRY(
            connection_.Prepare(std::string(kColumns) +
                                ", l.home FROM log l JOIN res r ON r.rid = l.rid WHERE l.pos > "
                                "$1 AND " +
                                connection_.InSet("l.home", 2) + " ORDER BY l.pos DESC"));
        rows.Bind(1, since_);
        rows.BindSet(2, homes);
        std::multimap<Rid, LoggedVersion> found;
        while (TRY(rows.Step())) found.emplace(rows.Int(6), VersionIn(rows));
        return found;
    }

    // Versions of records of units and of those who work there, by record.
    Result<std::map<Rid, LoggedVersion>> OfFacilities() {
        std::vector<Rid> types;
        for (const char* type :
             {"Organization", "OrganizationAffiliation", "Practitioner", "PractitionerRole",
              "Device", "HealthcareService", "QuestionnaireResponse", "Basic"})
            types.push_back(definitions::ResourceTypeNumber(type));
        auto& rows =
            *TRY(connection_.Prepare(std::string(kColumns) +
                                     ", l.rid FROM log l JOIN res r ON r.rid = l.rid WHERE l.pos > "
                                     "$1 AND " +
                                     connection_.InSet("l.type", 2) + " ORDER BY l.pos DESC"));
        rows.Bind(1, since_);
        rows.BindSet(2, types);
        std::map<Rid, LoggedVersion> found;
        while (TRY(rows.Step())) found.emplace(rows.Int(6), VersionIn(rows));
        return found;
    }

  private:
    static constexpr std::string_view kColumns =
        "SELECT l.type, r.id, l.version, l.pos, l.at, l.author";
    static LoggedVersion VersionIn(const database::Statement& row) {
        return {.type = std::string(
                    definitions::ResourceTypeName(static_cast<std::uint16_t>(row.Int(0)))),
                .id = std::string(row.Text(1)),
                .version = row.Int(2),
                .position = row.Int(3),
                .at = {row.Int(4)},
                .author = std::string(row.Text(5))};
    }

    database::Connection& connection_;
    std::int64_t since_;
};

const std::string& MemberOf(const Difference& one) {
    return one.was ? one.was->member : one.now->member;
}

// rids of the members that differ.
Result<std::map<std::string, Rid>> RidsOfDifferent(database::Connection& connection,
                                                   const Explanation& explanation) {
    std::vector<std::string_view> ids;
    for (const auto& one : explanation.differences) ids.push_back(MemberOf(one));
    return RidsOf(connection, explanation.indicator->member_type, ids);
}

// The records that decided come first: they are what the reader asks for.
void PutDecidingFirst(Difference& one) {
    const auto decides = [&](const LoggedVersion& version) {
        const auto name = version.type + "/" + version.id;
        return (one.was && one.was->evidence == name) || (one.now && one.now->evidence == name);
    };
    std::stable_partition(one.versions.begin(), one.versions.end(), decides);
    if (one.versions.size() > kMostVersions) one.versions.resize(kMostVersions);
}

// A person's own compartment, and those of duplicates that are the same person.
Result<void> NamePersons(database::Connection& connection, std::int64_t since,
                         const std::map<std::string, Rid>& rids, Explanation& explanation) {
    std::vector<Rid> persons;
    for (const auto& [id, rid] : rids) persons.push_back(rid);
    std::multimap<Rid, Rid> homes;  // person → compartments
    std::vector<Rid> asked = persons;
    for (const Rid person : persons) homes.emplace(person, person);
    auto& rows = *TRY(connection.Prepare("SELECT person, rid FROM reg_patients WHERE " +
                                         connection.InSet("person", 1)));
    rows.BindSet(1, persons);
    while (TRY(rows.Step())) {
        if (rows.Int(0) == rows.Int(1)) continue;
        homes.emplace(rows.Int(0), rows.Int(1));
        asked.push_back(rows.Int(1));
    }
    const auto logged = TRY(LogSince(connection, since).OfHomes(asked));
    for (auto& one : explanation.differences) {
        const auto rid = rids.find(MemberOf(one));
        if (rid == rids.end()) continue;
        const auto [begin, end] = homes.equal_range(rid->second);
        for (auto home = begin; home != end; ++home) {
            const auto [first, last] = logged.equal_range(home->second);
            for (auto version = first; version != last; ++version)
                one.versions.push_back(version->second);
        }
    }
    return {};
}

// Records that refer to the member or to a unit below it, the member itself, and what decided.
Result<void> NameFacilities(database::Connection& connection, std::int64_t since,
                            const registry::Units& units, std::int32_t day,
                            const std::map<std::string, Rid>& rids, Explanation& explanation) {
    const auto logged = TRY(LogSince(connection, since).OfFacilities());
    std::vector<Rid> changed;
    for (const auto& [rid, version] : logged) changed.push_back(rid);
    std::multimap<Rid, Rid> refers;  // referred → record
    auto& rows = *TRY(
        connection.Prepare("SELECT DISTINCT v, rid FROM ref WHERE " + connection.InSet("rid", 1)));
    rows.BindSet(1, changed);
    while (TRY(rows.Step())) refers.emplace(rows.Int(0), rows.Int(1));
    for (auto& one : explanation.differences) {
        std::set<Rid> records;
        const auto rid = rids.find(MemberOf(one));
        const auto add_of = [&](Rid unit) {
            records.insert(unit);
            const auto [begin, end] = refers.equal_range(unit);
            for (auto record = begin; record != end; ++record) records.insert(record->second);
        };
        if (rid != rids.end()) {
            add_of(rid->second);
            for (const auto& unit : units.all()) {
                const auto path = units.PathUp(unit.rid, day);
                if (std::find(path.begin(), path.end(), rid->second) != path.end())
                    add_of(unit.rid);
            }
        }
        for (const auto& [record, version] : logged) {
            const auto name = version.type + "/" + version.id;
            const bool decided =
                (one.was && one.was->evidence == name) || (one.now && one.now->evidence == name);
            if (decided || records.contains(record)) one.versions.push_back(version);
        }
        std::sort(one.versions.begin(), one.versions.end(),
                  [](const auto& a, const auto& b) { return a.position > b.position; });
    }
    return {};
}

// Did a unit or a link between units change since?
Result<bool> UnitsMoved(database::Connection& connection, std::int64_t since) {
    auto& rows = *TRY(connection.Prepare(
        "SELECT pos FROM log WHERE pos > $1 AND (type = $2 OR type = $3) LIMIT 1"));
    rows.Bind(1, since);
    rows.Bind(2, definitions::ResourceTypeNumber("Organization"));
    rows.Bind(3, definitions::ResourceTypeNumber("OrganizationAffiliation"));
    const bool moved = TRY(rows.Step());
    rows.Reset();
    return moved;
}

}  // namespace

std::string_view CauseCode(Cause cause) {
    switch (cause) {
        case Cause::kRecords:
            return "records";
        case Cause::kContent:
            return "content";
        case Cause::kUnits:
            return "units";
        case Cause::kOthers:
            return "others";
    }
    return "";
}

Result<void> Periods::NameCauses(record::Reader& reader, const ClosedPeriod& period,
                                 std::int64_t since, Explanation& explanation) {
    auto& connection = reader.connection();
    const auto rids = TRY(RidsOfDifferent(connection, explanation));
    if (explanation.indicator->member_type == indicators::MemberType::kPatient) {
        TRY(NamePersons(connection, since, rids, explanation));
    } else {
        TRY(NameFacilities(connection, since, *TRY(engine_.Units()), period.map_day, rids,
                           explanation));
    }
    const bool moved = TRY(UnitsMoved(connection, since));
    for (auto& one : explanation.differences) {
        PutDecidingFirst(one);
        one.cause = !one.versions.empty()             ? Cause::kRecords
                    : period.content != content_hash_ ? Cause::kContent
                    : moved                           ? Cause::kUnits
                                                      : Cause::kOthers;
    }
    return {};
}

Result<Explanation> Periods::Explain(const record::Actor& actor, const ClosedPeriod& period,
                                     std::string_view indicator, std::string_view unit) {
    Explanation explanation;
    explanation.indicator = engine_.Find(indicator);
    if (!explanation.indicator) {
        return Error{.code = ErrorCode::kNotFound,
                     .message =
                         "this indicator is no longer defined, so there is no answer of "
                         "today to compare with",
                     .message_vi =
                         "Chỉ tiêu này không còn trong nội dung nên không có số liệu hôm "
                         "nay để so.",
                     .path = "indicator"};
    }
    auto was = TRY(Rows(actor, period, indicator));
    std::erase_if(was, [&](const FrozenMember& row) { return !row.StandsIn(unit); });
    const auto day = period.to.FirstDay();
    const auto today = static_cast<std::int32_t>(
        (store_.clock().Now().micros + store_.zone_minutes() * std::int64_t{60'000'000}) /
        86'400'000'000);
    const auto units = TRY(engine_.Units());
    const auto* place = units->FindByName(unit, day);
    std::vector<FrozenMember> now;
    const auto answer =
        TRY(engine_.Ask(*explanation.indicator,
                        indicators::DatesOf(*explanation.indicator,
                                            {.as_of = day, .from = period.from.FirstDay()})));
    const auto reader = TRY(store_.Read());
    if (place) {
        const indicators::Geography geography{units, period.map == "today" ? today : day};
        now = TRY(MakeRows(reader->connection(), *answer, geography, place->rid));
    }
    explanation.was = CountOf(was);
    explanation.now = CountOf(now);
    explanation.position = answer->position;
    explanation.differences = Compare(std::move(was), std::move(now));
    if (explanation.differences.empty()) return explanation;
    for (const auto& one : period.indicators) {
        if (one.indicator == indicator) TRY(NameCauses(*reader, period, one.position, explanation));
    }
    return explanation;
}

}  // namespace tram::periods
