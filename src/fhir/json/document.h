// Document: JSON text read once into a flat list of nodes that every reader shares: validation,
// FHIRPath, search keys, views, patches.
//
// The bytes are kept without white space and otherwise as they came: member order, string spelling
// and number spelling stay, and each value is a slice of them (Value::raw). Nothing is copied but
// the few strings that hold escapes.
//
// Thread safety: immutable once parsed; share it by shared_ptr. A Value is two words, valid while
// its Document lives.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tram::json {

enum class Kind : std::uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject };

class Document;

class Value {
  public:
    Value() = default;  // absent: false, of no size, without members

    explicit operator bool() const { return document_ != nullptr; }
    // REQUIRES for kind(), raw(), begin_offset(), end_offset(), index(): the value is present.
    Kind kind() const;
    bool IsObject() const { return document_ && kind() == Kind::kObject; }
    bool IsArray() const { return document_ && kind() == Kind::kArray; }
    bool IsString() const { return document_ && kind() == Kind::kString; }
    bool IsNumber() const { return document_ && kind() == Kind::kNumber; }
    bool IsBoolean() const { return document_ && kind() == Kind::kBoolean; }
    bool IsNull() const { return document_ && kind() == Kind::kNull; }

    // The bytes of this value in Document::text(): quotes and escapes included.
    std::string_view raw() const;
    std::size_t begin_offset() const;
    std::size_t end_offset() const;
    // Where the member's key starts, behind its quote. REQUIRES: the value is a member.
    std::size_t key_offset() const;

    // A string without quotes and escapes; a number or boolean as written; else empty.
    std::string_view text() const;
    bool IsTrue() const { return IsBoolean() && raw() == "true"; }

    // The name under which an object holds this value; empty in an array and at the root.
    std::string_view key() const;

    // The member of that name, or the absent value. Fine to call on anything, so paths chain.
    Value operator[](std::string_view name) const;
    // The child at that place of an array or object, or the absent value.
    Value At(std::size_t place) const;
    std::size_t size() const;  // children

    // Place in the document's node list: a stable identity within it.
    std::uint32_t index() const { return index_; }
    const Document* document() const { return document_; }

    class Iterator {
      public:
        Iterator(const Document* document, std::uint32_t index) : document_(document), index_(index) {}
        Value operator*() const { return Value(document_, index_); }
        Iterator& operator++();
        bool operator!=(const Iterator& other) const { return index_ != other.index_; }

      private:
        const Document* document_;
        std::uint32_t index_;
    };
    // Over the children of an array or object; over nothing for all else.
    Iterator begin() const;
    Iterator end() const;

    friend bool operator==(const Value&, const Value&) = default;

  private:
    friend class Document;
    Value(const Document* document, std::uint32_t index) : document_(document), index_(index) {}

    const Document* document_ = nullptr;
    std::uint32_t index_ = 0;
};

struct Limits {
    std::size_t bytes = std::size_t{256} << 20;
    std::size_t depth = 100;
};

class Document {
  public:
    // Reads one JSON value and nothing after it.
    //
    // Errors: kMalformed (not JSON, not UTF-8, a key twice in one object; `path` says where),
    // kTooLarge (beyond `limits`).
    static Result<std::shared_ptr<const Document>> Parse(std::string_view text, Limits limits = {});

    Value root() const { return Value(this, 0); }
    // REQUIRES: `index` came from Value::index() of this document.
    Value ValueAt(std::uint32_t index) const { return Value(this, index); }
    const std::string& text() const { return text_; }

    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

  private:
    friend class Value;
    friend class NodeBuilder;
    struct Node {
        std::uint32_t begin = 0, end = 0;          // in text_
        std::uint32_t next = 0;                    // the node after this one and all below it
        std::uint32_t key_begin = 0, key_end = 0;  // without quotes
        std::uint32_t decoded = 0;                 // 1 + place in decoded_; 0: no escapes
        std::uint32_t decoded_key = 0;
        std::uint32_t children = 0;
        Kind kind = Kind::kNull;
    };
    Document() = default;

    std::string text_;
    std::vector<Node> nodes_;
    std::deque<std::string> decoded_;
};

using DocumentPtr = std::shared_ptr<const Document>;

// `text` between quotes, escaped where JSON needs it and nowhere else.
std::string Quote(std::string_view text);

// A change of bytes: [begin, end) of a document's text becomes `replacement`.
struct Splice {
    std::size_t begin = 0, end = 0;
    std::string replacement;
};
// REQUIRES: splices do not overlap. Any order.
std::string ApplySplices(std::string_view text, std::vector<Splice> splices);

// The splice that removes a member from its object with the comma it no longer needs.
// REQUIRES: `member` is present and a direct member of `object`.
Splice RemoveMember(Value object, Value member);

}  // namespace tram::json
