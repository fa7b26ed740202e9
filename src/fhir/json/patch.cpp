#include "fhir/json/patch.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

namespace tram::json {
namespace {

Error Fault(ErrorCode code, std::string message, std::string message_vi) {
    return {.code = code, .message = std::move(message), .message_vi = std::move(message_vi)};
}

Error NothingThere() {
    return Fault(
        ErrorCode::kInvalid, "the path of this operation points to nothing in the resource",
        "Đường dẫn của thao tác không trỏ tới phần nào trong hồ sơ. Kiểm tra lại đường dẫn.");
}

// https://www.rfc-editor.org/rfc/rfc6901#section-3
Result<std::vector<std::string>> ReadPointer(Value text) {
    const auto malformed = [] {
        return Fault(
            ErrorCode::kMalformed,
            "not a JSON Pointer: it is empty or starts with /, and ~ stands only in ~0 and ~1",
            "Đường dẫn JSON Pointer không đúng: phải rỗng hoặc bắt đầu bằng dấu /.");
    };
    if (!text.IsString()) return malformed();
    std::vector<std::string> tokens;
    for (std::string_view rest = text.text(); !rest.empty();) {
        if (rest[0] != '/') return malformed();
        rest.remove_prefix(1);
        const auto token = rest.substr(0, rest.find('/'));
        rest.remove_prefix(token.size());
        auto& decoded = tokens.emplace_back();
        for (std::size_t i = 0; i < token.size(); ++i) {
            if (token[i] != '~') {
                decoded += token[i];
                continue;
            }
            if (++i == token.size() || (token[i] != '0' && token[i] != '1')) return malformed();
            decoded += token[i] == '0' ? '~' : '/';
        }
    }
    return tokens;
}

// §4 of RFC 6901: digits without leading zeros.
std::optional<std::size_t> ReadIndex(std::string_view token) {
    std::size_t index = 0;
    const auto end = token.data() + token.size();
    if (token.empty() || (token.size() > 1 && token[0] == '0')) return std::nullopt;
    const auto [stop, fault] = std::from_chars(token.data(), end, index);
    if (fault != std::errc() || stop != end) return std::nullopt;
    return index;
}

Value Child(Value parent, std::string_view token) {
    if (parent.IsObject()) return parent[token];
    const auto index = parent.IsArray() ? ReadIndex(token) : std::nullopt;
    return index && *index < parent.size() ? parent.At(*index) : Value();
}

Value Follow(Value root, std::span<const std::string> tokens) {
    for (const auto& token : tokens) root = Child(root, token);
    return root;
}

Splice Replace(Value value, std::string replacement) {
    return {value.begin_offset(), value.end_offset(), std::move(replacement)};
}

// §4.1: sets a member, or puts an item before the one at the index.
Result<Splice> Add(Value root, std::span<const std::string> tokens, std::string_view raw) {
    if (tokens.empty()) return Replace(root, std::string(raw));
    const Value parent = Follow(root, tokens.first(tokens.size() - 1));
    const std::string& name = tokens.back();
    const std::size_t end = parent ? parent.end_offset() - 1 : 0;  // before the closing bracket
    const std::string comma = parent.size() ? "," : "";
    if (parent.IsObject()) {
        if (const Value old = parent[name]) return Replace(old, std::string(raw));
        return Splice{end, end, comma + Quote(name) + ":" + std::string(raw)};
    }
    if (!parent.IsArray()) return NothingThere();
    const auto index = name == "-" ? std::optional(parent.size()) : ReadIndex(name);
    if (!index || *index > parent.size()) return NothingThere();
    if (*index == parent.size()) return Splice{end, end, comma + std::string(raw)};
    const std::size_t begin = parent.At(*index).begin_offset();
    return Splice{begin, begin, std::string(raw) + ","};
}

// §4.2
Result<Splice> Remove(Value root, std::span<const std::string> tokens) {
    const Value value = Follow(root, tokens);
    if (!value || tokens.empty()) return NothingThere();
    const Value parent = Follow(root, tokens.first(tokens.size() - 1));
    if (parent.IsObject()) return RemoveMember(parent, value);
    const std::string& text = value.document()->text();
    std::size_t begin = value.begin_offset(), end = value.end_offset();
    if (text[end] == ',') {
        ++end;
    } else if (text[begin - 1] == ',') {
        --begin;
    }
    return Splice{begin, end, ""};
}

class Patcher {
  public:
    Patcher(DocumentPtr document, PatchLimits limits)
        : document_(std::move(document)), limits_(limits) {}

    // https://www.rfc-editor.org/rfc/rfc6902#section-4
    Result<void> Operate(Value operation) {
        const auto op = operation["op"].text();
        const auto path = TRY(ReadPointer(operation["path"]));
        const Value value = operation["value"];
        if (op == "remove") return Change(TRY(Remove(root(), path)));
        if (op == "move" || op == "copy") return Carry(op == "move", operation["from"], path);
        if (op != "add" && op != "replace" && op != "test") {
            return Fault(ErrorCode::kMalformed,
                         "op is one of add, remove, replace, move, copy, test",
                         "op phải là một trong: add, remove, replace, move, copy, test.");
        }
        if (!value) {
            return Fault(ErrorCode::kMalformed, "this operation needs a value",
                         "Thao tác này cần có value.");
        }
        if (op == "add") return Change(TRY(Add(root(), path, value.raw())));
        const Value present = Follow(root(), path);
        if (!present) return NothingThere();
        if (op == "replace") return Change(Replace(present, std::string(value.raw())));
        if (SameValue(present, value)) return {};
        return Fault(ErrorCode::kConflict, "the resource does not hold what this test expects",
                     "Hồ sơ hiện không có giá trị như phép thử mong đợi. Hãy tải lại rồi sửa.");
    }

    const DocumentPtr& document() const { return document_; }

  private:
    // §4.4 and §4.5
    Result<void> Carry(bool move, Value from, std::span<const std::string> path) {
        const auto source = TRY(ReadPointer(from));
        const Value value = Follow(root(), source);
        if (!value) return NothingThere();
        const std::string raw(value.raw());
        if (move) {
            const bool inside = source.size() < path.size() &&
                                std::equal(source.begin(), source.end(), path.begin());
            if (inside) {
                return Fault(ErrorCode::kInvalid, "a value cannot be moved into itself",
                             "Không thể chuyển một phần vào bên trong chính nó.");
            }
            if (std::equal(source.begin(), source.end(), path.begin(), path.end())) return {};
            TRY(Change(TRY(Remove(root(), source))));
        }
        return Change(TRY(Add(root(), path, raw)));
    }

    Result<void> Change(Splice splice) {
        document_ = TRY(Document::Parse(ApplySplices(document_->text(), {std::move(splice)}),
                                        {.bytes = limits_.bytes}));
        return {};
    }

    Value root() const { return document_->root(); }

    DocumentPtr document_;
    PatchLimits limits_;
};

// A number as digits without zeros at either end and the power of ten behind them.
struct Number {
    bool negative = false;
    std::string digits;
    std::int64_t exponent = 0;
    friend bool operator==(const Number&, const Number&) = default;
};

Number ReadNumber(std::string_view raw) {
    Number number;
    const auto e = raw.find_first_of("eE");
    if (e != raw.npos) {
        auto power = raw.substr(e + 1);
        if (power.starts_with('+')) power.remove_prefix(1);
        // An exponent that does not fit in 64 bits stays 0 and so equals only its own like; no
        // value of a resource comes near it.
        std::from_chars(power.data(), power.data() + power.size(), number.exponent);
        raw = raw.substr(0, e);
    }
    bool fraction = false;
    for (const char c : raw) {
        if (c == '-') number.negative = true;
        if (c == '.') fraction = true;
        if (c < '0' || c > '9') continue;
        number.digits += c;
        if (fraction) --number.exponent;
    }
    while (number.digits.ends_with('0')) {
        number.digits.pop_back();
        ++number.exponent;
    }
    number.digits.erase(0, number.digits.find_first_not_of('0'));
    return number.digits.empty() ? Number{} : number;
}

}  // namespace

// Recursion is bounded by Limits::depth of both documents.
bool SameValue(Value a, Value b) {
    if (!a || !b || a.kind() != b.kind() || a.size() != b.size()) return false;
    switch (a.kind()) {
        case Kind::kNull:
        case Kind::kBoolean:
            return a.raw() == b.raw();
        case Kind::kNumber:
            return ReadNumber(a.raw()) == ReadNumber(b.raw());
        case Kind::kString:
            return a.text() == b.text();
        case Kind::kArray: {
            auto other = b.begin();
            for (const Value item : a) {
                if (!SameValue(item, *other)) return false;
                ++other;
            }
            return true;
        }
        case Kind::kObject:
            for (const Value member : a) {
                if (!SameValue(member, b[member.key()])) return false;
            }
            return true;
    }
    return false;
}

Result<DocumentPtr> ApplyPatch(const DocumentPtr& document, Value patch, PatchLimits limits) {
    if (!patch.IsArray()) {
        return Fault(ErrorCode::kMalformed, "a JSON Patch is an array of operations",
                     "JSON Patch phải là một mảng các thao tác.");
    }
    if (patch.size() > limits.operations) {
        return Fault(
            ErrorCode::kTooLarge,
            "a JSON Patch has at most " + std::to_string(limits.operations) + " operations",
            "JSON Patch có tối đa " + std::to_string(limits.operations) +
                " thao tác. Hãy chia nhỏ.");
    }
    Patcher patcher(document, limits);
    std::size_t place = 0;
    for (const Value operation : patch) {
        if (auto done = patcher.Operate(operation); !done) {
            done.error().path = "[" + std::to_string(place) + "]";
            return std::move(done).error();
        }
        ++place;
    }
    return patcher.document();
}

}  // namespace tram::json
