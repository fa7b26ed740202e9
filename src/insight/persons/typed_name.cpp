#include "insight/persons/typed_name.h"

#include <algorithm>
#include <set>

#include "base/vietnamese_text.h"

namespace tram::persons {
namespace {

constexpr std::size_t kMostInAnyOrder = 4;  // 24 orders

std::string Joined(const std::vector<std::string>& words) {
    std::string joined;
    for (const auto& word : words) (joined += joined.empty() ? "" : " ") += word;
    return joined;
}

}  // namespace

TypedName::TypedName(std::string_view typed)
    : folded_(Fold(typed)), words_(Syllables(folded_)), sorted_(words_) {
    std::sort(sorted_.begin(), sorted_.end());
}

void TypedName::PutFirst(std::vector<Found>& people) const {
    if (!MayBeWhole()) return;
    std::vector<Found> ranks[3];
    for (auto& person : people) {
        auto words = Syllables(person.name);
        std::size_t rank = 0;
        if (words != words_) {
            std::sort(words.begin(), words.end());
            rank = words == sorted_ ? 1 : 2;
        }
        ranks[rank].push_back(std::move(person));
    }
    people.clear();
    for (auto& of_rank : ranks)
        std::move(of_rank.begin(), of_rank.end(), std::back_inserter(people));
}

Result<std::vector<Rid>> TypedName::Find(database::Connection& connection, std::size_t most) const {
    std::set<std::string> names{folded_};
    if (words_.size() <= kMostInAnyOrder) {
        auto order = sorted_;
        do {
            names.insert(Joined(order));
        } while (std::next_permutation(order.begin(), order.end()));
    }
    const std::vector<std::string_view> views(names.begin(), names.end());
    auto& rows = *TRY(connection.Prepare("SELECT rid FROM reg_patients WHERE " +
                                         connection.InSet("folded_name", 1) +
                                         " ORDER BY folded_name <> $2, sort_name, rid LIMIT $3"));
    rows.BindTextSet(1, views);
    rows.BindText(2, folded_);
    rows.Bind(3, static_cast<std::int64_t>(most));
    std::vector<Rid> found;
    while (TRY(rows.Step())) found.push_back(rows.Int(0));
    return found;
}

}  // namespace tram::persons
