#include "exchange/import/bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tram::import {
namespace {

using record::Method;
using testing::ElementsAre;

Result<Bundle> Read(const std::string& text, std::size_t most = 25'000) {
    const auto document = json::Document::Parse(text);
    EXPECT_TRUE(document) << text;
    return ReadBundle((*document)->root(), {.base = "http://here/fhir/", .most = most});
}
std::string Of(const std::string& type, const std::string& entries) {
    return R"({"resourceType":"Bundle","type":")" + type + R"(","entry":[)" + entries + "]}";
}

TEST(BundleTest, ReadsEachWriteOfATransaction) {
    const auto bundle = Read(Of("transaction", R"(
        {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient"},
         "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=a|1"}},
        {"resource":{"resourceType":"Patient","id":"p"},"request":{"method":"PUT","url":"Patient/p","ifMatch":"W/\"3\""}},
        {"resource":{"resourceType":"Patient"},"request":{"method":"PUT","url":"http://here/fhir/Patient?identifier=b"}},
        {"request":{"method":"DELETE","url":"Patient/q"}},
        {"resource":{"resourceType":"Binary","contentType":"application/json-patch+json","data":"W10="},
         "request":{"method":"PATCH","url":"/Patient/r"}})"));
    ASSERT_TRUE(bundle) << bundle.error().message;
    EXPECT_EQ(bundle->kind, BundleKind::kTransaction);
    const auto& entries = bundle->entries;
    ASSERT_EQ(entries.size(), 5u);
    EXPECT_EQ(entries[0].change->method, Method::kCreate);
    EXPECT_EQ(entries[0].change->condition, "identifier=a|1");
    EXPECT_EQ(entries[0].change->full_url, "urn:uuid:1");
    EXPECT_EQ(entries[0].change->where, "Bundle.entry[0]");
    EXPECT_EQ(entries[1].change->id, "p");
    EXPECT_EQ(entries[1].change->if_match, 3);
    EXPECT_EQ(entries[2].change->method, Method::kUpdate);
    EXPECT_EQ(entries[2].change->condition, "identifier=b");
    EXPECT_EQ(entries[3].change->method, Method::kDelete);
    EXPECT_EQ(entries[4].change->method, Method::kPatch);
    EXPECT_EQ(entries[4].change->resource->text(), "[]");
}

TEST(BundleTest, LeavesReadsToTheDoor) {
    const auto bundle = Read(Of("batch", R"(
        {"request":{"method":"GET","url":"Patient/p?_pretty=true","ifNoneMatch":"W/\"1\""}},
        {"request":{"method":"POST","url":"Patient/_search?name=a"}})"));
    ASSERT_TRUE(bundle);
    EXPECT_FALSE(bundle->entries[0].change);
    EXPECT_EQ(bundle->entries[0].path, "Patient/p");
    EXPECT_EQ(bundle->entries[0].query, "_pretty=true");
    EXPECT_EQ(bundle->entries[0].if_none_match, "W/\"1\"");
    EXPECT_EQ(bundle->entries[1].fault->code, ErrorCode::kNotSupported);
}

TEST(BundleTest, ATransactionNamesEachResourceOnce) {
    const auto twice = Read(Of("transaction", R"({"request":{"method":"DELETE","url":"Patient/p"}},
        {"resource":{"resourceType":"Patient","id":"p"},"request":{"method":"PUT","url":"Patient/p"}})"));
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().path, "Bundle.entry[1]");
}

TEST(BundleTest, TellsEveryBadEntryOfATransaction) {
    const auto bad = Read(Of("transaction", R"({"request":{"method":"DELETE","url":"Patient"}},
        {"request":{"method":"DELETE","url":"Patient/p"}},{"request":{"method":"DELETE"}})"));
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().path, "Bundle.entry[0].request.url");
    ASSERT_EQ(bad.error().others.size(), 1u);
    EXPECT_EQ(bad.error().others[0].path, "Bundle.entry[2].request");
}

TEST(BundleTest, ABadEntryFailsATransactionAndStaysAloneInABatch) {
    const auto entries = R"({"request":{"method":"DELETE","url":"Patient/p"}},
        {"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient/p"}})";
    const auto transaction = Read(Of("transaction", entries));
    ASSERT_FALSE(transaction);
    EXPECT_EQ(transaction.error().path, "Bundle.entry[1].request.url");
    const auto batch = Read(Of("batch", entries));
    ASSERT_TRUE(batch);
    EXPECT_TRUE(batch->entries[0].change);
    EXPECT_FALSE(batch->entries[1].change);
    EXPECT_EQ(batch->entries[1].fault->path, "Bundle.entry[1].request.url");
}

TEST(BundleTest, RefusesWhatFitsNoInteraction) {
    for (
        const auto* entry : {
            R"({"resource":{"resourceType":"Patient"}})",
            R"({"request":{"method":"DELETE","url":"Patient"}})",
            R"({"request":{"method":"DELETE","url":"Nothing/p"}})",
            R"({"request":{"method":"DELETE","url":"Patient/p/q"}})",
            R"({"request":{"method":"DELETE","url":"Patient/p?a=b"}})",
            R"({"request":{"method":"TRACE","url":"Patient/p"}})",
            R"({"request":{"method":"PUT","url":"Patient/p"}})",
            R"({"resource":{"resourceType":"Patient","id":"p"},"request":{"method":"PUT","url":"Patient/p","ifMatch":"3"}})",
            R"({"resource":{"resourceType":"Patient"},"request":{"method":"PUT","url":"Patient/p"}})",
            R"({"resource":{"resourceType":"Observation"},"request":{"method":"POST","url":"Patient"}})",
            R"({"resource":{"resourceType":"Patient"},"request":{"method":"PATCH","url":"Patient/p"}})",
            R"({"resource":7,"request":{"method":"POST","url":"Patient"}})",
        }) {
        const auto bundle = Read(Of("transaction", entry));
        ASSERT_FALSE(bundle) << entry;
        EXPECT_THAT(bundle.error().path, testing::StartsWith("Bundle.entry[0]")) << entry;
        EXPECT_FALSE(bundle.error().message_vi.empty()) << entry;
    }
}

TEST(BundleTest, ACollectionIsAListOfUpserts) {
    const auto bundle = Read(Of("collection", R"({"resource":{"resourceType":"Patient","id":"p"}},
        {"fullUrl":"urn:uuid:2","resource":{"resourceType":"Observation"}})"));
    ASSERT_TRUE(bundle);
    EXPECT_EQ(bundle->kind, BundleKind::kResources);
    EXPECT_EQ(bundle->entries[0].change->method, Method::kUpdate);
    EXPECT_EQ(bundle->entries[0].change->id, "p");
    EXPECT_EQ(bundle->entries[1].change->method, Method::kCreate);
    EXPECT_EQ(bundle->entries[1].change->full_url, "urn:uuid:2");
}

TEST(BundleTest, EntriesOfABatchDoNotReferToEachOther) {
    const auto bundle =
        Read(Of("batch", R"({"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient"},
        "request":{"method":"POST","url":"Patient"}})"));
    ASSERT_TRUE(bundle);
    EXPECT_EQ(bundle->entries[0].change->full_url, "");
}

TEST(BundleTest, AnEmptyBundleIsFineAndAnOverfullOneIsNot) {
    EXPECT_TRUE(Read(R"({"resourceType":"Bundle","type":"batch"})"));
    EXPECT_FALSE(Read(R"({"resourceType":"Bundle","type":"batch","entry":{}})"));
    const auto full =
        Read(Of("batch",
                R"({"request":{"method":"GET","url":"a"}},{"request":{"method":"GET","url":"b"}})"),
             1);
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, ErrorCode::kTooLarge);
    EXPECT_FALSE(Read(R"({"resourceType":"Patient"})"));
}

TEST(BundleTest, TransactionsDeleteFirstThenCreateThenUpdate) {
    const auto bundle = Read(Of("transaction", R"(
        {"request":{"method":"GET","url":"Patient/p"}},
        {"resource":{"resourceType":"Patient","id":"p"},"request":{"method":"PUT","url":"Patient/p"}},
        {"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}},
        {"request":{"method":"DELETE","url":"Patient/q"}},
        {"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}})"));
    ASSERT_TRUE(bundle);
    EXPECT_THAT(TransactionOrder(bundle->entries), ElementsAre(3, 2, 4, 1));
}

}  // namespace
}  // namespace tram::import
