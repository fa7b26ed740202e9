#include "fhir/fhirpath/equality.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <functional>

#include "fhir/fhirpath/dates.h"
#include "fhir/fhirpath/units.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

Truth ToTruth(bool value) {
    return value ? Truth::kTrue : Truth::kFalse;
}

// Case folded, every white space a space.
std::string Loosen(std::string_view text) {
    std::string out;
    if (std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; })) {
        out.reserve(text.size());
        for (const char c : text) {
            if (c >= 'A' && c <= 'Z') {
                out += static_cast<char>(c + ('a' - 'A'));
            } else {
                out += c >= '\t' && c <= '\r' ? ' ' : c;
            }
        }
        return out;
    }
    auto unicode = icu::UnicodeString::fromUTF8({text.data(), static_cast<int>(text.size())});
    unicode.foldCase();
    for (std::int32_t i = 0; i < unicode.length(); ++i) {
        if (u_isUWhiteSpace(unicode[i])) unicode.replace(i, 1, u' ');
    }
    unicode.toUTF8String(out);
    return out;
}

bool DecimalsEquivalent(const Decimal& a, const Decimal& b) {
    // Zeros at the end say nothing about precision.
    const auto places = [](const Decimal& value) {
        int count = value.places();
        while (count > 0 && value.Round(count - 1).Compare(value) == 0) --count;
        return count;
    };
    const int least = std::min(places(a), places(b));
    return a.Round(least).Compare(b.Round(least)) == 0;
}

bool DeepEqual(Evaluation& evaluation, json::Value a, json::Value b);

bool SameMembers(Evaluation& evaluation, json::Value a, json::Value b) {
    if (a.size() != b.size()) return false;
    for (const json::Value member : a) {
        const json::Value other = b[member.key()];
        if (!other || !DeepEqual(evaluation, member, other)) return false;
    }
    return true;
}

bool DeepEqual(Evaluation& evaluation, json::Value a, json::Value b) {
    if (!evaluation.Tick()) return false;
    if (a == b) return true;
    if (!a || !b || a.kind() != b.kind()) return false;
    switch (a.kind()) {
        case json::Kind::kNull:
            return true;
        case json::Kind::kBoolean:
        case json::Kind::kString:
            return a.text() == b.text();
        case json::Kind::kNumber: {
            const auto left = Decimal::Parse(a.text());
            const auto right = Decimal::Parse(b.text());
            return left && right ? left->Compare(*right) == 0 : a.text() == b.text();
        }
        case json::Kind::kArray: {
            if (a.size() != b.size()) return false;
            auto other = b.begin();
            for (const json::Value one : a) {
                if (!DeepEqual(evaluation, one, *other)) return false;
                ++other;
            }
            return true;
        }
        case json::Kind::kObject:
            return SameMembers(evaluation, a, b);
    }
    return false;
}

bool DeepEquivalent(Evaluation& evaluation, json::Value a, json::Value b) {
    if (!evaluation.Tick()) return false;
    if (a == b) return true;
    if (!a || !b || a.kind() != b.kind()) return false;
    switch (a.kind()) {
        case json::Kind::kString:
            return Loosen(a.text()) == Loosen(b.text());
        case json::Kind::kNumber: {
            const auto left = Decimal::Parse(a.text());
            const auto right = Decimal::Parse(b.text());
            return left && right ? DecimalsEquivalent(*left, *right) : a.text() == b.text();
        }
        case json::Kind::kArray: {
            if (a.size() != b.size()) return false;
            std::vector<json::Value> rest;
            for (const json::Value one : b) rest.push_back(one);
            for (const json::Value one : a) {
                const auto at = std::find_if(rest.begin(), rest.end(), [&](json::Value other) {
                    return DeepEquivalent(evaluation, one, other);
                });
                if (at == rest.end()) return false;
                rest.erase(at);
            }
            return true;
        }
        case json::Kind::kObject:
            if (a.size() != b.size()) return false;
            for (const json::Value member : a) {
                const json::Value other = b[member.key()];
                if (!other || !DeepEquivalent(evaluation, member, other)) return false;
            }
            return true;
        default:
            return DeepEqual(evaluation, a, b);
    }
}

bool IsNumber(Family family) {
    return family == Family::kInteger || family == Family::kDecimal;
}
bool IsDay(Family family) {
    return family == Family::kDate || family == Family::kDateTime;
}

std::optional<DateTime> DateTimeOf(const Item::System& value) {
    if (const auto* date = std::get_if<Date>(&value)) return DateTime{.date = *date};
    if (const auto* moment = std::get_if<DateTime>(&value)) return *moment;
    return std::nullopt;
}

// Order of two items whose families have one; `known` false: they have none.
std::optional<int> OrderOf(Evaluation& evaluation, const Item& a, const Item& b, bool& known) {
    const Family left = FamilyOf(a);
    const Family right = FamilyOf(b);
    known = true;
    if (left == Family::kString && right == Family::kString) {
        // UTF-8 orders bytes as Unicode orders characters.
        const int order = a.text()->compare(*b.text());
        return order < 0 ? -1 : order > 0 ? 1 : 0;
    }
    if (IsNumber(left) && IsNumber(right)) {
        const auto x = DecimalOf(a);
        const auto y = DecimalOf(b);
        return x && y ? std::optional(x->Compare(*y)) : std::nullopt;
    }
    if (left == Family::kQuantity || right == Family::kQuantity) {
        known = (left == Family::kQuantity || IsNumber(left)) &&
                (right == Family::kQuantity || IsNumber(right));
        if (!known) return std::nullopt;
        const auto x = QuantityOf(a);
        const auto y = QuantityOf(b);
        return x && y ? Compare(*x, *y) : std::nullopt;
    }
    if (IsDay(left) && IsDay(right)) {
        const auto x = DateTimeOf(SystemOf(a));
        const auto y = DateTimeOf(SystemOf(b));
        if (!x || !y) return std::nullopt;
        return Compare(*x, *y, evaluation.environment().zone_minutes);
    }
    if (left == Family::kTime && right == Family::kTime) {
        const auto x = SystemOf(a);
        const auto y = SystemOf(b);
        const auto* first = std::get_if<Time>(&x);
        const auto* second = std::get_if<Time>(&y);
        return first && second ? Compare(*first, *second) : std::nullopt;
    }
    known = false;
    return std::nullopt;
}

// An item without value of its own: a complex element, or a primitive with only extensions.
json::Value Content(const Item& item) {
    return item.json() ? item.json() : item.sibling();
}

}  // namespace

Truth Equal(Evaluation& evaluation, const Item& a, const Item& b) {
    if (!evaluation.Tick()) return Truth::kEmpty;
    const Family left = FamilyOf(a);
    const Family right = FamilyOf(b);
    if (left == Family::kNone || right == Family::kNone) {
        if (left != right) return Truth::kFalse;
        if (a.is_type_info() || b.is_type_info()) {
            return ToTruth(a.is_type_info() && b.is_type_info() &&
                           std::get<std::string>(*a.made()) == std::get<std::string>(*b.made()));
        }
        return ToTruth(DeepEqual(evaluation, Content(a), Content(b)));
    }
    if (left == Family::kBoolean || right == Family::kBoolean) {
        return ToTruth(left == right && BooleanOf(a) == BooleanOf(b));
    }
    bool known = false;
    const auto order = OrderOf(evaluation, a, b, known);
    if (!known) return Truth::kFalse;
    return order ? ToTruth(*order == 0) : Truth::kEmpty;
}

Truth Equal(Evaluation& evaluation, const Collection& a, const Collection& b) {
    if (a.empty() || b.empty()) return Truth::kEmpty;
    if (a.size() != b.size()) return Truth::kFalse;
    Truth all = Truth::kTrue;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const Truth one = Equal(evaluation, a[i], b[i]);
        if (one == Truth::kFalse) return one;
        if (one == Truth::kEmpty) all = one;
    }
    return all;
}

bool Equivalent(Evaluation& evaluation, const Item& a, const Item& b) {
    if (!evaluation.Tick()) return false;
    const Family left = FamilyOf(a);
    const Family right = FamilyOf(b);
    if (left == Family::kString && right == Family::kString) {
        return Loosen(*a.text()) == Loosen(*b.text());
    }
    if (IsNumber(left) && IsNumber(right)) {
        const auto x = DecimalOf(a);
        const auto y = DecimalOf(b);
        return x && y && DecimalsEquivalent(*x, *y);
    }
    if ((left == Family::kQuantity || right == Family::kQuantity) &&
        (left == Family::kQuantity || IsNumber(left)) &&
        (right == Family::kQuantity || IsNumber(right))) {
        const auto x = QuantityOf(a);
        const auto y = QuantityOf(b);
        if (!x || !y) return false;
        const auto same = InLargerUnit(*x, *y);
        return same && DecimalsEquivalent(same->a, same->b);
    }
    if (left == Family::kNone && right == Family::kNone && !a.is_type_info() && !b.is_type_info()) {
        return DeepEquivalent(evaluation, Content(a), Content(b));
    }
    return Equal(evaluation, a, b) == Truth::kTrue;
}

bool Equivalent(Evaluation& evaluation, const Collection& a, const Collection& b) {
    if (a.size() != b.size()) return false;
    std::vector<const Item*> rest;
    rest.reserve(b.size());
    for (const Item& item : b) rest.push_back(&item);
    for (const Item& item : a) {
        const auto at = std::find_if(rest.begin(), rest.end(), [&](const Item* other) {
            return Equivalent(evaluation, item, *other);
        });
        if (at == rest.end()) return false;
        rest.erase(at);
    }
    return true;
}

bool Order(const Node& node, Evaluation& evaluation, const Item& a, const Item& b,
           std::optional<int>& order) {
    bool known = false;
    order = OrderOf(evaluation, a, b, known);
    if (known) return true;
    return evaluation.Fail(
        node,
        "a " + std::string(a.type_name()) + " and a " + std::string(b.type_name()) +
            " cannot be put in order",
        "không so sánh được " + std::string(a.type_name()) + " với " + std::string(b.type_name()));
}

namespace {

std::uint64_t BucketOf(const Item& item) {
    if (const auto text = item.text()) return std::hash<std::string_view>()(*text) | 1;
    const json::Value json = item.json();
    if (json && json.IsObject() && FamilyOf(item) == Family::kNone) return 2 * (json.size() + 1);
    return 0;
}

}  // namespace

bool ItemSet::Contains(const Item& item) {
    const auto bucket = buckets_.find(BucketOf(item));
    if (bucket == buckets_.end()) return false;
    return std::any_of(bucket->second.begin(), bucket->second.end(), [&](const Item& known) {
        return Equal(evaluation_, known, item) == Truth::kTrue;
    });
}

bool ItemSet::Insert(const Item& item) {
    Collection& bucket = buckets_[BucketOf(item)];
    for (const Item& known : bucket) {
        if (Equal(evaluation_, known, item) == Truth::kTrue) return false;
    }
    bucket.push_back(item);
    return true;
}

}  // namespace tram::fhirpath
