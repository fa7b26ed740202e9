// gzip of whole bodies (RFC 1952), bounded against bodies that inflate without end.
//
// Thread safety: all functions may be called from any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tram::http {

// Does an Accept-Encoding header take gzip?
bool AcceptsGzip(std::string_view accept_encoding);

std::string Gzip(std::string_view plain);

// `take` is asked before each further piece of memory, with its size; false ends the work.
// Errors: kMalformed (not gzip, cut off), kTooLarge (more than `most` bytes), kBusy (`take` said
// no).
Result<std::string> Gunzip(std::string_view packed, std::size_t most,
                           const std::function<bool(std::size_t)>& take);

}  // namespace tram::http
