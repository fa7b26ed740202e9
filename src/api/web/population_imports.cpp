#include "api/web/population_imports.h"

#include <algorithm>
#include <memory>

#include "api/web/figures.h"
#include "api/web/json_body.h"
#include "api/web/parameters.h"
#include "base/date.h"
#include "exchange/population/import.h"
#include "fhir/json/writer.h"

namespace tram::api::web {
namespace {

using population::Fault;
using population::Form;
using population::Outcome;

// What a screen shows at once; the CSV has all.
constexpr std::int64_t kShown = 200;

void PutFaults(json::Writer& out, std::string_view key, const std::vector<Fault>& faults,
               std::int64_t most) {
    out.Key(key).BeginArray();
    for (std::size_t i = 0; i < std::min(faults.size(), static_cast<std::size_t>(most)); ++i) {
        const auto& fault = faults[i];
        out.BeginObject().Key("row").Number(fault.row).Key("column");
        fault.column.empty() ? out.Null() : out.String(fault.column);
        out.Key("field");
        fault.field.empty() ? out.Null() : out.String(fault.field);
        out.Key("code").String(fault.code).Key("text").String(fault.text.vi);
        out.Key("remedy").String(fault.remedy.vi).Key("text_en").String(fault.text.en);
        out.Key("remedy_en").String(fault.remedy.en).EndObject();
    }
    out.EndArray();
    out.Key(std::string(key) + "_total").Number(static_cast<std::int64_t>(faults.size()));
}

// How many faults are told, and are the rows told with them?
struct Wanted {
    std::int64_t most = 0;
    bool rows = false;
};

void PutCounts(json::Writer& out, const Outcome& outcome, const Wanted& wanted) {
    out.Key("total").Number(outcome.total).Key("new").Number(outcome.fresh);
    out.Key("changed").Number(outcome.changed).Key("same").Number(outcome.same);
    out.Key("refused").Number(outcome.refused).Key("doubtful").Number(outcome.doubtful);
    out.Key("households").Number(outcome.households).Key("warned").Number(outcome.warned);
    PutFaults(out, "errors", outcome.errors, wanted.most);
    PutFaults(out, "warnings", outcome.warnings, wanted.most);
    if (wanted.rows) out.Key("rows").String(outcome.mending);
    out.Key("notes").BeginArray();
    for (const auto& note : outcome.notes)
        out.BeginObject().Key("text").String(note.vi).Key("text_en").String(note.en).EndObject();
    out.EndArray();
}

void PutText(json::Writer& out, std::string_view key, std::string_view text) {
    out.Key(key);
    text.empty() ? out.Null() : out.String(text);
}

std::string Describe(const Outcome& outcome, const Form& form, std::string_view file,
                     const Wanted& wanted) {
    json::Writer out;
    out.BeginObject();
    PutText(out, "file", file);
    PutText(out, "sheet", outcome.sheet);
    PutText(out, "encoding", outcome.encoding);
    out.Key("sha256").String(outcome.sha256).Key("columns").BeginArray();
    for (const auto& column : outcome.columns) {
        out.BeginObject().Key("index").Number(static_cast<std::int64_t>(column.index));
        out.Key("header").String(column.header);
        PutText(out, "field", column.field ? form.field(*column.field).name : std::string());
        out.Key("sample").BeginArray();
        for (const auto& sample : column.sample) out.String(sample);
        out.EndArray().EndObject();
    }
    out.EndArray().Key("fields").BeginArray();
    for (const auto& field : form.fields()) {
        const bool required = std::find(outcome.required.begin(), outcome.required.end(),
                                        field.name) != outcome.required.end();
        out.BeginObject().Key("id").String(field.name).Key("title").String(field.title.vi);
        out.Key("title_en").String(field.title.en).Key("required").Boolean(required).EndObject();
    }
    out.EndArray().Key("missing").BeginArray();
    for (const auto& name : outcome.missing) out.String(name);
    out.EndArray();
    PutCounts(out, outcome, wanted);
    out.EndObject();
    return out.Take();
}

std::string DescribeResult(const Outcome& outcome, const Wanted& wanted) {
    json::Writer out;
    out.BeginObject();
    PutCounts(out, outcome, wanted);
    out.EndObject();
    return out.Take();
}

// The faulty rows alone, for the one who mends them in a spreadsheet.
http::Response CsvAnswer(int status, const Outcome& outcome) {
    return {.status = status,
            .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                        {"Content-Disposition", "attachment; filename=\"dong-loi.csv\""}},
            .body = outcome.mending,
            .route = {}};
}

enum class Deed { kPreview, kImport };

Result<http::Response> Take(record::Store& store, const content::Library& content, Deed deed,
                            const Context& context) {
    // The one right that stands for all three records of a list, as GET /session tells it.
    TRY(access::CheckRight(context.actor, access::Right::kCreate, "Group"));
    const auto parameters =
        TRY(WebParameters::Read(context.request.query, {"encoding", "mapping", "unit", "on",
                                                        "sha256", "name", "count", "rows"}));
    const Wanted wanted{.most = TRY(parameters.Number("count", kShown, 0, 1'000'000)),
                        .rows = TRY(parameters.Number("rows", 0, 0, 1)) == 1};
    const auto form = TRY(Form::Load(content, Date::FromDays(Today(store)).ToString()));
    const population::Request request{.file = context.request.body,
                                      .encoding = parameters.Text("encoding"),
                                      .mapping = parameters.Text("mapping"),
                                      .unit = parameters.Text("unit"),
                                      .on = parameters.Text("on"),
                                      .sha256 = parameters.Text("sha256")};
    const auto outcome = deed == Deed::kPreview
                             ? TRY(population::Preview(store, context.actor, form, request))
                             : TRY(population::Import(store, context.actor, form, request));
    const int status = deed == Deed::kPreview ? 200 : 201;
    if (context.request.header("accept").find("text/csv") != std::string_view::npos)
        return CsvAnswer(status, outcome);
    return JsonAnswer(status, deed == Deed::kPreview
                                  ? Describe(outcome, form, parameters.Text("name"), wanted)
                                  : DescribeResult(outcome, wanted));
}

// A list to begin with, in the columns that are understood.
Result<http::Response> Sample(record::Store& store, const content::Library& content,
                              const Context& context) {
    TRY(access::CheckRight(context.actor, access::Right::kCreate, "Group"));
    const auto form = TRY(Form::Load(content, Date::FromDays(Today(store)).ToString()));
    return http::Response{
        .status = 200,
        .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                    {"Content-Disposition", "attachment; filename=\"danh-sach-mau.csv\""}},
        .body = form.Sample(),
        .route = {}};
}

}  // namespace

Result<std::vector<Route>> PopulationImportRoutes(record::Store& store,
                                                  const content::Library& content) {
    // Read for each list, since the day decides the version; read once here, so that a mistake in
    // it stops the start and not the first user.
    TRY(Form::Load(content, Date::FromDays(Today(store)).ToString()));
    std::vector<Route> routes;
    for (const auto& [pattern, deed] :
         {std::pair("/api/v1/imports/population/preview", Deed::kPreview),
          std::pair("/api/v1/imports/population", Deed::kImport)}) {
        routes.push_back(
            {.method = "POST",
             .pattern = pattern,
             .action = [&store, content, deed = deed](
                           const Context& context) { return Take(store, content, deed, context); },
             .form = api::Form::kProblem});
    }
    routes.push_back(
        {.method = "GET",
         .pattern = "/api/v1/imports/population/sample",
         .action = [&store,
                    content](const Context& context) { return Sample(store, content, context); },
         .form = api::Form::kProblem});
    return routes;
}

}  // namespace tram::api::web
