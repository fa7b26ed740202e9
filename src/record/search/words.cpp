// The criterion on names and addresses: by the index of words kept between searches, where that is
// to be had, else by the rows of their words.
#include <algorithm>
#include <unordered_map>

#include "platform/database/by_set.h"
#include "record/search/criterion.h"

namespace tram::record {
namespace {

class Words : public Criterion {
  public:
    Words(const Scope& scope, const definitions::SearchParameter& parameter, WordIndex::Typed typed)
        : parameter_(parameter),
          p_(scope.dictionary().P(parameter, search::Facet::kWord)),
          sort_p_(scope.dictionary().P(parameter, search::Facet::kSort)),
          typed_(std::move(typed)) {}

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        // Few are looked up sooner than all matches are told.
        constexpr std::size_t kFew = 128;
        if (!matching_ && rids.size() <= kFew) return KeepByRows(scope, rids);
        const auto matching = TRY(Known(scope));
        if (!matching) return KeepByRows(scope, rids);
        Rids kept;
        for (const auto rid : rids) {
            if (matching->Contains(rid)) kept.push_back(rid);
        }
        return kept;
    }

    Result<MaybeCount> Estimate(Scope& scope, std::int64_t enough) override {
        if (matching_) return MaybeCount(matching_->size());
        if (const auto index = TRY(Index(scope))) return MaybeCount(index->Count(typed_, enough));
        std::int64_t count = 0;
        for (const auto& words : typed_) count += TRY(Rarest(scope, words, enough)).second;
        return MaybeCount(count);
    }

    Result<MaybeRids> All(Scope& scope, std::int64_t most) override {
        if (const auto matching = TRY(Known(scope))) {
            return matching->size() > most ? MaybeRids() : MaybeRids(matching->All());
        }
        Rids all;
        for (const auto& words : typed_) {
            constexpr std::int64_t kWorthCounting = 5000;
            const auto rarest = TRY(Rarest(scope, words, std::min(most + 1, kWorthCounting))).first;
            const auto found = TRY(MakePrefixes(TextTable::kStr, p_, {rarest})->All(scope, most));
            if (!found) return MaybeRids();
            all = Unite(all, words.size() == 1 ? *found : TRY(KeepByRows(scope, *found)));
        }
        return MaybeRids(std::move(all));
    }

    Result<RidSetPtr> Known(Scope& scope) override {
        if (matching_) return matching_;
        if (const auto index = TRY(Index(scope))) {
            matching_ = std::make_shared<const RidSet>(index->Matching(typed_));
        }
        return matching_;
    }

    Result<InOrder> OrderedBy(Scope& scope, std::int64_t p) override {
        if (p != sort_p_) return InOrder();
        return InOrder{TRY(Index(scope)), &typed_};
    }

  private:
    Result<WordIndexPtr> Index(Scope& scope) {
        if (!asked_ && scope.known()) index_ = TRY(scope.known()->Words(scope, parameter_));
        asked_ = true;
        return index_;
    }

    Result<Rids> KeepByRows(Scope& scope, std::span<const Rid> rids) {
        std::unordered_map<Rid, std::vector<std::string>> names;
        auto* query = TRY(scope.connection().Prepare(
            database::SelectBySet(scope.connection(), "rid, v", "str", "rid", 1, "p = $2")));
        query->BindSet(1, rids);
        query->Bind(2, p_);
        while (TRY(query->Step())) names[query->Int(0)].emplace_back(query->Text(1));
        Rids kept;
        for (const auto& [rid, words] : names) {
            if (Fits(words)) kept.push_back(rid);
        }
        SortUnique(kept);
        return kept;
    }

    bool Fits(const std::vector<std::string>& words) const {
        return std::any_of(typed_.begin(), typed_.end(), [&](const auto& typed) {
            return std::all_of(typed.begin(), typed.end(), [&](const std::string& prefix) {
                return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
                    return word.starts_with(prefix);
                });
            });
        });
    }

    Result<std::pair<std::string, std::int64_t>> Rarest(Scope& scope,
                                                        const std::vector<std::string>& words,
                                                        std::int64_t enough) {
        std::pair<std::string, std::int64_t> rarest{words[0], 0};
        bool first = true;
        for (const auto& word : words) {
            const auto count =
                *TRY(MakePrefixes(TextTable::kStr, p_, {word})->Estimate(scope, enough));
            // Of equal counts (both beyond counting) the longer word says more.
            const bool rarer = count < rarest.second ||
                               (count == rarest.second && word.size() > rarest.first.size());
            if (first || rarer) rarest = {word, count};
            first = false;
        }
        return rarest;
    }

    const definitions::SearchParameter& parameter_;
    std::int64_t p_, sort_p_;
    WordIndex::Typed typed_;
    bool asked_ = false;
    WordIndexPtr index_;
    RidSetPtr matching_;
};

}  // namespace

CriterionPtr MakeWords(const Scope& scope, const definitions::SearchParameter& parameter,
                       WordIndex::Typed typed) {
    return std::make_unique<Words>(scope, parameter, std::move(typed));
}

}  // namespace tram::record
