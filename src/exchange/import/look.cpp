#include "exchange/import/look.h"

#include "fhir/definitions/definitions.h"
#include "record/access/compartments.h"
#include "record/search/scope.h"
#include "record/store/faults.h"
#include "record/store/newcomers.h"

namespace tram::import {

namespace {

using record::Change;
using record::Method;

bool Writes(const Change& change) {
    return change.method == Method::kCreate || change.method == Method::kUpdate;
}

}  // namespace

Result<Look::Known> Look::Find(std::string_view type, std::string_view id) {
    if (id.empty()) return Known{};
    auto& query = *TRY(reader_.connection().Prepare(
        "SELECT rid, home, version FROM res WHERE type = $1 AND id = $2"));
    query.Bind(1, definitions::ResourceTypeNumber(type));
    query.BindText(2, id);
    Known known;
    if (TRY(query.Step())) known = {query.Int(0), query.Int(1), query.Int(2) > 0};
    query.Reset();
    return known;
}

Result<bool> Look::Sees(record::Rid home) {
    const record::Rid homes[] = {home};
    return !TRY(record::OpenHomes(reader_.connection(), actor_.units, day_, homes)).empty();
}

Result<void> Look::CheckNewcomers(const std::vector<Change>& changes) {
    const auto* openings = store_.openings();
    if (actor_.unlimited() || !openings) return {};
    record::Newcomers newcomers(*openings, actor_, day_,
                                [this](std::string_view id) -> Result<record::Rid> {
                                    return TRY(Find("Organization", id)).rid;
                                });
    std::vector<std::string> names;  // of each change; no id looks like those made up here
    for (const auto& change : changes)
        names.push_back(change.id.empty() ? "#" + std::to_string(names.size()) : change.id);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (!Writes(changes[i])) continue;
        const auto root = changes[i].resource->root();
        // A subject told as urn:uuid may be any of those who are new.
        const std::string_view about =
            changes[i].type == "Patient"
                ? names[i]
                : access::CurrentCompartments().PatientOf(root).value_or("");
        newcomers.Add(about, changes[i].type, root);
    }
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const auto& change = changes[i];
        // What a condition finds is known when it is stored.
        if (change.type != "Patient" || !Writes(change) || change.condition) continue;
        const auto known = TRY(Find(change.type, change.id));
        if (known.stored || TRY(newcomers.WillBeSeen(names[i]))) continue;
        if (known.rid != 0 && TRY(Sees(known.rid))) continue;
        return record::At(record::WouldBeOutOfSight(), change.where);
    }
    return {};
}

Result<record::Receipt> Look::Preview(std::vector<Change> changes) {
    TRY(store_.Prepare(actor_, changes, record::Priority::kBulk));
    TRY(CheckNewcomers(changes));
    record::Receipt receipt;
    for (const auto& change : changes) {
        const auto known = TRY(Find(change.type, change.id));
        auto& applied = receipt.applied.emplace_back();
        applied.outcome = change.method == Method::kDelete ? record::Outcome::kDeleted
                          : known.stored                   ? record::Outcome::kUpdated
                                                           : record::Outcome::kCreated;
        if (!known.stored || actor_.unlimited() || access::IsCommonType(change.type)) continue;
        if (!TRY(Sees(known.home)))
            return record::At(record::OutOfSight(change.type), change.where);
    }
    for (const auto& change : changes) ++types_[change.type];
    return receipt;
}

}  // namespace tram::import
