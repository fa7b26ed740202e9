#include "fhir/fhirpath/fhirpath.h"
#include "fhir/fhirpath/values.h"
#include "fhir/json/writer.h"

namespace tram::fhirpath {
namespace {

// In the order of Item::System.
constexpr std::string_view kSystemNames[] = {"Any",  "Boolean",  "Integer", "Decimal", "String",
                                             "Date", "DateTime", "Time",    "Quantity"};

// The commonest values are shared by all, so that a condition allocates nothing.
const std::shared_ptr<const Item::System>& Shared(bool value) {
    static const auto yes = std::make_shared<const Item::System>(true);
    static const auto no = std::make_shared<const Item::System>(false);
    return value ? yes : no;
}

}  // namespace

Item::Item(System value) {
    if (const auto* boolean = std::get_if<bool>(&value)) {
        made_ = Shared(*boolean);
    } else {
        made_ = std::make_shared<const System>(std::move(value));
    }
}

Item::Item(json::Value value, json::Value sibling, const definitions::Structure* structure)
    : structure_(structure) {
    if (value && value.kind() != json::Kind::kNull) {
        json_ = value;
        document_ = value.document();
    }
    if (sibling && sibling.kind() == json::Kind::kObject) {
        sibling_ = sibling.index();
        document_ = sibling.document();
    }
}

Item Item::TypeInfo(std::string_view type_namespace, std::string_view name) {
    std::string full(type_namespace);
    full += '.';
    full += name;
    Item item{System(std::move(full))};
    item.type_info_ = true;
    return item;
}

std::string_view Item::type_name() const {
    if (type_info_) return "TypeInfo";
    if (made_) return kSystemNames[made_->index()];
    if (structure_) {
        return structure_->is_backbone && structure_->base ? structure_->base->name
                                                           : structure_->name;
    }
    return json_["resourceType"] ? json_["resourceType"].text() : "Element";
}

json::Value Item::sibling() const {
    return sibling_ == kNoSibling ? json::Value() : document_->ValueAt(sibling_);
}

Item::System Item::value() const {
    if (type_info_) return std::monostate();
    if (FamilyOf(*this) == Family::kQuantity && !made_) return std::monostate();
    return SystemOf(*this);
}

std::optional<std::string_view> Item::text() const {
    if (type_info_) return std::nullopt;
    if (made_) {
        const auto* text = std::get_if<std::string>(made_.get());
        return text ? std::optional<std::string_view>(*text) : std::nullopt;
    }
    if (FamilyOf(*this) != Family::kString) return std::nullopt;
    return json_.text();
}

std::string Item::ToJson() const {
    if (document_) return std::string(json_ ? json_.raw() : sibling().raw());
    json::Writer out;
    const System value = made_ ? *made_ : System();
    if (const auto* quantity = std::get_if<Quantity>(&value)) {
        out.BeginObject().Key("value").Raw(quantity->value.ToString());
        out.Key("unit").String(quantity->unit).EndObject();
        return out.Take();
    }
    const auto text = ToText(*this);
    if (!text) return "null";
    switch (static_cast<Family>(value.index())) {
        case Family::kBoolean:
        case Family::kInteger:
        case Family::kDecimal:
            return *text;
        default:
            return json::Quote(*text);
    }
}

}  // namespace tram::fhirpath
