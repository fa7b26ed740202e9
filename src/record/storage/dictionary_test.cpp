#include "record/storage/dictionary.h"

#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "platform/database/testing.h"
#include "record/storage/code_cache.h"
#include "record/storage/schema.h"

namespace tram::storage {
namespace {

using database::Connection;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr std::string_view kLoinc = "http://loinc.org", kSnomed = "http://snomed.info/sct";

class DictionaryTest : public database::testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        database_ = Open();
        writer_ = Connect(Connection::Mode::kWrite);
        reader_ = Connect(Connection::Mode::kRead);
        ASSERT_TRUE(writer_->Execute(ForDialect(kSchema, writer_->dialect())));
        Load();
    }
    void TearDown() override {
        dictionary_.reset();
        reader_.reset();
        writer_.reset();
        database_.reset();
        EachDatabase::TearDown();
    }
    std::unique_ptr<Connection> Connect(Connection::Mode mode) {
        return std::move(database_->Connect(mode)).value();
    }
    void Load() { dictionary_ = std::move(Dictionary::Load(*writer_)).value(); }

    std::int64_t Intern(std::string_view system, std::string_view code) {
        return dictionary_->InternTerm(*writer_, system, code).value();
    }
    std::optional<std::int64_t> Find(Connection& connection, std::string_view system,
                                     std::string_view code) {
        return dictionary_->FindTerm(connection, system, code).value();
    }
    void Begin() { ASSERT_TRUE(writer_->Begin(Connection::Mode::kWrite)); }
    void Commit() {
        ASSERT_TRUE(writer_->Commit());
        dictionary_->Publish();
    }

    std::unique_ptr<database::Database> database_;
    std::unique_ptr<Connection> writer_, reader_;
    std::unique_ptr<Dictionary> dictionary_;
};
TRAM_ON_EACH_DATABASE(DictionaryTest);

TEST_P(DictionaryTest, NumbersEveryParameterOnceAndForAll) {
    std::set<std::int64_t> seen;
    std::vector<std::int64_t> before;
    const auto all = [&] {
        std::vector<std::int64_t> numbers;
        for (const auto* type : definitions::ResourceTypes())
            for (const auto* parameter : definitions::SearchParametersOf(type->name)) {
                if (&search::RowsOf(*parameter) != parameter) continue;
                for (std::size_t facet = 0; facet < search::kFacets; ++facet)
                    numbers.push_back(
                        dictionary_->P(*parameter, static_cast<search::Facet>(facet)));
            }
        return numbers;
    };
    before = all();
    for (const auto p : before) EXPECT_TRUE(seen.insert(p).second && p > 0) << p;
    Load();
    EXPECT_EQ(all(), before);
}

TEST_P(DictionaryTest, DropsTheRowsOfAParameterThatSharesThoseOfAnother) {
    const auto* name = definitions::FindSearchParameter("Patient", "name");
    const auto* phonetic = definitions::FindSearchParameter("Patient", "phonetic");
    const auto p = dictionary_->P(*name, search::Facet::kWord);
    EXPECT_EQ(dictionary_->P(*phonetic, search::Facet::kWord), p);
    // As a program that gave each its own would have left it.
    ASSERT_TRUE(writer_->Execute(
        "INSERT INTO param (p, type, code) VALUES (1000000, 'Patient', 'phonetic'); "
        "INSERT INTO str (p, v, rid, bucket) VALUES (1000005, 'lan', 7, 1); "
        "INSERT INTO str (p, v, rid, bucket) VALUES (" +
        std::to_string(p) + ", 'lan', 7, 1)"));
    Load();
    EXPECT_EQ(dictionary_->P(*phonetic, search::Facet::kWord), p);
    auto* query = writer_->Prepare("SELECT p FROM str").value();
    ASSERT_TRUE(query->Step().value());
    EXPECT_EQ(query->Int(0), p);
    EXPECT_FALSE(query->Step().value());
    query = writer_->Prepare("SELECT p FROM param WHERE code = 'phonetic' AND type = 'Patient'")
                .value();
    EXPECT_FALSE(query->Step().value());
}

TEST_P(DictionaryTest, NumbersATermOnceAndFindsItFromEverySide) {
    Begin();
    const auto pressure = Intern(kLoinc, "85354-9");
    const auto other = Intern(kSnomed, "85354-9");
    EXPECT_NE(pressure, other);
    EXPECT_EQ(Intern(kLoinc, "85354-9"), pressure);
    EXPECT_NE(Intern("", "http://loinc.org85354-9"), pressure);
    EXPECT_NE(Intern("http://loinc.org8", "5354-9"), pressure);
    Commit();
    EXPECT_EQ(Find(*reader_, kLoinc, "85354-9"), pressure);
    EXPECT_EQ(Find(*reader_, kLoinc, "never-seen"), std::nullopt);
    EXPECT_THAT(dictionary_->FindTermsByCode(*reader_, "85354-9").value(),
                UnorderedElementsAre(pressure, other));
    EXPECT_THAT(dictionary_->FindTermsBySystem(*reader_, kSnomed).value(), ElementsAre(other));
    Load();
    EXPECT_EQ(Find(*reader_, kLoinc, "85354-9"), pressure);
    Begin();
    EXPECT_GT(Intern(kLoinc, "8480-6"), other);
    writer_->Rollback();
}

TEST_P(DictionaryTest, HidesWhatIsNotCommitted) {
    Begin();
    const auto term = Intern(kLoinc, "8480-6");
    EXPECT_EQ(Find(*writer_, kLoinc, "8480-6"), term);
    EXPECT_EQ(Find(*reader_, kLoinc, "8480-6"), std::nullopt);
    writer_->Rollback();
    dictionary_->Forget();
    EXPECT_EQ(Find(*writer_, kLoinc, "8480-6"), std::nullopt);
    EXPECT_EQ(Find(*reader_, kLoinc, "8480-6"), std::nullopt);
    Begin();
    EXPECT_NE(Intern(kLoinc, "8480-6"), term);
    Commit();
}

TEST_P(DictionaryTest, ARolledBackSavepointLeavesEarlierTermsButPublishesNothing) {
    Begin();
    const auto kept = Intern(kLoinc, "kept");
    ASSERT_TRUE(writer_->Savepoint());
    const auto lost = Intern(kLoinc, "lost");
    ASSERT_TRUE(writer_->RollbackToSavepoint());
    dictionary_->Forget();
    EXPECT_EQ(Find(*writer_, kLoinc, "lost"), std::nullopt);
    EXPECT_EQ(Intern(kLoinc, "kept"), kept);
    const auto again = Intern(kLoinc, "lost");
    EXPECT_NE(again, lost);
    EXPECT_EQ(Find(*reader_, kLoinc, "kept"), std::nullopt);
    writer_->Rollback();
    dictionary_->Forget();
    EXPECT_EQ(Find(*reader_, kLoinc, "kept"), std::nullopt);
    EXPECT_EQ(Find(*writer_, kLoinc, "kept"), std::nullopt);
}

TEST_P(DictionaryTest, GivesAResourceItsRowWhenItIsFirstReferredTo) {
    Begin();
    const Rid rid = dictionary_->InternRid(*writer_, "Patient", "p1").value();
    EXPECT_EQ(dictionary_->InternRid(*writer_, "Patient", "p1").value(), rid);
    EXPECT_NE(dictionary_->InternRid(*writer_, "Practitioner", "p1").value(), rid);
    Commit();
    EXPECT_EQ(dictionary_->FindRid(*reader_, "Patient", "p1").value(), rid);
    EXPECT_EQ(dictionary_->FindRid(*reader_, "Patient", "p2").value(), std::nullopt);
    EXPECT_EQ(dictionary_->FindRid(*reader_, "Nonsense", "p1").value(), std::nullopt);
    EXPECT_EQ(dictionary_->InternRid(*writer_, "Nonsense", "p1").error().code, ErrorCode::kInvalid);

    auto* query =
        *reader_->Prepare("SELECT version, home, bucket, body, type FROM res WHERE rid = $1");
    query->Bind(1, rid);
    ASSERT_TRUE(query->Step().value());
    EXPECT_EQ(query->Int(0), 0);
    EXPECT_EQ(query->Int(1), rid);
    EXPECT_EQ(query->Int(2), BucketOf("Patient", "p1"));
    EXPECT_TRUE(query->IsNull(3));
    EXPECT_EQ(query->Int(4), definitions::ResourceTypeNumber("Patient"));
}

TEST_P(DictionaryTest, AReservedRidIsKnownBeforeItsRowIsThere) {
    Begin();
    const Rid rid = dictionary_->ReserveRid("Patient", "new");
    EXPECT_EQ(dictionary_->FindRid(*writer_, "Patient", "new").value(), rid);
    EXPECT_EQ(dictionary_->InternRid(*writer_, "Patient", "new").value(), rid);
    EXPECT_EQ(dictionary_->FindRid(*reader_, "Patient", "new").value(), std::nullopt);
    writer_->Rollback();
    dictionary_->Forget();
    EXPECT_EQ(dictionary_->FindRid(*writer_, "Patient", "new").value(), std::nullopt);
}

TEST_P(DictionaryTest, InternsManyAtOnce) {
    std::vector<std::string> codes;
    for (int i = 0; i < 500; ++i) codes.push_back(std::to_string(i % 400));
    std::vector<Dictionary::Name> names;
    for (const auto& code : codes) names.push_back({kLoinc, code});
    Begin();
    const auto seven = Intern(kLoinc, "7");
    ASSERT_TRUE(dictionary_->InternTerms(*writer_, names));
    ASSERT_TRUE(dictionary_->InternTerms(*writer_, names));
    ASSERT_TRUE(dictionary_->InternTerms(*writer_, {}));
    EXPECT_EQ(Intern(kLoinc, "7"), seven);
    Commit();
    Load();  // nothing in memory
    const auto numbers = dictionary_->FindTerms(*reader_, names).value();
    EXPECT_EQ(numbers[7], seven);
    std::set<std::int64_t> distinct;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        ASSERT_TRUE(numbers[i]);
        distinct.insert(*numbers[i]);
        EXPECT_EQ(numbers[i], Find(*reader_, kLoinc, codes[i]));
    }
    EXPECT_EQ(distinct.size(), 400u);
    EXPECT_EQ(dictionary_->FindTermsBySystem(*reader_, kLoinc).value().size(), 400u);
}

TEST_P(DictionaryTest, FindsManyResourcesAtOnce) {
    Begin();
    const Rid one = dictionary_->InternRid(*writer_, "Patient", "1").value();
    const Rid two = dictionary_->InternRid(*writer_, "Encounter", "2").value();
    Commit();
    Load();
    const Dictionary::Name names[] = {{"Patient", "1"},
                                      {"Patient", "2"},
                                      {"Nonsense", "1"},
                                      {"Encounter", "2"},
                                      {"Patient", "1"}};
    EXPECT_THAT(dictionary_->FindRids(*reader_, names).value(),
                ElementsAre(one, std::nullopt, std::nullopt, two, one));
}

TEST_P(DictionaryTest, ReadersAndTheWriterMayAskAtTheSameTime) {
    std::atomic<bool> done = false;
    std::vector<std::thread> readers;
    std::atomic<int> wrong = 0;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back([&] {
            auto connection = Connect(Connection::Mode::kRead);
            std::unordered_map<std::string, std::int64_t> known;
            for (int round = 0; !done; ++round) {
                const std::string code = std::to_string(round % 300);
                const auto term = dictionary_->FindTerm(*connection, kLoinc, code).value();
                if (!term) continue;
                if (known.emplace(code, *term).first->second != *term) ++wrong;
            }
        });
    for (int group = 0; group < 30; ++group) {
        Begin();
        for (int i = 0; i < 10; ++i) Intern(kLoinc, std::to_string(group * 10 + i));
        if (group % 3 == 0) {
            writer_->Rollback();
            dictionary_->Forget();
        } else {
            Commit();
        }
    }
    done = true;
    for (auto& reader : readers) reader.join();
    EXPECT_EQ(wrong, 0);
}

TEST(BucketTest, IsTheSameForAllTimeAndSpreadsEvenly) {
    EXPECT_EQ(BucketOf("Patient", "p1"), 14474);
    std::vector<int> counts(16);
    for (int i = 0; i < 16000; ++i) {
        const auto bucket = BucketOf("Patient", std::to_string(i));
        ASSERT_TRUE(bucket >= 0 && bucket < 32768);
        ++counts[static_cast<std::size_t>(bucket >> 11)];
    }
    for (const int count : counts) EXPECT_NEAR(count, 1000, 150);
}

TEST(CodeCacheTest, ForgetsTheOldestAndKeepsWhatIsUsed) {
    CodeCache cache(3200);
    const auto name = [](int i) { return crypto::ShortHashOf(std::to_string(i)); };
    for (int i = 1; i <= 20'000; ++i) {
        cache.Put(name(i), i);
        EXPECT_EQ(cache.Find(name(1)), 1);
    }
    int kept = 0;
    for (int i = 1; i <= 20'000; ++i) {
        const auto number = cache.Find(name(i));
        EXPECT_EQ(number.value_or(i), i);
        kept += number.has_value();
    }
    EXPECT_GT(kept, 1000);
    EXPECT_LE(kept, 3200 + 16);
}

}  // namespace
}  // namespace tram::storage
