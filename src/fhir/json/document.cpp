#include "fhir/json/document.h"

#include <simdjson.h>

#include <algorithm>
#include <unordered_set>

namespace tram::json {
namespace {

Error Malformed(std::string message, std::string message_vi, std::string path = {}) {
    return {.code = ErrorCode::kMalformed,
            .message = std::move(message),
            .message_vi = std::move(message_vi),
            .path = std::move(path)};
}

// Reads the text once more and tells whether it is JSON. simdjson checks everything RFC 8259 asks:
// structure, UTF-8, escapes, numbers.
Result<void> CheckSyntax(const std::string& text, std::size_t depth) {
    thread_local simdjson::dom::parser parser;
    const std::size_t room = std::max<std::size_t>(text.size(), 1024);
    if (parser.capacity() < text.size() || parser.max_depth() != depth + 1) {
        if (parser.allocate(room, depth + 1) != simdjson::SUCCESS) {
            return Error{.code = ErrorCode::kTooLarge,
                         .message = "the JSON text is too large to read",
                         .message_vi = "Nội dung JSON quá lớn, không đọc được. Chia nhỏ rồi gửi lại."};
        }
    }
    // The string keeps its padding in its capacity (see Parse).
    const auto parsed = parser.parse(text.data(), text.size(), false);
    switch (parsed.error()) {
        case simdjson::SUCCESS:
            break;
        case simdjson::DEPTH_ERROR:
            return Error{.code = ErrorCode::kTooLarge,
                         .message = "JSON is nested deeper than " + std::to_string(depth) + " levels",
                         .message_vi = "JSON lồng quá " + std::to_string(depth) + " tầng. Giảm số tầng."};
        case simdjson::UTF8_ERROR:
            return Malformed("the text is not valid UTF-8; send JSON encoded in UTF-8",
                             "Nội dung không phải UTF-8 hợp lệ. Gửi JSON mã hóa UTF-8.");
        default:
            return Malformed(std::string("not valid JSON: ") + simdjson::error_message(parsed.error()),
                             "Không phải JSON hợp lệ. Kiểm tra dấu ngoặc, dấu phẩy và dấu nháy.");
    }
    // A parser that once read a very large text gives its memory back.
    if (parser.capacity() > (std::size_t{4} << 20)) parser = simdjson::dom::parser();
    return {};
}

void AppendUtf8(std::string& out, std::uint32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

std::uint32_t Hex4(std::string_view text) {
    std::uint32_t value = 0;
    for (const char c : text.substr(0, 4)) {
        const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        value = value * 16 + static_cast<std::uint32_t>(digit);
    }
    return value;
}

// REQUIRES: `text` is the inside of a valid JSON string.
std::string Unescape(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        switch (text[++i]) {
            case 'b': out += '\b'; break;
            case 'f': out += '\f'; break;
            case 'n': out += '\n'; break;
            case 'r': out += '\r'; break;
            case 't': out += '\t'; break;
            case 'u': {
                std::uint32_t c = Hex4(text.substr(i + 1));
                i += 4;
                if (c >= 0xD800 && c < 0xDC00 && i + 6 < text.size()) {
                    c = 0x10000 + ((c - 0xD800) << 10) + (Hex4(text.substr(i + 3)) - 0xDC00);
                    i += 6;
                }
                AppendUtf8(out, c);
                break;
            }
            default: out += text[i];
        }
    }
    return out;
}

}  // namespace

// Walks text already known to be JSON without white space. Recursion is bounded by Limits::depth.
class NodeBuilder {
  public:
    explicit NodeBuilder(Document& document) : document_(document), text_(document.text_) {}

    Result<void> Build() {
        document_.nodes_.reserve(text_.size() / 12 + 4);
        return ReadValue(0, 0, 0);
    }

  private:
    Result<void> ReadValue(std::uint32_t key_begin, std::uint32_t key_end, std::uint32_t decoded_key) {
        const auto index = static_cast<std::uint32_t>(document_.nodes_.size());
        document_.nodes_.push_back(
            {.begin = at_, .key_begin = key_begin, .key_end = key_end, .decoded_key = decoded_key});
        Kind kind = Kind::kNumber;
        switch (text_[at_]) {
            case '{':
                kind = Kind::kObject;
                TRY(ReadObject(index));
                break;
            case '[':
                kind = Kind::kArray;
                TRY(ReadArray(index));
                break;
            case '"': {
                kind = Kind::kString;
                const auto begin = at_ + 1;
                const bool escaped = SkipString();
                if (escaped) document_.nodes_[index].decoded = Decode(begin, at_ - 1);
                break;
            }
            case 't': case 'f': case 'n':
                kind = text_[at_] == 'n' ? Kind::kNull : Kind::kBoolean;
                [[fallthrough]];
            default:
                while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '}' && text_[at_] != ']') {
                    ++at_;
                }
        }
        auto& node = document_.nodes_[index];
        node.kind = kind;
        node.end = at_;
        node.next = static_cast<std::uint32_t>(document_.nodes_.size());
        return {};
    }

    Result<void> ReadArray(std::uint32_t index) {
        std::uint32_t count = 0;
        ++at_;
        while (text_[at_] != ']') {
            TRY(ReadValue(0, 0, 0));
            ++count;
            if (text_[at_] == ',') ++at_;
        }
        ++at_;
        document_.nodes_[index].children = count;
        return {};
    }

    Result<void> ReadObject(std::uint32_t index) {
        std::uint32_t count = 0;
        ++at_;
        while (text_[at_] != '}') {
            const auto begin = at_ + 1;
            const bool escaped = SkipString();
            const auto end = at_ - 1;
            ++at_;  // the colon
            TRY(ReadValue(begin, end, escaped ? Decode(begin, end) : 0));
            ++count;
            if (text_[at_] == ',') ++at_;
        }
        ++at_;
        document_.nodes_[index].children = count;
        document_.nodes_[index].next = static_cast<std::uint32_t>(document_.nodes_.size());
        return RefuseTwins(index, count);
    }

    // FHIR JSON has no use for a key given twice, and readers disagree on which one counts.
    Result<void> RefuseTwins(std::uint32_t index, std::uint32_t count) {
        const Value object = document_.ValueAt(index);
        if (count > 16) {
            std::unordered_set<std::string_view> seen;
            for (const Value child : object) {
                if (!seen.insert(child.key()).second) return Twin(child.key());
            }
            return {};
        }
        std::string_view seen[16];
        std::uint32_t known = 0;
        for (const Value child : object) {
            for (std::uint32_t i = 0; i < known; ++i) {
                if (seen[i] == child.key()) return Twin(child.key());
            }
            seen[known++] = child.key();
        }
        return {};
    }

    static Error Twin(std::string_view key) {
        const std::string name(key.substr(0, 64));
        return Malformed("the key \"" + name + "\" stands twice in one object; keep one",
                         "Khóa \"" + name + "\" xuất hiện hai lần trong một đối tượng. Giữ lại một.", name);
    }

    // Moves past the closing quote; true if there was an escape.
    bool SkipString() {
        bool escaped = false;
        for (++at_; text_[at_] != '"'; ++at_) {
            if (text_[at_] == '\\') {
                escaped = true;
                ++at_;
            }
        }
        ++at_;
        return escaped;
    }

    std::uint32_t Decode(std::uint32_t begin, std::uint32_t end) {
        document_.decoded_.push_back(Unescape(std::string_view(text_).substr(begin, end - begin)));
        return static_cast<std::uint32_t>(document_.decoded_.size());
    }

    Document& document_;
    const std::string& text_;
    std::uint32_t at_ = 0;
};

Result<DocumentPtr> Document::Parse(std::string_view text, Limits limits) {
    if (text.size() > limits.bytes || text.size() >= UINT32_MAX) {
        return Error{.code = ErrorCode::kTooLarge,
                     .message = "the JSON text has " + std::to_string(text.size()) +
                                " bytes; at most " + std::to_string(limits.bytes) + " are read",
                     .message_vi = "Nội dung JSON quá lớn. Chia nhỏ rồi gửi lại."};
    }
    // Some editors put a byte order mark first; RFC 8259 §8.1 lets a reader ignore it.
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);

    std::shared_ptr<Document> document(new Document);
    document->text_.resize(text.size() + simdjson::SIMDJSON_PADDING);
    std::size_t length = 0;
    // minify() tells of an unclosed string; every other fault is CheckSyntax's to name. It joins
    // `1 2` to `12`, so syntax is checked on the text as it came.
    std::string source;
    source.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    source.assign(text);
    TRY(CheckSyntax(source, limits.depth));
    if (simdjson::minify(source.data(), source.size(), document->text_.data(), length) !=
        simdjson::SUCCESS) {
        return Malformed("a string is not closed", "Có chuỗi chưa đóng dấu nháy.");
    }
    document->text_.resize(length);
    document->text_.shrink_to_fit();
    TRY(NodeBuilder(*document).Build());
    return DocumentPtr(document);
}

Kind Value::kind() const { return document_->nodes_[index_].kind; }

std::string_view Value::raw() const {
    const auto& node = document_->nodes_[index_];
    return std::string_view(document_->text_).substr(node.begin, node.end - node.begin);
}

std::size_t Value::begin_offset() const { return document_->nodes_[index_].begin; }
std::size_t Value::end_offset() const { return document_->nodes_[index_].end; }

std::size_t Value::key_offset() const { return document_->nodes_[index_].key_begin; }

std::string_view Value::text() const {
    if (!document_) return {};
    const auto& node = document_->nodes_[index_];
    switch (node.kind) {
        case Kind::kString:
            if (node.decoded) return document_->decoded_[node.decoded - 1];
            return std::string_view(document_->text_).substr(node.begin + 1, node.end - node.begin - 2);
        case Kind::kNumber:
        case Kind::kBoolean:
            return raw();
        default:
            return {};
    }
}

std::string_view Value::key() const {
    if (!document_) return {};
    const auto& node = document_->nodes_[index_];
    if (node.decoded_key) return document_->decoded_[node.decoded_key - 1];
    return std::string_view(document_->text_).substr(node.key_begin, node.key_end - node.key_begin);
}

Value Value::operator[](std::string_view name) const {
    if (!IsObject()) return {};
    for (const Value child : *this) {
        if (child.key() == name) return child;
    }
    return {};
}

Value Value::At(std::size_t place) const {
    for (const Value child : *this) {
        if (place-- == 0) return child;
    }
    return {};
}

std::size_t Value::size() const { return document_ ? document_->nodes_[index_].children : 0; }

Value::Iterator Value::begin() const {
    if (size() == 0) return {document_, 0};
    return {document_, index_ + 1};
}

Value::Iterator Value::end() const {
    if (size() == 0) return {document_, 0};
    return {document_, document_->nodes_[index_].next};
}

Value::Iterator& Value::Iterator::operator++() {
    index_ = document_->nodes_[index_].next;
    return *this;
}

std::string Quote(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    char code[8];
                    std::snprintf(code, sizeof(code), "\\u%04x", c);
                    out += code;
                } else {
                    out += c;
                }
        }
    }
    return out += '"';
}

std::string ApplySplices(std::string_view text, std::vector<Splice> splices) {
    std::stable_sort(splices.begin(), splices.end(),
                     [](const Splice& a, const Splice& b) { return a.begin < b.begin; });
    std::string out;
    std::size_t at = 0;
    for (const auto& splice : splices) {
        TRAM_CHECK(splice.begin >= at && splice.end >= splice.begin && splice.end <= text.size());
        out.append(text.substr(at, splice.begin - at)).append(splice.replacement);
        at = splice.end;
    }
    return out.append(text.substr(at));
}

Splice RemoveMember(Value object, Value member) {
    const std::string& text = member.document()->text();
    std::size_t begin = member.key_offset() - 1;  // the quote before the key
    std::size_t end = member.end_offset();
    if (text[end] == ',') {
        ++end;
    } else if (text[begin - 1] == ',') {
        --begin;
    }
    TRAM_CHECK(begin > object.begin_offset() && end < object.end_offset());
    return {begin, end, ""};
}

}  // namespace tram::json
