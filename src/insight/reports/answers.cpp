#include "insight/reports/answers.h"

#include <algorithm>

namespace tram::reports {
namespace {

const plan::FrozenFigure* FigureOf(const plan::FrozenIndicator& frozen, const Unit& unit) {
    for (const auto& figure : frozen.figures) {
        if (figure.unit == unit.id) return &figure;
    }
    return nullptr;
}

Count CountRows(const std::vector<periods::FrozenMember>& rows, const Unit& unit) {
    Count count;
    for (const auto& row : rows) {
        if (!row.StandsIn(unit.id)) continue;
        ++count.denominator;
        count.numerator += row.met;
        count.no_data += row.why == "no-data";
    }
    return count;
}

// Which of two closings that end on one day answers.
bool AnswersRather(const periods::PeriodHead& a, const periods::PeriodHead& b, std::int32_t from) {
    if ((a.from == from) != (b.from == from)) return a.from == from;
    return a.from < b.from;
}

}  // namespace

std::int32_t BeginBefore(std::int32_t from, std::int32_t to) {
    const Date first = Date::FromDays(from), next = Date::FromDays(to + 1);
    const int months = (next.year - first.year) * 12 + next.month - first.month;
    if (first.day != next.day || months <= 0) return from - (to - from + 1);
    const int month = first.year * 12 + first.month - 1 - months;
    const int year = month / 12, of_year = month % 12 + 1;
    return Date{year, of_year, std::min(first.day, DaysInMonth(year, of_year))}.FirstDay();
}

Result<Span> Span::Open(const FactParts& parts, std::shared_ptr<const registry::Units> units,
                        const Unit& unit, std::int32_t from, std::int32_t to, Begins begins) {
    Span span(parts, std::move(units), unit);
    span.basis_ = {.from = from, .to = to};
    const auto heads = TRY(parts.periods.List());
    for (const Rid rid : span.units_->PathUp(unit.rid, to)) {
        const periods::PeriodHead* found = nullptr;
        for (const auto& head : heads) {
            if (head.unit != rid || head.to != to || !head.replaced_by.empty()) continue;
            if (begins == Begins::kThere && head.from != from) continue;
            if (!found || AnswersRather(head, *found, from)) found = &head;
        }
        if (!found) continue;
        span.period_ = std::make_shared<const plan::ClosedPeriod>(
            TRY(parts.periods.Open(parts.reader, found->id)));
        span.basis_.from = found->from;
        span.basis_.closed_on = parts.periods.ClosedOn(*found);
        break;
    }
    return span;
}

Span Span::Of(const FactParts& parts, std::shared_ptr<const registry::Units> units,
              const Unit& unit, const plan::ClosedPeriod& period) {
    Span span(parts, std::move(units), unit);
    span.basis_ = {.from = period.from.FirstDay(), .to = period.to.FirstDay()};
    span.period_ = std::make_shared<const plan::ClosedPeriod>(period);
    return span;
}

const plan::FrozenIndicator* Span::FrozenOf(const indicators::Indicator& indicator) const {
    if (!period_) return nullptr;
    for (const auto& one : period_->indicators) {
        if (one.indicator == indicator.id) return &one;
    }
    return nullptr;
}

Result<std::vector<periods::FrozenMember>> Span::RowsOf(const plan::FrozenIndicator& frozen) const {
    auto rows = period_->id.empty()
                    ? TRY(periods::ReadRows(frozen.rows))
                    : TRY(parts_->periods.Rows(parts_->reader, *period_, frozen.indicator));
    std::erase_if(rows, [&](const auto& row) { return !row.StandsIn(unit_->id); });
    return rows;
}

Result<Answered> Span::Ask(const indicators::Indicator& indicator) const {
    Answered answered;
    const auto dates = DatesOf(indicator);
    if (const auto* frozen = FrozenOf(indicator)) {
        answered.frozen = frozen;
        answered.rows = TRY(RowsOf(*frozen));
        const auto reader = TRY(parts_->store.Read());
        auto thawed =
            TRY(periods::Thaw(reader->connection(), indicator, dates, *units_, answered.rows));
        answered.members = thawed.answer.members;
        answered.answer = std::make_shared<const indicators::Answer>(std::move(thawed.answer));
        answered.facts = std::move(thawed.facts);
        return answered;
    }
    answered.answer = TRY(parts_->engine.Ask(indicator, dates));
    answered.members = indicators::MembersBelow(*answered.answer, {units_, basis_.to}, unit_->rid);
    return answered;
}

Count Span::CountOf(const Answered& answered, const Unit& unit) const {
    if (answered.frozen) {
        const auto* figure = FigureOf(*answered.frozen, unit);
        if (!figure) return CountRows(answered.rows, unit);
        return {figure->numerator, figure->denominator, figure->no_data};
    }
    const auto counts = indicators::CountByUnit(*answered.answer, {units_, basis_.to});
    const auto found = counts.find(unit.rid);
    return found == counts.end() ? Count{} : found->second;
}

Result<std::optional<Count>> Span::Frozen(const indicators::Indicator& indicator) const {
    const auto* frozen = FrozenOf(indicator);
    if (!frozen) return std::optional<Count>();
    if (const auto* figure = FigureOf(*frozen, *unit_))
        return std::optional(Count{figure->numerator, figure->denominator, figure->no_data});
    return std::optional(CountRows(TRY(RowsOf(*frozen)), *unit_));
}

indicators::ScoreRow Span::RowOf(const Answered& answered, const Unit& unit,
                                 const plan::Target& target, const indicators::Goals& goals) const {
    indicators::ScoreRow row{.indicator = answered.answer->indicator,
                             .unit = unit.rid,
                             .count = CountOf(answered, unit)};
    if (const auto* figure = answered.frozen ? FigureOf(*answered.frozen, unit) : nullptr) {
        row.target = figure->target;
        row.milestone = figure->milestone;
        row.assigned = figure->assigned;
        row.status = figure->status;
        row.previous = Count{figure->previous_numerator, figure->previous_denominator};
        return row;
    }
    indicators::JudgeRow(row, target, goals, Date::FromDays(basis_.to).year,
                         units_->PathUp(unit.rid, map_day()));
    return row;
}

}  // namespace tram::reports
