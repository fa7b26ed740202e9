// Every construct of SQL that columns answer, against SQLite over the same rows; and what they
// refuse.

#include "insight/columns/question.h"

#include <gtest/gtest.h>

#include "insight/columns/both_ways_test.h"

namespace tram::columns {
namespace {

constexpr DatesByName kDates = {20'088, 19'800, 20'088, 20'241'231, 19'723, 19'723};

BothWays::Shapes Shapes() {
    using Type = Column::Type;
    return {{"t",
             {{"rid"},
              {"person"},
              {"a"},
              {"b"},
              {"on_day"},
              {"row"},
              {"x", Type::kReal},
              {"s", Type::kText}}},
            {"u",
             {{"rid"},
              {"person"},
              {"c"},
              {"d"},
              {"x", Type::kReal},
              {"s", Type::kText},
              {"k", Type::kText}}},
            {"v", {{"rid"}, {"c"}, {"s", Type::kText}}}};
}

class Chance {
  public:
    explicit Chance(std::uint64_t seed) : random_(seed) {}
    int Below(int end) { return static_cast<int>(random_.Next() % static_cast<unsigned>(end)); }
    template <std::size_t N>
    std::string Of(const std::array<const char*, N>& all) {
        return all[static_cast<std::size_t>(Below(N))];
    }

  private:
    SeededRandom random_;
};

void AddRows(BothWays& both, Chance& chance) {
    const auto maybe = [&](std::string value) { return chance.Below(4) == 0 ? "NULL" : value; };
    const auto number = [&](int end) { return std::to_string(chance.Below(end)); };
    const auto text = [&] {
        return maybe(chance.Of(std::array{"'p'", "'q'", "'pq'", "''", "'Đ'"}));
    };
    const auto real = [&] { return maybe(chance.Of(std::array{"1.0", "2.5", "0.0", "3.25"})); };
    const int rows = chance.Below(30);
    for (int i = 0; i < rows; ++i)
        both.Add("t",
                 {std::to_string(i), number(5), maybe(number(4)), maybe(number(4)),
                  maybe(std::to_string(20'000 + chance.Below(180))), number(2), real(), text()});
    for (int i = chance.Below(40); i-- > 0;)
        both.Add("u", {std::to_string(i), maybe(number(5)), maybe(number(4)), maybe(number(6)),
                       real(), text(), text()});
    for (int i = chance.Below(6); i-- > 0;)
        both.Add("v", {std::to_string(i), maybe(number(4)), text()});
}

void Fill(BothWays& both, Chance& chance) {
    both.Refill([&] { AddRows(both, chance); });
}

void Compare(BothWays& both, const std::string& sql) {
    auto question = both.Compile(sql);
    ASSERT_TRUE(question) << question.error().message << "\n" << sql;
    auto one_by_one = both.Start(*question, kDates);
    const auto ready = both.Start(*question, kDates, Asks::kMany);
    auto sieved = ready.Another();
    std::vector<std::optional<std::int64_t>> asked = {std::nullopt};
    if (question->of_persons()) asked.insert(asked.end(), {0, 1, 4, std::nullopt, 2, 9});
    for (const auto only : asked) {
        const auto told = both.OverDatabase(sql, kDates, only);
        for (auto* run : {&one_by_one, &sieved}) {
            EXPECT_EQ(both.OverColumns(*run, only), told)
                << sql << "\n  for " << (only ? std::to_string(*only) : "everybody")
                << (run == &sieved ? ", sieved" : "");
        }
    }
}

constexpr const char* kAnswered[] = {
    // values and three-valued logic
    "SELECT 1 AS one, 'a' AS two, NULL AS three, 2.5 AS four, -3 AS five",
    "SELECT t.rid, t.a + t.b, t.a - t.b, t.a * t.b, t.a / t.b, t.a % t.b, -t.a FROM t",
    "SELECT t.rid, -7 / 2, 7 / -2, -7 % 3, t.x / 2, t.x * t.a, t.a / t.x, 7 / 2.0 FROM t",
    "SELECT t.rid FROM t WHERE t.a = t.b",
    "SELECT t.rid FROM t WHERE NOT (t.a = t.b)",
    "SELECT t.rid FROM t WHERE t.a <> t.b OR t.s = 'p'",
    "SELECT t.rid FROM t WHERE NOT (t.a < t.b AND t.s <> 'p')",
    "SELECT t.rid FROM t WHERE t.a = 1 OR NOT t.b = 2 AND t.s IS NULL",
    "SELECT t.rid FROM t WHERE t.s IS NOT NULL AND t.a IS NULL",
    "SELECT t.rid FROM t WHERE t.a = NULL OR t.b <> NULL",
    "SELECT t.rid FROM t WHERE t.a IN (1, 2, NULL)",
    "SELECT t.rid FROM t WHERE t.a NOT IN (1, 2)",
    "SELECT t.rid FROM t WHERE t.a NOT IN (1, NULL)",
    "SELECT t.rid FROM t WHERE t.s IN ('p', '')",
    "SELECT t.rid FROM t WHERE COALESCE(t.s, 'q') NOT IN ('p', 'q')",
    "SELECT t.rid FROM t WHERE COALESCE(t.s, 'q') IN ('p', 'q')",
    "SELECT t.rid FROM t WHERE t.a IN (t.b, 3, t.a - 1)",
    "SELECT t.rid FROM t WHERE t.a BETWEEN 1 AND t.b",
    "SELECT t.rid FROM t WHERE t.a NOT BETWEEN 1 AND 2",
    "SELECT t.rid FROM t WHERE t.s >= 'p' AND t.s < 'p~'",
    "SELECT t.rid FROM t WHERE 'p' < t.s OR t.s > 'z'",
    "SELECT t.rid FROM t WHERE t.s > (SELECT MIN(u.s) FROM u)",
    "SELECT t.rid FROM t WHERE t.x > 1 AND t.x <= 2.5 AND t.a < 2.5",
    "SELECT t.rid FROM t WHERE t.x = t.a OR t.a = 1.0",
    "SELECT t.rid FROM t WHERE (t.a, t.b) = (1, 2) OR (t.a, t.b) <> (3, 0)",
    "SELECT t.rid, w.rid FROM t JOIN t w ON w.person = t.person WHERE (t.a, t.b, t.rid) > (w.a, "
    "w.b, w.rid)",
    "SELECT t.rid, w.rid FROM t JOIN t w ON w.person = t.person WHERE (COALESCE(t.a, 0), "
    "t.\"row\") <= "
    "(COALESCE(w.a, 0), w.\"row\")",
    "SELECT t.rid, CASE WHEN t.a > 1 THEN 'big' WHEN t.a = 1 THEN 'one' END FROM t",
    "SELECT t.rid, CASE t.s WHEN 'p' THEN 1 WHEN NULL THEN 2 WHEN 'q' THEN 3 ELSE 0 END FROM t",
    "SELECT t.rid, CASE WHEN :as_of >= 20000 AND :as_of <= 30000 THEN t.a ELSE t.b END FROM t",
    "SELECT t.rid, CASE WHEN :as_of < 20000 THEN t.a WHEN t.b > 1 THEN 5 WHEN 1 = 1 THEN 6 END "
    "FROM t",
    "SELECT t.rid, COALESCE(t.a, t.b, 9), COALESCE(t.a, NULL), COALESCE(NULL, t.s) FROM t",
    "SELECT t.rid, (:as_of_on - 19600101) / 10000, :year_ago - :from, :to, :year_start FROM t",
    "SELECT t.rid FROM t WHERE COALESCE(t.on_day, 0) <= :as_of - 60 AND t.on_day > :as_of - 80",
    "SELECT t.rid FROM t WHERE COALESCE(t.on_day, 9999999) > :as_of",
    "SELECT t.rid FROM t WHERE t.on_day + 10 >= :as_of AND (t.a = 1 OR t.a IS NULL)",
    "SELECT t.rid, CAST(t.a AS BIGINT), CAST(t.a AS REAL), CAST(t.s AS TEXT) FROM t",
    "SELECT rid, \"row\", s FROM t WHERE a >= 1 -- a comment with 'a quote'",
    // joins
    "SELECT t.rid, u.rid FROM t JOIN u ON u.person = t.person",
    "SELECT t.rid, u.rid FROM t JOIN u ON u.person = t.person AND u.c = t.a AND u.s = 'p'",
    "SELECT t.rid, u.rid FROM t, u WHERE u.s = t.s AND u.c > t.a",
    "SELECT t.rid, v.rid FROM t CROSS JOIN v WHERE v.c = 1",
    "SELECT t.rid, u.rid, v.rid FROM t LEFT JOIN u ON u.c = t.a AND u.d > 1 LEFT JOIN v ON v.c = "
    "u.d",
    "SELECT t.rid, u.rid FROM t LEFT JOIN u ON u.c = t.a AND t.b = 1 WHERE u.rid IS NULL",
    "SELECT t.rid, u.rid FROM t LEFT JOIN u ON u.c = t.a WHERE COALESCE(u.s, 'none') = 'none'",
    "SELECT t.rid, u.rid, v.rid FROM t LEFT JOIN u ON u.c = t.a JOIN v ON v.c = t.b",
    "SELECT t.rid, u.rid, v.rid FROM v JOIN t ON t.a = v.c LEFT JOIN u ON u.person = t.person AND "
    "u.s = v.s",
    "SELECT t.rid, n.c FROM t LEFT JOIN (SELECT u.c AS c, MAX(u.d) AS most FROM u GROUP BY u.c) n "
    "ON n.c = t.a "
    "AND n.most > 2",
    // queries in FROM that are no more than a loop
    "SELECT h.rid, h.k FROM (SELECT t.rid AS rid, t.a + 1 AS k FROM t LEFT JOIN u ON u.c = t.a "
    "WHERE t.b > 0) h WHERE h.k < 4",
    "SELECT h.kind, h.c, COUNT(*), MAX(h.x + 1), h.c + 1 FROM (SELECT 'A' AS kind, u.c AS c, "
    "COALESCE(u.d, 0) AS x FROM u WHERE u.s = 'p') h GROUP BY h.kind, h.c",
    "SELECT t.rid, h.n, w.rid FROM t JOIN (SELECT v.c * 2 AS n, v.s AS s FROM v JOIN u ON u.c = "
    "v.c) h ON h.n = t.a LEFT JOIN v w ON w.c = h.n AND w.s = h.s",
    "SELECT w.rid, h.n FROM v w LEFT JOIN t ON t.a = w.c JOIN (SELECT u.c AS n, v.rid AS r FROM u "
    "LEFT JOIN v ON v.c = u.d) h ON h.n = w.c WHERE h.r IS NULL OR t.b > 1",
    "SELECT t.rid FROM t WHERE EXISTS (SELECT 1 FROM (SELECT u.c + 0 AS c, u.person AS p FROM u "
    "WHERE u.d > 1) h WHERE h.p = t.person AND h.c >= t.b)",
    "SELECT k.z FROM (SELECT h.y + 1 AS z FROM (SELECT t.a AS y, t.b AS w FROM t WHERE t.s = 'p') "
    "h WHERE h.w > 0) k WHERE k.z < 5",
    "SELECT h.*, v.rid FROM (SELECT t.rid AS rid, t.a AS a FROM t WHERE t.b = 1) h JOIN v ON v.c = "
    "h.a",
    "SELECT t.rid, (SELECT SUM(n.c) FROM (SELECT u.c AS c, u.d AS d FROM u WHERE u.person = "
    "t.person) n WHERE n.d > t.b) FROM t",
    "SELECT h.a, (SELECT MAX(u.d) FROM u WHERE u.c = h.a AND u.person = h.p) FROM (SELECT t.a AS "
    "a, t.person AS p FROM t) h ORDER BY h.a, h.p LIMIT 4",
    // queries inside
    "SELECT t.rid FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.person = t.person AND u.c > t.a)",
    "SELECT t.rid FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.person = t.person AND u.s = "
    "t.s)",
    "SELECT t.rid FROM t WHERE EXISTS (SELECT 1 FROM u JOIN v ON v.c = u.c WHERE u.person = "
    "t.person "
    "AND NOT EXISTS (SELECT 1 FROM v w WHERE w.c = t.a AND w.s = u.s))",
    "SELECT t.rid FROM t WHERE t.a IN (SELECT u.c FROM u WHERE u.person = t.person)",
    "SELECT t.rid FROM t WHERE t.a NOT IN (SELECT u.c FROM u WHERE u.d = 1)",
    "SELECT t.rid FROM t WHERE t.a IN (SELECT u.c FROM u UNION SELECT v.c FROM v)",
    "SELECT t.rid, (SELECT MAX(u.c) FROM u WHERE u.person = t.person) FROM t",
    "SELECT t.rid, (SELECT COUNT(*) FROM u WHERE u.person = t.person), (SELECT COUNT(u.c) FROM u), "
    "(SELECT SUM(u.c) FROM u WHERE u.c = t.a), (SELECT MIN(u.s) FROM u WHERE u.c = t.a) FROM t",
    "SELECT t.rid, (SELECT u.d FROM u WHERE u.person = t.person AND u.c IS NOT NULL ORDER BY u.c "
    "DESC, u.rid LIMIT 1) FROM t",
    "SELECT t.rid, (SELECT u.s FROM u WHERE u.c = t.a ORDER BY COALESCE(u.d, 99), u.rid DESC LIMIT "
    "1) FROM t",
    "SELECT t.rid, (SELECT u.s FROM u WHERE u.c = t.a ORDER BY u.d, u.rid LIMIT 1) FROM t",
    "SELECT t.rid, (SELECT MAX(n.most) FROM (SELECT u.c AS c, SUM(u.d) AS most FROM u WHERE "
    "u.person = t.person "
    "GROUP BY u.c) n) FROM t",
    "SELECT t.rid, (SELECT COUNT(DISTINCT u.c) + COUNT(*) FROM u WHERE u.s = t.s) FROM t",
    "SELECT t.rid, CASE (SELECT u.s FROM u WHERE u.person = t.person ORDER BY u.rid LIMIT 1) WHEN "
    "'p' THEN 1 "
    "WHEN 'q' THEN 2 END FROM t",
    // groups
    "SELECT COUNT(*), COUNT(t.a), COUNT(DISTINCT t.a), MIN(t.a), MAX(t.s), SUM(t.a), MAX(t.x), "
    "SUM(t.x) FROM t",
    "SELECT COUNT(*) AS n, MAX(t.a) FROM t WHERE t.a > 100",
    "SELECT t.a, COUNT(*), SUM(t.b), MIN(t.on_day) FROM t GROUP BY t.a",
    "SELECT t.a + 1, t.s, COUNT(*) * 2, COALESCE(t.s, 'none') FROM t GROUP BY t.a + 1, t.s",
    "SELECT t.a, MAX(CASE WHEN t.s = 'p' THEN t.b ELSE 0 END) AS m FROM t GROUP BY t.a HAVING "
    "COUNT(*) > 1 AND MIN(t.b) < 3",
    "SELECT t.a, (SELECT COUNT(*) FROM u WHERE u.c = t.a) AS n, COUNT(DISTINCT t.s) FROM t GROUP "
    "BY t.a",
    "SELECT t.a, MAX(CASE WHEN EXISTS (SELECT 1 FROM u WHERE u.c = t.a AND u.d = t.b) THEN 1 ELSE "
    "0 END) FROM t GROUP BY t.a",
    "SELECT t.person, u.c, COUNT(*), COUNT(CASE WHEN u.s = 'p' THEN 1 END) FROM t JOIN u ON "
    "u.person = t.person "
    "GROUP BY t.person, u.c",
    "SELECT t.x, COUNT(*) FROM t GROUP BY t.x",
    "SELECT MAX(t.a) FROM t HAVING COUNT(*) > 3",
    // several rows as one
    "SELECT DISTINCT t.a, t.s FROM t",
    "SELECT t.a FROM t UNION SELECT u.c FROM u",
    "SELECT t.a, 'x' FROM t UNION ALL SELECT u.c, u.s FROM u UNION ALL SELECT 7, NULL",
    "SELECT t.a FROM t UNION ALL SELECT u.c FROM u UNION SELECT v.c FROM v",
    "SELECT t.a FROM t UNION SELECT u.c FROM u UNION ALL SELECT v.c FROM v",
    "SELECT t.rid, t.a FROM t ORDER BY t.a DESC, t.rid LIMIT 3",
    "SELECT t.rid AS r FROM t WHERE t.a IS NOT NULL UNION ALL SELECT u.rid + 100 FROM u ORDER BY r "
    "LIMIT 5",
    "SELECT t.rid, ROW_NUMBER() OVER (PARTITION BY t.person ORDER BY COALESCE(t.a, 0) DESC, t.rid) "
    "AS n FROM t",
    "SELECT n.rid FROM (SELECT t.rid, ROW_NUMBER() OVER (ORDER BY t.a, t.rid DESC) AS n FROM t "
    "WHERE t.b > 0) n WHERE n.n <= 2",
    // parts
    "WITH p AS (SELECT t.person AS member, MAX(t.a) AS most FROM t GROUP BY t.person), "
    "q AS MATERIALIZED (SELECT p.*, u.c FROM p JOIN u ON u.person = p.member) "
    "SELECT q.member, q.most, q.c, p.member FROM q LEFT JOIN p ON p.most = q.c",
    "WITH p AS (SELECT u.c AS c, u.d AS d FROM u), q AS (SELECT * FROM p WHERE p.c > 1) "
    "SELECT t.rid, q.d, w.d FROM t JOIN q ON q.c = t.a JOIN p w ON w.c = t.b AND w.d = q.d",
    // of one member
    "SELECT t.rid, t.a FROM t WHERE :only(t.person) AND t.b > 0",
    "WITH base AS (SELECT t.rid AS home, t.person AS member, t.a AS a FROM t WHERE :only(t.person) "
    "AND NOT EXISTS "
    "(SELECT 1 FROM t o WHERE o.person = t.person AND (COALESCE(o.a, 0), o.rid) > (COALESCE(t.a, "
    "0), t.rid))), "
    "facts AS MATERIALIZED (SELECT b.member AS member, b.a AS a, b.home AS unused, (SELECT "
    "MAX(u.d) FROM u WHERE u.person = b.member) AS most, "
    "(SELECT u.rid FROM u WHERE u.person = b.member AND u.s = 'p' ORDER BY COALESCE(u.c, 9) DESC, "
    "u.rid LIMIT 1) AS card FROM base b) "
    "SELECT f.member AS member, CASE WHEN f.most > 2 THEN 1 ELSE 0 END AS met, u.s, v.s "
    "FROM facts f LEFT JOIN u ON u.rid = f.card LEFT JOIN v ON v.c = u.c",
    "WITH base AS (SELECT DISTINCT t.person AS member FROM t WHERE :only(t.person)), kinds AS "
    "(SELECT v.c AS c, COUNT(*) AS n FROM v GROUP BY v.c) "
    "SELECT b.member, k.n, COUNT(*) FROM base b JOIN u ON u.person = b.member JOIN kinds k ON k.c "
    "= u.c GROUP BY b.member, k.n",
    "WITH base AS (SELECT DISTINCT t.person AS member FROM t WHERE :only(t.person)) SELECT "
    "b.member, h.grp, MIN(h.since) FROM base b JOIN "
    "(SELECT u.person AS member, 'A' AS grp, u.c AS since FROM u JOIN base b ON b.member = "
    "u.person WHERE :only(u.person) "
    "UNION ALL SELECT u.person, 'B', u.d FROM u WHERE u.s = 'p' AND :as_of > 5) h ON h.member = "
    "b.member GROUP BY b.member, h.grp",
    "SELECT p.person, h.n FROM u p JOIN (SELECT t.person AS person, ROW_NUMBER() OVER (PARTITION "
    "BY t.person ORDER BY t.rid DESC) AS n "
    "FROM t WHERE :only(t.person)) h ON h.person = p.person AND h.n = 1 WHERE :only(p.person)",
};

TEST(QuestionTest, AnswersAsTheDatabaseDoes) {
    BothWays both(Shapes());
    for (std::uint64_t seed = 0; seed < 24; ++seed) {
        Chance chance(seed);
        Fill(both, chance);
        for (const char* sql : kAnswered) Compare(both, sql);
        if (HasFatalFailure()) return;
    }
}

// Statements put together by chance: one value of each type, one condition, over t and what is in
// u.
class Author {
  public:
    explicit Author(std::uint64_t seed) : chance_(seed) {}
    std::string Statement() {
        return "SELECT t.rid, " + Number(3, "t") + ", " + Text(2, "t") + " FROM t " +
               chance_.Of(std::array{"", "LEFT JOIN v ON v.c = t.b "}) + "WHERE " +
               Condition(3, "t");
    }

  private:
    std::string Number(int depth, const std::string& of) {
        const auto again = [&] { return Number(depth - 1, of); };
        switch (depth <= 0 ? chance_.Below(3) : chance_.Below(11)) {
            case 0:
                return std::to_string(chance_.Below(5));
            case 1:
            case 2:
                return of + "." +
                       (of == "t" ? chance_.Of(std::array{"a", "b", "person", "rid", "on_day"})
                                  : chance_.Of(std::array{"c", "d", "person"}));
            case 3:
                return "(" + again() + chance_.Of(std::array{" + ", " - ", " * ", " / ", " % "}) +
                       again() + ")";
            case 4:
                return "COALESCE(" + again() + ", " + again() + ")";
            case 5:
                return "CASE WHEN " + Condition(depth - 1, of) + " THEN " + again() + " ELSE " +
                       again() + " END";
            case 6:
                return "CASE " + again() + " WHEN " + again() + " THEN " + again() + " WHEN " +
                       again() + " THEN 1 END";
            case 7:
                return ":as_of - " + std::to_string(20'000 + chance_.Below(90));
            case 8:
                return "(SELECT " + chance_.Of(std::array{"MAX", "MIN", "COUNT", "SUM"}) + "(" +
                       Number(depth - 2, "u") + ") FROM u WHERE " + Inner(depth, of) + ")";
            case 9:
                return "(SELECT u.d FROM u WHERE " + Inner(depth, of) + " ORDER BY 0 + " +
                       Number(depth - 2, "u") + ", u.rid DESC LIMIT 1)";
            default:
                return "-" + of + (of == "t" ? ".a" : ".c");
        }
    }
    std::string Text(int depth, const std::string& of) {
        switch (chance_.Below(depth <= 0 ? 2 : 4)) {
            case 0:
                return chance_.Of(std::array{"'p'", "'q'", "''", "'pp'"});
            case 1:
                return of + ".s";
            case 2:
                return "COALESCE(" + Text(depth - 1, of) + ", " + Text(depth - 1, of) + ")";
            default:
                return "CASE WHEN " + Condition(depth - 1, of) + " THEN " + Text(depth - 1, of) +
                       " END";
        }
    }
    std::string Inner(int depth, const std::string& of) {
        return (of == "t" ? "u.person = t.person AND " : "") + Condition(depth - 2, "u");
    }
    std::string Condition(int depth, const std::string& of) {
        const auto number = [&] { return Number(depth - 1, of); };
        const auto compare = [&] {
            return chance_.Of(std::array{" = ", " <> ", " < ", " <= ", " > ", " >= "});
        };
        switch (depth <= 0 ? chance_.Below(4) : chance_.Below(11)) {
            case 0:
                return number() + compare() + number();
            case 1:
                return Text(depth - 1, of) + compare() + Text(depth - 1, of);
            case 2:
                return number() + chance_.Of(std::array{" IS NULL", " IS NOT NULL"});
            case 3:
                return Text(depth - 1, of) + chance_.Of(std::array{" IN ", " NOT IN "}) +
                       chance_.Of(std::array{"('p')", "('q', '')", "('p', NULL)"});
            case 4:
                return number() + chance_.Of(std::array{" IN (", " NOT IN ("}) + number() + ", " +
                       number() + ")";
            case 5:
                return number() + chance_.Of(std::array{" BETWEEN ", " NOT BETWEEN "}) + number() +
                       " AND " + number();
            case 6:
                return "(" + Condition(depth - 1, of) + " AND " + Condition(depth - 1, of) + ")";
            case 7:
                return "(" + Condition(depth - 1, of) + " OR " + Condition(depth - 1, of) + ")";
            case 8:
                return "NOT (" + Condition(depth - 1, of) + ")";
            case 9:
                return "(" + number() + ", " + number() + ")" + compare() + "(" + number() + ", " +
                       number() + ")";
            default:
                return chance_.Of(std::array{"", "NOT "}) + "EXISTS (SELECT 1 FROM u WHERE " +
                       Inner(depth, of) + ")";
        }
    }

    Chance chance_;
};

TEST(QuestionTest, AnswersWhatChanceWrote) {
    BothWays both(Shapes());
    for (std::uint64_t seed = 0; seed < 400 && !HasFailure(); ++seed) {
        Chance chance(seed);
        if (seed % 20 == 0) Fill(both, chance);
        Author author(seed);
        for (int i = 0; i < 5; ++i) Compare(both, author.Statement());
    }
}

TEST(QuestionTest, RefusesWithItsReasonWhatTheDatabaseDoes) {
    const std::pair<const char*, const char*> kRefused[] = {
        {"SELECT t.s || 'x' FROM t", "\"||\""},
        {"SELECT t.rid FROM t WHERE t.s LIKE 'p%'", "\"like\""},
        {"SELECT CAST(t.a AS TEXT) FROM t", "CAST to text"},
        {"SELECT CAST(t.x AS BIGINT) FROM t", "CAST to bigint"},
        {"SELECT SUM(t.a) OVER (PARTITION BY t.b) FROM t", "sum OVER"},
        {"SELECT LEAD(t.a) OVER (ORDER BY t.a) FROM t", "lead OVER"},
        {"SELECT length(t.s) FROM t", "function length"},
        {"SELECT t.a = t.b FROM t", "condition where a value"},
        {"SELECT t.rid FROM t WHERE t.a", "value where a condition"},
        {"SELECT t.rid FROM t WHERE t.a < t.b < 3", "condition where a value"},
        {"SELECT t.rid FROM t WHERE t.a = 'p'", "text beside a number"},
        {"SELECT COALESCE(t.a, 'p') FROM t", "text beside a number"},
        {"SELECT t.a FROM t UNION SELECT t.s FROM t", "text beside a number"},
        {"SELECT t.s + 1 FROM t", "text beside a number"},
        {"SELECT t.a, COUNT(*) FROM t", "not grouped"},
        {"SELECT t.b FROM t GROUP BY t.a", "not grouped"},
        {"SELECT t.a FROM t GROUP BY t.a HAVING t.b > 1", "not grouped"},
        {"SELECT t.rid FROM t WHERE COUNT(*) > 1", "nothing is grouped"},
        {"SELECT t.nothing FROM t", "unknown column t.nothing"},
        {"SELECT s FROM t JOIN u ON u.c = t.a", "two sources"},
        {"SELECT 1 FROM nowhere", "unknown source nowhere"},
        {"SELECT * FROM t", "every column of a register"},
        {"SELECT (SELECT u.c FROM u LIMIT 1)", "LIMIT without ORDER BY"},
        {"SELECT t.a FROM t LIMIT 1", "LIMIT without ORDER BY"},
        {"SELECT (SELECT u.c, u.d FROM u)", "several columns"},
        {"SELECT t.a FROM t EXCEPT SELECT u.c FROM u", "\"except\""},
        {"SELECT t.a FROM t RIGHT JOIN u ON u.c = t.a", "\"right\""},
        {"SELECT t.a FROM t WHERE t.a = :tomorrow", ":tomorrow"},
        {"SELECT 'open FROM t", "quote is not closed"},
        {"SELECT", "the end of the text"},
    };
    BothWays both(Shapes());
    for (const auto& [sql, reason] : kRefused) {
        const auto question = both.Compile(sql);
        ASSERT_FALSE(question) << sql;
        EXPECT_EQ(question.error().code, ErrorCode::kNotSupported);
        EXPECT_NE(question.error().message.find(reason), std::string::npos)
            << sql << "\n  " << question.error().message;
        EXPECT_FALSE(question.error().message_vi.empty());
    }
}

TEST(QuestionTest, RefusesWhatIsNestedDeeperThanAStackIs) {
    BothWays both(Shapes());
    const auto many = [](int times, std::string_view text) {
        std::string out;
        for (int i = 0; i < times; ++i) out += text;
        return out;
    };
    for (const std::string& value :
         {many(100'000, "(") + "1" + many(100'000, ")"), "1" + many(100'000, " + 1"),
          many(100'000, "- ") + "1",
          many(50'000, "CASE WHEN 1 = 1 THEN ") + "1" + many(50'000, " END"),
          "CASE WHEN " + many(100'000, "NOT ") + "1 = 1 THEN 1 END"}) {
        const auto question = both.Compile("SELECT " + value + " AS v FROM t");
        ASSERT_FALSE(question);
        EXPECT_EQ(question.error().code, ErrorCode::kNotSupported);
    }
    EXPECT_TRUE(both.Compile("SELECT " + many(150, "(") + "1" + many(150, ")") + " AS v FROM t"));
}

TEST(QuestionTest, DoesNotChooseAmongRowsWhereOneShouldBe) {
    BothWays both(Shapes());
    const auto question = BothWays::Must(both.Compile("SELECT (SELECT v.c FROM v) AS c"));
    both.Add("v", {"1", "5", "NULL"});
    {
        auto run = both.Start(question, kDates);
        EXPECT_EQ(both.OverColumns(run, std::nullopt), BothWays::Told{"5 "});
    }
    both.Add("v", {"2", "6", "NULL"});
    auto run = both.Start(question, kDates);
    const auto rows = run.Ask(std::nullopt);
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code, ErrorCode::kNotSupported);
}

TEST(QuestionTest, StopsWhereAJoinBindsNothing) {
    BothWays both(Shapes());
    for (int i = 0; i < 200; ++i) both.Add("v", {std::to_string(i), std::to_string(i % 7), "'p'"});
    for (const std::string sql :
         {"SELECT COUNT(*) AS n FROM v a CROSS JOIN v b CROSS JOIN v c CROSS JOIN v d",
          "WITH p AS (SELECT v.rid AS rid, v.c AS c FROM v) "
          "SELECT COUNT(*) AS n FROM p a CROSS JOIN p b CROSS JOIN p c JOIN p d ON d.c > a.c + 7",
          "SELECT a.rid AS rid FROM v a WHERE (SELECT COUNT(*) FROM v b CROSS JOIN v c CROSS JOIN "
          "v d WHERE b.c + c.c + d.c = -1 - a.rid) = 0"}) {
        const auto question = BothWays::Must(both.Compile(sql));
        auto run = both.Start(question, kDates);
        const auto rows = run.Ask(std::nullopt);
        ASSERT_FALSE(rows) << sql;
        EXPECT_EQ(rows.error().code, ErrorCode::kTooCostly);
        EXPECT_NE(rows.error().message.find("join"), std::string::npos);
        EXPECT_NE(rows.error().message_vi.find("nối"), std::string::npos);
        EXPECT_FALSE(run.Ask(std::nullopt)) << "what has stopped answers nothing";
    }
}

TEST(QuestionTest, NeedsWhatTheAnswerNeeds) {
    BothWays both(Shapes());
    const auto question = BothWays::Must(both.Compile(
        "WITH base AS (SELECT t.person AS member, t.a AS a, t.b AS b FROM t WHERE :only(t.person)) "
        "SELECT b.member AS member, (SELECT MAX(u.c) FROM u WHERE u.person = b.member) AS most, "
        "b.a AS a FROM base b"));
    EXPECT_TRUE(question.of_persons());
    EXPECT_EQ(question.columns(), (std::vector<std::string>{"member", "most", "a"}));
    ASSERT_EQ(question.needs().size(), 2U);
    using Names = std::set<std::string, std::less<>>;
    EXPECT_EQ(question.needs()[0].register_name, "t");
    EXPECT_EQ(question.needs()[0].columns, (Names{"a", "person"}));
    EXPECT_EQ(question.needs()[0].indexed, Names{"person"});
    EXPECT_EQ(question.needs()[1].register_name, "u");
    EXPECT_EQ(question.needs()[1].columns, (Names{"c", "person"}));
    EXPECT_EQ(question.needs()[1].indexed, Names{"person"});
}

}  // namespace
}  // namespace tram::columns
