#include "platform/http/gzip.h"

#include <zlib.h>

#include <algorithm>

namespace tram::http {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib: the largest window, with a gzip header
constexpr int kLevel = 4;             // within 8% of level 6 on FHIR JSON, in half its time
constexpr std::size_t kPiece = 256 << 10;

std::string_view Trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// One per thread: setting one up costs 256 KB of memory, more than a small answer is worth.
struct Deflater {
    z_stream stream{};
    Deflater() { deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY); }
    ~Deflater() { deflateEnd(&stream); }
};

struct Inflater {
    z_stream stream{};
    Inflater() { inflateInit2(&stream, kGzipWindow); }
    ~Inflater() { inflateEnd(&stream); }
};

Error Broken() {
    return {.code = ErrorCode::kMalformed,
            .message = "the body is not whole gzip data",
            .message_vi = "nội dung gửi lên không phải là dữ liệu gzip đầy đủ"};
}

}  // namespace

bool AcceptsGzip(std::string_view accept_encoding) {
    bool any = false;
    while (!accept_encoding.empty()) {
        const auto end = accept_encoding.find(',');
        const auto item = accept_encoding.substr(0, end);
        accept_encoding.remove_prefix(end == std::string_view::npos ? accept_encoding.size()
                                                                    : end + 1);
        const auto semicolon = item.find(';');
        const auto name = Trim(item.substr(0, semicolon));
        const auto weight = semicolon == std::string_view::npos ? std::string_view("q=1")
                                                                : Trim(item.substr(semicolon + 1));
        const bool wanted = weight.find_first_of("123456789") != std::string_view::npos;
        if (name == "gzip" || name == "x-gzip") return wanted;
        if (name == "*") any = wanted;
    }
    return any;
}

std::string Gzip(std::string_view plain) {
    thread_local Deflater deflater;
    auto& stream = deflater.stream;
    TRAM_CHECK(deflateReset(&stream) == Z_OK);
    std::string packed(deflateBound(&stream, plain.size()), '\0');
    TRAM_CHECK(plain.size() <= 0xFFFFFFFFu && packed.size() <= 0xFFFFFFFFu);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    TRAM_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(stream.total_out);
    return packed;
}

Result<std::string> Gunzip(std::string_view packed, std::size_t most,
                           const std::function<bool(std::size_t)>& take) {
    Inflater inflater;
    auto& stream = inflater.stream;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    std::size_t left = packed.size();  // not yet handed to zlib, whose counters are 32 bits wide
    std::string plain;
    std::size_t used = 0;
    while (true) {
        if (stream.avail_in == 0) {
            stream.avail_in = static_cast<uInt>(std::min<std::size_t>(left, 1u << 30));
            left -= stream.avail_in;
        }
        if (used == plain.size()) {
            // One byte above the limit tells a body of exactly that size from a larger one.
            const auto more = std::min(std::max(kPiece, plain.size()), most + 1 - plain.size());
            if (more == 0) {
                return Error{
                    .code = ErrorCode::kTooLarge,
                    .message = "the body inflates beyond " + std::to_string(most) + " bytes",
                    .message_vi = "nội dung gửi lên sau khi giải nén vượt quá " +
                                  std::to_string(most) + " byte"};
            }
            if (!take(more)) {
                return Error{
                    .code = ErrorCode::kBusy,
                    .message = "too many large bodies at this moment; try again soon",
                    .message_vi = "đang có quá nhiều nội dung lớn; hãy thử lại sau giây lát"};
            }
            plain.resize(plain.size() + more);
        }
        stream.next_out = reinterpret_cast<Bytef*>(plain.data() + used);
        stream.avail_out = static_cast<uInt>(std::min<std::size_t>(plain.size() - used, 1u << 30));
        const auto room = stream.avail_out;
        const int state = inflate(&stream, Z_NO_FLUSH);
        used += room - stream.avail_out;
        if (state == Z_STREAM_END) {
            if (stream.avail_in == 0 && left == 0) break;
            // RFC 1952 §2.2: a file may be several members, one after another.
            if (inflateReset(&stream) != Z_OK) return Broken();
            continue;
        }
        if (state == Z_BUF_ERROR && stream.avail_in == 0 && left == 0) return Broken();
        if (state != Z_OK && state != Z_BUF_ERROR) return Broken();
        if (state == Z_OK && stream.avail_in == 0 && left == 0 && stream.avail_out != 0)
            return Broken();
    }
    if (used > most) {
        return Error{.code = ErrorCode::kTooLarge,
                     .message = "the body inflates beyond " + std::to_string(most) + " bytes",
                     .message_vi = "nội dung gửi lên sau khi giải nén vượt quá " +
                                   std::to_string(most) + " byte"};
    }
    plain.resize(used);
    return plain;
}

}  // namespace tram::http
