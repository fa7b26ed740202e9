#include "care/plan/paper.h"

#include <algorithm>

#include "fhir/json/writer.h"
#include "record/store/change.h"

namespace tram::plan {

Result<std::optional<Paper>> FindPaper(database::Connection& connection, const Plan& plan,
                                       std::span<const std::int64_t> path) {
    auto& rows = *TRY(connection.Prepare(
        "SELECT d.subject, d.id, s.version, d.number, d.created_on, d.signer, d.signer_title "
        "FROM reg_decisions d JOIN res s ON s.rid = d.rid "
        "WHERE d.kind = 'plan' AND d.plan = $1 ORDER BY d.created_on DESC, d.rid DESC"));
    rows.BindText(1, plan.id);
    std::optional<Paper> nearest;
    auto steps = path.size();  // up to the unit of `nearest`
    while (TRY(rows.Step())) {
        const auto place = static_cast<std::size_t>(
            std::find(path.begin(), path.end(), rows.Int(0)) - path.begin());
        if (place >= steps) continue;
        steps = place;
        const auto on = static_cast<int>(rows.Int(4));
        nearest = Paper{.id = std::string(rows.Text(1)),
                        .version = rows.Int(2),
                        .unit = rows.Int(0),
                        .number = std::string(rows.Text(3)),
                        .issued_on = Date{on / 10000, on / 100 % 100, on % 100},
                        .signer = std::string(rows.Text(5)),
                        .signer_title = std::string(rows.Text(6))};
    }
    return nearest;
}

Plan OnPaper(Plan plan, const std::optional<Paper>& paper) {
    if (!paper || paper->number.empty()) return plan;
    plan.number = paper->number;
    plan.issued_on = paper->issued_on;
    return plan;
}

record::Change PaperChange(const Plan& plan, std::string_view unit, const Paper& paper) {
    json::Writer out;
    out.BeginObject().Key("resourceType").String("Basic");
    if (!paper.id.empty()) out.Key("id").String(paper.id);
    out.Key("extension").BeginArray();
    for (const auto& [name, value] :
         {std::pair<std::string_view, const std::string&>{"document-number", paper.number},
          {"signer", paper.signer},
          {"signer-title", paper.signer_title}}) {
        if (value.empty()) continue;
        out.BeginObject().Key("url").String("urn:tram:ext:" + std::string(name));
        out.Key("valueString").String(value).EndObject();
    }
    out.EndArray().Key("code").BeginObject().Key("coding").BeginArray();
    for (const auto& [set, code] :
         {std::pair<std::string_view, std::string_view>{"decision", "plan"}, {"plan", plan.id}}) {
        out.BeginObject().Key("system").String("urn:tram:codes:" + std::string(set));
        out.Key("code").String(code).EndObject();
    }
    out.EndArray().EndObject().Key("subject").BeginObject().Key("reference");
    out.String("Organization/" + std::string(unit)).EndObject();
    out.Key("created").String(paper.issued_on.ToString()).EndObject();

    if (paper.id.empty())
        return record::MakeChange(record::Method::kCreate, "Basic", "", out.text());
    auto change = record::MakeChange(record::Method::kUpdate, "Basic", paper.id, out.text());
    change.if_match = paper.version;
    return change;
}

}  // namespace tram::plan
