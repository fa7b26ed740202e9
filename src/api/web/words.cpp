#include "api/web/words.h"

#include <map>

#include "platform/content/yaml.h"

namespace tram::api::web {
namespace {

using Words = std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>>;

struct Known {
    Words vi, en;
};

Known& TheWords() {
    static Known words;
    return words;
}

Result<Words> ReadSets(const content::Yaml& sets) {
    Words words;
    if (!sets.present()) return words;
    for (const auto& [set, codes] : TRY(sets.Members())) {
        for (const auto& [code, word] : TRY(codes.Members())) words[set][code] = TRY(word.Text());
    }
    return words;
}

const std::string* Look(const Words& words, std::string_view set, std::string_view code) {
    const auto known = words.find(set);
    if (known == words.end()) return nullptr;
    const auto word = known->second.find(code);
    return word == known->second.end() ? nullptr : &word->second;
}

}  // namespace

Result<void> LoadWords(const content::Library& library) {
    const auto* file = library.Find("codes/words.yaml");
    if (!file) return {};
    const auto yaml = TRY(content::Yaml::Parse(file->bytes, file->path));
    TRY(yaml.AllowOnly({"id", "title", "source", "checked", "sets", "sets_en"}));
    Known known{.vi = TRY(ReadSets(TRY(yaml.Get("sets")))),
                .en = TRY(ReadSets(TRY(yaml.Find("sets_en"))))};
    TheWords() = std::move(known);
    return {};
}

std::string_view WordFor(std::string_view set, std::string_view code) {
    const auto* word = Look(TheWords().vi, set, code);
    return word ? std::string_view(*word) : code;
}

std::string_view EnglishFor(std::string_view set, std::string_view code) {
    const auto* word = Look(TheWords().en, set, code);
    return word ? std::string_view(*word) : std::string_view();
}

}  // namespace tram::api::web
