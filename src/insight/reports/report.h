// The periodic report as a value: words computed from figures, the author's words over them,
// tables, the letterhead of the bodies of its day, and the way from a draft to a paper received.
//
// Invariants: words of the author, in sections and tables, survive every recalculation; a report
// with a mark for missing words never leaves the draft; from its signature on a report is never
// changed, only replaced.
//
// Thread safety: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "insight/reports/content.h"

namespace tram::reports {

// A figure inside words, under a name that stays when its value changes.
struct KeyedFigure {
    std::string key, text;
};

struct SectionText {
    std::string id, group, title;  // group: the heading it stands under; may be empty
    std::string computed;
    std::vector<KeyedFigure> figures;       // of `computed`
    std::optional<std::string> author;      // the author's words, in place of `computed`
    std::vector<KeyedFigure> figures_then;  // of what was computed when the author wrote

    const std::string& text() const { return author ? *author : computed; }
    // Figures the author's words still hold as they were, with what they are now.
    std::vector<std::pair<std::string, std::string>> ChangedFigures() const;
};

struct TableCell {
    std::string text;
    bool bold = false;
    bool author = false;  // no record holds it: the author's to fill in
};
struct TableRow {
    std::vector<TableCell> cells;  // one alone spans the table: the head of a group
    std::string key;               // of one with cells to fill in; "+1" … those the author added
    bool added() const { return key.starts_with('+'); }
};
struct ReportTable {
    std::string id, annex, title;  // annex: the heading it stands under, with others of it
    bool landscape = false;
    std::vector<Column> columns;
    std::vector<TableRow> rows;
    bool grows = false;  // the author may add rows

    bool MayBeFilled() const;
};

struct Letterhead {
    std::string superior, head, symbol, place;
    std::string receiver, through;
    std::string on_behalf, signer, filing;
    std::vector<std::string> recipients;
    std::string closing;
    friend bool operator==(const Letterhead&, const Letterhead&) = default;
};

enum class State { kDraft, kSubmitted, kSigned, kSent, kReceived, kReturned };
std::string_view StateCode(State state);
std::optional<State> ParseState(std::string_view code);

// What a unit just below has sent for the same period.
struct Submission {
    std::string unit;  // FHIR id
    State state = State::kDraft;
    std::int32_t on = 0;       // of its last step
    std::int32_t sent_on = 0;  // 0: not yet
};

// The template by which units report to the one above them.
inline constexpr std::string_view kHandedIn = "A";

struct Step {
    State state = State::kDraft;
    std::int32_t on = 0;
    std::string by;      // user
    std::string number;  // of the paper, when signed
    std::string note;    // reason of a return
};

struct Report {
    std::string id;
    std::int64_t version = 0;
    std::string template_id, title, subject, layout;
    std::string unit, unit_name;  // FHIR id
    std::int32_t from = 0, to = 0, written_on = 0;
    std::optional<std::int32_t> signed_on;  // as planned, then as signed
    std::string number;
    bool synthetic = false, unverified = false;
    std::string replaces;  // id of the report it takes the place of
    Letterhead letterhead;
    std::vector<SectionText> sections;
    std::vector<ReportTable> tables;
    std::vector<Step> steps;

    State state() const { return steps.empty() ? State::kDraft : steps.back().state; }
    bool MayBeEdited() const { return state() == State::kDraft || state() == State::kReturned; }
    // The day whose bodies and layout it follows.
    std::int32_t PaperDay() const { return signed_on.value_or(written_on); }
    // The day it was sent to its receiver; 0: it was not yet.
    std::int32_t SentOn() const;
    // Marks left for missing words, in all sections.
    std::int64_t Missing() const;
    SectionText* FindSection(std::string_view section);
    ReportTable* FindTable(std::string_view table);
};

inline constexpr std::string_view kMissingMark = "[cần bổ sung";

// Takes the words; empty: back to the computed ones.
// Errors: kConflict (signed or on its way), kNotFound (no such section), kTooLarge.
Result<void> EditSection(Report& report, std::string_view section, std::string_view text);

// What the author fills into a table, row by row: of a row that stands there the cells that are the
// author's; rows of no known key are those added, in place of all added before.
struct FilledRow {
    std::string key;
    std::vector<std::string> cells;
};
// Errors: kConflict; kNotFound (no such table); kInvalid (rows added to a table that does not grow,
// more cells than columns); kTooLarge.
Result<void> FillTable(Report& report, std::string_view table, const std::vector<FilledRow>& rows);

// Into the tables of `report` what the author filled into those of `before`.
void KeepFilled(Report& report, Report& before);

// Figures and computed words anew; what the author wrote stays.
// Errors: kConflict.
Result<void> Recalculate(Report& report, Report fresh);

// One step on the way. Errors: kConflict (no such step from here), kInvalid (marks left; no number
// or day for a signature; no reason for a return).
Result<void> Advance(Report& report, Step step);

}  // namespace tram::reports
