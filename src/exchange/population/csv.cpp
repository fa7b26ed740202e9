#include "exchange/population/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "exchange/population/encoding.h"
#include "exchange/population/reading.h"

namespace tram::population {
namespace {

constexpr std::array kSeparators = {',', ';', '\t', '|'};

// Takes one record at a time off the front of `rest`.
class Records {
  public:
    explicit Records(std::string_view text) : rest_(text) {}
    bool more() const { return !rest_.empty(); }
    bool broken() const { return broken_; }  // a quote was never closed

    void Next(char separator, std::vector<std::string>& cells) {
        cells.assign(1, {});
        bool quoted = false;
        std::size_t at = 0;
        for (; at < rest_.size(); ++at) {
            const char c = rest_[at];
            if (quoted) {
                if (c != '"') {
                    cells.back() += c;
                } else if (at + 1 < rest_.size() && rest_[at + 1] == '"') {
                    cells.back() += rest_[++at];
                } else {
                    quoted = false;
                }
            } else if (c == '"' && cells.back().empty()) {
                quoted = true;
            } else if (c == separator) {
                cells.emplace_back();
            } else if (c == '\n' || c == '\r') {
                if (c == '\r' && at + 1 < rest_.size() && rest_[at + 1] == '\n') ++at;
                ++at;
                break;
            } else {
                cells.back() += c;
            }
        }
        broken_ = quoted;
        rest_.remove_prefix(std::min(at, rest_.size()));
    }

  private:
    std::string_view rest_;
    bool broken_ = false;
};

// The one that gives the same number of columns, above one, in most of the first rows.
char GuessSeparator(std::string_view text) {
    char best = ',';
    std::size_t best_score = 0;
    for (const char separator : kSeparators) {
        Records records(text.substr(0, std::size_t{64} << 10));
        std::map<std::size_t, std::size_t> widths;
        std::vector<std::string> cells;
        for (int row = 0; row < 40 && records.more(); ++row) {
            records.Next(separator, cells);
            if (cells.size() > 1) ++widths[cells.size()];
        }
        for (const auto& [width, rows] : widths) {
            if (rows * width <= best_score) continue;
            best_score = rows * width;
            best = separator;
        }
    }
    return best;
}

// "sep=;" stands first in files that are to open in any locale.
char TakeNamedSeparator(std::string_view& text) {
    if (!text.starts_with("sep=") || text.size() < 6) return 0;
    const char separator = text[4];
    if (text[5] != '\n' && text[5] != '\r') return 0;
    const auto end = text.find('\n');
    text.remove_prefix(std::min(end, text.size() - 1) + 1);
    return separator;
}

// What is written ="079…" or '+84… lest a spreadsheet make a number or a formula of it.
std::string_view Bare(std::string_view cell) {
    if (cell.size() >= 3 && cell.starts_with("=\"") && cell.ends_with('"'))
        return cell.substr(2, cell.size() - 3);
    if (cell.size() >= 2 && cell[0] == '\'' && std::string_view("=+-@").find(cell[1]) != cell.npos)
        return cell.substr(1);
    return cell;
}

}  // namespace

Result<Sheet> ReadCsv(std::string_view bytes, std::string_view encoding) {
    const auto decoded = TRY(Decode(bytes, encoding));
    std::string_view text = decoded.text;
    if (text.find('\0') != std::string_view::npos) return NoList();
    Sheet sheet;
    sheet.encoding = decoded.encoding;
    int number = 0;
    sheet.separator = TakeNamedSeparator(text);
    if (sheet.separator)
        ++number;
    else
        sheet.separator = GuessSeparator(text);

    Records records(text);
    std::vector<std::string> cells;
    while (records.more()) {
        records.Next(sheet.separator, cells);
        ++number;
        if (records.broken()) {
            return Error{
                .code = ErrorCode::kMalformed,
                .message = fmt::format("row {}: a quote (\") is opened and never closed", number),
                .message_vi = fmt::format(
                    "Dòng {}: có dấu ngoặc kép (\") mở mà không đóng. Sửa dòng này rồi gửi lại.",
                    number),
                .path = fmt::format("row {}", number)};
        }
        auto& row = sheet.rows.emplace_back();
        row.number = number;
        sheet.cells += cells.size();
        TRY(CheckRoom(sheet, cells.size()));
        for (const auto& cell : cells) row.cells.push_back({.text = OneLine(Bare(cell))});
        TRY(CheckCells(row));
    }
    return sheet;
}

}  // namespace tram::population
