#include <algorithm>
#include <cctype>

#include "insight/indicators/answer_rows.h"

namespace tram::indicators {
namespace {

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

}  // namespace

Result<AnswerColumns> FindColumns(std::span<const std::string> names, const Indicator& indicator,
                                  const Version& version) {
    AnswerColumns columns;
    const std::pair<std::string_view, int*> wanted[] = {
        {"member", &columns.member}, {"unit", &columns.unit},         {"met", &columns.met},
        {"why", &columns.why},       {"evidence", &columns.evidence}, {"due_on", &columns.due_on},
        {"part", &columns.part},     {"whole", &columns.whole}};
    for (std::size_t i = 0; i < names.size(); ++i) {
        for (const auto& [name, place] : wanted) {
            if (names[i] == name) *place = static_cast<int>(i);
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

namespace {

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

std::vector<std::string> NamesOf(const database::Statement& statement) {
    std::vector<std::string> names;
    for (int i = 0; i < statement.columns(); ++i) names.push_back(statement.ColumnName(i));
    return names;
}

}  // namespace

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

Result<void> PutInOrder(std::vector<Member>& members, const Indicator& indicator,
                        const Version& version) {
    const auto before = [](const Member& a, const Member& b) { return a.member < b.member; };
    if (!std::is_sorted(members.begin(), members.end(), before))
        std::sort(members.begin(), members.end(), before);
    const auto twin =
        std::adjacent_find(members.begin(), members.end(),
                           [](const Member& a, const Member& b) { return a.member == b.member; });
    if (twin != members.end()) return WrongShape(indicator, version, "gives one member twice");
    return {};
}

Result<void> CheckQueries(database::Connection& connection, const Indicator& indicator) {
    for (const auto& version : indicator.versions) {
        auto statement = version.query.Bind(connection, {}, {});
        if (!statement) return NotTaken(version.query, version, std::move(statement).error());
        TRY(FindColumns(NamesOf(**statement), indicator, version));
        if (!version.details) continue;
        auto details = version.details->Bind(connection, {}, {});
        if (!details) return NotTaken(*version.details, version, std::move(details).error());
    }
    for (const auto& companion : indicator.companions) TRY(CheckQueries(connection, companion));
    for (const auto& over : indicator.over_bases) TRY(CheckQueries(connection, over));
    return {};
}

Result<std::vector<Member>> Ask(database::Connection& connection, const Indicator& indicator,
                                const Dates& dates, std::span<const Rid> only) {
    // A row of the statement, as ReadMember wants it.
    struct Cells {
        const database::Statement& row;
        std::int64_t Int(int column) const { return row.Int(column); }
        Result<std::uint8_t> Why(int column, const Indicator& of, const Version& version) const {
            return PlaceOfWhy(of, version, row.Text(column));
        }
    };
    std::vector<Member> members;
    const Version* version = VersionOn(indicator, dates.as_of);
    if (!version) return members;
    auto& statement = *TRY(version->query.Bind(connection, dates, only));
    const auto columns = TRY(FindColumns(NamesOf(statement), indicator, *version));
    while (TRY(statement.Step()))
        members.push_back(TRY(ReadMember(Cells{statement}, columns, indicator, *version)));
    TRY(PutInOrder(members, indicator, *version));
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
