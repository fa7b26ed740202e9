#include <cstdio>

#include "app/cli/command.h"

namespace tram::cli {

CLI::App* Commands::Add(const std::string& name, const std::string& help, Action body) {
    return AddBelow(&app_, name, help, std::move(body));
}

CLI::App* Commands::AddGroup(const std::string& name, const std::string& help) {
    auto* group = app_.add_subcommand(name, help);
    group->require_subcommand(1);
    return group;
}

CLI::App* Commands::AddBelow(CLI::App* group, const std::string& name, const std::string& help,
                             Action body) {
    auto* command = group->add_subcommand(name, help);
    command->callback([this, body = std::move(body)] { chosen_ = body; });
    return command;
}

Error AlreadyTold() {
    return {.code = ErrorCode::kInvalid, .message = {}};
}

void PrintError(const Error& error) {
    if (error.message.empty()) return;
    const auto print = [](const Error& one) {
        const bool vietnamese = !one.message_vi.empty();
        std::fprintf(stderr, "tram: %s\n", (vietnamese ? one.message_vi : one.message).c_str());
        if (vietnamese) std::fprintf(stderr, "      %s\n", one.message.c_str());
        if (!one.path.empty()) std::fprintf(stderr, "      (%s)\n", one.path.c_str());
    };
    print(error);
    for (const auto& other : error.others) print(other);
}

// One line a subcommand, in the order of the help.
void AddInit(Commands& commands);
void AddServe(Commands& commands);
void AddUser(Commands& commands);
void AddToken(Commands& commands);
void AddImport(Commands& commands);
void AddExport(Commands& commands);
void AddReport(Commands& commands);
void AddCheck(Commands& commands);
void AddDemo(Commands& commands);
void AddUnits(Commands& commands);
void AddIndicators(Commands& commands);
void AddGap(Commands& commands);
void AddPlan(Commands& commands);
void AddPeriod(Commands& commands);
void AddFhirpath(Commands& commands);
void AddView(Commands& commands);
void AddBench(Commands& commands);

void AddAll(Commands& commands) {
    AddInit(commands);
    AddServe(commands);
    AddUser(commands);
    AddToken(commands);
    AddImport(commands);
    AddExport(commands);
    AddReport(commands);
    AddCheck(commands);
    AddDemo(commands);
    AddUnits(commands);
    AddIndicators(commands);
    AddGap(commands);
    AddPlan(commands);
    AddPeriod(commands);
    AddFhirpath(commands);
    AddView(commands);
    AddBench(commands);
}

}  // namespace tram::cli
