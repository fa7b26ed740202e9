#include "api/fhir/testing_door.h"

namespace tram::api::fhir {
namespace {

using testing::HasSubstr;

class SearchTest : public DoorTest {
  protected:
    SearchTest() {
        for (const auto* id : {"a", "b", "c"})
            PutPatient(id, R"(,"gender":"male","birthDate":"1957")");
    }
    static std::string Link(json::Value bundle, std::string_view relation) {
        for (const auto link : bundle["link"]) {
            if (link["relation"].text() == relation) return std::string(link["url"].text());
        }
        return "";
    }
};

TEST_F(SearchTest, GivesABundleWithLinksAndModes) {
    const auto answer = Get("/fhir/Patient?gender=male&_count=2&_total=accurate");
    ASSERT_EQ(answer.status, 200);
    const auto document = Parse(answer);
    const auto bundle = document->root();
    EXPECT_EQ(bundle["type"].text(), "searchset");
    EXPECT_EQ(bundle["total"].text(), "3");
    ASSERT_EQ(bundle["entry"].size(), 2u);
    EXPECT_EQ(bundle["entry"].At(0)["fullUrl"].text(), "http://test:8080/fhir/Patient/a");
    EXPECT_EQ(bundle["entry"].At(0)["search"]["mode"].text(), "match");
    EXPECT_EQ(Link(bundle, "self"),
              "http://test:8080/fhir/Patient?gender=male&_count=2&_total=accurate");
    const auto next = Link(bundle, "next");
    EXPECT_EQ(next, "http://test:8080/fhir/Patient?gender=male&_count=2&_total=accurate&_cursor=2");

    const auto second = Parse(Get(next.substr(std::string("http://test:8080").size())));
    EXPECT_EQ(second->root()["entry"].size(), 1u);
    EXPECT_EQ(Link(second->root(), "next"), "");
}

TEST_F(SearchTest, NoMatchesIsABundleWithoutEntries) {
    const auto document = Parse(Get("/fhir/Observation"));
    EXPECT_EQ(document->root()["resourceType"].text(), "Bundle");
    EXPECT_FALSE(document->root()["entry"]);
}

TEST_F(SearchTest, PostTakesParametersFromBoth) {
    const auto answer =
        Ask("POST", "/fhir/Patient/_search?gender=male", "birthdate=1957&_pretty=true",
            {{"content-type", "application/x-www-form-urlencoded"}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(store_.queries.back().clauses.size(), 2u);
    ExpectOutcome(
        Ask("POST", "/fhir/Patient/_search", "{}", {{"content-type", "application/json"}}), 415,
        "not-supported");
    EXPECT_EQ(Get("/fhir/Patient/_search?gender=male").status, 200);
}

TEST_F(SearchTest, UnknownParametersAreRefusedOrToldOf) {
    const auto refused = Get("/fhir/Patient?colour=blue");
    ExpectOutcome(refused, 400, "structure");
    EXPECT_EQ(Parse(refused)->root()["issue"].At(0)["location"].At(0).text(), "http.colour");

    const auto lenient =
        Get("/fhir/Patient?colour=blue&gender=male", {{"prefer", "handling=lenient"}});
    EXPECT_EQ(lenient.status, 200);
    const auto document = Parse(lenient);
    const auto last = document->root()["entry"].At(3);
    EXPECT_EQ(last["search"]["mode"].text(), "outcome");
    EXPECT_EQ(last["resource"]["issue"].At(0)["severity"].text(), "warning");
    EXPECT_EQ(Link(document->root(), "self"), "http://test:8080/fhir/Patient?gender=male");
}

TEST_F(SearchTest, BadQueriesAreTheClientsToMend) {
    for (const auto* query :
         {"name:in=x", "name:nonsense=x", "birthdate=31-01-2026", "birthdate=2026-02-30",
          "_count=x", "_sort=nothing", "_include=Nothing:x", "general-practitioner.nothing=1",
          "_has:Observation=1", "name=%ZZ", "name=%ff%fe", "name=a%00b", "_cursor=tampered",
          "_text=x", "_summary=all", "_total=many"}) {
        const auto answer = Get(std::string("/fhir/Patient?") + query);
        EXPECT_GE(answer.status, 400) << query;
        EXPECT_LT(answer.status, 500) << query;
        EXPECT_EQ(Parse(answer)->root()["resourceType"].text(), "OperationOutcome") << query;
    }
    ExpectOutcome(Get("/fhir/Patient?name:in=x"), 400, "not-supported");
    EXPECT_TRUE(faults_.empty());
}

TEST_F(SearchTest, CountIsATotalWithoutEntries) {
    const auto document = Parse(Get("/fhir/Patient?_summary=count"));
    EXPECT_EQ(document->root()["total"].text(), "3");
    EXPECT_FALSE(document->root()["entry"]);
}

TEST_F(SearchTest, ElementsCutDownEachMatch) {
    const auto document = Parse(Get("/fhir/Patient?_elements=gender"));
    const auto first = document->root()["entry"].At(0)["resource"];
    EXPECT_TRUE(first["gender"]);
    EXPECT_FALSE(first["birthDate"]);
    EXPECT_EQ(first["meta"]["tag"].At(0)["code"].text(), "SUBSETTED");
}

TEST_F(SearchTest, ACompartmentIsSearchedByItsPath) {
    const auto answer = Get("/fhir/Patient/a/Observation?code=1");
    EXPECT_EQ(answer.status, 200);
    ASSERT_TRUE(store_.queries.back().compartment);
    EXPECT_EQ(store_.queries.back().compartment->first, "Patient");
    EXPECT_EQ(store_.queries.back().compartment->second, "a");
    EXPECT_EQ(Link(Parse(answer)->root(), "self"),
              "http://test:8080/fhir/Patient/a/Observation?code=1");
    EXPECT_EQ(Ask("POST", "/fhir/Patient/a/Observation/_search", "code=1",
                  {{"content-type", "application/x-www-form-urlencoded"}})
                  .status,
              200);
    ExpectOutcome(Get("/fhir/Patient/a/Nothing"), 404, "not-found");
    ExpectOutcome(Get("/fhir/Observation/a/Patient"), 404, "not-found");
    ExpectOutcome(Get("/fhir/Patient/a/*"), 501, "not-supported");
}

TEST_F(SearchTest, LinksNameOnlyAHostThatCouldBeOne) {
    const auto link = [&](std::string host) {
        const auto document = Parse(Get("/fhir/Patient", {{"host", host}}));
        return Link(document->root(), "self");
    };
    EXPECT_EQ(link("tram.example.vn:8443"), "http://tram.example.vn:8443/fhir/Patient");
    EXPECT_EQ(link("[::1]:8080"), "http://[::1]:8080/fhir/Patient");
    for (const auto* host :
         {"evil.example/x?", "a b", "\"><script>", "host:port", "host:", "user@host", ""}) {
        EXPECT_THAT(link(host), testing::AnyOf("http://localhost/fhir/Patient",
                                               "http://test:8080/fhir/Patient"))
            << host;
    }
}

TEST_F(SearchTest, MetadataTellsWhatIsReallyThere) {
    const auto answer = Get("/fhir/metadata");
    ASSERT_EQ(answer.status, 200);
    const auto document = Parse(answer);
    const auto statement = document->root();
    EXPECT_EQ(statement["resourceType"].text(), "CapabilityStatement");
    EXPECT_EQ(statement["fhirVersion"].text(), "4.0.1");
    EXPECT_EQ(statement["software"]["version"].text(), "1.2.3");
    EXPECT_EQ(statement["implementation"]["url"].text(), "http://test:8080/fhir");
    const auto rest = statement["rest"].At(0);
    EXPECT_EQ(rest["resource"].size(), 146u);
    std::string codes;
    for (const auto one : rest["interaction"]) codes += std::string(one["code"].text()) + " ";
    EXPECT_EQ(codes, "batch history-system transaction ");
    for (const auto resource : rest["resource"]) {
        if (resource["type"].text() != "Patient") continue;
        EXPECT_THAT(resource["interaction"].raw(), HasSubstr("vread"));
        EXPECT_THAT(resource["searchParam"].raw(), HasSubstr(R"("name":"birthdate")"));
        EXPECT_THAT(resource["searchParam"].raw(), testing::Not(HasSubstr("_text")));
        EXPECT_THAT(resource["searchRevInclude"].raw(), HasSubstr("Observation:subject"));
        EXPECT_THAT(resource["searchInclude"].raw(), HasSubstr("Patient:organization"));
        EXPECT_EQ(resource["operation"].At(0)["name"].text(), "everything");
    }
}

// Every parameter that metadata lists can be searched by, with a value of its kind.
TEST_F(SearchTest, MetadataListsNothingThatASearchRefuses) {
    const auto document = Parse(Get("/fhir/metadata"));
    std::size_t tried = 0;
    for (const auto resource : document->root()["rest"].At(0)["resource"]) {
        for (const auto parameter : resource["searchParam"]) {
            const auto kind = parameter["type"].text();
            if (kind == "composite" || kind == "special" || kind == "reference") continue;
            const auto value = kind == "date" ? "2020" : "1";
            const auto answer = Get("/fhir/" + std::string(resource["type"].text()) + "?" +
                                    std::string(parameter["name"].text()) + "=" + value);
            EXPECT_EQ(answer.status, 200) << parameter.raw();
            ++tried;
        }
    }
    EXPECT_GT(tried, 1000u);
}

}  // namespace
}  // namespace tram::api::fhir
