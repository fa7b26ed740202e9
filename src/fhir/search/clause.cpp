#include "fhir/search/clause.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "fhir/search/faults.h"
#include "fhir/search/operand.h"

namespace tram::search {
namespace {

using definitions::SearchKind;
using definitions::SearchParameter;

constexpr std::pair<std::string_view, Modifier> kModifiers[] = {
    {"exact", Modifier::kExact},           {"contains", Modifier::kContains},
    {"missing", Modifier::kMissing},       {"not", Modifier::kNot},
    {"identifier", Modifier::kIdentifier}, {"of-type", Modifier::kOfType},
    {"below", Modifier::kBelow},           {"text", Modifier::kText}};

// https://hl7.org/fhir/R4/search.html#modifiers
bool Fits(Modifier modifier, SearchKind kind) {
    switch (modifier) {
        case Modifier::kNone:
            return true;
        case Modifier::kMissing:
            return kind != SearchKind::kComposite && kind != SearchKind::kSpecial;
        case Modifier::kExact:
        case Modifier::kContains:
            return kind == SearchKind::kString;
        case Modifier::kNot:
        case Modifier::kOfType:
            return kind == SearchKind::kToken;
        case Modifier::kText:
            return kind == SearchKind::kToken || kind == SearchKind::kReference;
        case Modifier::kIdentifier:
            return kind == SearchKind::kReference;
        case Modifier::kBelow:
            return kind == SearchKind::kUri || kind == SearchKind::kToken;
    }
    return false;
}

Error ModifierNotSupported(std::string_view written, std::string_view modifier) {
    return NotSupported(written, "modifier ':" + std::string(modifier) + "' is not supported here",
                        "chưa dùng được bổ tố ':" + std::string(modifier) + "' ở đây");
}

// `:below` walks the hierarchy of a code system that the definitions hold.
Result<void> CheckBelow(std::string_view written, const std::vector<Operand>& operands) {
    for (const auto& operand : operands) {
        const auto* token = std::get_if<TokenValue>(&operand.value);
        if (!token) continue;
        const bool known = !token->system.empty() && operand.has_code &&
                           definitions::Subsumes(token->system, token->code, token->code) !=
                               definitions::Membership::kUnknown;
        if (!known) {
            return NotSupported(written,
                                ":below needs system|code of a code system that is loaded here",
                                ":below cần dạng hệ_mã|mã, với hệ mã đã được nạp trong máy chủ");
        }
    }
    return {};
}

std::pair<std::string_view, std::string_view> SplitAt(std::string_view text, char separator) {
    const auto at = text.find(separator);
    if (at == std::string_view::npos) return {text, {}};
    return {text.substr(0, at), text.substr(at + 1)};
}

}  // namespace

Result<const SearchParameter*> FindParameter(std::string_view type, std::string_view code,
                                             std::string_view written) {
    if (const auto* parameter = definitions::FindSearchParameter(type, code)) return parameter;
    std::string known;
    for (const auto* parameter : definitions::SearchParametersOf(type)) {
        if (parameter->expression.empty()) continue;
        known += (known.empty() ? "" : ", ") + std::string(parameter->code);
    }
    return Error{.code = ErrorCode::kUnknownElement,
                 .message = std::string(type) + " has no search parameter '" + std::string(code) +
                            "'; it has: " + known,
                 .message_vi = std::string(type) + " không có tham số tìm kiếm '" +
                               std::string(code) + "'; các tham số dùng được: " + known,
                 .path = std::string(written)};
}

Result<Clause> ClauseParser::Parse(std::string_view type, std::string_view name,
                                   std::string_view value) {
    written_ = name;
    clauses_ = 0;
    return ParseNested(type, name, value, 0);
}

Result<Clause> ClauseParser::ParseNested(std::string_view type, std::string_view name,
                                         std::string_view value, int depth) {
    if (depth > kDeepestChain) {
        return TooCostly(written_, "a chain may have at most 8 steps",
                         "chuỗi tham chiếu chỉ được dài tối đa 8 bước");
    }
    if (++clauses_ > kMostClauses) {
        return TooCostly(written_,
                         "the chain goes to too many resource types; name the type, as in "
                         "subject:Patient.name",
                         "chuỗi tham chiếu đi tới quá nhiều loại hồ sơ; hãy ghi rõ loại, ví dụ "
                         "subject:Patient.name");
    }
    if (name.starts_with("_has:")) return ParseReverse(type, name.substr(5), value, depth);

    const auto [head, rest] = SplitAt(name, '.');
    const auto [code, modifier] = SplitAt(head, ':');
    const auto* parameter = TRY(FindParameter(type, code, written_));
    if (head.size() != name.size()) return ParseChain(*parameter, modifier, rest, value, depth);
    return ParsePlain(*parameter, modifier, value);
}

// _has:Observation:patient:code=1234-5; what follows may be a chain or another _has.
Result<Clause> ClauseParser::ParseReverse(std::string_view type, std::string_view name,
                                          std::string_view value, int depth) {
    const auto [source, after_source] = SplitAt(name, ':');
    const auto [code, inner] = SplitAt(after_source, ':');
    if (definitions::ResourceTypeNumber(source) == 0 || code.empty() || inner.empty()) {
        return BadValue(written_, "write _has:Type:reference:parameter",
                        "hãy viết _has:Loại:tham_chiếu:tham_số");
    }
    const auto* reference = TRY(FindParameter(source, code, written_));
    const auto& targets = reference->targets;
    const bool refers =
        reference->kind == SearchKind::kReference &&
        (targets.empty() || std::find(targets.begin(), targets.end(), type) != targets.end() ||
         std::find(targets.begin(), targets.end(), "Resource") != targets.end());
    if (!refers) {
        return BadValue(written_,
                        std::string(source) + "." + std::string(code) + " does not refer to " +
                            std::string(type),
                        std::string(source) + "." + std::string(code) + " không tham chiếu tới " +
                            std::string(type));
    }
    Clause clause;
    clause.reverse.emplace(Clause::Reverse{});
    clause.reverse->type = source;
    clause.reverse->reference = reference;
    clause.reverse->inner.push_back(TRY(ParseNested(source, inner, value, depth + 1)));
    return clause;
}

Result<Clause> ClauseParser::ParseChain(const SearchParameter& parameter,
                                        std::string_view restricted, std::string_view rest,
                                        std::string_view value, int depth) {
    if (parameter.kind != SearchKind::kReference || rest.empty()) {
        return BadValue(written_, "only a reference can be followed by . and a parameter",
                        "chỉ tham số kiểu tham chiếu mới nối tiếp được bằng dấu chấm");
    }
    std::vector<std::string_view> types;
    if (!restricted.empty()) {
        if (definitions::ResourceTypeNumber(restricted) == 0) {
            return BadValue(written_, "'" + std::string(restricted) + "' is not a resource type",
                            "'" + std::string(restricted) + "' không phải là loại hồ sơ");
        }
        types.push_back(restricted);
    } else {
        for (const auto target : parameter.targets) {
            if (definitions::ResourceTypeNumber(target) != 0) types.push_back(target);
        }
        if (types.empty()) {
            for (const auto* type : definitions::ResourceTypes()) types.push_back(type->name);
        }
    }

    Clause clause{.parameter = &parameter};
    clause.chain.emplace();
    std::optional<Error> refusal;
    for (const auto type : types) {
        auto inner = ParseNested(type, rest, value, depth + 1);
        if (inner) {
            clause.chain->types.emplace_back(type);
            clause.chain->inner.push_back(std::move(*inner));
            continue;
        }
        // A type without that parameter simply has no match; any other fault is worth telling.
        if (inner.error().code == ErrorCode::kTooCostly) return std::move(inner).error();
        const bool better = !refusal || (refusal->code == ErrorCode::kUnknownElement &&
                                         inner.error().code != ErrorCode::kUnknownElement);
        if (better) refusal = std::move(inner).error();
    }
    if (clause.chain->inner.empty()) return *refusal;
    return clause;
}

Result<Clause> ClauseParser::ParsePlain(const SearchParameter& parameter, std::string_view modifier,
                                        std::string_view value) {
    Clause clause{.parameter = &parameter};
    OperandContext context{.parameter = parameter, .name = written_, .zone_minutes = zone_minutes_};
    if (!modifier.empty()) {
        const auto* known =
            std::find_if(std::begin(kModifiers), std::end(kModifiers),
                         [&](const auto& entry) { return entry.first == modifier; });
        if (known != std::end(kModifiers)) {
            clause.modifier = known->second;
        } else if (parameter.kind == SearchKind::kReference &&
                   definitions::ResourceTypeNumber(modifier) != 0) {
            context.reference_type = modifier;
        } else {
            return ModifierNotSupported(written_, modifier);
        }
        if (!Fits(clause.modifier, parameter.kind)) return ModifierNotSupported(written_, modifier);
    }
    const bool built_in = parameter.code == "_id" || parameter.code == "_lastUpdated";
    if (built_in && clause.modifier != Modifier::kNone && clause.modifier != Modifier::kNot) {
        return ModifierNotSupported(written_, modifier);
    }
    if (clause.modifier == Modifier::kMissing) {
        if (value != "true" && value != "false") {
            return BadValue(written_, ":missing is true or false",
                            ":missing chỉ nhận true hoặc false");
        }
        clause.missing = value == "true";
        return clause;
    }
    context.modifier = clause.modifier;
    clause.operands = TRY(ParseOperands(context, value));
    if (clause.modifier == Modifier::kBelow) TRY(CheckBelow(written_, clause.operands));
    return clause;
}

}  // namespace tram::search
