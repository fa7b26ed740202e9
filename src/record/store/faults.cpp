#include "record/store/faults.h"

namespace tram::record {
namespace {

std::string Name(std::string_view type, std::string_view id) {
    return std::string(type) + "/" + std::string(id);
}

}  // namespace

Error NoSuchResource(std::string_view type, std::string_view id) {
    return {.code = ErrorCode::kNotFound,
            .message = "there is no " + Name(type, id) + ", or none you may see",
            .message_vi = "Không có " + Name(type, id) + ", hoặc ngoài phạm vi bạn được xem."};
}

Error WasDeleted(std::string_view type, std::string_view id) {
    return {.code = ErrorCode::kDeleted,
            .message = Name(type, id) + " has been deleted; its history still has it",
            .message_vi = Name(type, id) + " đã bị xóa; có thể xem lại trong lịch sử."};
}

Error OutOfSight(std::string_view type) {
    return {.code = ErrorCode::kForbidden,
            .message = "this " + std::string(type) +
                       " belongs to a record outside your units; ask "
                       "a unit that cares for the person, or refer the person to yours",
            .message_vi =
                "Hồ sơ này thuộc nơi ngoài phạm vi đơn vị của bạn. Hãy liên hệ đơn vị đang "
                "quản lý hoặc tiếp nhận người bệnh về đơn vị mình."};
}

Error StaleVersion(std::int64_t known, std::int64_t present) {
    return {.code = ErrorCode::kVersionConflict,
            .message = "you knew version " + std::to_string(known) + ", the record is at version " +
                       std::to_string(present) + " by now; read it again, then repeat your change",
            .message_vi = "Bạn đang sửa phiên bản " + std::to_string(known) +
                          ", hồ sơ nay đã ở phiên bản " + std::to_string(present) +
                          ". Hãy tải lại rồi sửa tiếp."};
}

Error SeveralMatches(std::string_view type) {
    return {.code = ErrorCode::kMultipleMatches,
            .message = "the condition selects more than one " + std::string(type) +
                       "; add criteria until it selects one",
            .message_vi = "Điều kiện khớp với nhiều hơn một " + std::string(type) +
                          ". Hãy thêm tiêu chí để chỉ còn một."};
}

Error StoreIsDown(std::string detail) {
    return {.code = ErrorCode::kUnavailable,
            .message =
                "the store cannot write just now and nothing of this was kept; check the free "
                "space of its disk or the line to its database, then try again",
            .message_vi =
                "Hiện chưa ghi được và chưa có gì được lưu. Hãy kiểm tra dung lượng ổ đĩa "
                "hoặc kết nối cơ sở dữ liệu rồi thử lại.",
            .detail = std::move(detail)};
}

Error RegistersAreBuilt(std::string detail) {
    return {.code = ErrorCode::kBusy,
            .message =
                "a register that this needs is being built anew after a change of content; "
                "records can be read and written meanwhile, try this again in a minute",
            .message_vi =
                "Sổ dữ liệu cần cho việc này đang được lập lại sau khi nội dung thay đổi. Vẫn "
                "xem và ghi hồ sơ được; hãy thử lại việc này sau một phút.",
            .detail = std::move(detail)};
}

Error ClosedForWriting() {
    return {.code = ErrorCode::kUnavailable,
            .message = "the store is closing; try again in a moment",
            .message_vi = "Hệ thống đang dừng. Hãy thử lại sau giây lát."};
}

Error DiskLostWrites() {
    return {
        .code = ErrorCode::kUnavailable,
        .message =
            "the disk reported that it lost data given to it; nothing more is written or "
            "shown until the program is started anew: check the disk, start again, run tram "
            "check",
        .message_vi =
            "Ổ đĩa báo mất dữ liệu đã gửi nên hệ thống ngừng đọc, ghi cho đến khi khởi động lại. "
            "Hãy kiểm tra ổ đĩa, khởi động lại rồi chạy tram check."};
}

Error OutcomeUnknown() {
    return {.code = ErrorCode::kUnavailable,
            .message =
                "the disk failed or the line to the database broke while this was being written, "
                "and it cannot be told yet whether it was kept; read the record before you repeat "
                "the change",
            .message_vi =
                "Ổ đĩa lỗi hoặc mất kết nối cơ sở dữ liệu khi đang ghi nên chưa biết đã lưu hay "
                "chưa. Hãy tải lại hồ sơ trước khi gửi lại."};
}

Error At(Error error, std::string_view where) {
    if (where.empty()) return error;
    const auto put = [&](Error& each) {
        each.path = each.path.empty() || each.path.starts_with('[')
                        ? std::string(where) + each.path
                        : std::string(where) + "." + each.path;
    };
    put(error);
    for (auto& other : error.others) put(other);
    return error;
}

}  // namespace tram::record
