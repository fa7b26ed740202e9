// The writer of one section: composes its parts one after another. Private to this module.
//
// Thread safety: none; one section, one writer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "insight/reports/compose.h"

namespace tram::reports {

std::string Join(const std::vector<std::string>& list, std::string_view between = "; ");

class SectionWriter {
  public:
    SectionWriter(const Telling& telling, SectionText& section)
        : telling_(telling), section_(section) {}

    void Write(const Part& part);

  private:
    // A sentence with its values; values that hold figures are noted under key.name.
    std::string Say(std::string_view sentence, const std::string& key, Words values);
    void Paragraph(std::string text);
    // Sentences of one paragraph, until it ends.
    void Sentence(const std::string& text) { pending_ += (pending_.empty() ? "" : " ") + text; }
    void EndParagraph() {
        Paragraph(std::move(pending_));
        pending_.clear();
    }
    // "1,2 điểm phần trăm".
    std::string Points(const Shown& one, const Shown& other) const;

    std::vector<const TargetFacts*> Chosen(const Part& part) const;
    std::string Against(const TargetFacts& one, const std::string& key, double yardstick,
                        std::string_view what);
    void Figure(const TargetFacts& one);
    // How the sentence of a figure begins: of members, of a single one, of a single one's list.
    std::string FigureOfMany(const TargetFacts& one);
    std::string FigureOfOne(const TargetFacts& one);
    std::string FigureOfList(const TargetFacts& one);
    void Brief(const TargetFacts& one);
    void Beside(const Part& part);
    void ListTargets(std::string_view sentence, const std::vector<const TargetFacts*>& chosen,
                     std::string_view standing);
    void UnitsBehind(const TargetFacts& one);
    void Days(const TargetFacts& one);
    void Moved(const TargetFacts& one);
    // Reasons of people: what fewer than five share is not told by itself.
    enum class People { kNo, kYes };
    static People PeopleOf(const TargetFacts& one) {
        return one.indicator->member_type == indicators::MemberType::kPatient ? People::kYes
                                                                              : People::kNo;
    }
    // Empty: all of them are of too few.
    std::string ReasonList(const std::string& key, const std::vector<Reason>& reasons,
                           People people);
    std::string ReasonsOf(const TargetFacts& one);
    const Unit* LoneFacility(const TargetFacts& one) const;
    std::vector<Reason> ReasonsOfTechniques(const TargetFacts& one) const;
    void Reasons(const TargetFacts& one);
    void Summary();
    void Equity();
    void Tasks(const Part& part);
    void TaskCounts(const Part& part);
    void NextTasks();
    void NextTargets();
    void Staff();
    void Services();
    void Submissions();
    void Completeness();
    void WhereFiguresComeFrom();

    const Telling& telling_;
    SectionText& section_;
    std::string pending_;
};

}  // namespace tram::reports
