// From the words of a search to criteria on the tables; the counterpart of row_keys.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/vietnamese_text.h"
#include "fhir/definitions/definitions.h"
#include "record/search/criterion.h"
#include "record/search/row_keys.h"

namespace tram::record {
namespace {

using database::Statement;
using definitions::SearchKind;
using definitions::SearchParameter;
using search::Clause;
using search::Facet;
using search::Modifier;
using search::Operand;
using search::Prefix;

// https://hl7.org/fhir/R4/search.html#prefix, each as the union of boxes of (lo, hi). `below` and
// `above` give the neighbours of a value.
template <typename T, typename Below, typename Above>
std::vector<Box<T>> BoxesOf(Prefix prefix, T low, T high, T least, T most, Below below,
                            Above above) {
    const Box<T> within{low, high, low, high};
    const Box<T> begins_before{least, below(low), least, most};
    const Box<T> ends_after{least, most, above(high), most};
    switch (prefix) {
        case Prefix::kEq:
            return {within};
        case Prefix::kNe:
            return {begins_before, ends_after};
        case Prefix::kLt:
            return {begins_before};
        case Prefix::kLe:
            return {begins_before, within};
        case Prefix::kGt:
            return {ends_after};
        case Prefix::kGe:
            return {ends_after, within};
        case Prefix::kSa:
            return {{above(high), most, least, most}};
        case Prefix::kEb:
            return {{least, most, least, below(low)}};
        case Prefix::kAp:
            return {{least, high, low, most}};
    }
    return {};
}

std::vector<Box<std::int64_t>> DateBoxes(const Scope& scope, Prefix prefix,
                                         search::DateValue date) {
    if (prefix == Prefix::kAp) {
        // A tenth of the time between then and now, either way.
        const auto now = scope.today() * 86'400'000;
        const auto reach = std::abs(now - date.low) / 10;
        date.low -= reach;
        date.high += reach;
    }
    return BoxesOf<std::int64_t>(
        prefix, date.low, date.high, search::DateValue::kOpenLow, search::DateValue::kOpenHigh,
        [](std::int64_t value) { return value - 1; }, [](std::int64_t value) { return value + 1; });
}

std::vector<Box<double>> AmountBoxes(Prefix prefix, const search::QuantityValue& quantity) {
    constexpr double kMost = std::numeric_limits<double>::max();
    return BoxesOf<double>(
        prefix, quantity.low, quantity.high, -kMost, kMost,
        [](double value) { return std::nextafter(value, -kMost); },
        [](double value) { return std::nextafter(value, kMost); });
}

class Compiler {
  public:
    Compiler(Scope& scope, std::string_view type) : scope_(scope), type_(type) {}

    Result<CriterionPtr> Compile(const Clause& clause) {
        if (clause.reverse) return CompileReverse(*clause.reverse);
        if (clause.chain) return CompileChain(clause);
        const auto& parameter = *clause.parameter;
        if (clause.modifier == Modifier::kMissing) {
            auto present = MakePresent(PlacesOf(parameter));
            return clause.missing ? MakeNot(std::move(present)) : std::move(present);
        }
        if (parameter.code == "_id" || parameter.code == "_lastUpdated") {
            return Negated(clause, TRY(CompileBuiltIn(clause)));
        }
        return Negated(clause, TRY(CompileValues(clause)));
    }

  private:
    std::int64_t P(const SearchParameter& parameter, Facet facet = Facet::kValue) const {
        return scope_.dictionary().P(parameter, facet);
    }
    static CriterionPtr Negated(const Clause& clause, CriterionPtr criterion) {
        return clause.modifier == Modifier::kNot ? MakeNot(std::move(criterion))
                                                 : std::move(criterion);
    }

    Result<CriterionPtr> CompileValues(const Clause& clause) {
        const auto& parameter = *clause.parameter;
        if (clause.modifier == Modifier::kText) return CompileDisplays(clause);
        if (clause.modifier == Modifier::kIdentifier || clause.modifier == Modifier::kOfType) {
            const auto facet =
                clause.modifier == Modifier::kOfType ? Facet::kOfType : Facet::kIdentifier;
            return CompileTokens(clause, P(parameter, facet));
        }
        switch (parameter.kind) {
            case SearchKind::kToken:
                return CompileTokens(clause, P(parameter));
            case SearchKind::kReference: {
                std::vector<std::int64_t> values;
                for (const auto& operand : clause.operands) {
                    const auto& reference = std::get<search::ReferenceValue>(operand.value);
                    if (const auto key = TRY(ReferenceKey(reference))) values.push_back(*key);
                }
                return MakeKeys(KeyTable::kRef, P(parameter), std::move(values));
            }
            case SearchKind::kDate: {
                std::vector<Box<std::int64_t>> boxes;
                for (const auto& operand : clause.operands) {
                    const auto date = std::get<search::DateValue>(operand.value);
                    for (const auto& box : DateBoxes(scope_, operand.prefix, date)) {
                        boxes.push_back(box);
                    }
                }
                return MakeDates(P(parameter), P(parameter, Facet::kWide), std::move(boxes));
            }
            case SearchKind::kNumber:
            case SearchKind::kQuantity:
                return CompileAmounts(clause);
            case SearchKind::kString:
                return CompileStrings(clause);
            case SearchKind::kUri: {
                std::vector<std::string> texts;
                const bool below = clause.modifier == Modifier::kBelow;
                for (const auto& operand : clause.operands) {
                    const auto& uri = std::get<search::UriValue>(operand.value).uri;
                    texts.push_back(below ? std::string(CutString(uri)) : ExactText(uri));
                }
                return below ? MakePrefixes(TextTable::kUri, P(parameter), std::move(texts))
                             : MakeTexts(P(parameter), std::move(texts));
            }
            case SearchKind::kComposite:
                return CompilePairs(clause);
            case SearchKind::kSpecial:
                break;
        }
        return Error{.code = ErrorCode::kNotSupported,
                     .message = "this search parameter cannot be searched by",
                     .message_vi = "Chưa tìm được theo tham số này.",
                     .path = std::string(parameter.code)};
    }

    Result<CriterionPtr> CompileBuiltIn(const Clause& clause) {
        if (clause.parameter->code == "_id") {
            Rids rids;
            for (const auto& operand : clause.operands) {
                const auto& id = std::get<search::TokenValue>(operand.value).code;
                const auto rid = TRY(scope_.dictionary().FindRid(scope_.connection(), type_, id));
                if (rid) rids.push_back(*rid);
            }
            return MakeIds(std::string(type_), std::move(rids));
        }
        std::vector<Box<std::int64_t>> boxes;
        for (const auto& operand : clause.operands) {
            const auto date = std::get<search::DateValue>(operand.value);
            for (const auto& box : DateBoxes(scope_, operand.prefix, date)) boxes.push_back(box);
        }
        return MakeLastUpdated(std::string(type_), std::move(boxes));
    }

    // --- tokens ---

    Result<CriterionPtr> CompileTokens(const Clause& clause, std::int64_t p) {
        std::vector<std::int64_t> terms;
        for (const auto& operand : clause.operands) {
            const auto& token = std::get<search::TokenValue>(operand.value);
            const auto found = clause.modifier == Modifier::kBelow
                                   ? TRY(TermsBelow(p, token))
                                   : TRY(TermsOf(p, token, operand.has_system, operand.has_code));
            terms.insert(terms.end(), found.begin(), found.end());
        }
        return MakeKeys(KeyTable::kTok, p, std::move(terms));
    }

    // The terms a token may mean under `p`.
    Result<std::vector<std::int64_t>> TermsOf(std::int64_t p, const search::TokenValue& token,
                                              bool has_system, bool has_code) {
        auto& connection = scope_.connection();
        if (!has_code) {
            return scope_.Column(
                "SELECT s.v FROM stat s JOIN term t ON t.term = s.v "
                "WHERE s.p = $1 AND t.system = $2",
                [&, system = ExactText(token.system)](Statement& query) {
                    query.Bind(1, p);
                    query.BindText(2, system);
                });
        }
        const auto code = ExactText(token.code);
        if (!has_system) return scope_.dictionary().FindTermsByCode(connection, code);
        const auto term =
            TRY(scope_.dictionary().FindTerm(connection, ExactText(token.system), code));
        return term ? std::vector{*term} : std::vector<std::int64_t>();
    }

    // Codes in use that the code system puts below the one asked for.
    Result<std::vector<std::int64_t>> TermsBelow(std::int64_t p, const search::TokenValue& token) {
        auto* query = TRY(scope_.connection().Prepare(
            "SELECT s.v, t.code FROM stat s JOIN term t ON t.term = s.v "
            "WHERE s.p = $1 AND t.system = $2"));
        const auto system = ExactText(token.system);
        query->Bind(1, p);
        query->BindText(2, system);
        std::vector<std::int64_t> terms;
        while (TRY(query->Step())) {
            if (definitions::Subsumes(token.system, token.code, query->Text(1)) ==
                definitions::Membership::kIn) {
                terms.push_back(query->Int(0));
            }
        }
        return terms;
    }

    // :text – displays in use that begin so.
    Result<CriterionPtr> CompileDisplays(const Clause& clause) {
        const auto p = P(*clause.parameter, Facet::kText);
        std::vector<std::int64_t> terms;
        for (const auto& operand : clause.operands) {
            const auto folded = Fold(std::get<search::StringValue>(operand.value).text);
            if (folded.empty()) continue;
            const std::string from(CutString(folded));
            const std::string to = from + "\xF4\x8F\xBF\xBF";
            const auto found =
                TRY(scope_.Column("SELECT s.v FROM stat s JOIN term t ON t.term = s.v WHERE "
                                  "s.p = $1 AND t.system = $2 AND t.code >= $3 AND t.code < $4",
                                  [&](Statement& query) {
                                      query.Bind(1, p);
                                      query.BindText(2, kTextSystem);
                                      query.BindText(3, from);
                                      query.BindText(4, to);
                                  }));
            terms.insert(terms.end(), found.begin(), found.end());
        }
        return MakeKeys(KeyTable::kTok, p, std::move(terms));
    }

    // --- references, amounts, strings ---

    Result<std::optional<std::int64_t>> ReferenceKey(const search::ReferenceValue& reference) {
        auto& connection = scope_.connection();
        if (!reference.type.empty()) {
            return scope_.dictionary().FindRid(connection, reference.type, reference.id);
        }
        auto term = TRY(scope_.dictionary().FindTerm(connection, "", ExactText(reference.id)));
        if (term) term = -*term;
        return term;
    }

    // Absent: any unit.
    Result<std::optional<std::vector<std::int64_t>>> UnitsOf(std::int64_t p,
                                                             const search::TokenValue& unit,
                                                             bool has_system, bool has_code) {
        using Units = std::optional<std::vector<std::int64_t>>;
        if (!has_system && !has_code) return Units();
        if (has_code) return Units(TRY(TermsOf(p, unit, has_system, true)));
        return Units(TRY(
            scope_.dictionary().FindTermsBySystem(scope_.connection(), ExactText(unit.system))));
    }

    Result<CriterionPtr> CompileAmounts(const Clause& clause) {
        std::vector<AmountOperand> operands;
        const auto p = P(*clause.parameter);
        for (const auto& operand : clause.operands) {
            const auto& quantity = std::get<search::QuantityValue>(operand.value);
            const bool plain = clause.parameter->kind == SearchKind::kNumber;
            const auto units =
                plain ? std::optional<std::vector<std::int64_t>>()
                      : TRY(UnitsOf(p, quantity.unit, operand.has_system, operand.has_code));
            for (const auto& box : AmountBoxes(operand.prefix, quantity)) {
                operands.push_back({box, units});
            }
        }
        return MakeAmounts(p, P(*clause.parameter, Facet::kWide), std::move(operands));
    }

    Result<CriterionPtr> CompileStrings(const Clause& clause) {
        const auto& parameter = *clause.parameter;
        std::vector<std::string> texts;
        std::vector<std::vector<std::string>> names;
        for (const auto& operand : clause.operands) {
            const auto& text = std::get<search::StringValue>(operand.value).text;
            if (clause.modifier == Modifier::kExact) {
                texts.push_back(ExactText(text));
                continue;
            }
            const auto folded = Fold(text);
            if (folded.empty()) continue;
            auto words = clause.modifier == Modifier::kNone && search::HasWords(parameter)
                             ? Syllables(folded)
                             : std::vector<std::string>();
            constexpr std::size_t kMostWords = 20;
            if (words.size() > kMostWords) words.resize(kMostWords);
            if (!words.empty()) {
                names.push_back(std::move(words));
            } else {
                texts.emplace_back(CutString(folded));
            }
        }
        if (clause.modifier == Modifier::kExact) {
            return MakeTexts(P(parameter, Facet::kExact), std::move(texts));
        }
        if (clause.modifier == Modifier::kContains) {
            return MakeContains(P(parameter), std::move(texts));
        }
        std::vector<CriterionPtr> parts;
        if (!texts.empty()) {
            parts.push_back(MakePrefixes(TextTable::kStr, P(parameter), std::move(texts)));
        }
        if (!names.empty()) {
            parts.push_back(MakeWords(scope_, parameter, std::move(names)));
        }
        return MakeAnyOf(std::move(parts));
    }

    // --- composites ---

    Result<CriterionPtr> CompilePairs(const Clause& clause) {
        const auto p = P(*clause.parameter);
        std::vector<PairOperand> operands;
        for (const auto& operand : clause.operands) {
            const auto& pair = std::get<search::CompositeValue>(operand.value);
            PairOperand wanted;
            if (const auto* token = std::get_if<search::TokenValue>(&pair.first)) {
                wanted.firsts = TRY(
                    TermsOfAnyParameter(*token, operand.first_has_system, operand.first_has_code));
            } else {
                const auto& reference = std::get<search::ReferenceValue>(pair.first);
                if (const auto key = TRY(ReferenceKey(reference))) wanted.firsts.push_back(*key);
            }
            if (wanted.firsts.empty()) continue;
            for (auto& narrowed : TRY(Seconds(wanted, operand, pair))) {
                operands.push_back(std::move(narrowed));
            }
        }
        if (operands.empty()) return MakeNothing();
        return MakePairs(p, std::move(operands));
    }

    // Of composites `stat` counts nothing, so a bare system takes all its terms.
    Result<std::vector<std::int64_t>> TermsOfAnyParameter(const search::TokenValue& token,
                                                          bool has_system, bool has_code) {
        if (has_code) return TermsOf(0, token, has_system, true);
        return scope_.dictionary().FindTermsBySystem(scope_.connection(), ExactText(token.system));
    }

    Result<std::vector<PairOperand>> Seconds(const PairOperand& wanted, const Operand& operand,
                                             const search::CompositeValue& pair) {
        constexpr double kMost = std::numeric_limits<double>::max();
        PairOperand one = wanted;
        one.box = {-kMost, kMost, -kMost, kMost};
        if (const auto* token = std::get_if<search::TokenValue>(&pair.second)) {
            one.units = TRY(TermsOfAnyParameter(*token, operand.has_system, operand.has_code));
        } else if (const auto* reference = std::get_if<search::ReferenceValue>(&pair.second)) {
            const auto key = TRY(ReferenceKey(*reference));
            one.units = key ? std::vector{*key} : std::vector<std::int64_t>();
        } else if (const auto* text = std::get_if<search::StringValue>(&pair.second)) {
            one.prefix = std::string(CutString(Fold(text->text)));
        } else if (const auto* uri = std::get_if<search::UriValue>(&pair.second)) {
            one.text = ExactText(uri->uri);
        } else {
            return Ranges(one, operand, pair);
        }
        return std::vector{std::move(one)};
    }

    Result<std::vector<PairOperand>> Ranges(PairOperand one, const Operand& operand,
                                            const search::CompositeValue& pair) {
        std::vector<PairOperand> narrowed;
        if (const auto* date = std::get_if<search::DateValue>(&pair.second)) {
            for (const auto& box : DateBoxes(scope_, operand.prefix, *date)) {
                one.box = {static_cast<double>(box.lo_from), static_cast<double>(box.lo_to),
                           static_cast<double>(box.hi_from), static_cast<double>(box.hi_to)};
                narrowed.push_back(one);
            }
            return narrowed;
        }
        const auto& quantity = std::get<search::QuantityValue>(pair.second);
        one.units = TRY(UnitsOf(0, quantity.unit, operand.has_system, operand.has_code));
        for (const auto& box : AmountBoxes(operand.prefix, quantity)) {
            one.box = box;
            narrowed.push_back(one);
        }
        return narrowed;
    }

    // --- presence, chains ---

    PresentIn PlacesOf(const SearchParameter& parameter) const {
        PresentIn places;
        switch (parameter.kind) {
            case SearchKind::kToken:
                places.tok = {P(parameter), P(parameter, Facet::kText)};
                break;
            case SearchKind::kReference:
                places.ref = {P(parameter)};
                places.tok = {P(parameter, Facet::kIdentifier), P(parameter, Facet::kText)};
                break;
            case SearchKind::kDate:
                places.dat = {P(parameter), P(parameter, Facet::kWide)};
                break;
            case SearchKind::kNumber:
            case SearchKind::kQuantity:
                places.qty = {P(parameter), P(parameter, Facet::kWide)};
                break;
            case SearchKind::kString:
                places.str = {P(parameter)};
                break;
            case SearchKind::kUri:
                places.uri = {P(parameter)};
                break;
            case SearchKind::kComposite:
            case SearchKind::kSpecial:
                break;
        }
        return places;
    }

    Result<CriterionPtr> CompileChain(const Clause& clause) {
        std::vector<ChainTarget> targets;
        for (std::size_t i = 0; i < clause.chain->types.size(); ++i) {
            const auto& type = clause.chain->types[i];
            auto inner = TRY(CompileClause(scope_, type, clause.chain->inner[i]));
            targets.push_back({type, std::move(inner)});
        }
        return MakeChain(P(*clause.parameter), std::move(targets));
    }

    Result<CriterionPtr> CompileReverse(const Clause::Reverse& reverse) {
        auto inner = TRY(CompileClause(scope_, reverse.type, reverse.inner.at(0)));
        return MakeReverse(std::string(type_), reverse.type, P(*reverse.reference),
                           std::move(inner));
    }

    Scope& scope_;
    std::string_view type_;
};

}  // namespace

// Recursion ends where the parser's bound on chains does.
Result<CriterionPtr> CompileClause(Scope& scope, std::string_view type, const Clause& clause) {
    return Compiler(scope, type).Compile(clause);
}

Result<CriterionPtr> CompileCompartment(Scope& scope, std::string_view type,
                                        std::string_view compartment, std::string_view id) {
    const auto codes = definitions::CompartmentParameters(compartment, type);
    if (codes.empty() && type != compartment) {
        return Error{
            .code = ErrorCode::kInvalid,
            .message = fmt::format("{} is not part of a {} compartment", type, compartment),
            .message_vi = fmt::format("{} không nằm trong nhóm hồ sơ của {}.", type, compartment)};
    }
    const auto rid = TRY(scope.dictionary().FindRid(scope.connection(), compartment, id));
    if (!rid) return MakeNothing();
    std::vector<CriterionPtr> parts;
    for (const auto code : codes) {
        const auto* parameter = definitions::FindSearchParameter(type, code);
        if (!parameter || parameter->kind != SearchKind::kReference) continue;
        const auto p = scope.dictionary().P(*parameter, Facet::kValue);
        parts.push_back(MakeKeys(KeyTable::kRef, p, {*rid}));
    }
    if (type == compartment) parts.push_back(MakeIds(std::string(type), {*rid}));
    return MakeAnyOf(std::move(parts));
}

}  // namespace tram::record
