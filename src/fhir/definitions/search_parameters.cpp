#include <algorithm>

#include "base/result.h"
#include "fhir/definitions/blob.h"
#include "fhir/definitions/definitions.h"

namespace tram::definitions {
namespace {

constexpr std::size_t kParameterWords = 13, kComponentWords = 4, kCompartmentWords = 6;

struct Compartment {
    std::string_view name, type;
    std::span<const std::string_view> parameters;
    auto Key() const { return std::pair(name, type); }
};

// Rows come sorted from the generator: by (type, code), and by (compartment, type).
class Tables {
  public:
    Tables() : types_(200) {
        ReadComponents();
        ReadParameters();
        const auto words = Words(Section::kCompartments);
        for (std::size_t i = 0; i < words.size(); i += kCompartmentWords) {
            compartments_.push_back({Text(&words[i]), Text(&words[i + 2]),
                                     Names().subspan(words[i + 4], words[i + 5])});
        }
    }

    std::span<const SearchParameter* const> Of(std::string_view type) const {
        const auto place = types_.Find(type);
        if (place < 0) return {};
        return std::span(pointers_).subspan(ranges_[place].first, ranges_[place].second);
    }
    std::span<const std::string_view> InCompartment(std::string_view name,
                                                    std::string_view type) const {
        const auto key = std::pair(name, type);
        const auto at = std::lower_bound(
            compartments_.begin(), compartments_.end(), key,
            [](const Compartment& row, const auto& wanted) { return row.Key() < wanted; });
        if (at == compartments_.end() || at->Key() != key) return {};
        return at->parameters;
    }

  private:
    void ReadComponents() {
        const auto words = Words(Section::kComponents);
        for (std::size_t i = 0; i < words.size(); i += kComponentWords) {
            components_.push_back({Text(&words[i]), Text(&words[i + 2])});
        }
    }
    void ReadParameters() {
        const auto words = Words(Section::kParameters);
        rows_.reserve(words.size() / kParameterWords);
        for (std::size_t i = 0; i < words.size(); i += kParameterWords) {
            const auto& row = rows_.emplace_back(SearchParameter{
                .type = Text(&words[i]),
                .code = Text(&words[i + 2]),
                .kind = static_cast<SearchKind>(words[i + 4]),
                .expression = Text(&words[i + 5]),
                .targets = Names().subspan(words[i + 7], words[i + 8]),
                .components = std::span(components_).subspan(words[i + 9], words[i + 10]),
                .url = Text(&words[i + 11])});
            pointers_.push_back(&row);
            if (types_.Find(row.type) < 0) {
                types_.Add(row.type, static_cast<std::uint32_t>(ranges_.size()));
                ranges_.emplace_back(pointers_.size() - 1, 0);
            }
            ++ranges_.back().second;
        }
    }

    std::vector<SearchComponent> components_;
    std::vector<SearchParameter> rows_;
    std::vector<const SearchParameter*> pointers_;
    std::vector<std::pair<std::size_t, std::size_t>> ranges_;  // first, count
    std::vector<Compartment> compartments_;
    NameTable types_;
};

const Tables& All() {
    static const Tables tables;
    return tables;
}

}  // namespace

std::span<const SearchParameter* const> SearchParametersOf(std::string_view type) {
    return All().Of(type);
}

const SearchParameter* FindSearchParameter(std::string_view type, std::string_view code) {
    const auto rows = All().Of(type);
    const auto at = std::lower_bound(
        rows.begin(), rows.end(), code,
        [](const SearchParameter* row, auto wanted) { return row->code < wanted; });
    return at != rows.end() && (*at)->code == code ? *at : nullptr;
}

std::span<const std::string_view> CompartmentParameters(std::string_view compartment,
                                                        std::string_view type) {
    return All().InCompartment(compartment, type);
}

}  // namespace tram::definitions
