// What is said of a command line that cannot be: Vietnamese first, English below; all that is
// missing or unknown at once, the nearest name there is, what a value may be.
#pragma once

#include <string>

#include "app/cli/command.h"

namespace tram::cli {

// Help and version are printed and end with 0; anything else is told and ends with 2.
int TellUsage(const CLI::App& app, const CLI::ParseError& error);

// The text of it, for tests.
std::string UsageText(const CLI::App& app, const CLI::ParseError& error);

// The words of the help texts, for a command and all below it added from now on.
void LabelHelp(CLI::App& app);

}  // namespace tram::cli
