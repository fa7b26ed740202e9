#include "api/web/words.h"

#include <gtest/gtest.h>

#include "platform/content/yaml.h"

namespace tram::api::web {
namespace {

TEST(WordsTest, EveryShippedWordIsKnownInEnglishToo) {
    const auto library = content::Library::Open({.instead = TRAM_SOURCE_DIR "/content"});
    ASSERT_TRUE(library);
    ASSERT_TRUE(LoadWords(*library));
    const auto* file = library->Find("codes/words.yaml");
    ASSERT_TRUE(file);
    const auto yaml = content::Yaml::Parse(file->bytes, file->path);
    ASSERT_TRUE(yaml);
    const auto sets = yaml->Get("sets");
    ASSERT_TRUE(sets);
    const auto members = sets->Members();
    ASSERT_TRUE(members);
    int seen = 0;
    for (const auto& [set, codes] : *members) {
        const auto words = codes.Members();
        ASSERT_TRUE(words) << set;
        for (const auto& [code, word] : *words) {
            EXPECT_EQ(WordFor(set, code), word.Text().value()) << set << " " << code;
            EXPECT_NE(EnglishFor(set, code), "") << set << " " << code;
            ++seen;
        }
    }
    EXPECT_GT(seen, 100);
}

TEST(WordsTest, ACodeWithoutWordsStandsForItself) {
    EXPECT_EQ(WordFor("ethnicity", "99"), "99");
    EXPECT_EQ(EnglishFor("ethnicity", "99"), "");
}

}  // namespace
}  // namespace tram::api::web
