// A subcommand of `tram`: one file in this folder defines one Add… function, commands.cpp lists
// them.
//
// A command that fails prints its Error (Vietnamese, then English) on stderr and ends with 1; wrong
// use of the command line ends with 2.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <functional>
#include <string>

#include "base/result.h"

namespace tram::cli {

// What a command does once its options are read.
using Action = std::function<Result<void>()>;

// Collects the action of the one subcommand that was named.
class Commands {
  public:
    explicit Commands(CLI::App& app) : app_(app) {}

    // A new subcommand; `body` runs after parsing. Options are bound to targets that must live as
    // long as the App: keep them in a shared_ptr that `body` holds.
    CLI::App* Add(const std::string& name, const std::string& help, Action body);
    // "user add": a group, and a subcommand below it.
    CLI::App* AddGroup(const std::string& name, const std::string& help);
    CLI::App* AddBelow(CLI::App* group, const std::string& name, const std::string& help,
                       Action body);

    const Action& chosen() const { return chosen_; }

  private:
    CLI::App& app_;
    Action chosen_;
};

void AddAll(Commands& commands);

// Vietnamese first, English below, then the place.
void PrintError(const Error& error);
// Of a command that told what is wrong itself, before its last line: ends with 1, prints nothing.
Error AlreadyTold();

}  // namespace tram::cli
