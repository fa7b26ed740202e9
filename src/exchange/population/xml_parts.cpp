#include "exchange/population/xml_parts.h"

#include <algorithm>
#include <cstring>

#include "exchange/population/encoding.h"

namespace tram::population {
namespace {

bool EndsName(char c) {
    return c == ' ' || c == '>' || c == '/' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view WithoutPrefix(std::string_view name) {
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

Result<std::string> ReadPart(zip::Archive& archive, std::string_view name) {
    auto read = archive.Read(name);
    if (!read) {
        // To the sender a part that is missing is a file that is broken, not a thing not found.
        auto error = std::move(read).error();
        if (error.code == ErrorCode::kNotFound) error.code = ErrorCode::kMalformed;
        return error;
    }
    auto xml = std::move(*read);
    if (xml.starts_with("\xFF\xFE") || xml.starts_with("\xFE\xFF")) {
        auto decoded = TRY(Decode(xml, "utf-16"));
        xml = std::move(decoded.text);
    }
    if (xml.find("<!DOCTYPE") != std::string::npos || xml.find("<!ENTITY") != std::string::npos) {
        return Error{
            .code = ErrorCode::kMalformed,
            .message = "a part of the file declares a DTD, which no spreadsheet does; not read",
            .message_vi =
                "Một phần của tệp có khai báo DTD, bảng tính thật không có. Không đọc "
                "tệp này; hãy mở bằng Excel và lưu thành tệp mới.",
            .path = std::string(name)};
    }
    return xml;
}

Error Elements::Broken() const {
    return {.code = ErrorCode::kMalformed,
            .message = "a part of the spreadsheet is damaged; open it, save it again and send that",
            .message_vi = "Một phần của bảng tính bị hỏng. Hãy mở tệp, lưu lại rồi gửi tệp mới.",
            .path = part_};
}

Result<std::optional<pugi::xml_node>> Elements::Next() {
    while (true) {
        const auto open = xml_.find('<', at_);
        if (open == std::string_view::npos) return std::optional<pugi::xml_node>();
        const auto end = std::find_if(xml_.begin() + static_cast<std::ptrdiff_t>(open) + 1,
                                      xml_.end(), EndsName);
        const auto name = std::string_view(xml_.begin() + open + 1, end);
        at_ = open + 1;
        if (WithoutPrefix(name) != name_) continue;
        const auto tag_end = xml_.find('>', open);
        if (tag_end == std::string_view::npos) return Broken();
        auto close = tag_end + 1;
        if (xml_[tag_end - 1] != '/') {
            const auto closing = "</" + std::string(name) + ">";
            close = xml_.find(closing, tag_end);
            if (close == std::string_view::npos) return Broken();
            close += closing.size();
        }
        at_ = close;
        const auto read = document_.load_buffer(xml_.data() + open, close - open,
                                                pugi::parse_default | pugi::parse_ws_pcdata_single,
                                                pugi::encoding_utf8);
        if (!read) return Broken();
        return std::optional(document_.first_child());
    }
}

std::string_view LocalName(const pugi::xml_node& node) {
    return WithoutPrefix(node.name());
}

pugi::xml_node Child(const pugi::xml_node& node, std::string_view name) {
    for (const auto child : node.children()) {
        if (LocalName(child) == name) return child;
    }
    return {};
}

std::string_view Attribute(const pugi::xml_node& node, std::string_view name) {
    for (const auto attribute : node.attributes()) {
        if (WithoutPrefix(attribute.name()) == name) return attribute.value();
    }
    return {};
}

}  // namespace tram::population
