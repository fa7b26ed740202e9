#include "exchange/import/pieces.h"

#include <algorithm>

#include "fhir/json/document.h"

namespace tram::import {

namespace {

constexpr std::size_t kMostBytes = std::size_t{256}
                                   << 20;  // of one line, or of a file of one value
constexpr std::size_t kPieceBytes = std::size_t{4} << 20;
// Few, since the lines of a piece are written together, and people wait while they are.
constexpr int kPieceLines = 64;

bool IsBlank(std::string_view line) {
    return std::all_of(line.begin(), line.end(),
                       [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

// A Bundle is committed as one, so it stands alone. Looked for as text: a resource that merely
// speaks of Bundles stands alone too, which costs nothing.
bool MayBeBundle(std::string_view line) {
    return line.substr(0, 4096).find("\"Bundle\"") != std::string_view::npos;
}

}  // namespace

PieceReader::PieceReader(std::unique_ptr<compression::FileReader> file)
    : file_(std::move(file)), lines_(*file_, kMostBytes) {}

Result<std::unique_ptr<PieceReader>> PieceReader::Open(const std::string& path) {
    return std::unique_ptr<PieceReader>(new PieceReader(TRY(compression::FileReader::Open(path))));
}

std::unique_ptr<PieceReader> PieceReader::Of(std::string_view text, std::int64_t first_line) {
    std::unique_ptr<PieceReader> reader(new PieceReader(compression::FileReader::Of(text)));
    reader->first_line_ = first_line;
    // Only the start of a file tells what it is; what begins later is lines.
    reader->begun_ = first_line > 1;
    return reader;
}

Result<std::unique_ptr<PieceReader>> PieceReader::OfFile(std::string_view bytes, std::size_t most) {
    return std::unique_ptr<PieceReader>(
        new PieceReader(TRY(compression::FileReader::OfPacked(bytes, most))));
}

Result<std::optional<Piece>> PieceReader::Next() {
    Piece piece;
    int count = 0;
    std::int64_t next_line = 0;  // number of the line that would be added next
    while (!ended_) {
        if (!kept_) {
            const auto line = TRY(lines_.Next());
            if (!line) {
                ended_ = true;
                break;
            }
            if (IsBlank(*line)) continue;
            kept_ = std::string(*line);
            if (!begun_ && !json::Document::Parse(*kept_)) return ReadRest(std::move(*kept_));
            begun_ = true;
        }
        const bool alone = MayBeBundle(*kept_);
        if (count > 0 && (alone || piece.text.size() + kept_->size() > kPieceBytes))
            return std::optional(std::move(piece));
        if (count == 0) piece.first_line = next_line = LineNumber();
        // Blank lines between keep their place, so that a line's number can be told from the piece.
        for (; next_line < LineNumber(); ++next_line) piece.text += '\n';
        piece.may_be_bundle = alone;
        piece.text += *kept_;
        piece.text += '\n';
        ++next_line;
        kept_.reset();
        if (++count >= kPieceLines || alone) return std::optional(std::move(piece));
    }
    if (count == 0) return std::optional<Piece>();
    return std::optional(std::move(piece));
}

// The first line was no whole value, so the file as a whole is one.
Result<std::optional<Piece>> PieceReader::ReadRest(std::string text) {
    ended_ = true;
    text += '\n';
    while (const auto line = TRY(lines_.Next())) {
        text += *line;
        text += '\n';
        if (text.size() > kMostBytes) {
            return Error{.code = ErrorCode::kTooLarge,
                         .message =
                             "a file of one JSON value may hold 256 MB; write larger ones as "
                             "NDJSON, a resource a line",
                         .message_vi =
                             "tệp chỉ gồm một giá trị JSON được tối đa 256 MB; tệp lớn hơn hãy ghi "
                             "dạng NDJSON, mỗi dòng một hồ sơ"};
        }
    }
    const bool may_be_bundle = MayBeBundle(text);
    return std::optional(Piece{.text = std::move(text), .may_be_bundle = may_be_bundle});
}

}  // namespace tram::import
