#include "platform/content/yaml.h"

#include <gtest/gtest.h>

namespace tram::content {
namespace {

TEST(YamlTest, ReadsTextsListsAndTruth) {
    const auto file =
        Yaml::Parse("id: nurse\nnames: true\nreads: [Patient, Encounter]\n", "r.yaml");
    ASSERT_TRUE(file);
    EXPECT_EQ(*file->Get("id")->Text(), "nurse");
    EXPECT_TRUE(*file->Get("names")->Boolean());
    EXPECT_EQ(*file->Get("reads")->Texts(), (std::vector<std::string>{"Patient", "Encounter"}));
    EXPECT_FALSE(file->Find("writes")->present());
}

TEST(YamlTest, TellsFileAndLineOfAMistake) {
    const auto file = Yaml::Parse("id: nurse\nnames: maybe\n", "r.yaml");
    ASSERT_TRUE(file);
    const auto names = file->Get("names")->Boolean();
    ASSERT_FALSE(names);
    EXPECT_EQ(names.error().path, "r.yaml:2");
    EXPECT_EQ(names.error().message, "r.yaml:2: 'names' must be true or false");
    EXPECT_FALSE(names.error().message_vi.empty());
}

TEST(YamlTest, ProposesTheNearestKnownName) {
    const auto file = Yaml::Parse("id: nurse\nraeds: []\n", "r.yaml");
    ASSERT_TRUE(file);
    const auto allowed = file->AllowOnly({"id", "reads", "writes"});
    ASSERT_FALSE(allowed);
    EXPECT_EQ(allowed.error().code, ErrorCode::kUnknownElement);
    EXPECT_NE(allowed.error().message.find("'reads'"), std::string::npos);
}

TEST(YamlTest, RefusesBrokenTextAndAKeyTwice) {
    const auto broken = Yaml::Parse("id: [a\n", "r.yaml");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, ErrorCode::kMalformed);
    const auto twice = Yaml::Parse("id: a\nid: b\n", "r.yaml");
    ASSERT_TRUE(twice);
    const auto members = twice->Members();
    ASSERT_FALSE(members);
    EXPECT_EQ(members.error().code, ErrorCode::kInvalid);
}

TEST(YamlTest, SaysWhatIsMissing) {
    const auto file = Yaml::Parse("title:\n  vi: a\n", "r.yaml");
    ASSERT_TRUE(file);
    const auto english = file->Get("title")->Get("en");
    ASSERT_FALSE(english);
    EXPECT_EQ(english.error().code, ErrorCode::kRequired);
    EXPECT_EQ(english.error().message, "r.yaml:2: 'title.en' is missing; add it");
}

TEST(YamlTest, AMemberOfWhatIsNoMapIsAnError) {
    const auto file = Yaml::Parse("just text", "r.yaml");
    ASSERT_TRUE(file);
    EXPECT_FALSE(file->Get("id"));
}

}  // namespace
}  // namespace tram::content
