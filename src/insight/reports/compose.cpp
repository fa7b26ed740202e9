#include "insight/reports/compose.h"

#include <algorithm>
#include <set>

#include "base/vietnamese_text.h"
#include "care/plan/paper.h"
#include "insight/reports/frozen_facts.h"

namespace tram::reports {
namespace {

// "Xã Tân Lập" without the word of its kind.
std::string ProperName(const Unit& unit, const ReportContent& content) {
    std::string_view name = unit.name;
    const auto words = content.words.find("unit-prefix");
    if (words == content.words.end()) return std::string(name);
    for (const auto& [code, prefix] : words->second) {
        if (name.starts_with(prefix + " ")) return std::string(name.substr(prefix.size() + 1));
    }
    return std::string(name);
}

Words NamesOf(const Unit& unit, const ReportContent& content) {
    const auto name = ProperName(unit, content);
    return {{"Unit", unit.name},
            {"unit", SmallInitial(unit.name)},
            {"UNIT", Capitals(unit.name)},
            {"name", name},
            {"NAME", Capitals(name)}};
}

// The committee that issued the plan, as it was called that day.
std::string IssuerOf(const ReportContent& content, const Facts& facts) {
    const auto& paper = facts.paper;
    const auto* unit = paper && !paper->number.empty() ? facts.units->Find(paper->unit) : nullptr;
    if (unit) {
        const auto body =
            content.BodyOn(unit->kind, "party-committee", paper->issued_on.FirstDay());
        if (body.ok()) return Fill((*body)->name, NamesOf(*unit, content));
    }
    return std::string(content.Sentence("plan_by_none"));
}

// "năm 2026" where the calendar knows the period, else its two days.
std::string PeriodTitle(const ReportContent& content, std::string_view calendar_title,
                        std::int32_t from, std::int32_t to) {
    if (!calendar_title.empty()) return SmallInitial(calendar_title);
    return Fill(content.Sentence("period_other"), {{"from", Day(from)}, {"to", Day(to)}});
}

Result<void> Check(const ReportContent& content, const Wanted& wanted, const Template* form) {
    const auto bad = [](std::string path, std::string en, std::string vi) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = std::move(en),
                     .message_vi = std::move(vi),
                     .path = std::move(path)};
    };
    if (!form) {
        std::string known;
        for (const auto& one : content.templates) known += (known.empty() ? "" : ", ") + one.id;
        return Error{.code = ErrorCode::kNotFound,
                     .message = "there is no report template of this name; there are: " + known,
                     .message_vi = "Không có mẫu báo cáo này. Chọn một trong: " + known + ".",
                     .path = "template"};
    }
    if (wanted.to < wanted.from)
        return bad("to", "the period ends before it begins",
                   "Ngày cuối kỳ đứng trước ngày đầu kỳ.");
    if (wanted.today > 0 && wanted.from > wanted.today)
        return bad("from", "the period has not begun", "Kỳ báo cáo chưa bắt đầu.");
    if (wanted.signed_on && *wanted.signed_on < wanted.from)
        return bad("signed_on", "the day of signing is before the period begins",
                   "Ngày ký đứng trước ngày đầu kỳ.");
    if (wanted.to - wanted.from > 10 * 366)
        return bad("from", "a period is ten years at most", "Kỳ báo cáo dài nhất là mười năm.");
    return {};
}

// A unit that has ended by the day of signing writes no paper any more.
Result<void> CheckUnit(const ReportContent& content, const Wanted& wanted, const Unit& unit) {
    const auto& form = *content.FindTemplate(wanted.template_id);
    TRY(content.LayoutOn(form.layout, wanted.PaperDay()));
    if (unit.ValidOn(wanted.PaperDay())) return {};
    return Error{.code = ErrorCode::kInvalid,
                 .message =
                     "the unit does not exist on the day of signing; choose its successor, or a "
                     "day within its time",
                 .message_vi =
                     "Đơn vị không còn (hoặc chưa có) vào ngày ký. Chọn đơn vị kế thừa, hoặc ngày "
                     "ký trong thời "
                     "gian đơn vị tồn tại.",
                 .path = "unit"};
}

Result<Words> ValuesFor(const ReportContent& content, const Template& form, const plan::Plan& plan,
                        const Unit& unit, std::int32_t from, std::int32_t to,
                        std::string_view calendar_title, std::int32_t paper_day) {
    Words values = NamesOf(unit, content);
    values["from"] = Day(from);
    values["to"] = Day(to);
    values["year"] = std::to_string(Date::FromDays(to).year);
    values["period"] = PeriodTitle(content, calendar_title, from, to);
    values["horizon"] = std::to_string(plan.horizon);
    values["plan"] = plan.number.empty() || !plan.issued_on
                         ? std::string(content.Sentence("missing_mark"))
                         : plan.number + ", ngày " + Day(plan.issued_on->FirstDay());
    for (const auto& [key, role] :
         {std::pair{"author", &form.author}, std::pair{"receiver", &form.receiver},
          std::pair{"through", &form.through}}) {
        if (role->empty()) continue;
        const auto* body = TRY(content.BodyOn(unit.kind, *role, paper_day));
        values[key] = Fill(body->name, values);
    }
    return values;
}

Result<Letterhead> MakeLetterhead(const ReportContent& content, const Template& form,
                                  const Unit& unit, std::int32_t day, const Words& values) {
    const auto* author = TRY(content.BodyOn(unit.kind, form.author, day));
    Letterhead head{.superior = Fill(author->superior, values),
                    .head = Fill(author->head, values),
                    .symbol = author->symbol,
                    .on_behalf = Fill(author->on_behalf, values),
                    .signer = Fill(author->signer, values),
                    .filing = Fill(author->filing, values)};
    head.place = values.find("name")->second;
    if (const auto receiver = values.find("receiver"); receiver != values.end())
        head.receiver = receiver->second;
    if (const auto through = values.find("through"); through != values.end())
        head.through = through->second;
    for (const auto& one : form.recipients) head.recipients.push_back(Fill(one, values));
    head.closing = Fill(form.closing, values);
    return head;
}

bool AllChecked(const ReportContent& content, const Template& form, const Layout& layout,
                std::string_view kind, std::int32_t day) {
    bool checked = form.checked && layout.checked;
    for (const auto* role : {&form.author, &form.receiver, &form.through}) {
        if (role->empty()) continue;
        const auto body = content.BodyOn(kind, *role, day);
        checked = checked && body.ok() && (*body)->checked;
    }
    return checked;
}

// The plan as the paper that the unit works by.
Result<plan::Plan> PlanOnPaper(const FactParts& parts, const registry::Units& units,
                               std::int64_t unit, std::int32_t day) {
    const auto reader = TRY(parts.store.Read());
    return plan::OnPaper(parts.plan, TRY(plan::FindPaper(reader->connection(), parts.plan,
                                                         units.PathUp(unit, day))));
}

}  // namespace

Count CountOf(const indicators::Split& split, std::string_view code) {
    for (const auto& group : split.groups) {
        if (group.code == code) return group.count;
    }
    return {};
}

std::vector<double> Telling::Yardsticks(const indicators::ScoreRow& row) {
    std::vector<double> all;
    for (const auto& one : {row.target, row.milestone, row.assigned}) {
        if (one) all.push_back(*one);
    }
    return all;
}

std::string Telling::NameBelow(const Unit& unit) const {
    const auto twins = std::count_if(facts.below.begin(), facts.below.end(),
                                     [&](const Unit* one) { return one->name == unit.name; });
    const auto* former = twins > 1 ? facts.units->FormerParent(unit.rid, facts.to) : nullptr;
    if (!former) return unit.name;
    return Fill(Say("unit_apart"), {{"unit", unit.name}, {"former", SmallInitial(former->name)}});
}

std::string Telling::FractionOf(const indicators::Indicator& indicator, const Count& count) const {
    constexpr std::string_view kTypes[] = {"patient", "facility", "area", "facility_service"};
    return Fraction(count) + " " +
           std::string(content.Word("report-member",
                                    kTypes[static_cast<std::size_t>(indicator.member_type)]));
}

std::string Telling::Counted(std::string_view set, std::string_view code,
                             std::int64_t count) const {
    return WholeNumber(count) + " " + std::string(content.Word(set, code));
}

std::string Telling::BodyOfKind(std::string_view kind) const {
    const auto body = content.BodyOn(facts.unit->kind, kind, today);
    if (body.ok()) return Fill((*body)->name, values);
    return std::string(content.Word("unit-kind", kind));
}

std::string Telling::LeadOf(const TaskFacts& task) const {
    const auto* owner = task.owner == 0 ? nullptr : facts.units->Find(task.owner);
    // Facilities lead as a kind: a task of the stations is not one station's alone.
    if (owner && owner->ValidOn(today) && owner->kind != "station") return owner->name;
    return BodyOfKind(task.task->lead);
}

std::int64_t Telling::DaysLate(const TaskFacts& task) const {
    if (task.state == "done" || task.state == "stopped") return 0;
    return std::max(0, facts.to - task.due);
}

std::optional<std::int32_t> Telling::HandInBy() const {
    const auto* duty = plan.FindDuty(kHandedIn, facts.period_kind);
    return duty ? duty->DueOn(facts.period_kind, facts.PeriodEnd()) : std::nullopt;
}

std::string Telling::Punctual(const Submission* submission) const {
    const auto due = HandInBy();
    if (!due) return {};
    const std::int32_t sent = submission ? submission->sent_on : 0;
    const std::int32_t late = (sent > 0 ? sent : HandInsStand()) - *due;
    if (late <= 0) return sent > 0 ? std::string(Say("handed_in_on_time")) : std::string();
    return Fill(Say(sent > 0 ? "handed_in_late" : "hand_in_overdue"),
                {{"days", Counted("report-member", "day", late)}});
}

Result<Letterhead> LetterheadOn(const FactParts& parts, const ReportContent& content,
                                const Report& report, std::int32_t day) {
    const auto* form = content.FindTemplate(report.template_id);
    const auto units = TRY(parts.engine.Units());
    const auto* unit = units->FindByName(report.unit, day);
    if (!form || !unit) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "the template or the unit of this report is no longer known",
                     .message_vi = "Không còn mẫu hoặc đơn vị của báo cáo này.",
                     .path = form ? "unit" : "template"};
    }
    const auto plan = TRY(PlanOnPaper(parts, *units, unit->rid, report.to));
    return MakeLetterhead(
        content, *form, *unit, day,
        TRY(ValuesFor(content, *form, plan, *unit, report.from, report.to,
                      parts.periods.calendar().TitleOf(report.from, report.to), day)));
}

Result<Report> ComposeReport(const FactParts& parts, const ReportContent& content,
                             const Wanted& wanted, const std::vector<Submission>& submissions) {
    // What can be refused is refused before the work of gathering.
    TRY(Check(content, wanted, content.FindTemplate(wanted.template_id)));
    const auto units = TRY(parts.engine.Units());
    if (const auto* unit = units->Find(wanted.unit)) TRY(CheckUnit(content, wanted, *unit));
    const FactsWanted facts{.unit = wanted.unit,
                            .from = wanted.from,
                            .to = wanted.to,
                            .today = wanted.today,
                            .beside = BesideIn(content.FindTemplate(wanted.template_id)->outline)};
    const auto known = TRY(GatherFacts(parts, facts));
    return ComposeReport(plan::OnPaper(parts.plan, known.paper), content, known, wanted,
                         submissions);
}

Result<Report> ComposeReport(const plan::Plan& plan, const ReportContent& content,
                             const Facts& facts, const Wanted& wanted,
                             const std::vector<Submission>& submissions) {
    const auto* form = content.FindTemplate(wanted.template_id);
    TRY(Check(content, wanted, form));
    TRY(CheckUnit(content, wanted, *facts.unit));
    const std::int32_t paper_day = wanted.PaperDay();
    const auto* layout = TRY(content.LayoutOn(form->layout, paper_day));
    auto values = TRY(ValuesFor(content, *form, plan, *facts.unit, wanted.from, wanted.to,
                                facts.period_title, paper_day));
    values["base"] = SmallInitial(facts.base_title);
    values["as_of"] = Day(facts.to);
    values["unfinished"] = facts.ends ? std::string(content.Sentence("unfinished")) : "";
    values["plan_by"] = IssuerOf(content, facts);
    const auto& handed_in = facts.submissions ? *facts.submissions : submissions;
    const Telling telling{content, *form, plan, facts, handed_in, std::move(values), paper_day};
    Report report{.template_id = form->id,
                  .title = Fill(form->title, telling.values),
                  .subject = Fill(form->subject, telling.values),
                  .layout = form->layout,
                  .unit = facts.unit->id,
                  .unit_name = facts.unit->name,
                  .from = wanted.from,
                  .to = wanted.to,
                  .written_on = wanted.today,
                  .signed_on = wanted.signed_on,
                  .synthetic = wanted.synthetic,
                  .unverified = !AllChecked(content, *form, *layout, facts.unit->kind, paper_day)};
    report.letterhead = TRY(MakeLetterhead(content, *form, *facts.unit, paper_day, telling.values));
    for (const auto& one : form->outline) {
        if (one.sections.empty()) report.sections.push_back(ComposeSection(telling, one, {}));
        for (const auto& below : one.sections)
            report.sections.push_back(ComposeSection(telling, below, one.title));
    }
    for (const auto& annex : form->annexes) {
        for (const auto& table : annex.tables) {
            report.tables.push_back(MakeTable(telling, table));
            report.tables.back().annex = annex.title;
        }
    }
    return report;
}

}  // namespace tram::reports
