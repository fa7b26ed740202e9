// tram view run: a ViewDefinition over files, one JSON row a line.

#include <cstdio>
#include <memory>
#include <vector>

#include "app/cli/command.h"
#include "base/clock.h"
#include "fhir/json/document.h"
#include "fhir/views/view.h"
#include "platform/compression/file_reader.h"

namespace tram::cli {

namespace {

struct RunOptions {
    std::string view;
    std::vector<std::string> files;
    int zone_minutes = 7 * 60;
};

constexpr std::size_t kMostBytes = json::Limits{}.bytes;

Result<std::string> ReadWhole(const std::string& path) {
    const auto file = TRY(compression::FileReader::Open(path));
    return compression::ReadAll(*file, kMostBytes);
}

class ViewRun {
  public:
    ViewRun(views::View view, int zone_minutes) : view_(std::move(view)) {
        environment_.now = SystemClock().Now();
        environment_.zone_minutes = zone_minutes;
    }

    Result<void> File(const std::string& path) {
        const auto file = TRY(compression::FileReader::Open(path));
        compression::LineReader lines(*file, kMostBytes);
        bool first = true;
        while (const auto line = TRY(lines.Next())) {
            if (line->find_first_not_of(" \t") == std::string_view::npos) continue;
            auto document = json::Document::Parse(*line);
            // A pretty-printed document is one value over many lines; NDJSON is a value on each.
            if (first && !document) return Text(TRY(ReadWhole(path)), path);
            first = false;
            const std::string where = path + ":" + std::to_string(lines.number());
            if (!document) return At(std::move(document).error(), where);
            TRY(Resources(document.value()->root(), where));
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
    run->add_option("files", options->files, "NDJSON, JSON, Bundle; .gz .bz2 .zst")->required();
}

}  // namespace tram::cli
