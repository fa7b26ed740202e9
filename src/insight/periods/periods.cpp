#include "insight/periods/periods.h"

#include <algorithm>

#include "base/date.h"
#include "base/vietnamese_day.h"
#include "record/access/actor.h"

namespace tram::periods {
namespace {

std::string DayText(std::int32_t day) {
    return Date::FromDays(day).ToString();
}

Error NotOver(std::int32_t to) {
    return {.code = ErrorCode::kBadValue,
            .message = "the period ends on " + DayText(to) +
                       " and is not over; close it from the next day on",
            .message_vi = "Kỳ kết thúc ngày " + VietnameseDay(to) +
                          ", chưa hết nên chưa chốt được. Hãy chốt từ ngày hôm sau.",
            .path = "to"};
}

Error ClosedAlready(const PeriodHead& head) {
    return {.code = ErrorCode::kConflict,
            .message = "this period was closed already (" + head.id +
                       "); open it, or close it anew with `replaces` and a reason",
            .message_vi = "Kỳ này đã chốt (" + head.id +
                          "). Hãy mở kỳ đã chốt, hoặc chốt lại: ghi mã kỳ cũ vào `replaces` và lý "
                          "do vào `reason`.",
            .path = "from"};
}

plan::FrozenFigure FigureOf(const indicators::ScoreRow& row, const registry::Units& tree) {
    const auto* unit = tree.Find(row.unit);
    return {.unit = unit->id,
            .unit_name = unit->name,
            .numerator = row.count.numerator,
            .denominator = row.count.denominator,
            .no_data = row.count.no_data,
            .previous_numerator = row.previous ? row.previous->numerator : 0,
            .previous_denominator = row.previous ? row.previous->denominator : 0,
            .target = row.target,
            .milestone = row.milestone,
            .assigned = row.assigned,
            .status = std::string(row.status)};
}

}  // namespace

Result<void> Periods::CheckRequest(const record::Actor& actor, const CloseRequest& request) {
    TRY(access::CheckRight(actor, access::Right::kCreate, "Composition"));
    const auto& question = request.question;
    if (question.from == 0 || question.from > question.as_of) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "`from` is the first day of the period, no later than `to`",
                     .message_vi = "`from` là ngày đầu kỳ, không được sau ngày cuối kỳ `to`.",
                     .path = "from"};
    }
    if (question.as_of >= question.today) return NotOver(question.as_of);
    if (!request.replaces.empty() && request.reason.empty()) {
        return Error{.code = ErrorCode::kRequired,
                     .message = "a closing that replaces another says why in `reason`",
                     .message_vi = "Chốt lại phải ghi lý do vào `reason`.",
                     .path = "reason"};
    }
    const auto standing = TRY(Find(question.unit, question.from, question.as_of));
    if (standing && standing->id != request.replaces) return ClosedAlready(*standing);
    if (!standing && !request.replaces.empty()) {
        return Error{.code = ErrorCode::kConflict,
                     .message = "there is no closing of this period to replace",
                     .message_vi = "Kỳ này chưa chốt lần nào nên không có kỳ để thay.",
                     .path = "replaces"};
    }
    return {};
}

// Figures and rows of one state of the records. Somebody may write between the two: then it asks
// again, which is quick, since only those touched meanwhile are.
Result<Periods::Whole> Periods::AnswerWhole(const plan::Plan& plan,
                                            const indicators::Question& question) {
    constexpr int kMostTries = 20;
    for (int tried = 0; tried < kMostTries; ++tried) {
        Whole whole{.card = TRY(indicators::MakeScorecard(store_, engine_, plan, question)),
                    .answers = {}};
        const auto position = whole.card.position;
        bool moved = store_.position() != position;
        for (const auto& row : whole.card.rows) {
            const bool asked =
                !whole.answers.empty() && whole.answers.back()->indicator == row.indicator;
            if (asked) continue;
            whole.answers.push_back(
                TRY(engine_.Ask(*row.indicator, indicators::DatesOf(*row.indicator, question))));
            moved = moved || whole.answers.back()->position != position;
        }
        if (!moved) return whole;
    }
    return Error{.code = ErrorCode::kBusy,
                 .message = "the records keep changing while the period is closed; try again",
                 .message_vi =
                     "Dữ liệu đang được ghi liên tục trong khi chốt kỳ. Hãy thử lại sau "
                     "ít phút."};
}

indicators::Words Periods::GivenTitle(std::int32_t from, std::int32_t to) const {
    if (const auto period = calendar_.Find(from, to)) return {period->title, period->title_en};
    const auto first = VietnameseDay(from), last = VietnameseDay(to);
    return {"Từ " + first + " đến " + last, "From " + first + " to " + last};
}

Result<ClosedPeriod> Periods::Close(const record::Actor& actor, const plan::Plan& plan,
                                    const CloseRequest& request) {
    const std::lock_guard lock(closing_);
    TRY(CheckRequest(actor, request));
    const auto& question = request.question;
    const auto [card, answers] = TRY(AnswerWhole(plan, question));
    const auto* unit = card.tree->Find(question.unit);
    ClosedPeriod period{.title = request.title,
                        .unit = unit->id,
                        .unit_name = unit->name,
                        .from = Date::FromDays(question.from),
                        .to = Date::FromDays(question.as_of),
                        .map = question.map == registry::Map::kToday ? "today" : "own",
                        .position = card.position,
                        .content = content_hash_,
                        .replaces = request.replaces,
                        .reason = request.reason};
    period.map_day = question.map == registry::Map::kToday ? question.today : question.as_of;
    if (period.title.empty()) period.title = GivenTitle(question.from, question.as_of).vi;
    const indicators::Geography geography{card.tree, period.map_day};
    for (const auto& answer : answers) {
        plan::FrozenIndicator indicator{.indicator = answer->indicator->id,
                                        .title = answer->indicator->title.vi,
                                        .position = answer->position,
                                        .figures = {},
                                        .rows = {},
                                        .rows_hash = {},
                                        .report = {},
                                        .binary = {}};
        for (const auto& row : card.rows) {
            if (row.indicator == answer->indicator)
                indicator.figures.push_back(FigureOf(row, *card.tree));
        }
        const auto reader = TRY(store_.Read());
        indicator.rows =
            WriteRows(TRY(MakeRows(reader->connection(), *answer, geography, question.unit)));
        period.indicators.push_back(std::move(indicator));
    }
    if (beside_) period.texts = TRY(beside_(actor, plan, period));
    return plan::RecordPeriod(store_, actor, std::move(period));
}

Result<std::vector<PeriodHead>> Periods::List() {
    const auto reader = TRY(store_.Read());
    return plan::ListPeriods(reader->connection());
}

Result<std::optional<PeriodHead>> Periods::Find(indicators::Rid unit, std::int32_t from,
                                                std::int32_t to) {
    for (auto& head : TRY(List())) {
        if (head.unit == unit && head.from == from && head.to == to && head.replaced_by.empty())
            return std::optional(std::move(head));
    }
    return std::optional<PeriodHead>();
}

std::int32_t Periods::ClosedOn(const PeriodHead& head) const {
    const auto at = ParseDateTime(head.closed_at);
    if (!at) return 0;
    const std::int64_t here = store_.zone_minutes() * std::int64_t{60'000'000};
    return static_cast<std::int32_t>((at->FirstMicros(0) + here) / 86'400'000'000);
}

Result<ClosedPeriod> Periods::Open(const record::Actor& actor, std::string_view id) {
    const auto reader = TRY(store_.Read());
    return plan::ReadPeriod(*reader, actor, id);
}

Result<std::vector<FrozenMember>> Periods::Rows(const record::Actor& actor,
                                                const ClosedPeriod& period,
                                                std::string_view indicator) {
    for (const auto& one : period.indicators) {
        if (one.indicator != indicator) continue;
        const auto reader = TRY(store_.Read());
        return ReadRows(TRY(plan::ReadPeriodRows(*reader, actor, one)));
    }
    return Error{.code = ErrorCode::kNotFound,
                 .message = "this period froze no such indicator",
                 .message_vi = "Kỳ này không có chỉ tiêu đó.",
                 .path = "indicator"};
}

}  // namespace tram::periods
