#include "record/access/actor.h"

#include <fmt/format.h>

#include <algorithm>

#include "record/access/compartments.h"

namespace tram::access {

namespace {

bool Covers(const std::vector<std::string>& types, std::string_view type) {
    return std::any_of(types.begin(), types.end(),
                       [&](const std::string& listed) { return listed == "*" || listed == type; });
}

bool Allows(const Role& role, Right right, std::string_view type) {
    switch (right) {
        case Right::kRead:
        case Right::kHistory:
            // Without a right to names a person's records are out of reach, and staff by name,
            // whatever else is listed.
            if (IsCommonType(type)) return role.names || !CurrentCompartments().NamesStaff(type);
            return role.names && Covers(role.reads, type);
        case Right::kCreate:
        case Right::kUpdate:
            return Covers(role.writes, type);
        case Right::kDelete:
            return Covers(role.deletes, type);
    }
    return false;
}

struct Words {
    std::string_view english, vietnamese;
};

Words WordsFor(Right right) {
    switch (right) {
        case Right::kRead:
            return {"read", "xem"};
        case Right::kHistory:
            return {"read the history of", "xem lịch sử"};
        case Right::kCreate:
            return {"create", "tạo"};
        case Right::kUpdate:
            return {"change", "sửa"};
        case Right::kDelete:
            return {"delete", "xóa"};
    }
    return {"use", "dùng"};
}

}  // namespace

Actor SystemActor() {
    static const auto role = [] {
        auto system = std::make_shared<Role>();
        system->id = "system";
        system->title = "The program itself";
        system->title_vi = "Chính chương trình";
        system->unlimited = system->names = system->administrator = true;
        system->reads = system->writes = system->deletes = {"*"};
        return std::shared_ptr<const Role>(std::move(system));
    }();
    return {.user = "system", .role = role};
}

Result<void> CheckRight(const Actor& actor, Right right, std::string_view type) {
    if (!actor.role) {
        return Error{.code = ErrorCode::kUnauthenticated,
                     .message = "sign in first",
                     .message_vi = "hãy đăng nhập trước"};
    }
    if (Allows(*actor.role, right, type)) return {};
    const auto words = WordsFor(right);
    return Error{
        .code = ErrorCode::kForbidden,
        .message = fmt::format("the role '{}' may not {} {}; ask an administrator if you need to",
                               actor.role->id, words.english, type),
        .message_vi =
            fmt::format("vai trò '{}' không được {} {}; nếu cần, hãy hỏi người quản trị",
                        actor.role->title_vi.empty() ? actor.role->id : actor.role->title_vi,
                        words.vietnamese, type)};
}

}  // namespace tram::access
