#include "record/visibility/visible.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fhir/definitions/definitions.h"
#include "platform/content/library.h"
#include "platform/database/testing.h"
#include "record/storage/schema.h"

namespace tram::visibility {
namespace {

using record::Touched;
using storage::Rid;
using testing::ElementsAre;
using testing::IsEmpty;

class VisibleTest : public database::testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        database_ = Open();
        connection_ = std::move(*database_->Connect(database::Connection::Mode::kWrite));
        ASSERT_TRUE(connection_->Begin(database::Connection::Mode::kWrite));
        ASSERT_TRUE(
            connection_->Execute(database::ForDialect(storage::kSchema, connection_->dialect())));
        const auto library = content::Library::Open({});
        text_ = library->Find("roles/visibility.yaml")->bytes;
        visible_ = Make(text_);
        ASSERT_TRUE(visible_->Prepare(*connection_));
        for (const auto* unit : {"province", "commune", "hamlet", "station", "elsewhere"})
            Put("Organization", unit, "{}");
    }
    void TearDown() override {
        connection_->Rollback();
        connection_.reset();
        database_.reset();
        EachDatabase::TearDown();
    }

    std::unique_ptr<Visible> Make(const std::string& text) {
        return std::make_unique<Visible>(std::move(*Rules::Parse(text, "v.yaml")), tree_);
    }

    // A row of `res` as the store writes it; gives the rid.
    Rid Put(std::string_view type, std::string_view id, std::string_view body, Rid home = 0) {
        auto& rid = rids_[std::string(type) + "/" + std::string(id)];
        if (rid == 0) rid = static_cast<Rid>(rids_.size());
        auto& remove = **connection_->Prepare("DELETE FROM res WHERE rid = $1");
        remove.Bind(1, rid);
        EXPECT_TRUE(remove.Run());
        auto& insert = **connection_->Prepare(
            "INSERT INTO res (rid, type, id, version, at, pos, flags, home, person, bucket, codec, "
            "body) "
            "VALUES ($1, $2, $3, 1, 0, 1, 0, $4, 0, 7, 0, $5)");
        insert.Bind(1, rid);
        insert.Bind(2, definitions::ResourceTypeNumber(type));
        insert.BindText(3, id);
        insert.Bind(4, home == 0 ? rid : home);
        insert.BindBlob(5, body);
        EXPECT_TRUE(insert.Run());
        return rid;
    }
    // Tells the deriver of a record as the store would, and keeps it.
    void Change(std::string_view type, std::string_view id, const std::string& before,
                const std::string& after, Rid home = 0, Rid home_before = 0) {
        const auto rid = Put(type, id, after.empty() ? "{}" : after, home);
        const auto old_document = before.empty() ? nullptr : *json::Document::Parse(before);
        const auto new_document = after.empty() ? nullptr : *json::Document::Parse(after);
        Touched touched{.rid = rid, .type = std::string(type), .id = std::string(id)};
        if (old_document) touched.before = old_document->root();
        if (new_document) touched.after = new_document->root();
        touched.home = home == 0 ? rid : home;
        touched.home_before = home_before == 0 ? touched.home : home_before;
        const auto applied = visible_->Apply(*connection_, std::span(&touched, 1));
        ASSERT_TRUE(applied) << applied.error().detail;
        if (!new_document) {
            auto& remove = **connection_->Prepare("UPDATE res SET flags = 1 WHERE rid = $1");
            remove.Bind(1, rid);
            ASSERT_TRUE(remove.Run());
        }
    }
    std::string UnitsThatSee(Rid home) {
        auto& query = **connection_->Prepare(
            "SELECT DISTINCT r.id FROM visible v JOIN res r ON r.rid = v.unit WHERE v.home = $1 "
            "ORDER BY r.id");
        query.Bind(1, home);
        std::string units;
        while (*query.Step()) units += (units.empty() ? "" : " ") + std::string(query.Text(0));
        return units;
    }
    std::vector<std::string> Problems() {
        auto problems = visible_->Check(*connection_);
        return problems
                   ? *problems
                   : std::vector<std::string>{problems.error().message + problems.error().detail};
    }
    std::string Below(const std::string& unit, std::int64_t day = 20'000) {
        const std::vector<std::string> units{unit};
        std::string names;
        const auto below = UnitsBelow(*connection_, units, day);
        for (const auto rid : *below) {
            for (const auto& [name, known] : rids_) {
                if (known == rid) names += (names.empty() ? "" : " ") + name.substr(13);
            }
        }
        return names;
    }

    SimulatedClock clock_{{1'800'000'000'000'000}};
    UnitTree tree_{clock_, 7 * 60};
    std::string text_;
    std::unique_ptr<database::Database> database_;
    std::unique_ptr<database::Connection> connection_;
    std::unique_ptr<Visible> visible_;
    std::map<std::string, Rid> rids_;
};

TRAM_ON_EACH_DATABASE(VisibleTest);

std::string Visit(std::string_view unit) {
    return R"({"resourceType":"Encounter","serviceProvider":{"reference":"Organization/)" +
           std::string(unit) + R"("}})";
}
std::string PartOf(std::string_view unit) {
    return R"({"resourceType":"Organization","partOf":{"reference":"Organization/)" +
           std::string(unit) + R"("}})";
}

TEST_P(VisibleTest, AVisitOpensThePatientToTheUnit) {
    const auto patient = Put("Patient", "p", "{}");
    Change("Encounter", "e", "", Visit("station"), patient);
    EXPECT_EQ(UnitsThatSee(patient), "station");
    EXPECT_THAT(Problems(), IsEmpty());
}

TEST_P(VisibleTest, OnlyTheLastVisitTakenBackClosesIt) {
    const auto patient = Put("Patient", "p", "{}");
    Change("Encounter", "e1", "", Visit("station"), patient);
    Change("Encounter", "e2", "", Visit("station"), patient);
    Change("Encounter", "e1", Visit("station"), "", patient);
    EXPECT_EQ(UnitsThatSee(patient), "station");
    EXPECT_THAT(Problems(), IsEmpty());
    Change("Encounter", "e2", Visit("station"), "", patient);
    EXPECT_EQ(UnitsThatSee(patient), "");
    EXPECT_THAT(Problems(), IsEmpty());
}

TEST_P(VisibleTest, AVisitThatMovesTakesItsOpeningAlong) {
    const auto one = Put("Patient", "one", "{}");
    const auto other = Put("Patient", "other", "{}");
    Change("Encounter", "e", "", Visit("station"), one);
    Change("Encounter", "e", Visit("station"), Visit("commune"), one);
    EXPECT_EQ(UnitsThatSee(one), "commune");
    Change("Encounter", "e", Visit("commune"), Visit("commune"), other, one);
    EXPECT_EQ(UnitsThatSee(one), "");
    EXPECT_EQ(UnitsThatSee(other), "commune");
    EXPECT_THAT(Problems(), IsEmpty());
}

TEST_P(VisibleTest, CheckTellsEveryDifference) {
    const auto patient = Put("Patient", "p", "{}");
    Change("Encounter", "e", "", Visit("station"), patient);
    Change("Organization", "hamlet", "", PartOf("commune"));
    ASSERT_TRUE(connection_->Execute("DELETE FROM visible; DELETE FROM unit_link"));
    EXPECT_EQ(Problems().size(), 2u);
    ASSERT_TRUE(connection_->Execute(
        "INSERT INTO visible (home, unit, why, from_on, to_on, n, bucket) VALUES (1, 2, 3, 0, 0, "
        "1, 7);"
        "INSERT INTO unit_link (rid, child, parent, from_on, to_on) VALUES (1, 2, 3, 0, 0)"));
    EXPECT_EQ(Problems().size(), 4u);
}

TEST_P(VisibleTest, OtherRulesDeriveEverythingAnew) {
    const auto patient = Put("Patient", "p", "{}");
    Change("Encounter", "e", "", Visit("station"), patient);
    Change("Organization", "hamlet", "", PartOf("commune"));
    visible_ = Make(
        "rules:\n  - {number: 1, id: a, type: Patient, units: managingOrganization}\ntree: []\n");
    ASSERT_TRUE(visible_->Prepare(*connection_));
    EXPECT_EQ(UnitsThatSee(patient), "");
    EXPECT_EQ(Below("commune"), "commune");
    EXPECT_THAT(Problems(), IsEmpty());
    visible_ = Make(text_);
    ASSERT_TRUE(visible_->Prepare(*connection_));
    EXPECT_EQ(UnitsThatSee(patient), "station");
    EXPECT_EQ(Below("commune"), "commune hamlet");
    EXPECT_THAT(Problems(), IsEmpty());
}

TEST_P(VisibleTest, AUnitHasAllBelowItAndNothingElse) {
    Change("Organization", "commune", "", PartOf("province"));
    Change("Organization", "hamlet", "", PartOf("commune"));
    Change("Organization", "station", "", PartOf("commune"));
    EXPECT_EQ(Below("province"), "province commune hamlet station");
    EXPECT_EQ(Below("commune"), "commune hamlet station");
    EXPECT_EQ(Below("hamlet"), "hamlet");
    EXPECT_EQ(Below("nowhere"), "");
    Change("Organization", "hamlet", PartOf("commune"), PartOf("elsewhere"));
    EXPECT_EQ(Below("commune"), "commune station");
    EXPECT_EQ(Below("elsewhere"), "hamlet elsewhere");
    EXPECT_THAT(Problems(), IsEmpty());
}

TEST_P(VisibleTest, AnAffiliationHoldsInItsDaysAlone) {
    Change("OrganizationAffiliation", "a", "", R"({"resourceType":"OrganizationAffiliation",
        "organization":{"reference":"Organization/commune"},"participatingOrganization":{"reference":"Organization/hamlet"},
        "code":[{"coding":[{"system":"urn:tram:codes:unit-link","code":"part-of"}]}],
        "period":{"start":"2020-01-01","end":"2025-06-30"}})");
    const auto day = [](std::string_view text) { return ParseDate(text)->FirstDay(); };
    EXPECT_EQ(Below("commune", day("2019-12-31")), "commune");
    EXPECT_EQ(Below("commune", day("2020-01-01")), "commune hamlet");
    EXPECT_EQ(Below("commune", day("2025-06-30")), "commune hamlet");
    EXPECT_EQ(Below("commune", day("2025-07-01")), "commune");
}

TEST_P(VisibleTest, WhoTakesThePlaceOfAUnitSeesWhatItSaw) {
    Change("OrganizationAffiliation", "a", "", R"({"resourceType":"OrganizationAffiliation",
        "organization":{"reference":"Organization/station"},"participatingOrganization":{"reference":"Organization/elsewhere"},
        "code":[{"coding":[{"system":"urn:tram:codes:unit-link","code":"successor"}]}],
        "period":{"start":"2025-07-01"}})");
    const auto day = [](std::string_view text) { return ParseDate(text)->FirstDay(); };
    EXPECT_EQ(Below("station", day("2025-06-30")), "station");
    EXPECT_EQ(Below("station", day("2025-07-01")), "station elsewhere");
    EXPECT_EQ(Below("elsewhere", day("2025-07-01")), "elsewhere");
}

TEST_P(VisibleTest, UnitsInACircleAreEachTakenOnce) {
    Change("Organization", "commune", "", PartOf("hamlet"));
    Change("Organization", "hamlet", "", PartOf("commune"));
    Change("Organization", "station", "", PartOf("station"));
    EXPECT_EQ(Below("commune"), "commune hamlet");
    EXPECT_EQ(Below("station"), "station");
}

TEST_P(VisibleTest, TheTreeIsRememberedUntilItChanges) {
    Change("Organization", "hamlet", "", PartOf("commune"));
    clock_.Set({clock_.Now().micros + 10'000'000});
    const std::vector<std::string> units{"commune"};
    EXPECT_EQ(tree_.Remembered(units), nullptr);
    ASSERT_TRUE(tree_.Learn(*connection_, units));
    ASSERT_NE(tree_.Remembered(units), nullptr);
    EXPECT_EQ(tree_.Remembered(units)->size(), 2u);
    Change("Organization", "station", "", PartOf("commune"));
    EXPECT_EQ(tree_.Remembered(units), nullptr);
    // Learned while the change may not be on disk yet: not to be trusted for long.
    ASSERT_TRUE(tree_.Learn(*connection_, units));
    EXPECT_EQ(tree_.Remembered(units), nullptr);
    clock_.Set({clock_.Now().micros + 6'000'000});
    ASSERT_TRUE(tree_.Learn(*connection_, units));
    EXPECT_EQ(tree_.Remembered(units)->size(), 3u);
    clock_.Set({clock_.Now().micros + 61'000'000});
    EXPECT_EQ(tree_.Remembered(units), nullptr);
}

}  // namespace
}  // namespace tram::visibility
