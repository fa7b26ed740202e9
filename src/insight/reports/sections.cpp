// The words of a section: each part of its outline becomes paragraphs.

#include <algorithm>

#include "base/vietnamese_text.h"
#include "insight/reports/section_writer.h"

namespace tram::reports {
namespace {

bool HasDigit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// In the order in which they are told.
constexpr std::string_view kStandings[] = {"reached",     "near",  "behind",
                                           "interrupted", "check", "no-data"};

bool IsDue(std::string_view status) {
    return status == "near" || status == "behind" || status == "no-data";
}

constexpr std::pair<std::string_view, std::string_view> kListsBehind[] = {
    {"behind", "behind"},
    {"behind_interrupted", "interrupted"},
    {"behind_near", "near"},
    {"behind_check", "check"},
    {"behind_no_data", "no-data"}};

// Days, names and lists are no figures of their own; a list notes its own.
bool IsFigure(std::string_view name, std::string_view value) {
    constexpr std::string_view kOthers[] = {"to",   "from",  "as_of", "due",      "day",
                                            "year", "title", "list",  "facility", "number"};
    return HasDigit(value) &&
           std::find(std::begin(kOthers), std::end(kOthers), name) == std::end(kOthers);
}

}  // namespace

std::string Join(const std::vector<std::string>& list, std::string_view between) {
    std::string out;
    for (const auto& one : list) out += (out.empty() ? "" : std::string(between)) + one;
    return out;
}

std::string SectionWriter::Say(std::string_view sentence, const std::string& key, Words values) {
    for (const auto& [name, value] : values) {
        if (IsFigure(name, value)) section_.figures.push_back({key + "." + name, value});
    }
    for (const auto& [name, value] : telling_.values) values.try_emplace(name, value);
    return Fill(telling_.Say(sentence), values);
}

void SectionWriter::Paragraph(std::string text) {
    if (text.empty()) return;
    section_.computed += (section_.computed.empty() ? "" : "\n") + text;
}

std::string SectionWriter::Points(const Shown& one, const Shown& other) const {
    return Fill(telling_.Say("points"), {{"points", reports::Points(one, other)}});
}

std::vector<const TargetFacts*> SectionWriter::Chosen(const Part& part) const {
    std::vector<const TargetFacts*> chosen;
    for (const auto& one : telling_.facts.targets) {
        if (part.ids.empty() ||
            std::find(part.ids.begin(), part.ids.end(), one.indicator->id) != part.ids.end())
            chosen.push_back(&one);
    }
    return chosen;
}

void SectionWriter::Summary() {
    std::map<std::string_view, std::int64_t> by_status;
    std::int64_t judged = 0, directions = 0, without = 0;
    for (const auto& one : telling_.facts.targets) {
        const bool direction = one.target->op == plan::Operator::kToward;
        if (one.row.count.denominator == 0) {
            ++without;
            continue;
        }
        (direction ? directions : judged) += 1;
        if (!direction) ++by_status[indicators::Standing(one.row)];
    }
    std::vector<std::string> standings;
    for (const std::string_view status : kStandings) {
        if (by_status[status] == 0) continue;
        standings.push_back(Say("summary_standing", "summary." + std::string(status),
                                {{"count", WholeNumber(by_status[status])},
                                 {"status", SmallInitial(telling_.StatusWord(status))}}));
    }
    std::string text = Say("summary", "summary",
                           {{"judged", telling_.Counted("report-member", "target", judged)},
                            {"list", Join(standings, ", ")}});
    const auto add = [&](std::string_view sentence, std::int64_t count) {
        if (count == 0) return;
        text += Say(sentence, std::string(sentence),
                    {{"count", telling_.Counted("report-member", "target", count)}});
    };
    add("summary_directions", directions);
    add("summary_without", without);
    Paragraph(text + ".");
}

// For each figure of people, the pair of groups that stand furthest apart.
void SectionWriter::Equity() {
    const auto told = [](std::string_view split) {
        return std::find(std::begin(kSplitsTold), std::end(kSplitsTold), split) !=
               std::end(kSplitsTold);
    };
    bool any = false;
    for (const auto& one : telling_.facts.targets) {
        const indicators::Split* widest = nullptr;
        for (const auto& split : one.splits) {
            // By age the need differs.
            if (split.id == "age" || !told(split.id) || split.best.empty()) continue;
            if (!widest || split.gap_points > widest->gap_points) widest = &split;
        }
        if (!widest) continue;
        any = true;
        const auto count = [&](const std::string& code) { return CountOf(*widest, code); };
        // Names of peoples keep their capital.
        const auto word = [&](const std::string& code) {
            const auto title = telling_.content.Word(widest->id, code);
            return widest->id == "ethnicity" ? std::string(title) : SmallInitial(title);
        };
        Paragraph("- " +
                  Say("equity_line", one.indicator->id,
                      {{"title", one.target->short_title.vi},
                       {"split", SmallInitial(telling_.content.Word("report-split", widest->id))},
                       {"best", word(widest->best)},
                       {"best_percent", Percent(count(widest->best))},
                       {"worst", word(widest->worst)},
                       {"worst_percent", Percent(count(widest->worst))},
                       {"points", Points(ShownShare(count(widest->best)),
                                         ShownShare(count(widest->worst)))}}));
    }
    if (!any) Paragraph(Say("equity_none", "equity", {}));
}

// Figures that stand beside a target's own, so that none is read alone.
void SectionWriter::Beside(const Part& part) {
    std::vector<std::string> list;
    for (const auto& id : part.ids) {
        const auto found = telling_.facts.beside.find(id);
        if (found == telling_.facts.beside.end()) continue;
        const auto& [companion, count, hidden] = found->second;
        const bool people = companion->member_type == indicators::MemberType::kPatient;
        const bool share = companion->companion_kind == indicators::CompanionKind::kShare;
        if (share && count.denominator == 0) continue;
        const Words values = {{"title", SmallInitial(companion->title.vi)},
                              {"percent", Percent(count)},
                              {"fraction", Fraction(count)},
                              {"count", WholeNumber(count.numerator)}};
        const bool few = people && count.numerator > 0 && count.numerator < indicators::kSmallCell;
        if (hidden && !few) continue;  // else one of too few would follow from it
        if (share && Telling::OfOne(*companion, count)) {
            list.push_back(Say(count.numerator == 1 ? "beside_yes" : "beside_no", id,
                               {{"title", SmallInitial(companion->title.vi)}}));
            continue;
        }
        list.push_back(Say(few     ? "beside_few"
                           : share ? "beside_share"
                                   : "beside_count",
                           id, values));
    }
    if (!list.empty()) Paragraph(Say("beside", "beside", {{"list", Join(list)}}));
}

// Those of `chosen` that stand so.
void SectionWriter::ListTargets(std::string_view sentence,
                                const std::vector<const TargetFacts*>& chosen,
                                std::string_view standing) {
    std::vector<std::string> items;
    for (const auto* one : chosen) {
        if (indicators::Standing(one->row) != standing) continue;
        if (Telling::OfOne(*one) || one->row.count.denominator == 0) {
            items.push_back(one->target->short_title.vi);
            continue;
        }
        const auto percent = one->able ? Percent(*one->able, {90}) : telling_.PercentOf(one->row);
        section_.figures.push_back({one->indicator->id + ".percent", percent});
        items.push_back(one->target->short_title.vi + " (" + percent + ")");
    }
    if (!items.empty()) Paragraph(Say(sentence, std::string(sentence), {{"list", Join(items)}}));
}

void SectionWriter::Staff() {
    StaffFacts sum;
    for (const auto& one : telling_.facts.staff) {
        sum.doctors_own += one.doctors_own;
        sum.doctors_visiting += one.doctors_visiting;
        sum.midwives += one.midwives;
        sum.assistants += one.assistants;
        sum.nurses += one.nurses;
        sum.pharmacists += one.pharmacists;
        sum.hamlets += one.hamlets;
        sum.hamlets_with_worker += one.hamlets_with_worker;
        sum.joined += one.joined;
        sum.left += one.left;
    }
    const auto count = [&](std::string_view what, std::int64_t value) {
        return telling_.Counted("report-staff", what, value);
    };
    Paragraph(Say(
        "staff", "staff",
        {{"doctors_own", count("doctor", sum.doctors_own)},
         {"doctors_visiting", count("doctor", sum.doctors_visiting)},
         {"midwives", count("midwife", sum.midwives)},
         {"assistants", count("assistant-doctor", sum.assistants)},
         {"nurses", count("nurse", sum.nurses)},
         {"pharmacists", count("pharmacist", sum.pharmacists)},
         {"hamlets", Fraction({.numerator = sum.hamlets_with_worker, .denominator = sum.hamlets})},
         {"joined", count("person", sum.joined)},
         {"left", count("person", sum.left)}}));
}

void SectionWriter::Services() {
    for (const auto& one : telling_.facts.services) {
        const auto* target = telling_.facts.Find(one.indicator->id);
        if (one.listed == 0 || (target && target->able)) continue;  // the lone one was told of
        const auto part = [&](std::int64_t value) {
            return Percent({.numerator = value, .denominator = one.listed});
        };
        Paragraph("- " + Say("services_line", "services." + one.facility->id,
                             {{"title", one.facility->name},
                              {"percent", Percent(one.Able(), {90})},
                              {"fraction", Fraction(one.Able())},
                              {"done", part(one.done)},
                              {"ready", part(one.ready)},
                              {"unable", part(one.unable)},
                              {"unapproved", part(one.unapproved)}}));
    }
}

void SectionWriter::Submissions() {
    std::vector<std::string> waiting;
    std::int64_t all = 0, sent = 0, late = 0;
    const auto due = telling_.HandInBy();
    for (const auto* unit : telling_.facts.below) {
        if (unit->kind == "hamlet") continue;
        ++all;
        const auto known = std::find_if(
            telling_.submissions.begin(), telling_.submissions.end(), [&](const Submission& one) {
                return one.unit == unit->id &&
                       (one.state == State::kSent || one.state == State::kReceived);
            });
        const bool done = known != telling_.submissions.end();
        sent += done;
        late += done && due && known->sent_on > *due;
        if (!done) waiting.push_back(unit->name);
    }
    if (all == 0) return;
    Paragraph(Say("submissions", "submissions",
                  {{"fraction", Fraction({.numerator = sent, .denominator = all})}}) +
              (due ? Say("submissions_due", "submissions",
                         {{"due", Day(*due)},
                          {"on_time", telling_.Counted("report-member", "unit", sent - late)},
                          {"late", telling_.Counted("report-member", "unit", late)}})
                   : "") +
              (waiting.empty()
                   ? ""
                   : Say("submissions_missing", "submissions", {{"list", Join(waiting, ", ")}})) +
              (telling_.facts.submissions ? Say("submissions_frozen", "submissions",
                                                {{"day", Day(telling_.HandInsStand())}})
                                          : ""));
}

void SectionWriter::Completeness() {
    const auto& known = telling_.facts.completeness;
    if (!known) return;
    const Count count{.numerator = known->names, .denominator = known->published};
    Paragraph(Say("completeness", "completeness",
                  {{"percent", Percent(count, {95, 105})},
                   {"fraction", Fraction(count)},
                   {"day", Day(known->published_on)}}) +
              (known->Warns() ? std::string(telling_.Say("completeness_warning")) : ""));
}

// Which figures are those of closed periods, and which the records give now.
void SectionWriter::WhereFiguresComeFrom() {
    const auto& facts = telling_.facts;
    const auto said = [&](std::string_view sentence, const Basis& basis) {
        return Say(sentence, "basis",
                   {{"closed_on", Day(basis.closed_on)},
                    {"from", Day(basis.from)},
                    {"to", Day(basis.to)}});
    };
    std::string text = said(facts.ends            ? "basis_goes_on"
                            : facts.now.closed_on ? "basis_closed"
                                                  : "basis_computed",
                            facts.now);
    text += said(facts.before.closed_on ? "basis_before_closed" : "basis_before_computed",
                 facts.before);
    if (facts.year_before.closed_on) text += said("basis_year_closed", facts.year_before);
    if (facts.now.closed_on)
        text += telling_.Say(facts.frozen ? "basis_others_frozen" : "basis_others");
    Paragraph(std::move(text));
}

void SectionWriter::Write(const Part& part) {
    const auto chosen = Chosen(part);
    if (part.kind == "text") return Paragraph(Fill(part.text, telling_.values));
    if (part.kind == "missing")
        return Paragraph(Fill(telling_.Say("missing"), {{"what", part.text}}));
    if (part.kind == "figures") {
        for (const auto* one : chosen) Figure(*one);
        return;
    }
    if (part.kind == "brief") {
        for (const auto* one : chosen) Brief(*one);
        return;
    }
    if (part.kind == "reached") return ListTargets("reached", chosen, "reached");
    if (part.kind == "behind") {
        for (const auto& [sentence, standing] : kListsBehind)
            ListTargets(sentence, chosen, standing);
        return;
    }
    if (part.kind == "reasons") {
        for (const auto* one : chosen) {
            if (!IsDue(one->row.status) || one->reasons.empty()) continue;
            const auto list = ReasonsOf(*one);
            if (list.empty()) continue;
            Paragraph("- " + Say("reason_line", one->indicator->id,
                                 {{"title", one->target->short_title.vi}, {"list", list}}));
        }
        return;
    }
    if (part.kind == "steps") {
        const auto& documents = telling_.facts.step_documents;
        return Paragraph(documents.empty()
                             ? Say("steps_missing", "steps", {})
                             : Say("steps", "steps", {{"list", Join(documents, ", ")}}));
    }
    if (part.kind == "summary") return Summary();
    if (part.kind == "equity") return Equity();
    if (part.kind == "tasks") return Tasks(part);
    if (part.kind == "task_counts") return TaskCounts(part);
    if (part.kind == "next_tasks") return NextTasks();
    if (part.kind == "next_targets") return NextTargets();
    if (part.kind == "staff") return Staff();
    if (part.kind == "services") return Services();
    if (part.kind == "submissions") return Submissions();
    if (part.kind == "completeness") return Completeness();
    if (part.kind == "beside") return Beside(part);
    if (part.kind == "basis") return WhereFiguresComeFrom();
    TRAM_CHECK(false);  // the content was checked against kPartKinds
}

SectionText ComposeSection(const Telling& telling, const Outline& outline,
                           const std::string& group) {
    SectionText section{.id = outline.id, .group = group, .title = outline.title};
    SectionWriter writer(telling, section);
    for (const Part& part : outline.parts) writer.Write(part);
    if (section.computed.empty()) section.computed = telling.Say("missing_mark");
    return section;
}

}  // namespace tram::reports
