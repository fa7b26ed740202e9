// Cursor: where a page ended, sealed so that nobody can make one up or read what it holds (a sort
// key may be part of a name).
//
// Thread safety: plain values and functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/crypto/crypto.h"
#include "record/search/sorting.h"

namespace tram::record {

struct Cursor {
    std::int64_t log_position = 0;  // newest when the first page was made
    std::optional<std::int64_t> total;
    SortWay way = SortWay::kInMemory;
    Position position;
};

// `context` says of which search, and for whom: under another it does not open.
std::string SealCursor(const crypto::Key& key, std::string_view context, const Cursor& cursor);
// Errors: kMalformed (not ours, changed, or of another search).
Result<Cursor> OpenCursor(const crypto::Key& key, std::string_view context,
                          std::string_view sealed);

}  // namespace tram::record
