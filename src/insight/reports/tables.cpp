// The tables of a report (Biểu 1–10). Rows of figures come from the same facts as the words.

#include <algorithm>

#include "base/vietnamese_text.h"
#include "insight/reports/compose.h"

namespace tram::reports {
namespace {

constexpr std::size_t kMostReasons = 3;

std::string PercentAndFraction(const Count& count, const std::vector<double>& yardsticks) {
    if (count.denominator == 0) return "–";
    return Percent(count, yardsticks) + "\n(" + Fraction(count) + ")";
}

std::string Signed(const Shown& now, const Shown& before) {
    if (std::abs(now.exact - before.exact) < 1e-9) return "0";
    return (now.exact > before.exact ? "+" : "−") + Points(now, before);
}

// As a cell begins: "Trên 95%".
std::string LargeInitial(std::string_view text) {
    std::size_t end = std::min<std::size_t>(1, text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    return Capitals(text.substr(0, end)) + std::string(text.substr(end));
}

bool IsBehind(std::string_view status) {
    return status == "behind" || status == "near";
}

// The order in which groups are read: by age, poorest first, furthest first; others by their code.
bool GroupBefore(const std::string& a, const std::string& b) {
    constexpr std::string_view kOrder[] = {"male",  "female", "0-5",   "6-17", "18-39",
                                           "40-59", "60-79",  "80+",   "poor", "near-poor",
                                           "other", "remote", "rural", "town"};
    const auto place = [&](std::string_view code) {
        return std::find(std::begin(kOrder), std::end(kOrder), code) - std::begin(kOrder);
    };
    return place(a) != place(b) ? place(a) < place(b) : a < b;
}

class TableWriter {
  public:
    TableWriter(const Telling& telling, ReportTable& table) : telling_(telling), table_(table) {}

    void Targets();
    void Units();
    void Tasks();
    void Staff();
    void Services();
    void Groups();
    void Submissions();
    void OutsideFigures(const std::vector<std::string>& indicators);
    void ToFillIn(const std::vector<std::string>& firsts);

  private:
    void Row(std::vector<TableCell> cells) { table_.rows.push_back({std::move(cells)}); }
    void Group(std::string title) { table_.rows.push_back({{TableCell{std::move(title), true}}}); }
    std::string Say(std::string_view sentence) const { return std::string(telling_.Say(sentence)); }
    std::string Word(std::string_view set, std::string_view code) const {
        return std::string(telling_.content.Word(set, code));
    }

    const Telling& telling_;
    ReportTable& table_;
};

// "> 95%", "100%", "hướng tới".
std::string TargetText(const Telling& telling, const plan::Target& target) {
    if (!target.value) return std::string(telling.content.Word("report-operator", "toward"));
    return std::string(telling.content.Word("report-operator", plan::OperatorCode(target.op))) +
           Decimal(*target.value, 1) + "%";
}

void TableWriter::Targets() {
    int number = 0;
    for (const auto& one : telling_.facts.targets) {
        const auto& row = one.row;
        const auto yardsticks = Telling::Yardsticks(row);
        std::string yardstick = "–";
        if (row.assigned) {
            yardstick = Decimal(*row.assigned, 1) + "%\n(" + telling_.AssignedBy(one) + ")";
        } else if (row.milestone) {
            yardstick = Decimal(*row.milestone, 1) + "%";
        }
        std::string difference = "–", note;
        if (one.able && one.able_year_before) {
            difference =
                Signed(ShownShare(*one.able, {90}), ShownShare(*one.able_year_before, {90}));
        } else if (one.year_before.denominator > 0 && row.count.denominator > 0 &&
                   !Telling::OfOne(one)) {
            difference = Signed(ShownShare(row.count, yardsticks), ShownShare(one.year_before));
        }
        const auto figure = [&](const Count& count, const std::optional<Count>& able) {
            if (Telling::OfOne(one) && Telling::OfOne(*one.indicator, count))
                return Word("report-status", count.numerator == 1 ? "reached" : "behind");
            if (!one.able) return PercentAndFraction(count, {});
            return able ? PercentAndFraction(*able, {90}) : std::string("–");
        };
        if (one.no_data > 0)
            note = Fill(Word("report-note", "no-data"), {{"count", WholeNumber(one.no_data)}});
        if (one.indicator->of_period &&
            one.indicator->member_type == indicators::MemberType::kPatient)
            note += (note.empty() ? "" : "; ") + Word("report-note", "of-period");
        if (!one.indicator->checked)
            note += (note.empty() ? "" : "; ") + Word("report-note", "unchecked");
        Row({{std::to_string(++number)},
             {LargeInitial(one.target->text) + " (" + one.target->clause + ")"},
             {TargetText(telling_, *one.target)},
             {yardstick},
             {figure(one.year_before, one.able_year_before)},
             {figure(one.before, one.able_before)},
             {Telling::OfOne(one) ? std::string(telling_.Verdict(row))
              : one.able          ? figure(row.count, one.able)
                                  : PercentAndFraction(row.count, yardsticks),
              true},
             {difference},
             {std::string(telling_.StandingWord(row)), IsBehind(row.status)},
             {note}});
    }
}

void TableWriter::Units() {
    const auto add = [&](const std::string& number, const Unit& unit, auto row_of, bool whole) {
        const auto head = telling_.facts.heads.find(unit.rid);
        std::string name = telling_.NameBelow(unit);
        if (!whole)
            name +=
                "\n(" + (head == telling_.facts.heads.end() ? Say("no_head") : head->second) + ")";
        std::vector<TableCell> cells = {{number}, {name, whole}};
        for (const auto& one : telling_.facts.targets) {
            const indicators::ScoreRow& row = row_of(one);
            cells.push_back({one.hidden.contains(row.unit) ? "*"
                             : Telling::OfOne(*one.indicator, row.count)
                                 ? std::string(telling_.Verdict(row))
                                 : telling_.PercentOf(row),
                             IsBehind(row.status)});
        }
        Row(std::move(cells));
    };
    for (std::size_t i = 0; i < telling_.facts.below.size(); ++i) {
        add(
            std::to_string(i + 1), *telling_.facts.below[i],
            [i](const TargetFacts& one) -> const indicators::ScoreRow& { return one.below[i]; },
            false);
    }
    add(
        "", *telling_.facts.unit,
        [](const TargetFacts& one) -> const indicators::ScoreRow& { return one.row; }, true);
}

void TableWriter::Tasks() {
    for (const auto& one : telling_.facts.tasks) {
        std::string support;
        for (const auto& kind : one.task->support)
            support += (support.empty() ? "" : ", ") + telling_.BodyOfKind(kind);
        std::string state = LargeInitial(Word("report-task-state", one.state));
        const auto late = telling_.DaysLate(one);
        if (late > 0)
            state += Fill(telling_.Say("task_late"),
                          {{"days", telling_.Counted("report-member", "day", late)}});
        Row({{one.task->clause},
             {one.task->title},
             {LargeInitial(telling_.LeadOf(one))},
             {support.empty() ? "–" : LargeInitial(support)},
             {Day(one.due)},
             {one.task->product},
             {state, late > 0},
             {one.evidence.empty() ? "–" : one.evidence}});
    }
}

void TableWriter::Staff() {
    const auto* doctor = telling_.facts.Find("doctor");
    for (const auto& one : telling_.facts.staff) {
        std::string days = "0";
        if (doctor) {
            if (const auto found = doctor->days_without.find(one.commune->rid);
                found != doctor->days_without.end())
                days = WholeNumber(found->second.days) + " (" + WholeNumber(found->second.longest) +
                       ")";
        }
        Row({{one.commune->name},
             {WholeNumber(one.doctors_own) + "/" + WholeNumber(one.doctors_visiting)},
             {days, days != "0"},
             {WholeNumber(one.midwives), one.midwives == 0},
             {WholeNumber(one.assistants)},
             {WholeNumber(one.nurses)},
             {WholeNumber(one.pharmacists)},
             {WholeNumber(one.hamlets_with_worker) + "/" + WholeNumber(one.hamlets),
              one.hamlets_with_worker < one.hamlets},
             {"–"},
             {WholeNumber(one.joined) + "/" + WholeNumber(one.left)}});
    }
}

void TableWriter::Services() {
    for (const auto& one : telling_.facts.services) {
        if (one.listed == 0) continue;
        const auto part = [&](std::int64_t value) {
            return Percent({.numerator = value, .denominator = one.listed});
        };
        std::string reasons;
        for (std::size_t i = 0; i < one.reasons.size() && i < kMostReasons; ++i) {
            reasons += (i == 0 ? "" : "; ") + SmallInitial(one.reasons[i].title) + " " +
                       WholeNumber(one.reasons[i].count);
        }
        Row({{one.facility->name},
             {part(one.done)},
             {part(one.ready)},
             {part(one.unable)},
             {part(one.unapproved)},
             {PercentAndFraction(one.Able(), {90}), !one.met},
             {reasons.empty() ? "–" : LargeInitial(reasons)}});
    }
}

// Indicators of people across, groups down; after each way of splitting the gap.
void TableWriter::Groups() {
    std::vector<const TargetFacts*> people;
    for (const auto& one : telling_.facts.targets) {
        if (!one.splits.empty()) people.push_back(&one);
    }
    if (people.empty()) return;
    const auto split_of = [](const TargetFacts& one,
                             std::string_view id) -> const indicators::Split* {
        for (const auto& split : one.splits) {
            if (split.id == id) return &split;
        }
        return nullptr;
    };
    for (const std::string_view id : kSplitsTold) {
        std::vector<std::string> codes;
        for (const auto* one : people) {
            const auto* split = split_of(*one, id);
            if (!split) continue;
            for (const auto& group : split->groups) {
                if (!group.code.empty() &&
                    std::find(codes.begin(), codes.end(), group.code) == codes.end())
                    codes.push_back(group.code);
            }
        }
        if (codes.size() < 2) continue;
        std::sort(codes.begin(), codes.end(), GroupBefore);
        Group(Word("report-split", id));
        for (const auto& code : codes) {
            std::vector<TableCell> cells = {{Word(id, code)}};
            for (const auto* one : people) {
                std::string text = "–";
                if (const auto* split = split_of(*one, id)) {
                    for (const auto& group : split->groups) {
                        if (group.code == code) text = group.hidden ? "*" : Percent(group.count);
                    }
                }
                cells.push_back({text});
            }
            Row(std::move(cells));
        }
        std::vector<TableCell> gaps = {{Word("report-note", "gap"), true}};
        for (const auto* one : people) {
            const auto* split = split_of(*one, id);
            gaps.push_back({split && !split->best.empty()
                                ? Points(ShownShare(CountOf(*split, split->best)),
                                         ShownShare(CountOf(*split, split->worst)))
                                : "–",
                            true});
        }
        Row(std::move(gaps));
    }
}

void TableWriter::Submissions() {
    int number = 0;
    for (const auto* unit : telling_.facts.below) {
        if (unit->kind == "hamlet") continue;
        if (number == 0) Group(Word("report-note", "submissions"));
        const Submission* known = nullptr;
        for (const auto& one : telling_.submissions) {
            if (one.unit == unit->id) known = &one;
        }
        Row({{std::to_string(++number)},
             {unit->name},
             {Word("report-state", known ? StateCode(known->state) : "none") +
                  telling_.Punctual(known),
              !known},
             {known && known->on > 0 ? Day(known->on) : "–"},
             {""}});
    }
}

// What others count of the same thing. The statistics office's number of people is on record; the
// rest the author fills in, with the explanation. It never takes the place of ours.
void TableWriter::OutsideFigures(const std::vector<std::string>& indicators) {
    Group(Word("report-note", "outside-figures"));
    int number = 0;
    const auto add = [&](std::string key, std::string title, std::string ours, TableCell theirs) {
        table_.rows.push_back({{{std::to_string(++number)},
                                {std::move(title)},
                                {std::move(ours)},
                                std::move(theirs),
                                {.text = {}, .author = true}},
                               std::move(key)});
    };
    if (const auto& known = telling_.facts.completeness) {
        add("population", Word("report-note", "population"), WholeNumber(known->names),
            {WholeNumber(known->published) + "\n(" + Word("report-note", "published") + " " +
             Day(known->published_on) + ")"});
    }
    for (const auto& id : indicators) {
        const auto* one = telling_.facts.Find(id);
        if (!one) continue;
        add(id, one->target->short_title.vi,
            PercentAndFraction(one->row.count, Telling::Yardsticks(one->row)),
            {.text = {}, .author = true});
    }
}

// Rows of what no record holds: whatever stands behind the first cell is the author's; without
// a first cell that too.
void TableWriter::ToFillIn(const std::vector<std::string>& firsts) {
    for (const auto& first : firsts) {
        TableRow row{.cells = {}, .key = "row-" + std::to_string(table_.rows.size() + 1)};
        row.cells.resize(table_.columns.size(), TableCell{.text = {}, .author = true});
        if (!first.empty()) row.cells.front() = {.text = first};
        table_.rows.push_back(std::move(row));
    }
}

}  // namespace

ReportTable MakeTable(const Telling& telling, std::string_view id) {
    const auto& shape = telling.content.tables.find(id)->second;
    ReportTable table{.id = shape.id,
                      .title = Fill(shape.title, telling.values),
                      .landscape = shape.landscape,
                      .columns = shape.columns,
                      .rows = {},
                      .grows = shape.grows};
    for (auto& column : table.columns) column.title = Fill(column.title, telling.values);
    if (shape.each) {
        for (const auto& one : telling.facts.targets) {
            if (id == "8" && one.splits.empty()) continue;
            Column column = *shape.each;
            column.title = one.target->short_title.vi;
            table.columns.push_back(std::move(column));
        }
    }
    TableWriter writer(telling, table);
    if (id == "1") writer.Targets();
    if (id == "2") writer.Units();
    if (id == "3") writer.Tasks();
    if (id == "5") writer.Staff();
    if (id == "7") writer.Services();
    if (id == "8") writer.Groups();
    if (id == "10") {
        writer.Submissions();
        writer.OutsideFigures(shape.rows);
    } else {
        writer.ToFillIn(shape.rows);
    }
    // Nothing recorded: the head stands, and says so.
    if (table.rows.empty())
        table.rows.push_back(
            {{TableCell{std::string(telling.content.Word("report-note", "no-records"))}}});
    return table;
}

}  // namespace tram::reports
