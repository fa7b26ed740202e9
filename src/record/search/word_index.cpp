#include "record/search/word_index.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

namespace tram::record {
namespace {

constexpr std::size_t kUsual = 1024;        // entries of a new block
constexpr std::size_t kMost = 2 * kUsual;   // more are cut into several
constexpr std::size_t kLeast = kUsual / 4;  // fewer go to the next block
constexpr std::uint32_t kMostTyped = 32;

// Texts in one piece of memory.
class TextList {
  public:
    void Add(std::string_view text) {
        bytes_ += text;
        ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    }
    std::size_t size() const { return ends_.size(); }
    std::string_view operator[](std::size_t place) const {
        const std::size_t begin = place == 0 ? 0 : ends_[place - 1];
        return std::string_view(bytes_).substr(begin, ends_[place] - begin);
    }
    // The first for which `is_before` does not hold. REQUIRES: it holds for no later one.
    template <typename IsBefore>
    std::size_t FirstNot(IsBefore is_before, std::size_t from = 0) const {
        std::size_t to = size();
        while (from < to) {
            const auto middle = from + (to - from) / 2;
            is_before((*this)[middle]) ? from = middle + 1 : to = middle;
        }
        return from;
    }
    std::size_t held() const { return bytes_.capacity() + ends_.capacity() * sizeof(ends_[0]); }
    void Shrink() {
        bytes_.shrink_to_fit();
        ends_.shrink_to_fit();
    }

  private:
    std::string bytes_;
    std::vector<std::uint32_t> ends_;
};

bool Before(const WordIndex::Entry& a, const WordIndex::Entry& b) {
    return std::tie(a.key, a.rid) < std::tie(b.key, b.rid);
}

}  // namespace

class WordIndex::Block {
  public:
    // REQUIRES: in order.
    explicit Block(const std::vector<Entry>& entries) {
        std::vector<std::string_view> words;
        for (const auto& entry : entries)
            words.insert(words.end(), entry.words.begin(), entry.words.end());
        std::sort(words.begin(), words.end());
        words.erase(std::unique(words.begin(), words.end()), words.end());
        for (const auto word : words) words_.Add(word);
        for (const auto& entry : entries) {
            if (rids_.empty() || keys_[keys_.size() - 1] != entry.key) keys_.Add(entry.key);
            key_of_.push_back(static_cast<std::uint32_t>(keys_.size() - 1));
            rids_.push_back(entry.rid);
            for (const auto& word : entry.words) {
                const auto at = std::lower_bound(words.begin(), words.end(), word);
                word_of_.push_back(static_cast<std::uint32_t>(at - words.begin()));
            }
            ends_.push_back(static_cast<std::uint32_t>(word_of_.size()));
        }
        keys_.Shrink();
        words_.Shrink();
        for (auto* numbers : {&key_of_, &ends_, &word_of_}) numbers->shrink_to_fit();
        rids_.shrink_to_fit();
    }

    std::vector<Entry> Entries() const {
        std::vector<Entry> entries(size());
        std::size_t begin = 0;
        for (std::size_t place = 0; place < size(); ++place) {
            auto& entry = entries[place];
            entry.key = key(place);
            entry.rid = rid(place);
            for (; begin < ends_[place]; ++begin) entry.words.emplace_back(words_[word_of_[begin]]);
        }
        return entries;
    }

    std::size_t size() const { return rids_.size(); }
    Rid rid(std::size_t place) const { return rids_[place]; }
    std::string_view key(std::size_t place) const { return keys_[key_of_[place]]; }
    const std::vector<Rid>& rids() const { return rids_; }
    std::size_t bytes() const {
        return sizeof(*this) + keys_.held() + words_.held() + rids_.capacity() * sizeof(Rid) +
               (key_of_.capacity() + ends_.capacity() + word_of_.capacity()) * sizeof(ends_[0]);
    }

    // The places of those that match, in order.
    std::vector<std::uint32_t> Matching(const Typed& typed) const {
        std::vector<std::uint32_t> places;
        for (const auto& words : typed) {
            const auto before = static_cast<std::ptrdiff_t>(places.size());
            AddMatching(words, places);
            std::inplace_merge(places.begin(), places.begin() + before, places.end());
        }
        places.erase(std::unique(places.begin(), places.end()), places.end());
        return places;
    }

  private:
    void AddMatching(const std::vector<std::string>& typed,
                     std::vector<std::uint32_t>& places) const {
        struct Range {
            std::size_t from, to;
        };
        std::array<Range, kMostTyped> ranges;
        for (std::size_t i = 0; i < typed.size(); ++i) {
            const std::string_view begin = typed[i];
            const auto from = words_.FirstNot([&](std::string_view word) { return word < begin; });
            const auto to = words_.FirstNot(
                [&](std::string_view word) { return word.starts_with(begin); }, from);
            if (from == to) return;
            ranges[i] = {from, to};
        }
        // For each word: which of those typed it begins with.
        std::vector<std::uint32_t> answers(words_.size());
        std::uint32_t all = 0;
        for (std::size_t i = 0; i < typed.size(); ++i) {
            const auto bit = std::uint32_t{1} << i;
            all |= bit;
            for (auto word = ranges[i].from; word < ranges[i].to; ++word) answers[word] |= bit;
        }
        std::size_t at = 0;
        for (std::uint32_t place = 0; place < ends_.size(); ++place) {
            std::uint32_t answered = 0;
            for (; at < ends_[place]; ++at) answered |= answers[word_of_[at]];
            if (answered == all) places.push_back(place);
        }
    }

    // By place; equal keys and words are held once.
    std::vector<Rid> rids_;
    std::vector<std::uint32_t> key_of_;
    std::vector<std::uint32_t> ends_;  // of its words in word_of_
    std::vector<std::uint32_t> word_of_;
    TextList keys_, words_;  // both sorted
};

WordIndex::WordIndex(Blocks blocks) : blocks_(std::move(blocks)) {
    for (const auto& block : blocks_) bytes_ += block->bytes();
}

void WordIndex::Cut(std::vector<Entry> entries, Blocks& blocks) {
    const auto pieces = entries.size() <= kMost ? 1 : entries.size() / kUsual;
    for (std::size_t piece = 0; piece < pieces && !entries.empty(); ++piece) {
        const auto at = [&](std::size_t number) {
            return std::make_move_iterator(entries.begin()) +
                   static_cast<std::ptrdiff_t>(entries.size() * number / pieces);
        };
        blocks.push_back(
            std::make_shared<const Block>(std::vector<Entry>(at(piece), at(piece + 1))));
    }
}

WordIndexPtr WordIndex::With(const RidSet& changed, std::vector<Entry> entries) const {
    std::sort(entries.begin(), entries.end(), Before);
    const auto is_changed = [&](Rid rid) { return changed.Contains(rid); };
    Blocks blocks;
    std::vector<Entry> open;
    auto entry = entries.begin();
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const auto& block = *blocks_[i];
        const bool last = i + 1 == blocks_.size();
        auto end = entries.end();
        if (!last) {
            const auto& next = *blocks_[i + 1];
            end = std::lower_bound(entry, end, Entry{std::string(next.key(0)), next.rid(0), {}},
                                   Before);
        }
        if (open.empty() && entry == end &&
            std::none_of(block.rids().begin(), block.rids().end(), is_changed)) {
            blocks.push_back(blocks_[i]);
            continue;
        }
        auto kept = block.Entries();
        std::erase_if(kept, [&](const Entry& one) { return is_changed(one.rid); });
        std::move(kept.begin(), kept.end(), std::back_inserter(open));
        std::move(entry, end, std::back_inserter(open));
        std::sort(open.begin(), open.end(), Before);
        entry = end;
        if (open.size() < kLeast && !last) continue;
        Cut(std::exchange(open, {}), blocks);
    }
    Cut({std::make_move_iterator(entry), std::make_move_iterator(entries.end())}, blocks);
    return WordIndexPtr(new WordIndex(std::move(blocks)));
}

std::int64_t WordIndex::Count(const Typed& typed, std::int64_t enough) const {
    std::int64_t count = 0;
    for (auto block = blocks_.begin(); block != blocks_.end() && count < enough; ++block) {
        count += static_cast<std::int64_t>((*block)->Matching(typed).size());
    }
    return count;
}

RidSet WordIndex::Matching(const Typed& typed) const {
    RidSet rids;
    for (const auto& block : blocks_) {
        for (const auto place : block->Matching(typed)) rids.Insert(block->rid(place));
    }
    return rids;
}

bool WordIndex::AllHaveKeys() const {
    return blocks_.empty() || blocks_.back()->key(blocks_.back()->size() - 1) != kNoKey;
}

WordIndex::Walk::Walk(WordIndexPtr index, Typed typed, Direction direction,
                      std::optional<Place> after)
    : index_(std::move(index)),
      typed_(std::move(typed)),
      direction_(direction),
      after_(std::move(after)) {}

bool WordIndex::Walk::IsBehind(const Block& block, std::size_t place) const {
    if (!after_) return true;
    const auto here = std::make_tuple(block.key(place), block.rid(place));
    const auto there = std::make_tuple(std::string_view(after_->key), after_->rid);
    return direction_ == Direction::kUp ? there < here : here < there;
}

bool WordIndex::Walk::Turn() {
    const auto& blocks = index_->blocks_;
    const bool up = direction_ == Direction::kUp;
    while (turned_ < blocks.size()) {
        block_ = blocks[up ? turned_ : blocks.size() - 1 - turned_].get();
        ++turned_;
        if (!IsBehind(*block_, up ? block_->size() - 1 : 0)) continue;
        places_ = block_->Matching(typed_);
        std::erase_if(places_, [&](std::uint32_t place) {
            return block_->key(place) == kNoKey || !IsBehind(*block_, place);
        });
        if (up) std::reverse(places_.begin(), places_.end());
        return true;
    }
    return false;
}

std::vector<WordIndex::Walk::Place> WordIndex::Walk::Next(std::size_t count) {
    std::vector<Place> next;
    while (next.size() < count) {
        if (places_.empty()) {
            if (!Turn()) break;
            continue;
        }
        const auto place = places_.back();
        places_.pop_back();
        next.push_back({std::string(block_->key(place)), block_->rid(place)});
    }
    return next;
}

void WordIndex::Builder::Add(Entry entry) {
    open_.push_back(std::move(entry));
    if (open_.size() == kUsual) Cut(std::exchange(open_, {}), blocks_);
}

WordIndexPtr WordIndex::Builder::Take() {
    Cut(std::exchange(open_, {}), blocks_);
    return WordIndexPtr(new WordIndex(std::move(blocks_)));
}

}  // namespace tram::record
