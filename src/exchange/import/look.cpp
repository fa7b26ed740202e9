#include "exchange/import/look.h"

#include <algorithm>

#include "fhir/definitions/definitions.h"
#include "record/access/compartments.h"
#include "record/search/scope.h"
#include "record/store/faults.h"

namespace tram::import {

namespace {

using record::Change;
using record::Method;

bool Writes(const Change& change) {
    return change.method == Method::kCreate || change.method == Method::kUpdate;
}

Error WouldBeOutOfSight(const std::string& where) {
    return {.code = ErrorCode::kForbidden,
            .message =
                "this Patient names none of your units, so you could neither read nor mend "
                "it afterwards; add managingOrganization or a home (address) of one of "
                "your units, then import again",
            .message_vi =
                "Hồ sơ người này không ghi đơn vị nào của bạn, nên nhập xong chính bạn không xem, "
                "không sửa được. Thêm managingOrganization (đơn vị quản lý) hoặc nơi ở thuộc đơn "
                "vị bạn vào tệp rồi nhập lại.",
            .path = where.empty() ? "managingOrganization" : where + ".managingOrganization"};
}

}  // namespace

Result<Look::Known> Look::Find(std::string_view type, std::string_view id) {
    if (id.empty()) return Known{};
    auto& query = *TRY(reader_.connection().Prepare(
        "SELECT rid, home FROM res WHERE type = $1 AND id = $2 AND version > 0"));
    query.Bind(1, definitions::ResourceTypeNumber(type));
    query.BindText(2, id);
    Known known;
    if (TRY(query.Step())) known = {query.Int(0), query.Int(1)};
    query.Reset();
    return known;
}

Result<bool> Look::Opens(const Change& change) {
    for (const auto& opening : rules_.OpeningsOf(change.type, change.resource->root())) {
        if (opening.days.from_on > day_ || opening.days.to_on < day_) continue;
        const auto unit = TRY(Find("Organization", opening.unit));
        if (std::binary_search(actor_.units.begin(), actor_.units.end(), unit.rid)) return true;
    }
    return false;
}

Result<void> Look::CheckSight(const std::vector<Change>& changes) {
    if (actor_.unlimited()) return {};
    for (const auto& change : changes) {
        if (change.type != "Patient" || !Writes(change) || change.condition) continue;
        if (TRY(Find(change.type, change.id)).rid != 0) continue;  // the store decides
        bool open = false;
        for (const auto& other : changes) {
            if (open || !Writes(other)) continue;
            // A subject told as urn:uuid may be this one.
            const auto subject = access::CurrentCompartments().PatientOf(other.resource->root());
            const bool about = &other == &change ||
                               (other.type != "Patient" && (!subject || *subject == change.id));
            if (about) open = TRY(Opens(other));
        }
        if (!open) return WouldBeOutOfSight(change.where);
    }
    return {};
}

Result<record::Receipt> Look::Preview(std::vector<Change> changes) {
    TRY(CheckSight(changes));
    TRY(store_.Prepare(actor_, changes, record::Priority::kBulk));
    record::Receipt receipt;
    for (const auto& change : changes) {
        const auto known = TRY(Find(change.type, change.id));
        auto& applied = receipt.applied.emplace_back();
        applied.outcome = change.method == Method::kDelete ? record::Outcome::kDeleted
                          : known.rid != 0                 ? record::Outcome::kUpdated
                                                           : record::Outcome::kCreated;
        if (known.rid == 0 || actor_.unlimited() || access::IsCommonType(change.type)) continue;
        const record::Rid home[] = {known.home};
        if (TRY(record::OpenHomes(reader_.connection(), actor_.units, day_, home)).empty())
            return record::At(record::OutOfSight(change.type), change.where);
    }
    for (const auto& change : changes) ++types_[change.type];
    return receipt;
}

}  // namespace tram::import
