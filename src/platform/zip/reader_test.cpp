#include "platform/zip/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/zip/writer.h"

namespace tram::zip {
namespace {

using ::testing::HasSubstr;

TEST(ZipReader, UnpacksWhatIsThere) {
    const auto bytes = *Write({{"a.txt", "một"}, {"b/c.txt", std::string(100'000, 'x')}});
    auto archive = Archive::Open(bytes);
    ASSERT_TRUE(archive) << archive.error().message;
    EXPECT_EQ(archive->entries().size(), 2u);
    EXPECT_EQ(*archive->Read("a.txt"), "một");
    EXPECT_EQ(archive->Read("b/c.txt")->size(), 100'000u);
    EXPECT_EQ(archive->Read("nothing").error().code, ErrorCode::kNotFound);
}

TEST(ZipReader, RefusesABombBeforeUnpackingIt) {
    const auto bomb = *Write({{"sheet.xml", std::string(std::size_t{64} << 20, '0')}});
    ASSERT_LT(bomb.size(), 200'000u);
    const auto refused = Archive::Open(bomb);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kTooLarge);
    EXPECT_EQ(refused.error().path, "sheet.xml");
    EXPECT_THAT(refused.error().message_vi, HasSubstr("giải nén"));
}

TEST(ZipReader, HoldsTheEntriesTogetherAgainstTheLimit) {
    const auto bytes = *Write({{"a", std::string(600, 'a')}, {"b", std::string(600, 'b')}});
    EXPECT_TRUE(Archive::Open(bytes, {.unpacked = 1200}));
    EXPECT_EQ(Archive::Open(bytes, {.unpacked = 1199}).error().code, ErrorCode::kTooLarge);
    EXPECT_EQ(Archive::Open(bytes, {.entries = 1}).error().code, ErrorCode::kTooLarge);
}

// The directory says less than the packed bytes hold.
TEST(ZipReader, DoesNotBelieveADeclaredSize) {
    auto bytes = *Write({{"a", std::string(50'000, 'a')}});
    const auto directory = bytes.rfind("PK\x01\x02");
    ASSERT_NE(directory, std::string::npos);
    bytes[directory + 24] = 10;  // uncompressed size, 4 bytes
    bytes[directory + 25] = bytes[directory + 26] = 0;
    auto archive = Archive::Open(bytes);
    if (!archive) return;
    EXPECT_FALSE(archive->Read("a"));
}

TEST(ZipReader, TellsDamageWhereverItIsCut) {
    const auto whole = *Write({{"a", "some text that is packed"}, {"b", "more"}});
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto cut = whole.substr(0, length);
        const auto archive = Archive::Open(cut);
        ASSERT_FALSE(archive) << length;
        EXPECT_EQ(archive.error().code, ErrorCode::kMalformed);
    }
    auto changed = whole;
    changed[whole.find("PK\x03\x04") + 32] ^= 0x55;
    auto archive = Archive::Open(changed);
    if (archive) {
        EXPECT_FALSE(archive->Read("a"));
    }
}

}  // namespace
}  // namespace tram::zip
