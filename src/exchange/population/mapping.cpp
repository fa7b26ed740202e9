#include "exchange/population/mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace tram::population {
namespace {

constexpr std::size_t kLookedAt = 40;  // rows a title may take

struct Match {
    FieldId field = FieldId::kName;
    std::size_t strength = 0;  // length of the words that matched; whole headings count double
};

// `words` as whole words within `text`.
bool Holds(std::string_view text, std::string_view words) {
    for (auto at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
        const auto end = at + words.size();
        if ((at == 0 || text[at - 1] == ' ') && (end == text.size() || text[end] == ' '))
            return true;
    }
    return false;
}

std::size_t Strength(std::string_view heading, std::string_view above, const Field& field) {
    std::size_t best = 0;
    for (const auto& words : field.headers) {
        if (heading == words) best = std::max(best, 2 * words.size() + 1);
        // One short word within a longer heading says too little.
        else if (words.size() > 3 && words.find(' ') != std::string::npos && Holds(heading, words))
            best = std::max(best, words.size());
    }
    for (const auto& under : field.under) {
        if (heading != under) continue;
        for (const auto& group : field.above) {
            if (Holds(above, group)) best = std::max(best, 2 * (under.size() + group.size()) + 1);
        }
    }
    return best;
}

std::string HeadingAt(const SheetRow& row, std::size_t column) {
    return column < row.cells.size() ? Plain(row.cells[column].text) : std::string();
}

struct RowMatches {
    std::vector<std::optional<Match>> best;  // by column, no field used twice
    std::size_t count = 0;
    std::size_t own = 0;  // of words in this row itself
};

// How the columns read under the headings of that row.
RowMatches MatchRow(const Sheet& sheet, std::size_t at, const Form& form) {
    const auto& row = sheet.rows[at];
    struct Candidate {
        std::size_t column;
        Match match;
    };
    std::vector<Candidate> candidates;
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
        auto heading = HeadingAt(row, column);
        const auto above = at > 0 ? HeadingAt(sheet.rows[at - 1], column) : std::string();
        // A heading over two rows: the words stand in the upper one.
        if (heading.empty()) heading = above;
        if (heading.empty() || heading.size() > 80) continue;
        for (const auto& field : form.fields()) {
            if (const auto strength = Strength(heading, above, field))
                candidates.push_back({column, {.field = field.id, .strength = strength}});
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
        return a.match.strength > b.match.strength;
    });
    RowMatches matches;
    matches.best.resize(row.cells.size());
    std::set<FieldId> used;
    for (const auto& [column, match] : candidates) {
        if (matches.best[column] || !used.insert(match.field).second) continue;
        matches.best[column] = match;
        ++matches.count;
        matches.own += !HeadingAt(row, column).empty();
    }
    return matches;
}

// "Họ đệm" and "Tên" in two columns: the second is the given name.
void PairNames(Mapping& mapping) {
    const auto name = mapping.column(FieldId::kName);
    if (!name || mapping.column(FieldId::kGiven)) return;
    const auto next = *name + 1;
    if (next < mapping.headers.size() && !mapping.FieldOf(next) &&
        Plain(mapping.headers[*name]) != "ten" && Plain(mapping.headers[next]) == "ten")
        mapping.columns[static_cast<std::size_t>(FieldId::kGiven)] = next;
}

Error NoHeadings(const Form& form) {
    std::string vi, en;
    for (const auto& field : form.fields()) {
        if (!field.required) continue;
        vi += (vi.empty() ? "" : ", ") + field.title.vi;
        en += (en.empty() ? "" : ", ") + field.title.en;
    }
    return {
        .code = ErrorCode::kInvalid,
        .message = "no row reads like headings; the first rows need one with columns such as " + en,
        .message_vi =
            "Không thấy dòng tiêu đề cột. Trong các dòng đầu cần một dòng tiêu đề có: " + vi + ".",
        .path = "file"};
}

std::optional<std::size_t> ReadNumber(std::string_view text) {
    std::size_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

}  // namespace

std::optional<FieldId> Mapping::FieldOf(std::size_t wanted) const {
    for (std::size_t i = 0; i < kFields; ++i) {
        if (columns[i] == wanted) return static_cast<FieldId>(i);
    }
    return std::nullopt;
}

std::string Mapping::HeaderOf(FieldId id, const Form& form) const {
    const auto at = column(id);
    if (at && *at < headers.size() && !headers[*at].empty()) return headers[*at];
    return form.field(id).title.vi;
}

Result<Mapping> GuessMapping(const Sheet& sheet, const Form& form) {
    Mapping mapping;
    RowMatches best;
    for (std::size_t at = 0; at < std::min(sheet.rows.size(), kLookedAt); ++at) {
        auto matches = MatchRow(sheet, at, form);
        if (matches.own < 2 || matches.count <= best.count) continue;
        best = std::move(matches);
        mapping.heading = at;
    }
    if (best.count < 2) return NoHeadings(form);
    const auto& row = sheet.rows[mapping.heading];
    std::size_t width = row.cells.size();
    for (std::size_t at = mapping.heading + 1;
         at < std::min(sheet.rows.size(), mapping.heading + 50); ++at)
        width = std::max(width, sheet.rows[at].cells.size());
    mapping.headers.resize(width);
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
        mapping.headers[column] = row.cells[column].text;
        if (mapping.headers[column].empty() && mapping.heading > 0 &&
            column < sheet.rows[mapping.heading - 1].cells.size())
            mapping.headers[column] = sheet.rows[mapping.heading - 1].cells[column].text;
        if (const auto& match = best.best[column])
            mapping.columns[static_cast<std::size_t>(match->field)] = column;
    }
    PairNames(mapping);
    return mapping;
}

Result<void> ApplyMapping(std::string_view text, const Form& form, Mapping& mapping) {
    const auto bad = [](std::string_view part) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = fmt::format(
                         "mapping is column:field,… such as 0:name,1:birth_date; not \"{}\"", part),
                     .message_vi = fmt::format("Ghép cột viết dạng cột:trường, ví dụ "
                                               "0:name,1:birth_date; không hiểu “{}”.",
                                               part),
                     .path = "mapping"};
    };
    std::array<std::optional<std::size_t>, kFields> columns;
    std::set<std::size_t> used;
    while (!text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        const auto part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto colon = part.find(':');
        if (colon == std::string_view::npos) return bad(part);
        const auto column = ReadNumber(part.substr(0, colon));
        const auto* field = form.Find(part.substr(colon + 1));
        if (!column || !field || *column >= mapping.headers.size()) return bad(part);
        auto& place = columns[static_cast<std::size_t>(field->id)];
        if (place || !used.insert(*column).second) return bad(part);
        place = *column;
    }
    mapping.columns = columns;
    return {};
}

std::vector<FieldId> MissingFields(const Mapping& mapping, const Form& form, bool hamlet_known) {
    const bool births =
        mapping.column(FieldId::kBirthMale) && mapping.column(FieldId::kBirthFemale);
    std::vector<FieldId> missing;
    for (const auto& field : form.fields()) {
        if (!field.required || mapping.column(field.id)) continue;
        if (births && (field.id == FieldId::kBirth || field.id == FieldId::kSex)) continue;
        if ((hamlet_known || mapping.column(FieldId::kHamletCode)) && field.id == FieldId::kHamlet)
            continue;
        missing.push_back(field.id);
    }
    return missing;
}

}  // namespace tram::population
