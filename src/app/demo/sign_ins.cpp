#include "app/demo/sign_ins.h"

#include <fmt/format.h>

namespace tram::demo {

std::vector<const SignIn*> OpenSignIns(const users::Accounts& accounts) {
    std::vector<const SignIn*> open;
    for (const auto& one : kSignIns) {
        // Most stores know none of these names, and then nothing is hashed.
        if (accounts.Find(one.name) && accounts.Check(one.name, kPassword)) open.push_back(&one);
    }
    return open;
}

std::string Describe(const std::vector<const SignIn*>& sign_ins, const users::Accounts& accounts) {
    std::string text;
    for (const auto* one : sign_ins) {
        const auto account = accounts.Find(one->name);
        text += fmt::format("  {:<11} {}: {}\n              ({})\n", one->name,
                            account ? account->display_name : "", one->hint_vi, one->hint_en);
    }
    return text;
}

bool IsLoopback(std::string_view address) {
    return address.starts_with("127.") || address == "::1";
}

}  // namespace tram::demo
