// One target in words: its figure against last year and the milestone, who is behind, what moved,
// and the reasons recorded.

#include <algorithm>
#include <map>

#include "base/vietnamese_text.h"
#include "insight/reports/section_writer.h"

namespace tram::reports {
namespace {

constexpr std::size_t kMostNamed = 8;
constexpr std::size_t kMostReasons = 3;

// The title of a reason as a key: "het-han-chua-gia-han".
std::string KeyOf(std::string_view title) {
    std::string key;
    for (const auto& word : Syllables(title)) key += (key.empty() ? "" : "-") + word;
    return key;
}

}  // namespace

// ", cao hơn mốc năm 2026 (94%) 1,2 điểm phần trăm".
std::string SectionWriter::Against(const TargetFacts& one, const std::string& key, double yardstick,
                                   std::string_view what) {
    const double difference = Share(one.row.count) - yardstick;
    const bool same = std::abs(difference) < 1e-9;
    return Say(std::string(same             ? "on_"
                           : difference > 0 ? "above_"
                                            : "below_") +
                   std::string(what),
               key + "." + std::string(what),
               {{"points", Points(ShownShare(one.row.count, Telling::Yardsticks(one.row)),
                                  {yardstick, yardstick})},
                {"yardstick", Decimal(yardstick, 1) + "%"},
                {"number", telling_.AssignedBy(one)}});
}

std::string SectionWriter::FigureOfMany(const TargetFacts& one) {
    const auto& row = one.row;
    const std::string& key = one.indicator->id;
    std::string text = Say("figure", key,
                           {{"title", SmallInitial(one.indicator->title.vi)},
                            {"percent", telling_.PercentOf(row)},
                            {"fraction", telling_.FractionOf(*one.indicator, row.count)}});
    if (one.year_before.denominator == 0) {
        text += telling_.Say("no_year");
    } else {
        const double difference = Share(row.count) - Share(one.year_before);
        const bool same = row.count.numerator * one.year_before.denominator ==
                          one.year_before.numerator * row.count.denominator;
        text += Say(same             ? "same_on_year"
                    : difference > 0 ? "up_on_year"
                                     : "down_on_year",
                    key + ".year",
                    {{"points", Points(ShownShare(row.count, Telling::Yardsticks(row)),
                                       ShownShare(one.year_before))}});
    }
    if (row.assigned) {
        text += Against(one, key, *row.assigned, "assigned");
    } else if (row.milestone) {
        text += Against(one, key, *row.milestone, "milestone");
    }
    return text;
}

std::string SectionWriter::FigureOfOne(const TargetFacts& one) {
    const std::string& key = one.indicator->id;
    std::string text = Say("figure_one", key,
                           {{"title", one.target->short_title.vi},
                            {"status", SmallInitial(telling_.Verdict(one.row))}});
    if (Telling::OfOne(*one.indicator, one.year_before)) {
        const auto before =
            telling_.StatusWord(one.year_before.numerator == 1 ? "reached" : "behind");
        text += Say("one_on_year", key, {{"status", SmallInitial(before)}});
    }
    return text + ".";
}

std::string SectionWriter::FigureOfList(const TargetFacts& one) {
    const auto* facility = LoneFacility(one);
    return Say("figure_single", one.indicator->id,
               {{"facility", facility ? facility->name : ""},
                {"percent", Percent(*one.able, {90})},
                {"fraction", Fraction(*one.able)}});
}

void SectionWriter::Figure(const TargetFacts& one) {
    const auto& row = one.row;
    const std::string& key = one.indicator->id;
    if (row.count.denominator == 0) {
        Paragraph(Say("no_data", key, {{"title", one.target->short_title.vi}}));
        return;
    }
    if (Telling::OfOne(one)) {
        Sentence(FigureOfOne(one));
    } else {
        Sentence((one.able ? FigureOfList(one) : FigureOfMany(one)) +
                 Say("verdict", key, {{"status", std::string(telling_.StandingWord(row))}}));
    }
    UnitsBehind(one);
    if (one.target->sustained) Days(one);
    Moved(one);
    Reasons(one);
    EndParagraph();
}

void SectionWriter::Brief(const TargetFacts& one) {
    const auto& row = one.row;
    const std::string& key = one.indicator->id;
    if (Telling::OfOne(one)) {
        Paragraph("- " +
                  Say("brief_one", key,
                      {{"title", one.target->short_title.vi},
                       {"status", SmallInitial(telling_.Verdict(row))}}) +
                  ".");
        return;
    }
    const std::string status = SmallInitial(telling_.StandingWord(row));
    std::string text = one.able ? Say("brief_single", key,
                                      {{"title", one.target->short_title.vi},
                                       {"percent", Percent(*one.able, {90})},
                                       {"fraction", Fraction(*one.able)},
                                       {"status", status}})
                                : Say("brief", key,
                                      {{"title", one.target->short_title.vi},
                                       {"percent", telling_.PercentOf(row)},
                                       {"fraction", telling_.FractionOf(*one.indicator, row.count)},
                                       {"status", status}});
    const auto& yardstick = row.assigned ? row.assigned : row.milestone;
    if (yardstick && !one.able)
        text += Say("brief_milestone", key, {{"yardstick", Decimal(*yardstick, 1) + "%"}});
    Paragraph("- " + text + ".");
}

// Which units just below are behind, with their figures; told for people, and for units of more
// than one.
void SectionWriter::UnitsBehind(const TargetFacts& one) {
    std::vector<std::string> behind;
    std::size_t with_members = 0, more = 0;
    for (std::size_t i = 0; i < one.below.size(); ++i) {
        const indicators::ScoreRow& row = one.below[i];
        if (row.count.denominator == 0) continue;
        ++with_members;
        if (row.status != "behind" && row.status != "near") continue;
        if (behind.size() == kMostNamed) {
            ++more;
            continue;
        }
        const auto* unit = telling_.facts.units->Find(row.unit);
        const bool people = one.indicator->member_type == indicators::MemberType::kPatient &&
                            !one.hidden.contains(row.unit);
        const std::string percent = telling_.PercentOf(row);
        if (people) section_.figures.push_back({one.indicator->id + "." + unit->id, percent});
        const auto name = telling_.NameBelow(*unit);
        behind.push_back(people ? name + " (" + percent + ")" : name);
    }
    if (with_members < 2 || one.target->op == plan::Operator::kToward) return;
    const auto kind =
        std::string(telling_.content.Word("report-below", telling_.facts.below.front()->kind));
    if (behind.empty()) {
        Sentence(Say("units_all", one.indicator->id, {{"kind", kind}}));
        return;
    }
    std::string list = Join(behind, ", ");
    if (more > 0)
        list += Say("units_more", one.indicator->id,
                    {{"count", WholeNumber(static_cast<std::int64_t>(more)) + " " + kind}});
    Sentence(Say("units_behind", one.indicator->id, {{"kind", kind}, {"list", list}}));
}

void SectionWriter::Days(const TargetFacts& one) {
    std::vector<std::string> list;
    for (const auto& [rid, days] : one.days_without) {
        const auto* unit = telling_.facts.units->Find(rid);
        const std::string key = one.indicator->id + "." + (unit ? unit->id : "");
        list.push_back(Say("days_without_one", key,
                           {{"title", unit ? unit->name : ""},
                            {"days", telling_.Counted("report-member", "day", days.days)},
                            {"longest", telling_.Counted("report-member", "day", days.longest)}}));
    }
    Sentence(list.empty() ? Say("days_without_none", one.indicator->id, {})
                          : Say("days_without", one.indicator->id, {{"list", Join(list)}}));
}

void SectionWriter::Moved(const TargetFacts& one) {
    if (one.indicator->member_type != indicators::MemberType::kPatient) return;
    const Movement& moved = one.movement;
    std::vector<std::string> list;
    // Of a pair whose difference the two figures give, neither is told when one is of too few.
    const auto add = [&](std::string_view sentence, std::int64_t count, std::int64_t other,
                         const std::vector<Reason>& reasons = {}) {
        const auto small = [](std::int64_t people) {
            return people > 0 && people < indicators::kSmallCell;
        };
        if (count == 0 || small(count) || small(other)) return;
        std::string text = Say(sentence, one.indicator->id + "." + std::string(sentence),
                               {{"count", telling_.Counted("report-member", "patient", count)}});
        const auto why =
            ReasonList(one.indicator->id + "." + std::string(sentence), reasons, People::kYes);
        if (!why.empty()) text += " (" + why + ")";
        list.push_back(text);
    };
    add("moved_gained", moved.gained, moved.lost);
    add("moved_lost", moved.lost, moved.gained, moved.lost_by);
    add("moved_entered", moved.entered, moved.left);
    add("moved_left", moved.left, moved.entered);
    if (!list.empty()) Sentence(Say("moved", one.indicator->id, {{"list", Join(list)}}));
}

// The largest, and what is left as one; what so few share goes with the rest.
std::string SectionWriter::ReasonList(const std::string& key, const std::vector<Reason>& reasons,
                                      People people) {
    std::vector<std::string> list;
    std::int64_t other = 0;
    for (const auto& reason : reasons) {
        if (list.size() == kMostReasons ||
            (people == People::kYes && (reason.hidden || reason.count < indicators::kSmallCell))) {
            other += reason.count;
        } else {
            list.push_back(SmallInitial(reason.title) + " " + WholeNumber(reason.count));
            section_.figures.push_back({key + "." + KeyOf(reason.title), list.back()});
        }
    }
    if (other > 0) {
        const bool few = people == People::kYes && other < indicators::kSmallCell;
        if (few && list.empty()) return {};
        list.push_back(few ? std::string(telling_.Say("reasons_other_few"))
                           : Fill(telling_.Say("reasons_other"), {{"count", WholeNumber(other)}}));
    }
    return Join(list, ", ");
}

const Unit* SectionWriter::LoneFacility(const TargetFacts& one) const {
    for (const auto& service : telling_.facts.services) {
        if (service.indicator == one.indicator) return service.facility;
    }
    return nullptr;
}

// Of lists of techniques the reasons are those of each technique: that the list is short of 90% is
// no cause.
std::vector<Reason> SectionWriter::ReasonsOfTechniques(const TargetFacts& one) const {
    std::map<std::string, std::int64_t> counts;
    for (const auto& service : telling_.facts.services) {
        if (service.indicator != one.indicator || service.met) continue;
        for (const auto& reason : service.reasons) counts[reason.title] += reason.count;
    }
    std::vector<Reason> reasons;
    for (const auto& [title, count] : counts) reasons.push_back({title, count});
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const Reason& a, const Reason& b) { return a.count > b.count; });
    return reasons;
}

// Of a single member the reasons alone: each would count one.
std::string SectionWriter::ReasonsOf(const TargetFacts& one) {
    const auto techniques = ReasonsOfTechniques(one);
    if (techniques.empty() && Telling::OfOne(one)) {
        std::vector<std::string> titles;
        for (const auto& reason : one.reasons) titles.push_back(SmallInitial(reason.title));
        return Join(titles, ", ");
    }
    return ReasonList(one.indicator->id, techniques.empty() ? one.reasons : techniques,
                      PeopleOf(one));
}

// Causes only from the record, with counts; nothing recorded is a mark for the author.
void SectionWriter::Reasons(const TargetFacts& one) {
    if (const auto techniques = ReasonsOfTechniques(one); !techniques.empty()) {
        std::int64_t all = 0;
        for (const auto& reason : techniques) all += reason.count;
        Sentence(Say("reasons_techniques", one.indicator->id,
                     {{"count", telling_.Counted("report-member", "technique", all)},
                      {"list", ReasonsOf(one)}}));
        return;
    }
    const std::int64_t unmet = one.row.count.denominator - one.row.count.numerator;
    // A direction is not missed by anybody: it owes no cause.
    const bool owes = one.target->op != plan::Operator::kToward;
    if (unmet == 0 || (one.reasons.empty() && !owes)) return;
    constexpr std::string_view kTypes[] = {"patient", "facility", "area", "facility_service"};
    const auto counted = telling_.Counted(
        "report-member", kTypes[static_cast<std::size_t>(one.indicator->member_type)], unmet);
    if (one.reasons.empty()) {
        Sentence(Say("reason_missing", one.indicator->id,
                     {{"title", one.target->short_title.vi}, {"count", counted}}));
        return;
    }
    const auto list = ReasonsOf(one);
    if (list.empty()) return;
    Sentence(Say(Telling::OfOne(one) ? "reasons_one" : "reasons", one.indicator->id,
                 {{"count", counted}, {"list", list}}));
}

}  // namespace tram::reports
