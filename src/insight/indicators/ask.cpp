#include <algorithm>

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

Result<std::vector<Member>> Ask(database::Connection& connection, const Indicator& indicator,
                                const Dates& dates, std::span<const Rid> only) {
    std::vector<Member> members;
    const Version* version = VersionOn(indicator, dates.as_of);
    if (!version) return members;
    auto& statement = *TRY(version->query.Bind(connection, dates, only));
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
