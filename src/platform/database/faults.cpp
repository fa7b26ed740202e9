#include "platform/database/faults.h"

#include <utility>

namespace tram::database {

Error TookTooLong(std::string detail) {
    return {
        .code = ErrorCode::kBusy,
        .message = "The request took longer than it may. Narrow it down, or try again later.",
        .message_vi = "Yêu cầu chạy lâu hơn mức cho phép. Xin thu hẹp điều kiện hoặc thử lại sau.",
        .detail = std::move(detail)};
}

Error LockedByOthers(std::string detail) {
    return {.code = ErrorCode::kBusy,
            .message = "The store is busy with other work. Try again in a moment.",
            .message_vi = "Kho dữ liệu đang bận việc khác. Xin thử lại sau giây lát.",
            .detail = std::move(detail)};
}

Error DiskFull(std::string detail) {
    return {.code = ErrorCode::kUnavailable,
            .message = "The disk that holds the store is full. Free some space, then try again.",
            .message_vi = "Ổ đĩa chứa kho dữ liệu đã đầy. Xin giải phóng dung lượng rồi thử lại.",
            .detail = std::move(detail)};
}

Error CannotReachDisk(std::string detail) {
    return {.code = ErrorCode::kUnavailable,
            .message =
                "The store cannot be read or written now. Check its disk and its folder's "
                "permissions, then try again.",
            .message_vi =
                "Hiện không đọc hoặc ghi được kho dữ liệu. Xin kiểm tra ổ đĩa và quyền truy "
                "cập thư mục rồi thử lại.",
            .detail = std::move(detail)};
}

Error ConnectionLost(std::string detail) {
    return {.code = ErrorCode::kUnavailable,
            .message =
                "The database does not answer. Try again in a moment; if it lasts, check that "
                "the database server runs and that its address is right.",
            .message_vi =
                "Cơ sở dữ liệu không trả lời. Xin thử lại sau giây lát; nếu vẫn vậy, xin "
                "kiểm tra máy chủ cơ sở dữ liệu và địa chỉ của nó.",
            .detail = std::move(detail)};
}

Error TooManyConnections(std::string detail) {
    return {.code = ErrorCode::kBusy,
            .message = "Too many requests are being answered at once. Try again in a moment.",
            .message_vi = "Đang có quá nhiều yêu cầu cùng lúc. Xin thử lại sau giây lát.",
            .detail = std::move(detail)};
}

Error AlreadyThere(std::string detail) {
    return {.code = ErrorCode::kConflict,
            .message = "An entry with the same key is in the store already.",
            .message_vi = "Kho dữ liệu đã có mục trùng khóa này.",
            .detail = std::move(detail)};
}

Error BrokenQuery(std::string detail) {
    return {.code = ErrorCode::kInternal,
            .message = "The store could not answer because of a fault of the program.",
            .message_vi =
                "Kho dữ liệu không trả lời được do lỗi của chương trình. Xin báo cho người "
                "quản trị.",
            .detail = std::move(detail)};
}

}  // namespace tram::database
