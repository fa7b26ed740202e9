// Every shipped question, asked of tables in memory and of SQLite over the same rows, filled by
// chance with what the questions themselves ask for.

#include <gtest/gtest.h>

#include "insight/columns/both_ways_test.h"
#include "insight/columns/columns.h"
#include "insight/columns/lexer.h"
#include "insight/indicators/indicator.h"
#include "insight/indicators/risk_rules.h"
#include "record/registers/shipped.h"

namespace tram::indicators {
namespace {

using columns::BothWays;
using columns::Column;

constexpr std::int32_t kAsOf = 20'088;  // 2024-12-31
constexpr int kPeople = 12;

struct Asked {
    std::string id, sql;
    MemberType member_type = MemberType::kPatient;
};

void Gather(const Indicator& indicator, std::vector<Asked>& all) {
    for (const auto& version : indicator.versions) {
        all.push_back({indicator.id, version.query.Text(), indicator.member_type});
        if (version.details)
            all.push_back(
                {indicator.id + " details", version.details->Text(), indicator.member_type});
    }
    for (const auto& one : indicator.companions) Gather(one, all);
    for (const auto& one : indicator.over_bases) Gather(one, all);
}

// "insured@registered/child" asks what "insured/child" does, of others.
std::string WithoutBase(const std::string& id) {
    const auto at = id.find('@');
    if (at == std::string::npos) return id;
    const auto slash = id.find('/', at);
    return id.substr(0, at) + (slash == std::string::npos ? "" : id.substr(slash));
}

class ShippedQuestionsTest : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto library = BothWays::Must(
            content::Library::Open({.instead = std::string(TRAM_SOURCE_DIR) + "/content"}));
        const auto registers = BothWays::Must(
            registers::Registers::Make(BothWays::Must(registers::ReadViews(library)), 420));
        std::set<std::string, std::less<>> names;
        BothWays::Shapes shapes;
        for (const auto& one : registers.all()) {
            names.insert(one.name);
            shapes["reg_" + one.name] = columns::ShapeOf(registers, one.name)->columns;
        }
        const auto indicators = BothWays::Must(LoadIndicators(library, names));
        for (const auto& one : indicators) Gather(one, asked_);
        asked_.push_back({"risks", indicators.front().risks->held.Text()});
        both_ = std::make_unique<BothWays>(std::move(shapes));
        for (const auto& one : asked_) LearnTexts(one.sql);
    }

    // 'finished' after e.status is a text that the register of `e` may hold there.
    void LearnTexts(const std::string& sql) {
        const auto tokens = BothWays::Must(columns::Tokens(sql));
        std::map<std::string, std::string> registers;  // by alias
        for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
            if (both_->shapes().contains(tokens[i].text))
                registers[tokens[i + 1].text] = tokens[i].text;
        }
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            // The text belongs to the nearest column before it.
            if (tokens[i].kind != columns::Token::Kind::kText || tokens[i].text.empty()) continue;
            for (std::size_t back = i; back-- > 1 && i - back < 30;) {
                if (tokens[back].text != "." || !registers.contains(tokens[back - 1].text))
                    continue;
                texts_[registers[tokens[back - 1].text] + "." + tokens[back + 1].text].insert(
                    tokens[i].text);
                break;
            }
        }
    }

    int Below(int end) { return static_cast<int>(random_->Next() % static_cast<unsigned>(end)); }
    std::string Day(bool end) {
        constexpr std::array kAway = {0, 1, 15, 29, 30, 31, 90, 183, 365, 366, 400};
        const int days = kAway[static_cast<std::size_t>(Below(kAway.size()))];
        return std::to_string(kAsOf + (Below(5) == 0 ? -1 : 1) * (end ? days : -days));
    }
    std::string Cell(const std::string& table, const columns::Table::ColumnName& column, int row,
                     bool several) {
        const auto ends = [&](std::string_view end) {
            return column.name.size() >= end.size() &&
                   column.name.compare(column.name.size() - end.size(), end.size(), end) == 0;
        };
        static const std::set<std::string> kYesOrNo = {"is_deceased", "active", "pre_screening",
                                                       "by_citizen"};
        if (column.name == "rid") return std::to_string(1 + (several ? row / 2 : row));
        if (column.name == "row") return std::to_string(several ? row % 2 : 0);
        // Units hang together as they do in a district, or nothing would be a station of anything.
        if (column.name == "kind" && table == "reg_organizations" && Below(3) != 0)
            return Below(2) == 0 ? "'station'" : "'commune'";
        if (column.name == "kind" && table == "reg_unit_links" && Below(2) == 0) return "'part-of'";
        if (column.name == "status" && table == "reg_coverages" && Below(2) == 0) return "'active'";
        if (Below(7) == 0) return "NULL";
        if (column.type == Column::Type::kReal) return std::to_string(Below(14) * 10) + ".5";
        if (column.type == Column::Type::kText) {
            const auto& known = texts_[table + "." + column.name];
            if (known.empty() || Below(5) == 0) return Below(2) == 0 ? "'one'" : "'two'";
            return "'" + *std::next(known.begin(), Below(static_cast<int>(known.size()))) + "'";
        }
        if (column.name == "birth_day") return std::to_string(Below(kAsOf) - 4'000);
        if (column.name == "birth_on")
            return std::to_string((Below(3) == 0 ? 2018 + Below(8) : 1930 + Below(96)) * 10'000 +
                                  Below(12) * 100 + 100 + Below(28));
        if (table == "reg_coverages" && column.name == "to_day") return Day(Below(2) == 0);
        if (ends("_day"))
            return Day(column.name == "to_day" || ends("_to_day") ||
                       column.name == "abatement_day");
        if (ends("_on")) return std::to_string((2020 + Below(6)) * 10'000 + 1'231);
        if (kYesOrNo.contains(column.name)) return std::to_string(Below(2));
        return std::to_string(1 + Below(kPeople));
    }
    void Fill(std::uint64_t seed) {
        random_ = std::make_unique<SeededRandom>(seed);
        both_->Refill([this] { AddRows(); });
    }
    void AddRows() {
        for (const auto& [name, shape] : both_->shapes()) {
            const bool several = name == "reg_residences" || name == "reg_survey_answers";
            const int rows = name == "reg_patients"    ? kPeople
                             : name == "reg_coverages" ? kPeople + Below(20)
                                                       : 20 + Below(100);
            for (int row = 0; row < rows; ++row) {
                std::vector<std::string> cells;
                for (const auto& column : shape) cells.push_back(Cell(name, column, row, several));
                if (name == "reg_patients" && Below(5) != 0) cells[3] = cells[0];  // nobody's twin
                both_->Add(name, cells);
            }
        }
    }

    std::vector<Asked> asked_;
    std::unique_ptr<BothWays> both_;
    std::map<std::string, std::set<std::string>, std::less<>> texts_;
    std::unique_ptr<SeededRandom> random_;
};

TEST_F(ShippedQuestionsTest, ColumnsTakeEveryQuestionOfPersonsAndThoseOfServices) {
    std::set<std::string> left;  // to the database
    for (const auto& one : asked_) {
        const auto question = both_->Compile(one.sql);
        if (!question) {
            const auto family = one.id.substr(0, one.id.find_first_of("/ "));
            EXPECT_NE(one.member_type, MemberType::kPatient) << one.id << question.error().message;
            left.insert(family);
            continue;
        }
        EXPECT_EQ(question->of_persons(), one.member_type == MemberType::kPatient) << one.id;
    }
    EXPECT_EQ(left, (std::set<std::string>{"doctor", "midwife", "national-criteria",
                                           "station-investment"}));
}

TEST_F(ShippedQuestionsTest, ColumnsAnswerThemAsTheDatabaseDoes) {
    const auto dates = ValuesOf({.as_of = kAsOf, .from = kAsOf - 180, .to = kAsOf});
    std::map<std::string, std::size_t> rows;
    for (std::uint64_t seed = 1; seed <= 30 && !HasFailure(); ++seed) {
        Fill(seed);
        for (const auto& one : asked_) {
            const auto question = both_->Compile(one.sql);
            if (!question) continue;
            auto run = both_->Start(*question, dates);
            auto sieved = both_->Start(*question, dates, columns::Asks::kMany);
            std::vector<std::optional<std::int64_t>> members = {std::nullopt};
            for (int i = 0; i < 3 && question->of_persons(); ++i)
                members.emplace_back(1 + Below(kPeople));
            for (const auto member : members) {
                const auto told = both_->OverColumns(run, member);
                EXPECT_EQ(told, both_->OverColumns(sieved, member)) << one.id << ", seed " << seed;
                rows[WithoutBase(one.id)] += told.size();
                EXPECT_EQ(told, both_->OverDatabase(one.sql, dates, member))
                    << one.id << " for " << (member ? std::to_string(*member) : "everybody")
                    << ", seed " << seed;
            }
        }
    }
    for (const auto& [id, count] : rows) EXPECT_GT(count, 0U) << id << " was never answered";
}

// What one question leaves of a part serves the others with the same part.
TEST_F(ShippedQuestionsTest, PartsHandedOnAnswerAsTheirOwn) {
    using HandsOn = columns::Question::HandsOn;
    const auto dates = ValuesOf({.as_of = kAsOf, .from = kAsOf - 180, .to = kAsOf});
    std::map<std::string, std::size_t> shared;  // by family: questions that took what another left
    for (std::uint64_t seed = 1; seed <= 6 && !HasFailure(); ++seed) {
        Fill(seed);
        for (const auto hands_on : {HandsOn::kFirstPart, HandsOn::kLastPart}) {
            std::map<std::string, columns::PartRows> left;
            for (const auto& one : asked_) {
                const auto question = both_->Compile(one.sql, hands_on);
                if (!question || question->handed_on().empty()) continue;
                auto own = both_->Start(*question, dates, columns::Asks::kMany);
                auto handed = both_->Start(*question, dates, columns::Asks::kMany);
                const auto [rows, fresh] = left.try_emplace(question->handed_on());
                if (fresh) {
                    handed.KeepPart(rows->second);
                } else {
                    handed.TakePart(rows->second);
                    ++shared[one.id.substr(0, one.id.find_first_of("@/ "))];
                }
                for (int member = 1; member <= kPeople; ++member)
                    EXPECT_EQ(both_->OverColumns(handed, member), both_->OverColumns(own, member))
                        << one.id << " for " << member << ", seed " << seed;
            }
        }
    }
    for (const auto* family :
         {"insured", "insured-care", "health-managed", "high-risk-checked", "periodic-check"})
        EXPECT_GT(shared[family], 0U) << family;
}

}  // namespace
}  // namespace tram::indicators
