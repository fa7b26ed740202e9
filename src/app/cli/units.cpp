// tram units: the tree of units on a day, with the codes that --unit takes.

#include <map>
#include <memory>
#include <set>
#include <vector>

#include "app/cli/figures.h"

namespace tram::cli {
namespace {

struct UnitsCommand {
    house::HouseOptions house;
    std::string as_of, format = "table";
};

using Children = std::map<std::string, std::vector<json::Value>>;

// A unit, then those that are part of it, each level two spaces further in. Units in a circle stand
// in nobody's branch, and each is shown once.
void AddBranch(Sheet& sheet, const Children& children, std::set<std::string>& shown,
               json::Value unit, std::size_t depth) {
    if (!shown.insert(CellOf(unit["id"])).second) return;
    sheet.Add({std::string(depth * 2, ' ') + CellOf(unit["name"]), CellOf(unit["code"]),
               CellOf(unit["kind_title"]), DayCell(unit["valid_from"]), DayCell(unit["valid_to"]),
               CellOf(unit["head"]["name"]), CellOf(unit["id"])});
    const auto below = children.find(CellOf(unit["id"]));
    if (below == children.end()) return;
    for (const auto one : below->second) AddBranch(sheet, children, shown, one, depth + 1);
}

Sheet TableOf(json::Value answer) {
    Sheet sheet({{"Đơn vị"}, {"Mã"}, {"Loại"}, {"Từ"}, {"Đến"}, {"Người đứng đầu"}, {"id"}});
    Children children;
    for (const auto unit : answer["units"]) children[CellOf(unit["parent"])].push_back(unit);
    std::set<std::string> shown;
    for (const auto unit : children[""]) AddBranch(sheet, children, shown, unit, 0);
    for (const auto unit : answer["units"]) AddBranch(sheet, children, shown, unit, 0);
    return sheet;
}

Sheet CsvOf(json::Value answer) {
    Sheet sheet(
        {{"id"}, {"code"}, {"kind"}, {"name"}, {"parent"}, {"valid_from"}, {"valid_to"}, {"head"}});
    for (const auto unit : answer["units"]) {
        sheet.Add({CellOf(unit["id"]), CellOf(unit["code"]), CellOf(unit["kind"]),
                   CellOf(unit["name"]), CellOf(unit["parent"]), CellOf(unit["valid_from"]),
                   CellOf(unit["valid_to"]), CellOf(unit["head"]["name"])});
    }
    return sheet;
}

Result<void> Print(const UnitsCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    std::string query;
    AddParameter(query, "as_of", command.as_of);
    const auto answer = TRY(link->Call("GET", "/units", "", query));
    if (command.format == "json") {
        PrintJson(answer->text());
    } else {
        const auto root = answer->root();
        PrintSheet(command.format == "csv" ? CsvOf(root) : TableOf(root), command.format,
                   "Cây đơn vị" + (command.as_of.empty() ? "" : " ngày " + DayWord(command.as_of)));
    }
    return {};
}

}  // namespace

void AddUnits(Commands& commands) {
    const auto options = std::make_shared<UnitsCommand>();
    auto* command = commands.Add("units", "Cây đơn vị của một ngày, kèm mã (the units of a day)",
                                 [options] { return Print(*options); });
    AddHouseOptions(command, options->house);
    command->add_option("--as-of", options->as_of, "Ngày, YYYY-MM-DD; mặc định hôm nay (day)");
    AddFormatOption(command, options->format);
}

}  // namespace tram::cli
