#include "record/access/reserved.h"

#include <fmt/format.h>

#include "fhir/definitions/definitions.h"
#include "platform/content/yaml.h"
#include "record/access/in_force.h"

namespace tram::access {
namespace {

InForce<Reserved>& Kept() {
    static InForce<Reserved> kept("roles/reserved.yaml");
    return kept;
}

// A rule that cannot be asked of a record holds: better one refused than one that deceives.
bool Holds(const fhirpath::Expression& where, json::Value resource) {
    if (!resource) return false;
    const auto holds = where.Test({.resource = resource});
    return !holds || *holds;
}

}  // namespace

Result<Reserved> Reserved::Parse(std::string_view text, std::string_view file) {
    const auto root = TRY(content::Yaml::Parse(text, file));
    TRY(root.AllowOnly({"id", "title", "source", "checked", "reserved"}));
    Reserved read;
    for (const auto& item : TRY(TRY(root.Get("reserved")).Items())) {
        TRY(item.AllowOnly({"type", "where", "id_begins", "instead"}));
        const auto type_place = TRY(item.Get("type"));
        const auto type = TRY(type_place.Text());
        if (definitions::ResourceTypeNumber(type) == 0) {
            return type_place.Fault(
                ErrorCode::kInvalid, fmt::format("'{}' is no resource type of FHIR R4", type),
                fmt::format("'{}' không phải là loại tài nguyên của FHIR R4", type));
        }
        const auto instead = TRY(item.Get("instead"));
        Rule rule{.where = {},
                  .id_begins = {},
                  .instead = TRY(TRY(instead.Get("en")).Text()),
                  .instead_vi = TRY(TRY(instead.Get("vi")).Text())};
        if (const auto begins = TRY(item.Find("id_begins")); begins.present()) {
            rule.id_begins = TRY(begins.Text());
            read.rules_[type].push_back(std::move(rule));
            continue;
        }
        const auto where = TRY(item.Get("where"));
        auto expression = fhirpath::Compile(TRY(where.Text()), type);
        if (!expression) {
            return where.Fault(ErrorCode::kInvalid, "is no FHIRPath: " + expression.error().message,
                               "không phải là FHIRPath đúng: " + expression.error().message_vi);
        }
        rule.where = std::move(*expression);
        read.rules_[type].push_back(std::move(rule));
    }
    return read;
}

Result<void> Reserved::Check(const Actor& actor, std::string_view type, std::string_view id,
                             json::Value before, json::Value after) const {
    const auto rules = rules_.find(type);
    if (rules == rules_.end() || actor.role == SystemActor().role) return {};
    for (const auto& rule : rules->second) {
        const bool holds = rule.where ? Holds(*rule.where, before) || Holds(*rule.where, after)
                                      : id.starts_with(rule.id_begins);
        if (!holds) continue;
        return Error{.code = ErrorCode::kForbidden,
                     .message = fmt::format("a {} of this kind is written by the program alone; "
                                            "use {} instead",
                                            type, rule.instead),
                     .message_vi = fmt::format("Hồ sơ {} loại này chỉ chương trình được ghi. Hãy "
                                               "dùng chức năng: {}.",
                                               type, rule.instead_vi)};
    }
    return {};
}

const Reserved& CurrentReserved() {
    return Kept().Get();
}

void SetReserved(Reserved reserved) {
    Kept().Put(std::move(reserved));
}

Actor InTheNameOf(const Actor& actor) {
    auto program = SystemActor();
    program.user = actor.user;
    return program;
}

}  // namespace tram::access
