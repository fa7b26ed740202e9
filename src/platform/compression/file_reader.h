// FileReader: the bytes of a file, uncompressed on the way. Plain, gzip, bzip2 and zstd are told
// apart by their first bytes, not by the name; several compressed parts one after another read as
// one.
//
// Thread safety: none; one reader, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tram::compression {

class FileReader {
  public:
    virtual ~FileReader() = default;

    // Errors: kNotFound (no such file), kUnavailable (cannot be read).
    static Result<std::unique_ptr<FileReader>> Open(const std::string& path);
    // The bytes of `text` as they are; it must outlive the reader.
    static std::unique_ptr<FileReader> Of(std::string_view text);
    // … uncompressed on the way, as a file would be. Reading more than `most` is kTooLarge.
    static Result<std::unique_ptr<FileReader>> OfPacked(std::string_view bytes, std::size_t most);

    // Up to `most` bytes into `into`; 0 only at the end.
    // Errors: kMalformed (the compressed bytes are broken or cut short), kUnavailable.
    virtual Result<std::size_t> Read(char* into, std::size_t most) = 0;

    // Bytes of the file itself, for a progress line.
    virtual std::uint64_t consumed() const = 0;
    virtual std::uint64_t size() const = 0;
};

// All bytes. Errors: as Read; kTooLarge (more than `most`).
Result<std::string> ReadAll(FileReader& reader, std::size_t most);

// Line by line, without line ends (LF or CRLF).
class LineReader {
  public:
    // `reader` must outlive this.
    LineReader(FileReader& reader, std::size_t most_bytes)
        : reader_(reader), most_bytes_(most_bytes) {}

    // nullopt: no more lines. The view lives until the next call.
    // Errors: as Read; kTooLarge (a line of more than `most_bytes`).
    Result<std::optional<std::string_view>> Next();
    std::int64_t number() const { return number_; }  // of the line given last, from 1

  private:
    FileReader& reader_;
    std::size_t most_bytes_;
    std::string buffer_;
    std::size_t begin_ = 0;   // of what was not given yet
    std::size_t looked_ = 0;  // no line end before this
    std::int64_t number_ = 0;
    bool at_end_ = false;
};

}  // namespace tram::compression
