#include "insight/reports/report.h"

#include <algorithm>
#include <iterator>

namespace tram::reports {
namespace {

constexpr std::pair<State, std::string_view> kStates[] = {
    {State::kDraft, "draft"}, {State::kSubmitted, "submitted"}, {State::kSigned, "signed"},
    {State::kSent, "sent"},   {State::kReceived, "received"},   {State::kReturned, "returned"}};
constexpr std::size_t kMostText = 100'000;

std::int64_t CountMarks(std::string_view text) {
    std::int64_t count = 0;
    for (auto at = text.find(kMissingMark); at != std::string_view::npos;
         at = text.find(kMissingMark, at + 1))
        ++count;
    return count;
}

Error Closed(const Report& report) {
    return {.code = ErrorCode::kConflict,
            .message = report.state() == State::kSubmitted
                           ? "the report waits for its signature; have it returned to change it"
                           : "a signed report is never changed; make one that replaces it",
            .message_vi = report.state() == State::kSubmitted
                              ? "Báo cáo đang trình ký. Muốn sửa, đề nghị trả lại."
                              : "Báo cáo đã ký không sửa được. Hãy lập báo cáo thay thế.",
            .path = "state"};
}

bool Follows(State from, State to) {
    switch (to) {
        case State::kDraft:
            return false;
        case State::kSubmitted:
            return from == State::kDraft || from == State::kReturned;
        case State::kSigned:
        case State::kReturned:
            return from == State::kSubmitted;
        case State::kSent:
            return from == State::kSigned;
        case State::kReceived:
            return from == State::kSent;
    }
    return false;
}

}  // namespace

std::string_view StateCode(State state) {
    for (const auto& [one, code] : kStates) {
        if (one == state) return code;
    }
    return "draft";
}

std::optional<State> ParseState(std::string_view code) {
    for (const auto& [state, one] : kStates) {
        if (one == code) return state;
    }
    return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> SectionText::ChangedFigures() const {
    std::vector<std::pair<std::string, std::string>> changed;
    if (!author) return changed;
    for (const auto& then : figures_then) {
        const auto now = std::find_if(figures.begin(), figures.end(),
                                      [&](const KeyedFigure& one) { return one.key == then.key; });
        if (now == figures.end() || now->text == then.text ||
            author->find(then.text) == std::string::npos)
            continue;
        const bool told = std::any_of(changed.begin(), changed.end(),
                                      [&](const auto& one) { return one.first == then.text; });
        if (!told) changed.emplace_back(then.text, now->text);
    }
    return changed;
}

std::int32_t Report::SentOn() const {
    for (const auto& step : steps) {
        if (step.state == State::kSent) return step.on;
    }
    return 0;
}

std::int64_t Report::Missing() const {
    std::int64_t count = 0;
    for (const auto& section : sections) count += CountMarks(section.text());
    return count;
}

SectionText* Report::FindSection(std::string_view section) {
    for (auto& one : sections) {
        if (one.id == section) return &one;
    }
    return nullptr;
}

ReportTable* Report::FindTable(std::string_view table) {
    for (auto& one : tables) {
        if (one.id == table) return &one;
    }
    return nullptr;
}

bool ReportTable::MayBeFilled() const {
    return grows || std::any_of(rows.begin(), rows.end(),
                                [](const TableRow& row) { return !row.key.empty(); });
}

Result<void> EditSection(Report& report, std::string_view section, std::string_view text) {
    if (!report.MayBeEdited()) return Closed(report);
    auto* one = report.FindSection(section);
    if (!one) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "the report has no such section",
                     .message_vi = "Báo cáo không có mục này.",
                     .path = "section"};
    }
    if (text.size() > kMostText) {
        return Error{
            .code = ErrorCode::kTooLarge,
            .message = "the text of one section is too long; shorten it or put it into an annex",
            .message_vi = "Lời văn của một mục quá dài. Rút gọn hoặc đưa vào phụ lục.",
            .path = "text"};
    }
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ' || text.back() == '\r'))
        text.remove_suffix(1);
    if (text.empty() || text == one->computed) {
        one->author.reset();
        one->figures_then.clear();
        return {};
    }
    one->author = std::string(text);
    one->figures_then = one->figures;
    return {};
}

namespace {

// Into `table`, made anew, what the author had filled into the one before.
void Refill(ReportTable& table, const ReportTable& before) {
    for (const auto& old : before.rows) {
        if (old.key.empty()) continue;
        if (old.added()) {
            if (table.grows && old.cells.size() == table.columns.size()) table.rows.push_back(old);
            continue;
        }
        for (auto& row : table.rows) {
            if (row.key != old.key || row.cells.size() != old.cells.size()) continue;
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                if (row.cells[i].author && old.cells[i].author)
                    row.cells[i].text = old.cells[i].text;
            }
        }
    }
}

Error TooLong() {
    return {.code = ErrorCode::kTooLarge,
            .message = "a table takes 200 added rows and 2,000 bytes in a cell",
            .message_vi =
                "Biểu nhận nhiều nhất 200 dòng thêm, mỗi ô nhiều nhất 2.000 byte. Rút gọn lại.",
            .path = "rows"};
}

}  // namespace

Result<void> FillTable(Report& report, std::string_view table, const std::vector<FilledRow>& rows) {
    constexpr std::size_t kMostRows = 200, kMostCell = 2'000;
    if (!report.MayBeEdited()) return Closed(report);
    auto* one = report.FindTable(table);
    if (!one || !one->MayBeFilled()) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "the report has no such table to fill in",
                     .message_vi = "Báo cáo không có biểu này để điền.",
                     .path = "table"};
    }
    std::vector<TableRow> filled, added;
    for (const auto& row : one->rows) {
        if (!row.added()) filled.push_back(row);
    }
    for (const auto& wanted : rows) {
        if (wanted.cells.size() > one->columns.size()) {
            return Error{.code = ErrorCode::kInvalid,
                         .message = "a row has more cells than the table has columns",
                         .message_vi = "Có dòng nhiều ô hơn số cột của biểu.",
                         .path = "rows"};
        }
        for (const auto& text : wanted.cells) {
            if (text.size() > kMostCell) return TooLong();
        }
        const auto known = std::find_if(filled.begin(), filled.end(), [&](const TableRow& row) {
            return !row.key.empty() && row.key == wanted.key;
        });
        if (known != filled.end()) {
            for (std::size_t i = 0; i < wanted.cells.size() && i < known->cells.size(); ++i) {
                if (known->cells[i].author) known->cells[i].text = wanted.cells[i];
            }
            continue;
        }
        if (!one->grows) {
            return Error{.code = ErrorCode::kInvalid,
                         .message = "no rows can be added to this table",
                         .message_vi = "Biểu này không thêm dòng được.",
                         .path = "rows"};
        }
        if (std::all_of(wanted.cells.begin(), wanted.cells.end(),
                        [](const std::string& text) { return text.empty(); }))
            continue;
        TableRow row{.cells = {}, .key = "+" + std::to_string(added.size() + 1)};
        for (const auto& text : wanted.cells) row.cells.push_back({.text = text, .author = true});
        row.cells.resize(one->columns.size(), TableCell{.text = {}, .author = true});
        added.push_back(std::move(row));
    }
    if (added.size() > kMostRows) return TooLong();
    one->rows = std::move(filled);
    one->rows.insert(one->rows.end(), std::make_move_iterator(added.begin()),
                     std::make_move_iterator(added.end()));
    return {};
}

void KeepFilled(Report& report, Report& before) {
    for (auto& table : report.tables) {
        if (const auto* old = before.FindTable(table.id)) Refill(table, *old);
    }
}

Result<void> Recalculate(Report& report, Report fresh) {
    if (!report.MayBeEdited()) return Closed(report);
    KeepFilled(fresh, report);
    for (auto& section : fresh.sections) {
        const auto* old = report.FindSection(section.id);
        if (!old || !old->author) continue;
        section.author = old->author;
        section.figures_then = old->figures_then;
    }
    fresh.id = report.id;
    fresh.version = report.version;
    fresh.steps = std::move(report.steps);
    fresh.replaces = std::move(report.replaces);
    report = std::move(fresh);
    return {};
}

Result<void> Advance(Report& report, Step step) {
    if (!Follows(report.state(), step.state)) {
        return Error{
            .code = ErrorCode::kConflict,
            .message = "a report that is " + std::string(StateCode(report.state())) +
                       " cannot become " + std::string(StateCode(step.state)),
            .message_vi = "Báo cáo đang ở trạng thái khác, chưa làm được bước này. Tải lại trang.",
            .path = "state"};
    }
    if (step.state == State::kSubmitted && report.Missing() > 0) {
        return Error{.code = ErrorCode::kInvalid,
                     .message = std::to_string(report.Missing()) +
                                " marks [cần bổ sung] are left: write those words first",
                     .message_vi = "Còn " + std::to_string(report.Missing()) +
                                   " chỗ [cần bổ sung]. Viết đủ rồi mới trình ký.",
                     .path = "sections"};
    }
    if (step.state == State::kSigned && (step.number.empty() || step.on == 0)) {
        return Error{.code = ErrorCode::kInvalid,
                     .message = "a signature needs the number of the paper and its day",
                     .message_vi = "Đã ký cần số văn bản và ngày ký.",
                     .path = step.number.empty() ? "number" : "on"};
    }
    if (step.state == State::kReturned && step.note.empty()) {
        return Error{.code = ErrorCode::kInvalid,
                     .message = "a return needs its reason",
                     .message_vi = "Trả lại cần ghi lý do.",
                     .path = "reason"};
    }
    if (step.state == State::kSigned) {
        report.signed_on = step.on;
        report.number = step.number;
    }
    report.steps.push_back(std::move(step));
    return {};
}

}  // namespace tram::reports
