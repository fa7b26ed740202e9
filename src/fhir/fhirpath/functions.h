// The functions of FHIRPath, a chapter a file: functions_*.cpp.
//
// Thread safety: tables are constant, functions as the Evaluation they are given.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "fhir/fhirpath/evaluation.h"

namespace tram::fhirpath {

struct Call {
    const Node& node;
    Evaluation& evaluation;
    const Frame& frame;  // where the call stands; arguments that are no criteria see this $this
    Collection& input;   // the function's own, may be moved from
};

struct FunctionRow {
    std::string_view name;
    int least = 0, most = 0;  // arguments
    bool (*run)(const Call& call, Collection& out) = nullptr;
    bool takes_type = false;  // the argument is the name of a type
};

// nullptr: no such function.
const FunctionRow* FindFunction(std::string_view name);

std::span<const FunctionRow> ExistenceFunctions();
std::span<const FunctionRow> FilteringFunctions();
std::span<const FunctionRow> CombiningFunctions();
std::span<const FunctionRow> ConversionFunctions();
std::span<const FunctionRow> StringFunctions();
std::span<const FunctionRow> EncodingFunctions();
std::span<const FunctionRow> MathFunctions();
std::span<const FunctionRow> AggregateFunctions();
std::span<const FunctionRow> DateFunctions();
std::span<const FunctionRow> DurationFunctions();
std::span<const FunctionRow> UtilityFunctions();
std::span<const FunctionRow> FhirFunctions();
std::span<const FunctionRow> TerminologyFunctions();

// --- what functions share ---

inline bool Put(Item::System value, Collection& out) {
    out.emplace_back(std::move(value));
    return true;
}
bool PutText(const Call& call, std::string text, Collection& out);  // counted against the budget

// Always false: the error says what the function asks for.
bool Refuse(const Call& call, std::string_view what, std::string_view what_vi);

// The one item of the input, or nullptr when there is none. False: several.
[[nodiscard]] bool SingleInput(const Call& call, const Item*& item);
// As a string; nullopt when there is none. False: several, or no string. Valid while the input is.
[[nodiscard]] bool TextInput(const Call& call, std::optional<std::string_view>& text);

inline bool HasArgument(const Call& call, std::size_t place) {
    return place < call.node.arguments.size();
}
// REQUIRES for all below: HasArgument(call, place).
[[nodiscard]] bool Argument(const Call& call, std::size_t place, Collection& out);
// The value of a single argument; nullopt when empty. False: several, or of another type.
[[nodiscard]] bool TextArgument(const Call& call, std::size_t place,
                                std::optional<std::string>& text);
[[nodiscard]] bool IntegerArgument(const Call& call, std::size_t place,
                                   std::optional<std::int64_t>& value);
// A criterion, evaluated with `item` as $this.
[[nodiscard]] bool Criterion(const Call& call, std::size_t place, const Item& item,
                             std::int64_t index, Truth& truth);

}  // namespace tram::fhirpath
