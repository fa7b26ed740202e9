#include <algorithm>
#include <unordered_map>

#include "fhir/definitions/definitions.h"
#include "platform/database/by_set.h"
#include "record/search/cursor.h"
#include "record/search/scope.h"
#include "record/search/search.h"

namespace tram::record {
namespace {

using database::Statement;
using definitions::SearchKind;

std::int64_t P(const Scope& scope, const definitions::SearchParameter& parameter) {
    return scope.dictionary().P(parameter, search::Facet::kValue);
}

// The parameters by which a resource of any type stands in a Patient compartment.
std::vector<std::int64_t> CompartmentPlaces(const Scope& scope) {
    std::vector<std::int64_t> places;
    for (const auto* type : definitions::ResourceTypes()) {
        for (const auto code : definitions::CompartmentParameters("Patient", type->name)) {
            const auto* parameter = definitions::FindSearchParameter(type->name, code);
            if (parameter && parameter->kind == SearchKind::kReference) {
                places.push_back(P(scope, *parameter));
            }
        }
    }
    return places;
}

bool StandsInPatientCompartment(std::string_view type) {
    return type == "Patient" || !definitions::CompartmentParameters("Patient", type).empty();
}

// Whom and what the records of a person refer to, other people's records left out.
Result<Rids> Supporting(Scope& scope, const Rids& records) {
    constexpr int kMostRounds = 5;
    std::vector<std::int64_t> types;
    for (const auto* type : definitions::ResourceTypes()) {
        if (!StandsInPatientCompartment(type->name)) {
            types.push_back(definitions::ResourceTypeNumber(type->name));
        }
    }
    Rids found;
    Rids fresh = records;
    auto& connection = scope.connection();
    for (int round = 0; round < kMostRounds && !fresh.empty(); ++round) {
        auto targets =
            TRY(scope.Column(database::SelectBySet(connection, "v", "ref", "rid", 1, "v > 0"),
                             [&](Statement& query) { query.BindSet(1, fresh); }));
        SortUnique(targets);
        targets = Without(Without(targets, records), found);
        auto of_types = TRY(scope.Column(
            database::SelectBySet(connection, "rid", "res", "rid", 1, connection.InSet("type", 2)),
            [&](Statement& query) {
                query.BindSet(1, targets);
                query.BindSet(2, types);
            }));
        SortUnique(of_types);
        fresh = TRY(scope.Reachable(of_types));
        found = Unite(found, fresh);
    }
    return found;
}

using Options = Searcher::EverythingOptions;

// Records of the person with a clinical date outside of what was asked are left out; one without
// a date stays.
Result<Rids> WithinDates(Scope& scope, Rid patient, Rids records, const Options& options) {
    if (!options.start_millis && !options.end_millis) return records;
    const auto person = TRY(scope.One("SELECT person FROM res WHERE rid = $1",
                                      [&](Statement& query) { query.Bind(1, patient); }));
    const auto dates = TRY(scope.TwoColumns("SELECT rid, neg_date FROM pcd WHERE person = $1",
                                            [&](Statement& query) { query.Bind(1, person); }));
    std::unordered_map<Rid, std::int64_t> date_of;
    for (const auto& [rid, negated] : dates) date_of[rid] = -negated;
    std::erase_if(records, [&](Rid rid) {
        const auto date = date_of.find(rid);
        if (rid == patient || date == date_of.end() ||
            date->second == search::DateValue::kOpenLow) {
            return false;
        }
        return (options.start_millis && date->second < *options.start_millis) ||
               (options.end_millis && date->second > *options.end_millis);
    });
    return records;
}

// _type and _since.
Result<Rids> Wanted(Scope& scope, const Rids& rids, const Options& options) {
    std::vector<std::int64_t> types;
    for (const auto& type : options.types) {
        types.push_back(definitions::ResourceTypeNumber(type));
    }
    const auto sql = database::SelectBySet(
        scope.connection(), "rid", "res", "rid", 1,
        types.empty() ? "at > $2" : "at > $2 AND " + scope.connection().InSet("type", 3));
    auto wanted = TRY(scope.Column(sql, [&](Statement& query) {
        query.BindSet(1, rids);
        query.Bind(2, options.since_micros.value_or(-1));
        if (!types.empty()) query.BindSet(3, types);
    }));
    SortUnique(wanted);
    return wanted;
}

std::string ContextOf(const access::Actor& actor, std::string_view patient_id,
                      const Options& options) {
    std::string context = "everything\n" + actor.user + "\n" + std::string(patient_id) + "\n";
    for (const auto& type : options.types) context += type + ",";
    for (const auto& bound : {options.start_millis, options.end_millis, options.since_micros}) {
        context += "\n" + (bound ? std::to_string(*bound) : std::string("-"));
    }
    return context;
}

Error NoSuchPatient(std::string_view id) {
    return {.code = ErrorCode::kNotFound,
            .message = "there is no Patient/" + std::string(id),
            .message_vi = "Không có hồ sơ Patient/" + std::string(id) + "."};
}

}  // namespace

// https://hl7.org/fhir/R4/patient-operation-everything.html
Result<SearchResult> Searcher::Everything(database::Connection& connection,
                                          const access::Actor& actor, std::string_view patient_id,
                                          const EverythingOptions& options) const {
    TRY(access::CheckRight(actor, access::Right::kRead, "Patient"));
    Scope scope(connection, dictionary_, actor, Today(), limits_.total_budget, limits_.few);
    const auto patient = TRY(dictionary_.FindRid(connection, "Patient", patient_id));
    if (!patient || TRY(scope.Reachable("Patient", Rids{*patient})).empty()) {
        return NoSuchPatient(patient_id);
    }
    const auto places = CompartmentPlaces(scope);
    auto records =
        TRY(scope.Column("SELECT rid FROM ref WHERE " + connection.InSet("p", 1) + " AND v = $2",
                         [&](Statement& query) {
                             query.BindSet(1, places);
                             query.Bind(2, *patient);
                         }));
    records.push_back(*patient);
    SortUnique(records);
    records = TRY(scope.Reachable(records));
    records = TRY(WithinDates(scope, *patient, std::move(records), options));
    const auto supporting = TRY(Supporting(scope, records));
    // Oldest first and the person before all: what is added meanwhile comes at the end.
    auto all = TRY(Wanted(scope, Unite(records, supporting), options));
    const auto person_at = std::lower_bound(all.begin(), all.end(), *patient);
    if (person_at != all.end() && *person_at == *patient) {
        std::rotate(all.begin(), person_at, person_at + 1);
    }

    const auto context = ContextOf(actor, patient_id, options);
    auto next = all.begin();
    if (!options.cursor.empty()) {
        const auto cursor = TRY(OpenCursor(seal_key_, context, options.cursor));
        const auto last = cursor.position.rid;
        next = std::find_if(all.begin(), all.end(), [&](Rid rid) {
            return rid != *patient && (last == *patient || rid > last);
        });
    }
    SearchResult result;
    result.total = static_cast<std::int64_t>(all.size());
    const auto count = std::clamp<std::int64_t>(options.count, 1, limits_.most_count);
    for (; next != all.end() && static_cast<std::int64_t>(result.hits.size()) < count; ++next) {
        const bool included = std::binary_search(supporting.begin(), supporting.end(), *next);
        result.hits.push_back({*next, included});
    }
    if (next != all.end()) {
        const Cursor cursor{.position = {.rid = result.hits.back().rid}};
        result.next = SealCursor(seal_key_, context, cursor);
    }
    return result;
}

}  // namespace tram::record
