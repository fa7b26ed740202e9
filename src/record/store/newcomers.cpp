#include "record/store/newcomers.h"

#include <algorithm>

namespace tram::record {

Result<bool> Newcomers::Opens(const Record& record) {
    for (const auto& unit : openings_.UnitsOpenedTo(record.type, record.resource, day_)) {
        const auto rid = TRY(find_unit_(unit));
        if (std::binary_search(actor_.units.begin(), actor_.units.end(), rid)) return true;
    }
    return false;
}

Result<bool> Newcomers::WillBeSeen(std::string_view patient) {
    for (const auto about : {patient, std::string_view()}) {
        const auto [begin, end] = records_.equal_range(about);
        for (auto record = begin; record != end; ++record) {
            if (TRY(Opens(record->second))) return true;
        }
    }
    return false;
}

Error WouldBeOutOfSight() {
    return {.code = ErrorCode::kInvalid,
            .message =
                "this Patient names none of your units, so you could neither read nor mend it "
                "afterwards; add managingOrganization or a home (address) of one of your units, "
                "then send it again",
            .message_vi =
                "Hồ sơ người này không ghi đơn vị nào của bạn, nên ghi xong chính bạn không xem, "
                "không sửa được. Thêm managingOrganization (đơn vị quản lý) hoặc nơi ở thuộc đơn "
                "vị bạn rồi gửi lại.",
            .path = "Patient.managingOrganization"};
}

}  // namespace tram::record
