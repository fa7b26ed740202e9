// tram gap: everyone who makes the gap of an indicator, those overdue longest first.

#include <fmt/format.h>

#include <memory>
#include <vector>

#include "api/router.h"
#include "app/cli/figures.h"
#include "fhir/json/writer.h"

namespace tram::cli {
namespace {

struct GapCommand : FigureCommand {
    std::string indicator, split, group;
};

using Pages = std::vector<json::DocumentPtr>;

// All pages of one state of the records. While a server runs, somebody may write between two pages
// and move names from one to the other: then it begins again.
Result<Pages> ReadPages(Link& link, const GapCommand& command) {
    const std::string path = "/indicators/" + api::PercentEncode(command.indicator) + "/members";
    constexpr int kMostTries = 5;
    for (int tried = 1;; ++tried) {
        Pages pages;
        bool moved = false;
        for (std::string cursor; !moved;) {
            auto query = QueryOf(command);
            AddParameter(query, "met", "false");
            AddParameter(query, "split", command.split);
            AddParameter(query, "group", command.group);
            AddParameter(query, "count", "2000");
            AddParameter(query, "cursor", cursor);
            pages.push_back(TRY(link.Call("GET", path, "", query)));
            const auto page = pages.back()->root();
            moved = CellOf(page["position"]) != CellOf(pages.front()->root()["position"]);
            cursor = CellOf(page["next"]);
            if (cursor.empty()) break;
        }
        if (!moved) return pages;
        if (tried == kMostTries) {
            return Error{.code = ErrorCode::kBusy,
                         .message = "the records keep changing while the list is read; try again",
                         .message_vi =
                             "Dữ liệu đang được ghi liên tục trong khi đọc danh sách. "
                             "Hãy thử lại sau ít phút."};
        }
    }
}

// The first page with the members of all.
std::string WholeJson(const Pages& pages) {
    json::Writer out;
    out.BeginObject();
    for (const auto member : pages.front()->root()) {
        out.Key(member.key());
        if (member.key() == "next") {
            out.Null();
        } else if (member.key() == "members") {
            out.BeginArray();
            for (const auto& page : pages) {
                for (const auto one : page->root()["members"]) out.Raw(one.raw());
            }
            out.EndArray();
        } else {
            out.Raw(member.raw());
        }
    }
    out.EndObject();
    return out.Take();
}

std::string EvidenceOf(json::Value evidence) {
    return evidence.IsObject() ? CellOf(evidence["type"]) + "/" + CellOf(evidence["id"]) : "";
}

Sheet TableOf(const Pages& pages) {
    Sheet sheet({{"Tên"},
                 {"Sinh"},
                 {"Đơn vị"},
                 {"Lý do chưa đạt"},
                 {"Hạn"},
                 {"Quá hạn (ngày)", Align::kRight},
                 {"Mã"}});
    for (const auto& page : pages) {
        for (const auto one : page->root()["members"]) {
            sheet.Add({CellOf(one["name"]), DayCell(one["birth_date"]), CellOf(one["unit_name"]),
                       CellOf(one["why_title"]), DayCell(one["due_on"]),
                       WholeNumber(one["days_overdue"]) > 0 ? CellOf(one["days_overdue"]) : "",
                       CellOf(one["member"])});
        }
    }
    return sheet;
}

Sheet CsvOf(const Pages& pages) {
    Sheet sheet({{"member"},
                 {"name"},
                 {"sex"},
                 {"birth_date"},
                 {"unit"},
                 {"unit_name"},
                 {"why"},
                 {"why_title"},
                 {"evidence"},
                 {"due_on"},
                 {"days_overdue"},
                 {"age"},
                 {"ethnicity"},
                 {"poverty"},
                 {"remoteness"}});
    for (const auto& page : pages) {
        for (const auto one : page->root()["members"]) {
            const auto splits = one["splits"];
            sheet.Add({CellOf(one["member"]), CellOf(one["name"]), CellOf(one["sex"]),
                       CellOf(one["birth_date"]), CellOf(one["unit"]), CellOf(one["unit_name"]),
                       CellOf(one["why"]), CellOf(one["why_title"]), EvidenceOf(one["evidence"]),
                       CellOf(one["due_on"]), CellOf(one["days_overdue"]), CellOf(splits["age"]),
                       CellOf(splits["ethnicity"]), CellOf(splits["poverty"]),
                       CellOf(splits["remoteness"])});
        }
    }
    return sheet;
}

Result<void> Print(const GapCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    const auto pages = TRY(ReadPages(*link, command));
    if (command.format == "json") {
        PrintJson(WholeJson(pages));
        return {};
    }
    const auto head = pages.front()->root();
    const auto title =
        fmt::format("{} – {} chưa đạt, tính đến {}, {}", command.indicator, CellOf(head["total"]),
                    DayCell(head["as_of"]),
                    CellOf(head["map"]) == "today" ? "địa giới hôm nay" : "địa giới của ngày đó");
    PrintSheet(command.format == "csv" ? CsvOf(pages) : TableOf(pages), command.format, title);
    return {};
}

}  // namespace

void AddGap(Commands& commands) {
    const auto options = std::make_shared<GapCommand>();
    auto* command = commands.Add(
        "gap", "Danh sách chưa đạt của một chỉ tiêu, quá hạn lâu nhất trước (who makes the gap)",
        [options] { return Print(*options); });
    AddFigureOptions(command, *options);
    command
        ->add_option("indicator", options->indicator,
                     "Mã chỉ tiêu, ví dụ health-managed (indicator)")
        ->required();
    command->add_option("--split", options->split,
                        "Chỉ một nhóm dân cư: sex, age, ethnicity, poverty, remoteness, distance, "
                        "industrial, insurance, hamlet; cùng với --group (of one group alone)");
    command->add_option("--group", options->group,
                        "Mã nhóm của --split, ví dụ 60-79 (code of the group)");
}

}  // namespace tram::cli
