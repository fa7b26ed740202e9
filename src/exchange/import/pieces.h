// Pieces: an import file cut into parts that can be committed on their own, whatever its size: some
// lines of NDJSON, or one Bundle.
//
// Thread safety: none; one reader, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "platform/compression/file_reader.h"

namespace tram::import {

struct Piece {
    std::string text;  // lines with their line ends, or one JSON value
    std::int64_t first_line =
        0;                       // number of its first line; 0: the text is a whole file, not lines
    bool may_be_bundle = false;  // false: surely none
};

class PieceReader {
  public:
    // A file whose first line is a whole JSON value is read as NDJSON, any other as one value.
    // Errors: of FileReader.
    static Result<std::unique_ptr<PieceReader>> Open(const std::string& path);
    // As if `text`, which must outlive the reader, were the rest of a file from that line on.
    static std::unique_ptr<PieceReader> Of(std::string_view text, std::int64_t first_line = 1);
    // A whole file that was sent, packed or not; unpacked it may hold `most` bytes.
    static Result<std::unique_ptr<PieceReader>> OfFile(std::string_view bytes, std::size_t most);

    // nullopt: no more. Empty lines are passed over. Errors: of FileReader, kTooLarge.
    Result<std::optional<Piece>> Next();

    std::uint64_t consumed() const { return file_->consumed(); }
    std::uint64_t size() const { return file_->size(); }

  private:
    explicit PieceReader(std::unique_ptr<compression::FileReader> file);
    std::int64_t LineNumber() const { return first_line_ - 1 + lines_.number(); }
    Result<std::optional<Piece>> ReadRest(std::string text);

    std::unique_ptr<compression::FileReader> file_;
    compression::LineReader lines_;
    std::optional<std::string> kept_;  // a line read already, its number being LineNumber()
    std::int64_t first_line_ = 1;
    bool begun_ = false;
    bool ended_ = false;
};

}  // namespace tram::import
