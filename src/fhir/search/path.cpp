#include "fhir/search/path.h"

namespace tram::search {
namespace {

class PathParser {
  public:
    explicit PathParser(std::string_view text) : text_(text) {}

    std::optional<std::vector<Path>> Parse() {
        std::vector<Path> paths;
        do {
            Path path;
            if (!Alternative(path)) return std::nullopt;
            paths.push_back(std::move(path));
        } while (Take("|"));
        Space();
        if (at_ != text_.size()) return std::nullopt;
        return paths;
    }

  private:
    void Space() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    bool Take(std::string_view token) {
        Space();
        if (!text_.substr(at_).starts_with(token)) return false;
        at_ += token.size();
        return true;
    }
    std::string_view Word() {
        Space();
        const auto start = at_;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                                (at_ > start && c >= '0' && c <= '9');
            if (!letter) break;
            ++at_;
        }
        return text_.substr(start, at_ - start);
    }

    // (Observation.value as Quantity).code, Patient.name.given, Goal.start as date
    bool Alternative(Path& path) {
        if (Take("(")) {
            if (!Dotted(path) || !Take(")")) return false;
        } else {
            const auto root = Word();
            if (root.empty()) return false;
            path.push_back({PathStep::Kind::kChild, root, {}, false});
        }
        return Rest(path);
    }
    bool Dotted(Path& path) {
        const auto root = Word();
        if (root.empty()) return false;
        path.push_back({PathStep::Kind::kChild, root, {}, false});
        return Rest(path);
    }
    bool Rest(Path& path) {
        for (;;) {
            if (Take(".")) {
                if (!Step(path)) return false;
            } else if (Take("as ")) {
                return AddTyped(path, Word());
            } else {
                return true;
            }
        }
    }
    static bool AddTyped(Path& path, std::string_view type) {
        path.push_back({PathStep::Kind::kAs, type, {}, false});
        return !type.empty();
    }
    bool Step(Path& path) {
        const auto word = Word();
        if (word.empty()) return false;
        if (!Take("(")) {
            path.push_back({PathStep::Kind::kChild, word, {}, Take("[0]")});
            return true;
        }
        if (word == "as" || word == "ofType") return AddTyped(path, Word()) && Take(")");
        return word == "where" && Condition(path) && Take(")");
    }
    bool Condition(Path& path) {
        const auto word = Word();
        if (word == "resolve") {
            if (!Take("()") || Word() != "is") return false;
            path.push_back({PathStep::Kind::kRefersTo, Word(), {}, false});
            return !path.back().name.empty();
        }
        if (word.empty() || !Take("=") || !Take("'")) return false;
        const auto end = text_.find('\'', at_);
        if (end == std::string_view::npos) return false;
        path.push_back({PathStep::Kind::kWhereEquals, word, text_.substr(at_, end - at_), false});
        at_ = end + 1;
        return path.back().literal.find('\\') == std::string_view::npos;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<Path>> ParsePaths(std::string_view expression) {
    return PathParser(expression).Parse();
}

}  // namespace tram::search
