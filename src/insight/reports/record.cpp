#include "insight/reports/record.h"

#include "fhir/search/query.h"
#include "record/store/change.h"

namespace tram::reports {
namespace {

search::Parameters Ours() {
    return {{"type", "urn:tram:codes:document|periodic-report"},
            {"_sort", "-_lastUpdated"},
            {"_count", "500"}};
}

// Found by the program, whatever the role: a report holds figures and no names, and who may see
// whose is decided by unit. The audit notes the reader.
Result<std::vector<Report>> Find(record::Reader& reader, const access::Actor& actor,
                                 const search::Parameters& parameters, int zone_minutes) {
    const auto query =
        TRY(search::ParseQuery("Composition", parameters, search::Handling::kStrict, zone_minutes));
    const auto found = TRY(reader.Search(access::SystemActor(), query));
    std::vector<Report> reports;
    for (const auto& version : TRY(reader.Load(actor, found.hits))) {
        if (auto report = ReadReport(version); report) reports.push_back(std::move(*report));
    }
    return reports;
}

}  // namespace

Result<std::vector<Report>> ListReports(record::Reader& reader, const access::Actor& actor,
                                        int zone_minutes) {
    return Find(reader, actor, Ours(), zone_minutes);
}

Result<std::vector<Submission>> ListSubmissions(record::Reader& reader, const access::Actor& actor,
                                                std::int32_t from, std::int32_t to,
                                                int zone_minutes) {
    std::vector<Submission> submissions;
    for (const auto& one : TRY(ListReports(reader, actor, zone_minutes))) {
        if (one.from != from || one.to != to || one.template_id != kHandedIn) continue;
        submissions.push_back({one.unit, one.state(),
                               one.steps.empty() ? one.written_on : one.steps.back().on,
                               one.SentOn()});
    }
    return submissions;
}

Result<Report> FindReport(record::Reader& reader, const access::Actor& actor, std::string_view id,
                          int zone_minutes) {
    auto parameters = Ours();
    parameters.emplace_back("_id", id);
    auto found = TRY(Find(reader, actor, parameters, zone_minutes));
    if (!found.empty()) return std::move(found.front());
    return Error{.code = ErrorCode::kNotFound,
                 .message = "no such report",
                 .message_vi = "Không có báo cáo này.",
                 .path = "id"};
}

record::Change ReportChange(const Report& report) {
    const auto body = ReportRecord(report);
    if (report.id.empty())
        return record::MakeChange(record::Method::kCreate, "Composition", "", body);
    auto change = record::MakeChange(record::Method::kUpdate, "Composition", report.id, body);
    change.if_match = report.version;
    return change;
}

Result<bool> HoldsSynthetic(record::Reader& reader, int zone_minutes) {
    const auto query = TRY(
        search::ParseQuery("Patient", {{"_tag", "urn:tram:codes:tag|synthetic"}, {"_count", "1"}},
                           search::Handling::kStrict, zone_minutes));
    return !TRY(reader.Search(access::SystemActor(), query)).hits.empty();
}

}  // namespace tram::reports
