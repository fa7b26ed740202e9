#include "record/store/transaction.h"

#include <algorithm>

namespace tram::record {

bool Transaction::Asks() const {
    return std::any_of(drafts.begin(), drafts.end(), [](const Draft& draft) {
        return draft.condition || draft.targets.size() < draft.links.size();
    });
}

void Transaction::IndexEntries() {
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        if (!drafts[i].change.full_url.empty()) entries_.emplace_back(drafts[i].change.full_url, i);
    }
    std::sort(entries_.begin(), entries_.end());
}

const Draft* Transaction::FindEntry(std::string_view full_url) const {
    const auto found = std::lower_bound(
        entries_.begin(), entries_.end(), full_url,
        [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
    return found == entries_.end() || found->first != full_url ? nullptr : &drafts[found->second];
}

}  // namespace tram::record
