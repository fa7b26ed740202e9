#include "fhir/validation/narrative.h"

#include <gtest/gtest.h>

#include <string>

namespace tram::validation {
namespace {

NarrativeFault Inside(const std::string& content) {
    return CheckNarrative("<div xmlns=\"http://www.w3.org/1999/xhtml\">" + content + "</div>");
}

TEST(NarrativeTest, AcceptsBasicFormatting) {
    EXPECT_EQ(CheckNarrative("<div>text</div>"), NarrativeFault::kNone);
    EXPECT_EQ(CheckNarrative(" <div/>\n"), NarrativeFault::kNone);
    for (const auto text :
         {"<p><b>Huyết áp</b> 150/95<br/></p>", "<a href=\"#x\">x</a>", "<a href='Patient/1'>x</a>",
          "<a href=\"https://a.vn/b?c=1&amp;d=2\">x</a>", "<a href=\"mailto:a@b.vn\">x</a>",
          "<img src=\"data:image/png;base64,AAAA\" alt=\"\"/>", "<!-- <script> --> x",
          "<table class=\"grid\"><tr><td style=\"color: red\">1 &lt; 2</td></tr></table>",
          "1 > 2"}) {
        EXPECT_EQ(Inside(text), NarrativeFault::kNone) << text;
    }
}

TEST(NarrativeTest, AsksForOneDiv) {
    for (const auto text : {"", "text", "<p>text</p>", "<divx></divx>", "<DIV></DIV>", "<div",
                            "text<div></div>", "<div></div><div></div>", "<div></div>text"}) {
        EXPECT_EQ(CheckNarrative(text), NarrativeFault::kNotADiv) << text;
    }
}

TEST(NarrativeTest, AsksForWellFormedTags) {
    for (const auto text :
         {"<p>", "</p>", "<b><i></b></i>", "<p title=x></p>", "<p title></p>", "<p title=\"x></p>",
          "<!-- x", "<p title=\"<\"></p>", "<a href=\"x\"title=\"y\"></a>", "<![CDATA[x]]>",
          "<?xml version=\"1.0\"?>", "<!DOCTYPE html>", "< p></p>", "<br / >"}) {
        EXPECT_EQ(Inside(text), NarrativeFault::kMalformed) << text;
    }
    EXPECT_EQ(CheckNarrative("<div><p></p>"), NarrativeFault::kMalformed);
}

TEST(NarrativeTest, RefusesElementsThatRunOrFetch) {
    for (const auto text : {"<script>x</script>", "<SCRIPT>x</SCRIPT>", "<iframe src=\"x\"/>",
                            "<form/>", "<input/>", "<object/>", "<svg/>", "<style>x</style>",
                            "<link/>", "<base/>", "<body/>", "<h:script/>"}) {
        EXPECT_EQ(Inside(text), NarrativeFault::kElement) << text;
    }
}

TEST(NarrativeTest, RefusesEventsAndForeignAttributes) {
    for (const auto text :
         {"<p onclick=\"x\"/>", "<p ONCLICK=\"x\"/>", "<img onerror='x' src='y'/>",
          "<p xlink:href=\"x\"/>", "<p xmlns=\"http://other\"/>"}) {
        EXPECT_EQ(Inside(text), NarrativeFault::kAttribute) << text;
    }
}

TEST(NarrativeTest, RefusesAddressesThatRun) {
    for (const std::string address :
         {"javascript:x", "JavaScript:x", " javascript:x", "java&#115;cript:x", "javascript&#58;x",
          "java\tscript:x", "vbscript:x", "data:text/html,x", "data:image/svg+xml;base64,AAAA",
          "&#x6A;avascript:x", "\x01javascript:x", "blob:x", "file:///etc/passwd"}) {
        EXPECT_EQ(Inside("<a href=\"" + address + "\">x</a>"), NarrativeFault::kAddress) << address;
        EXPECT_EQ(Inside("<img src=\"" + address + "\"/>"), NarrativeFault::kAddress) << address;
    }
    EXPECT_EQ(Inside("<a href=\"data:image/png;base64,AAAA\">x</a>"), NarrativeFault::kAddress);
}

TEST(NarrativeTest, RefusesStylesThatRun) {
    for (const std::string style :
         {"width: expression(x)", "background: url(javascript:x)", "behavior: url(x)",
          "width: e\\78pression(x)", "&#101;xpression(x)"}) {
        EXPECT_EQ(Inside("<p style=\"" + style + "\"/>"), NarrativeFault::kStyle) << style;
    }
}

TEST(NarrativeTest, BoundsTheDepth) {
    std::string deep, shallow;
    for (int i = 0; i < 100'000; ++i) deep += "<b>";
    EXPECT_EQ(Inside(deep), NarrativeFault::kTooDeep);
    for (int i = 0; i < 99; ++i) shallow = "<b>" + shallow + "</b>";
    EXPECT_EQ(Inside(shallow), NarrativeFault::kNone);
}

}  // namespace
}  // namespace tram::validation
