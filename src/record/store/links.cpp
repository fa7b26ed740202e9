#include "record/store/links.h"

#include <algorithm>

#include "fhir/definitions/definitions.h"

namespace tram::record {
namespace {

using definitions::Structure;

// Types of which a value that equals an entry's fullUrl is a link. A canonical is not: R4 leaves it
// out.
bool IsLinkType(std::string_view type) {
    return type == "uri" || type == "url" || type == "oid" || type == "uuid";
}

class LinkFinder {
    // Types that the Reference at hand may have.
    using Allowed = std::span<const std::string_view>;

  public:
    LinkFinder(const std::function<bool(std::string_view)>& knows, std::vector<Link>& links)
        : knows_(knows), links_(links) {}

    void Resource(json::Value resource) {
        const auto type = resource["resourceType"].text();
        if (type == "Bundle") return;
        if (const auto* structure = definitions::FindStructure(type)) {
            Members(resource, *structure, {});
        }
    }

  private:
    // Recursion is bounded by json::Limits::depth.
    void Members(json::Value object, const Structure& structure, Allowed allowed) {
        for (const auto member : object) {
            auto key = member.key();
            // The sibling of a primitive holds an id and extensions, as any Element does.
            const bool sibling = key.starts_with('_');
            if (sibling) key.remove_prefix(1);
            const definitions::TypeRef* type = nullptr;
            const auto* element = structure.FindByKey(key, &type);
            if (!element || !type) continue;
            const auto* inside = sibling ? definitions::FindStructure("Element") : type->structure;
            trail_.push_back({member.key(), -1});
            if (member.IsArray()) {
                for (const auto item : member) {
                    ++trail_.back().place;
                    Value(item, inside, *type, structure, allowed);
                }
            } else {
                Value(member, inside, *type, structure, allowed);
            }
            trail_.pop_back();
        }
    }

    void Value(json::Value value, const Structure* inside, const definitions::TypeRef& type,
               const Structure& parent, Allowed allowed) {
        if (value.IsObject()) {
            if (type.code == "Resource") return Resource(value);
            if (inside) Members(value, *inside, type.targets);
            return;
        }
        if (!value.IsString()) return;
        const bool reference = parent.name == "Reference" && value.key() == "reference";
        if (reference && SplitConditional(value.text())) {
            Add(Link::Kind::kCondition, value, allowed);
        } else if ((reference || IsLinkType(type.code)) && knows_(value.text())) {
            Add(Link::Kind::kEntry, value, reference ? allowed : Allowed());
        } else if (type.code == "xhtml") {
            Narrative(value);
        }
    }

    void Add(Link::Kind kind, json::Value value, Allowed allowed) {
        links_.push_back({kind, value.begin_offset() + 1, value.end_offset() - 1,
                          std::string(value.text()), allowed, Path()});
    }

    // Where the walk stands, below the resource.
    std::string Path() const {
        std::string path;
        for (const auto& step : trail_) {
            path.append(path.empty() ? "" : ".").append(step.key);
            if (step.place >= 0) path += "[" + std::to_string(step.place) + "]";
        }
        return path;
    }

    // <a href="urn:uuid:…"> and <img src="…">. Inside JSON the quotes of XHTML are escaped, or
    // single.
    void Narrative(json::Value div) {
        const auto raw = div.raw();
        for (const std::string_view attribute : {"href=", "src="}) {
            for (auto at = raw.find(attribute); at != raw.npos; at = raw.find(attribute, at)) {
                at += attribute.size();
                const std::string_view quote = raw.substr(at).starts_with("\\\"") ? "\\\"" : "'";
                if (!raw.substr(at).starts_with(quote)) continue;
                const auto begin = at + quote.size();
                const auto end = raw.find(quote, begin);
                if (end == raw.npos) break;
                const auto target = raw.substr(begin, end - begin);
                if (knows_(target)) {
                    links_.push_back({Link::Kind::kEntry, div.begin_offset() + begin,
                                      div.begin_offset() + end, std::string(target), Allowed(),
                                      Path()});
                }
                at = end;
            }
        }
    }

    struct Step {
        std::string_view key;
        int place;  // in an array; -1: not in one
    };
    const std::function<bool(std::string_view)>& knows_;
    std::vector<Link>& links_;
    std::vector<Step> trail_;
};

}  // namespace

std::vector<Link> FindLinks(json::Value resource,
                            const std::function<bool(std::string_view full_url)>& knows) {
    std::vector<Link> links;
    LinkFinder(knows, links).Resource(resource);
    return links;
}

std::optional<ConditionalReference> SplitConditional(std::string_view reference) {
    const auto mark = reference.find('?');
    if (mark == reference.npos || mark + 1 == reference.size()) return std::nullopt;
    const auto type = reference.substr(0, mark);
    if (definitions::ResourceTypeNumber(type) == 0) return std::nullopt;
    return ConditionalReference{type, reference.substr(mark + 1)};
}

Result<json::DocumentPtr> Relink(const json::Document& document, const std::vector<Link>& links,
                                 const std::vector<std::string>& targets) {
    TRAM_CHECK(links.size() == targets.size());
    std::vector<json::Splice> splices;
    for (std::size_t i = 0; i < links.size(); ++i) {
        const auto& allowed = links[i].allowed;
        const auto type = std::string_view(targets[i]).substr(0, targets[i].find('/'));
        if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), type) == allowed.end()) {
            return Error{
                .code = ErrorCode::kBadValue,
                .message = "this reference may not be to a " + std::string(type),
                .message_vi = "Tham chiếu này không được trỏ tới " + std::string(type) + ".",
                .path = links[i].path};
        }
        // "Type/id" needs no escapes in JSON.
        splices.push_back({links[i].begin, links[i].end, targets[i]});
    }
    return json::Document::Parse(json::ApplySplices(document.text(), std::move(splices)));
}

}  // namespace tram::record
