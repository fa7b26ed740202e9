#include <algorithm>
#include <utility>

#include "fhir/search/convert.h"
#include "fhir/search/program.h"
#include "fhir/search/rows.h"

namespace tram::search {
namespace {

// Walks a resource once along the tree of its type's program.
class Extractor {
  public:
    Extractor(const Program& program, int zone_minutes, SearchRows& out)
        : program_(program), out_(out), converter_(zone_minutes, out.rows) {}

    Result<void> Run(json::Value resource, int zone_minutes) {
        Visit(program_.nodes[0], resource);
        CollectReferences(resource);
        for (const auto& evaluated : program_.evaluated) {
            fhirpath::Environment environment{.resource = resource, .zone_minutes = zone_minutes};
            for (const auto& item : TRY(evaluated.expression.Evaluate(environment))) {
                const auto value = item.value();
                if (const auto* truth = std::get_if<bool>(&value)) {
                    converter_.AddBoolean(*evaluated.parameter, *truth);
                }
            }
        }
        CollectClinical();
        return {};
    }

  private:
    void Descend(const ProgramNode& node, json::Value value) {
        if (!value.IsArray()) return Visit(node, value);
        for (const auto item : value) {
            Visit(node, item);
            if (node.first_only) return;
        }
    }

    void Visit(const ProgramNode& node, json::Value value) {
        if (!node.member.empty() && value[node.member].text() != node.literal) return;
        for (const auto& action : node.actions) converter_.Convert(action, value);
        for (const auto& composite : node.composites) AddComposite(composite, value);
        if (node.children.empty() || !value.IsObject()) return;
        for (const auto member : value) {
            const auto key = member.key();
            for (const auto child : node.children) {
                const auto& next = program_.nodes[child];
                if (next.key == key) Descend(next, member);
            }
        }
    }

    void AddComposite(const CompositeAction& composite, json::Value value) {
        const auto firsts = Component(composite.first, value);
        if (firsts.empty()) return;
        const auto seconds = Component(composite.second, value);
        for (const auto& first : firsts) {
            CompositeValue pair;
            if (const auto* token = std::get_if<TokenValue>(&first.value)) {
                pair.first = *token;
            } else if (const auto* reference = std::get_if<ReferenceValue>(&first.value)) {
                pair.first = *reference;
            } else {
                continue;
            }
            for (const auto& second : seconds) {
                const bool simple = std::visit(
                    [&](const auto& side) {
                        if constexpr (std::is_same_v<std::decay_t<decltype(side)>,
                                                     CompositeValue>) {
                            return false;
                        } else {
                            pair.second = side;
                            return true;
                        }
                    },
                    second.value);
                if (simple) out_.rows.push_back({composite.parameter, Facet::kValue, pair});
            }
        }
    }

    std::vector<SearchRow> Component(std::uint32_t root, json::Value value) {
        std::vector<SearchRow> rows;
        auto* const outer = converter_.Redirect(&rows);
        Visit(program_.nodes[root], value);
        converter_.Redirect(outer);
        std::erase_if(rows, [](const SearchRow& row) {
            return row.facet != Facet::kValue && row.facet != Facet::kWide;
        });
        return rows;
    }

    // Depth is bounded by the document's own limit.
    void CollectReferences(json::Value value) {
        for (const auto member : value) {
            if (member.IsString()) {
                if (member.key() != "reference") continue;
                auto reference = ReadReference(member.text());
                if (!reference.id.empty()) out_.references.push_back(std::move(reference));
            } else if (member.key() != "contained") {
                CollectReferences(member);
            }
        }
    }

    void CollectClinical() {
        std::size_t best = program_.dates.size();
        for (const auto& row : out_.rows) {
            if (row.parameter == program_.code && row.facet == Facet::kValue) {
                if (const auto* token = std::get_if<TokenValue>(&row.value)) {
                    out_.codes.push_back(*token);
                }
            }
            const auto* date = std::get_if<DateValue>(&row.value);
            if (!date) continue;
            const auto rank = static_cast<std::size_t>(
                std::find(program_.dates.begin(), program_.dates.end(), row.parameter) -
                program_.dates.begin());
            if (rank < best) {
                best = rank;
                out_.date = date->low != DateValue::kOpenLow ? date->low : date->high;
            }
        }
    }

    const Program& program_;
    SearchRows& out_;
    Converter converter_;
};

}  // namespace

Result<SearchRows> ExtractRows(json::Value resource, int zone_minutes) {
    const auto type = resource["resourceType"].text();
    SearchRows rows;
    if (definitions::ResourceTypeNumber(type) == 0) return rows;
    const auto* program = TRY(ProgramOf(type));
    rows.rows.reserve(64);
    TRY(Extractor(*program, zone_minutes, rows).Run(resource, zone_minutes));
    return rows;
}

}  // namespace tram::search
