#include "platform/zip/writer.h"

#include <gtest/gtest.h>

#include "platform/zip/reader.h"

namespace tram::zip {
namespace {

const std::vector<Part> kParts = {{"một.xml", std::string(5000, 'a')}, {"b/hai.xml", "<b/>"}};

TEST(ZipWriterTest, TheSamePartsGiveTheSameBytes) {
    const auto once = Write(kParts);
    const auto twice = Write(kParts);
    ASSERT_TRUE(once && twice);
    EXPECT_EQ(*once, *twice);
    EXPECT_LT(once->size(), 1000u);  // deflated
}

TEST(ZipWriterTest, PartsComeBackInTheirOrder) {
    const auto bytes = Write(kParts);
    ASSERT_TRUE(bytes);
    auto archive = Archive::Open(*bytes);
    ASSERT_TRUE(archive) << archive.error().message;
    ASSERT_EQ(archive->entries().size(), kParts.size());
    for (std::size_t i = 0; i < kParts.size(); ++i) {
        EXPECT_EQ(archive->entries()[i].name, kParts[i].name);
        const auto read = archive->Read(kParts[i].name);
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(*read, kParts[i].bytes);
    }
}

TEST(ZipWriterTest, RefusesANameTwice) {
    EXPECT_FALSE(Write({{"a", "1"}, {"a", "2"}}));
}

}  // namespace
}  // namespace tram::zip
