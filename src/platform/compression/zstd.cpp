#include "platform/compression/zstd.h"

#include <zstd.h>

namespace tram::compression {
namespace {

constexpr int kLevel = 9;  // written once, kept for years

Error NotZstd() {
    return {.code = ErrorCode::kMalformed,
            .message = "these bytes are not zstd, or were cut off",
            .message_vi = "Dữ liệu nén bị hỏng hoặc bị cắt ngắn."};
}

}  // namespace

std::string CompressZstd(std::string_view plain) {
    std::string packed(ZSTD_compressBound(plain.size()), '\0');
    const auto size =
        ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), kLevel);
    TRAM_CHECK(!ZSTD_isError(size));
    packed.resize(size);
    return packed;
}

Result<std::string> DecompressZstd(std::string_view packed, std::size_t most) {
    const auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) return NotZstd();
    if (size > most) {
        return Error{
            .code = ErrorCode::kTooLarge,
            .message = "unpacked, this would be more than " + std::to_string(most) + " bytes",
            .message_vi = "Dữ liệu giải nén vượt giới hạn cho phép."};
    }
    std::string plain(size, '\0');
    const auto read = ZSTD_decompress(plain.data(), plain.size(), packed.data(), packed.size());
    if (ZSTD_isError(read) || read != size) return NotZstd();
    return plain;
}

}  // namespace tram::compression
