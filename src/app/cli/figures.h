// What the commands about figures share: their options, the question as a query string, and the
// words and numbers of a table.
#pragma once

#include <string>
#include <string_view>

#include "app/cli/link.h"
#include "app/cli/sheet.h"

namespace tram::cli {

struct FigureCommand {
    house::HouseOptions house;
    std::string as_of, unit, map, plan, format = "table";
};

// --data, --database, --timezone, --as-of, --unit, --map, --format.
void AddFigureOptions(CLI::App* command, FigureCommand& options);
// --format alone.
void AddFormatOption(CLI::App* command, std::string& format);

// "unit=…&as_of=…&map=…", without those not given.
std::string QueryOf(const FigureCommand& command);
// key=value behind `query`; nothing when `value` is empty.
void AddParameter(std::string& query, std::string_view key, std::string_view value);

// A number or text of JSON as a cell; empty for null.
std::string CellOf(json::Value value);
// A day as people read it, 14/06/2026; other text as it stands.
std::string DayWord(std::string_view text);
std::string DayCell(json::Value value);
// An instant as people read it: 14/06/2026 07:30.
std::string MomentCell(json::Value value, int zone_minutes);
std::int64_t WholeNumber(json::Value value);
// "Đạt", "Gần đạt", "Ngắt quãng" … of a row of figures.
std::string_view StatusWord(json::Value row);
// "93,4" of a row of figures, as the reports write it beside all it is held against (target,
// milestone, assigned); "–" without members.
std::string PercentText(json::Value row);

// Prints what `sheet` holds as the format says; `title` stands above a table alone.
void PrintSheet(const Sheet& sheet, std::string_view format, const std::string& title);
// One JSON value and a line end.
void PrintJson(const std::string& json);

}  // namespace tram::cli
