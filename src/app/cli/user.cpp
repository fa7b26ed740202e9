// tram user add|password|disable|enable|list

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <map>
#include <memory>

#include "app/cli/figures.h"
#include "app/cli/link.h"
#include "fhir/json/writer.h"
#include "record/users/accounts.h"
#include "record/users/password.h"

namespace tram::cli {
namespace {

struct UserCommand {
    house::HouseOptions house;
    std::string name, role, display_name;
    std::vector<std::string> units;
    bool password_stdin = false;
};

// A line typed at the terminal that nobody reads over the shoulder.
std::string ReadHidden(const char* prompt) {
    std::fputs(prompt, stderr);
    termios shown{};
    const bool known = tcgetattr(STDIN_FILENO, &shown) == 0;
    if (known) {
        termios hidden = shown;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    std::string line;
    std::getline(std::cin, line);
    if (known) tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    std::fputs("\n", stderr);
    return line;
}

struct Password {
    std::string text;
    bool made = false;  // by the program, so that it has to be told
};

Result<Password> AskOrMake() {
    if (!isatty(STDIN_FILENO)) return Password{.text = users::NewPassword(), .made = true};
    const auto first = ReadHidden("Mật khẩu; để trống thì máy tự tạo (password; empty: made): ");
    if (first.empty()) return Password{.text = users::NewPassword(), .made = true};
    if (ReadHidden("Nhập lại (once more): ") == first) return Password{.text = first};
    return Error{.code = ErrorCode::kInvalid,
                 .message = "the two passwords differ; nothing was changed, try again",
                 .message_vi = "Hai lần nhập không giống nhau; chưa có gì thay đổi. Hãy làm lại.",
                 .path = "password"};
}

// What is given on standard input stays out of the list of processes and of the shell's memory.
Result<Password> ReadPassword(bool from_stdin) {
    if (!from_stdin) return AskOrMake();
    std::string line;
    std::getline(std::cin, line);
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) return Password{.text = line};
    return Error{.code = ErrorCode::kRequired,
                 .message = "no password came on standard input",
                 .message_vi = "không có mật khẩu nào từ đầu vào chuẩn",
                 .path = "--password-stdin"};
}

void PrintPassword(const Password& password) {
    if (password.made)
        std::printf("Mật khẩu (password, shown this once): %s\n", password.text.c_str());
}

Result<void> AddOne(const UserCommand& command) {
    const auto password = TRY(ReadPassword(command.password_stdin));
    json::Writer body;
    body.BeginObject().Key("name").String(command.name).Key("role").String(command.role);
    body.Key("display_name").String(command.display_name).Key("password").String(password.text);
    body.Key("units").BeginArray();
    for (const auto& unit : command.units) {
        constexpr std::string_view kPrefix = "Organization/";
        body.String(unit.starts_with(kPrefix) ? std::string_view(unit).substr(kPrefix.size())
                                              : unit);
    }
    body.EndArray().EndObject();
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    TRY(link->Call("POST", "/users", body.Take()));
    PrintPassword(password);
    return {};
}

Result<void> SetPassword(const UserCommand& command) {
    const auto name = TRY(users::CleanName(command.name));
    const auto password = TRY(ReadPassword(command.password_stdin));
    json::Writer body;
    body.BeginObject().Key("password").String(password.text).EndObject();
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    TRY(link->Call("POST", "/users/" + name + "/password", body.Take()));
    PrintPassword(password);
    return {};
}

Result<void> Switch(const UserCommand& command, const std::string& action) {
    const auto name = TRY(users::CleanName(command.name));
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    TRY(link->Call("POST", "/users/" + name + "/" + action));
    return {};
}

Result<void> List(const UserCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    const auto answer = TRY(link->Call("GET", "/users"));
    std::map<std::string, std::string> names;  // by id; ids stand alone where units are in a circle
    if (const auto places = link->Call("GET", "/units")) {
        for (const auto unit : (*places)->root()["units"])
            names[CellOf(unit["id"])] = CellOf(unit["name"]) + " (" + CellOf(unit["code"]) + ")";
    }
    Sheet sheet({{"Tên"}, {"Vai trò"}, {"Trạng thái"}, {"Tên hiển thị"}, {"Đơn vị"}});
    for (const auto user : answer->root()["users"]) {
        std::string units;
        for (const auto unit : user["units"]) {
            const auto known = names.find(CellOf(unit));
            units +=
                (units.empty() ? "" : ", ") + (known == names.end() ? CellOf(unit) : known->second);
        }
        sheet.Add({CellOf(user["name"]), CellOf(user["role"]),
                   user["disabled"].IsTrue() ? "đã khóa" : "đang dùng",
                   CellOf(user["display_name"]), units});
    }
    std::fputs(sheet.AsTable().c_str(), stdout);
    return {};
}

}  // namespace

void AddUser(Commands& commands) {
    auto* group = commands.AddGroup("user", "Người dùng (users)");
    const auto options = std::make_shared<UserCommand>();
    const auto add = [&](const char* name, const char* help, Action body) {
        auto* command = commands.AddBelow(group, name, help, std::move(body));
        AddHouseOptions(command, options->house);
        return command;
    };
    const auto name = [&](CLI::App* command) {
        command->add_option("--name", options->name, "Tên đăng nhập (user name)")->required();
        return command;
    };
    const auto password = [&](CLI::App* command) {
        command->add_flag(
            "--password-stdin", options->password_stdin,
            "Đọc mật khẩu từ đầu vào chuẩn; không có thì hỏi ở cửa sổ lệnh, hoặc tự tạo và in "
            "ra một lần (read it from standard input; else ask at a terminal, or make one and "
            "print it)");
        return command;
    };
    auto* one = password(
        name(add("add", "Thêm người dùng (add a user)", [options] { return AddOne(*options); })));
    one->add_option("--role", options->role, "Vai trò, một tệp trong content/roles (role)")
        ->required();
    one->add_option(
        "--unit", options->units,
        "Đơn vị: mã hoặc id; ghi nhiều lần được (unit: code or id; may be given again)");
    one->add_option("--display-name", options->display_name, "Tên hiển thị (name shown)");
    password(name(add("password", "Đặt mật khẩu mới (set a new password)",
                      [options] { return SetPassword(*options); })));
    name(add("disable", "Khóa tài khoản (disable)",
             [options] { return Switch(*options, "disable"); }));
    name(add("enable", "Mở lại tài khoản (enable)",
             [options] { return Switch(*options, "enable"); }));
    add("list", "Danh sách: tên, vai trò, đơn vị, trạng thái, tên hiển thị (list)",
        [options] { return List(*options); });
}

}  // namespace tram::cli
