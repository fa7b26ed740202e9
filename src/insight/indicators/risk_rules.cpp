#include "insight/indicators/risk_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "insight/indicators/risk_rule_content.h"

namespace tram::indicators {
namespace {

// "(c.code >= 'I10' AND c.code < 'I10~')": a range serves an index, LIKE does not on both.
std::string CodeBelow(std::string_view column, const std::vector<std::string>& codes) {
    std::string out;
    for (const auto& code : codes) {
        out += fmt::format("{}({} >= '{}' AND {} < '{}~')", out.empty() ? "" : " OR ", column, code,
                           column, code);
    }
    return "(" + out + ")";
}

std::string AgedFrom(std::int64_t age) {
    return fmt::format("(:as_of_on - b.birth_on) / 10000 >= {}", age);
}

// A measurement of a person, made by a health worker, that can be true.
std::string Believed(std::string_view row, const Measured& measured) {
    return fmt::format(
        "{0}.person = b.member AND {0}.code = '{1}' AND {0}.pre_screening = 0 AND "
        "{0}.effective_day <= :as_of AND {0}.value >= {2} AND {0}.value <= {3}",
        row, measured.code, measured.least, measured.most);
}

// Rows `s` (the value) and `h` (what it is divided by) of people for whom the computed value says
// so: the newest h and, while h holds, values of an unbroken run that reaches to the newest.
// `since` is not before the first h: a weight alone says nothing.
std::string ComputedHolds(const RiskQuestion& rule, const Computed& computed,
                          const std::string& people,
                          const std::function<std::string(const std::string&)>& later_of) {
    const auto divided = [&](const std::string& bound) {
        std::string text = bound;
        for (std::int64_t i = 0; i < computed.power; ++i)
            text += " * (h.value * " + computed.scale + ")";
        // 58,88 kg at 160 cm is 23 exactly, and a hair less in binary.
        return text + " * 0.999999999";
    };
    const auto says = [&](std::string_view row) {
        std::string test = "1 = 1";
        if (!rule.at_least.empty())
            test += fmt::format(" AND {}.value >= {}", row, divided(rule.at_least));
        if (!rule.below.empty())
            test += fmt::format(" AND {}.value < {}", row, divided(rule.below));
        return test;
    };
    // How far a value may lie from h, either way: a height of a child tells nothing next year.
    std::string near = "CASE";
    for (const auto& one : computed.holds) {
        near += fmt::format(" WHEN h.effective_day - COALESCE(b.birth_day, 0) >= {} THEN {}",
                            one.age_from * 1461 / 4, one.days == 0 ? 9999999 : one.days);
    }
    near += computed.holds.empty() ? " WHEN 1 = 1 THEN 9999999 ELSE 0 END" : " ELSE 0 END";
    const auto paired = [&](std::string_view row) {
        return fmt::format(
            "{0}.effective_day BETWEEN h.effective_day - ({1}) AND h.effective_day "
            "+ ({1})",
            row, near);
    };
    const std::string first = fmt::format(
        "(SELECT MIN(f.effective_day) FROM observations f WHERE {})", Believed("f", computed.over));
    return fmt::format(
        "SELECT b.member AS member, {0} AS since FROM base b CROSS JOIN observations h CROSS JOIN "
        "observations s\n  WHERE {1} AND {2} AND {3} AND {4} AND {5}\n    AND NOT EXISTS (SELECT "
        "1 FROM observations n WHERE {6} AND n.effective_day > h.effective_day)\n    AND NOT "
        "EXISTS (SELECT 1 FROM observations later WHERE {7} AND later.effective_day > "
        "s.effective_day AND {8} AND NOT ({9}))",
        later_of(fmt::format("CASE WHEN {0} > s.effective_day THEN {0} ELSE s.effective_day END",
                             first)),
        people, Believed("h", computed.over), Believed("s", computed.value), paired("s"), says("s"),
        Believed("n", computed.over), Believed("later", computed.value), paired("later"),
        says("later"));
}

// Rows (member, since) of people for whom the rule holds; of conditions also `known`: an illness
// may be older than its record.
std::string WhoHolds(const RiskQuestion& rule, const std::vector<Computed>& computed) {
    // The birthday, to within a day.
    const std::string birthday = fmt::format("b.birth_day + {}", rule.age_from * 1461 / 4);
    const std::string since_age = rule.age_from == 0 ? "" : birthday;
    const auto later_of = [&](const std::string& day) {
        if (since_age.empty()) return day;
        return fmt::format("CASE WHEN {0} > {1} THEN {0} ELSE {1} END", since_age, day);
    };
    std::string people = rule.age_from == 0 ? "1 = 1" : AgedFrom(rule.age_from);
    if (!rule.sex.empty()) people += rule.sex == "female" ? " AND b.sex = 1" : " AND b.sex = 2";
    if (!rule.conditions.empty()) {
        return fmt::format(
            "SELECT b.member AS member, {} AS since, {} AS known FROM conditions c JOIN base b ON "
            "b.member = "
            "c.person\n  WHERE {} AND COALESCE(c.onset_day, c.recorded_day) <= :as_of AND "
            "COALESCE(c.abatement_day, 9999999) > :as_of\n    AND COALESCE(c.verification_status, "
            "'') NOT IN ('refuted', 'entered-in-error') AND :only(c.person) AND {}",
            later_of("COALESCE(c.onset_day, c.recorded_day)"),
            later_of("COALESCE(c.recorded_day, c.onset_day)"), CodeBelow("c.code", rule.conditions),
            people);
    }
    if (!rule.observation.empty()) {
        const auto holds = [&](std::string_view row) {
            std::string test = "1 = 1";
            if (!rule.value.empty())
                test += fmt::format(" AND COALESCE({}.value_code, '') = '{}'", row, rule.value);
            if (!rule.at_least.empty())
                test += fmt::format(" AND {}.value >= {}", row, rule.at_least);
            if (!rule.below.empty()) test += fmt::format(" AND {}.value < {}", row, rule.below);
            return test;
        };
        // Holds since the first of an unbroken run of such measurements.
        return fmt::format(
            "SELECT b.member AS member, {} AS since FROM base b CROSS JOIN observations s\n  WHERE "
            "{} AND s.person = b.member AND s.code = '{}' AND s.pre_screening = 0 AND "
            "s.effective_day <= :as_of AND {}\n    AND NOT EXISTS (SELECT 1 FROM observations "
            "later "
            "WHERE later.person = s.person AND later.code = s.code AND later.pre_screening = 0\n"
            "                    AND later.effective_day > s.effective_day AND later.effective_day "
            "<= :as_of AND NOT ({}))",
            later_of("s.effective_day"), people, rule.observation, holds("s"), holds("later"));
    }
    for (const auto& one : computed) {
        if (one.id == rule.computed) return ComputedHolds(rule, one, people, later_of);
    }
    if (!rule.sql_part.empty()) {
        return fmt::format(
            "SELECT b.member AS member, {} AS since FROM {} q JOIN base b ON b.member = q.member "
            "WHERE q.since <= :as_of AND {}",
            later_of("q.since"), rule.sql_part, people);
    }
    return fmt::format("SELECT b.member AS member, {} AS since FROM base b WHERE {}", birthday,
                       people);
}

std::string FactsSql(const std::vector<RiskVersion>& versions) {
    std::string rows;
    for (const auto& version : versions) {
        for (const auto& rule : version.rules) {
            rows += fmt::format(
                "{}SELECT h.member AS member, '{}' AS rule, '{}' AS grp, {} AS weight, h.since AS "
                "since, h.{} AS known FROM (\n  {}) h WHERE :as_of >= {} AND :as_of <= {}",
                rows.empty() ? "" : "\nUNION ALL\n", rule.shown.id, rule.shown.group,
                rule.shown.weight, rule.conditions.empty() ? "since" : "known",
                WhoHolds(rule, version.computed), version.from, version.to);
        }
    }
    return "SELECT u.member AS member, u.rule AS rule, u.grp AS grp, u.weight AS weight, "
           "MIN(u.since) AS since, MIN(u.known) AS known FROM (\n" +
           rows + ") u GROUP BY u.member, u.rule, u.grp, u.weight";
}

// Contents of checks in any version; the place of a code names its column: n0, n1 …
std::vector<std::string> ContentsOf(const std::vector<RiskVersion>& versions) {
    std::set<std::string> codes;
    for (const auto& version : versions) {
        codes.insert(version.every_adult.begin(), version.every_adult.end());
        codes.insert(version.every_child.begin(), version.every_child.end());
        for (const auto& rule : version.rules) codes.insert(rule.needs.begin(), rule.needs.end());
    }
    return {codes.begin(), codes.end()};
}

// A number of the version that holds on the day.
std::string ByVersion(const std::vector<RiskVersion>& versions, std::int64_t RiskVersion::*number) {
    std::string text = "CASE";
    for (const auto& version : versions)
        text += fmt::format(" WHEN :as_of >= {} AND :as_of <= {} THEN {}", version.from, version.to,
                            version.*number);
    return text + " ELSE 0 END";
}

// A row for each person with a rule, and which contents their check must hold.
std::string PeopleSql(const std::vector<RiskVersion>& versions,
                      const std::vector<std::string>& contents) {
    std::string needs;
    const auto has = [](const std::vector<std::string>& codes, const std::string& code) {
        return std::find(codes.begin(), codes.end(), code) != codes.end();
    };
    for (std::size_t i = 0; i < contents.size(); ++i) {
        std::string when;
        for (const auto& version : versions) {
            const std::string days =
                fmt::format(":as_of >= {} AND :as_of <= {}", version.from, version.to);
            const std::string grown = "COALESCE((:as_of_on - b.birth_on) / 10000, 99)";
            if (has(version.every_adult, contents[i]))
                when += fmt::format(" WHEN {} AND {} >= 18 THEN 1", days, grown);
            if (has(version.every_child, contents[i]))
                when += fmt::format(" WHEN {} AND {} < 18 THEN 1", days, grown);
            for (const auto& rule : version.rules) {
                if (has(rule.needs, contents[i]))
                    when += fmt::format(" WHEN {} AND k.rule = '{}' THEN 1", days, rule.shown.id);
            }
        }
        needs += fmt::format(",\n  MAX(CASE{} ELSE 0 END) AS n{}", when, i);
    }
    return "SELECT b.member AS member, b.unit AS unit, MIN(k.since) AS since, MIN(k.known) AS "
           "known, SUM(k.weight) AS weight,\n  MIN(CASE WHEN k.grp = 'A' THEN k.since END) AS "
           "a_since, MIN(CASE WHEN k.grp = 'B' THEN k.since END) AS b_since,\n  :as_of - (" +
           ByVersion(versions, &RiskVersion::newly_found_days) + ") AS newly_day" + needs +
           "\nFROM risk_facts k JOIN base b ON b.member = k.member GROUP BY b.member, b.unit";
}

// A measurement made by a health worker, of any facility; a hamlet worker's is a first look.
std::string Counts(std::string_view row) {
    return fmt::format(
        "{0}.status IN ('final', 'amended', 'corrected') AND {0}.pre_screening = 0 AND "
        "{0}.effective_day <= :as_of",
        row);
}

std::string ChecksSql(const std::vector<RiskVersion>& versions,
                      const std::vector<std::string>& contents) {
    const std::string within = ByVersion(versions, &RiskVersion::gathered_within_days);
    const std::string newly = ByVersion(versions, &RiskVersion::newly_found_days);
    const std::string start = ByVersion(versions, &RiskVersion::due_from);
    std::string codes, complete;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        codes += fmt::format("{}'{}'", i == 0 ? "" : ", ", contents[i]);
        complete += fmt::format(
            "\n      AND (r.n{0} = 0 OR EXISTS (SELECT 1 FROM observations x WHERE x.person = "
            "r.member AND x.code = '{1}' AND {2}\n           AND x.effective_day > :year_ago AND "
            "x.effective_day BETWEEN a.effective_day - ({3}) AND a.effective_day))",
            i, contents[i], Counts("x"), within);
    }
    return fmt::format(
        "SELECT r.member AS member, r.unit AS unit, r.since AS since, r.a_since AS a_since, "
        "r.b_since AS b_since, r.weight AS weight, r.newly_day AS newly_day,\n  {4} AS due_from, "
        "CASE WHEN r.known + {5} > {4} THEN r.known + {5} ELSE {4} END AS first_due_day, {6} AS "
        "gathered_days,\n  (SELECT "
        "MAX(a.effective_day) FROM observations a WHERE a.person = r.member AND a.code IN ({0}) "
        "AND "
        "a.effective_day > :year_ago AND {1}{2}) AS complete_day,\n  (SELECT MAX(o.effective_day) "
        "FROM observations o WHERE o.person = r.member AND o.code IN ({0}) AND {3}) AS last_day\n"
        "FROM risk_people r",
        codes, Counts("a"), complete, Counts("o"), start, newly, within);
}

std::string LacksSql(const std::vector<std::string>& contents) {
    std::string rows;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        rows += fmt::format(
            "{0}SELECT r.member AS member, '{2}' AS item FROM risk_people r WHERE r.n{1} = 1 AND "
            "NOT "
            "EXISTS (SELECT 1 FROM observations x\n  WHERE x.person = r.member AND x.code = '{2}' "
            "AND "
            "{3} AND x.effective_day > :year_ago)",
            rows.empty() ? "" : "\nUNION ALL\n", i, contents[i], Counts("x"));
    }
    return rows;
}

}  // namespace

const RiskRule* RiskRules::Find(std::string_view id) const {
    for (const auto& rule : rules) {
        if (rule.id == id) return &rule;
    }
    return nullptr;
}

Result<std::vector<RiskRule>> LoadRiskRules(const content::Library& library, Parts& parts) {
    const auto versions = TRY(ReadRiskVersions(library, parts));
    const auto contents = ContentsOf(versions);
    const auto put = [&](const char* name, std::string sql) {
        parts[name] = {std::move(sql), std::string(kRiskPath), 1, "versions"};
    };
    put("risk_facts", FactsSql(versions));
    put("risk_people", PeopleSql(versions, contents));
    put("risk_checks", ChecksSql(versions, contents));
    put("risk_lacks", LacksSql(contents));
    std::vector<RiskRule> rules;
    for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
        for (const auto& rule : version->rules) {
            const auto same = [&](const RiskRule& one) { return one.id == rule.shown.id; };
            if (std::none_of(rules.begin(), rules.end(), same)) rules.push_back(rule.shown);
        }
    }
    return rules;
}

Result<std::vector<HeldRisk>> RisksOf(database::Connection& connection, const RiskRules& rules,
                                      const Dates& dates, std::span<const Rid> persons) {
    std::vector<HeldRisk> held;
    if (persons.empty()) return held;
    auto& rows = *TRY(rules.held.Bind(connection, dates, persons));
    while (TRY(rows.Step())) {
        if (const auto* rule = rules.Find(rows.Text(1)))
            held.push_back({rows.Int(0), rule, static_cast<std::int32_t>(rows.Int(2))});
    }
    std::sort(held.begin(), held.end(), [](const HeldRisk& a, const HeldRisk& b) {
        return a.person != b.person ? a.person < b.person : a.rule < b.rule;
    });
    return held;
}

}  // namespace tram::indicators
