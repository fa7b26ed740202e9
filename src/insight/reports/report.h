// The periodic report as a value: words computed from figures, the author's words over them,
// tables, the letterhead of the bodies of its day, and the way from a draft to a paper received.
//
// Invariants: words of the author survive every recalculation; a report with a mark for missing
// words never leaves the draft; from its signature on a report is never changed, only replaced.
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
};
struct TableRow {
    std::vector<TableCell> cells;  // one alone spans the table: the head of a group
};
struct ReportTable {
    std::string id, title;
    bool landscape = false;
    std::vector<Column> columns;
    std::vector<TableRow> rows;
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
    // Marks left for missing words, in all sections.
    std::int64_t Missing() const;
    SectionText* FindSection(std::string_view section);
};

inline constexpr std::string_view kMissingMark = "[cần bổ sung";

// Takes the words; empty: back to the computed ones.
// Errors: kConflict (signed or on its way), kNotFound (no such section), kTooLarge.
Result<void> EditSection(Report& report, std::string_view section, std::string_view text);

// Figures and computed words anew; what the author wrote stays.
// Errors: kConflict.
Result<void> Recalculate(Report& report, Report fresh);

// One step on the way. Errors: kConflict (no such step from here), kInvalid (marks left; no number
// or day for a signature; no reason for a return).
Result<void> Advance(Report& report, Step step);

}  // namespace tram::reports
