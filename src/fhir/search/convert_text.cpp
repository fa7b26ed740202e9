#include <algorithm>

#include "base/vietnamese_text.h"
#include "fhir/search/convert.h"

namespace tram::search {
namespace {

// Longer texts are found by their beginning; see kLongestString of the store.
constexpr std::size_t kLongestText = 1000;
constexpr std::size_t kMostWords = 40;

std::vector<std::string> WordsOf(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto space = text.find(' ');
        if (space != 0) words.emplace_back(text.substr(0, space));
        text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
    }
    return words;
}

}  // namespace

bool HasWords(const definitions::SearchParameter& parameter) {
    const auto code = parameter.code;
    return parameter.kind == definitions::SearchKind::kString &&
           (code == "name" || code == "family" || code == "given" || code == "phonetic" ||
            code.starts_with("address"));
}

const definitions::SearchParameter& RowsOf(const definitions::SearchParameter& parameter) {
    using definitions::SearchKind;
    if (parameter.expression.empty() || parameter.kind == SearchKind::kComposite ||
        parameter.kind == SearchKind::kSpecial) {
        return parameter;
    }
    for (const auto* other : definitions::SearchParametersOf(parameter.type)) {
        if (other->kind == parameter.kind && other->expression == parameter.expression &&
            HasWords(*other) == HasWords(parameter)) {
            return *other;
        }
    }
    return parameter;
}

void Converter::Text(const Action& action, json::Value value) {
    switch (action.datatype) {
        case Datatype::kHumanName:
            AddName(action, value);
            break;
        case Datatype::kAddress:
            AddAddress(action, value);
            break;
        case Datatype::kText:
        case Datatype::kCode:
        case Datatype::kUri:
        case Datatype::kCanonical:
            if (!value.IsString()) break;
            AddString(action, value.text());
            if (NeedsSortKey(action)) {
                AddSortKey(action, CollationKey(value.text().substr(0, kLongestText)));
            }
            break;
        default:
            break;
    }
}

void Converter::AddString(const Action& action, std::string_view text) {
    if (text.empty()) return;
    Add(action, StringValue{std::string(text)}, Facet::kExact);
    auto folded = Fold(text.substr(0, kLongestText));
    if (folded.empty()) return;
    if (HasWords(*action.parameter)) {
        auto words = Syllables(folded);
        std::sort(words.begin(), words.end());
        words.erase(std::unique(words.begin(), words.end()), words.end());
        if (words.size() > kMostWords) words.resize(kMostWords);
        for (auto& word : words) Add(action, StringValue{std::move(word)}, Facet::kWord);
    }
    Add(action, StringValue{std::move(folded)});
}

// A resource sorts by its first value: of several names the one written first.
bool Converter::NeedsSortKey(const Action& action) const {
    return rows_ == main_ &&
           std::find(sorted_.begin(), sorted_.end(), action.parameter) == sorted_.end();
}

void Converter::AddSortKey(const Action& action, std::string key) {
    if (key.empty()) return;
    sorted_.push_back(action.parameter);
    Add(action, StringValue{std::move(key)}, Facet::kSort);
}

void Converter::AddName(const Action& action, json::Value name) {
    const auto text = name["text"].text().substr(0, kLongestText);
    const auto family = name["family"].text().substr(0, kLongestText);
    std::vector<std::string> given;
    AddString(action, text);
    AddString(action, family);
    for (const auto member : {"given", "prefix", "suffix"}) {
        for (const auto part : name[member]) {
            AddString(action, part.text());
            if (member == std::string_view("given")) {
                given.emplace_back(part.text().substr(0, kLongestText));
            }
        }
    }
    if (!NeedsSortKey(action)) return;
    if (!family.empty() || !given.empty()) {
        AddSortKey(action, PersonNameKey(family, given));
    } else if (auto words = WordsOf(text); !words.empty()) {
        // Written whole, a Vietnamese name begins with the family name.
        const std::string first = words.front();
        words.erase(words.begin());
        AddSortKey(action,
                   words.empty() ? PersonNameKey({}, {first}) : PersonNameKey(first, words));
    }
}

void Converter::AddAddress(const Action& action, json::Value address) {
    std::string whole(address["text"].text().substr(0, kLongestText));
    AddString(action, whole);
    const bool spelled = whole.empty();
    const auto add = [&](json::Value part) {
        AddString(action, part.text());
        if (spelled && !part.text().empty() && whole.size() < kLongestText) {
            whole += (whole.empty() ? "" : " ") + std::string(part.text().substr(0, kLongestText));
        }
    };
    for (const auto line : address["line"]) add(line);
    for (const auto member : {"city", "district", "state", "country", "postalCode"}) {
        add(address[member]);
    }
    if (NeedsSortKey(action) && !whole.empty()) AddSortKey(action, CollationKey(whole));
}

}  // namespace tram::search
