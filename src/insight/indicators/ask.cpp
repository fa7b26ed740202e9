#include <algorithm>
#include <numeric>

#include "insight/indicators/indicator.h"

namespace tram::indicators {
namespace {

// Columns an answer gives, in any order; found by name once a statement.
struct Columns {
    int member = -1, unit = -1, met = -1, why = -1, evidence = -1, due_on = -1;
};

Error WrongShape(const Indicator& indicator, std::string_view what) {
    return {.code = ErrorCode::kInvalid,
            .message = indicator.path + ": the answer " + std::string(what) +
                       "; it gives member, unit, met, why, evidence, due_on",
            .message_vi = indicator.path + ": câu trả lời thiếu hoặc sai cột (" +
                          std::string(what) +
                          "). Cần đủ: member, unit, met, why, evidence, due_on.",
            .path = "answer"};
}

Result<Columns> FindColumns(const database::Statement& statement, const Indicator& indicator) {
    Columns columns;
    const std::pair<std::string_view, int*> wanted[] = {
        {"member", &columns.member}, {"unit", &columns.unit},         {"met", &columns.met},
        {"why", &columns.why},       {"evidence", &columns.evidence}, {"due_on", &columns.due_on}};
    for (int i = 0; i < statement.columns(); ++i) {
        for (const auto& [name, place] : wanted) {
            if (statement.ColumnName(i) == name) *place = i;
        }
    }
    for (const auto& [name, place] : wanted) {
        if (*place < 0) return WrongShape(indicator, "lacks the column " + std::string(name));
    }
    return columns;
}

// Ascending by the first column; they mostly come so.
void SortRows(BaseRows& rows) {
    const auto table = rows.table();
    std::vector<std::size_t> order(table.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto before = [&](std::size_t a, std::size_t b) {
        return table.at(a, 0) < table.at(b, 0);
    };
    if (std::is_sorted(order.begin(), order.end(), before)) return;
    std::sort(order.begin(), order.end(), before);
    std::vector<std::int64_t> sorted;
    sorted.reserve(rows.values.size());
    for (const auto row : order) {
        for (std::size_t i = 0; i < table.columns; ++i) sorted.push_back(table.at(row, i));
    }
    rows.values = std::move(sorted);
}

}  // namespace

Result<void> CheckQueries(database::Connection& connection, const Indicator& indicator) {
    for (const auto& version : indicator.versions) {
        auto statement = version.query.Bind(connection, {}, {});
        if (!statement) {
            Error error = std::move(statement).error();
            error.code = ErrorCode::kInvalid;
            error.message =
                indicator.path + ": the database does not take this query: " + error.detail;
            error.message_vi =
                indicator.path +
                ": cơ sở dữ liệu không nhận câu hỏi này. Kiểm tra tên sổ và tên cột.";
            return error;
        }
        TRY(FindColumns(**statement, indicator));
    }
    return {};
}

Result<std::shared_ptr<const BaseRows>> ReadBase(database::Connection& connection,
                                                 const Version& version, const Dates& dates) {
    std::shared_ptr<const BaseRows> none;
    if (version.base.registers().empty() || connection.RowSet({}, 1).empty()) return none;
    auto& statement = *TRY(version.base.Bind(connection, dates, {}));
    auto rows = std::make_shared<BaseRows>();
    const int columns = statement.columns();
    if (columns == 0 || static_cast<std::size_t>(columns) > database::kMostRowColumns) return none;
    for (int i = 0; i < columns; ++i) rows->columns.push_back(statement.ColumnName(i));
    if (rows->columns.front() != "member") return none;
    while (TRY(statement.Step())) {
        for (int i = 0; i < columns; ++i) {
            const auto type = statement.ColumnType(i);
            const bool null = type == database::Statement::Type::kNull;
            if (!null && type != database::Statement::Type::kInteger) {
                statement.Reset();
                return none;
            }
            rows->values.push_back(null ? database::kNullCell : statement.Int(i));
        }
    }
    SortRows(*rows);
    return std::shared_ptr<const BaseRows>(std::move(rows));
}

Result<std::vector<Member>> Ask(database::Connection& connection, const Indicator& indicator,
                                const Dates& dates, std::span<const Rid> only,
                                const BaseRows* base) {
    std::vector<Member> members;
    const Version* version = VersionOn(indicator, dates.as_of);
    if (!version) return members;
    auto& statement =
        *TRY(version->query.Bind(connection, dates, only, only.empty() ? base : nullptr));
    const Columns columns = TRY(FindColumns(statement, indicator));
    while (TRY(statement.Step())) {
        Member member{.member = statement.Int(columns.member),
                      .unit = statement.Int(columns.unit),
                      .met = statement.Int(columns.met) == 1,
                      .evidence = statement.Int(columns.evidence),
                      .due_on = static_cast<std::int32_t>(statement.Int(columns.due_on))};
        if (const auto why = statement.Text(columns.why); !why.empty()) {
            const auto known = std::find_if(indicator.whys.begin(), indicator.whys.end(),
                                            [&](const Why& one) { return one.code == why; });
            if (known == indicator.whys.end()) {
                return WrongShape(indicator,
                                  "names a why that `whys` does not list: " + std::string(why));
            }
            member.why = static_cast<std::uint8_t>(known - indicator.whys.begin() + 1);
        }
        members.push_back(member);
    }
    std::sort(members.begin(), members.end(),
              [](const Member& a, const Member& b) { return a.member < b.member; });
    const auto twin =
        std::adjacent_find(members.begin(), members.end(),
                           [](const Member& a, const Member& b) { return a.member == b.member; });
    if (twin != members.end()) return WrongShape(indicator, "gives one member twice");
    return members;
}

}  // namespace tram::indicators
