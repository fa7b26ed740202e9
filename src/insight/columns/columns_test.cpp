// Columns against the registers: after whatever was written, each cell is what the database holds.

#include "insight/columns/columns.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "insight/indicators/house_test.h"
#include "insight/indicators/random_district_test.h"

namespace tram::columns {
namespace {

using indicators::TestHouse;

std::string Told(const Value& value, const Texts& texts) {
    switch (value.kind) {
        case Value::Kind::kNull:
            return "-";
        case Value::Kind::kInteger:
            return std::to_string(value.integer);
        case Value::Kind::kReal:
            return std::to_string(value.real);
        case Value::Kind::kText:
            return "'" + std::string(texts.View(value.text)) + "'";
    }
    return {};
}

std::vector<std::string> RowsOf(const Table& table, const Texts& texts) {
    std::vector<std::string> rows;
    for (std::uint32_t row = 0; row < table.rows(); ++row) {
        if (!table.alive(row)) continue;
        std::string told;
        for (std::size_t i = 0; i < table.names().size(); ++i)
            told += Told(table.column(i).at(row), texts) + " ";
        rows.push_back(told);
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::vector<std::string> RowsIn(database::Connection& connection, const Table& table) {
    std::string sql = "SELECT ";
    for (std::size_t i = 0; i < table.names().size(); ++i)
        sql += (i ? ", \"" : "\"") + table.names()[i].name + "\"";
    auto& query =
        *TestHouse::Must(connection.Prepare(sql + " FROM reg_" + table.name() + " WHERE 1 = 1"));
    std::vector<std::string> rows;
    while (TestHouse::Must(query.Step())) {
        std::string told;
        for (std::size_t i = 0; i < table.names().size(); ++i) {
            const int place = static_cast<int>(i);
            const auto type = table.names()[i].type;
            told += (query.IsNull(place)              ? "-"
                     : type == Column::Type::kInteger ? std::to_string(query.Int(place))
                     : type == Column::Type::kReal    ? std::to_string(query.Real(place))
                                                   : "'" + std::string(query.Text(place)) + "'") +
                    " ";
        }
        rows.push_back(told);
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

class ColumnsTest : public database::testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        house_ = std::make_unique<TestHouse>(indicators::StoreIn(folder(), options()));
        Begin();
    }
    // As a start of the program does.
    void Begin() {
        columns_.reset();
        feed_ = std::make_unique<Feed>();
        texts_ = std::make_unique<Texts>();
        std::vector<Shape> shapes;
        for (const auto& one : house_->store().registers().all()) {
            shapes.push_back(*ShapeOf(house_->store().registers(), one.name));
            names_.insert(one.name);
        }
        columns_ = std::make_unique<Columns>(house_->store(), *feed_, *texts_, std::move(shapes),
                                             file(), 1);
    }
    std::string file() { return (folder() / "columns").string(); }
    void Put(const std::vector<indicators::Table>& tables) {
        house_->Put(TestHouse::Must(records_.Make(tables)));
    }
    void TearDown() override {
        columns_.reset();
        house_.reset();
        EachDatabase::TearDown();
    }

    // Every table equals its register, and its indexes find what a scan finds.
    std::size_t Holds() {
        const auto standing = TestHouse::Must(columns_->Stand());
        EXPECT_EQ(standing.position(), house_->store().position());
        const auto reader = TestHouse::Must(house_->store().Read());
        std::size_t all = 0;
        for (const auto& name : names_) {
            const Table& table = standing[name];
            const auto rows = RowsOf(table, *texts_);
            EXPECT_EQ(rows, RowsIn(reader->connection(), table)) << name;
            all += rows.size();
            const std::size_t person = *table.Find("person");
            const Index& index = *table.IndexOf(person);
            std::size_t found = 0, there = 0;
            std::set<std::int64_t> keys;
            for (std::uint32_t row = 0; row < table.rows(); ++row) {
                if (!table.alive(row) || !table.column(person).key(row)) continue;
                ++there;
                keys.insert(*table.column(person).key(row));
            }
            for (const auto key : keys) {
                index.Find(key).ForEach([&](std::uint32_t row) {
                    if (!table.alive(row)) return;
                    EXPECT_EQ(table.column(person).key(row), key);
                    ++found;
                });
            }
            EXPECT_EQ(found, there) << name;
        }
        return all;
    }

    std::unique_ptr<TestHouse> house_;
    std::unique_ptr<Feed> feed_;
    std::unique_ptr<Texts> texts_;
    indicators::RandomDistrict district_{3};
    indicators::stories::StoryRecords records_{"chance"};
    std::set<std::string, std::less<>> names_;
    std::unique_ptr<Columns> columns_;
};
TRAM_ON_EACH_DATABASE(ColumnsTest);

TEST_P(ColumnsTest, FollowWhatIsWritten) {
    Put(district_.Units());
    Put(district_.People(30));
    EXPECT_GT(Holds(), 100u);
    Put(district_.Care(100));
    const auto before = Holds();
    for (int round = 0; round < 4; ++round) {
        Put(district_.People(3));  // some are doubles of those there: links move whole persons
        Put(district_.Care(10));
        if (round == 1) Put(district_.MoreOfUnits());
        EXPECT_GT(Holds(), before);
    }
    house_->Forget();
    EXPECT_LT(Holds(), 10u);
}

TEST_P(ColumnsTest, GoOnFromTheFileOfTheRunBefore) {
    Put(district_.Units());
    Put(district_.People(30));
    Put(district_.Care(100));
    Holds();
    columns_->Keep(Columns::Moment::kBetween);
    const auto kept_at = columns_->kept_at();
    EXPECT_EQ(kept_at, house_->store().position());
    for (int start = 0; start < 3; ++start) {
        // Between the runs links are made too, of persons who had none when the file was written.
        Put(district_.People(6));
        Put(district_.Care(10));
        Begin();
        Holds();
        EXPECT_EQ(columns_->kept_at(), kept_at);
    }
}

TEST_P(ColumnsTest, DoNotBelieveASpoiledFile) {
    Put(district_.Units());
    Put(district_.People(10));
    Holds();
    columns_->Keep(Columns::Moment::kBetween);
    std::string good;
    {
        std::ifstream in(file(), std::ios::binary);
        good.assign(std::istreambuf_iterator<char>(in), {});
    }
    ASSERT_GT(good.size(), 1000u);
    SeededRandom random(1);
    const auto any = [&](std::size_t most) { return random.Next() % most; };
    for (int round = 0; round < 30; ++round) {
        auto spoiled = good;
        if (round % 3 == 0) {
            spoiled.resize(any(good.size()));
        } else {
            spoiled[any(good.size())] ^= static_cast<char>(1 + any(255));
        }
        std::ofstream(file(), std::ios::binary) << spoiled;
        Begin();
        Holds();
        EXPECT_EQ(columns_->kept_at(), -1) << round;
    }
}

TEST(TableTest, SortsFindsAndForgets) {
    Texts texts;
    Table table("things",
                {{"person"}, {"code", Column::Type::kText}, {"value", Column::Type::kReal}});
    const auto add = [&](std::optional<std::int64_t> person, std::string_view code, double value) {
        person ? table.column(0).AddInteger(*person) : table.column(0).AddNull();
        table.column(1).AddText(texts.Number(code));
        table.column(2).AddReal(value);
        table.EndRow();
    };
    add(7, "b", 1);
    add(3, "a", 2);
    add(std::nullopt, "a", 3);
    add(7, "a", 4);
    table.NeedIndex(0);
    table.NeedIndex(1);
    add(std::int64_t{1} << 40, "a", 5);  // widens the column
    table.Kill(1);
    const auto values = [&](std::size_t column, std::int64_t key) {
        std::vector<double> out;
        table.IndexOf(column)->Find(key).ForEach([&](std::uint32_t row) {
            if (table.alive(row)) out.push_back(table.column(2).at(row).real);
        });
        return out;
    };
    const auto holds = [&] {
        EXPECT_EQ(values(0, 7), (std::vector<double>{1, 4}));
        EXPECT_EQ(values(0, 3), std::vector<double>());
        EXPECT_EQ(values(0, std::int64_t{1} << 40), std::vector<double>{5});
        EXPECT_EQ(values(0, 8), std::vector<double>());
        EXPECT_EQ(values(1, texts.Number("b")), std::vector<double>{1});
        EXPECT_EQ(values(1, texts.Number("new")), std::vector<double>());
    };
    holds();
    EXPECT_EQ(values(1, texts.Number("a")), (std::vector<double>{3, 4, 5}));
    table.SortBy(0);
    EXPECT_EQ(table.rows(), 4u);
    holds();
    EXPECT_EQ(values(1, texts.Number("a")), (std::vector<double>{4, 5, 3}));  // no key: behind
    // Rows that came after they were sorted, of a known key and of a new one.
    add(7, "a", 6);
    add(2, "c", 7);
    EXPECT_EQ(values(0, 7), (std::vector<double>{1, 4, 6}));
    EXPECT_EQ(values(0, 2), std::vector<double>{7});
    EXPECT_EQ(values(1, texts.Number("a")), (std::vector<double>{4, 5, 3, 6}));
    EXPECT_EQ(values(1, texts.Number("c")), std::vector<double>{7});
    table.SortBy(0);
    EXPECT_EQ(values(0, 2), std::vector<double>{7});
    EXPECT_EQ(values(0, 7), (std::vector<double>{1, 4, 6}));
}

TEST(TableTest, FindsTheRowsOfAKeyFromAnywhere) {
    SeededRandom random(7);
    Table table("things", {{"person"}});
    std::map<std::int64_t, std::uint32_t> counts;
    for (int i = 0; i < 500; ++i) {
        const auto key = static_cast<std::int64_t>(random.Next() % 90);
        table.column(0).AddInteger(key);
        table.EndRow();
        ++counts[key];
    }
    table.NeedIndex(0);
    table.SortBy(0);
    const Index& index = *table.IndexOf(0);
    for (std::int64_t key = -1; key <= 90; ++key) {
        for (std::uint32_t near = 0; near <= 500; near += 7) {
            const auto found = index.Find(key, near);
            ASSERT_EQ(found.size(), counts.contains(key) ? counts[key] : 0U) << key << " " << near;
            found.ForEach([&](std::uint32_t row) { EXPECT_EQ(table.column(0).key(row), key); });
        }
    }
}

TEST(TableTest, KnowsLargerKeysWithoutLooking) {
    Table table("things", {{"rid"}});
    table.NeedIndex(0);
    const auto add = [&](std::int64_t rid) {
        table.column(0).AddInteger(rid);
        table.EndRow();
    };
    add(5);
    add(3);
    const Index& index = *table.IndexOf(0);
    EXPECT_EQ(index.Find(6).size(), 0U);
    EXPECT_EQ(index.bytes(), 0U);  // nothing was made for it
    add(6);
    EXPECT_EQ(index.Find(6).size(), 1U);
    EXPECT_GT(index.bytes(), 0U);
    add(3);
    EXPECT_EQ(index.Find(3).size(), 2U);
    EXPECT_EQ(index.Find(7).size(), 0U);
}

}  // namespace
}  // namespace tram::columns
