#include "api/web/imports.h"

#include "api/web/figure_answer.h"
#include "api/web/figures.h"
#include "api/web/json_body.h"
#include "api/web/parameters.h"
#include "api/web/words.h"
#include "base/background.h"
#include "exchange/import/import.h"
#include "exchange/import/look.h"
#include "fhir/json/writer.h"

namespace tram::api::web {

namespace {

constexpr std::size_t kMostUnpacked = std::size_t{256} << 20;

void PutErrors(json::Writer& out, const import::Tally& tally) {
    out.Key("errors_total").Number(tally.refused).Key("errors").BeginArray();
    for (const auto& problem : tally.problems) {
        out.BeginObject().Key("place").String(problem.place).Key("path").String(problem.error.path);
        out.Key("detail")
            .String(problem.error.message_vi)
            .Key("detail_en")
            .String(problem.error.message);
        out.EndObject();
    }
    out.EndArray();
}

// Reads what was sent and hands it on, piece by piece.
Result<import::Tally> TakeText(const Context& context, std::int64_t first_line,
                               const import::Put& put) {
    // What begins at a later line is a piece of a file that the sender has opened already.
    const auto pieces = first_line > 1
                            ? import::PieceReader::Of(context.request.body, first_line)
                            : TRY(import::PieceReader::OfFile(context.request.body, kMostUnpacked));
    import::Tally tally;
    while (const auto piece = TRY(pieces->Next())) {
        tally.Add(TRY(import::TakePiece(put, *piece)));
    }
    return tally;
}

Result<std::int64_t> FirstLine(const Context& context) {
    const auto parameters = TRY(WebParameters::Read(context.request.query, {"first_line"}));
    return parameters.Number("first_line", 1, 1, std::int64_t{1} << 40);
}

Result<http::Response> ImportFhir(record::Store& store, const Context& context) {
    const auto first_line = TRY(FirstLine(context));
    const auto put = [&](std::vector<record::Change> changes) {
        return store.Commit(context.actor, std::move(changes), record::Priority::kBulk);
    };
    Result<import::Tally> taken = import::Tally();
    RunInBackground([&] { taken = TakeText(context, first_line, put); });
    const auto tally = TRY(std::move(taken));
    json::Writer out;
    out.BeginObject().Key("created").Number(tally.created).Key("updated").Number(tally.updated);
    out.Key("unchanged").Number(tally.unchanged).Key("deleted").Number(tally.deleted);
    PutErrors(out, tally);
    out.EndObject();
    return JsonAnswer(201, out.Take());
}

Result<http::Response> PreviewFhir(record::Store& store, const Context& context) {
    const auto first_line = TRY(FirstLine(context));
    const auto reader = TRY(store.Read());
    import::Look look(store, context.actor, *reader, Today(store));
    Result<import::Tally> taken = import::Tally();
    RunInBackground([&] {
        taken = TakeText(context, first_line, [&](std::vector<record::Change> changes) {
            return look.Preview(std::move(changes));
        });
    });
    const auto tally = TRY(std::move(taken));
    json::Writer out;
    out.BeginObject().Key("new").Number(tally.created).Key("there").Number(tally.updated);
    out.Key("deleted").Number(tally.deleted).Key("types").BeginArray();
    for (const auto& [type, count] : look.types()) {
        out.BeginObject().Key("type").String(type);
        PutBoth(out, "title", WordFor("type", type), EnglishFor("type", type));
        out.Key("count").Number(count).EndObject();
    }
    out.EndArray();
    PutErrors(out, tally);
    out.EndObject();
    return JsonAnswer(200, out.Take());
}

}  // namespace

std::vector<Route> ImportRoutes(record::Store& store) {
    using Function = Result<http::Response> (*)(record::Store&, const Context&);
    const std::pair<const char*, Function> table[] = {
        {"/api/v1/imports/fhir", ImportFhir}, {"/api/v1/imports/fhir/preview", PreviewFhir}};
    std::vector<Route> routes;
    for (const auto& [pattern, function] : table) {
        routes.push_back(
            {.method = "POST",
             .pattern = pattern,
             .action = [&store, function = function](
                           const Context& context) { return function(store, context); },
             .form = Form::kProblem});
    }
    return routes;
}

}  // namespace tram::api::web
