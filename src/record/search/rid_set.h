// RidSet: a set of rids as bits, for sets that are large, asked often and changed little. Copies
// share what neither has changed since, so a newer version of a set costs only its difference.
//
// Thread safety: a plain value; copies may be used from different threads.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "record/search/scope.h"

namespace tram::record {

class RidSet {
  public:
    // REQUIRES: rid > 0, here and below.
    bool Contains(Rid rid) const;
    void Insert(Rid rid);
    void Erase(Rid rid);
    std::int64_t size() const { return size_; }
    std::size_t bytes() const;
    Rids All() const;  // sorted

    void Unite(const RidSet& other);
    // How many rids are in all of `sets`. REQUIRES: at least one.
    static std::int64_t CountCommon(std::span<const RidSet* const> sets);

  private:
    static constexpr std::size_t kWords = 512;
    static constexpr std::size_t kBits = kWords * 64;
    using Chunk = std::array<std::uint64_t, kWords>;

    Chunk& Own(std::size_t place);

    std::vector<std::shared_ptr<Chunk>> chunks_;  // by rid / kBits; null: none of them
    std::int64_t size_ = 0;
};

}  // namespace tram::record
