#include "record/search/rid_set.h"

#include <algorithm>

namespace tram::record {

bool RidSet::Contains(Rid rid) const {
    const auto bit = static_cast<std::size_t>(rid);
    const auto place = bit / kBits;
    if (place >= chunks_.size() || !chunks_[place]) return false;
    return ((*chunks_[place])[bit % kBits / 64] >> (bit % 64) & 1) != 0;
}

// The chunk, shared with no copy.
RidSet::Chunk& RidSet::Own(std::size_t place) {
    if (place >= chunks_.size()) chunks_.resize(place + 1);
    auto& chunk = chunks_[place];
    if (!chunk) {
        chunk = std::make_shared<Chunk>();
    } else if (chunk.use_count() > 1) {
        chunk = std::make_shared<Chunk>(*chunk);
    }
    return *chunk;
}

void RidSet::Insert(Rid rid) {
    if (Contains(rid)) return;
    const auto bit = static_cast<std::size_t>(rid);
    Own(bit / kBits)[bit % kBits / 64] |= std::uint64_t{1} << (bit % 64);
    ++size_;
}

void RidSet::Erase(Rid rid) {
    if (!Contains(rid)) return;
    const auto bit = static_cast<std::size_t>(rid);
    Own(bit / kBits)[bit % kBits / 64] &= ~(std::uint64_t{1} << (bit % 64));
    --size_;
}

std::size_t RidSet::bytes() const {
    const auto held = std::count_if(chunks_.begin(), chunks_.end(),
                                    [](const auto& chunk) { return chunk != nullptr; });
    return static_cast<std::size_t>(held) * sizeof(Chunk) +
           chunks_.size() * sizeof(std::shared_ptr<Chunk>);
}

Rids RidSet::All() const {
    Rids rids;
    rids.reserve(static_cast<std::size_t>(size_));
    for (std::size_t place = 0; place < chunks_.size(); ++place) {
        if (!chunks_[place]) continue;
        for (std::size_t word = 0; word < kWords; ++word) {
            for (auto bits = (*chunks_[place])[word]; bits != 0; bits &= bits - 1) {
                const auto bit =
                    place * kBits + word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
                rids.push_back(static_cast<Rid>(bit));
            }
        }
    }
    return rids;
}

void RidSet::Unite(const RidSet& other) {
    for (std::size_t place = 0; place < other.chunks_.size(); ++place) {
        if (!other.chunks_[place]) continue;
        auto& own = Own(place);
        for (std::size_t word = 0; word < kWords; ++word) {
            const auto added = (*other.chunks_[place])[word] & ~own[word];
            own[word] |= added;
            size_ += std::popcount(added);
        }
    }
}

std::int64_t RidSet::CountCommon(std::span<const RidSet* const> sets) {
    if (sets.size() == 1) return sets[0]->size();
    std::int64_t count = 0;
    for (std::size_t place = 0; place < sets[0]->chunks_.size(); ++place) {
        const bool in_all = std::all_of(sets.begin(), sets.end(), [&](const RidSet* set) {
            return place < set->chunks_.size() && set->chunks_[place];
        });
        if (!in_all) continue;
        Chunk common = *sets[0]->chunks_[place];
        for (const auto* set : sets.subspan(1)) {
            for (std::size_t word = 0; word < kWords; ++word) {
                common[word] &= (*set->chunks_[place])[word];
            }
        }
        for (const auto word : common) count += std::popcount(word);
    }
    return count;
}

}  // namespace tram::record
