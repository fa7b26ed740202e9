// http://hl7.org/fhirpath/N1/#filtering-and-projection, and the functions on types.

#include <algorithm>

#include "fhir/fhirpath/equality.h"
#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/types.h"

namespace tram::fhirpath {
namespace {

bool Where(const Call& call, Collection& out) {
    std::int64_t index = 0;
    for (Item& item : call.input) {
        Truth truth;
        if (!Criterion(call, 0, item, index++, truth)) return false;
        if (truth == Truth::kTrue) out.push_back(std::move(item));
    }
    return true;
}

bool Project(const Call& call, const Item& item, std::int64_t index, Collection& out) {
    const Frame frame{.self = &item, .index = index, .total = call.frame.total};
    return call.evaluation.Tick() &&
           EvaluateOperand(*call.node.arguments[0], call.evaluation, frame, out);
}

bool Select(const Call& call, Collection& out) {
    std::int64_t index = 0;
    for (const Item& item : call.input) {
        if (!Project(call, item, index++, out)) return false;
    }
    return true;
}

bool RepeatInto(const Call& call, bool once_each, Collection& out) {
    ItemSet seen(call.evaluation);
    Collection queue = std::move(call.input);
    while (!queue.empty()) {
        Collection next;
        for (const Item& item : queue) {
            Scratch found(call.evaluation);
            if (!Project(call, item, 0, *found)) return false;
            for (Item& one : *found) {
                if (once_each && !seen.Insert(one)) continue;
                if (!call.evaluation.Tick()) return false;
                out.push_back(one);
                next.push_back(std::move(one));
            }
        }
        queue = std::move(next);
    }
    return call.evaluation.Tick();
}

bool Repeat(const Call& call, Collection& out) {
    return RepeatInto(call, true, out);
}
bool RepeatAll(const Call& call, Collection& out) {
    return RepeatInto(call, false, out);
}

bool OfType(const Call& call, Collection& out) {
    for (Item& item : call.input) {
        if (Selects(item, call.node.type)) out.push_back(std::move(item));
    }
    return true;
}

bool Is(const Call& call, Collection& out) {
    return ApplyIs(call.node, call.evaluation, call.input, out);
}
bool As(const Call& call, Collection& out) {
    return ApplyAs(call.node, call.evaluation, call.input, out);
}

bool Coalesce(const Call& call, Collection& out) {
    for (std::size_t i = 0; i < call.node.arguments.size(); ++i) {
        Scratch found(call.evaluation);
        if (!Argument(call, i, *found)) return false;
        if (found->empty()) continue;
        out.insert(out.end(), found->begin(), found->end());
        return true;
    }
    return true;
}

// http://hl7.org/fhirpath/#sort: without keys the items themselves are the keys. Empty keys come
// first, also with `-key`, as the public tests have it; with `key desc` last, as the text says.
struct Keyed {
    Item item;
    Collection keys;  // one for each argument; an Item without value: empty
};

bool ReadKeys(const Call& call, const Item& item, Collection& keys) {
    for (const auto& argument : call.node.arguments) {
        Scratch found(call.evaluation);
        const Frame frame{.self = &item, .total = call.frame.total};
        if (!EvaluateOperand(*argument, call.evaluation, frame, *found)) return false;
        if (found->size() > 1) {
            return Refuse(call, "asks for one key of each item", "cần một khóa cho mỗi giá trị");
        }
        keys.push_back(found->empty() ? Item() : std::move(found->front()));
    }
    if (call.node.arguments.empty()) keys.push_back(item);
    return true;
}

bool Sort(const Call& call, Collection& out) {
    std::vector<Keyed> items;
    items.reserve(call.input.size());
    for (Item& item : call.input) {
        Keyed keyed;
        if (!call.evaluation.Tick() || !ReadKeys(call, item, keyed.keys)) return false;
        keyed.item = std::move(item);
        items.push_back(std::move(keyed));
    }
    bool failed = false;
    const auto is_empty = [](const Item& key) { return key.is_system() && !key.made(); };
    std::stable_sort(items.begin(), items.end(), [&](const Keyed& a, const Keyed& b) {
        for (std::size_t i = 0; i < a.keys.size() && !failed; ++i) {
            const Node* key = call.node.arguments.empty() ? nullptr : call.node.arguments[i].get();
            const bool turned = key && key->descending;
            const Item& left = turned ? b.keys[i] : a.keys[i];
            const Item& right = turned ? a.keys[i] : b.keys[i];
            if (is_empty(a.keys[i]) || is_empty(b.keys[i])) {
                if (is_empty(a.keys[i]) && is_empty(b.keys[i])) continue;
                return is_empty(a.keys[i]) != (key && key->empty_last);
            }
            std::optional<int> order;
            if (!call.evaluation.Tick() || !Order(call.node, call.evaluation, left, right, order)) {
                failed = true;
            } else if (order.value_or(0) != 0) {
                return *order < 0;
            }
        }
        return false;
    });
    if (failed) return false;
    for (Keyed& keyed : items) out.push_back(std::move(keyed.item));
    return true;
}

constexpr FunctionRow kFunctions[] = {
    {"where", 1, 1, Where},         {"select", 1, 1, Select},       {"repeat", 1, 1, Repeat},
    {"repeatAll", 1, 1, RepeatAll}, {"ofType", 1, 1, OfType, true}, {"is", 1, 1, Is, true},
    {"as", 1, 1, As, true},         {"sort", 0, 16, Sort},          {"coalesce", 1, 32, Coalesce},
};

}  // namespace

std::span<const FunctionRow> FilteringFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
