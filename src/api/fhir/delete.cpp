// https://hl7.org/fhir/R4/http.html#delete and #3.1.0.7.1 (conditional delete of a single match)

#include "api/fhir/answer.h"
#include "api/fhir/interactions.h"

namespace tram::api::fhir {
namespace {

Result<http::Response> CommitDelete(const Parts& parts, const Context& context,
                                    const Wishes& wishes, record::Change change) {
    change.type = context.capture("type");
    change.if_match = TRY(ReadIfMatch(context.request.header("if-match")));
    std::vector<record::Change> changes;
    changes.push_back(std::move(change));
    const auto receipt = TRY(parts.store->Commit(context.actor, std::move(changes)));
    TRAM_CHECK(receipt.applied.size() == 1);
    if (wishes.returns == Return::kOutcome) return JsonAnswer(200, AllOk(), wishes);
    http::Response response{.status = 204, .headers = {}, .body = {}, .route = {}};
    // The version that the delete made: what was deleted twice has none the second time.
    if (receipt.applied[0].outcome == record::Outcome::kDeleted) {
        response.headers.emplace_back("ETag", ETag(receipt.applied[0].version.version));
    }
    return response;
}

}  // namespace

Result<http::Response> Delete(const Parts& parts, const Context& context) {
    const auto wishes = TRY(ReadWishes(context));
    TRY(AllowOnly(wishes, {}));
    return CommitDelete(
        parts, context, wishes,
        {.method = record::Method::kDelete, .id = std::string(context.capture("id"))});
}

Result<http::Response> ConditionalDelete(const Parts& parts, const Context& context) {
    const auto wishes = TRY(ReadWishes(context));
    record::Change change{.method = record::Method::kDelete};
    change.condition = TRY(ReadCondition(wishes));
    return CommitDelete(parts, context, wishes, std::move(change));
}

}  // namespace tram::api::fhir
