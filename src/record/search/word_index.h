// WordIndex: the words of a name or address parameter, of every resource that has any, in memory
// and in the order of the parameter's sort key. It tells which resources have, for each word as
// typed, one that begins so, and the first of them in order without a look at the rest.
//
// The order is cut into blocks with a list of words each. A person's key begins with the given
// name, so the words of a name are together in few blocks; the others are passed over.
//
// Thread safety: does not change. A newer version shares the blocks in which nothing has changed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/search/rid_set.h"

namespace tram::record {

class WordIndex;
using WordIndexPtr = std::shared_ptr<const WordIndex>;

class WordIndex {
  public:
    // The key of what has none: above every key, so that it comes last.
    static constexpr std::string_view kNoKey = "\xF4\x8F\xBF\xBF";

    struct Entry {
        std::string key;
        Rid rid = 0;
        std::vector<std::string> words;
    };
    // Makes an index of entries that come in order of (key, rid).
    class Builder;

    // The next version: what is in `changed` has the entries given here and no others. `entries`
    // may come in any order.
    WordIndexPtr With(const RidSet& changed, std::vector<Entry> entries) const;

    // For one of the alternatives, each of its words is to begin one of the resource's words.
    // REQUIRES: an alternative has at most 32 words.
    using Typed = std::vector<std::vector<std::string>>;

    // How many match; counting may stop at `enough`.
    std::int64_t Count(const Typed& typed, std::int64_t enough) const;
    RidSet Matching(const Typed& typed) const;
    bool AllHaveKeys() const;
    // Goes through the matches that have a key, in order.
    class Walk;

    std::size_t bytes() const { return bytes_; }

  private:
    class Block;
    using Blocks = std::vector<std::shared_ptr<const Block>>;
    explicit WordIndex(Blocks blocks);
    static void Cut(std::vector<Entry> entries, Blocks& blocks);

    Blocks blocks_;  // none is empty
    std::size_t bytes_ = 0;
};

class WordIndex::Walk {
  public:
    struct Place {
        std::string key;
        Rid rid = 0;
    };
    enum class Direction { kUp, kDown };
    // Begins behind `after`; nullopt: at the end of the order that comes first.
    Walk(WordIndexPtr index, Typed typed, Direction direction, std::optional<Place> after);
    std::vector<Place> Next(std::size_t count);

  private:
    bool IsBehind(const Block& block, std::size_t place) const;
    // Turns to the next block that may hold something; false: there is none.
    bool Turn();

    WordIndexPtr index_;
    Typed typed_;
    Direction direction_;
    std::optional<Place> after_;
    std::size_t turned_ = 0;  // blocks
    const Block* block_ = nullptr;
    std::vector<std::uint32_t> places_;  // that match in it, the next one last
};

class WordIndex::Builder {
  public:
    void Add(Entry entry);
    WordIndexPtr Take();

  private:
    Blocks blocks_;
    std::vector<Entry> open_;
};

}  // namespace tram::record
