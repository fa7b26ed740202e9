// tram period close|list|show|explain: closed periods.

#include <fmt/format.h>

#include <map>
#include <memory>

#include "api/router.h"
#include "app/cli/figures.h"
#include "fhir/json/writer.h"

namespace tram::cli {
namespace {

struct PeriodCommand {
    house::HouseOptions house;
    std::string id, from, to, unit, title, map, replaces, reason, indicator, format = "table";
};

std::string PathOf(const PeriodCommand& command) {
    return "/periods/" + api::PercentEncode(command.id);
}

// The local administrator has no account.
std::string AuthorWord(const std::string& user) {
    return user == "system" ? "quản trị tại máy chủ" : user;
}

Result<void> Close(const PeriodCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    json::Writer body;
    body.BeginObject();
    for (const auto& [key, value] :
         {std::pair{"from", &command.from}, std::pair{"to", &command.to},
          std::pair{"unit", &command.unit}, std::pair{"title", &command.title},
          std::pair{"map", &command.map}, std::pair{"replaces", &command.replaces},
          std::pair{"reason", &command.reason}}) {
        if (!value->empty()) body.Key(key).String(*value);
    }
    body.EndObject();
    const auto answer = TRY(link->Call("POST", "/periods", body.Take()));
    std::printf("%s\t%s\n", CellOf(answer->root()["id"]).c_str(),
                CellOf(answer->root()["title"]).c_str());
    return {};
}

Result<void> List(const PeriodCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    std::string query;
    AddParameter(query, "unit", command.unit);
    const auto answer = TRY(link->Call("GET", "/periods", "", query));
    if (command.format == "json") {
        PrintJson(answer->text());
        return {};
    }
    Sheet sheet({{"Kỳ"},
                 {"Đơn vị"},
                 {"Từ"},
                 {"Đến"},
                 {"Chốt lúc"},
                 {"Người chốt"},
                 {"Trạng thái"},
                 {"id"}});
    const int zone = TRY(house::ZoneMinutes(command.house.timezone));
    const bool people = command.format == "table";
    const auto day = [&](json::Value value) { return people ? DayCell(value) : CellOf(value); };
    for (const auto period : answer->root()["periods"]) {
        const auto at = period["closed_at"];
        sheet.Add({CellOf(period["title"]), CellOf(period["unit_name"]), day(period["from"]),
                   day(period["to"]), people ? MomentCell(at, zone) : CellOf(at),
                   people ? AuthorWord(CellOf(period["closed_by"])) : CellOf(period["closed_by"]),
                   CellOf(period["state"]) == "replaced" ? "Đã thay bằng kỳ chốt lại" : "Đã chốt",
                   CellOf(period["id"])});
    }
    PrintSheet(sheet, command.format, "Các kỳ đã chốt");
    return {};
}

Result<void> Show(const PeriodCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    const auto answer = TRY(link->Call("GET", PathOf(command)));
    if (command.format == "json") {
        PrintJson(answer->text());
        return {};
    }
    const auto root = answer->root();
    std::map<std::string, std::string> titles;
    for (const auto one : root["indicators"]) titles[CellOf(one["id"])] = CellOf(one["title"]);
    const bool people = command.format == "table";
    Sheet sheet({{"Chỉ tiêu"},
                 {"Đơn vị"},
                 {"Đạt", Align::kRight},
                 {"Tổng", Align::kRight},
                 {"Tỷ lệ %", Align::kRight},
                 {"Đánh giá"}});
    for (const auto row : root["rows"]) {
        sheet.Add({people ? titles[CellOf(row["indicator"])] : CellOf(row["indicator"]),
                   CellOf(row["unit_name"]), CellOf(row["numerator"]), CellOf(row["denominator"]),
                   PercentText(row), std::string(StatusWord(row))});
    }
    const int zone = TRY(house::ZoneMinutes(command.house.timezone));
    PrintSheet(sheet, command.format,
               fmt::format("{} – {}, {} đến {}, chốt lúc {}", CellOf(root["title"]),
                           CellOf(root["unit_name"]), DayCell(root["from"]), DayCell(root["to"]),
                           MomentCell(root["closed_at"], zone)));
    return {};
}

std::string_view EffectWord(std::string_view effect) {
    return effect == "gained"    ? "nay đạt"
           : effect == "lost"    ? "nay không đạt"
           : effect == "entered" ? "mới vào"
                                 : "ra khỏi danh sách";
}

// With an indicator: its members that differ; without: how many, and why.
Result<void> Explain(const PeriodCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    std::string query;
    AddParameter(query, "unit", command.unit);
    AddParameter(query, "indicator", command.indicator);
    const auto answer = TRY(link->Call("GET", PathOf(command) + "/explain", "", query));
    if (command.indicator.empty()) {
        if (command.format == "json") {
            PrintJson(answer->text());
            return {};
        }
        Sheet sheet(
            {{"Chỉ tiêu"}, {"Lúc chốt"}, {"Nay"}, {"Thay đổi"}, {"Lý do"}, {"Số", Align::kRight}});
        for (const auto row : answer->root()["rows"]) {
            const auto fraction = [&](const char* key) {
                return CellOf(row[key]["numerator"]) + "/" + CellOf(row[key]["denominator"]);
            };
            if (row["reasons"].size() == 0)
                sheet.Add({CellOf(row["title"]), fraction("was"), fraction("now"), "", "", "0"});
            for (const auto reason : row["reasons"]) {
                sheet.Add({CellOf(row["title"]), fraction("was"), fraction("now"),
                           std::string(EffectWord(CellOf(reason["effect"]))),
                           CellOf(reason["title"]), CellOf(reason["count"])});
            }
        }
        PrintSheet(sheet, command.format, "Vì sao kỳ đã chốt khác số liệu hôm nay");
        return {};
    }
    Sheet sheet({{"Tên"},
                 {"Đơn vị"},
                 {"Thay đổi"},
                 {"Lúc chốt"},
                 {"Nay"},
                 {"Vì"},
                 {"Bản ghi sau khi chốt"},
                 {"Mã"}});
    json::Writer members;
    members.BeginArray();
    for (std::string cursor;;) {
        auto paged = query;
        AddParameter(paged, "count", "2000");
        AddParameter(paged, "cursor", cursor);
        const auto page = TRY(link->Call("GET", PathOf(command) + "/explain/members", "", paged));
        for (const auto one : page->root()["members"]) {
            members.Raw(one.raw());
            const auto state = [&](const char* key) -> std::string {
                const auto row = one[key];
                if (!row.IsObject()) return "–";
                return row["met"].IsTrue() ? "Đạt" : CellOf(row["why_title"]);
            };
            std::string versions;
            for (const auto version : one["versions"]) {
                versions += (versions.empty() ? "" : " ") + CellOf(version["type"]) + "/" +
                            CellOf(version["id"]) + "/_history/" + CellOf(version["version"]);
            }
            sheet.Add({CellOf(one["name"]), CellOf(one["unit_name"]),
                       std::string(EffectWord(CellOf(one["effect"]))), state("was"), state("now"),
                       CellOf(one["cause_title"]), versions, CellOf(one["member"])});
        }
        cursor = CellOf(page->root()["next"]);
        if (cursor.empty()) break;
    }
    members.EndArray();
    if (command.format == "json") {
        json::Writer out;
        out.BeginObject();
        for (const auto member : answer->root()) out.Key(member.key()).Raw(member.raw());
        out.Key("members").Raw(members.Take()).EndObject();
        PrintJson(out.Take());
        return {};
    }
    PrintSheet(sheet, command.format, "Vì sao khác lúc chốt: " + command.indicator);
    return {};
}

}  // namespace

void AddPeriod(Commands& commands) {
    auto* group = commands.AddGroup("period", "Kỳ báo cáo đã chốt (closed periods)");
    const auto options = std::make_shared<PeriodCommand>();
    const auto add = [&](const char* name, const char* help, Action body) {
        auto* command = commands.AddBelow(group, name, help, std::move(body));
        AddHouseOptions(command, options->house);
        return command;
    };
    const auto unit = [&](CLI::App* command) {
        command->add_option("--unit", options->unit, "Mã đơn vị hoặc id (official code or id)");
    };
    const auto id = [&](CLI::App* command) {
        command->add_option("id", options->id, "Mã kỳ đã chốt (period)")->required();
        AddFormatOption(command, options->format);
    };
    auto* close = add("close", "Chốt một kỳ: giữ nguyên số liệu và danh sách (freeze a period)",
                      [options] { return Close(*options); });
    unit(close);
    close->add_option("--from", options->from, "Ngày đầu kỳ, YYYY-MM-DD (first day)")->required();
    close->add_option("--to", options->to, "Ngày cuối kỳ, YYYY-MM-DD (last day)")->required();
    close->add_option("--title", options->title, "Tên kỳ; mặc định theo lịch (title)");
    close->add_option("--map", options->map, "own, today")->check(CLI::IsMember({"own", "today"}));
    close->add_option("--replaces", options->replaces,
                      "Chốt lại: mã kỳ được thay (period it replaces)");
    close->add_option("--reason", options->reason, "Lý do chốt lại (why)");
    auto* list = add("list", "Danh sách kỳ đã chốt (list)", [options] { return List(*options); });
    unit(list);
    AddFormatOption(list, options->format);
    id(add("show", "Số liệu của một kỳ, đúng như lúc chốt (figures as frozen)",
           [options] { return Show(*options); }));
    auto* explain = add("explain", "Vì sao số liệu hôm nay khác lúc chốt (explain against today)",
                        [options] { return Explain(*options); });
    unit(explain);
    id(explain);
    explain->add_option(
        "--indicator", options->indicator,
        "Một chỉ tiêu: nêu từng người, từng bản ghi (one indicator, member by member)");
}

}  // namespace tram::cli
