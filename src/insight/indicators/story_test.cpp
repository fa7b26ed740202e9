// Runs tests/stories/*.story: records through the commit path, figures through the engine, on both
// databases. After every change the figure brought up to date must equal the figure asked anew.

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/date.h"
#include "insight/indicators/house_test.h"
#include "insight/indicators/scorecard.h"

namespace tram::indicators::stories {
namespace {

const std::string kFolder = std::string(TRAM_SOURCE_DIR) + "/tests/stories/";

using database::testing::Must;

class StoryTest : public database::testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        house_ = std::make_unique<TestHouse>(StoreIn(folder(), options()));
        engine_ = &house_->engine();
    }
    void TearDown() override {
        house_.reset();
        EachDatabase::TearDown();
    }

    void Tell(const std::string& file) {
        std::ifstream in(kFolder + file);
        ASSERT_TRUE(in) << kFolder + file;
        std::stringstream text;
        text << in.rdbuf();
        path_ = kFolder + file;
        const Story story = Must(ParseStory(text.str(), path_));
        indicator_ = engine_->Find(story.indicator);
        ASSERT_TRUE(indicator_) << file << ": no indicator " << story.indicator;
        for (const auto& scene : story.scenes) {
            SCOPED_TRACE(scene.title);
            Tell(story, scene);
        }
    }

  private:
    void Tell(const Story& story, const Scene& scene) {
        records_ = std::make_unique<StoryRecords>(path_);
        Put(story.background);
        std::int32_t day = 0;
        for (const auto& step : scene.steps) {
            if (step.kind == Step::Kind::kGiven) Put(step.tables);
            if (step.kind == Step::Kind::kWhen) {
                day = step.day;
                from_ = step.from;
            }
            if (step.kind != Step::Kind::kThen) continue;
            AnsweredAnew(day);
            for (const auto& table : step.tables) Then(table, day);
        }
        house_->Forget();  // the next scene finds an empty house
        if (day != 0) {
            const auto answer = Must(engine_->Ask(*indicator_, On(day)));
            EXPECT_TRUE(answer->members.empty()) << "members outlive their records";
        }
    }

    void Put(const std::vector<Table>& tables) { house_->Put(Must(records_->Make(tables))); }

    // What is asked on a day, or about the period that ends on it.
    Dates On(std::int32_t day) const { return DatesOf(*indicator_, {.as_of = day, .from = from_}); }

    // The figure brought up to date, all its rows, equals the figure asked with no memory.
    void AnsweredAnew(std::int32_t day) {
        const auto kept = Must(engine_->Ask(*indicator_, On(day)));
        const auto reader = Must(house_->store().Read());
        const auto anew = Must(Ask(reader->connection(), *indicator_, On(day)));
        ASSERT_EQ(kept->members.size(), anew.size());
        for (std::size_t i = 0; i < anew.size(); ++i) {
            EXPECT_EQ(kept->members[i].member, anew[i].member);
            EXPECT_EQ(kept->members[i].unit, anew[i].unit);
            EXPECT_EQ(kept->members[i].met, anew[i].met);
            EXPECT_EQ(kept->members[i].why, anew[i].why);
            EXPECT_EQ(kept->members[i].due_on, anew[i].due_on);
        }
    }

    void Then(const Table& table, std::int32_t day) {
        if (table.kind == "thành viên") return Members(table, *indicator_, day);
        if (table.kind == "đơn vị") return Figures(table, *indicator_, day);
        if (table.kind == "chỉ số phụ") return Companions(table, day);
        if (table.kind == "nền dân số") return OverBases(table, day);
        if (table.kind == "còn thiếu") return Details(table, day);
        ADD_FAILURE_AT(path_.c_str(), table.line) << "no table \"" << table.kind << "\" after thì";
    }

    // Every member of the denominator is a row; one that must be outside says "ngoài".
    void Members(const Table& table, const Indicator& indicator, std::int32_t day) {
        const auto answer = Must(engine_->Ask(indicator, On(day)));
        std::size_t inside = 0;
        for (const auto& row : table.rows) {
            const auto* member = FindMember(*answer, RidOf(row));
            const std::string said = !member ? "ngoài" : member->met ? "có" : "không";
            const std::string why =
                member && member->why ? indicator.whys[member->why - 1].title.vi : "";
            const std::string due =
                member && member->due_on ? Date::FromDays(member->due_on).ToString() : "";
            const bool holds = said == row["đạt"] &&
                               (row["lý do"].empty() ? said != "không" || table.columns.size() < 2
                                                     : why == row["lý do"]) &&
                               (row["đến hạn"].empty() || due == row["đến hạn"]);
            inside += member != nullptr;
            if (holds) continue;
            ADD_FAILURE_AT(path_.c_str(), row.line)
                << row.name << ": " << said << " | " << why << (due.empty() ? "" : " | " + due)
                << ", not " << row["đạt"] << " | " << row["lý do"] << " | " << row["đến hạn"];
        }
        if (inside != answer->members.size()) {
            ADD_FAILURE_AT(path_.c_str(), table.line)
                << "the denominator holds " << answer->members.size() << ", the table names "
                << inside;
        }
    }

    void Figures(const Table& table, const Indicator& indicator, std::int32_t day) {
        for (const auto& row : table.rows) Figure(row, row.name, indicator, day);
    }

    void Companions(const Table& table, std::int32_t day) {
        for (const auto& row : table.rows) {
            const auto* companion = indicator_->Companion(row.name);
            if (!companion) {
                ADD_FAILURE_AT(path_.c_str(), row.line) << "no companion " << row.name;
                continue;
            }
            Figure(row, row["đơn vị"], *companion, day);
        }
    }

    void OverBases(const Table& table, std::int32_t day) {
        for (const auto& row : table.rows) {
            const auto* over = indicator_->OverBase(row.name);
            if (!over) {
                ADD_FAILURE_AT(path_.c_str(), row.line) << "not over the base " << row.name;
                continue;
            }
            Figure(row, row["đơn vị"], *over, day);
        }
    }

    void Figure(const Row& row, const std::string& unit, const Indicator& indicator,
                std::int32_t day) {
        const auto answer = Must(engine_->Ask(indicator, On(day)));
        const auto counts = CountByUnit(*answer, {Must(engine_->Units()), day});
        const auto found = counts.find(RidOf(unit, row.line));
        const Count count = found == counts.end() ? Count{} : found->second;
        const bool holds =
            std::to_string(count.numerator) == row["tử số"] &&
            (row["mẫu số"].empty() || std::to_string(count.denominator) == row["mẫu số"]);
        if (holds) return;
        ADD_FAILURE_AT(path_.c_str(), row.line)
            << row.name << ": " << count.numerator << "/" << count.denominator << ", not "
            << row["tử số"] << "/" << row["mẫu số"];
    }

    // All that the members named lack.
    void Details(const Table& table, std::int32_t day) {
        std::set<std::string> said, wanted;
        std::map<Rid, std::string> names;
        std::vector<Rid> members;
        for (const auto& row : table.rows) {
            const Rid rid = RidOf(row.name, row.line);
            if (names.emplace(rid, row.name).second) members.push_back(rid);
            wanted.insert(row.name + " | " + row["mục"] + " | " + row["lý do"]);
        }
        const auto reader = Must(house_->store().Read());
        for (const auto& detail :
             Must(AskDetails(reader->connection(), *indicator_, On(day), members))) {
            std::string item = detail.item;
            for (const auto& one : indicator_->items) {
                if (one.code == detail.item) item = one.title.vi;
            }
            said.insert(names.at(detail.member) + " | " + item + " | " +
                        (detail.why ? indicator_->whys[detail.why - 1].title.vi : ""));
        }
        for (const auto& row : said) {
            if (!wanted.contains(row))
                ADD_FAILURE_AT(path_.c_str(), table.line) << "besides: " << row;
        }
        for (const auto& row : wanted) {
            if (!said.contains(row))
                ADD_FAILURE_AT(path_.c_str(), table.line) << "not said: " << row;
        }
    }

    static const Member* FindMember(const Answer& answer, Rid rid) {
        for (const auto& member : answer.members) {
            if (member.member == rid) return &member;
        }
        return nullptr;
    }

    Rid RidOf(const Row& row) { return RidOf(row.name, row.line); }
    Rid RidOf(const std::string& name, int line) {
        const auto reference = Must(records_->ReferenceTo(name, line));
        const auto slash = reference.find('/');
        const bool person = reference.substr(0, slash) == "Patient";
        const std::string id = reference.substr(slash + 1);
        const auto reader = Must(house_->store().Read());
        auto& rows = *Must(reader->connection().Prepare(
            person ? "SELECT rid FROM reg_patients WHERE id = $1"
                   : "SELECT rid FROM reg_organizations WHERE id = $1"));
        rows.BindText(1, id);
        const Rid rid = Must(rows.Step()) ? rows.Int(0) : 0;
        rows.Reset();
        return rid;
    }

    std::unique_ptr<TestHouse> house_;
    Engine* engine_ = nullptr;
    const Indicator* indicator_ = nullptr;
    std::int32_t from_ = 0;
    std::string path_;
    std::unique_ptr<StoryRecords> records_;
};
TRAM_ON_EACH_DATABASE(StoryTest);

const char* const kStories[] = {"station-investment.story",
                                "national-criteria.story",
                                "doctor.story",
                                "midwife.story",
                                "station-services.story",
                                "centre-services.story",
                                "insured.story",
                                "insured-care.story",
                                "health-managed.story",
                                "high-risk-checked.story",
                                "periodic-check.story"};

TEST_P(StoryTest, StationInvestment) {
    Tell(kStories[0]);
}
TEST_P(StoryTest, NationalCriteria) {
    Tell(kStories[1]);
}
TEST_P(StoryTest, Doctor) {
    Tell(kStories[2]);
}
TEST_P(StoryTest, Midwife) {
    Tell(kStories[3]);
}
TEST_P(StoryTest, StationServices) {
    Tell(kStories[4]);
}
TEST_P(StoryTest, CentreServices) {
    Tell(kStories[5]);
}
TEST_P(StoryTest, Insured) {
    Tell(kStories[6]);
}
TEST_P(StoryTest, InsuredCare) {
    Tell(kStories[7]);
}
TEST_P(StoryTest, HealthManaged) {
    Tell(kStories[8]);
}
TEST_P(StoryTest, HighRiskChecked) {
    Tell(kStories[9]);
}
TEST_P(StoryTest, PeriodicCheck) {
    Tell(kStories[10]);
}

TEST(StoryFilesTest, EveryFileIsTold) {
    const std::set<std::string> told(std::begin(kStories), std::end(kStories));
    std::set<std::string> there;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
        if (entry.path().extension() == ".story") there.insert(entry.path().filename());
    }
    EXPECT_EQ(told, there);
}

}  // namespace
}  // namespace tram::indicators::stories
