// zstd of whole texts in memory, bounded against bytes that inflate without end.
//
// Thread safety: all functions may be called from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tram::compression {

std::string CompressZstd(std::string_view plain);

// Errors: kMalformed (not zstd, or cut off), kTooLarge (more than `most` bytes).
Result<std::string> DecompressZstd(std::string_view packed, std::size_t most);

}  // namespace tram::compression
