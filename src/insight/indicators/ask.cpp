#include <algorithm>
#include <cctype>
#include <numeric>

#include "insight/indicators/indicator.h"

namespace tram::indicators {
namespace {

// Columns an answer gives, in any order; found by name once a statement. A companion names members
// alone where it lists them, `part` and `whole` where it weighs them.
struct Columns {
    int member = -1, unit = -1, met = -1, why = -1, evidence = -1, due_on = -1, part = -1,
        whole = -1;
};

bool IsCompanion(const Indicator& indicator) {
    return indicator.id.find('/') != std::string::npos;
}

Error WrongShape(const Indicator& indicator, const Version& version, std::string_view what) {
    const bool companion = IsCompanion(indicator);
    const std::string wanted = companion
                                   ? "member, unit; met, or part and whole; why, evidence, due_on"
                                   : "member, unit, met, why, evidence, due_on";
    return {.code = ErrorCode::kInvalid,
            .message = version.place + ": answer: " + std::string(what) + "; it gives " + wanted,
            .message_vi = version.place + ": answer: thiếu hoặc sai cột (" + std::string(what) +
                          "). Các cột: " + wanted + ".",
            .path = "answer"};
}

Result<Columns> FindColumns(const database::Statement& statement, const Indicator& indicator,
                            const Version& version) {
    Columns columns;
    const std::pair<std::string_view, int*> wanted[] = {
        {"member", &columns.member}, {"unit", &columns.unit},         {"met", &columns.met},
        {"why", &columns.why},       {"evidence", &columns.evidence}, {"due_on", &columns.due_on},
        {"part", &columns.part},     {"whole", &columns.whole}};
    for (int i = 0; i < statement.columns(); ++i) {
        for (const auto& [name, place] : wanted) {
            if (statement.ColumnName(i) == name) *place = i;
        }
    }
    const std::size_t needed = IsCompanion(indicator) ? 2 : 6;
    for (std::size_t i = 0; i < needed; ++i) {
        if (*wanted[i].second < 0)
            return WrongShape(indicator, version,
                              "lacks the column " + std::string(wanted[i].first));
    }
    return columns;
}

void LeaveOut(BaseRows& rows, unsigned columns) {
    if (columns == 0) return;
    BaseRows kept;
    for (std::size_t i = 0; i < rows.columns.size(); ++i)
        ((columns >> i & 1U) != 0 ? kept.left_out : kept.columns).push_back(rows.columns[i]);
    for (std::size_t i = 0; i < rows.values.size(); ++i) {
        if ((columns >> i % rows.columns.size() & 1U) == 0) kept.values.push_back(rows.values[i]);
    }
    rows = std::move(kept);
}

// The column the database's words name: `no such column: f.speed`, `column "speed" does not exist`,
// `column f.speed does not exist`.
std::string NamedIn(std::string_view words) {
    const auto is_name = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
    };
    constexpr std::string_view kColumn = "column";
    auto begin = words.find(kColumn);
    if (begin == std::string_view::npos) return {};
    begin += kColumn.size();
    while (begin < words.size() && !is_name(words[begin])) ++begin;
    auto end = begin;
    while (end < words.size() && (is_name(words[end]) || words[end] == '.')) ++end;
    const auto name = words.substr(begin, end - begin);
    return std::string(name.substr(name.rfind('.') + 1));  // npos + 1: the whole
}

// "file:line: field" of the text that names the column, the answer's own place failing that.
std::string PlaceOf(const Query& query, const Version& version, const std::string& column) {
    if (column.empty()) return version.place + ": answer";
    for (auto part = query.texts().rbegin(); part != query.texts().rend(); ++part) {
        for (auto at = part->text.find(column); at != std::string::npos;
             at = part->text.find(column, at + 1)) {
            const auto is_word = [&](std::size_t place) {
                return place < part->text.size() &&
                       (std::isalnum(static_cast<unsigned char>(part->text[place])) ||
                        part->text[place] == '_');
            };
            if ((at > 0 && is_word(at - 1)) || is_word(at + column.size()) || part->file.empty())
                continue;
            const auto line =
                part->line + std::count(part->text.begin(),
                                        part->text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
            return part->file + ":" + std::to_string(line) + ": " + part->field;
        }
    }
    return version.place + ": answer";
}

Error NotTaken(const Query& query, const Version& version, Error error) {
    const std::string column = NamedIn(error.detail);
    const std::string place = PlaceOf(query, version, column);
    const std::string named = column.empty() ? "" : " \"" + column + "\"";
    error.code = ErrorCode::kInvalid;
    error.message = place + ": the database does not take this" + named +
                    "; see the registers in content/registers/ for their columns: " + error.detail;
    error.message_vi = place + ": cơ sở dữ liệu không nhận" + named +
                       ". Kiểm tra tên sổ và tên cột trong content/registers/.";
    error.path = place.substr(place.rfind(' ') + 1);
    return error;
}

Result<std::uint8_t> PlaceOfWhy(const Indicator& indicator, const Version& version,
                                std::string_view why) {
    if (why.empty()) return std::uint8_t{0};
    const auto known = std::find_if(indicator.whys.begin(), indicator.whys.end(),
                                    [&](const Why& one) { return one.code == why; });
    if (known != indicator.whys.end())
        return static_cast<std::uint8_t>(known - indicator.whys.begin() + 1);
    return WrongShape(indicator, version,
                      "names a why that `whys` does not list: " + std::string(why));
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
        if (!statement) return NotTaken(version.query, version, std::move(statement).error());
        TRY(FindColumns(**statement, indicator, version));
        if (!version.details) continue;
        auto details = version.details->Bind(connection, {}, {});
        if (!details) return NotTaken(*version.details, version, std::move(details).error());
    }
    for (const auto& companion : indicator.companions) TRY(CheckQueries(connection, companion));
    for (const auto& over : indicator.over_bases) TRY(CheckQueries(connection, over));
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
    unsigned other = 0;  // a bit for each column that holds something else than integers
    while (TRY(statement.Step())) {
        for (int i = 0; i < columns; ++i) {
            const auto type = statement.ColumnType(i);
            const bool null = type == database::Statement::Type::kNull;
            if (!null && type != database::Statement::Type::kInteger) other |= 1U << i;
            rows->values.push_back(null ? database::kNullCell : statement.Int(i));
        }
    }
    if ((other & 1U) != 0) return none;
    LeaveOut(*rows, other);
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
    const Columns columns = TRY(FindColumns(statement, indicator, *version));
    const auto number = [&](int column, std::int64_t otherwise) {
        return column < 0 ? otherwise : statement.Int(column);
    };
    while (TRY(statement.Step())) {
        Member member{.member = statement.Int(columns.member),
                      .unit = statement.Int(columns.unit),
                      .evidence = number(columns.evidence, 0),
                      .due_on = static_cast<std::int32_t>(number(columns.due_on, 0)),
                      .met = number(columns.met, 1) == 1};
        member.part = static_cast<std::int32_t>(number(columns.part, member.met));
        member.whole = static_cast<std::int32_t>(number(columns.whole, 1));
        if (columns.why >= 0)
            member.why = TRY(PlaceOfWhy(indicator, *version, statement.Text(columns.why)));
        members.push_back(member);
    }
    std::sort(members.begin(), members.end(),
              [](const Member& a, const Member& b) { return a.member < b.member; });
    const auto twin =
        std::adjacent_find(members.begin(), members.end(),
                           [](const Member& a, const Member& b) { return a.member == b.member; });
    if (twin != members.end()) return WrongShape(indicator, *version, "gives one member twice");
    return members;
}

Result<std::vector<Detail>> AskDetails(database::Connection& connection, const Indicator& indicator,
                                       const Dates& dates, std::span<const Rid> members) {
    std::vector<Detail> details;
    const Version* version = VersionOn(indicator, dates.as_of);
    if (!version || !version->details || members.empty()) return details;
    const bool people = indicator.member_type == MemberType::kPatient;
    auto& rows =
        *TRY(version->details->Bind(connection, dates, people ? members : std::span<const Rid>{}));
    const std::set<Rid> wanted(members.begin(), members.end());
    while (TRY(rows.Step())) {
        if (!wanted.contains(rows.Int(0))) continue;
        details.push_back({rows.Int(0), std::string(rows.Text(1)),
                           TRY(PlaceOfWhy(indicator, *version, rows.Text(2)))});
    }
    std::sort(details.begin(), details.end(), [](const Detail& a, const Detail& b) {
        return a.member != b.member ? a.member < b.member : a.item < b.item;
    });
    return details;
}

}  // namespace tram::indicators
