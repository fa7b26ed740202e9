#include <gtest/gtest.h>

#include "fhir/json/document.h"
#include "fhir/json/writer.h"

namespace tram::json {
namespace {

DocumentPtr Read(std::string_view text) { return *Document::Parse(text); }

TEST(DocumentTest, KeepsSpellingAndDropsWhiteSpace) {
    const auto document = Read(" { \"b\" : 1.50 , \"a\" : \"x\\u00e9\\n\" , \"c\":[ 1e3, null ] } ");
    EXPECT_EQ(document->text(), "{\"b\":1.50,\"a\":\"x\\u00e9\\n\",\"c\":[1e3,null]}");
    EXPECT_EQ(document->root()["b"].raw(), "1.50");
    EXPECT_EQ(document->root()["a"].text(), "xé\n");
    EXPECT_EQ(document->root()["c"].size(), 2u);
    EXPECT_EQ(document->root()["c"].At(0).text(), "1e3");
    EXPECT_TRUE(document->root()["c"].At(1).IsNull());
    EXPECT_FALSE(document->root()["c"]["x"]["y"]);
}

TEST(DocumentTest, ReadsSurrogatePairs) {
    EXPECT_EQ(Read("[\"\\ud83d\\ude00!\"]")->root().At(0).text(), "😀!");
}

TEST(DocumentTest, RefusesWhatIsNotJson) {
    for (const char* text : {"", "{", "{\"a\":1,}", "[1 2]", "{\"a\":01}", "nul", "{} {}", "\"\xff\"",
                             "[\"\\x\"]", "{'a':1}", "[NaN]", "\"\x01\"", "[\"\\ud800\"]"}) {
        const auto document = Document::Parse(text);
        ASSERT_FALSE(document) << text;
        EXPECT_EQ(document.error().code, ErrorCode::kMalformed) << text;
    }
}

TEST(DocumentTest, RefusesAKeyGivenTwiceEvenWhenSpeltApart) {
    EXPECT_FALSE(Document::Parse("{\"a\":1,\"\\u0061\":2}"));
    EXPECT_FALSE(Document::Parse("{\"x\":{\"a\":1,\"b\":2,\"a\":3}}"));
}

TEST(DocumentTest, LimitsDepthAndSize) {
    const std::string deep = std::string(5000, '[') + std::string(5000, ']');
    EXPECT_EQ(Document::Parse(deep).error().code, ErrorCode::kTooLarge);
    EXPECT_EQ(Document::Parse("[1,2,3]", {.bytes = 3}).error().code, ErrorCode::kTooLarge);
    EXPECT_TRUE(Document::Parse("[[[1]]]", {.depth = 3}));
}

TEST(SpliceTest, RemovesAMemberWithItsComma) {
    for (const char* name : {"a", "b", "c"}) {
        const auto document = Read("{\"a\":1,\"b\":{\"x\":2},\"c\":[3]}");
        const auto splice = RemoveMember(document->root(), document->root()[name]);
        const auto after = Read(ApplySplices(document->text(), {splice}));
        EXPECT_EQ(after->root().size(), 2u);
        EXPECT_FALSE(after->root()[name]);
    }
    const auto alone = Read("{\"a\":1}");
    EXPECT_EQ(ApplySplices(alone->text(), {RemoveMember(alone->root(), alone->root()["a"])}), "{}");
}

TEST(WriterTest, SetsCommasAndEscapes) {
    Writer out;
    out.BeginObject().Key("a").BeginArray().Number(1).String("\"\x01").EndArray();
    out.Key("b").Raw("{\"x\":1.0}").Key("c").BeginObject().EndObject().Key("d").Null().EndObject();
    EXPECT_EQ(out.text(), "{\"a\":[1,\"\\\"\\u0001\"],\"b\":{\"x\":1.0},\"c\":{},\"d\":null}");
    EXPECT_TRUE(Document::Parse(out.text()));
}

}  // namespace
}  // namespace tram::json
