// The plan's tasks in words, and what is to be reached and done next.

#include <algorithm>
#include <map>

#include "insight/reports/section_writer.h"

namespace tram::reports {

void SectionWriter::Tasks(const Part& part) {
    for (const auto& one : telling_.facts.tasks) {
        if (std::find(part.ids.begin(), part.ids.end(), one.task->clause) == part.ids.end())
            continue;
        const std::string key = "task." + one.task->id;
        std::string text =
            Say("task_line", key,
                {{"title", one.task->title},
                 {"state", std::string(telling_.content.Word("report-task-state", one.state))},
                 {"lead", telling_.LeadOf(one)},
                 {"due", Day(one.due)}});
        if (const auto late = telling_.DaysLate(one); late > 0)
            text +=
                Say("task_late", key, {{"days", telling_.Counted("report-member", "day", late)}});
        if (!one.evidence.empty()) {
            text += Fill(telling_.Say("task_evidence"), {{"evidence", one.evidence}});
        } else if (one.state == "done") {
            text += telling_.Say("task_evidence_missing");
        }
        Paragraph("- " + text + ".");
    }
}

void SectionWriter::TaskCounts(const Part& part) {
    for (const auto& clause : part.ids) {
        std::int64_t all = 0, late = 0;
        std::map<std::string, std::int64_t> by_state;
        for (const auto& one : telling_.facts.tasks) {
            if (one.task->clause != clause) continue;
            ++all;
            ++by_state[one.state];
            late += telling_.DaysLate(one) > 0;
        }
        if (all == 0) continue;
        std::vector<std::string> list;
        const auto add = [&](std::string_view state, std::int64_t count) {
            if (count == 0) return;
            list.push_back(std::string(telling_.content.Word("report-task-state", state)) + " " +
                           WholeNumber(count));
            section_.figures.push_back({"tasks." + clause + "." + std::string(state), list.back()});
        };
        for (const std::string_view state : {"done", "in-progress", "open", "stopped"})
            add(state, by_state[std::string(state)]);
        add("late", late);
        Paragraph("- " +
                  Say("task_counts", "tasks." + clause,
                      {{"title", std::string(telling_.content.Word("report-clause", clause))},
                       {"all", telling_.Counted("report-member", "task", all)},
                       {"list", Join(list, ", ")}}));
    }
}

// What is late, and what falls due within a year of the period's end.
void SectionWriter::NextTasks() {
    std::vector<const TaskFacts*> next;
    for (const auto& one : telling_.facts.tasks) {
        if (one.state != "done" && one.state != "stopped" && one.due <= telling_.facts.to + 366)
            next.push_back(&one);
    }
    std::stable_sort(next.begin(), next.end(),
                     [](const auto* a, const auto* b) { return a->due < b->due; });
    for (const auto* one : next) {
        Paragraph("- " + Say("next_task", "next." + one->task->id,
                             {{"title", one->task->title},
                              {"lead", telling_.LeadOf(*one)},
                              {"due", Day(one->due)}}));
    }
}

// From where each target stands to the milestone of the period after.
void SectionWriter::NextTargets() {
    const int year = telling_.facts.NextYear();
    for (const auto& one : telling_.facts.targets) {
        const auto& yardstick = one.next_assigned ? one.next_assigned : one.next_milestone;
        if (!yardstick || one.row.count.denominator == 0) continue;
        if (Share(one.row.count) >= *yardstick) continue;
        if (one.able) {
            Paragraph("- " + Say("next_single", "next." + one.indicator->id,
                                 {{"title", one.target->short_title.vi},
                                  {"percent", Percent(*one.able, {90})},
                                  {"fraction", Fraction(*one.able)}}));
            continue;
        }
        if (Telling::OfOne(one)) {
            Paragraph("- " +
                      Say("next_one", "next." + one.indicator->id,
                          {{"title", one.target->short_title.vi}, {"year", std::to_string(year)}}));
            continue;
        }
        Paragraph("- " + Say(one.next_assigned ? "next_assigned" : "next_target",
                             "next." + one.indicator->id,
                             {{"title", one.target->short_title.vi},
                              {"percent", telling_.PercentOf(one.row, *yardstick)},
                              {"yardstick", Decimal(*yardstick, 1) + "%"},
                              {"number", one.next_assigned_number},
                              {"year", std::to_string(year)}}));
    }
}

}  // namespace tram::reports
