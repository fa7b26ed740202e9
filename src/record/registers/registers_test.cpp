#include "record/registers/registers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "platform/database/testing.h"
#include "record/storage/schema.h"

namespace tram::registers {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

json::DocumentPtr Json(std::string_view text) {
    return json::Document::Parse(text).value();
}

views::View ViewOf(const std::string& name, const std::string& type, const std::string& selects) {
    const auto definition = Json(R"~({"name":")~" + name + R"~(","resource":")~" + type +
                                 R"~(","select":[)~" + selects + "]}");
    auto view = views::View::Compile(definition->root());
    if (!view) throw std::runtime_error(view.error().message + " " + view.error().path);
    return std::move(view).value();
}

Result<Registers> Make(const std::string& name, const std::string& type,
                       const std::string& columns) {
    return Registers::Make({ViewOf(name, type, R"~({"column":[)~" + columns + "]}")}, 7 * 60);
}

std::vector<std::string> ColumnNames(const Registers& registers) {
    std::vector<std::string> names;
    for (const auto& column : registers.all().front().columns) names.push_back(column.name);
    return names;
}

Row OnlyRow(const Registers& registers, std::string_view resource) {
    const auto document = Json(resource);
    const auto rows = registers.Compute(document->root(), "the-id");
    EXPECT_THAT(rows.faults, IsEmpty());
    if (rows.registers.size() != 1 || rows.registers[0].rows.size() != 1) return {};
    return rows.registers[0].rows[0];
}

TEST(Registers, NameColumnsByTypeAndTag) {
    const auto registers = Make(
        "r", "Patient",
        R"~({"name":"id","path":"id","type":"id"},)~"
        R"~({"name":"own","path":"id","type":"id","tag":[{"name":"tram/type","value":"rid"}]},)~"
        R"~({"name":"born_date","path":"birthDate","type":"date"},)~"
        R"~({"name":"died","path":"deceased.ofType(dateTime)","type":"dateTime"},)~"
        R"~({"name":"active","path":"active","type":"boolean"},)~"
        R"~({"name":"number","path":"multipleBirth.ofType(integer)","type":"integer"})~");
    ASSERT_TRUE(registers) << registers.error().message;
    EXPECT_THAT(ColumnNames(*registers), ElementsAre("id", "own", "born_on", "born_day", "died_on",
                                                     "died_day", "died_at", "active", "number"));
    EXPECT_EQ(registers->Find("r")->table, "reg_r");
    EXPECT_TRUE(registers->Covers("Patient"));
    EXPECT_FALSE(registers->Covers("Group"));
}

struct Bad {
    std::string columns, message;
};
class RefusedRegister : public ::testing::TestWithParam<Bad> {};

TEST_P(RefusedRegister, SaysWhy) {
    const auto registers = Make("r", "Patient", GetParam().columns);
    ASSERT_FALSE(registers);
    EXPECT_THAT(registers.error().message, HasSubstr(GetParam().message));
    EXPECT_FALSE(registers.error().message_vi.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Registers, RefusedRegister,
    ::testing::Values(
        Bad{R"~({"name":"a","path":"name.family","type":"string","collection":true})~",
            "collection"},
        Bad{R"~({"name":"a","path":"name.first()","type":"HumanName"})~", "primitive"},
        Bad{R"~({"name":"a","path":"'x' & 'y'"})~", "primitive"},
        Bad{R"~({"name":"order","path":"gender","type":"code"})~", "word of SQL"},
        Bad{R"~({"name":"Gender","path":"gender","type":"code"})~", "lower case"},
        Bad{R"~({"name":"rid","path":"gender","type":"code"})~", "two columns"},
        Bad{R"~({"name":"b_on","path":"gender","type":"code"},)~"
            R"~({"name":"b","path":"birthDate","type":"date"})~",
            "two columns"},
        Bad{R"~({"name":"a","path":"birthDate < today()","type":"boolean"})~", "today()"},
        Bad{R"~({"name":"a","path":"generalPractitioner.resolve().id","type":"id"})~", "resolve("},
        Bad{R"~({"name":"a","path":"meta.lastUpdated","type":"instant"})~", "meta.lastUpdated"},
        Bad{R"~({"name":"a","path":"getResourceKey()","type":"string"})~", "getResourceKey"},
        Bad{R"~({"name":"a","path":"gender","type":"code","tag":[{"name":"tram/type","value":"x"}]})~",
            "tram/type"},
        Bad{R"~({"name":"a","path":"gender","type":"code","tag":[{"name":"tram/index","value":"b"}]})~",
            "unknown column 'b'"}));

TEST(Registers, KeepDatesAsWrittenAndDaysOfTheirFirstMoment) {
    const auto registers =
        Make("r", "Patient", R"~({"name":"b","path":"birthDate","type":"date"})~");
    ASSERT_TRUE(registers);
    const auto row = [&](const std::string& date) {
        return OnlyRow(*registers,
                       R"~({"resourceType":"Patient","birthDate":")~" + date + R"~("})~");
    };
    EXPECT_EQ(row("1970-01-02"), (Row{std::int64_t{19700102}, std::int64_t{1}}));
    EXPECT_EQ(row("1957"), (Row{std::int64_t{19570000}, std::int64_t{-4748}}));
    EXPECT_EQ(row("1957-03"), (Row{std::int64_t{19570300}, std::int64_t{-4689}}));
    EXPECT_EQ(OnlyRow(*registers, R"~({"resourceType":"Patient"})~"), (Row{{}, {}}));
}

TEST(Registers, DoNotShiftADateWrittenInAnotherZone) {
    const auto registers = Make(
        "r", "Encounter",
        R"~({"name":"a","path":"period.start","type":"dateTime"},)~"
        R"~({"name":"z","path":"period.end","type":"date","tag":[{"name":"tram/day","value":"last"}]})~");
    ASSERT_TRUE(registers);
    const auto row =
        OnlyRow(*registers, R"~({"resourceType":"Encounter","period":)~"
                            R"~({"start":"1970-01-01T23:30:00-05:00","end":"1970-02"}})~");
    EXPECT_EQ(row, (Row{std::int64_t{19700101}, std::int64_t{0},
                        std::int64_t{(28LL * 3600 + 1800) * 1'000'000}, std::int64_t{19700200},
                        std::int64_t{58}}));
    const auto zoneless =
        OnlyRow(*registers, R"~({"resourceType":"Encounter","period":{"start":"1970-01-02"}})~");
    EXPECT_EQ(zoneless[2], Value(std::int64_t{17LL * 3600 * 1'000'000}));
}

TEST(Registers, TurnReferencesTextsAndNumbersIntoValues) {
    const auto registers =
        Make("r", "Observation",
             R"~({"name":"subject","path":"subject.getReferenceKey()","type":"string",)~"
             R"~("tag":[{"name":"tram/type","value":"rid"}]},)~"
             R"~({"name":"folded","path":"code.text","type":"string",)~"
             R"~("tag":[{"name":"tram/text","value":"folded"}]},)~"
             R"~({"name":"value","path":"value.ofType(Quantity).value","type":"decimal"},)~"
             R"~({"name":"final","path":"status = 'final'","type":"boolean"},)~"
             R"~({"name":"first","path":"category.coding.code","type":"code"})~");
    ASSERT_TRUE(registers) << registers.error().message;
    const auto row = OnlyRow(
        *registers,
        R"~({"resourceType":"Observation","status":"final","subject":{"reference":"Patient/7"},)~"
        R"~("code":{"text":"Huyết áp"},"valueQuantity":{"value":12.50},)~"
        R"~("category":[{"coding":[{"code":"x"},{"code":"y"}]}]})~");
    EXPECT_EQ(row, (Row{Reference{"Patient", "7"}, std::string("huyet ap"), 12.5, std::int64_t{1},
                        std::string("x")}));
    const auto outside =
        OnlyRow(*registers, R"~({"resourceType":"Observation","subject":)~"
                            R"~({"reference":"https://else.example/Patient/7"}})~");
    EXPECT_EQ(outside[0], Value());
}

TEST(Registers, LeaveOutWhatCannotBeComputedAndSaySo) {
    const auto registers =
        Make("r", "Patient", R"~({"name":"a","path":"name.family.single()","type":"string"})~");
    ASSERT_TRUE(registers);
    const auto patient =
        Json(R"~({"resourceType":"Patient","name":[{"family":"A"},{"family":"B"}]})~");
    const auto rows = registers->Compute(patient->root(), "p");
    EXPECT_THAT(rows.registers, IsEmpty());
    ASSERT_EQ(rows.faults.size(), 1u);
    EXPECT_THAT(rows.faults[0], HasSubstr("register r"));
}

// A small store: resources in memory, tables in the database.
class RegistersOn : public database::testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        if (IsSkipped()) return;
        database_ = Open();
        connection_ = database_->Connect(database::Connection::Mode::kWrite).value();
        Must(connection_->Execute(database::ForDialect(storage::kSchema, database_->dialect())));
        dictionary_ = storage::Dictionary::Load(*connection_).value();
    }
    void TearDown() override {
        dictionary_.reset();
        connection_.reset();
        database_.reset();
        EachDatabase::TearDown();
    }

    template <typename T>
    static T Must(Result<T> result) {
        if (!result) throw std::runtime_error(result.error().message + " " + result.error().detail);
        return std::move(result).value();
    }
    static void Must(Result<void> result) {
        if (!result) throw std::runtime_error(result.error().message + " " + result.error().detail);
    }

    void Use(std::vector<views::View> views) {
        registers_ = Must(Registers::Make(std::move(views), 7 * 60));
        Transaction(
            [&] { built_ = Must(registers_->Prepare(*connection_, *dictionary_, Sources())); });
    }

    void Transaction(const std::function<void()>& body) {
        Must(connection_->Begin(database::Connection::Mode::kWrite));
        body();
        Must(connection_->Commit());
        dictionary_->Publish();
    }

    Rid RidOf(std::string_view type, std::string_view id) {
        return Must(dictionary_->InternRid(*connection_, type, id));
    }

    // Stores the resource and writes its rows; an empty body deletes it.
    void Put(const std::string& type, const std::string& id, const std::string& body, Place place) {
        Transaction([&] {
            Change change{.rid = RidOf(type, id), .place_after = place};
            Rows before, after;
            if (const auto old = stored_.find(change.rid); old != stored_.end()) {
                change.place_before = old->second.place;
                before = registers_->Compute(old->second.resource->root(), id);
                change.before = &before;
            }
            if (body.empty()) {
                stored_.erase(change.rid);
            } else {
                const auto resource = Json(body);
                after = registers_->Compute(resource->root(), id);
                change.after = &after;
                stored_[change.rid] = {change.rid, id, place, resource};
            }
            Must(registers_->Write(*connection_, *dictionary_, {{change}}));
        });
    }

    NextSources Sources() {
        return [this](std::string_view type, Rid after,
                      std::size_t most) -> Result<std::vector<Source>> {
            std::vector<Source> page;
            for (auto at = stored_.upper_bound(after); at != stored_.end(); ++at) {
                if (page.size() == most) break;
                if (at->second.resource->root()["resourceType"].text() == type) {
                    page.push_back(at->second);
                }
            }
            return page;
        };
    }

    static std::string TextOf(const database::Statement& row, int column) {
        using Type = database::Statement::Type;
        if (row.IsNull(column)) return "-";
        if (row.ColumnType(column) == Type::kInteger) return std::to_string(row.Int(column));
        return std::string(row.Text(column));
    }

    std::vector<std::string> Table(const std::string& columns, const std::string& name) {
        auto* query = Must(
            connection_->Prepare("SELECT " + columns + " FROM reg_" + name + " ORDER BY rid, row"));
        std::vector<std::string> rows;
        while (Must(query->Step())) {
            std::string row;
            for (int at = 0; at < query->columns(); ++at) {
                if (at) row += '|';
                row += TextOf(*query, at);
            }
            rows.push_back(row);
        }
        return rows;
    }

    std::vector<std::string> Check() {
        return Must(registers_->Check(*connection_, *dictionary_, Sources()));
    }

    std::unique_ptr<database::Database> database_;
    std::unique_ptr<database::Connection> connection_;
    std::unique_ptr<storage::Dictionary> dictionary_;
    std::optional<Registers> registers_;
    std::vector<std::string> built_;
    std::map<Rid, Source> stored_;
};
TRAM_ON_EACH_DATABASE(RegistersOn);

views::View Addresses(const std::string& more = {}) {
    return ViewOf(
        "homes", "Patient",
        R"~({"forEach":"address","column":[{"name":"city","path":"city","type":"string"},)~"
        R"~({"name":"from","path":"period.start","type":"date",)~"
        R"~("tag":[{"name":"tram/index","value":"person, from_day"}]})~" +
            more + "]}");
}

TEST_P(RegistersOn, WriteExactlyTheRowsThatChanged) {
    Use({Addresses()});
    EXPECT_THAT(built_, ElementsAre("homes"));
    const Place place{.patient = 5, .person = 5, .bucket = 77};
    Put("Patient", "a",
        R"~({"resourceType":"Patient","address":[{"city":"X"},{"city":"Y"},{"city":"Z"}]})~",
        place);
    EXPECT_THAT(Table("row, patient, person, city, bucket", "homes"),
                ElementsAre("0|5|5|X|77", "1|5|5|Y|77", "2|5|5|Z|77"));
    // A mark that a rewritten row would lose.
    Must(connection_->Execute("UPDATE reg_homes SET from_on = 1 WHERE row = 0"));
    Put("Patient", "a", R"~({"resourceType":"Patient","address":[{"city":"X"},{"city":"W"}]})~",
        place);
    EXPECT_THAT(Table("row, city, from_on", "homes"), ElementsAre("0|X|1", "1|W|-"));
    Put("Patient", "a", "", place);
    EXPECT_THAT(Table("row", "homes"), IsEmpty());
}

TEST_P(RegistersOn, MoveAllRowsWhenTheHomeChanges) {
    Use({Addresses()});
    const std::string body =
        R"~({"resourceType":"Patient","address":[{"city":"X"},{"city":"Y"}]})~";
    Put("Patient", "a", body, {.patient = 5, .person = 5, .bucket = 77});
    Put("Patient", "a", body, {.patient = 6, .person = 9, .bucket = 78});
    EXPECT_THAT(Table("row, patient, person, bucket", "homes"),
                ElementsAre("0|6|9|78", "1|6|9|78"));
    EXPECT_THAT(Check(), IsEmpty());
}

TEST_P(RegistersOn, ApplyTwoChangesOfOneRecordInTheirOrder) {
    Use({Addresses()});
    const Place place{.bucket = 1};
    const auto two = Json(R"~({"resourceType":"Patient","address":[{"city":"X"},{"city":"Y"}]})~");
    const auto one = Json(R"~({"resourceType":"Patient","address":[{"city":"Z"}]})~");
    Transaction([&] {
        const auto before = registers_->Compute(two->root(), "a");
        const auto after = registers_->Compute(one->root(), "a");
        const Change first{.rid = RidOf("Patient", "a"), .place_after = place, .after = &before};
        const Change second{.rid = first.rid,
                            .place_before = place,
                            .before = &before,
                            .place_after = place,
                            .after = &after};
        Must(registers_->Write(*connection_, *dictionary_, std::vector<Change>{first, second}));
    });
    EXPECT_THAT(Table("row, city, patient", "homes"), ElementsAre("0|Z|-"));
}

TEST_P(RegistersOn, BuildAnewOnlyWhatHasChanged) {
    const auto other = ViewOf("sexes", "Patient",
                              R"~({"column":[{"name":"gender","path":"gender","type":"code"}]})~");
    Use({Addresses(), other});
    Put("Patient", "a",
        R"~({"resourceType":"Patient","gender":"male","address":[{"city":"X","text":"T"}]})~",
        {.bucket = 1});
    Use({Addresses(), other});
    EXPECT_THAT(built_, IsEmpty());
    Use({Addresses(R"~(,{"name":"text","path":"text","type":"string"})~"), other});
    EXPECT_THAT(built_, ElementsAre("homes"));
    EXPECT_THAT(Table("city, text", "homes"), ElementsAre("X|T"));
    Use({other});
    EXPECT_FALSE(connection_->Prepare("SELECT city FROM reg_homes"));
    EXPECT_THAT(Table("gender", "sexes"), ElementsAre("male"));
    EXPECT_THAT(Check(), IsEmpty());
}

TEST_P(RegistersOn, StoreReferencesAsRids) {
    Use({ViewOf(
        "doctors", "Patient",
        R"~({"column":[{"name":"doctor","path":"generalPractitioner.getReferenceKey()",)~"
        R"~("type":"string","tag":[{"name":"tram/type","value":"rid"}]},)~"
        R"~({"name":"own","path":"id","type":"id","tag":[{"name":"tram/type","value":"rid"}]},)~"
        R"~({"name":"id","path":"id","type":"id"}]})~")});
    Put("Patient", "a",
        R"~({"resourceType":"Patient","generalPractitioner":[{"reference":"Practitioner/d"}]})~",
        {.bucket = 1});
    const auto doctor = RidOf("Practitioner", "d");
    const auto own = RidOf("Patient", "a");
    EXPECT_THAT(Table("doctor, own, rid, id", "doctors"),
                ElementsAre(std::to_string(doctor) + "|" + std::to_string(own) + "|" +
                            std::to_string(own) + "|a"));
    EXPECT_THAT(Check(), IsEmpty());
}

TEST_P(RegistersOn, GiveEachRowOfAGroupItsOwnPatient) {
    Use({ViewOf(
        "members", "Group",
        R"~({"forEach":"member","column":[{"name":"patient","path":"entity.getReferenceKey(Patient)",)~"
        R"~("type":"string","tag":[{"name":"tram/type","value":"patient"}]},)~"
        R"~({"name":"gone","path":"inactive","type":"boolean"}]})~")});
    const auto a = RidOf("Patient", "a");
    const auto b = RidOf("Patient", "b");
    Transaction([&] {
        auto* merge = Must(connection_->Prepare("UPDATE res SET person = $1 WHERE rid = $2"));
        merge->Bind(1, a);
        merge->Bind(2, b);
        Must(merge->Run());
    });
    Put("Group", "g",
        R"~({"resourceType":"Group","member":[{"entity":{"reference":"Patient/a"},"inactive":true},)~"
        R"~({"entity":{"reference":"Patient/b"}},{"entity":{"display":"?"}}]})~",
        {.bucket = 1});
    const auto line = [](Rid patient, Rid person, const std::string& gone) {
        return std::to_string(patient) + "|" + std::to_string(person) + "|" + gone;
    };
    EXPECT_THAT(Table("patient, person, gone", "members"),
                ElementsAre(line(a, a, "1"), line(b, a, "-"), "-|-|-"));
    EXPECT_THAT(Check(), IsEmpty());
    Transaction([&] { Must(registers_->SetPerson(*connection_, b, a, b)); });
    EXPECT_THAT(Table("patient, person, gone", "members"),
                ElementsAre(line(a, a, "1"), line(b, b, "-"), "-|-|-"));
}

TEST_P(RegistersOn, FindEveryDifferenceOnCheck) {
    Use({Addresses()});
    const Place place{.patient = 5, .person = 5, .bucket = 7};
    Put("Patient", "a", R"~({"resourceType":"Patient","address":[{"city":"X"},{"city":"Y"}]})~",
        place);
    Put("Patient", "b", R"~({"resourceType":"Patient","address":[{"city":"Z"}]})~", place);
    EXPECT_THAT(Check(), IsEmpty());
    const std::string a = std::to_string(RidOf("Patient", "a"));
    const std::string b = std::to_string(RidOf("Patient", "b"));
    Must(connection_->Execute("UPDATE reg_homes SET city = 'Q' WHERE rid = " + a +
                              " AND row = 0;"
                              "DELETE FROM reg_homes WHERE rid = " +
                              a +
                              " AND row = 1;"
                              "UPDATE reg_homes SET person = 6 WHERE rid = " +
                              b +
                              ";"
                              "INSERT INTO reg_homes (rid, row, bucket) VALUES (999, 0, 7)"));
    EXPECT_THAT(Check(),
                ElementsAre("register homes: row 0 of rid " + a + ": city differs from the record",
                            "register homes: row 1 of rid " + a + " is missing",
                            "register homes: row 0 of rid " + b +
                                ": patient, person or bucket differs from the record",
                            "register homes: row 0 of rid 999 has no record behind it"));
}

TEST_P(RegistersOn, RollBackWithTheirTransaction) {
    Use({Addresses()});
    Must(connection_->Begin(database::Connection::Mode::kWrite));
    const auto patient = Json(R"~({"resourceType":"Patient","address":[{"city":"X"}]})~");
    const auto after = registers_->Compute(patient->root(), "a");
    const Change change{.rid = 3, .place_after = {.bucket = 1}, .after = &after};
    Must(registers_->Write(*connection_, *dictionary_, {{change}}));
    connection_->Rollback();
    dictionary_->Forget();
    EXPECT_THAT(Table("row", "homes"), IsEmpty());
}

}  // namespace
}  // namespace tram::registers
