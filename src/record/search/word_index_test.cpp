#include "record/search/word_index.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>

namespace tram::record {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Entry = WordIndex::Entry;
using Typed = WordIndex::Typed;

WordIndexPtr IndexOf(std::vector<Entry> entries) {
    return WordIndex::Builder().Take()->With({}, std::move(entries));
}

using Walk = WordIndex::Walk;

std::vector<Rid> Walked(const WordIndexPtr& index, const Typed& typed, Walk::Direction direction) {
    std::vector<Rid> rids;
    for (const auto& place : Walk(index, typed, direction, std::nullopt).Next(100)) {
        rids.push_back(place.rid);
    }
    return rids;
}

TEST(WordIndexTest, FindsWordsAsTypedInAnyOrder) {
    const auto index = IndexOf({{"b", 1, {"nguyen", "thi", "binh"}},
                                {"a", 2, {"nguyen", "van", "an"}},
                                {"c", 3, {"tran", "thi", "chi"}}});
    EXPECT_THAT(index->Matching({{"thi"}}).All(), ElementsAre(1, 3));
    EXPECT_THAT(index->Matching({{"b", "ngu"}}).All(), ElementsAre(1));
    EXPECT_THAT(index->Matching({{"nguyen", "chi"}}).All(), IsEmpty());
    EXPECT_THAT(index->Matching({{"chi"}, {"an"}, {"a"}}).All(), ElementsAre(2, 3));
    EXPECT_THAT(index->Matching({}).All(), IsEmpty());
    EXPECT_THAT(Walked(index, {{"n"}}, Walk::Direction::kUp), ElementsAre(2, 1));
    EXPECT_THAT(Walked(index, {{"n"}}, Walk::Direction::kDown), ElementsAre(1, 2));
}

TEST(WordIndexTest, LeavesOutOfTheOrderWhatHasNoKey) {
    const auto index =
        IndexOf({{std::string(WordIndex::kNoKey), 1, {"dr"}}, {"a", 2, {"dr", "an"}}});
    EXPECT_FALSE(index->AllHaveKeys());
    EXPECT_THAT(Walked(index, {{"dr"}}, Walk::Direction::kUp), ElementsAre(2));
    EXPECT_THAT(Walked(index, {{"dr"}}, Walk::Direction::kDown), ElementsAre(2));
    EXPECT_THAT(index->Matching({{"dr"}}).All(), ElementsAre(1, 2));
    RidSet changed;
    changed.Insert(1);
    EXPECT_TRUE(index->With(changed, {})->AllHaveKeys());
}

// Versions with blocks that are cut, shared, emptied and put together, each compared with a plain
// look at all entries.
TEST(WordIndexTest, AnswersAsAPlainLookDoesThroughManyChanges) {
    std::mt19937 random(7);
    const auto pick = [&](int most) {
        return static_cast<int>(random() % static_cast<unsigned>(most));
    };
    const auto word = [&] {
        return std::string(1, static_cast<char>('a' + pick(4))) + std::to_string(pick(30));
    };
    std::map<Rid, Entry> people;
    const auto matches = [](const Entry& entry, const Typed& typed) {
        return std::any_of(typed.begin(), typed.end(), [&](const auto& words) {
            return std::all_of(words.begin(), words.end(), [&](const auto& begin) {
                return std::any_of(entry.words.begin(), entry.words.end(),
                                   [&](const auto& one) { return one.starts_with(begin); });
            });
        });
    };
    auto index = WordIndex::Builder().Take();
    for (const int size : {0, 3000, 9000, 9000, 200, 8000, 0, 5}) {
        RidSet changed;
        std::vector<Entry> entries;
        const auto forget = [&](Rid rid) {
            changed.Insert(rid);
            people.erase(rid);
        };
        while (static_cast<int>(people.size()) > size) {
            forget(std::next(people.begin(), pick(static_cast<int>(people.size())))->first);
        }
        for (int i = 0; i < 40 && !people.empty(); ++i) forget(1 + pick(10'000));
        while (static_cast<int>(people.size()) < size) {
            const Rid rid = 1 + pick(10'000);
            if (people.contains(rid)) continue;
            // Few keys, so that many are equal.
            Entry entry{pick(50) == 0 ? std::string(WordIndex::kNoKey) : word(), rid, {}};
            for (int i = pick(3); i >= 0; --i) entry.words.push_back(word());
            changed.Insert(rid);
            people[rid] = entry;
        }
        for (const auto rid : changed.All()) {
            if (people.contains(rid)) entries.push_back(people[rid]);
        }
        index = index->With(changed, entries);
        for (int asked = 0; asked < 20; ++asked) {
            Typed typed(1 + static_cast<std::size_t>(pick(2)));
            for (auto& words : typed) {
                for (int i = pick(2); i >= 0; --i)
                    words.push_back(word().substr(0, 1 + static_cast<std::size_t>(pick(3))));
            }
            Rids expected;
            std::vector<std::pair<std::string, Rid>> ordered;
            for (const auto& [rid, entry] : people) {
                if (!matches(entry, typed)) continue;
                expected.push_back(rid);
                if (entry.key != WordIndex::kNoKey) ordered.emplace_back(entry.key, rid);
            }
            ASSERT_EQ(index->Matching(typed).All(), expected);
            const auto count = static_cast<std::int64_t>(expected.size());
            EXPECT_EQ(index->Count(typed, 1'000'000), count);
            EXPECT_GE(index->Count(typed, 10), std::min<std::int64_t>(count, 10));
            const bool up = pick(2) == 0;
            std::sort(ordered.begin(), ordered.end());
            if (!up) std::reverse(ordered.begin(), ordered.end());
            // A page of two pieces, then the rest behind it.
            std::vector<std::pair<std::string, Rid>> walked;
            std::optional<Walk::Place> last;
            for (const std::size_t most : {std::size_t{700}, ordered.size()}) {
                Walk walk(index, typed, up ? Walk::Direction::kUp : Walk::Direction::kDown, last);
                for (const std::size_t piece : {most / 3, most - most / 3}) {
                    for (auto& place : walk.Next(piece)) {
                        walked.emplace_back(place.key, place.rid);
                        last = std::move(place);
                    }
                }
            }
            ASSERT_EQ(walked, ordered);
        }
    }
}

TEST(WordIndexTest, SharesWhatHasNotChanged) {
    std::vector<Entry> entries;
    for (Rid rid = 1; rid <= 20'000; ++rid) {
        entries.push_back({std::to_string(100'000 + rid), rid, {"w" + std::to_string(rid % 97)}});
    }
    const auto index = IndexOf(entries);
    RidSet changed;
    changed.Insert(77);
    const auto next = index->With(changed, {{"100077", 77, {"moved"}}});
    EXPECT_THAT(index->Matching({{"moved"}}).All(), IsEmpty());
    EXPECT_THAT(next->Matching({{"moved"}}).All(), ElementsAre(77));
    EXPECT_EQ(index->Count({{"w77"}}, 1'000), next->Count({{"w77"}}, 1'000) + 1);
    // By what it holds: a rid, a key and three numbers each.
    EXPECT_LT(next->bytes(), 20'000u * 60);
}

}  // namespace
}  // namespace tram::record
