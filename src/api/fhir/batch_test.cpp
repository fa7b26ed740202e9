#include "api/fhir/testing_door.h"

namespace tram::api::fhir {
namespace {

using testing::HasSubstr;

class BatchTest : public DoorTest {
  protected:
    http::Response SendBundle(std::string_view type, const std::string& entries,
                              Headers headers = {}) {
        return Send("POST", "/fhir",
                    R"({"resourceType":"Bundle","type":")" + std::string(type) + R"(","entry":[)" +
                        entries + "]}",
                    std::move(headers));
    }
    static std::string Post(const std::string& more = "", const std::string& request = "") {
        return R"({"resource":{"resourceType":"Patient"})" + more +
               R"(,"request":{"method":"POST","url":"Patient")" + request + "}}";
    }
    static std::string Put(const std::string& id) {
        return R"({"resource":{"resourceType":"Patient","id":")" + id +
               R"("},"request":{"method":"PUT","url":"Patient/)" + id + R"("}})";
    }
    static std::string Request(const std::string& method, const std::string& url) {
        return R"({"request":{"method":")" + method + R"(","url":")" + url + R"("}})";
    }
};

TEST_F(BatchTest, ATransactionIsDoneInTheOrderOfTheStandardAndAnsweredInItsOwn) {
    PutPatient("old");
    const auto answer =
        SendBundle("transaction", Request("GET", "Patient/mine") + "," + Put("mine") + "," +
                                      Post(R"(,"fullUrl":"urn:uuid:1")") + "," +
                                      Request("DELETE", "Patient/old"));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto& changes = store_.commits.back();
    ASSERT_EQ(changes.size(), 3u);
    EXPECT_EQ(changes[0].method, record::Method::kDelete);
    EXPECT_EQ(changes[1].method, record::Method::kCreate);
    EXPECT_EQ(changes[1].full_url, "urn:uuid:1");
    EXPECT_EQ(changes[1].where, "Bundle.entry[2]");
    EXPECT_EQ(changes[2].method, record::Method::kUpdate);

    const auto document = Parse(answer);
    const auto entries = document->root()["entry"];
    EXPECT_EQ(document->root()["type"].text(), "transaction-response");
    ASSERT_EQ(entries.size(), 4u);
    EXPECT_EQ(entries.At(0)["resource"]["id"].text(), "mine");
    EXPECT_EQ(entries.At(0)["response"]["status"].text(), "200 OK");
    EXPECT_EQ(entries.At(1)["response"]["status"].text(), "201 Created");
    EXPECT_EQ(entries.At(1)["response"]["location"].text(),
              "http://test:8080/fhir/Patient/mine/_history/1");
    EXPECT_EQ(entries.At(2)["response"]["etag"].text(), "W/\"1\"");
    EXPECT_FALSE(entries.At(2)["resource"]);
    EXPECT_EQ(entries.At(3)["response"]["status"].text(), "204 No Content");
}

TEST_F(BatchTest, ABadEntryIsNamedAndNothingIsStored) {
    store_.refusals["bad"] = {
        .code = ErrorCode::kBadValue, .message = "no", .path = ".resource.birthDate"};
    const auto answer = SendBundle("transaction", Put("good") + "," + Put("bad"));
    ExpectOutcome(answer, 400, "value");
    EXPECT_EQ(Parse(answer)->root()["issue"].At(0)["expression"].At(0).text(),
              "Bundle.entry[1].resource.birthDate");
    EXPECT_EQ(store_.living(), 0u);
}

TEST_F(BatchTest, AllUnreadableEntriesAreNamedAtOnce) {
    const auto answer = SendBundle(
        "transaction", Request("PUT", "Patient/a") + "," + Put("good") + "," +
                           Request("JUMP", "Patient") + "," + Request("DELETE", "Patient") + "," +
                           Request("POST", "Nothing") + ",7," + Request("GET", ""));
    const auto document = Parse(answer);
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(document->root()["issue"].size(), 6u) << answer.body;
    EXPECT_TRUE(store_.commits.empty());
}

TEST_F(BatchTest, ATransactionNamesEachResourceOnce) {
    ExpectOutcome(SendBundle("transaction", Put("a") + "," + Put("a")), 422, "invalid");
    ExpectOutcome(SendBundle("transaction", Put("a") + "," + Request("DELETE", "Patient/a")), 422,
                  "invalid");
    ExpectOutcome(SendBundle("transaction", Post(R"(,"fullUrl":"urn:uuid:1")") + "," +
                                                Post(R"(,"fullUrl":"urn:uuid:1")")),
                  422, "invalid");
    EXPECT_EQ(store_.living(), 0u);
}

TEST_F(BatchTest, EntriesCarryTheirConditions) {
    PutPatient("a");
    store_.matches["identifier=1"] = {"a"};
    const auto answer = SendBundle(
        "transaction",
        Post("", R"(,"ifNoneExist":"identifier=1")") + "," +
            R"({"resource":{"resourceType":"Patient"},"request":{"method":"PUT","url":"Patient?identifier=1","ifMatch":"W/\"1\""}})");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(store_.commits.back()[0].condition, "identifier=1");
    EXPECT_EQ(store_.commits.back()[1].if_match, 1);
    EXPECT_EQ(Parse(answer)->root()["entry"].At(0)["response"]["status"].text(), "200 OK");
    EXPECT_EQ(Get("/fhir/Patient/a/_history/2").status, 200);
}

TEST_F(BatchTest, APatchTravelsAsABinary) {
    PutPatient("a", R"(,"gender":"male")");
    // [{"op":"remove","path":"/gender"}]
    const auto answer = SendBundle(
        "transaction",
        R"({"resource":{"resourceType":"Binary","contentType":"application/json-patch+json",)"
        R"("data":"W3sib3AiOiJyZW1vdmUiLCJwYXRoIjoiL2dlbmRlciJ9XQ=="},"request":{"method":"PATCH","url":"Patient/a"}})",
        {{"prefer", "return=representation"}});
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto document = Parse(answer);
    EXPECT_TRUE(document->root()["entry"].At(0)["resource"]);
    EXPECT_FALSE(document->root()["entry"].At(0)["resource"]["gender"]);
    ExpectOutcome(
        SendBundle(
            "transaction",
            R"({"resource":{"resourceType":"Parameters"},"request":{"method":"PATCH","url":"Patient/a"}})"),
        501, "not-supported");
}

TEST_F(BatchTest, ABatchAnswersEachEntryOnItsOwn) {
    store_.refusals["bad"] = {.code = ErrorCode::kBadValue, .message = "no", .message_vi = "không"};
    std::string entries = Request("GET", "Patient/none") + "," + Request("JUMP", "Patient");
    for (int i = 0; i < 20; ++i) entries += "," + Put(i == 13 ? "bad" : "p" + std::to_string(i));
    entries += "," + Request("GET", "Patient?_count=2") + "," + Request("GET", "Patient/p1");
    const auto answer = SendBundle("batch", entries);
    ASSERT_EQ(answer.status, 200);
    const auto document = Parse(answer);
    const auto answers = document->root()["entry"];
    ASSERT_EQ(answers.size(), 24u);
    EXPECT_EQ(document->root()["type"].text(), "batch-response");
    EXPECT_EQ(answers.At(0)["response"]["status"].text(), "404 Not Found");
    EXPECT_EQ(answers.At(0)["response"]["outcome"]["resourceType"].text(), "OperationOutcome");
    EXPECT_EQ(answers.At(1)["response"]["status"].text(), "400");
    EXPECT_EQ(answers.At(14)["response"]["status"].text(), "201 Created");
    EXPECT_EQ(answers.At(15)["response"]["status"].text(), "400");
    EXPECT_EQ(answers.At(15)["response"]["outcome"]["issue"].At(0)["code"].text(), "value");
    EXPECT_EQ(answers.At(22)["resource"]["type"].text(), "searchset");
    EXPECT_EQ(answers.At(23)["resource"]["id"].text(), "p1");
    EXPECT_EQ(store_.living(), 19u);
}

TEST_F(BatchTest, EntriesOfABatchDoNotReferToEachOther) {
    SendBundle("batch", Post(R"(,"fullUrl":"urn:uuid:1")"));
    EXPECT_EQ(store_.commits.back()[0].full_url, "");
}

TEST_F(BatchTest, AReadInABatchMayBeConditional) {
    PutPatient("a");
    const auto answer = SendBundle(
        "batch", R"({"request":{"method":"GET","url":"Patient/a","ifNoneMatch":"W/\"1\""}})");
    EXPECT_EQ(Parse(answer)->root()["entry"].At(0)["response"]["status"].text(),
              "304 Not Modified");
}

TEST_F(BatchTest, WhatIsNoBatchIsRefused) {
    ExpectOutcome(SendBundle("collection", ""), 400, "value");
    ExpectOutcome(Send("POST", "/fhir", R"({"resourceType":"Patient"})"), 400, "value");
    ExpectOutcome(Send("POST", "/fhir", R"({"resourceType":"Bundle","type":"batch","entry":{}})"),
                  400, "value");
    EXPECT_EQ(Send("POST", "/fhir", R"({"resourceType":"Bundle","type":"batch"})").status, 200);
    std::string many;
    for (int i = 0; i < 101; ++i) many += (i ? "," : "") + Post();
    ExpectOutcome(SendBundle("transaction", many), 413, "too-long");
    EXPECT_EQ(store_.living(), 0u);
}

}  // namespace
}  // namespace tram::api::fhir
