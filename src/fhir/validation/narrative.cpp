#include "fhir/validation/narrative.h"

#include <algorithm>
#include <string>
#include <vector>

namespace tram::validation {
namespace {

constexpr std::size_t kMaxDepth = 100;

// The two lists of constraint txt-1, sorted.
constexpr std::string_view kElements[] = {
    "a",   "abbr",     "acronym", "b",     "big",  "blockquote", "br",  "caption", "cite",  "code",
    "col", "colgroup", "dd",      "dfn",   "div",  "dl",         "dt",  "em",      "h1",    "h2",
    "h3",  "h4",       "h5",      "h6",    "hr",   "i",          "img", "li",      "ol",    "p",
    "pre", "q",        "samp",    "small", "span", "strong",     "sub", "sup",     "table", "tbody",
    "td",  "tfoot",    "th",      "thead", "tr",   "tt",         "ul",  "var"};
constexpr std::string_view kAttributes[] = {
    "abbr", "accesskey", "align", "alt", "axis", "bgcolor", "border", "cellhalign", "cellpadding",
    "cellspacing", "cellvalign", "char", "charoff", "charset", "cite", "class", "colspan",
    "compact", "coords", "dir", "frame", "headers", "height", "href", "hreflang", "hspace", "id",
    "lang", "longdesc", "name", "nowrap", "rel", "rev", "rowspan", "rules", "scope", "shape",
    "span", "src", "start", "style", "summary", "tabindex", "title", "type", "valign", "value",
    "vspace", "width",
    // Of XML itself, which the constraint does not count.
    "xml:lang", "xml:space", "xmlns"};
constexpr std::string_view kSchemes[] = {"ftp", "http", "https", "mailto", "tel", "urn"};

static_assert(std::is_sorted(std::begin(kElements), std::end(kElements)));
static_assert(std::is_sorted(std::begin(kAttributes), std::end(kAttributes)));

bool IsSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool IsNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':' || c == '.';
}

std::string Lower(std::string_view text) {
    std::string lower(text);
    for (auto& c : lower) {
        if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    }
    return lower;
}

// Allowed: a path, a fragment, or a scheme of the list spelt in plain letters. An entity or a
// control character in front of the first of / ? # may hide a scheme, so it is refused.
bool IsSafeAddress(std::string_view address, bool image) {
    while (!address.empty() && IsSpace(address.front())) address.remove_prefix(1);
    if (image && address.starts_with("data:")) {
        auto kind = address.substr(5);
        while (!kind.empty() && IsSpace(kind.front())) kind.remove_prefix(1);
        return kind.starts_with("image/png;") || kind.starts_with("image/gif;") ||
               kind.starts_with("image/jpeg;");
    }
    const auto head = address.substr(0, address.find_first_of("/?#"));
    if (std::any_of(head.begin(), head.end(),
                    [](char c) { return c == '&' || static_cast<unsigned char>(c) <= ' '; })) {
        return false;
    }
    const auto colon = head.find(':');
    if (colon == std::string_view::npos) return true;
    const auto scheme = Lower(head.substr(0, colon));
    return std::find(std::begin(kSchemes), std::end(kSchemes), scheme) != std::end(kSchemes);
}

// Styles reach code by old browsers' expressions and by addresses; escapes and entities may spell
// either in hiding.
bool IsSafeStyle(std::string_view style) {
    const auto lower = Lower(style);
    for (const std::string_view bad : {"expression", "javascript", "vbscript", "behavior",
                                       "-moz-binding", "@import", "\\", "&#"}) {
        if (lower.find(bad) != std::string::npos) return false;
    }
    return true;
}

class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    NarrativeFault Run() {
        SkipSpace();
        if (!Rest().starts_with("<div") || Rest().size() < 5 ||
            !(IsSpace(Rest()[4]) || Rest()[4] == '>' || Rest()[4] == '/')) {
            return NarrativeFault::kNotADiv;
        }
        do {
            const auto fault = Step();
            if (fault != NarrativeFault::kNone) return fault;
        } while (!open_.empty() && at_ < text_.size());
        if (!open_.empty()) return NarrativeFault::kMalformed;
        SkipSpace();
        return at_ == text_.size() ? NarrativeFault::kNone : NarrativeFault::kNotADiv;
    }

  private:
    std::string_view Rest() const { return text_.substr(at_); }
    void SkipSpace() {
        while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
    }
    std::string_view ReadName() {
        const auto begin = at_;
        while (at_ < text_.size() && IsNameCharacter(text_[at_])) ++at_;
        return text_.substr(begin, at_ - begin);
    }
    bool Take(char c) {
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    // Text up to the next tag, and that tag.
    NarrativeFault Step() {
        at_ = std::min(text_.find('<', at_), text_.size());
        if (at_ == text_.size()) return NarrativeFault::kNone;
        if (Rest().starts_with("<!--")) {
            const auto end = text_.find("-->", at_ + 4);
            if (end == std::string_view::npos) return NarrativeFault::kMalformed;
            at_ = end + 3;
            return NarrativeFault::kNone;
        }
        ++at_;
        if (Take('/')) return CloseTag();
        return OpenTag();
    }

    NarrativeFault CloseTag() {
        const auto name = ReadName();
        SkipSpace();
        if (!Take('>') || open_.empty() || open_.back() != name) return NarrativeFault::kMalformed;
        open_.pop_back();
        return NarrativeFault::kNone;
    }

    // Also refuses <!DOCTYPE, <![CDATA[ and <?…, which have no name here.
    NarrativeFault OpenTag() {
        const auto name = ReadName();
        if (name.empty()) return NarrativeFault::kMalformed;
        if (!std::binary_search(std::begin(kElements), std::end(kElements), name)) {
            return NarrativeFault::kElement;
        }
        for (;;) {
            const auto before = at_;
            SkipSpace();
            if (Take('>')) {
                open_.push_back(name);
                return open_.size() > kMaxDepth ? NarrativeFault::kTooDeep : NarrativeFault::kNone;
            }
            if (Take('/')) return Take('>') ? NarrativeFault::kNone : NarrativeFault::kMalformed;
            if (at_ == before) return NarrativeFault::kMalformed;
            const auto fault = Attribute(name);
            if (fault != NarrativeFault::kNone) return fault;
        }
    }

    NarrativeFault Attribute(std::string_view element) {
        const auto name = ReadName();
        if (name.empty()) return NarrativeFault::kMalformed;
        SkipSpace();
        if (!Take('=')) return NarrativeFault::kMalformed;
        SkipSpace();
        if (at_ >= text_.size() || (text_[at_] != '"' && text_[at_] != '\'')) {
            return NarrativeFault::kMalformed;
        }
        const char quote = text_[at_++];
        const auto end = text_.find(quote, at_);
        if (end == std::string_view::npos) return NarrativeFault::kMalformed;
        const auto value = text_.substr(at_, end - at_);
        at_ = end + 1;
        if (value.find('<') != std::string_view::npos) return NarrativeFault::kMalformed;

        if (!std::binary_search(std::begin(kAttributes), std::end(kAttributes), name)) {
            return NarrativeFault::kAttribute;
        }
        if (name == "xmlns" && value != "http://www.w3.org/1999/xhtml") {
            return NarrativeFault::kAttribute;
        }
        if (name == "style" && !IsSafeStyle(value)) return NarrativeFault::kStyle;
        const bool address =
            name == "href" || name == "src" || name == "cite" || name == "longdesc";
        if (address && !IsSafeAddress(value, element == "img" && name == "src")) {
            return NarrativeFault::kAddress;
        }
        return NarrativeFault::kNone;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<std::string_view> open_;
};

}  // namespace

NarrativeFault CheckNarrative(std::string_view xhtml) {
    return Scanner(xhtml).Run();
}

}  // namespace tram::validation
