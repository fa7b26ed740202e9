// Makes a report of facts: words by the sentences of the content, tables by its shapes, the
// letterhead of the bodies of the day it is signed.
//
// A cause is told only from recorded reasons, with counts; what nobody recorded stays a mark for
// the author. No praise or blame is made here, and no patient is named: none is known here.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "insight/reports/content.h"
#include "insight/reports/facts.h"
#include "insight/reports/numbers.h"
#include "insight/reports/report.h"

namespace tram::reports {

struct Wanted {
    std::string template_id;
    Rid unit = 0;
    std::int32_t from = 0, to = 0;
    std::optional<std::int32_t> signed_on;
    std::int32_t today = 0;
    bool synthetic = false;

    // The day whose bodies and layout the paper follows.
    std::int32_t PaperDay() const { return signed_on.value_or(today); }
};

// The splits a report tells, in the order of its table.
inline constexpr std::string_view kSplitsTold[] = {"sex", "age", "ethnicity", "poverty",
                                                   "remoteness"};

// `submissions`: as they stand now; of a closed period those frozen with it are told.
// Errors: kNotFound (template, unit), kBadValue (a period that ends before it begins, or begins
// after today), kInvalid (no body or layout on that day), those of GatherFacts.
Result<Report> ComposeReport(const FactParts& parts, const ReportContent& content,
                             const Wanted& wanted, const std::vector<Submission>& submissions);

// The same from facts already gathered. REQUIRES: the facts are of the unit and period wanted.
Result<Report> ComposeReport(const plan::Plan& plan, const ReportContent& content,
                             const Facts& facts, const Wanted& wanted,
                             const std::vector<Submission>& submissions);

// The letterhead the report would have if it were signed on that day.
// Errors: kNotFound (its template or unit is gone), kInvalid (no body on that day).
Result<Letterhead> LetterheadOn(const FactParts& parts, const ReportContent& content,
                                const Report& report, std::int32_t day);

// What the facts are told with: shared by words and tables.
struct Telling {
    const ReportContent& content;
    const Template& form;
    const plan::Plan& plan;
    const Facts& facts;
    const std::vector<Submission>& submissions;
    Words values;  // unit, period, bodies …: for {names} of templates
    std::int32_t today = 0;

    std::string_view Say(std::string_view sentence) const { return content.Sentence(sentence); }
    std::string_view StatusWord(std::string_view status) const {
        return content.Word("report-status", status);
    }
    std::string_view StandingWord(const indicators::ScoreRow& row) const {
        return StatusWord(indicators::Standing(row));
    }
    // The yardsticks a figure must not contradict.
    static std::vector<double> Yardsticks(const indicators::ScoreRow& row);
    std::string PercentOf(const indicators::ScoreRow& row) const {
        return Percent(row.count, Yardsticks(row));
    }
    // The same, on the side of another yardstick too.
    static std::string PercentOf(const indicators::ScoreRow& row, double yardstick) {
        auto all = Yardsticks(row);
        all.push_back(yardstick);
        return Percent(row.count, all);
    }
    // Of a single station or commune it is told whether, not how much.
    static bool OfOne(const indicators::Indicator& indicator, const Count& count) {
        return count.denominator == 1 && indicator.member_type != indicators::MemberType::kPatient;
    }
    static bool OfOne(const TargetFacts& one) {
        return !one.able && OfOne(*one.indicator, one.row.count);
    }
    // Whether that one meets it.
    std::string_view Verdict(const indicators::ScoreRow& row) const {
        const auto standing = indicators::Standing(row);
        if (standing == "interrupted" || standing == "check") return StatusWord(standing);
        return StatusWord(row.count.numerator == 1 ? "reached" : "behind");
    }
    // The name of a unit below, with what it belonged to where another below bears the same:
    // communes that merged brought hamlets of one name.
    std::string NameBelow(const Unit& unit) const;
    // "18.684/20.004 người".
    std::string FractionOf(const indicators::Indicator& indicator, const Count& count) const;
    std::string Counted(std::string_view set, std::string_view code, std::int64_t count) const;
    // The paper that assigned the target; a mark where it is not recorded.
    std::string AssignedBy(const TargetFacts& one) const {
        return one.assigned_number.empty() ? std::string(Say("missing_mark")) : one.assigned_number;
    }
    // The lead of a task: its owner where that still stands, else the body of that kind today.
    std::string LeadOf(const TaskFacts& task) const;
    std::string BodyOfKind(std::string_view kind) const;
    // Days a task is late on the last day; 0: it is not.
    std::int64_t DaysLate(const TaskFacts& task) const;
    // The day by which units hand in their reports on this period; nullopt: none is set.
    std::optional<std::int32_t> HandInBy() const;
    // Of a unit's report, nullptr where there is none: ", đúng hạn", ", chậm 3 ngày", ", quá hạn 2
    // ngày"; empty while there is time.
    std::string Punctual(const Submission* submission) const;
    // The day on which the hand-ins stand as told: that of the closing, or today.
    std::int32_t HandInsStand() const { return facts.submissions ? facts.now.closed_on : today; }
};

// Of the group of that code; nobody: there is none.
Count CountOf(const indicators::Split& split, std::string_view code);

// The words of one section.
SectionText ComposeSection(const Telling& telling, const Outline& outline,
                           const std::string& group);
// A table with its rows; without any, one that says there is no data.
ReportTable MakeTable(const Telling& telling, std::string_view id);

}  // namespace tram::reports
