#include "api/fhir/testing_door.h"

namespace tram::api::fhir {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

constexpr const char* kPatient = R"({"resourceType":"Patient","active":true})";

TEST_F(DoorTest, CreateGivesAPlaceAVersionAndTheResource) {
    const auto created = Send("POST", "/fhir/Patient", kPatient);
    EXPECT_EQ(created.status, 201);
    EXPECT_EQ(Header(created, "Location"), "http://test:8080/fhir/Patient/new1/_history/1");
    EXPECT_EQ(Header(created, "ETag"), "W/\"1\"");
    EXPECT_EQ(Parse(created)->root()["id"].text(), "new1");
    EXPECT_EQ(Get("/fhir/Patient/new1").status, 200);
}

TEST_F(DoorTest, PreferSaysWhatComesBack) {
    const auto minimal = Send("POST", "/fhir/Patient", kPatient, {{"prefer", "return=minimal"}});
    EXPECT_EQ(minimal.status, 201);
    EXPECT_EQ(minimal.body, "");
    EXPECT_THAT(Header(minimal, "Location"), HasSubstr("/fhir/Patient/"));
    const auto outcome =
        Send("POST", "/fhir/Patient", kPatient, {{"prefer", "return=OperationOutcome"}});
    EXPECT_EQ(Parse(outcome)->root()["issue"].At(0)["severity"].text(), "information");
    const auto both = Send("POST", "/fhir/Patient", kPatient,
                           {{"prefer", "handling=strict, return=representation"}});
    EXPECT_EQ(Parse(both)->root()["resourceType"].text(), "Patient");
}

TEST_F(DoorTest, UpdateMakesOrReplaces) {
    EXPECT_EQ(PutPatient("mine").status, 201);
    const auto second = PutPatient("mine", R"(,"active":false)");
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(Header(second, "ETag"), "W/\"2\"");
    EXPECT_EQ(Header(second, "Location"), "");
}

TEST_F(DoorTest, IfMatchKeepsOneFromOverwritingAnother) {
    PutPatient("a");
    const std::string body = R"({"resourceType":"Patient","id":"a"})";
    EXPECT_EQ(Send("PUT", "/fhir/Patient/a", body, {{"if-match", "W/\"1\""}}).status, 200);
    ExpectOutcome(Send("PUT", "/fhir/Patient/a", body, {{"if-match", "W/\"1\""}}), 412, "conflict");
    ExpectOutcome(Send("PUT", "/fhir/Patient/a", body, {{"if-match", "W/\"one\""}}), 400, "value");
    ExpectOutcome(Ask("DELETE", "/fhir/Patient/a", {}, {{"if-match", "W/\"1\""}}), 412, "conflict");
    ExpectOutcome(Send("PUT", "/fhir/Patient/a", body, {{"if-none-match", "*"}}), 501,
                  "not-supported");
    EXPECT_EQ(Header(Get("/fhir/Patient/a"), "ETag"), "W/\"2\"");
}

TEST_F(DoorTest, TheIdOfTheBodyMustBeThatOfTheAddress) {
    ExpectOutcome(Send("PUT", "/fhir/Patient/a", kPatient), 400, "required");
    ExpectOutcome(Send("PUT", "/fhir/Patient/a", R"({"resourceType":"Patient","id":"b"})"), 400,
                  "value");
    ExpectOutcome(Send("PUT", "/fhir/Patient/a_b", R"({"resourceType":"Patient","id":"a_b"})"), 400,
                  "value");
    EXPECT_EQ(store_.living(), 0u);
}

TEST_F(DoorTest, ConditionsFindOneOrNoneOrTooMany) {
    PutPatient("a");
    store_.matches["identifier=urn%3Ax%7C1"] = {"a"};
    store_.matches["identifier=2"] = {"a", "b"};

    EXPECT_EQ(Send("PUT", "/fhir/Patient?identifier=urn:x|1", kPatient).status, 200);
    EXPECT_EQ(Send("PUT", "/fhir/Patient?identifier=none", kPatient).status, 201);
    ExpectOutcome(Send("PUT", "/fhir/Patient?identifier=2", kPatient), 412, "multiple-matches");
    ExpectOutcome(Send("PUT", "/fhir/Patient", kPatient), 400, "required");

    store_.matches["identifier=3"] = {"a"};
    EXPECT_EQ(Send("POST", "/fhir/Patient", kPatient, {{"if-none-exist", "identifier=3"}}).status,
              200);
    EXPECT_EQ(
        Send("POST", "/fhir/Patient", kPatient, {{"if-none-exist", "Patient?identifier=3"}}).status,
        200);
    EXPECT_EQ(Send("POST", "/fhir/Patient", kPatient, {{"if-none-exist", "identifier=4"}}).status,
              201);

    ExpectOutcome(Ask("DELETE", "/fhir/Patient?identifier=2"), 412, "multiple-matches");
    ExpectOutcome(Ask("DELETE", "/fhir/Patient"), 400, "required");
    EXPECT_EQ(Ask("DELETE", "/fhir/Patient?identifier=3&_format=json").status, 204);
    EXPECT_EQ(Get("/fhir/Patient/a").status, 410);
}

TEST_F(DoorTest, JsonPatchChangesAPart) {
    PutPatient("a", R"(,"gender":"male")");
    const Headers json_patch = {{"content-type", "application/json-patch+json"}};
    const auto patched =
        Send("PATCH", "/fhir/Patient/a", R"([{"op":"replace","path":"/gender","value":"female"}])",
             json_patch);
    EXPECT_EQ(patched.status, 200);
    EXPECT_THAT(patched.body, HasSubstr(R"("gender":"female")"));
    ExpectOutcome(Send("PATCH", "/fhir/Patient/b", "[]", json_patch), 404, "not-found");
    ExpectOutcome(Send("PATCH", "/fhir/Patient/a", "[{]", json_patch), 400, "structure");
    ExpectOutcome(
        Send("PATCH", "/fhir/Patient/a", R"([{"op":"remove","path":"/nothing"}])", json_patch), 422,
        "invalid");
    ExpectOutcome(Send("PATCH", "/fhir/Patient/a", R"({"resourceType":"Parameters"})"), 501,
                  "not-supported");
    ExpectOutcome(Send("PATCH", "/fhir/Patient/a", "<diff/>",
                       {{"content-type", "application/xml-patch+xml"}}),
                  415, "not-supported");
    store_.matches["identifier=1"] = {"a"};
    EXPECT_EQ(Send("PATCH", "/fhir/Patient?identifier=1", "[]", json_patch).status, 200);
}

TEST_F(DoorTest, DeleteIsAVersionAndMayBeRepeated) {
    PutPatient("a");
    const auto deleted = Ask("DELETE", "/fhir/Patient/a");
    EXPECT_EQ(deleted.status, 204);
    EXPECT_EQ(Header(deleted, "ETag"), "W/\"2\"");
    EXPECT_EQ(Ask("DELETE", "/fhir/Patient/a").status, 204);
    EXPECT_EQ(Ask("DELETE", "/fhir/Patient/never").status, 204);
    EXPECT_EQ(
        Ask("DELETE", "/fhir/Patient/never", {}, {{"prefer", "return=OperationOutcome"}}).status,
        200);
}

TEST_F(DoorTest, BodiesOfTheWrongKindAreRefused) {
    ExpectOutcome(
        Send("POST", "/fhir/Patient", "<Patient/>", {{"content-type", "application/fhir+xml"}}),
        415, "not-supported");
    ExpectOutcome(Send("POST", "/fhir/Patient", kPatient, {{"content-type", "text/plain"}}), 415,
                  "not-supported");
    ExpectOutcome(Send("POST", "/fhir/Patient", kPatient,
                       {{"content-type", "application/json; charset=latin1"}}),
                  415, "not-supported");
    EXPECT_EQ(Send("POST", "/fhir/Patient", kPatient,
                   {{"content-type", "application/json; charset=\"UTF-8\""}})
                  .status,
              201);
}

TEST_F(DoorTest, BodiesThatAreNoResourceStoreNothing) {
    std::string deep(5000, '[');
    const std::string cases[] = {
        "",
        "{",
        "[]",
        "null",
        "\"Patient\"",
        R"({"resourceType":"Patient")",
        R"({"resourceType":"Patient"}})",
        R"({"resourceType":"Patient","active":true,"active":false})",
        R"({"resourceType":"Observation"})",
        R"({"resourceType":7})",
        R"({"active":true})",
        "{\"resourceType\":\"Patient\",\"x\":\"\x01\"}",
        "{\"resourceType\":\"Patient\",\"x\":\"\xff\xfe\"}",
        "{\"resourceType\":\"Patient\",\"x\":" + deep + std::string(5000, ']') + "}",
        deep,
    };
    for (const auto& body : cases) {
        const auto answer = Send("POST", "/fhir/Patient", body);
        EXPECT_GE(answer.status, 400) << body.substr(0, 60);
        EXPECT_LT(answer.status, 500) << body.substr(0, 60);
        EXPECT_EQ(Parse(answer)->root()["resourceType"].text(), "OperationOutcome");
    }
    EXPECT_EQ(store_.living(), 0u);
    EXPECT_TRUE(store_.commits.empty());
    EXPECT_EQ(Send("POST", "/fhir/Patient", kPatient).status, 201);
}

TEST_F(DoorTest, MethodsThatAreNotThereAreNamed) {
    const auto refused = Ask("POST", "/fhir/Patient/a");
    ExpectOutcome(refused, 405, "not-supported");
    EXPECT_EQ(Header(refused, "Allow"), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
    ExpectOutcome(Ask("BREW", "/fhir/Patient/a"), 405, "not-supported");
    ExpectOutcome(Ask("DELETE", "/fhir/metadata"), 405, "not-supported");
    const auto options = Ask("OPTIONS", "/fhir/Patient");
    EXPECT_EQ(options.status, 204);
    EXPECT_THAT(Header(options, "Allow"), HasSubstr("POST"));
    EXPECT_EQ(Header(options, "Access-Control-Allow-Origin"), "");
}

TEST_F(DoorTest, OperationsOfR4ThatAreNotBuiltSaySo) {
    for (const auto* target : {"/fhir/$export", "/fhir/Patient/$export", "/fhir/ValueSet/$expand",
                               "/fhir/ValueSet/x/$expand", "/fhir/Patient/a/$validate"}) {
        ExpectOutcome(Get(target), 501, "not-supported");
        ExpectOutcome(Send("POST", target, "{}"), 501, "not-supported");
    }
    ExpectOutcome(Get("/fhir/Patient/a/$nonsense"), 404, "not-found");
    ExpectOutcome(Get("/fhir?name=x"), 501, "not-supported");
    ExpectOutcome(Get("/fhir/_search?name=x"), 501, "not-supported");
}

}  // namespace
}  // namespace tram::api::fhir
