// http://hl7.org/fhirpath/N1/#subsetting and #combining

#include <algorithm>

#include "fhir/fhirpath/equality.h"
#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

// Items [from, to) of the input.
bool Range(const Call& call, std::size_t from, std::size_t to, Collection& out) {
    for (std::size_t i = from; i < std::min(to, call.input.size()); ++i) {
        out.push_back(std::move(call.input[i]));
    }
    return true;
}

bool Single(const Call& call, Collection& out) {
    const Item* item = nullptr;
    return SingleInput(call, item) && Range(call, 0, 1, out);
}

bool First(const Call& call, Collection& out) {
    return Range(call, 0, 1, out);
}

bool Last(const Call& call, Collection& out) {
    const std::size_t size = call.input.size();
    return Range(call, size == 0 ? 0 : size - 1, size, out);
}

bool Tail(const Call& call, Collection& out) {
    return Range(call, 1, call.input.size(), out);
}

bool Skip(const Call& call, Collection& out) {
    std::optional<std::int64_t> count;
    if (!IntegerArgument(call, 0, count)) return false;
    if (!count) return true;
    const auto from = static_cast<std::size_t>(std::max<std::int64_t>(*count, 0));
    return Range(call, from, call.input.size(), out);
}

bool Take(const Call& call, Collection& out) {
    std::optional<std::int64_t> count;
    if (!IntegerArgument(call, 0, count)) return false;
    if (!count) return true;
    return Range(call, 0, static_cast<std::size_t>(std::max<std::int64_t>(*count, 0)), out);
}

bool Intersect(const Call& call, Collection& out) {
    Scratch other(call.evaluation);
    if (!Argument(call, 0, *other)) return false;
    ItemSet wanted(call.evaluation);
    for (const Item& item : *other) wanted.Insert(item);
    ItemSet seen(call.evaluation);
    for (Item& item : call.input) {
        if (wanted.Contains(item) && seen.Insert(item)) out.push_back(std::move(item));
    }
    return call.evaluation.Tick();
}

bool Exclude(const Call& call, Collection& out) {
    Scratch other(call.evaluation);
    if (!Argument(call, 0, *other)) return false;
    ItemSet unwanted(call.evaluation);
    for (const Item& item : *other) unwanted.Insert(item);
    for (Item& item : call.input) {
        if (!unwanted.Contains(item)) out.push_back(std::move(item));
    }
    return call.evaluation.Tick();
}

bool Union(const Call& call, Collection& out) {
    Scratch other(call.evaluation);
    if (!Argument(call, 0, *other)) return false;
    ItemSet seen(call.evaluation);
    for (Collection* side : {&call.input, &*other}) {
        for (Item& item : *side) {
            if (seen.Insert(item)) out.push_back(std::move(item));
        }
    }
    return call.evaluation.Tick();
}

// The second argument asks to keep the order, which is kept anyway.
bool Combine(const Call& call, Collection& out) {
    Scratch other(call.evaluation);
    if (!Argument(call, 0, *other)) return false;
    for (Collection* side : {&call.input, &*other}) {
        for (Item& item : *side) out.push_back(std::move(item));
    }
    return call.evaluation.Tick(out.size());
}

constexpr FunctionRow kFunctions[] = {
    {"single", 0, 0, Single},   {"first", 0, 0, First},         {"last", 0, 0, Last},
    {"tail", 0, 0, Tail},       {"skip", 1, 1, Skip},           {"take", 1, 1, Take},
    {"union", 1, 1, Union},     {"intersect", 1, 1, Intersect}, {"exclude", 1, 1, Exclude},
    {"combine", 1, 2, Combine},
};

}  // namespace

std::span<const FunctionRow> CombiningFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
