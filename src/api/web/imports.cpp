#include "api/web/imports.h"

#include "api/web/json_body.h"
#include "api/web/parameters.h"
#include "base/background.h"
#include "exchange/import/import.h"
#include "fhir/json/writer.h"

namespace tram::api::web {

namespace {

constexpr std::size_t kMostUnpacked = std::size_t{256} << 20;

std::string Describe(const import::Tally& tally) {
    json::Writer out;
    out.BeginObject().Key("created").Number(tally.created).Key("updated").Number(tally.updated);
    out.Key("unchanged").Number(tally.unchanged).Key("deleted").Number(tally.deleted);
    out.Key("errors_total").Number(tally.refused).Key("errors").BeginArray();
    for (const auto& problem : tally.problems) {
        out.BeginObject().Key("place").String(problem.place).Key("path").String(problem.error.path);
        out.Key("detail")
            .String(problem.error.message_vi)
            .Key("detail_en")
            .String(problem.error.message);
        out.EndObject();
    }
    out.EndArray().EndObject();
    return out.Take();
}

Result<import::Tally> ImportText(record::Store& store, const Context& context,
                                 std::int64_t first_line) {
    // What begins at a later line is a piece of a file that the sender has opened already.
    const auto pieces = first_line > 1
                            ? import::PieceReader::Of(context.request.body, first_line)
                            : TRY(import::PieceReader::OfFile(context.request.body, kMostUnpacked));
    import::Tally tally;
    while (const auto piece = TRY(pieces->Next())) {
        tally.Add(TRY(import::ImportPiece(store, context.actor, *piece)));
    }
    return tally;
}

Result<http::Response> ImportFhir(record::Store& store, const Context& context) {
    const auto parameters = TRY(WebParameters::Read(context.request.query, {"first_line"}));
    const auto first_line = TRY(parameters.Number("first_line", 1, 1, std::int64_t{1} << 40));
    Result<import::Tally> tally = import::Tally();
    RunInBackground([&] { tally = ImportText(store, context, first_line); });
    return JsonAnswer(201, Describe(TRY(std::move(tally))));
}

}  // namespace

std::vector<Route> ImportRoutes(record::Store& store) {
    return {Route{.method = "POST",
                  .pattern = "/api/v1/imports/fhir",
                  .action = [&store](const Context& context) { return ImportFhir(store, context); },
                  .form = Form::kProblem}};
}

}  // namespace tram::api::web
