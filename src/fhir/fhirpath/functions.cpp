#include "fhir/fhirpath/functions.h"

#include <unordered_map>

#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {

const FunctionRow* FindFunction(std::string_view name) {
    static const auto table = [] {
        std::unordered_map<std::string_view, const FunctionRow*> rows;
        for (const auto chapter :
             {ExistenceFunctions(), FilteringFunctions(), CombiningFunctions(),
              ConversionFunctions(), StringFunctions(), EncodingFunctions(), MathFunctions(),
              AggregateFunctions(), DateFunctions(), DurationFunctions(), UtilityFunctions(),
              FhirFunctions(), TerminologyFunctions()}) {
            for (const FunctionRow& row : chapter) rows.emplace(row.name, &row);
        }
        return rows;
    }();
    const auto found = table.find(name);
    return found == table.end() ? nullptr : found->second;
}

bool PutText(const Call& call, std::string text, Collection& out) {
    if (text.size() > kMostText) {
        return call.evaluation.Fail(
            {.code = ErrorCode::kTooCostly,
             .message = "FHIRPath, column " + std::to_string(call.node.column) +
                        ": the text that '" + call.node.name + "' makes is too long",
             .message_vi = "Biểu thức FHIRPath, cột " + std::to_string(call.node.column) +
                           ": văn bản do '" + call.node.name + "' tạo ra quá dài."});
    }
    if (!call.evaluation.Tick(1 + text.size() / 64)) return false;
    return Put(std::move(text), out);
}

bool Refuse(const Call& call, std::string_view what, std::string_view what_vi) {
    return call.evaluation.Fail(call.node, "'" + call.node.name + "' " + std::string(what),
                                "hàm '" + call.node.name + "' " + std::string(what_vi));
}

bool SingleInput(const Call& call, const Item*& item) {
    if (call.input.size() > 1) {
        return Refuse(call, "takes one item, and there are several",
                      "chỉ nhận một giá trị nhưng có nhiều giá trị");
    }
    item = call.input.empty() ? nullptr : &call.input.front();
    return true;
}

bool TextInput(const Call& call, std::optional<std::string_view>& text) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    if (!item) return true;
    text = item->text();
    if (text) return true;
    return Refuse(call, "works on a string, not on a " + std::string(item->type_name()),
                  "chỉ dùng cho chuỗi, không dùng cho " + std::string(item->type_name()));
}

bool Argument(const Call& call, std::size_t place, Collection& out) {
    return EvaluateOperand(*call.node.arguments[place], call.evaluation, call.frame, out);
}

bool TextArgument(const Call& call, std::size_t place, std::optional<std::string>& text) {
    Scratch items(call.evaluation);
    if (!Argument(call, place, *items)) return false;
    if (items->empty()) return true;
    const auto found = items->size() == 1 ? items->front().text() : std::nullopt;
    if (!found) return Refuse(call, "asks for one string", "cần một chuỗi làm đối số");
    text = std::string(*found);
    return true;
}

bool IntegerArgument(const Call& call, std::size_t place, std::optional<std::int64_t>& value) {
    Scratch items(call.evaluation);
    if (!Argument(call, place, *items)) return false;
    if (items->empty()) return true;
    if (items->size() == 1) value = IntegerOf(items->front());
    return value || Refuse(call, "asks for one whole number", "cần một số nguyên làm đối số");
}

bool Criterion(const Call& call, std::size_t place, const Item& item, std::int64_t index,
               Truth& truth) {
    const Frame frame{.self = &item, .index = index, .total = call.frame.total};
    return call.evaluation.Tick() &&
           EvaluateTruth(*call.node.arguments[place], call.evaluation, frame, truth);
}

}  // namespace tram::fhirpath
