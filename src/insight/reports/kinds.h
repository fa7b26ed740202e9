// What content may ask for: the kinds of part a section is composed of, the tables, the sentences.
//
// Thread safety: constants.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace tram::reports {

// text: as written · missing: a mark for the author · the others: words made from facts.
inline constexpr std::array<std::string_view, 20> kPartKinds = {
    "text",         "missing", "basis",    "beside",      "figures",
    "brief",        "summary", "reached",  "behind",      "reasons",
    "steps",        "equity",  "tasks",    "task_counts", "next_tasks",
    "next_targets", "staff",   "services", "submissions", "completeness"};

inline bool IsPartKind(std::string_view kind) {
    return std::find(kPartKinds.begin(), kPartKinds.end(), kind) != kPartKinds.end();
}
inline std::string PartKindList() {
    std::string list;
    for (const auto kind : kPartKinds) list += (list.empty() ? "" : ", ") + std::string(kind);
    return list;
}

// Tables and how many columns each has before those it has for each target.
struct TableKind {
    std::string_view id;
    std::size_t columns = 0;
};
inline constexpr std::array<TableKind, 10> kTableKinds = {{{"1", 10},
                                                           {"2", 2},
                                                           {"3", 8},
                                                           {"4", 7},
                                                           {"5", 10},
                                                           {"6", 6},
                                                           {"7", 7},
                                                           {"8", 1},
                                                           {"9", 5},
                                                           {"10", 5}}};
inline bool IsTableKind(std::string_view id) {
    return std::any_of(kTableKinds.begin(), kTableKinds.end(),
                       [&](const TableKind& one) { return one.id == id; });
}
inline std::size_t ColumnsOf(std::string_view id) {
    for (const auto& one : kTableKinds) {
        if (one.id == id) return one.columns;
    }
    return 0;
}

// Sentences that reports/wording.yaml must hold.
inline constexpr std::string_view kSentences[] = {"missing",
                                                  "missing_mark",
                                                  "period_other",
                                                  "points",
                                                  "figure",
                                                  "figure_single",
                                                  "figure_one",
                                                  "one_on_year",
                                                  "up_on_year",
                                                  "down_on_year",
                                                  "same_on_year",
                                                  "no_year",
                                                  "above_milestone",
                                                  "below_milestone",
                                                  "on_milestone",
                                                  "above_assigned",
                                                  "below_assigned",
                                                  "on_assigned",
                                                  "verdict",
                                                  "brief",
                                                  "brief_milestone",
                                                  "units_behind",
                                                  "units_all",
                                                  "units_more",
                                                  "unit_apart",
                                                  "reasons",
                                                  "reasons_techniques",
                                                  "reasons_one",
                                                  "reason_line",
                                                  "reason_missing",
                                                  "reasons_other",
                                                  "reasons_other_few",
                                                  "moved",
                                                  "moved_gained",
                                                  "moved_lost",
                                                  "moved_entered",
                                                  "moved_left",
                                                  "days_without",
                                                  "days_without_one",
                                                  "days_without_none",
                                                  "summary",
                                                  "summary_directions",
                                                  "summary_standing",
                                                  "summary_without",
                                                  "steps",
                                                  "steps_missing",
                                                  "equity_line",
                                                  "equity_none",
                                                  "task_line",
                                                  "task_late",
                                                  "task_evidence",
                                                  "task_evidence_missing",
                                                  "task_counts",
                                                  "reached",
                                                  "behind",
                                                  "behind_interrupted",
                                                  "behind_near",
                                                  "behind_check",
                                                  "behind_no_data",
                                                  "next_task",
                                                  "next_target",
                                                  "next_assigned",
                                                  "next_single",
                                                  "next_one",
                                                  "brief_single",
                                                  "brief_one",
                                                  "basis_closed",
                                                  "basis_computed",
                                                  "basis_goes_on",
                                                  "basis_before_closed",
                                                  "basis_before_computed",
                                                  "basis_year_closed",
                                                  "basis_others",
                                                  "basis_others_frozen",
                                                  "beside",
                                                  "beside_share",
                                                  "beside_few",
                                                  "beside_yes",
                                                  "beside_no",
                                                  "beside_count",
                                                  "staff",
                                                  "services_line",
                                                  "submissions",
                                                  "submissions_missing",
                                                  "submissions_due",
                                                  "submissions_frozen",
                                                  "handed_in_on_time",
                                                  "handed_in_late",
                                                  "hand_in_overdue",
                                                  "completeness",
                                                  "completeness_warning",
                                                  "no_data",
                                                  "annex",
                                                  "annex_table",
                                                  "annex_with",
                                                  "no_head",
                                                  "synthetic",
                                                  "unverified",
                                                  "draft",
                                                  "unfinished",
                                                  "plan_by_none"};

}  // namespace tram::reports
