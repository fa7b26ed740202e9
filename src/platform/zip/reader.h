// Archive: a zip held in memory, of which single entries are unpacked. Made for files that
// strangers send: what the directory declares is held against the limits before a byte is unpacked,
// and what is unpacked is held against what was declared.
//
// Thread safety: none; one archive, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tram::zip {

struct Limits {
    std::size_t entries = 2000;
    std::uint64_t unpacked = std::uint64_t{256} << 20;  // of all entries together
    // An entry larger than `ratio_from` may be at most so many times its packed size. Sheets of
    // real lists stay under 40; a deflated run of zeros comes near 1,000.
    std::uint64_t ratio = 200;
    std::uint64_t ratio_from = std::uint64_t{4} << 20;
};

struct Entry {
    std::string name;
    std::uint64_t packed = 0, unpacked = 0;
};

class Archive {
  public:
    // `bytes` must outlive the archive.
    // Errors: kMalformed (no zip, or cut short), kTooLarge (beyond the limits, as declared).
    static Result<Archive> Open(std::string_view bytes, const Limits& limits = {});
    ~Archive();
    Archive(Archive&&) noexcept;
    Archive& operator=(Archive&&) noexcept;

    const std::vector<Entry>& entries() const { return entries_; }
    const Entry* Find(std::string_view name) const;  // nullptr: none of that name

    // Errors: kNotFound, kMalformed (damaged, or not of the size declared), kInvalid
    // (encrypted, or packed by a method nobody uses).
    Result<std::string> Read(std::string_view name);

  private:
    struct Handle;
    Archive(std::unique_ptr<Handle> handle, std::vector<Entry> entries);

    std::unique_ptr<Handle> handle_;
    std::vector<Entry> entries_;
};

}  // namespace tram::zip
