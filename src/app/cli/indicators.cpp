// tram indicators: the scorecard of a unit and the units just below it.

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <memory>
#include <thread>

#include "app/cli/figures.h"

namespace tram::cli {
namespace {

struct UnitWords {
    std::string code, name;
};

std::map<std::string, UnitWords> UnitsIn(json::Value answer) {
    std::map<std::string, UnitWords> units;
    for (const auto unit : answer["units"])
        units[CellOf(unit["id"])] = {CellOf(unit["code"]), CellOf(unit["name"])};
    return units;
}

std::map<std::string, json::Value> CatalogueIn(json::Value answer) {
    std::map<std::string, json::Value> catalogue;
    for (const auto indicator : answer["catalogue"]) catalogue[CellOf(indicator["id"])] = indicator;
    return catalogue;
}

std::string Comma(std::string number) {
    if (const auto point = number.find('.'); point != std::string::npos) number[point] = ',';
    return number;
}

Sheet TableOf(json::Value answer) {
    Sheet sheet({{"Chỉ tiêu"},
                 {"Đơn vị"},
                 {"Đạt", Align::kRight},
                 {"Tổng", Align::kRight},
                 {"Tỷ lệ %", Align::kRight},
                 {"Mục tiêu", Align::kRight},
                 {"Mốc năm", Align::kRight},
                 {"Giao", Align::kRight},
                 {"Đánh giá"}});
    auto units = UnitsIn(answer);
    auto catalogue = CatalogueIn(answer);
    std::string last;
    for (const auto row : answer["rows"]) {
        const auto id = CellOf(row["indicator"]);
        const auto known = catalogue[id];
        const auto target = CellOf(row["target"]);
        sheet.Add({id == last ? "" : CellOf(known["clause"]) + " " + CellOf(known["short"]),
                   units[CellOf(row["unit"])].name, CellOf(row["numerator"]),
                   CellOf(row["denominator"]), PercentText(row),
                   target.empty() ? "hướng tới" : CellOf(known["operator"]) + " " + Comma(target),
                   Comma(CellOf(row["milestone"])), Comma(CellOf(row["assigned"])),
                   std::string(StatusWord(row))});
        last = id;
    }
    return sheet;
}

Sheet CsvOf(json::Value answer) {
    Sheet sheet({{"indicator"},
                 {"clause"},
                 {"title"},
                 {"unit"},
                 {"unit_code"},
                 {"unit_name"},
                 {"numerator"},
                 {"denominator"},
                 {"target"},
                 {"milestone"},
                 {"assigned"},
                 {"status"}});
    auto units = UnitsIn(answer);
    auto catalogue = CatalogueIn(answer);
    for (const auto row : answer["rows"]) {
        const auto id = CellOf(row["indicator"]), unit = CellOf(row["unit"]);
        sheet.Add({id, CellOf(catalogue[id]["clause"]), CellOf(catalogue[id]["title"]), unit,
                   units[unit].code, units[unit].name, CellOf(row["numerator"]),
                   CellOf(row["denominator"]), CellOf(row["target"]), CellOf(row["milestone"]),
                   CellOf(row["assigned"]), CellOf(row["status"])});
    }
    return sheet;
}

// A screen takes the figures of a year before when they come; a printed answer waits for them,
// since a direction is judged against them.
Result<json::DocumentPtr> WholeAnswer(Link& link, const std::string& query) {
    constexpr auto kPause = std::chrono::milliseconds(100);
    while (true) {
        auto answer = TRY(link.Call("GET", "/indicators", "", query));
        if (answer->root()["complete"].IsTrue()) return answer;
        std::this_thread::sleep_for(kPause);
    }
}

Result<void> Print(const FigureCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    const auto answer = TRY(WholeAnswer(*link, QueryOf(command)));
    const auto root = answer->root();
    if (command.format == "json") {
        PrintJson(answer->text());
        return {};
    }
    const auto title =
        fmt::format("{} – tính đến {}, {}, đến lần ghi thứ {}",
                    UnitsIn(root)[CellOf(root["unit"])].name, DayCell(root["as_of"]),
                    CellOf(root["map"]) == "today" ? "địa giới hôm nay" : "địa giới của ngày đó",
                    CellOf(root["position"]));
    PrintSheet(command.format == "csv" ? CsvOf(root) : TableOf(root), command.format, title);
    return {};
}

}  // namespace

void AddIndicators(Commands& commands) {
    const auto options = std::make_shared<FigureCommand>();
    auto* command = commands.Add(
        "indicators", "Các chỉ tiêu của một đơn vị và đơn vị ngay dưới (figures by unit)",
        [options] { return Print(*options); });
    AddFigureOptions(command, *options);
    command->add_option(
        "--plan", options->plan,
        "Mã kế hoạch; mặc định kế hoạch đầu của `tram plan list` (a plan other than the default)");
}

}  // namespace tram::cli
