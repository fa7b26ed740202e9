#include "fhir/search/operand.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "base/date.h"
#include "fhir/search/faults.h"

namespace tram::search {
namespace {

using definitions::SearchKind;
using definitions::SearchParameter;

bool IsId(std::string_view text) {
    if (text.empty() || text.size() > 64) return false;
    for (const char c : text) {
        const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '.';
        if (!fits) return false;
    }
    return true;
}

// https://hl7.org/fhir/R4/search.html#prefix
Prefix TakePrefix(std::string_view& text) {
    constexpr std::pair<std::string_view, Prefix> kPrefixes[] = {
        {"eq", Prefix::kEq}, {"ne", Prefix::kNe}, {"gt", Prefix::kGt},
        {"lt", Prefix::kLt}, {"ge", Prefix::kGe}, {"le", Prefix::kLe},
        {"sa", Prefix::kSa}, {"eb", Prefix::kEb}, {"ap", Prefix::kAp}};
    for (const auto& [word, prefix] : kPrefixes) {
        if (text.starts_with(word)) {
            text.remove_prefix(2);
            return prefix;
        }
    }
    return Prefix::kEq;
}

struct Number {
    long double value = 0;
    long double half_unit = 0;  // half of the last written digit
};

std::optional<Number> ParseNumber(std::string_view text) {
    std::string_view digits = text;
    if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) digits.remove_prefix(1);
    std::size_t at = 0;
    int places = 0;
    bool any = false, point = false;
    for (; at < digits.size(); ++at) {
        if (digits[at] == '.' && !point) {
            point = true;
        } else if (digits[at] >= '0' && digits[at] <= '9') {
            any = true;
            places += point ? 1 : 0;
        } else {
            break;
        }
    }
    if (!any || digits.size() > 60 || (point && places == 0)) return std::nullopt;
    int exponent = 0;
    if (at < digits.size()) {
        if (digits[at] != 'e' && digits[at] != 'E') return std::nullopt;
        std::string_view power = digits.substr(at + 1);
        if (power.starts_with('+')) power.remove_prefix(1);
        const auto [end, status] =
            std::from_chars(power.data(), power.data() + power.size(), exponent);
        if (status != std::errc() || end != power.data() + power.size() || std::abs(exponent) > 300)
            return std::nullopt;
    }
    if (text.starts_with('+')) text.remove_prefix(1);
    Number number;
    const auto [end, status] =
        std::from_chars(text.data(), text.data() + text.size(), number.value);
    if (status != std::errc() || end != text.data() + text.size()) return std::nullopt;
    number.half_unit = 0.5L * std::pow(10.0L, exponent - places);
    return number;
}

QuantityValue WidthOf(const Number& number, Prefix prefix) {
    const auto exact = static_cast<double>(number.value);
    if (prefix == Prefix::kAp) {
        const long double tenth = std::fabs(number.value) / 10;
        const long double reach = std::max(tenth, number.half_unit);
        return {static_cast<double>(number.value - reach),
                static_cast<double>(number.value + reach),
                {}};
    }
    if (prefix == Prefix::kEq || prefix == Prefix::kNe) {
        // [99.5 … 100.5): the upper end belongs to the next number.
        const auto high = static_cast<double>(number.value + number.half_unit);
        return {static_cast<double>(number.value - number.half_unit),
                std::nextafter(high, -std::numeric_limits<double>::infinity()),
                {}};
    }
    return {exact, exact, {}};
}

// What one part of a criterion says, before it is an Operand or half of one.
struct Part {
    Prefix prefix = Prefix::kEq;
    std::variant<TokenValue, ReferenceValue, DateValue, StringValue, QuantityValue, UriValue> value;
    bool has_system = false;
    bool has_code = true;
};

Result<Part> ParseToken(const OperandContext& context, std::string_view text) {
    const auto pieces = SplitUnescaped(text, '|');
    if (pieces.size() > 2) {
        return BadValue(context.name, "expected system|code; write \\| for a bar inside a code",
                        "cần dạng hệ_mã|mã; viết \\| nếu mã có dấu gạch đứng");
    }
    Part part;
    TokenValue token;
    if (pieces.size() == 2) {
        token.system = Unescape(pieces[0]);
        part.has_system = true;
    }
    token.code = Unescape(pieces.back());
    part.has_code = !token.code.empty();
    if (!part.has_code && token.system.empty()) {
        return BadValue(context.name, "neither a system nor a code is given",
                        "chưa có hệ mã cũng chưa có mã; hãy nhập ít nhất một trong hai");
    }
    part.value = std::move(token);
    return part;
}

// https://hl7.org/fhir/R4/search.html#token: [type system]|[type code]|[value]
Result<Part> ParseOfType(const OperandContext& context, std::string_view text) {
    const auto pieces = SplitUnescaped(text, '|');
    if (pieces.size() != 3 || pieces[1].empty() || pieces[2].empty()) {
        return BadValue(context.name, ":of-type expects type-system|type-code|value",
                        ":of-type cần đủ ba phần: hệ_mã_loại|mã_loại|giá_trị");
    }
    return Part{
        .value = TokenValue{Unescape(pieces[0]) + "|" + Unescape(pieces[1]), Unescape(pieces[2])},
        .has_system = true};
}

Result<Part> ParseDate(const OperandContext& context, std::string_view text) {
    Part part;
    part.prefix = TakePrefix(text);
    std::string spelled = Unescape(text);
    // In a form body the + of +07:00 arrives as a space when the client forgot to encode it.
    if (const auto space = spelled.rfind(' '); space != std::string::npos && space > 10) {
        spelled[space] = '+';
    }
    const auto date = ParseDateTime(spelled, PartialTime::kYes);
    if (!date || date->precision == TimePrecision::kHour) {
        return BadValue(context.name,
                        "not a date; write YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+07:00",
                        "ngày giờ không đọc được; hãy viết YYYY, YYYY-MM, YYYY-MM-DD hoặc "
                        "YYYY-MM-DDThh:mm:ss+07:00");
    }
    const auto millis = [](std::int64_t micros) {
        return micros >= 0 ? micros / 1000 : -((-micros + 999) / 1000);
    };
    part.value = DateValue{millis(date->FirstMicros(context.zone_minutes)),
                           millis(date->LastMicros(context.zone_minutes))};
    return part;
}

Result<Part> ParseQuantity(const OperandContext& context, SearchKind kind, std::string_view text) {
    Part part;
    part.prefix = TakePrefix(text);
    const auto pieces = SplitUnescaped(text, '|');
    const bool three = pieces.size() == 3 && kind == SearchKind::kQuantity;
    const auto number = ParseNumber(pieces[0]);
    if (!number || (pieces.size() != 1 && !three)) {
        return kind == SearchKind::kNumber
                   ? BadValue(context.name, "not a number; write for example 5, gt5.4 or 1e3",
                              "không phải là số; hãy viết ví dụ 5, gt5.4 hoặc 1e3")
                   : BadValue(context.name,
                              "not a quantity; write number or number|system|code, for example "
                              "ge140|http://unitsofmeasure.org|mm[Hg]",
                              "không phải là số đo; hãy viết số hoặc số|hệ_đơn_vị|mã, ví dụ "
                              "ge140|http://unitsofmeasure.org|mm[Hg]");
    }
    QuantityValue quantity = WidthOf(*number, part.prefix);
    if (three) {
        quantity.unit = {Unescape(pieces[1]), Unescape(pieces[2])};
    }
    part.has_system = !quantity.unit.system.empty();
    part.has_code = !quantity.unit.code.empty();
    part.value = std::move(quantity);
    return part;
}

Part LiteralReference(std::string_view type, std::string_view id) {
    return {.value = ReferenceValue{std::string(type), std::string(id)}};
}

// [id], [type]/[id], [url]; https://hl7.org/fhir/R4/search.html#reference
Result<std::vector<Part>> ParseReference(const OperandContext& context,
                                         const SearchParameter& parameter, std::string_view text) {
    const std::string spelled = Unescape(text);
    std::string_view reference = spelled;
    if (reference.empty()) {
        return BadValue(context.name, "the reference is empty", "tham chiếu đang để trống");
    }
    if (reference.find(':') != std::string_view::npos) {
        return std::vector<Part>{LiteralReference({}, reference)};
    }
    if (const auto history = reference.find("/_history/"); history != std::string_view::npos) {
        reference = reference.substr(0, history);
    }
    const auto slash = reference.find('/');
    if (slash != std::string_view::npos) {
        const auto type = reference.substr(0, slash);
        const auto id = reference.substr(slash + 1);
        if (definitions::ResourceTypeNumber(type) == 0 || !IsId(id)) {
            return BadValue(context.name, "not a reference; write id, Type/id or a URL",
                            "không phải là tham chiếu; hãy viết id, Loại/id hoặc một URL");
        }
        return std::vector<Part>{LiteralReference(type, id)};
    }
    if (!IsId(reference)) {
        return BadValue(context.name, "not a reference; write id, Type/id or a URL",
                        "không phải là tham chiếu; hãy viết id, Loại/id hoặc một URL");
    }
    std::vector<Part> parts;
    if (!context.reference_type.empty()) {
        parts.push_back(LiteralReference(context.reference_type, reference));
    } else if (!parameter.targets.empty()) {
        for (const auto target : parameter.targets) {
            if (definitions::ResourceTypeNumber(target) != 0) {
                parts.push_back(LiteralReference(target, reference));
            }
        }
    }
    if (parts.empty()) {
        for (const auto* type : definitions::ResourceTypes()) {
            parts.push_back(LiteralReference(type->name, reference));
        }
    }
    return parts;
}

Result<std::vector<Part>> One(Result<Part> part) {
    if (!part) return std::move(part).error();
    return std::vector<Part>{std::move(*part)};
}

Result<std::vector<Part>> ParsePart(const OperandContext& context, const SearchParameter& parameter,
                                    std::string_view text) {
    switch (parameter.kind) {
        case SearchKind::kToken:
            return One(ParseToken(context, text));
        case SearchKind::kReference:
            return ParseReference(context, parameter, text);
        case SearchKind::kDate:
            return One(ParseDate(context, text));
        case SearchKind::kNumber:
        case SearchKind::kQuantity:
            return One(ParseQuantity(context, parameter.kind, text));
        case SearchKind::kString:
            return One(Part{.value = StringValue{Unescape(text)}});
        case SearchKind::kUri:
            return One(Part{.value = UriValue{Unescape(text)}});
        case SearchKind::kComposite:
        case SearchKind::kSpecial:
            break;
    }
    return NotSupported(context.name, "this kind of parameter cannot be searched by",
                        "loại tham số này chưa tìm kiếm được");
}

Operand AsOperand(Part part) {
    Operand operand{
        .prefix = part.prefix, .has_system = part.has_system, .has_code = part.has_code};
    std::visit([&](auto& value) { operand.value = std::move(value); }, part.value);
    return operand;
}

// https://hl7.org/fhir/R4/search.html#combining
Result<std::vector<Operand>> ParseComposite(const OperandContext& context, std::string_view text) {
    const auto& composite = context.parameter;
    if (composite.components.size() != 2) {
        return NotSupported(context.name, "only composites of two components can be searched by",
                            "mới tìm kiếm được tham số ghép gồm hai phần");
    }
    const auto pieces = SplitUnescaped(text, '$');
    if (pieces.size() != 2 || pieces[0].empty() || pieces[1].empty()) {
        return BadValue(context.name, "expected two values joined by $",
                        "cần hai giá trị nối với nhau bằng dấu $");
    }
    const SearchParameter* sides[2];
    for (int i = 0; i < 2; ++i) {
        sides[i] =
            definitions::FindSearchParameter(composite.type, composite.components[i].definition);
        if (!sides[i]) {
            return NotSupported(context.name, "a component of this composite is not defined",
                                "một phần của tham số ghép này chưa được định nghĩa");
        }
    }
    if (sides[0]->kind != SearchKind::kToken && sides[0]->kind != SearchKind::kReference) {
        return NotSupported(context.name, "only composites that start with a code or reference",
                            "mới tìm kiếm được tham số ghép bắt đầu bằng mã hoặc tham chiếu");
    }
    std::vector<Operand> operands;
    const auto firsts = TRY(ParsePart(context, *sides[0], pieces[0]));
    const auto seconds = TRY(ParsePart(context, *sides[1], pieces[1]));
    for (const auto& first : firsts) {
        for (const auto& second : seconds) {
            CompositeValue value{.second = second.value};
            if (const auto* token = std::get_if<TokenValue>(&first.value)) {
                value.first = *token;
            } else {
                value.first = std::get<ReferenceValue>(first.value);
            }
            operands.push_back({.prefix = second.prefix,
                                .value = std::move(value),
                                .has_system = second.has_system,
                                .has_code = second.has_code,
                                .first_has_system = first.has_system,
                                .first_has_code = first.has_code});
        }
    }
    return operands;
}

Result<std::vector<Operand>> ParseOne(const OperandContext& context, std::string_view text) {
    const auto single = [](Result<Part> part) -> Result<std::vector<Operand>> {
        if (!part) return std::move(part).error();
        return std::vector<Operand>{AsOperand(std::move(*part))};
    };
    switch (context.modifier) {
        case Modifier::kText:
            return single(Part{.value = StringValue{Unescape(text)}});
        case Modifier::kIdentifier:
            return single(ParseToken(context, text));
        case Modifier::kOfType:
            return single(ParseOfType(context, text));
        case Modifier::kNone:
        case Modifier::kExact:
        case Modifier::kContains:
        case Modifier::kMissing:
        case Modifier::kNot:
        case Modifier::kBelow:
            break;
    }
    if (context.parameter.kind == SearchKind::kComposite) return ParseComposite(context, text);
    std::vector<Operand> operands;
    for (auto& part : TRY(ParsePart(context, context.parameter, text))) {
        operands.push_back(AsOperand(std::move(part)));
    }
    return operands;
}

}  // namespace

std::vector<std::string_view> SplitUnescaped(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == separator) {
            parts.push_back(text.substr(start, i - start));
            start = i + 1;
        }
    }
    parts.push_back(text.substr(start));
    return parts;
}

std::string Unescape(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '\\' && i + 1 < text.size() &&
                            std::string_view(",$|\\").find(text[i + 1]) != std::string_view::npos;
        if (escape) ++i;
        out += text[i];
    }
    return out;
}

Result<std::vector<Operand>> ParseOperands(const OperandContext& context, std::string_view value) {
    std::vector<Operand> operands;
    for (const auto text : SplitUnescaped(value, ',')) {
        // An empty value would match all or nothing by chance; a conditional delete must not guess.
        if (text.empty()) {
            return BadValue(context.name, "a value is missing; leave the parameter out instead",
                            "thiếu giá trị; nếu không cần lọc, hãy bỏ tham số này");
        }
        for (auto& operand : TRY(ParseOne(context, text))) operands.push_back(std::move(operand));
        if (operands.size() > kMostOperands) {
            return TooCostly(context.name, "more than 1000 values; split the search",
                             "quá 1000 giá trị; hãy chia thành nhiều lần tìm");
        }
    }
    return operands;
}

}  // namespace tram::search
