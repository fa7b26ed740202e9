#include "api/fhir/testing_door.h"

namespace tram::api::fhir {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(DoorTest, ReadGivesTheResourceWithVersionAndTime) {
    PutPatient("a", R"(,"active":true)");
    const auto read = Get("/fhir/Patient/a");
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(Header(read, "Content-Type"), "application/fhir+json;charset=utf-8");
    EXPECT_EQ(Header(read, "ETag"), "W/\"1\"");
    EXPECT_THAT(Header(read, "Last-Modified"), testing::MatchesRegex("[A-Z][a-z]+, .* GMT"));
    const auto body = Parse(read);
    EXPECT_EQ(body->root()["id"].text(), "a");
    EXPECT_EQ(body->root()["meta"]["versionId"].text(), "1");
    EXPECT_TRUE(body->root()["active"].IsTrue());
}

TEST_F(DoorTest, HeadIsAReadForItsHeaders) {
    PutPatient("a");
    const auto head = Ask("HEAD", "/fhir/Patient/a");
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(Header(head, "ETag"), "W/\"1\"");
}

TEST_F(DoorTest, UnknownAndDeletedAreToldApart) {
    PutPatient("a");
    Ask("DELETE", "/fhir/Patient/a");
    ExpectOutcome(Get("/fhir/Patient/a"), 410, "deleted");
    ExpectOutcome(Get("/fhir/Patient/b"), 404, "not-found");
    ExpectOutcome(Get("/fhir/Patient/not%20an%20id"), 404, "not-found");
    ExpectOutcome(Get("/fhir/Nothing/a"), 404, "not-found");
    ExpectOutcome(Get("/fhir/patient/a"), 404, "not-found");
    ExpectOutcome(Get("/fhir/Patient/a/b/c/d/e"), 404, "not-found");
    ExpectOutcome(Get("/fhir/Patient/%zz"), 400, "structure");
}

TEST_F(DoorTest, WhatTheClientHasIsNotSentAgain) {
    PutPatient("a");
    const auto read = Get("/fhir/Patient/a");
    EXPECT_EQ(Get("/fhir/Patient/a", {{"if-none-match", "W/\"1\""}}).status, 304);
    EXPECT_EQ(Get("/fhir/Patient/a", {{"if-none-match", "W/\"9\", W/\"1\""}}).status, 304);
    EXPECT_EQ(Get("/fhir/Patient/a", {{"if-none-match", "W/\"11\""}}).status, 200);
    const auto at = Header(read, "Last-Modified");
    EXPECT_EQ(Get("/fhir/Patient/a", {{"if-modified-since", at}}).status, 304);
    EXPECT_EQ(
        Get("/fhir/Patient/a", {{"if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status,
        200);
    EXPECT_EQ(Get("/fhir/Patient/a", {{"if-modified-since", "yesterday"}}).status, 200);
    EXPECT_EQ(
        Get("/fhir/Patient/a", {{"if-modified-since", at}, {"if-none-match", "W/\"2\""}}).status,
        200);
    EXPECT_EQ(Get("/fhir/Patient/a", {{"if-none-match", "W/\"1\""}}).body, "");
}

TEST(HttpDate, IsThatOfRfc9110AndComesBack) {
    const Instant at{784'111'777'000'000};
    EXPECT_EQ(HttpDate(at), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(ParseHttpDate(HttpDate(at)), at);
    EXPECT_EQ(HttpDate({0}), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(HttpDate({-1}), "Wed, 31 Dec 1969 23:59:59 GMT");
    EXPECT_FALSE(ParseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT"));
}

TEST_F(DoorTest, VReadGivesOldVersions) {
    PutPatient("a", R"(,"gender":"male")");
    PutPatient("a", R"(,"gender":"female")");
    EXPECT_THAT(Get("/fhir/Patient/a/_history/1").body, HasSubstr(R"("gender":"male")"));
    EXPECT_EQ(Header(Get("/fhir/Patient/a/_history/2"), "ETag"), "W/\"2\"");
    ExpectOutcome(Get("/fhir/Patient/a/_history/3"), 404, "not-found");
    ExpectOutcome(Get("/fhir/Patient/a/_history/x"), 404, "not-found");
    ExpectOutcome(Get("/fhir/Patient/a/_history/99999999999999999999"), 404, "not-found");
}

TEST_F(DoorTest, HistoryListsVersionsNewestFirst) {
    PutPatient("a");
    PutPatient("a", R"(,"active":true)");
    Ask("DELETE", "/fhir/Patient/a");
    const auto history = Get("/fhir/Patient/a/_history?_since=2020-01-01&_count=7");
    EXPECT_EQ(history.status, 200);
    const auto bundle = Parse(history)->root();
    EXPECT_EQ(bundle["type"].text(), "history");
    EXPECT_EQ(bundle["total"].text(), "3");
    ASSERT_EQ(bundle["entry"].size(), 3u);
    EXPECT_EQ(bundle["entry"].At(0)["request"]["method"].text(), "DELETE");
    EXPECT_FALSE(bundle["entry"].At(0)["resource"]);
    EXPECT_EQ(bundle["entry"].At(1)["request"]["method"].text(), "PUT");
    EXPECT_EQ(bundle["entry"].At(1)["request"]["url"].text(), "Patient/a");
    EXPECT_EQ(bundle["entry"].At(2)["request"]["method"].text(), "POST");
    EXPECT_EQ(bundle["entry"].At(2)["response"]["etag"].text(), "W/\"1\"");
    EXPECT_EQ(bundle["link"].At(0)["url"].text(),
              "http://test:8080/fhir/Patient/a/_history?_since=2020-01-01&_count=7");
    EXPECT_EQ(store_.histories.back().count, 7);
    EXPECT_EQ(FormatInstant(*store_.histories.back().since), "2019-12-31T17:00:00.000Z");
}

TEST_F(DoorTest, HistoryHasThreeLevels) {
    PutPatient("a");
    Get("/fhir/Patient/_history");
    EXPECT_EQ(store_.histories.back().scope, record::HistoryScope::kType);
    Get("/fhir/_history?_at=2026");
    EXPECT_EQ(store_.histories.back().scope, record::HistoryScope::kSystem);
    EXPECT_TRUE(store_.histories.back().at.has_value());
    ExpectOutcome(Get("/fhir/_history?_since=31-01-2026"), 400, "value");
    ExpectOutcome(Get("/fhir/_history?_count=-1"), 400, "value");
    ExpectOutcome(Get("/fhir/_history?_sort=x"), 400, "structure");
    EXPECT_EQ(Get("/fhir/_history?_sort=x", {{"prefer", "handling=lenient"}}).status, 200);
}

TEST_F(DoorTest, AnswersAreJsonWhateverIsAsked) {
    PutPatient("a");
    for (const auto* accept :
         {"application/fhir+json", "application/json", "*/*", "text/html,*/*;q=0.8",
          "application/fhir+xml, application/fhir+json;q=0.5"}) {
        EXPECT_EQ(Get("/fhir/Patient/a", {{"accept", accept}}).status, 200) << accept;
    }
    for (const auto* accept : {"application/fhir+xml", "text/turtle", "application/json;q=0"}) {
        ExpectOutcome(Get("/fhir/Patient/a", {{"accept", accept}}), 406, "not-supported");
    }
    EXPECT_EQ(Get("/fhir/Patient/a?_format=json", {{"accept", "application/fhir+xml"}}).status,
              200);
    EXPECT_EQ(Get("/fhir/Patient/a?_format=application/fhir+json").status, 200);
    ExpectOutcome(Get("/fhir/Patient/a?_format=xml"), 406, "not-supported");
}

TEST_F(DoorTest, PrettyBreaksLines) {
    PutPatient("a", R"(,"name":[{"given":["An"]}],"maritalStatus":{})");
    const auto pretty = Get("/fhir/Patient/a?_pretty=true").body;
    EXPECT_THAT(pretty, HasSubstr("{\n  \"resourceType\": \"Patient\",\n  \"id\": \"a\""));
    EXPECT_THAT(pretty, HasSubstr("\"given\": [\n        \"An\"\n      ]"));
    ExpectOutcome(Get("/fhir/Patient/a?_pretty=maybe"), 400, "value");
}

TEST_F(DoorTest, ElementsAndSummaryCutDownAndSaySo) {
    PutPatient(
        "a",
        R"(,"meta":{"tag":[{"code":"x"}]},"text":{"status":"empty","div":"<div/>"},"gender":"male")"
        R"(,"birthDate":"1957","contact":[{"gender":"female"}])"
        R"(,"link":[{"other":{"reference":"Patient/b"},"type":"seealso"}])");
    const auto elements = Parse(Get("/fhir/Patient/a?_elements=gender"))->root();
    EXPECT_TRUE(elements["gender"]);
    EXPECT_FALSE(elements["birthDate"]);
    EXPECT_EQ(elements["meta"]["tag"].size(), 2u);
    EXPECT_EQ(elements["meta"]["tag"].At(1)["code"].text(), "SUBSETTED");
    EXPECT_EQ(elements["meta"]["versionId"].text(), "1");

    const auto summary = Parse(Get("/fhir/Patient/a?_summary=true"))->root();
    EXPECT_TRUE(summary["birthDate"]);
    EXPECT_TRUE(summary["link"]);
    EXPECT_FALSE(summary["contact"]);
    EXPECT_FALSE(summary["text"]);

    const auto text = Parse(Get("/fhir/Patient/a?_summary=text"))->root();
    EXPECT_TRUE(text["text"]);
    EXPECT_FALSE(text["gender"]);
    const auto data = Parse(Get("/fhir/Patient/a?_summary=data"))->root();
    EXPECT_FALSE(data["text"]);
    EXPECT_TRUE(data["contact"]);
    EXPECT_FALSE(Parse(Get("/fhir/Patient/a?_summary=false"))->root()["meta"]["tag"].At(1));
    ExpectOutcome(Get("/fhir/Patient/a?_summary=count"), 400, "value");
    ExpectOutcome(Get("/fhir/Patient/a?_summary=all"), 400, "value");
}

TEST_F(DoorTest, ElementsKeepWhatIsMandatoryAndWhatModifies) {
    Send(
        "PUT", "/fhir/Observation/o",
        R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},)"
        R"("valueQuantity":{"value":1.50},"_valueQuantity":{"id":"q"},"issued":"2026-01-01T00:00:00Z"})");
    const auto body = Get("/fhir/Observation/o?_elements=value").body;
    EXPECT_THAT(body, HasSubstr(R"("status":"final")"));
    EXPECT_THAT(body, HasSubstr(R"("code":{"text":"x"})"));
    EXPECT_THAT(body, HasSubstr(R"("valueQuantity":{"value":1.50})"));
    EXPECT_THAT(body, testing::Not(HasSubstr("issued")));
}

TEST_F(DoorTest, UnknownParametersOfAReadAreRefusedUnlessLenient) {
    PutPatient("a");
    ExpectOutcome(Get("/fhir/Patient/a?colour=blue"), 400, "structure");
    EXPECT_EQ(Get("/fhir/Patient/a?colour=blue", {{"prefer", "handling=lenient"}}).status, 200);
}

TEST_F(DoorTest, EverythingGivesThePersonsRecords) {
    PutPatient("a");
    const auto all = Get(
        "/fhir/Patient/a/$everything?start=2026-01-01&end=2026-01-31&_type=Observation&_count=5");
    EXPECT_EQ(all.status, 200);
    EXPECT_EQ(Parse(all)->root()["entry"].size(), 1u);
    const auto& options = store_.everythings.back();
    EXPECT_EQ(options.start_millis, 1767200400000);  // 2026-01-01T00:00 in UTC+7
    EXPECT_EQ(options.end_millis, 1769878799999);
    EXPECT_EQ(options.types, std::vector<std::string>{"Observation"});
    EXPECT_EQ(options.count, 5);
    EXPECT_EQ(Get("/fhir/Patient/a/%24everything").status, 200);
    EXPECT_EQ(
        Send("POST", "/fhir/Patient/a/$everything",
             R"({"resourceType":"Parameters","parameter":[{"name":"_count","valueInteger":3}]})")
            .status,
        200);
    EXPECT_EQ(store_.everythings.back().count, 3);
    ExpectOutcome(Get("/fhir/Patient/b/$everything"), 404, "not-found");
    ExpectOutcome(Get("/fhir/Patient/a/$everything?_type=Nothing"), 400, "value");
    ExpectOutcome(Get("/fhir/Patient/$everything"), 501, "not-supported");
    ExpectOutcome(Get("/fhir/Encounter/a/$everything"), 501, "not-supported");
}

}  // namespace
}  // namespace tram::api::fhir
