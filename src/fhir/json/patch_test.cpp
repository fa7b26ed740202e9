#include "fhir/json/patch.h"

#include <gtest/gtest.h>

namespace tram::json {
namespace {

DocumentPtr Read(std::string_view text) {
    return *Document::Parse(text);
}

std::string Patched(std::string_view text, std::string_view patch) {
    const auto operations = Read(patch);
    auto result = ApplyPatch(Read(text), operations->root());
    return result ? (*result)->text() : "error " + result.error().path;
}

ErrorCode Refusal(std::string_view text, std::string_view patch) {
    const auto operations = Read(patch);
    return ApplyPatch(Read(text), operations->root()).error().code;
}

TEST(PatchTest, CarriesOutTheExamplesOfTheStandard) {
    const struct {
        const char *before, *patch, *after;
    } examples[] = {
        // https://www.rfc-editor.org/rfc/rfc6902#appendix-A
        {R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux"}])",
         R"({"foo":"bar","baz":"qux"})"},
        {R"({"foo":["bar","baz"]})", R"([{"op":"add","path":"/foo/1","value":"qux"}])",
         R"({"foo":["bar","qux","baz"]})"},
        {R"({"baz":"qux","foo":"bar"})", R"([{"op":"remove","path":"/baz"}])", R"({"foo":"bar"})"},
        {R"({"foo":["bar","qux","baz"]})", R"([{"op":"remove","path":"/foo/1"}])",
         R"({"foo":["bar","baz"]})"},
        {R"({"baz":"qux","foo":"bar"})", R"([{"op":"replace","path":"/baz","value":"boo"}])",
         R"({"baz":"boo","foo":"bar"})"},
        {R"({"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}})",
         R"([{"op":"move","from":"/foo/waldo","path":"/qux/thud"}])",
         R"({"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}})"},
        {R"({"foo":["all","grass","cows","eat"]})",
         R"([{"op":"move","from":"/foo/1","path":"/foo/3"}])",
         R"({"foo":["all","cows","eat","grass"]})"},
        {R"({"baz":"qux","foo":["a",2,"c"]})",
         R"([{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}])",
         R"({"baz":"qux","foo":["a",2,"c"]})"},
        {R"({"foo":"bar"})", R"([{"op":"add","path":"/child","value":{"grandchild":{}}}])",
         R"({"foo":"bar","child":{"grandchild":{}}})"},
        {R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":10}])", R"({"/":9,"~1":10})"},
        {R"({"foo":["bar"]})", R"([{"op":"add","path":"/foo/-","value":["abc","def"]}])",
         R"({"foo":["bar",["abc","def"]]})"},
        {R"({"a":[],"b":{}})",
         R"([{"op":"add","path":"/a/0","value":1},{"op":"copy","from":"/a/0","path":"/b/c"}])",
         R"({"a":[1],"b":{"c":1}})"},
    };
    for (const auto& example : examples) {
        EXPECT_EQ(Patched(example.before, example.patch), example.after);
    }
}

TEST(PatchTest, LeavesUntouchedBytesAsTheyWere) {
    EXPECT_EQ(Patched(R"({"z":1.50,"n":"\u00e9","a":[1e2,{"y":0.10,"x":2}]})",
                      R"([{"op":"replace","path":"/a/1/x","value":2.0}])"),
              R"({"z":1.50,"n":"\u00e9","a":[1e2,{"y":0.10,"x":2.0}]})");
}

TEST(PatchTest, TestsNumbersByValueAndMembersInAnyOrder) {
    const char* text = R"({"v":{"a":1.50,"b":[10,-0.0]}})";
    EXPECT_EQ(Patched(text, R"([{"op":"test","path":"/v","value":{"b":[1e1,0],"a":1.5}}])"), text);
    EXPECT_EQ(Refusal(text, R"([{"op":"test","path":"/v/a","value":1.51}])"), ErrorCode::kConflict);
    EXPECT_EQ(Refusal(text, R"([{"op":"test","path":"/v/b","value":[10]}])"), ErrorCode::kConflict);
}

TEST(PatchTest, RefusesWhatPointsNowhereOrIsNoPatch) {
    const char* text = R"({"a":[1,2]})";
    for (const char* pointer : {"/b", "/a/2", "/a/01", "/a/-", "/a/x", "/a/0/b", ""}) {
        const auto patch = R"([{"op":"remove","path":")" + std::string(pointer) + R"("}])";
        EXPECT_EQ(Refusal(text, patch), ErrorCode::kInvalid) << pointer;
    }
    EXPECT_EQ(Refusal(text, R"([{"op":"add","path":"/a/3","value":1}])"), ErrorCode::kInvalid);
    EXPECT_EQ(Refusal(text, R"([{"op":"move","from":"/a","path":"/a/0"}])"), ErrorCode::kInvalid);
    for (const char* patch :
         {R"({"op":"remove","path":"/a"})", R"([{"op":"erase","path":"/a"}])",
          R"([{"op":"add","path":"/a"}])", R"([{"op":"remove"}])",
          R"([{"op":"remove","path":"a"}])", R"([{"op":"remove","path":"/~2"}])", R"([7])"}) {
        EXPECT_EQ(Refusal(text, patch), ErrorCode::kMalformed) << patch;
    }
}

TEST(PatchTest, NamesTheOperationAtFaultAndKeepsTheOriginal) {
    const auto document = Read(R"({"a":1})");
    const auto patch =
        Read(R"([{"op":"replace","path":"/a","value":2},{"op":"remove","path":"/x"}])");
    const auto result = ApplyPatch(document, patch->root());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().path, "[1]");
    EXPECT_EQ(document->text(), R"({"a":1})");
}

TEST(PatchTest, BoundsOperationsAndGrowth) {
    std::string patch = R"([{"op":"add","path":"/a","value":[0,0,0,0]})";
    for (int i = 0; i < 60; ++i) patch += R"(,{"op":"copy","from":"/a","path":"/a/-"})";
    patch += "]";
    const auto operations = Read(patch);
    const auto grown = ApplyPatch(Read("{}"), operations->root(), {.bytes = 1 << 16});
    ASSERT_FALSE(grown);
    EXPECT_EQ(grown.error().code, ErrorCode::kTooLarge);
    EXPECT_EQ(ApplyPatch(Read("{}"), operations->root(), {.operations = 10}).error().code,
              ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace tram::json
