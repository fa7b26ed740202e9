// tram fhirpath: evaluates expressions from the command line, one or a file of them.

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "app/cli/command.h"
#include "base/clock.h"
#include "fhir/fhirpath/fhirpath.h"
#include "fhir/json/writer.h"

namespace tram::cli {
namespace {

struct Options {
    std::string expression;
    std::string file;
    std::string batch;
    bool strict = false;
};

Error CannotRead(const std::string& file) {
    return {.code = ErrorCode::kNotFound,
            .message = "cannot read " + file,
            .message_vi = "Không đọc được tệp " + file + ". Kiểm tra đường dẫn."};
}

Result<std::string> ReadAll(const std::string& file) {
    if (file.empty() || file == "-") {
        return std::string(std::istreambuf_iterator<char>(std::cin), {});
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) return CannotRead(file);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<fhirpath::Collection> Evaluate(std::string_view expression, json::Value resource,
                                      bool strict) {
    SystemClock clock;
    const auto type = resource["resourceType"].text();
    const auto compiled = TRY(fhirpath::Compile(expression, type));
    fhirpath::Environment environment;
    environment.resource = resource;
    environment.now = clock.Now();
    environment.strict = strict;
    environment.single_as = true;
    environment.trace = [](std::string_view name, const fhirpath::Collection& items) {
        for (const auto& item : items) {
            std::cerr << "TRACE[" << name << "] " << item.ToJson() << '\n';
        }
    };
    return compiled.Evaluate(environment);
}

// {"type":"dateTime","value":"2024-02-29T10:00:00Z"}
void WriteItem(json::Writer& out, const fhirpath::Item& item) {
    out.BeginObject().Key("type").String(item.type_name()).Key("value");
    out.Raw(item.ToJson()).EndObject();
}

std::string AnswerLine(std::string_view line) {
    json::Writer out;
    out.BeginObject();
    const auto fail = [&](const Error& error) {
        out.Key("error").String(error.message).EndObject();
        return out.Take();
    };
    const auto document = json::Document::Parse(line);
    if (!document) return fail(document.error());
    const json::Value test = (*document)->root();
    if (const json::Value id = test["id"]) out.Key("id").Raw(id.raw());
    const auto items =
        Evaluate(test["expression"].text(), test["resource"], test["strict"].IsTrue());
    if (!items) return fail(items.error());
    out.Key("result").BeginArray();
    for (const auto& item : *items) WriteItem(out, item);
    return out.EndArray().EndObject().Take();
}

Result<void> RunBatch(const std::string& file) {
    std::ifstream in;
    if (file != "-") {
        in.open(file, std::ios::binary);
        if (!in) return CannotRead(file);
    }
    std::istream& lines = file == "-" ? std::cin : in;
    for (std::string line; std::getline(lines, line);) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        std::string answer;
        // One broken line must not cost the answers of all that follow.
        try {
            answer = AnswerLine(line);
        } catch (const std::exception& error) {
            answer = "{\"error\":" + json::Quote(error.what()) + "}";
        }
        std::cout << answer << '\n';
    }
    std::cout.flush();
    return {};
}

Result<void> RunOne(const Options& options) {
    const std::string text = TRY(ReadAll(options.file));
    json::DocumentPtr document;
    if (text.find_first_not_of(" \t\r\n") != std::string::npos) {
        document = TRY(json::Document::Parse(text));
    }
    const auto items = TRY(
        Evaluate(options.expression, document ? document->root() : json::Value(), options.strict));
    for (const auto& item : items) std::cout << item.ToJson() << '\n';
    return {};
}

}  // namespace

void AddFhirpath(Commands& commands) {
    const auto options = std::make_shared<Options>();
    auto* command = commands.Add(
        "fhirpath", "Tính biểu thức FHIRPath trên một tài nguyên (evaluate a FHIRPath expression)",
        [options]() -> Result<void> {
            if (!options->batch.empty()) return RunBatch(options->batch);
            if (!options->expression.empty()) return RunOne(*options);
            return Error{.code = ErrorCode::kRequired,
                         .message = "give an expression, or --batch with a file",
                         .message_vi = "Cần một biểu thức, hoặc --batch và một tệp."};
        });
    command->add_option("expression", options->expression, "the expression");
    command->add_option("file", options->file, "a resource as JSON; without it, standard input");
    command->add_option("--batch", options->batch,
                        "NDJSON of {id, expression, resource, strict}; answers a line for each");
    command->add_flag("--strict", options->strict, "unknown elements are errors, not empty");
}

}  // namespace tram::cli
