#include <thread>

#include "record/store/store_test.h"

namespace tram::record {
namespace {

class NamesTest : public StoreTestBase {
  protected:
    static std::string Person(int number, std::string_view given) {
        return R"({"resourceType":"Patient","id":"p)" + std::to_string(number) +
               R"(","name":[{"family":"Nguyễn","given":["Thị",")" + std::string(given) + "\"]}]}";
    }
    // The one who is found in this snapshot.
    Rid Found(Reader& reader, const std::string& text) const {
        const auto query = search::ParseQuery("Patient", *search::DecodeParameters(text),
                                              search::Handling::kStrict, 0);
        const auto found = reader.Search(actor_, *query);
        EXPECT_TRUE(found) << found.error().message;
        if (!found) return 0;
        EXPECT_EQ(found->hits.size(), 1) << text;
        return found->hits.empty() ? 0 : found->hits[0].rid;
    }
};
TRAM_ON_EACH_DATABASE(NamesTest);

// In every state of the store one person is called Xa. Who reads an older snapshot than others do
// sees its own state until the end.
TEST_P(NamesTest, AreThoseOfEachSnapshotWhileOthersWrite) {
    constexpr int kPeople = 20;
    std::vector<Change> people;
    for (int i = 0; i < kPeople; ++i) people.push_back(Update(Person(i, i == 0 ? "Xa" : "Anh")));
    ASSERT_TRUE(Commit(std::move(people)));
    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < 3; ++i) {
            readers.emplace_back([&](const std::stop_token& stop) {
                while (!stop.stop_requested() && !HasFailure()) {
                    auto reader = store_->Read();
                    ASSERT_TRUE(reader);
                    const auto rid = Found(**reader, "name=thi x&_sort=name");
                    EXPECT_EQ(Found(**reader, "name=xa"), rid);
                    std::this_thread::yield();
                    EXPECT_EQ(Found(**reader, "name=thi xa&_sort=-name"), rid);
                }
            });
        }
        for (int round = 0; round < 60; ++round) {
            const int from = round % kPeople, to = (round + 7) % kPeople;
            const int next = (round + 1) % kPeople;
            ASSERT_TRUE(Commit({Update(Person(from, "Bình")), Update(Person(next, "Xa"))}));
            ASSERT_TRUE(Commit({Update(Person(to, "Cúc"))}));
        }
    }
    ExpectNoProblems();
}

}  // namespace
}  // namespace tram::record
