#include "fhir/search/program.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>

#include "fhir/search/path.h"
#include "fhir/search/rows.h"

namespace tram::search {
namespace {

using definitions::Element;
using definitions::SearchKind;
using definitions::SearchParameter;
using definitions::Structure;

Datatype DatatypeOf(std::string_view type) {
    static constexpr std::pair<std::string_view, Datatype> kTypes[] = {
        {"boolean", Datatype::kBoolean},
        {"code", Datatype::kCode},
        {"string", Datatype::kText},
        {"markdown", Datatype::kText},
        {"id", Datatype::kText},
        {"uri", Datatype::kUri},
        {"url", Datatype::kUri},
        {"oid", Datatype::kUri},
        {"uuid", Datatype::kUri},
        {"canonical", Datatype::kCanonical},
        {"integer", Datatype::kNumber},
        {"positiveInt", Datatype::kNumber},
        {"unsignedInt", Datatype::kNumber},
        {"decimal", Datatype::kNumber},
        {"date", Datatype::kDate},
        {"dateTime", Datatype::kDate},
        {"instant", Datatype::kDate},
        {"Coding", Datatype::kCoding},
        {"CodeableConcept", Datatype::kCodeableConcept},
        {"Identifier", Datatype::kIdentifier},
        {"ContactPoint", Datatype::kContactPoint},
        {"Reference", Datatype::kReference},
        {"Period", Datatype::kPeriod},
        {"Timing", Datatype::kTiming},
        {"Quantity", Datatype::kQuantity},
        {"SimpleQuantity", Datatype::kQuantity},
        {"MoneyQuantity", Datatype::kQuantity},
        {"Age", Datatype::kQuantity},
        {"Count", Datatype::kQuantity},
        {"Distance", Datatype::kQuantity},
        {"Duration", Datatype::kQuantity},
        {"Money", Datatype::kMoney},
        {"Range", Datatype::kRange},
        {"HumanName", Datatype::kHumanName},
        {"Address", Datatype::kAddress}};
    for (const auto& [name, datatype] : kTypes) {
        if (name == type) return datatype;
    }
    return Datatype::kOther;
}

bool SameTypeName(std::string_view a, std::string_view b) {
    // The definitions write value.as(DateTime) for the type dateTime.
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [&](char x, char y) { return lower(x) == lower(y); });
}

// A place in the tree, with what the definitions say stands there.
struct Place {
    std::uint32_t node = 0;
    const Structure* structure = nullptr;
    std::string_view type;
    const Element* element = nullptr;
    std::string_view refers_to;
};

class Builder {
  public:
    explicit Builder(const Structure& structure) : root_{0, &structure, structure.name} {
        program_->nodes.emplace_back();
    }

    Result<void> Add(const SearchParameter& parameter) {
        const bool answered_elsewhere =
            parameter.code == "_id" || parameter.code == "_lastUpdated" ||
            parameter.expression.empty() || parameter.kind == SearchKind::kSpecial;
        if (answered_elsewhere || &RowsOf(parameter) != &parameter) return {};
        const auto paths = ParsePaths(parameter.expression);
        if (parameter.kind == SearchKind::kComposite) {
            if (paths && parameter.components.size() == 2) AddComposite(parameter, *paths);
            return {};
        }
        if (!paths) {
            auto expression = fhirpath::Compile(parameter.expression, root_.type);
            if (!expression) return std::move(expression).error();
            program_->evaluated.push_back({&parameter, std::move(*expression)});
            return {};
        }
        for (const auto& path : *paths) {
            AddActions(parameter, Follow({root_}, std::span(path).subspan(1)));
        }
        return {};
    }

    std::unique_ptr<Program> Finish() {
        const auto type = root_.type;
        for (const auto* code : {"code", "vaccine-code", "type", "class", "category"}) {
            const auto* parameter = definitions::FindSearchParameter(type, code);
            if (parameter && parameter->kind == SearchKind::kToken && !program_->code) {
                program_->code = &RowsOf(*parameter);
            }
        }
        for (const auto* code : {"date", "onset-date", "effective", "effective-time", "authoredon",
                                 "authored", "period", "whenhandedover", "start-date", "sent",
                                 "created", "recorded-date", "recorded", "onset", "birthdate"}) {
            const auto* parameter = definitions::FindSearchParameter(type, code);
            if (parameter && parameter->kind == SearchKind::kDate) {
                program_->dates.push_back(&RowsOf(*parameter));
            }
        }
        return std::move(program_);
    }

  private:
    ProgramNode& Node(std::uint32_t place) { return program_->nodes[place]; }

    std::uint32_t Child(std::uint32_t parent, std::string key, std::string_view member,
                        std::string_view literal, bool first_only) {
        for (const auto child : Node(parent).children) {
            const auto& node = Node(child);
            if (node.key == key && node.member == member && node.literal == literal &&
                node.first_only == first_only) {
                return child;
            }
        }
        const auto made = static_cast<std::uint32_t>(program_->nodes.size());
        program_->nodes.push_back({.key = std::move(key),
                                   .member = std::string(member),
                                   .literal = std::string(literal),
                                   .first_only = first_only});
        Node(parent).children.push_back(made);
        return made;
    }

    std::vector<Place> Follow(std::vector<Place> places, std::span<const PathStep> steps) {
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const auto& step = steps[i];
            switch (step.kind) {
                case PathStep::Kind::kChild: {
                    const auto* filter = i + 1 < steps.size() ? &steps[i + 1] : nullptr;
                    if (filter && filter->kind != PathStep::Kind::kWhereEquals) filter = nullptr;
                    places = Children(places, step, filter);
                    break;
                }
                case PathStep::Kind::kAs:
                    std::erase_if(places, [&](const Place& place) {
                        return !SameTypeName(place.type, step.name);
                    });
                    break;
                case PathStep::Kind::kRefersTo:
                    for (auto& place : places) place.refers_to = step.name;
                    break;
                case PathStep::Kind::kWhereEquals:
                    break;  // taken together with its child
            }
        }
        return places;
    }

    std::vector<Place> Children(const std::vector<Place>& places, const PathStep& step,
                                const PathStep* filter) {
        std::vector<Place> found;
        for (const auto& place : places) {
            const auto* element =
                place.structure ? place.structure->FindByName(step.name) : nullptr;
            if (!element) continue;
            for (const auto& type : element->types) {
                std::string key(element->name);
                if (element->choice) {
                    key += type.code;
                    auto& initial = key[element->name.size()];
                    if (initial >= 'a' && initial <= 'z') initial = static_cast<char>(initial - 32);
                }
                const auto node =
                    Child(place.node, std::move(key), filter ? filter->name : std::string_view(),
                          filter ? filter->literal : std::string_view(), step.first_only);
                found.push_back({node, type.structure, type.code, element, {}});
            }
        }
        return found;
    }

    void AddActions(const SearchParameter& parameter, const std::vector<Place>& places) {
        for (const auto& place : places) {
            Action action{.parameter = &parameter,
                          .datatype = DatatypeOf(place.type),
                          .refers_to = place.refers_to};
            if (action.datatype == Datatype::kOther) continue;
            if (action.datatype == Datatype::kCode && place.element->required_set) {
                action.code_set = place.element->required_set;
                action.code_systems = SystemsOf(place.element->required_value_set);
            }
            Node(place.node).actions.push_back(std::move(action));
        }
    }

    // Value sets of R4 that hold one code system carry its name.
    static std::vector<std::string> SystemsOf(std::string_view value_set) {
        constexpr std::string_view kStem = "http://hl7.org/fhir/ValueSet/";
        if (!value_set.starts_with(kStem)) return {};
        const std::string name(value_set.substr(kStem.size()));
        return {"http://hl7.org/fhir/" + name, "http://terminology.hl7.org/CodeSystem/" + name};
    }

    void AddComposite(const SearchParameter& parameter, const std::vector<Path>& paths) {
        for (const auto& path : paths) {
            for (const auto& place : Follow({root_}, std::span(path).subspan(1))) {
                const auto first = Component(parameter, 0, place);
                const auto second = Component(parameter, 1, place);
                if (first && second) {
                    Node(place.node).composites.push_back({&parameter, *first, *second});
                }
            }
        }
    }

    // A tree of its own for one component, hung up nowhere: only its composite walks it.
    std::optional<std::uint32_t> Component(const SearchParameter& parameter, std::size_t which,
                                           const Place& base) {
        const auto& component = parameter.components[which];
        const auto* defined = definitions::FindSearchParameter(root_.type, component.definition);
        const auto paths = ParsePaths(component.expression);
        if (!defined || !paths) return std::nullopt;
        Place start = base;
        start.node = static_cast<std::uint32_t>(program_->nodes.size());
        program_->nodes.emplace_back();
        for (const auto& path : *paths) AddActions(*defined, Follow({start}, path));
        return start.node;
    }

    Place root_;
    std::unique_ptr<Program> program_ = std::make_unique<Program>();
};

Result<std::unique_ptr<Program>> Build(std::string_view type) {
    const auto* structure = definitions::FindStructure(type);
    TRAM_CHECK(structure);
    Builder builder(*structure);
    for (const auto* parameter : definitions::SearchParametersOf(type)) {
        TRY(builder.Add(*parameter));
    }
    return builder.Finish();
}

}  // namespace

Result<const Program*> ProgramOf(std::string_view type) {
    constexpr std::size_t kMostTypes = 256;
    static std::array<std::atomic<const Program*>, kMostTypes> programs{};
    static std::mutex building;
    const auto number = definitions::ResourceTypeNumber(type);
    TRAM_CHECK(number != 0 && number < kMostTypes);
    if (const auto* program = programs[number].load(std::memory_order_acquire)) return program;

    const std::lock_guard lock(building);
    if (const auto* program = programs[number].load(std::memory_order_acquire)) return program;
    // Lives as long as the program, as the definitions do.
    const Program* program = TRY(Build(type)).release();
    programs[number].store(program, std::memory_order_release);
    return program;
}

}  // namespace tram::search
