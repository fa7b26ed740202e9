// memberOf, subsumes, subsumedBy over the value sets and code systems of the definitions
// (https://hl7.org/fhir/R4/fhirpath.html#functions).

#include "fhir/fhirpath/functions.h"

namespace tram::fhirpath {
namespace {

struct Code {
    std::string_view system;
    std::string_view code;
};

// The codings of a code, Coding or CodeableConcept.
std::vector<Code> CodesOf(const Item& item) {
    std::vector<Code> codes;
    if (const auto text = item.text()) codes.push_back({"", *text});
    const json::Value json = item.json();
    if (!json.IsObject()) return codes;
    if (json["code"].IsString()) codes.push_back({json["system"].text(), json["code"].text()});
    for (const json::Value coding : json["coding"]) {
        codes.push_back({coding["system"].text(), coding["code"].text()});
    }
    return codes;
}

bool Unknown(const Call& call, const std::string& what, const std::string& what_vi) {
    const std::string column = std::to_string(call.node.column);
    return call.evaluation.Fail(
        {.code = ErrorCode::kNotSupported,
         .message = "FHIRPath, column " + column + ": " + what,
         .message_vi = "Biểu thức FHIRPath, cột " + column + ": " + what_vi + "."});
}

bool MemberOf(const Call& call, Collection& out) {
    const Item* item = nullptr;
    std::optional<std::string> value_set;
    if (!SingleInput(call, item) || !TextArgument(call, 0, value_set)) return false;
    if (!item || !value_set) return true;
    const auto codes = CodesOf(*item);
    if (codes.empty()) return true;
    bool unknown = false;
    for (const Code& code : codes) {
        switch (definitions::MemberOf(*value_set, code.system, code.code)) {
            case definitions::Membership::kIn:
                return Put(true, out);
            case definitions::Membership::kUnknown:
                unknown = true;
                break;
            case definitions::Membership::kNotIn:
                break;
        }
    }
    if (unknown) {
        return Unknown(call, "the value set " + *value_set + " is not loaded whole",
                       "chưa nạp đủ bộ giá trị " + *value_set);
    }
    return Put(false, out);
}

// Whether one of `above` is, or has below it, one of `below`.
bool SubsumesCodes(const Call& call, const std::vector<Code>& above, const std::vector<Code>& below,
                   Collection& out) {
    if (above.empty() || below.empty()) return true;
    bool unknown = false;
    for (const Code& high : above) {
        for (const Code& low : below) {
            if (!call.evaluation.Tick()) return false;
            if (!high.system.empty() && !low.system.empty() && high.system != low.system) continue;
            if (high.code == low.code) return Put(true, out);
            const auto system = high.system.empty() ? low.system : high.system;
            const auto found = definitions::Subsumes(system, high.code, low.code);
            if (found == definitions::Membership::kIn) return Put(true, out);
            if (found == definitions::Membership::kUnknown) unknown = true;
        }
    }
    if (unknown) {
        return Unknown(call, "the code system is not loaded", "chưa nạp hệ mã này");
    }
    return Put(false, out);
}

bool SubsumesEither(const Call& call, bool input_above, Collection& out) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    Scratch other(call.evaluation);
    if (!Argument(call, 0, *other)) return false;
    if (!item || other->empty()) return true;
    if (other->size() > 1) return Refuse(call, "asks for one code", "cần một mã");
    const auto own = CodesOf(*item);
    const auto given = CodesOf(other->front());
    return input_above ? SubsumesCodes(call, own, given, out)
                       : SubsumesCodes(call, given, own, out);
}

bool Subsumes(const Call& call, Collection& out) {
    return SubsumesEither(call, true, out);
}
bool SubsumedBy(const Call& call, Collection& out) {
    return SubsumesEither(call, false, out);
}

constexpr FunctionRow kFunctions[] = {
    {"memberOf", 1, 1, MemberOf},
    {"subsumes", 1, 1, Subsumes},
    {"subsumedBy", 1, 1, SubsumedBy},
};

}  // namespace

std::span<const FunctionRow> TerminologyFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
