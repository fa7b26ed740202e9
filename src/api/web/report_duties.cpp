#include "api/web/report_duties.h"

#include <algorithm>

#include "api/web/figure_answer.h"
#include "insight/reports/record.h"

namespace tram::api::web {
namespace {

constexpr std::int32_t kYear = 366;

}  // namespace

void PutDue(Writer& out, std::optional<std::int32_t> due, std::int32_t sent_on,
            std::int32_t today) {
    out.Key("due_on");
    PutDay(out, due.value_or(0));
    out.Key("sent_on");
    PutDay(out, sent_on);
    out.Key("days_late").Number(due ? std::max(0, (sent_on > 0 ? sent_on : today) - *due) : 0);
}

void PutDueOf(Writer& out, const plan::Plan& plan, const periods::Calendar& calendar,
              const reports::Report& report, std::int32_t today) {
    const auto period = calendar.Find(report.from, report.to);
    const auto* duty = period ? plan.FindDuty(report.template_id, period->kind) : nullptr;
    PutDue(out, duty ? duty->DueOn(period->kind, report.to) : std::nullopt, report.SentOn(), today);
}

Result<http::Response> ReportDuties(const FigureParts& parts, const periods::Calendar& calendar,
                                    const Context& context) {
    const auto question = TRY(ReadQuestion(parts, context.actor, context.request.query));
    const auto units = TRY(parts.engine.Units());
    const auto* unit = units->Find(question.unit);
    const auto reader = TRY(parts.store.Read());
    const auto all = TRY(reports::ListReports(*reader, context.actor, parts.store.zone_minutes()));
    const auto around = calendar.Around(question.today, kYear);
    Writer out;
    out.BeginObject().Key("unit").String(unit->id).Key("unit_name").String(unit->name);
    out.Key("duties").BeginArray();
    for (const auto& duty : parts.plan.assignments) {
        if (duty.report_template.empty()) continue;
        for (const auto& period : around) {
            const auto& kinds = duty.periods;
            if (std::find(kinds.begin(), kinds.end(), period.kind) == kinds.end()) continue;
            // A report that took the place of another does not make it late.
            const reports::Report* newest = nullptr;
            std::int32_t sent_on = 0;
            for (const auto& report : all) {
                if (report.unit != unit->id || report.template_id != duty.report_template ||
                    report.from != period.from || report.to != period.to)
                    continue;
                if (!newest) newest = &report;
                const auto sent = report.SentOn();
                if (sent > 0 && (sent_on == 0 || sent < sent_on)) sent_on = sent;
            }
            out.BeginObject().Key("clause").String(duty.clause);
            out.Key("template").String(duty.report_template);
            out.Key("period").String(period.kind).Key("title").String(period.title);
            out.Key("title_en").String(period.title_en);
            out.Key("from").String(DayText(period.from)).Key("to").String(DayText(period.to));
            PutDue(out, duty.DueOn(period.kind, period.to), sent_on, question.today);
            out.Key("report");
            PutText(out, newest ? std::string_view(newest->id) : "");
            out.Key("state").String(newest ? reports::StateCode(newest->state()) : "none");
            out.EndObject();
        }
    }
    out.EndArray().EndObject();
    return Json(out);
}

}  // namespace tram::api::web
