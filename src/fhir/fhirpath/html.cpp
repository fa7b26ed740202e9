#include "fhir/fhirpath/html.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace tram::fhirpath {
namespace {

constexpr std::array<std::string_view, 58> kElements = {
    "div",   "p",    "br",      "b",       "i",        "u",          "em",    "strong", "span",
    "a",     "ul",   "ol",      "li",      "table",    "thead",      "tbody", "tfoot",  "tr",
    "th",    "td",   "caption", "col",     "colgroup", "h1",         "h2",    "h3",     "h4",
    "h5",    "h6",   "hr",      "pre",     "code",     "samp",       "kbd",   "var",    "tt",
    "small", "big",  "sub",     "sup",     "dl",       "dt",         "dd",    "img",    "map",
    "area",  "abbr", "acronym", "address", "bdo",      "blockquote", "cite",  "dfn",    "q",
    "ins",   "del",  "center",  "style"};
constexpr std::array<std::string_view, 54> kAttributes = {
    "title",       "style",       "class",    "id",      "lang",     "xml:lang", "dir",
    "accesskey",   "tabindex",    "span",     "width",   "align",    "valign",   "char",
    "charoff",     "abbr",        "axis",     "headers", "scope",    "rowspan",  "colspan",
    "xmlns",       "href",        "name",     "src",     "alt",      "height",   "border",
    "cellpadding", "cellspacing", "summary",  "frame",   "rules",    "shape",    "coords",
    "nohref",      "usemap",      "longdesc", "cite",    "datetime", "compact",  "type",
    "start",       "value",       "nowrap",   "bgcolor", "color",    "size",     "face",
    "clear",       "noshade",     "rel",      "target",  "hspace"};

bool IsSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool IsNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':';
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool Check() {
        bool content = false;
        while (at_ < text_.size()) {
            if (text_[at_] != '<') {
                content |= !IsSpace(text_[at_]) && !open_.empty();
                if (open_.empty() && !IsSpace(text_[at_])) return false;
                ++at_;
            } else if (text_.substr(at_).starts_with("<!--")) {
                const auto end = text_.find("-->", at_);
                if (end == std::string_view::npos) return false;
                at_ = end + 3;
            } else if (!Tag(content)) {
                return false;
            }
        }
        return open_.empty() && content;
    }

  private:
    std::string_view Name() {
        const std::size_t start = at_;
        while (at_ < text_.size() && IsNameCharacter(text_[at_])) ++at_;
        return text_.substr(start, at_ - start);
    }
    void SkipSpace() {
        while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
    }
    bool Accept(char c) {
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    bool Tag(bool& content) {
        ++at_;
        if (Accept('/')) {
            const auto name = Name();
            SkipSpace();
            if (open_.empty() || open_.back() != name || !Accept('>')) return false;
            open_.pop_back();
            return true;
        }
        const auto name = Name();
        if (std::find(kElements.begin(), kElements.end(), name) == kElements.end()) return false;
        if (open_.empty() && name != "div") return false;
        content |= name == "img";
        while (true) {
            SkipSpace();
            if (Accept('/')) return Accept('>');
            if (Accept('>')) break;
            if (!Attribute()) return false;
        }
        open_.push_back(name);
        return open_.size() <= 100;
    }

    bool Attribute() {
        const auto name = Name();
        if (std::find(kAttributes.begin(), kAttributes.end(), name) == kAttributes.end()) {
            return false;
        }
        SkipSpace();
        if (!Accept('=')) return false;
        SkipSpace();
        const char quote = at_ < text_.size() ? text_[at_] : '\0';
        if (quote != '"' && quote != '\'') return false;
        const auto end = text_.find(quote, ++at_);
        if (end == std::string_view::npos) return false;
        std::string value(text_.substr(at_, end - at_));
        at_ = end + 1;
        std::transform(value.begin(), value.end(), value.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return value.find("javascript:") == std::string::npos &&
               value.find('<') == std::string::npos;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<std::string_view> open_;
};

}  // namespace

bool IsSafeNarrative(std::string_view xhtml) {
    return Reader(xhtml).Check();
}

}  // namespace tram::fhirpath
