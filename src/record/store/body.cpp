#include "record/store/body.h"

#include <algorithm>

#include "record/store/store.h"

namespace tram::record {
namespace {

// `"key":value` as it stands in the text.
std::string_view MemberText(json::Value member) {
    const std::size_t begin = member.key_offset() - 1;
    return std::string_view(member.document()->text()).substr(begin, member.end_offset() - begin);
}

// An object put together from members that are copied as they are.
class Object {
  public:
    void Add(std::string_view member) {
        if (!empty()) text_ += ',';
        text_ += member;
    }
    bool empty() const { return text_.size() == 1; }
    std::string Take() { return std::move(text_) + '}'; }

  private:
    std::string text_ = "{";
};

bool IsOurs(json::Value member_of_meta) {
    return member_of_meta.key() == "versionId" || member_of_meta.key() == "lastUpdated";
}

// Walks the members of an object in valid JSON without white space, looking at nothing below them:
// bodies are put together again thirty thousand times a second, too often to read each as a
// document.
class TopLevel {
  public:
    // REQUIRES: `text` outlives this.
    explicit TopLevel(std::string_view text) : text_(text) {}

    // Moves to the next member; false at the end.
    bool Next() {
        if (text_[at_ + 1] == '}' || text_[at_] == '}') return false;
        const std::size_t begin = ++at_;  // behind the opening brace or the comma
        SkipString();
        key_ = text_.substr(begin + 1, at_ - begin - 2);
        begin_of_value_ = ++at_;
        SkipValue();
        return true;
    }
    std::string_view key() const { return key_; }  // escapes as they stand
    std::size_t begin_of_value() const { return begin_of_value_; }
    std::size_t end() const { return at_; }

  private:
    void SkipString() {
        for (++at_; text_[at_] != '"'; ++at_) at_ += text_[at_] == '\\';
        ++at_;
    }
    void SkipValue() {
        for (int depth = 0;;) {
            const char c = text_[at_];
            if (c == '"') {
                SkipString();
                continue;
            }
            if (depth == 0 && (c == ',' || c == '}')) return;
            depth += c == '{' || c == '[';
            depth -= c == '}' || c == ']';
            ++at_;
        }
    }

    std::string_view text_;
    std::string_view key_;
    std::size_t at_ = 0, begin_of_value_ = 0;
};

}  // namespace

json::DocumentPtr ToStored(const json::DocumentPtr& resource) {
    const auto root = resource->root();
    const auto meta = root["meta"];
    const bool cut_meta = meta["versionId"] || meta["lastUpdated"];
    if (!root["id"] && !cut_meta) return resource;

    Object stored;
    for (const auto member : root) {
        if (member.key() == "id") continue;
        if (member != meta || !cut_meta) {
            stored.Add(MemberText(member));
            continue;
        }
        Object kept;
        for (const auto child : meta) {
            if (!IsOurs(child)) kept.Add(MemberText(child));
        }
        if (!kept.empty()) stored.Add("\"meta\":" + kept.Take());
    }
    auto document = json::Document::Parse(stored.Take());
    TRAM_CHECK(document.ok());
    return std::move(document).value();
}

std::string WithMeta(const Version& version) {
    std::string id = ",\"id\":" + json::Quote(version.id);
    std::string ours = "\"versionId\":\"" + std::to_string(version.version) +
                       "\",\"lastUpdated\":\"" + FormatInstant(version.at) + "\"";
    std::size_t behind_type = 0, inside_meta = 0;
    for (TopLevel top(version.body); top.Next() && !(behind_type && inside_meta);) {
        if (top.key() == "resourceType") behind_type = top.end();
        if (top.key() == "meta") inside_meta = top.begin_of_value() + 1;
    }
    TRAM_CHECK(behind_type > 0);
    if (inside_meta == 0) {
        id += ",\"meta\":{" + ours + "}";
        return json::ApplySplices(version.body, {{behind_type, behind_type, std::move(id)}});
    }
    if (version.body[inside_meta] != '}') ours += ',';
    return json::ApplySplices(version.body, {{behind_type, behind_type, std::move(id)},
                                             {inside_meta, inside_meta, std::move(ours)}});
}

bool IsResourceId(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.';
    });
}

}  // namespace tram::record
