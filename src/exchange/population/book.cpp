#include "exchange/population/book.h"

#include <algorithm>
#include <span>

#include "base/vietnamese_text.h"

namespace tram::population {
namespace {

constexpr std::size_t kTogether = 500;

const std::set<Rid>& In(const std::unordered_map<std::string, std::set<Rid>>& index,
                        std::string_view key) {
    static const std::set<Rid> none;
    const auto found = index.find(std::string(key));
    return found == index.end() ? none : found->second;
}

// 19570000 as "1957", 19570300 as "1957-03".
std::string BirthText(std::int64_t on) {
    const Date date{static_cast<int>(on / 10000), static_cast<int>(on / 100 % 100),
                    static_cast<int>(on % 100)};
    return on == 0 ? std::string() : date.ToString();
}

constexpr std::string_view kPersonColumns =
    "SELECT rid, person, id, folded_name, birth_on, gender, cccd, bhxh, is_deceased, managing_unit "
    "FROM reg_patients WHERE ";

// `home` is the unit that keeps the record until LookAtHomes knows better.
KnownPerson PersonOf(const database::Statement& row) {
    return {.rid = row.Int(0),
            .id = std::string(row.Text(2)),
            .plain_name = std::string(row.Text(3)),
            .birth = BirthText(row.Int(4)),
            .sex = std::string(row.Text(5)),
            .cccd = std::string(row.Text(6)),
            .bhxh = std::string(row.Text(7)),
            .deceased = row.Int(8) != 0,
            .home = row.Int(9)};
}

bool IsMine(const access::Actor& actor, Rid unit) {
    return actor.unlimited() || std::binary_search(actor.units.begin(), actor.units.end(), unit);
}

// Versions of those rids with their bodies, in no order.
Result<std::vector<record::Version>> LoadAll(record::Reader& reader, const access::Actor& actor,
                                             const std::vector<Rid>& rids) {
    std::vector<record::Hit> hits;
    for (const auto rid : rids) hits.push_back({.rid = rid});
    std::vector<record::Version> versions;
    for (std::size_t at = 0; at < hits.size(); at += kTogether) {
        const auto some = std::span(hits).subspan(at, std::min(kTogether, hits.size() - at));
        for (auto& version : TRY(reader.Load(actor, some))) versions.push_back(std::move(version));
    }
    return versions;
}

}  // namespace

const std::set<Rid>& Book::ByCitizenNumber(std::string_view number) const {
    return In(by_cccd_, number);
}
const std::set<Rid>& Book::ByInsuranceNumber(std::string_view number) const {
    return In(by_bhxh_, number);
}
const std::set<Rid>& Book::ByName(std::string_view folded) const {
    return In(by_name_, folded);
}

Result<void> Book::LookBy(database::Connection& connection, Key key,
                          const std::set<std::string_view>& values) {
    if (values.empty()) return {};
    const std::string_view column = key == Key::kCitizenNumber     ? "cccd"
                                    : key == Key::kInsuranceNumber ? "bhxh"
                                                                   : "folded_name";
    auto& index = key == Key::kCitizenNumber     ? by_cccd_
                  : key == Key::kInsuranceNumber ? by_bhxh_
                                                 : by_name_;
    const std::vector<std::string_view> set(values.begin(), values.end());
    auto& rows =
        *TRY(connection.Prepare(std::string(kPersonColumns) + connection.InSet(column, 1)));
    rows.BindTextSet(1, set);
    while (TRY(rows.Step())) {
        const Rid rid = rows.Int(0), survivor = rows.Int(1);
        const int place = key == Key::kCitizenNumber ? 6 : key == Key::kInsuranceNumber ? 7 : 3;
        index[std::string(rows.Text(place))].insert(survivor);
        if (rid != survivor) {
            wanted_survivors_.insert(survivor);
            continue;
        }
        people_.try_emplace(rid, PersonOf(rows));
    }
    return {};
}

// A number may stand on a duplicate that was merged: its survivor is the person.
Result<void> Book::LookAtSurvivors(database::Connection& connection) {
    std::vector<Rid> rids;
    for (const auto rid : wanted_survivors_) {
        if (!people_.contains(rid)) rids.push_back(rid);
    }
    if (rids.empty()) return {};
    auto& rows = *TRY(connection.Prepare(std::string(kPersonColumns) + connection.InSet("rid", 1)));
    rows.BindSet(1, rids);
    while (TRY(rows.Step())) people_.try_emplace(rows.Int(0), PersonOf(rows));
    return {};
}

Result<void> Book::LookAtHomes(database::Connection& connection, const access::Actor& actor,
                               std::int32_t today) {
    std::vector<Rid> rids;
    for (auto& [rid, person] : people_) {
        rids.push_back(rid);
        person.mine = IsMine(actor, person.home);
        person.home = 0;
    }
    auto& rows = *TRY(connection.Prepare(
        "SELECT patient, unit, COALESCE(from_day, 0) FROM reg_residences WHERE COALESCE(to_day, "
        "9999999) >= $2 AND " +
        connection.InSet("patient", 1) + " ORDER BY patient, COALESCE(from_day, 0), \"row\""));
    rows.BindSet(1, rids);
    rows.Bind(2, today);
    while (TRY(rows.Step())) {
        auto& person = people_.at(rows.Int(0));
        person.home = rows.Int(1);
        person.home_from_day = static_cast<std::int32_t>(rows.Int(2));
        person.mine = person.mine || IsMine(actor, person.home);
    }
    return {};
}

Result<Book> Book::Look(record::Reader& reader, const access::Actor& actor, const List& list,
                        std::int32_t today) {
    Book book;
    std::set<std::string_view> cccd, bhxh, names;
    std::vector<std::string> folded;
    folded.reserve(list.entries.size());
    for (const auto& entry : list.entries) {
        if (!entry.good) continue;
        if (!entry.cccd.empty()) cccd.insert(entry.cccd);
        if (!entry.bhxh.empty()) bhxh.insert(entry.bhxh);
        names.insert(folded.emplace_back(Fold(entry.name)));
    }
    auto& connection = reader.connection();
    TRY(book.LookBy(connection, Key::kCitizenNumber, cccd));
    TRY(book.LookBy(connection, Key::kInsuranceNumber, bhxh));
    TRY(book.LookBy(connection, Key::kName, names));
    TRY(book.LookAtSurvivors(connection));
    TRY(book.LookAtHomes(connection, actor, today));
    return book;
}

Result<void> Book::LoadCards(database::Connection& connection, const std::vector<Rid>& people) {
    auto& rows = *TRY(connection.Prepare(
        "SELECT person, id, card, kind, COALESCE(from_day, 0), COALESCE(to_day, 9999999) FROM "
        "reg_coverages WHERE status = 'active' AND COALESCE(kind, '') <> 'private' AND " +
        connection.InSet("person", 1) + " ORDER BY person, rid"));
    rows.BindSet(1, people);
    while (TRY(rows.Step())) {
        people_.at(rows.Int(0))
            .cards.push_back({.id = std::string(rows.Text(1)),
                              .card = std::string(rows.Text(2)),
                              .kind = std::string(rows.Text(3)),
                              .from_day = static_cast<std::int32_t>(rows.Int(4)),
                              .to_day = static_cast<std::int32_t>(rows.Int(5))});
    }
    return {};
}

Result<void> Book::LoadHouseholds(record::Reader& reader, const access::Actor& actor,
                                  const std::vector<Rid>& people, const List& list) {
    auto& connection = reader.connection();
    std::set<Rid> wanted, units;
    std::set<std::string_view> codes;
    for (const auto& household : list.households) {
        if (household.code.empty() || household.home == 0) continue;
        codes.insert(household.code);
        units.insert(household.home);
    }
    const std::vector<std::string_view> code_set(codes.begin(), codes.end());
    const std::vector<Rid> unit_set(units.begin(), units.end());
    auto& numbered = *TRY(connection.Prepare(
        "SELECT DISTINCT household, unit, household_code FROM reg_household_members WHERE " +
        connection.InSet("unit", 1) + " AND " + connection.InSet("household_code", 2)));
    numbered.BindSet(1, unit_set);
    numbered.BindTextSet(2, code_set);
    while (TRY(numbered.Step())) {
        wanted.insert(numbered.Int(0));
        by_code_.emplace(std::pair(numbered.Int(1), std::string(numbered.Text(2))),
                         numbered.Int(0));
    }
    std::map<Rid, Rid> keepers;  // household → unit that keeps it
    auto& memberships = *TRY(connection.Prepare(
        "SELECT patient, household, COALESCE(unit, 0) FROM reg_household_members WHERE inactive = "
        "0 AND to_day IS NULL AND " +
        connection.InSet("patient", 1) + " ORDER BY patient, household"));
    memberships.BindSet(1, people);
    while (TRY(memberships.Step())) {
        // As visibility has it: a household is opened by the unit that keeps it.
        if (!IsMine(actor, memberships.Int(2))) continue;
        wanted.insert(memberships.Int(1));
        people_.at(memberships.Int(0)).households.push_back(memberships.Int(1));
    }
    for (auto& version :
         TRY(LoadAll(reader, actor, std::vector<Rid>(wanted.begin(), wanted.end())))) {
        auto body = TRY(json::Document::Parse(version.body));
        const auto rid = version.rid;
        households_.emplace(
            rid, KnownHousehold{.rid = rid, .version = std::move(version), .body = body});
    }
    return {};
}

Result<void> Book::LoadRecords(record::Reader& reader, const access::Actor& actor,
                               const std::set<Rid>& people, const List& list) {
    const std::vector<Rid> rids(people.begin(), people.end());
    for (auto& version : TRY(LoadAll(reader, actor, rids))) {
        auto& person = people_.at(version.rid);
        person.body = TRY(json::Document::Parse(version.body));
        person.version = std::move(version);
    }
    TRY(LoadCards(reader.connection(), rids));
    return LoadHouseholds(reader, actor, rids, list);
}

KnownHousehold* Book::household(Rid rid) {
    const auto found = households_.find(rid);
    return found == households_.end() ? nullptr : &found->second;
}

KnownHousehold* Book::FindHousehold(Rid unit, std::string_view code) {
    const auto found = by_code_.find(std::pair(unit, std::string(code)));
    return found == by_code_.end() ? nullptr : household(found->second);
}

}  // namespace tram::population
