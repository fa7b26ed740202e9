#include "record/visibility/visible.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "fhir/definitions/definitions.h"
#include "record/storage/dictionary.h"

namespace tram::visibility {

namespace {

using database::Connection;
using storage::Rid;
using Column = Connection::BatchColumn;
constexpr auto kInteger = database::Statement::Type::kInteger;

// What one reading of records says, before ids become rids.
struct Said {
    // (home, unit's id, why, days) -> records that say so, taken back ones counted down
    std::map<std::tuple<Rid, std::string, std::int64_t, Days>, std::int64_t> openings;
    // record -> its links as they are now
    std::map<Rid, std::vector<Link>> links;
};

void Say(Said& said, const Rules& rules, std::string_view type, json::Value resource, Rid home,
         std::int64_t count) {
    for (const auto& opening : rules.OpeningsOf(type, resource)) {
        said.openings[{home, opening.unit, opening.why, opening.days}] += count;
    }
}

Result<std::map<std::string, Rid, std::less<>>> FindUnits(Connection& connection,
                                                          const Said& said) {
    std::set<std::string_view> wanted;
    for (const auto& [key, count] : said.openings) wanted.insert(std::get<1>(key));
    for (const auto& [rid, links] : said.links) {
        for (const auto& link : links) {
            wanted.insert(link.parent);
            if (!link.child.empty()) wanted.insert(link.child);
        }
    }
    std::map<std::string, Rid, std::less<>> rids;
    if (wanted.empty()) return rids;
    const std::vector<std::string_view> ids(wanted.begin(), wanted.end());
    auto& query = *TRY(connection.Prepare("SELECT id, rid FROM res WHERE type = $1 AND " +
                                          connection.InSet("id", 2)));
    query.Bind(1, definitions::ResourceTypeNumber("Organization"));
    query.BindTextSet(2, ids);
    while (TRY(query.Step())) rids.emplace(query.Text(0), query.Int(1));
    return rids;
}

Result<std::map<Rid, std::int64_t>> FindBuckets(Connection& connection,
                                                const std::vector<Rid>& homes) {
    std::map<Rid, std::int64_t> buckets;
    auto& query =
        *TRY(connection.Prepare("SELECT rid, bucket FROM res WHERE " + connection.InSet("rid", 1)));
    query.BindSet(1, homes);
    while (TRY(query.Step())) buckets.emplace(query.Int(0), query.Int(1));
    return buckets;
}

// One row of `visible` or of `unit_link`, keyed as the table is.
using VisibleRow = std::tuple<Rid, Rid, std::int64_t, std::int64_t, std::int64_t, std::int64_t>;
using LinkRow = std::tuple<Rid, Rid, Rid, std::int64_t, std::int64_t>;
struct Rows {
    std::map<VisibleRow, std::int64_t> visible;
    std::set<LinkRow> links;
};

Result<Rows> RowsOf(Connection& connection, const Said& said) {
    Rows rows;
    const auto units = TRY(FindUnits(connection, said));
    std::vector<Rid> homes;
    for (const auto& [key, count] : said.openings) {
        if (count != 0 && (homes.empty() || homes.back() != std::get<0>(key)))
            homes.push_back(std::get<0>(key));
    }
    const auto buckets = TRY(FindBuckets(connection, homes));
    for (const auto& [key, count] : said.openings) {
        const auto& [home, unit_id, why, days] = key;
        const auto unit = units.find(unit_id);
        const auto bucket = buckets.find(home);
        if (count == 0 || unit == units.end() || bucket == buckets.end()) continue;
        rows.visible[{home, unit->second, why, days.from_on, days.to_on, bucket->second}] += count;
    }
    for (const auto& [rid, links] : said.links) {
        for (const auto& link : links) {
            const auto child = link.child.empty() ? units.end() : units.find(link.child);
            const auto parent = units.find(link.parent);
            if (parent == units.end() || (!link.child.empty() && child == units.end())) continue;
            rows.links.insert({rid, link.child.empty() ? rid : child->second, parent->second,
                               link.days.from_on, link.days.to_on});
        }
    }
    return rows;
}

Result<void> AddRows(Connection& connection, const Rows& rows) {
    constexpr Column kVisible[] = {{"home", kInteger},    {"unit", kInteger},  {"why", kInteger},
                                   {"from_on", kInteger}, {"to_on", kInteger}, {"n", kInteger},
                                   {"bucket", kInteger}};
    constexpr std::string_view kKey[] = {"home", "unit", "why", "from_on", "to_on", "bucket"};
    auto visible = connection.Insert("visible", kVisible, database::OnConflict::kAdd, kKey);
    std::vector<Rid> lessened;
    for (const auto& [key, count] : rows.visible) {
        const auto& [home, unit, why, from_on, to_on, bucket] = key;
        visible->Int(home).Int(unit).Int(why).Int(from_on).Int(to_on).Int(count).Int(bucket);
        if (count < 0) lessened.push_back(home);
    }
    TRY(visible->Flush());
    if (!lessened.empty()) {
        auto& remove = *TRY(connection.Prepare("DELETE FROM visible WHERE n <= 0 AND " +
                                               connection.InSet("home", 1)));
        remove.BindSet(1, lessened);
        TRY(remove.Run());
    }
    constexpr Column kLink[] = {{"rid", kInteger},
                                {"child", kInteger},
                                {"parent", kInteger},
                                {"from_on", kInteger},
                                {"to_on", kInteger}};
    auto links = connection.Insert("unit_link", kLink);
    for (const auto& [rid, child, parent, from_on, to_on] : rows.links) {
        links->Int(rid).Int(child).Int(parent).Int(from_on).Int(to_on);
    }
    return links->Flush();
}

// What all records together say.
Result<Said> SayAll(Connection& connection, const Rules& rules) {
    Said said;
    const auto codec = TRY(storage::BodyCodec::Load(connection));
    for (const auto& type : rules.Types()) {
        auto& query =
            *TRY(connection.Prepare("SELECT rid, home, codec, body FROM res WHERE type = $1 AND "
                                    "version > 0 AND flags = 0"));
        query.Bind(1, definitions::ResourceTypeNumber(type));
        while (TRY(query.Step())) {
            const auto rid = query.Int(0);
            const auto body = TRY(codec->Decode(query.Int(2), query.Blob(3)));
            const auto document = TRY(json::Document::Parse(body));
            Say(said, rules, type, document->root(), query.Int(1), 1);
            if (rules.LinksAnything(type)) said.links[rid] = rules.LinksOf(type, document->root());
        }
    }
    return said;
}

Result<Rows> StoredRows(Connection& connection) {
    Rows rows;
    auto& visible =
        *TRY(connection.Prepare("SELECT home, unit, why, from_on, to_on, bucket, n FROM visible"));
    while (TRY(visible.Step())) {
        rows.visible[{visible.Int(0), visible.Int(1), visible.Int(2), visible.Int(3),
                      visible.Int(4), visible.Int(5)}] = visible.Int(6);
    }
    auto& links =
        *TRY(connection.Prepare("SELECT rid, child, parent, from_on, to_on FROM unit_link"));
    while (TRY(links.Step())) {
        rows.links.insert({links.Int(0), links.Int(1), links.Int(2), links.Int(3), links.Int(4)});
    }
    return rows;
}

}  // namespace

Result<void> Visible::Prepare(Connection& connection) {
    auto& query = *TRY(connection.Prepare("SELECT value FROM store WHERE key = 'visibility'"));
    std::string made_by;
    while (TRY(query.Step())) made_by = query.Text(0);
    if (made_by == rules_.hash()) return {};
    TRY(
        connection.Execute("DELETE FROM visible; DELETE FROM unit_link; "
                           "DELETE FROM store WHERE key = 'visibility'"));
    TRY(AddRows(connection, TRY(RowsOf(connection, TRY(SayAll(connection, rules_))))));
    auto& insert =
        *TRY(connection.Prepare("INSERT INTO store (key, value) VALUES ('visibility', $1)"));
    insert.BindText(1, rules_.hash());
    TRY(insert.Run());
    return {};
}

Result<void> Visible::Apply(Connection& connection, std::span<const record::Touched> touched) {
    Said said;
    std::vector<Rid> relinked;
    for (const auto& one : touched) {
        if (rules_.OpensAnything(one.type)) {
            if (one.before) Say(said, rules_, one.type, one.before, one.home_before, -1);
            if (one.after) Say(said, rules_, one.type, one.after, one.home, 1);
        }
        if (rules_.LinksAnything(one.type)) {
            if (one.before) relinked.push_back(one.rid);
            auto& links = said.links[one.rid];
            if (one.after) links = rules_.LinksOf(one.type, one.after);
        }
    }
    if (said.openings.empty() && said.links.empty()) return {};
    if (!said.links.empty()) tree_.Changes();
    if (!relinked.empty()) {
        auto& remove =
            *TRY(connection.Prepare("DELETE FROM unit_link WHERE " + connection.InSet("rid", 1)));
        remove.BindSet(1, relinked);
        TRY(remove.Run());
    }
    return AddRows(connection, TRY(RowsOf(connection, said)));
}

Result<std::vector<std::string>> Visible::Check(Connection& connection) {
    const auto wanted = TRY(RowsOf(connection, TRY(SayAll(connection, rules_))));
    const auto stored = TRY(StoredRows(connection));
    std::vector<std::string> problems;
    const auto compare = [&](const auto& these, const auto& those, std::string_view says) {
        for (const auto& [key, count] : these) {
            const auto found = those.find(key);
            if (found != those.end() && found->second == count) continue;
            problems.push_back(fmt::format("visible: compartment {} unit {} why {}: {}",
                                           std::get<0>(key), std::get<1>(key), std::get<2>(key),
                                           says));
        }
    };
    compare(wanted.visible, stored.visible,
            "the records say so, the table does not, or not so often");
    for (const auto& [key, count] : stored.visible) {
        if (wanted.visible.contains(key)) continue;
        problems.push_back(fmt::format("visible: compartment {} unit {} why {}: no record says so",
                                       std::get<0>(key), std::get<1>(key), std::get<2>(key)));
    }
    for (const auto& row : wanted.links) {
        if (!stored.links.contains(row))
            problems.push_back(
                fmt::format("unit_link: a link of record {} is missing", std::get<0>(row)));
    }
    for (const auto& row : stored.links) {
        if (!wanted.links.contains(row))
            problems.push_back(
                fmt::format("unit_link: record {} says no such link", std::get<0>(row)));
    }
    return problems;
}

}  // namespace tram::visibility
