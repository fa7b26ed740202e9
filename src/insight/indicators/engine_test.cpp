// The engine against the plain question: whatever was written, what it keeps and puts in place
// equals what the SQL answers when asked anew.

#include "insight/indicators/engine.h"

#include <atomic>
#include <random>
#include <thread>

#include "insight/indicators/kept_rows.h"
#include "insight/indicators/scorecard.h"
#include "platform/content/library.h"
#include "record/registers/shipped.h"
#include "record/store/store_test.h"

namespace tram::indicators {
namespace {

constexpr std::int32_t kToday = 20717;  // 2026-09-21, the day of the store's clock
constexpr int kPeople = 40;

std::string Day(std::int32_t day) {
    return Date::FromDays(day).ToString();
}
std::string Code(std::string_view system, std::string_view code) {
    return R"({"coding":[{"system":")" + std::string(system) + R"(","code":")" + std::string(code) +
           R"("}]})";
}
std::string Ours(std::string_view set, std::string_view code) {
    return Code("urn:tram:codes:" + std::string(set), code);
}
std::string Extension(std::string_view name, std::string_view value) {
    return R"({"url":"urn:tram:ext:)" + std::string(name) + R"(",)" + std::string(value) + "}";
}

class EngineTest : public record::StoreTestBase {
  protected:
    void SetUp() override {
        auto library =
            content::Library::Open({.instead = std::string(TRAM_SOURCE_DIR) + "/content"});
        ASSERT_TRUE(library);
        auto views = registers::ReadViews(*library);
        ASSERT_TRUE(views) << views.error().message;
        views_ = std::move(*views);
        StoreTestBase::SetUp();
        std::set<std::string, std::less<>> names;
        for (const auto& one : store_->registers().all()) names.insert(one.name);
        auto indicators = LoadIndicators(*library, names);
        ASSERT_TRUE(indicators) << indicators.error().message;
        engine_ = std::make_unique<Engine>(*store_, std::move(*indicators));
        MakeUnits();
        for (int i = 0; i < kPeople; ++i) Put(Patient(i));
    }
    void TearDown() override {
        engine_.reset();
        StoreTestBase::TearDown();
    }

    // --- what is written ---
    int Roll(int most) { return static_cast<int>(chance_() % static_cast<unsigned>(most)); }
    std::string Ago(int most) { return Day(kToday - Roll(most)); }
    void Put(const std::string& body) {
        const auto done = Commit({Update(body)});
        ASSERT_TRUE(done) << done.error().message << body;
    }

    void MakeUnits() {
        const auto unit = [&](const std::string& id, std::string_view kind) {
            Put(R"({"resourceType":"Organization","id":")" + id + R"(","active":true,"name":")" +
                id + R"(","type":[)" + Ours("unit-kind", kind) + R"(],"extension":[)" +
                Extension("valid", R"("valuePeriod":{"start":"2000-01-01"})") + "]}");
        };
        const auto part = [&](const std::string& whole, const std::string& id) {
            Put(R"({"resourceType":"OrganizationAffiliation","id":"in-)" + id +
                R"(","active":true,"period":{"start":"2000-01-01"},"organization":{"reference":"Organization/)" +
                whole + R"("},"participatingOrganization":{"reference":"Organization/)" + id +
                R"("},"code":[)" + Ours("unit-link", "part-of") + "]}");
        };
        unit("top", "province");
        unit("centre", "area-centre");
        part("top", "centre");
        for (const std::string commune : {"c0", "c1"}) {
            unit(commune, "commune");
            part("top", commune);
            unit("s" + commune, "station");
            part(commune, "s" + commune);
            for (const std::string hamlet : {"h0", "h1"}) {
                unit(commune + hamlet, "hamlet");
                part(commune, commune + hamlet);
            }
        }
    }
    std::string Home(const std::string& to) {
        constexpr const char* kPresence[] = {"resident", "resident", "temporary-stable",
                                             "resident-away-long", "unknown"};
        return R"({"use":"home","extension":[)" +
               Extension("residence-unit", R"("valueReference":{"reference":"Organization/c)" +
                                               std::to_string(Roll(2)) + "h" +
                                               std::to_string(Roll(2)) + R"("})") +
               "," +
               Extension("presence", R"("valueCode":")" + std::string(kPresence[Roll(5)]) + '"') +
               "," + Extension("confirmed-on", R"("valueDate":")" + Ago(900) + '"') +
               R"(],"period":{"start":"2015-01-01")" + to + "}}";
    }
    std::string Patient(int i) {
        std::string more;
        if (Roll(12) == 0) more += R"(,"deceasedDateTime":")" + Ago(700) + '"';
        if (i > 0 && Roll(6) == 0) {
            more += R"(,"link":[{"type":"replaced-by","other":{"reference":"Patient/p)" +
                    std::to_string(Roll(i)) + R"("}}])";
        }
        return R"({"resourceType":"Patient","id":"p)" + std::to_string(i) +
               R"(","gender":"female","birthDate":")" + Day(kToday - 400 - Roll(30000)) +
               R"(","address":[)" + Home("") +
               (Roll(3) == 0 ? "," + Home(R"(,"end":")" + Ago(800) + '"') : "") + "]" + more + "}";
    }
    std::string Whose() {
        return R"({"reference":"Patient/p)" + std::to_string(Roll(kPeople)) + R"("})";
    }
    std::string Place() {
        constexpr const char* kPlaces[] = {"sc0", "sc1", "centre"};
        return R"({"reference":"Organization/)" + std::string(kPlaces[Roll(3)]) + R"("})";
    }
    std::string Encounter(const std::string& id) {
        constexpr const char* kKinds[] = {"treatment", "periodic-check", "paperwork", "home-visit"};
        constexpr const char* kPayers[] = {"bhyt", "self", "bhyt-rejected", "bhyt-pending"};
        const int kind = Roll(4);
        return R"({"resourceType":"Encounter","id":")" + id +
               R"(","status":"finished","class":{"code":"AMB"},"type":[)" +
               Ours("encounter-kind", kKinds[kind]) + R"(],"subject":)" + Whose() +
               R"(,"period":{"start":")" + Ago(900) + R"("},"serviceProvider":)" + Place() +
               R"(,"extension":[)" +
               Extension("payer", R"("valueCode":")" + std::string(kPayers[Roll(4)]) + '"') +
               (kind == 1 ? "," + Extension("check-form", R"("valueCode":"adult")") : "") + "]}";
    }
    std::string Observation(const std::string& id) {
        constexpr const char* kCodes[] = {"85354-9", "29463-7", "8302-2", "8280-0", "15074-8"};
        return R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","code":)" +
               Code("http://loinc.org", kCodes[Roll(5)]) + R"(,"subject":)" + Whose() +
               R"(,"effectiveDateTime":")" + Ago(700) + R"("})";
    }
    std::string Coverage(const std::string& id) {
        const int from = Roll(900);
        return R"({"resourceType":"Coverage","id":")" + id + R"(","status":"active","type":)" +
               Ours("bhyt-group", "GD") + R"(,"beneficiary":)" + Whose() +
               R"(,"payor":[{"display":"x"}],"period":{"start":")" + Day(kToday - from) +
               R"(","end":")" + Day(kToday - from + 365) + R"("}})";
    }
    std::string Condition(const std::string& id) {
        return R"({"resourceType":"Condition","id":")" + id + R"(","code":)" +
               Code("http://hl7.org/fhir/sid/icd-10", Roll(2) ? "I10" : "E11") + R"(,"subject":)" +
               Whose() + R"(,"recordedDate":")" + Ago(1500) + R"("})";
    }
    std::string Procedure(const std::string& id) {
        return R"({"resourceType":"Procedure","id":")" + id + R"(","status":"completed","code":)" +
               Ours("technique", "T" + std::to_string(Roll(3))) + R"(,"subject":)" + Whose() +
               R"(,"performedDateTime":")" + Ago(700) + R"(","performer":[{"actor":)" + Place() +
               R"(,"onBehalfOf":)" + Place() + "}]}";
    }
    std::string Service(const std::string& id) {
        const bool listed = Roll(2) == 0;
        return R"({"resourceType":"HealthcareService","id":")" + id +
               R"(","active":true,"providedBy":)" + Place() + R"(,"category":[)" +
               Ours("service-category", listed ? "level-list-commune" : "own") + R"(],"type":[)" +
               Ours("technique", "T" + std::to_string(Roll(3))) + R"(],"extension":[)" +
               Extension("approved", R"("valuePeriod":{"start":")" + Ago(900) + R"("})") + "]}";
    }
    std::string Decision(const std::string& id) {
        return R"({"resourceType":"Basic","id":")" + id + R"(","code":)" +
               Ours("decision", Roll(2) ? "operating-licence" : "bhyt-contract") +
               R"(,"subject":)" + Place() + R"(,"extension":[)" +
               Extension("valid", R"("valuePeriod":{"start":")" + Ago(900) + R"("})") + "]}";
    }

    // One write of any kind: new, edited (also to another person), deleted, linked, unlinked.
    void WriteSomething() {
        const int kind = Roll(9);
        const std::string id =
            std::string("r") + std::to_string(kind) + "-" + std::to_string(Roll(12));
        switch (kind) {
            case 0:
                return Put(Patient(Roll(kPeople)));
            case 1:
                return Put(Encounter(id));
            case 2:
                return Put(Observation(id));
            case 3:
                return Put(Coverage(id));
            case 4:
                return Put(Condition(id));
            case 5:
                return Put(Procedure(id));
            case 6:
                return Put(Service(id));
            case 7:
                return Put(Decision(id));
            default: {
                constexpr const char* kTypes[] = {"Encounter", "Observation", "Coverage",
                                                  "Condition"};
                const int which = Roll(4);
                ASSERT_TRUE(Commit({Delete(kTypes[which], "r" + std::to_string(which + 1) + "-" +
                                                              std::to_string(Roll(12)))}));
            }
        }
    }

    // --- what is compared ---
    std::vector<Member> Plainly(const Indicator& indicator, std::int32_t day) {
        const auto reader = store_->Read();
        auto rows = Ask((*reader)->connection(), indicator, DatesOf(day));
        if (!rows) throw std::runtime_error(rows.error().message + rows.error().detail);
        return std::move(*rows);
    }
    static std::string Text(const std::vector<Member>& members) {
        std::string text;
        for (const auto& one : members) {
            text += std::to_string(one.member) + " " + std::to_string(one.unit) + " " +
                    std::to_string(one.met) + " " + std::to_string(one.why) + " " +
                    std::to_string(one.evidence) + " " + std::to_string(one.due_on) + "\n";
        }
        return text;
    }
    static std::string Text(const Counts& counts) {
        std::map<Rid, std::string> lines;
        for (const auto& [unit, count] : counts) {
            if (count.denominator == 0) continue;
            lines[unit] = std::to_string(count.numerator) + "/" +
                          std::to_string(count.denominator) + " " + std::to_string(count.no_data);
        }
        std::string text;
        for (const auto& [unit, line] : lines) text += std::to_string(unit) + ": " + line + "\n";
        return text;
    }
    void ExpectAsPlainly(const std::string& when) {
        for (const auto& indicator : engine_->indicators()) {
            const auto plain = Plainly(indicator, kToday);
            const auto answer = engine_->Ask(indicator, DatesOf(kToday));
            ASSERT_TRUE(answer) << answer.error().message;
            if (indicator.base == "actual-residents" && indicator.id == "insured") {
                EXPECT_FALSE(plain.empty()) << "nobody to compare";
            }
            EXPECT_EQ(Text((*answer)->members), Text(plain)) << indicator.id << when;
            EXPECT_EQ(Text((*answer)->lowest), Text(CountLowest(indicator, plain)))
                << indicator.id << when;
            const auto before = kToday - 365;
            const auto tally = engine_->Count(indicator, DatesOf(before));
            ASSERT_TRUE(tally) << tally.error().message;
            EXPECT_EQ(Text(tally->lowest), Text(CountLowest(indicator, Plainly(indicator, before))))
                << indicator.id << when;
        }
    }

    std::mt19937 chance_{20};
    std::unique_ptr<Engine> engine_;
};

TEST_P(EngineTest, EqualsThePlainQuestionAfterAnyWrite) {
    ExpectAsPlainly(" at first");
    for (int round = 0; round < 60 && !HasFailure(); ++round) {
        // One write alone shows what each kind moves; several at once, what they move together.
        for (int writes = round % 3 == 2 ? 8 : 1; writes > 0; --writes) WriteSomething();
        ExpectAsPlainly(" in round " + std::to_string(round));
    }
}

TEST_P(EngineTest, ListsHeldByOthersStayAsTheyWere) {
    const auto* indicator = engine_->Find("health-managed");
    const auto held = engine_->Ask(*indicator, DatesOf(kToday));
    ASSERT_TRUE(held);
    const auto as_handed_out = Text((*held)->members);
    for (int i = 0; i < 30; ++i) Put(Encounter("later-" + std::to_string(i)));
    ExpectAsPlainly(" afterwards");
    EXPECT_EQ(Text((*held)->members), as_handed_out);
}

TEST_P(EngineTest, SeesOneOwnWriteWhileOthersWriteAndAsk) {
    constexpr int kThreads = 4, kWrites = 12;
    const auto* indicator = engine_->Find("health-managed");
    // Each thread has people of its own, whom nobody has seen yet.
    for (int i = 0; i < kThreads * kWrites; ++i) {
        Put(R"({"resourceType":"Patient","id":"own)" + std::to_string(i) +
            R"(","gender":"male","birthDate":"1980-01-01","address":[{"extension":[)" +
            Extension("residence-unit", R"("valueReference":{"reference":"Organization/c0h0"})") +
            "," + Extension("presence", R"("valueCode":"resident")") +
            R"(],"period":{"start":"2010-01-01"}}]})");
    }
    std::atomic<int> missed = 0, failed = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < kWrites; ++i) {
                const std::string person = "own" + std::to_string(t * kWrites + i);
                const auto done = Commit({Update(
                    R"({"resourceType":"Encounter","id":"of-)" + person +
                    R"(","status":"finished","class":{"code":"HH"},"type":[)" +
                    Ours("encounter-kind", "treatment") + R"(],"subject":{"reference":"Patient/)" +
                    person + R"("},"period":{"start":")" + Day(kToday) + R"("}})")});
                const auto answer = done ? engine_->Ask(*indicator, DatesOf(kToday))
                                         : Result<std::shared_ptr<const Answer>>(done.error());
                const auto tally = engine_->Count(*indicator, DatesOf(kToday - 30));
                if (!answer || !tally) {
                    ++failed;
                    continue;
                }
                const Rid home = done->applied.front().version.home;
                const bool met =
                    std::any_of((*answer)->members.begin(), (*answer)->members.end(),
                                [&](const Member& one) { return one.member == home && one.met; });
                if (!met || (*answer)->position < done->pos) ++missed;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(missed, 0);
    ExpectAsPlainly(" afterwards");
}

// A question of everybody is given up for what was written meanwhile, and goes on from there.
TEST_P(EngineTest, DaysAskedWhileOthersWriteAreTrueToTheLastWrite) {
    std::atomic<bool> writing = true;
    std::atomic<int> failed = 0, asked = 0;
    std::thread asking([&] {
        for (std::int32_t back = 0; writing || back < 40; ++back) {
            for (const char* id : {"high-risk-checked", "insured", "periodic-check"}) {
                if (!engine_->Count(*engine_->Find(id), DatesOf(kToday - back % 200))) ++failed;
                ++asked;
            }
        }
    });
    for (int i = 0; i < 60; ++i) {
        WriteSomething();
        if (!engine_->Ask(*engine_->Find("insured"), DatesOf(kToday))) ++failed;
    }
    writing = false;
    asking.join();
    EXPECT_EQ(failed, 0);
    EXPECT_GE(asked, 120);
    ExpectAsPlainly(" afterwards");
    for (std::int32_t back = 0; back < 40; ++back) {
        for (const char* id : {"high-risk-checked", "insured", "periodic-check"}) {
            const auto& indicator = *engine_->Find(id);
            const auto tally = engine_->Count(indicator, DatesOf(kToday - back));
            ASSERT_TRUE(tally) << tally.error().message;
            EXPECT_EQ(Text(tally->lowest),
                      Text(CountLowest(indicator, Plainly(indicator, kToday - back))))
                << id << ", " << back << " days ago";
        }
    }
}

TEST_P(EngineTest, ATrendGrowsInTheBackground) {
    const auto* indicator = engine_->Find("insured");
    const auto units = engine_->Units();
    ASSERT_TRUE(units);
    const Question question{
        .unit = (*units)->FindByName("top", kToday)->rid, .as_of = kToday, .today = kToday};
    Result<Trend> trend = TrendSoFar(*engine_, *indicator, question, 24, 0);
    while (trend && !trend->complete) trend = TrendSoFar(*engine_, *indicator, question, 24, 1000);
    ASSERT_TRUE(trend);
    const auto at_once = MakeTrend(*engine_, *indicator, question, 24);
    ASSERT_TRUE(at_once);
    ASSERT_EQ(trend->points.size(), at_once->size());
    for (std::size_t i = 0; i < at_once->size(); ++i) {
        EXPECT_EQ(trend->points[i].as_of, (*at_once)[i].as_of);
        EXPECT_EQ(trend->points[i].count.numerator, (*at_once)[i].count.numerator);
        EXPECT_EQ(trend->points[i].count.denominator, (*at_once)[i].count.denominator);
    }
    EXPECT_EQ(trend->points.back().as_of, kToday);
}

TRAM_ON_EACH_DATABASE(EngineTest);

}  // namespace
}  // namespace tram::indicators
