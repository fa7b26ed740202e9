#include "api/web/words.h"

#include <map>

#include "platform/content/yaml.h"

namespace tram::api::web {
namespace {

using Words = std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>>;

Words& TheWords() {
    static Words words;
    return words;
}

}  // namespace

Result<void> LoadWords(const content::Library& library) {
    const auto* file = library.Find("codes/words.yaml");
    if (!file) return {};
    const auto yaml = TRY(content::Yaml::Parse(file->bytes, file->path));
    TRY(yaml.AllowOnly({"id", "title", "source", "checked", "sets"}));
    Words words;
    for (const auto& [set, codes] : TRY(TRY(yaml.Get("sets")).Members())) {
        for (const auto& [code, word] : TRY(codes.Members())) words[set][code] = TRY(word.Text());
    }
    TheWords() = std::move(words);
    return {};
}

std::string_view WordFor(std::string_view set, std::string_view code) {
    const auto known = TheWords().find(set);
    if (known == TheWords().end()) return code;
    const auto word = known->second.find(code);
    return word == known->second.end() ? code : std::string_view(word->second);
}

}  // namespace tram::api::web
