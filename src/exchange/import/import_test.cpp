#include "exchange/import/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "record/store/store_test.h"

namespace tram::import {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ImportTest : public record::StoreTestBase {
  protected:
    std::string Write(const std::string& name, std::string_view text) {
        const auto path = folder() / name;
        std::ofstream(path, std::ios::binary) << text;
        return path.string();
    }
    Tally Import(const std::vector<std::string>& paths, int workers = 3) {
        FilesOptions options{.workers = workers};
        options.take = [this](const Piece& piece) {
            return ImportPiece(*store_, access::SystemActor(), piece);
        };
        auto tally = ImportFiles(paths, options);
        if (!tally) throw std::runtime_error(tally.error().message + tally.error().detail);
        return std::move(*tally);
    }
    static std::vector<std::string> Places(const Tally& tally) {
        std::vector<std::string> places;
        for (const auto& problem : tally.problems) places.push_back(problem.place);
        std::sort(places.begin(), places.end());
        return places;
    }
    std::vector<std::string> Check() {
        auto problems = store_->Check([](std::string_view) {});
        return problems ? *problems : std::vector<std::string>{problems.error().message};
    }
};

TRAM_ON_EACH_DATABASE(ImportTest);

std::string Patient(const std::string& id) {
    return R"({"resourceType":"Patient","id":")" + id + R"("})";
}

TEST_P(ImportTest, LinesAreUpsertsAndTheSameLinesAgainChangeNothing) {
    const auto file = Write(
        "a.ndjson",
        Patient("a") + "\n\n" + Patient("b") + "\n" +
            R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/a"}})");
    auto tally = Import({file});
    EXPECT_EQ(tally.created, 3);
    EXPECT_EQ(tally.refused, 0);
    tally =
        Import({Write("b.ndjson", Patient("a") + "\n" +
                                      R"({"resourceType":"Patient","id":"b","gender":"male"})")});
    EXPECT_EQ(tally.unchanged, 1);
    EXPECT_EQ(tally.updated, 1);
    EXPECT_THAT(Check(), IsEmpty());
}

TEST_P(ImportTest, BadLinesAreToldByNumberAndTheRestGoesIn) {
    std::string text;
    for (int i = 1; i <= 1200; ++i) {
        if (i == 7)
            text += "{\"resourceType\":\"Patient\",\"id\":\n";
        else if (i == 600)
            text += "{\"resourceType\":\"Patient\",\"id\":\"x600\",\"gender\":\"robot\"}\n";
        else if (i == 1100)
            text += "{\"id\":\"nothing\"}\n";
        else
            text += Patient("p" + std::to_string(i)) + "\n";
    }
    const auto tally = Import({Write("a.ndjson", text)});
    EXPECT_EQ(tally.created, 1197);
    EXPECT_EQ(tally.refused, 3);
    EXPECT_THAT(Places(tally), ElementsAre("line 1100", "line 600", "line 7"));
    EXPECT_THAT(Check(), IsEmpty());
}

TEST_P(ImportTest, ATransactionIsAllOrNothing) {
    const auto bundle = [](const std::string& second) {
        return R"({"resourceType":"Bundle","type":"transaction","entry":[
            {"fullUrl":"urn:uuid:1f0e6f0e-0000-4000-8000-000000000001","resource":{"resourceType":"Patient"},
             "request":{"method":"POST","url":"Patient"}},
            {"resource":{"resourceType":"Observation","status":")" +
               second + R"(","code":{"text":"x"},
              "subject":{"reference":"urn:uuid:1f0e6f0e-0000-4000-8000-000000000001"}},
             "request":{"method":"POST","url":"Observation"}}]})";
    };
    auto tally = Import({Write("bad.json", bundle("never"))});
    EXPECT_EQ(tally.taken(), 0);
    EXPECT_EQ(tally.refused, 1);
    EXPECT_THAT(tally.problems.at(0).place, HasSubstr("Bundle.entry[1]"));
    tally = Import({Write("good.json", bundle("final"))});
    EXPECT_EQ(tally.created, 2);
    EXPECT_THAT(Check(), IsEmpty());
}

TEST_P(ImportTest, ATransactionMayComeBeforeWhatItRefersTo) {
    const auto visit = Write("1.json", R"({"resourceType":"Bundle","type":"transaction","entry":[
        {"resource":{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},
          "serviceProvider":{"reference":"Organization?identifier=urn:x|1"}},
         "request":{"method":"POST","url":"Encounter"}}]})");
    const auto units = Write("2.json", R"({"resourceType":"Bundle","type":"batch","entry":[
        {"resource":{"resourceType":"Organization","identifier":[{"system":"urn:x","value":"1"}]},
         "request":{"method":"POST","url":"Organization","ifNoneExist":"identifier=urn:x|1"}}]})");
    const auto tally = Import({visit, units});
    EXPECT_EQ(tally.created, 2);
    EXPECT_EQ(tally.refused, 0);
    const auto again = Import({units});
    EXPECT_EQ(again.unchanged, 1);
}

TEST_P(ImportTest, ABatchTakesGoodEntriesAndTellsBadOnes) {
    const auto tally = Import({Write("b.json", R"({"resourceType":"Bundle","type":"batch","entry":[
        {"resource":{"resourceType":"Patient","id":"a"},"request":{"method":"PUT","url":"Patient/a"}},
        {"resource":{"resourceType":"Patient","gender":"robot"},"request":{"method":"POST","url":"Patient"}},
        {"request":{"method":"DELETE","url":"Patient"}},
        {"resource":{"resourceType":"Patient","id":"b"},"request":{"method":"PUT","url":"Patient/b"}}]})")});
    EXPECT_EQ(tally.created, 2);
    EXPECT_EQ(tally.refused, 2);
    EXPECT_THAT(Places(tally), ElementsAre("Bundle.entry[1]", "Bundle.entry[2]"));
}

TEST_P(ImportTest, WhatIsNoFhirIsToldAndNothingIsStored) {
    const auto tally = Import({Write("a.json", "not JSON at all"), Write("b.json", "[1,2,3]"),
                               Write("c.json", "{\n\"a\":1}"), Write("empty", ""),
                               (folder() / "missing.json").string()});
    EXPECT_EQ(tally.taken(), 0);
    EXPECT_EQ(tally.refused, 4);
    for (const auto& problem : tally.problems) {
        EXPECT_FALSE(problem.file.empty());
        EXPECT_FALSE(problem.error.message_vi.empty()) << problem.error.message;
    }
    EXPECT_EQ(store_->position(), 0);
}

TEST_P(ImportTest, PiecesOfATextKeepTheNumbersOfItsLines) {
    const auto reader = PieceReader::Of(
        "\n\n{\"resourceType\":\"Patient\"}\n\n{\"resourceType\":\"Bundle\"}\n{\"a\":1}\n", 10);
    const auto first = *reader->Next();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->first_line, 12);
    const auto bundle = *reader->Next();
    ASSERT_TRUE(bundle);
    EXPECT_EQ(bundle->first_line, 14);
    EXPECT_TRUE(bundle->may_be_bundle);
    const auto last = *reader->Next();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->first_line, 15);
    EXPECT_FALSE(*reader->Next());
}

}  // namespace
}  // namespace tram::import
