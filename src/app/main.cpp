// tram: the information system of grassroots health care, in one program.

#include <cstdio>
#include <exception>

#include "app/cli/command.h"
#include "app/cli/usage.h"

int main(int argc, char** argv) {
    CLI::App app{"tram: hệ thống thông tin y tế cơ sở (the information system of grassroots health care)"};
    app.name("tram");
    app.set_version_flag("--version", std::string("tram ") + TRAM_VERSION);
    app.require_subcommand(1);
    tram::cli::LabelHelp(app);
    tram::cli::Commands commands(app);
    tram::cli::AddAll(commands);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return tram::cli::TellUsage(app, error);
    }
    try {
        if (const auto done = commands.chosen()(); !done) {
            tram::cli::PrintError(done.error());
            return 1;
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "tram: lỗi của chương trình (a fault of the program): %s\n", error.what());
        return 3;
    }
    return 0;
}
