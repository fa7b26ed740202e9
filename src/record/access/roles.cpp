#include "record/access/roles.h"

#include <fmt/format.h>

#include <algorithm>

#include "fhir/definitions/definitions.h"
#include "platform/content/yaml.h"

namespace tram::access {

namespace {

Result<std::vector<std::string>> ReadTypes(const content::Yaml& root, const std::string& key) {
    const auto list = TRY(root.Find(key));
    std::vector<std::string> types;
    if (!list.present()) return types;
    for (const auto& item : TRY(list.Items())) {
        auto type = TRY(item.Text());
        if (type != "*" && definitions::ResourceTypeNumber(type) == 0) {
            return item.Fault(ErrorCode::kInvalid,
                              fmt::format("'{}' is no resource type of FHIR R4", type),
                              fmt::format("'{}' không phải là loại tài nguyên của FHIR R4", type));
        }
        types.push_back(std::move(type));
    }
    return types;
}

Result<bool> ReadFlag(const content::Yaml& root, const std::string& key) {
    const auto flag = TRY(root.Find(key));
    if (!flag.present()) return false;
    return flag.Boolean();
}

// Without names no person's record may be read, so such a role listing one is a mistake to be told.
Result<void> RefuseNamelessPersons(const content::Yaml& root, const Role& role) {
    if (role.names) return {};
    for (const auto* types : {&role.reads, &role.writes, &role.deletes}) {
        for (const auto& type : *types) {
            if (type != "*" && IsCommonType(type)) continue;
            return root.Fault(
                ErrorCode::kInvalid,
                fmt::format(
                    "lists '{}', which holds what is known of persons, but has no right to names; "
                    "drop the type or set names: true",
                    type),
                fmt::format("có '{}' là hồ sơ cá nhân, nhưng vai trò này không được xem tên; hãy "
                            "bỏ loại đó "
                            "hoặc đặt names: true",
                            type));
        }
    }
    return {};
}

bool IsRoleFile(std::string_view path) {
    return path.ends_with(".yaml") && path != "roles/compartments.yaml" &&
           path != "roles/reserved.yaml" && path != "roles/visibility.yaml";
}

}  // namespace

Result<Role> ParseRole(std::string_view text, std::string_view file) {
    const auto root = TRY(content::Yaml::Parse(text, file));
    TRY(root.AllowOnly({"id", "title", "source", "checked", "names", "unlimited", "administrator",
                        "reads", "writes", "deletes", "places"}));
    Role role;
    role.id = TRY(TRY(root.Get("id")).Text());
    const auto title = TRY(root.Get("title"));
    role.title = TRY(TRY(title.Get("en")).Text());
    role.title_vi = TRY(TRY(title.Get("vi")).Text());
    TRY(TRY(root.Get("source")).Text());
    TRY(TRY(root.Get("checked")).Boolean());
    role.names = TRY(TRY(root.Get("names")).Boolean());
    role.unlimited = TRY(ReadFlag(root, "unlimited"));
    role.administrator = TRY(ReadFlag(root, "administrator"));
    role.reads = TRY(ReadTypes(root, "reads"));
    role.writes = TRY(ReadTypes(root, "writes"));
    role.deletes = TRY(ReadTypes(root, "deletes"));
    role.places = TRY(TRY(root.Find("places")).Texts());
    TRY(RefuseNamelessPersons(root, role));
    return role;
}

Result<Roles> Roles::Load(const content::Library& library) {
    Roles roles;
    bool has_administrator = false;
    for (const auto& file : library.List("roles/")) {
        if (!IsRoleFile(file.path)) continue;
        auto role = std::make_shared<const Role>(TRY(ParseRole(file.bytes, file.path)));
        has_administrator = has_administrator || role->administrator;
        if (!roles.roles_.emplace(role->id, role).second) {
            return Error{.code = ErrorCode::kInvalid,
                         .message = fmt::format(
                             "{}: the role '{}' stands in another file already; rename one",
                             file.path, role->id),
                         .message_vi = fmt::format(
                             "{}: vai trò '{}' đã có trong tệp khác; hãy đổi tên một vai trò",
                             file.path, role->id),
                         .path = std::string(file.path)};
        }
    }
    if (!has_administrator) {
        return Error{
            .code = ErrorCode::kInvalid,
            .message =
                "no role of content/roles/ has administrator: true, so nobody could manage users",
            .message_vi =
                "không vai trò nào trong content/roles/ có administrator: true, nên không ai quản "
                "lý được người dùng",
            .path = "roles/"};
    }
    return roles;
}

std::shared_ptr<const Role> Roles::Find(std::string_view id) const {
    const auto found = roles_.find(id);
    return found == roles_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const Role>> Roles::All() const {
    std::vector<std::shared_ptr<const Role>> all;
    for (const auto& [id, role] : roles_) all.push_back(role);
    return all;
}

}  // namespace tram::access
