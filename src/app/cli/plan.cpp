// tram plan check|load|list: leading plans as content, and the records made of them.

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>

#include "app/cli/figures.h"
#include "care/plan/plan.h"
#include "fhir/json/writer.h"
#include "platform/content/library.h"

namespace tram::cli {
namespace {

struct PlanCommand {
    house::HouseOptions house;
    std::string file, plan, unit, format = "table";
    const CLI::Option* accept = nullptr;  // --accept
    std::vector<std::string> only;        // … with these alone
};

Result<std::string> BytesOf(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (in) return bytes;
    return Error{.code = ErrorCode::kNotFound,
                 .message = "cannot read " + path + "; check the name and the right to read it",
                 .message_vi = "Không đọc được " + path + "; kiểm tra tên tệp và quyền đọc.",
                 .path = path};
}

// Names of indicators that somebody wrote stand in a data folder, which was not named.
Error WithHint(Error error, bool no_data) {
    const auto is_unknown = [](const Error& one) { return one.code == ErrorCode::kNotFound; };
    const bool unknown =
        is_unknown(error) || std::any_of(error.others.begin(), error.others.end(), is_unknown);
    if (no_data && unknown)
        error.others.push_back(
            {.code = ErrorCode::kNotFound,
             .message = "only what is shipped was looked at; for indicators and steps of your own "
                        "add --data FOLDER, whose content/ holds them",
             .message_vi =
                 "mới chỉ xem nội dung kèm chương trình; kế hoạch dùng chỉ tiêu, danh mục "
                 "bước tự viết thì thêm --data THƯ_MỤC có thư mục content/ chứa chúng"});
    return error;
}

Result<void> Check(const PlanCommand& command) {
    const auto bytes = TRY(BytesOf(command.file));
    const auto& data = command.house.data_dir;
    const auto library =
        TRY(content::Library::Open({.overrides = data.empty() ? data : data + "/content"}));
    auto loaded = plan::LoadPlan({.path = command.file, .bytes = bytes}, plan::KnownIn(library));
    if (!loaded) return WithHint(std::move(loaded.error()), data.empty());
    const auto& plan = *loaded;
    std::printf("%s: đúng, %zu chỉ tiêu, %zu nhiệm vụ, đích %d (no fault)\n", plan.id.c_str(),
                plan.targets.size(), plan.tasks.size(), plan.horizon);
    if (!plan.checked)
        std::printf(
            "Kế hoạch ghi checked: false: mọi màn hình sẽ ghi là chưa đối chiếu bản gốc.\n");
    return {};
}

std::string QueryFor(const PlanCommand& command) {
    std::string query;
    AddParameter(query, "plan", command.plan);
    return query;
}

void PrintDifferences(json::Value list, const char* title, const std::string& format) {
    if (list.size() == 0) return;
    Sheet sheet({{"Hồ sơ"},
                 {"Khóa"},
                 {"Mục"},
                 {"Trong hồ sơ"},
                 {"Trong tệp"},
                 {"Đã sửa trên màn hình"},
                 {"Đã nhận"}});
    for (const auto one : list) {
        sheet.Add({CellOf(one["type"]) + "/" + CellOf(one["id"]), CellOf(one["key"]),
                   CellOf(one["field"]), CellOf(one["was"]), CellOf(one["now"]),
                   one["edited"].IsTrue() ? "có" : "", one["accepted"].IsTrue() ? "×" : ""});
    }
    std::printf("\n");
    PrintSheet(sheet, format, title);
}

Result<void> Load(const PlanCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    json::Writer body;
    const bool accepts = command.accept->count() > 0;
    bool all = accepts;
    body.BeginObject().Key("accept_only").BeginArray();
    for (const auto& name : command.only) {
        if (name.empty()) continue;  // --accept alone
        body.String(name);
        all = false;
    }
    body.EndArray().Key("accept").Boolean(all);
    if (!command.unit.empty()) body.Key("unit").String(command.unit);
    body.EndObject();
    const auto answer = TRY(link->Call("POST", "/plan/load", body.Take(), QueryFor(command)));
    const auto root = answer->root();
    if (command.format == "json") {
        PrintJson(answer->text());
        return {};
    }
    std::printf(
        "%s cho %s: tạo mới %s, giữ nguyên %s, định nghĩa cập nhật %s, đã nhận theo tệp %s\n",
        CellOf(root["plan"]).c_str(), CellOf(root["unit_name"]).c_str(),
        CellOf(root["made"]).c_str(), CellOf(root["same"]).c_str(),
        CellOf(root["definitions"]).c_str(), CellOf(root["accepted"]).c_str());
    PrintDifferences(
        root["changed"],
        accepts
            ? "Khác với tệp; dòng có dấu × đã nhận theo tệp"
            : "Khác với tệp; thêm --accept để nhận theo tệp tất cả, --accept KHÓA… để nhận từng hồ "
              "sơ",
        "table");
    PrintDifferences(root["dropped"], "Không còn trong tệp, hồ sơ vẫn giữ", "table");
    return {};
}

Result<void> List(const PlanCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    const auto answer = TRY(link->Call("GET", "/plans"));
    if (command.format == "json") {
        PrintJson(answer->text());
        return {};
    }
    Sheet sheet({{"Mã"},
                 {"Đích"},
                 {"Chỉ tiêu", Align::kRight},
                 {"Nhiệm vụ", Align::kRight},
                 {"Mốc đã lập", Align::kRight},
                 {"Đã đối chiếu"},
                 {"Mặc định"},
                 {"Tên"}});
    for (const auto plan : answer->root()["plans"]) {
        sheet.Add({CellOf(plan["id"]), CellOf(plan["horizon"]), CellOf(plan["targets"]),
                   CellOf(plan["tasks"]), CellOf(plan["goals"]),
                   plan["checked"].IsTrue() ? "có" : "chưa", plan["default"].IsTrue() ? "có" : "",
                   CellOf(plan["title"])});
    }
    PrintSheet(sheet, command.format, "Các kế hoạch");
    return {};
}

}  // namespace

void AddPlan(Commands& commands) {
    auto* group = commands.AddGroup("plan", "Kế hoạch (leading plans)");
    const auto options = std::make_shared<PlanCommand>();
    auto* check = commands.AddBelow(group, "check",
                                    "Kiểm tra một tệp kế hoạch trước khi dùng (check a plan file)",
                                    [options] { return Check(*options); });
    check->add_option("file", options->file, "Tệp .yaml (file)")->required();
    check->add_option("--data", options->house.data_dir,
                      "Thư mục dữ liệu, nếu kế hoạch dùng chỉ tiêu tự viết (data folder)");
    auto* load = commands.AddBelow(
        group, "load",
        "Lập mốc và việc từ kế hoạch; chạy lại chỉ thêm cái thiếu (make its records)",
        [options] { return Load(*options); });
    AddHouseOptions(load, options->house);
    load->add_option("--plan", options->plan, "Mã kế hoạch; mặc định kế hoạch đầu (plan)");
    load->add_option("--unit", options->unit,
                     "Đơn vị của kế hoạch; mặc định đơn vị cao nhất (unit)");
    options->accept =
        load->add_option(
                "--accept", options->only,
                "Nhận theo tệp những gì khác với hồ sơ; kèm khóa hoặc mã thì chỉ những hồ sơ "
                "đó (take what differs from the file, all or those named)")
            ->expected(0, -1)
            ->type_name("KHÓA");
    AddFormatOption(load, options->format);
    auto* list = commands.AddBelow(group, "list", "Các kế hoạch có trong nội dung (list)",
                                   [options] { return List(*options); });
    AddHouseOptions(list, options->house);
    AddFormatOption(list, options->format);
}

}  // namespace tram::cli
