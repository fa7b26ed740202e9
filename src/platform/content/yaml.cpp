#include "platform/content/yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/edit_distance.h"

namespace tram::content {

namespace {

Error At(std::string_view file, int line, ErrorCode code, std::string_view message,
         std::string_view message_vi) {
    const auto place = fmt::format("{}:{}", file, line);
    return {.code = code,
            .message = fmt::format("{}: {}", place, message),
            .message_vi = fmt::format("{}: {}", place, message_vi),
            .path = place};
}

int LineOf(const YAML::Node& node, int otherwise) {
    if (!node.IsDefined()) return otherwise;
    const auto mark = node.Mark();
    return mark.is_null() ? otherwise : mark.line + 1;
}

}  // namespace

Result<Yaml> Yaml::Parse(std::string_view text, std::string_view file) {
    try {
        auto node = YAML::Load(std::string(text));
        return Yaml(std::move(node), std::string(file), "", 1);
    } catch (const YAML::Exception& fault) {
        const int line = fault.mark.is_null() ? 1 : fault.mark.line + 1;
        return At(file, line, ErrorCode::kMalformed,
                  fmt::format("not readable as YAML: {}; check the indentation, and quote texts "
                              "that hold a colon",
                              fault.msg),
                  "không đọc được YAML; hãy kiểm tra khoảng thụt đầu dòng và đặt trong dấu nháy "
                  "những câu có dấu hai chấm");
    }
}

int Yaml::first_text_line() const {
    const bool block =
        node_.IsDefined() && node_.IsScalar() && node_.Scalar().find('\n') != std::string::npos;
    return line_ + (block ? 1 : 0);
}

Yaml Yaml::Below(const YAML::Node& node, std::string name) const {
    return Yaml(node, file_, std::move(name), LineOf(node, line_));
}

bool Yaml::present() const {
    return node_.IsDefined() && !node_.IsNull();
}

Error Yaml::Fault(ErrorCode code, std::string_view message, std::string_view message_vi) const {
    const auto prefix = name_.empty() ? std::string() : "'" + name_ + "' ";
    return At(file_, line_, code, prefix + std::string(message), prefix + std::string(message_vi));
}

Result<Yaml> Yaml::Find(const std::string& key) const {
    if (!IsMap())
        return Fault(ErrorCode::kInvalid, "must be a map of names and values",
                     "phải là danh sách các cặp tên: giá trị");
    const YAML::Node& map = node_;  // const: reading must not add the member
    return Below(map[key], name_.empty() ? key : name_ + "." + key);
}

Result<Yaml> Yaml::Get(const std::string& key) const {
    auto found = TRY(Find(key));
    if (!found.present())
        return found.Fault(ErrorCode::kRequired, "is missing; add it", "còn thiếu; hãy thêm vào");
    return found;
}

Result<void> Yaml::AllowOnly(std::initializer_list<std::string_view> keys) const {
    for (const auto& [key, member] : TRY(Members())) {
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
        const auto nearest = *std::min_element(
            keys.begin(), keys.end(),
            [&key = key](auto a, auto b) { return EditDistance(key, a) < EditDistance(key, b); });
        return member.Fault(ErrorCode::kUnknownElement,
                            fmt::format("is not known here; did you mean '{}'?", nearest),
                            fmt::format("không có ở đây; có phải ý bạn là '{}'?", nearest));
    }
    return {};
}

Result<std::string> Yaml::Text() const {
    if (!present() || !node_.IsScalar())
        return Fault(ErrorCode::kBadValue, "must be a text", "phải là một đoạn chữ");
    return node_.Scalar();
}

Result<bool> Yaml::Boolean() const {
    if (present() && node_.IsScalar()) {
        if (node_.Scalar() == "true") return true;
        if (node_.Scalar() == "false") return false;
    }
    return Fault(ErrorCode::kBadValue, "must be true or false", "phải là true hoặc false");
}

Result<std::vector<Yaml>> Yaml::Items() const {
    if (!IsList()) return Fault(ErrorCode::kBadValue, "must be a list", "phải là một danh sách");
    std::vector<Yaml> items;
    for (const auto& item : node_)
        items.push_back(Below(item, fmt::format("{}[{}]", name_, items.size())));
    return items;
}

Result<std::vector<std::string>> Yaml::Texts() const {
    std::vector<std::string> texts;
    if (!present()) return texts;
    for (const auto& item : TRY(Items())) texts.push_back(TRY(item.Text()));
    return texts;
}

Result<std::vector<std::pair<std::string, Yaml>>> Yaml::Members() const {
    if (!IsMap())
        return Fault(ErrorCode::kInvalid, "must be a map of names and values",
                     "phải là danh sách các cặp tên: giá trị");
    std::vector<std::pair<std::string, Yaml>> members;
    std::set<std::string> seen;
    for (const auto& pair : node_) {
        if (!pair.first.IsScalar())
            return Fault(ErrorCode::kInvalid, "has a key that is no text",
                         "có một tên không phải là chữ");
        const auto& key = pair.first.Scalar();
        members.emplace_back(key, Below(pair.second, name_.empty() ? key : name_ + "." + key));
        if (!seen.insert(key).second) {
            return members.back().second.Fault(ErrorCode::kInvalid, "stands here twice; keep one",
                                               "có hai lần; hãy giữ lại một");
        }
    }
    return members;
}

}  // namespace tram::content
