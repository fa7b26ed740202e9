#include <gtest/gtest.h>

#include <thread>

#include "platform/database/testing.h"
#include "record/storage/dictionary.h"
#include "record/storage/schema.h"

namespace tram::storage {
namespace {

using database::Connection;

constexpr std::string_view kPressure =
    R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org",)"
    R"("code":"85354-9","display":"Huyết áp"}]},"subject":{"reference":"Patient/0198c3a5-7d1e-7c11-)"
    R"(8d3f-1f2e3d4c5b6a"},"effectiveDateTime":"2025-06-03T08:15:00+07:00","component":[{"code":)"
    R"({"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":142,)"
    R"("unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}]})";

class BodyCodecTest : public database::testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        database_ = Open();
        writer_ = std::move(database_->Connect(Connection::Mode::kWrite)).value();
        ASSERT_TRUE(writer_->Execute(ForDialect(kSchema, writer_->dialect())));
        codec_ = Load();
    }
    void TearDown() override {
        writer_.reset();
        database_.reset();
        EachDatabase::TearDown();
    }
    std::unique_ptr<BodyCodec> Load() { return std::move(BodyCodec::Load(*writer_)).value(); }

    std::unique_ptr<database::Database> database_;
    std::unique_ptr<Connection> writer_;
    std::unique_ptr<BodyCodec> codec_;
};
TRAM_ON_EACH_DATABASE(BodyCodecTest);

TEST_P(BodyCodecTest, GivesBackEveryByte) {
    std::string large;
    while (large.size() < 3'000'000) large += std::to_string(large.size());
    for (const std::string& body : {std::string(kPressure), std::string(), std::string("{}"),
                                    std::string("\0\xff", 2), large}) {
        const std::string bytes = codec_->Encode(body);
        EXPECT_EQ(codec_->Decode(codec_->current(), bytes).value(), body);
    }
    EXPECT_EQ(codec_->Decode(0, "{}").value(), "{}");
}

TEST_P(BodyCodecTest, KeepsABloodPressureInAQuarterOfItsSpace) {
    EXPECT_LT(codec_->Encode(kPressure).size() * 4, kPressure.size());
}

TEST_P(BodyCodecTest, KeepsTheDictionaryWithTheStore) {
    EXPECT_EQ(codec_->current(), 1);
    const std::string bytes = codec_->Encode(kPressure);
    const auto again = Load();
    EXPECT_EQ(again->current(), 1);
    EXPECT_EQ(again->Decode(1, bytes).value(), kPressure);
    auto* query = *writer_->Prepare("SELECT count(*) FROM codec");
    ASSERT_TRUE(query->Step().value());
    EXPECT_EQ(query->Int(0), 1);
}

TEST_P(BodyCodecTest, ReadsAStoreThatWasBegunWithAnotherDictionary) {
    ASSERT_TRUE(writer_->Execute("DELETE FROM codec"));
    auto* insert = *writer_->Prepare("INSERT INTO codec VALUES ($1, $2, $3)");
    insert->Bind(1, 1);
    insert->BindText(2, "zstd");
    const std::string other = std::string(kPressure).append(kPressure);
    insert->BindBlob(3, other);
    ASSERT_TRUE(insert->Run());
    const auto codec = Load();
    EXPECT_EQ(codec->current(), 2);
    EXPECT_EQ(codec->Decode(2, codec->Encode(kPressure)).value(), kPressure);
}

TEST_P(BodyCodecTest, TellsWhenABodyIsDamaged) {
    std::string bytes = codec_->Encode(kPressure);
    EXPECT_FALSE(codec_->Decode(7, bytes));
    EXPECT_FALSE(codec_->Decode(1, "no frame at all"));
    EXPECT_FALSE(codec_->Decode(1, ""));
    EXPECT_FALSE(codec_->Decode(1, bytes.substr(0, bytes.size() / 2)));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 0x55);
        (void)codec_->Decode(1, changed);  // any answer, no crash
    }
}

TEST_P(BodyCodecTest, ServesManyThreads) {
    std::vector<std::thread> threads;
    std::atomic<int> right = 0;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
            const std::string body = std::string(kPressure) + std::to_string(i);
            for (int round = 0; round < 200; ++round)
                right += codec_->Decode(1, codec_->Encode(body)).value() == body;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(right, 800);
}

}  // namespace
}  // namespace tram::storage
