// A bounded memory of codes: name → number. It keeps hashes rather than names, so that a million
// entries fit in some 50 MB; the hashes are keyed, so that nobody can make two names meet.
//
// What was not asked for during the last `most` / 2 new entries may be forgotten.
//
// Thread safety: all functions may be called from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "platform/crypto/crypto.h"

namespace tram::storage {

class CodeCache {
  public:
    explicit CodeCache(std::size_t most) : most_in_generation_(most / 2 / kShards) {}

    std::optional<std::int64_t> Find(const crypto::ShortHash& name) {
        Shard& shard = ShardOf(name);
        std::lock_guard lock(shard.mutex);
        if (const auto number = shard.young.Find(name)) return number;
        const auto number = shard.old.Find(name);
        if (number != 0) Keep(shard, name, number);
        return number != 0 ? std::optional(number) : std::nullopt;
    }

    // REQUIRES: number > 0, always the same for a name.
    void Put(const crypto::ShortHash& name, std::int64_t number) {
        Shard& shard = ShardOf(name);
        std::lock_guard lock(shard.mutex);
        if (shard.young.Find(name) == 0) Keep(shard, name, number);
    }

  private:
    static constexpr std::size_t kShards = 16;

    // Open addressing, at most half full. Nothing is ever taken out of it.
    class Table {
      public:
        std::int64_t Find(const crypto::ShortHash& name) const {
            if (slots_.empty()) return 0;
            for (std::size_t at = name.low & mask();; at = (at + 1) & mask()) {
                if (slots_[at].number == 0) return 0;
                if (slots_[at].name == name) return slots_[at].number;
            }
        }
        void Add(const crypto::ShortHash& name, std::int64_t number) {
            if ((size_ + 1) * 2 > slots_.size()) Grow();
            std::size_t at = name.low & mask();
            while (slots_[at].number != 0) at = (at + 1) & mask();
            slots_[at] = {name, number};
            ++size_;
        }
        std::size_t size() const { return size_; }

      private:
        struct Slot {
            crypto::ShortHash name;
            std::int64_t number = 0;
        };
        std::size_t mask() const { return slots_.size() - 1; }
        void Grow() {
            std::vector<Slot> before(slots_.empty() ? 64 : slots_.size() * 2);
            before.swap(slots_);
            size_ = 0;
            for (const auto& slot : before)
                if (slot.number != 0) Add(slot.name, slot.number);
        }
        std::vector<Slot> slots_;
        std::size_t size_ = 0;
    };

    struct alignas(64) Shard {
        std::mutex mutex;
        Table young, old;
    };

    Shard& ShardOf(const crypto::ShortHash& name) { return shards_[name.high % kShards]; }

    void Keep(Shard& shard, const crypto::ShortHash& name, std::int64_t number) {
        if (shard.young.size() >= most_in_generation_) {
            shard.old = std::move(shard.young);
            shard.young = Table();
        }
        shard.young.Add(name, number);
    }

    std::size_t most_in_generation_;
    std::array<Shard, kShards> shards_;
};

}  // namespace tram::storage
