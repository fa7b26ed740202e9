// tram view run: a ViewDefinition over files, one JSON row a line.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <vector>

#include "app/cli/command.h"
#include "base/clock.h"
#include "fhir/json/document.h"
#include "fhir/views/view.h"

namespace tram::cli {

namespace {

struct RunOptions {
    std::string view;
    std::vector<std::string> files;
    int zone_minutes = 7 * 60;
};

Result<std::string> ReadWhole(const std::string& path) {
    if (path == "-") {
        return std::string(std::istreambuf_iterator<char>(std::cin), {});
    }
    std::ifstream file(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file.good() && !file.eof()) {
        return Error{.code = ErrorCode::kUnavailable,
                     .message = "cannot read the file; check its name and your right to read it",
                     .message_vi = "không đọc được tệp; hãy kiểm tra tên tệp và quyền đọc",
                     .path = path};
    }
    return bytes;
}

class ViewRun {
  public:
    ViewRun(views::View view, int zone_minutes) : view_(std::move(view)) {
        environment_.now = SystemClock().Now();
        environment_.zone_minutes = zone_minutes;
    }

    Result<void> File(const std::string& path) {
        const std::string bytes = TRY(ReadWhole(path));
        // A pretty-printed document is one value over many lines; NDJSON is a value on each.
        const auto first_line = std::string_view(bytes).substr(0, bytes.find('\n'));
        if (first_line.size() < bytes.size() && !json::Document::Parse(first_line)) {
            return Text(bytes, path);
        }
        std::size_t number = 0;
        for (std::size_t at = 0; at < bytes.size();) {
            const auto end = std::min(bytes.find('\n', at), bytes.size());
            const auto line = std::string_view(bytes).substr(at, end - at);
            ++number;
            if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
                TRY(Text(line, path + ":" + std::to_string(number)));
            }
            at = end + 1;
        }
        return {};
    }

  private:
    Result<void> Text(std::string_view text, const std::string& where) {
        auto document = json::Document::Parse(text);
        if (!document) return At(std::move(document).error(), where);
        return Resources(document.value()->root(), where);
    }

    // A resource, a list of resources, or a Bundle of them.
    Result<void> Resources(json::Value value, const std::string& where) {
        const bool unpack =
            value["resourceType"].text() == "Bundle" && view_.resource_type() != "Bundle";
        if (!unpack && !value.IsArray()) return One(value, where);
        for (const auto entry : unpack ? value["entry"] : value) {
            if (const auto resource = unpack ? entry["resource"] : entry) TRY(One(resource, where));
        }
        return {};
    }

    Result<void> One(json::Value resource, const std::string& where) {
        environment_.resource = resource;
        auto rows = view_.Run(environment_);
        if (!rows) return At(std::move(rows).error(), where);
        for (const auto& row : rows.value()) {
            const std::string line = views::RowToJson(view_, row) + "\n";
            std::fwrite(line.data(), 1, line.size(), stdout);
        }
        return {};
    }

    static Error At(Error error, const std::string& where) {
        error.path = error.path.empty() ? where : where + " " + error.path;
        return error;
    }

    views::View view_;
    fhirpath::Environment environment_;
};

Result<void> RunView(const RunOptions& options) {
    const auto definition = TRY(json::Document::Parse(TRY(ReadWhole(options.view))));
    ViewRun run(TRY(views::View::Compile(definition->root())), options.zone_minutes);
    for (const auto& file : options.files) TRY(run.File(file));
    return {};
}

}  // namespace

void AddView(Commands& commands) {
    auto* group = commands.AddGroup("view", "Khung nhìn SQL-on-FHIR (SQL-on-FHIR views)");
    auto options = std::make_shared<RunOptions>();
    auto* run =
        commands.AddBelow(group, "run",
                          "In mỗi dòng của khung nhìn thành một dòng JSON (print the rows of "
                          "a view, one JSON object a line)",
                          [options] { return RunView(*options); });
    run->add_option("view", options->view, "ViewDefinition (JSON)")->required();
    run->add_option("files", options->files,
                    "NDJSON, JSON, Bundle; - : đầu vào chuẩn (standard input)")
        ->required();
}

}  // namespace tram::cli
