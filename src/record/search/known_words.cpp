// The word indexes among the known sets: made from the rows of `str`, brought up to date from the
// log.
#include <algorithm>

#include "fhir/definitions/definitions.h"
#include "platform/database/by_set.h"
#include "record/search/known_sets.h"

namespace tram::record {
namespace {

using search::Facet;

// More changed resources than these and an index is made anew.
constexpr std::int64_t kMostFollowed = 20'000;
// A resource takes about so much memory; see docs/benchmarks.md.
constexpr std::size_t kBytesEach = 80;

// The words of many resources: each word once, and who has it, by rid.
class WordsByRid {
  public:
    Result<void> Load(Scope& scope, std::int64_t p) {
        auto* query =
            TRY(scope.connection().Prepare("SELECT v, rid FROM str WHERE p = $1 ORDER BY v"));
        query->Bind(1, p);
        while (TRY(query->Step())) {
            const auto text = query->Text(0);
            if (words_.empty() || words_.back() != text) words_.emplace_back(text);
            pairs_.push_back({query->Int(1), static_cast<std::uint32_t>(words_.size() - 1)});
        }
        std::sort(pairs_.begin(), pairs_.end(), [](const Pair& a, const Pair& b) {
            return std::tie(a.rid, a.word) < std::tie(b.rid, b.word);
        });
        return {};
    }
    // Empty when taken before.
    std::vector<std::string> Take(Rid rid) {
        auto pair = std::lower_bound(pairs_.begin(), pairs_.end(), rid,
                                     [](const Pair& one, Rid of) { return one.rid < of; });
        std::vector<std::string> words;
        for (; pair != pairs_.end() && pair->rid == rid && !pair->taken; ++pair) {
            words.push_back(words_[pair->word]);
            pair->taken = true;
        }
        return words;
    }
    Rids Left() const {
        Rids rids;
        for (const auto& pair : pairs_) {
            if (!pair.taken) rids.push_back(pair.rid);
        }
        SortUnique(rids);
        return rids;
    }

  private:
    struct Pair {
        Rid rid;
        std::uint32_t word;
        bool taken = false;
    };
    std::vector<std::string> words_;
    std::vector<Pair> pairs_;
};

Result<WordIndexPtr> MakeWords(Scope& scope, std::int64_t word_p, std::int64_t sort_p) {
    WordsByRid words;
    TRY(words.Load(scope, word_p));
    WordIndex::Builder builder;
    const auto add = [&](std::string_view key, Rid rid) {
        auto of_one = words.Take(rid);
        if (!of_one.empty()) builder.Add({std::string(key), rid, std::move(of_one)});
    };
    auto* query =
        TRY(scope.connection().Prepare("SELECT v, rid FROM str WHERE p = $1 ORDER BY v, rid"));
    query->Bind(1, sort_p);
    while (TRY(query->Step())) add(query->Text(0), query->Int(1));
    for (const auto rid : words.Left()) add(WordIndex::kNoKey, rid);
    return builder.Take();
}

// The entries of these resources as they are now.
Result<std::vector<WordIndex::Entry>> ReadEntries(Scope& scope, std::int64_t word_p,
                                                  std::int64_t sort_p, const Rids& rids) {
    auto* query = TRY(scope.connection().Prepare(
        database::SelectBySet(scope.connection(), "rid, p, v", "str", "rid", 1, "p IN ($2, $3)")));
    query->BindSet(1, rids);
    query->Bind(2, word_p);
    query->Bind(3, sort_p);
    std::map<Rid, WordIndex::Entry> entries;
    while (TRY(query->Step())) {
        auto& entry = entries[query->Int(0)];
        if (query->Int(1) == word_p) {
            entry.words.emplace_back(query->Text(2));
        } else {
            entry.key = query->Text(2);
        }
    }
    std::vector<WordIndex::Entry> found;
    for (auto& [rid, entry] : entries) {
        if (entry.words.empty()) continue;
        entry.rid = rid;
        if (entry.key.empty()) entry.key = WordIndex::kNoKey;
        found.push_back(std::move(entry));
    }
    return found;
}

// Who of the type was written after `position`; nullopt: too many to follow.
Result<std::optional<Rids>> ChangedSince(Scope& scope, std::string_view type,
                                         std::int64_t position) {
    auto rids =
        TRY(scope.Column("SELECT rid FROM log WHERE type = $1 AND pos > $2 ORDER BY pos LIMIT $3",
                         [&](database::Statement& query) {
                             query.Bind(1, definitions::ResourceTypeNumber(type));
                             query.Bind(2, position);
                             query.Bind(3, kMostFollowed + 1);
                         }));
    if (static_cast<std::int64_t>(rids.size()) > kMostFollowed) return std::optional<Rids>();
    SortUnique(rids);
    return std::optional(std::move(rids));
}

}  // namespace

Result<WordIndexPtr> KnownSets::Words(Scope& scope, const definitions::SearchParameter& parameter) {
    const auto word_p = scope.dictionary().P(parameter, Facet::kWord);
    const auto sort_p = scope.dictionary().P(parameter, Facet::kSort);
    const std::string key = "words " + std::to_string(word_p);
    const auto entry = Find(key);
    const std::lock_guard lock(entry->mutex);
    const auto position = TRY(scope.Position());
    const auto base = NewestUpTo(*entry, position);
    if (!base && !entry->versions.empty()) return WordIndexPtr();
    if (base && base->position == position) return base->words;

    auto known = std::make_shared<Known>();
    known->position = position;
    const auto changed =
        base ? TRY(ChangedSince(scope, parameter.type, base->position)) : std::optional<Rids>();
    if (changed && changed->empty()) {
        known->words = base->words;
    } else if (changed) {
        RidSet set;
        for (const auto rid : *changed) set.Insert(rid);
        known->words = base->words->With(set, TRY(ReadEntries(scope, word_p, sort_p, *changed)));
    } else {
        const auto living = static_cast<std::size_t>(TRY(scope.Living(parameter.type)));
        if (living * kBytesEach > most_bytes_) return WordIndexPtr();
        known->words = TRY(MakeWords(scope, word_p, sort_p));
    }
    const auto words = known->words;
    Keep(key, entry, std::move(known));
    return words;
}

}  // namespace tram::record
