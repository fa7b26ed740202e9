// tram token create|revoke|list

#include <cstdio>
#include <memory>

#include "app/cli/link.h"
#include "fhir/json/writer.h"

namespace tram::cli {
namespace {

struct TokenCommand {
    house::HouseOptions house;
    std::string user, label, expires, id;
};

Result<void> Create(const TokenCommand& command) {
    json::Writer body;
    body.BeginObject().Key("user").String(command.user).Key("label").String(command.label);
    body.Key("expires_at").String(command.expires).EndObject();
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    const auto answer = TRY(link->Call("POST", "/tokens", body.Take()));
    // Nothing else: the output is made to be read by a program.
    std::printf("%s\n", std::string(answer->root()["token"].text()).c_str());
    return {};
}

Result<void> Revoke(const TokenCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    TRY(link->Call("DELETE", "/tokens/" + command.id));
    return {};
}

Result<void> List(const TokenCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    const auto answer = TRY(link->Call("GET", "/tokens"));
    for (const auto token : answer->root()["tokens"]) {
        const auto text = [&](std::string_view member) {
            const auto value = token[member];
            return value.IsString() ? std::string(value.text()) : std::string("-");
        };
        std::printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\n", text("id").c_str(), text("user").c_str(),
                    text("created_at").c_str(), text("used_at").c_str(), text("expires_at").c_str(),
                    text("revoked_at").c_str(), text("label").c_str());
    }
    return {};
}

}  // namespace

void AddToken(Commands& commands) {
    auto* group = commands.AddGroup("token", "Mã truy cập cho phần mềm khác (tokens for programs)");
    const auto options = std::make_shared<TokenCommand>();
    const auto add = [&](const char* name, const char* help, Action body) {
        auto* command = commands.AddBelow(group, name, help, std::move(body));
        AddHouseOptions(command, options->house);
        return command;
    };
    auto* create = add("create", "Tạo mã, chỉ in ra mã (create one, prints only the token)",
                       [options] { return Create(*options); });
    create->add_option("--user", options->user, "Tên đăng nhập (user name)")->required();
    create->add_option("--label", options->label, "Tên gợi nhớ (what it is for)");
    create->add_option("--expires", options->expires, "Ngày hết hạn, YYYY-MM-DD (last day)");
    add("revoke", "Thu hồi mã (revoke)", [options] { return Revoke(*options); })
        ->add_option("--id", options->id, "Số của mã trong danh sách (id in the list)")
        ->required();
    add("list",
        "Danh sách: số, người dùng, ngày tạo, lần dùng cuối, hết hạn, thu hồi, tên gợi nhớ (list)",
        [options] { return List(*options); });
}

}  // namespace tram::cli
