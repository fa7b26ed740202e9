#include "platform/compression/zstd.h"

#include <gtest/gtest.h>

namespace tram::compression {
namespace {

TEST(ZstdTest, GivesBackWhatItTook) {
    for (const auto& text :
         {std::string(), std::string("một dòng"), std::string(300'000, 'x')})
        EXPECT_EQ(DecompressZstd(CompressZstd(text), 1 << 20).value(), text);
}

TEST(ZstdTest, RefusesWhatIsNoneOrTooMuch) {
    const auto packed = CompressZstd(std::string(300'000, 'x'));
    EXPECT_EQ(DecompressZstd(packed, 299'999).error().code, ErrorCode::kTooLarge);
    EXPECT_EQ(DecompressZstd(packed.substr(0, packed.size() - 3), 1 << 20).error().code,
              ErrorCode::kMalformed);
    EXPECT_EQ(DecompressZstd("plain text", 1 << 20).error().code, ErrorCode::kMalformed);
}

}  // namespace
}  // namespace tram::compression
