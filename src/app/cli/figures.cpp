#include "app/cli/figures.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "api/router.h"
#include "base/vietnamese_day.h"
#include "insight/reports/numbers.h"

namespace tram::cli {

void AddFormatOption(CLI::App* command, std::string& format) {
    command->add_option("--format", format, "table, json, csv (UTF-8)")
        ->capture_default_str()
        ->check(CLI::IsMember({"table", "json", "csv"}));
}

void AddFigureOptions(CLI::App* command, FigureCommand& options) {
    AddHouseOptions(command, options.house);
    command->add_option("--as-of", options.as_of,
                        "Ngày số liệu, YYYY-MM-DD; mặc định hôm nay (day asked about)");
    command->add_option("--unit", options.unit,
                        "Mã đơn vị hoặc id; mặc định đơn vị cao nhất (official code or id)");
    command
        ->add_option(
            "--map", options.map,
            "own: địa giới của ngày đó; today: địa giới hôm nay (map of that day, of today)")
        ->check(CLI::IsMember({"own", "today"}));
    AddFormatOption(command, options.format);
}

void AddParameter(std::string& query, std::string_view key, std::string_view value) {
    if (value.empty()) return;
    if (!query.empty()) query += '&';
    query += std::string(key) + "=" + api::PercentEncode(value);
}

std::string QueryOf(const FigureCommand& command) {
    std::string query;
    AddParameter(query, "unit", command.unit);
    AddParameter(query, "as_of", command.as_of);
    AddParameter(query, "map", command.map);
    AddParameter(query, "plan", command.plan);
    return query;
}

std::string CellOf(json::Value value) {
    return value && !value.IsNull() ? std::string(value.text()) : std::string();
}

std::string DayWord(std::string_view text) {
    const auto date = ParseDate(text);
    return date ? VietnameseDay(*date) : std::string(text);
}

std::string DayCell(json::Value value) {
    return DayWord(CellOf(value));
}

std::string MomentCell(json::Value value, int zone_minutes) {
    const auto text = CellOf(value);
    const auto at = ParseDateTime(text);
    return at ? VietnameseMoment({at->FirstMicros(0)}, zone_minutes) : text;
}

std::int64_t WholeNumber(json::Value value) {
    return value.IsNumber() ? std::strtoll(std::string(value.text()).c_str(), nullptr, 10) : 0;
}

std::string_view StatusWord(json::Value row) {
    const auto status = CellOf(row["status"]);
    const auto met = WholeNumber(row["numerator"]), all = WholeNumber(row["denominator"]);
    // Of a target to be kept up, met by all on the day though not on every day.
    if (status == "behind" && all > 0 && met == all) return "Ngắt quãng";
    constexpr std::pair<std::string_view, std::string_view> kWords[] = {
        {"reached", "Đạt"},     {"near", "Gần đạt"},
        {"behind", "Chưa đạt"}, {"no-data", "Chưa đủ dữ liệu"},
        {"up", "Tăng"},         {"down", "Giảm"},
        {"same", "Không đổi"},  {"check", "Cần kiểm tra"}};
    for (const auto& [code, word] : kWords) {
        if (code == status) return word;
    }
    return "–";
}

std::string PercentText(json::Value row) {
    std::vector<double> yardsticks;
    for (const char* key : {"target", "milestone", "assigned"}) {
        if (const auto cell = CellOf(row[key]); !cell.empty())
            yardsticks.push_back(std::strtod(cell.c_str(), nullptr));
    }
    auto text = reports::Percent({.numerator = WholeNumber(row["numerator"]),
                                  .denominator = WholeNumber(row["denominator"])},
                                 yardsticks);
    if (text.ends_with('%')) text.pop_back();  // the head of the column says it
    return text;
}

void PrintSheet(const Sheet& sheet, std::string_view format, const std::string& title) {
    if (format == "csv") {
        std::fputs(sheet.AsCsv().c_str(), stdout);
    } else {
        std::printf("%s\n\n%s", title.c_str(), sheet.AsTable().c_str());
    }
}

void PrintJson(const std::string& json) {
    std::printf("%s\n", json.c_str());
}

}  // namespace tram::cli
