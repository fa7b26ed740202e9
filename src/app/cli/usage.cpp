#include "app/cli/usage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "base/edit_distance.h"

namespace tram::cli {
namespace {

using Names = std::vector<std::string>;

struct Told {
    std::string text;
    void Add(std::string_view vi, std::string_view en) {
        text += fmt::format("tram: {}\n      {}\n", vi, en);
    }
};

// The command that was being read: as deep as its words were understood.
const CLI::App* Deepest(const CLI::App* app) {
    while (!app->get_subcommands().empty()) app = app->get_subcommands().back();
    return app;
}

// "tram user add"
std::string FullName(const CLI::App* app) {
    const auto* parent = app->get_parent();
    return parent ? FullName(parent) + " " + app->get_name() : app->get_name();
}

// Of the command itself and, since some fall through, of those above it.
std::vector<const CLI::Option*> OptionsOf(const CLI::App* app) {
    std::vector<const CLI::Option*> options;
    for (; app; app = app->get_parent()) {
        for (const auto* option : app->get_options()) options.push_back(option);
    }
    return options;
}

Names CommandsOf(const CLI::App* app) {
    Names names;
    for (const auto* one : app->get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(one->get_name());
    return names;
}

Names OptionNames(const CLI::App* app) {
    Names names;
    for (const auto* option : OptionsOf(app)) {
        for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
}

std::string Joined(const Names& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

// The name that was meant, if one is near enough; empty: none.
std::string Nearest(const std::string& word, const Names& names) {
    std::string best;
    // One slip in a short word, a third of a long one.
    auto least = (word.size() < 5 ? 1 : std::max<std::size_t>(2, word.size() / 3)) + 1;
    for (const auto& name : names) {
        const auto distance = EditDistance(word.substr(0, 60), name);
        if (distance < least) {
            least = distance;
            best = name;
        }
    }
    return best;
}

void AddUnknown(Told& told, const CLI::App* app, std::string word) {
    const bool option = word.starts_with("-");
    if (option) word = word.substr(0, word.find('='));
    const auto names = option ? OptionNames(app) : CommandsOf(app);
    const auto command = FullName(app);
    const auto nearest = Nearest(word, names);
    const auto vi_hint = nearest.empty() ? std::string() : fmt::format(" Ý bạn là “{}”?", nearest);
    const auto en_hint =
        nearest.empty() ? std::string() : fmt::format("; did you mean '{}'?", nearest);
    if (option)
        told.Add(fmt::format("Lệnh “{}” không có tùy chọn “{}”.{}", command, word, vi_hint),
                 fmt::format("'{}' has no option '{}'{}", command, word, en_hint));
    else if (names.empty())
        told.Add(fmt::format("Lệnh “{}” không nhận thêm “{}”.", command, word),
                 fmt::format("'{}' does not take '{}'", command, word));
    else
        told.Add(fmt::format("Không có lệnh “{} {}”.{} Các lệnh: {}.", command, word, vi_hint,
                             Joined(names)),
                 fmt::format("there is no command '{} {}'{}", command, word, en_hint));
}

bool AddUnknowns(Told& told, const CLI::App& app, const CLI::App* at) {
    bool any = false, after_option = false;
    for (const auto& word : app.remaining(true)) {
        if (word == "--") continue;
        const bool option = word.starts_with("-") && word.size() > 1;
        // What follows an unknown option is its value, not another fault.
        if (option || !after_option) {
            AddUnknown(told, at, word);
            any = true;
            // Of a command that is not known nobody can tell what options it takes.
            if (!option && !CommandsOf(at).empty()) break;
        }
        after_option = option && word.find('=') == std::string::npos;
    }
    return any;
}

// "Thư mục dữ liệu (data folder)" in its two halves; one alone stands for both.
std::pair<std::string, std::string> Halves(const std::string& text) {
    const auto open = text.rfind(" (");
    if (open == std::string::npos || !text.ends_with(')')) return {text, text};
    return {text.substr(0, open), text.substr(open + 2, text.size() - open - 3)};
}

bool AddMissing(Told& told, const CLI::App* app) {
    bool any = false;
    for (const auto* option : OptionsOf(app)) {
        if (!option->get_required() || option->count() > 0) continue;
        const auto [vi, en] = Halves(option->get_description());
        told.Add(fmt::format("Thiếu {}: {}.", option->get_name(), vi),
                 fmt::format("{} is missing: {}", option->get_name(), en));
        any = true;
    }
    return any;
}

// "{own,today}" as "own, today", "INT in [1 - 64]" as "1 - 64"; empty: anything of its type.
std::string AllowedBy(const std::string& type) {
    for (const auto& [open, close] : {std::pair('{', '}'), std::pair('[', ']')}) {
        const auto begin = type.find(open), end = type.rfind(close);
        if (begin == std::string::npos || end == std::string::npos || end < begin) continue;
        std::string list;
        for (const char c : type.substr(begin + 1, end - begin - 1))
            list += c == ',' ? std::string(", ") : std::string(1, c);
        return list;
    }
    return {};
}

// The option a message of the library speaks of.
const CLI::Option* SpokenOf(const CLI::App* app, std::string_view message) {
    const CLI::Option* best = nullptr;
    std::size_t longest = 0;
    for (const auto* option : OptionsOf(app)) {
        const auto name = option->get_name();
        if (name.size() > longest && message.find(name) != std::string_view::npos) {
            best = option;
            longest = name.size();
        }
    }
    return best;
}

void AddBadValue(Told& told, const CLI::Option* option) {
    const auto name = option->get_name();
    const auto& given = option->results();
    if (given.empty()) {
        told.Add(fmt::format("{} cần một giá trị đi sau.", name),
                 fmt::format("{} needs a value after it", name));
        return;
    }
    const auto value = Joined(given);
    const auto allowed = AllowedBy(option->get_type_name());
    if (allowed.empty())
        told.Add(fmt::format("“{}” không dùng được cho {}.", value, name),
                 fmt::format("'{}' cannot be used for {}", value, name));
    else
        told.Add(fmt::format("“{}” không dùng được cho {}; nhận: {}.", value, name, allowed),
                 fmt::format("'{}' cannot be used for {}; allowed: {}", value, name, allowed));
}

}  // namespace

std::string UsageText(const CLI::App& app, const CLI::ParseError& error) {
    Told told;
    const auto* at = Deepest(&app);
    const std::string kind = error.get_name();
    const std::string_view message = error.what();
    const bool unknown = AddUnknowns(told, app, at);
    const auto* option = SpokenOf(at, message);
    if (kind == "RequiredError") {
        const bool missing = AddMissing(told, at);
        const auto commands = CommandsOf(at);
        if (!missing && !unknown && !commands.empty())
            told.Add(fmt::format("Sau “{}” cần tên một lệnh: {}.", FullName(at), Joined(commands)),
                     fmt::format("'{}' needs the name of a command", FullName(at)));
    } else if (option && (kind == "ValidationError" || kind == "ConversionError" ||
                          kind == "ArgumentMismatch")) {
        AddBadValue(told, option);
    }
    // Whatever the library may say besides.
    if (told.text.empty()) told.Add("Dòng lệnh chưa đúng.", message);
    return told.text + fmt::format("      Xem (see): {} --help\n", FullName(at));
}

int TellUsage(const CLI::App& app, const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    std::fputs(UsageText(app, error).c_str(), stderr);
    return 2;
}

void LabelHelp(CLI::App& app) {
    const auto formatter = app.get_formatter();
    for (const auto& [word, label] :
         {std::pair("Usage", "Cách dùng (usage)"), std::pair("OPTIONS", "TÙY CHỌN"),
          std::pair("Options", "Tùy chọn (options)"), std::pair("SUBCOMMAND", "LỆNH"),
          std::pair("Subcommands", "Lệnh (commands)"),
          std::pair("REQUIRED", "(bắt buộc, required)"),
          std::pair("Positionals", "Đi sau lệnh (after the command)"), std::pair("TEXT", "…"),
          std::pair("INT", "SỐ"), std::pair("UINT", "SỐ"), std::pair("FLOAT", "SỐ")})
        formatter->label(word, label);
}

}  // namespace tram::cli
