#include "record/search/search.h"

#include <gmock/gmock.h>

#include "record/search/testing.h"

namespace tram::record {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

// A small commune: two stations, four people, what was measured and done.
class SearchesTest : public testing::SearchTest {
  protected:
    void SetUp() override {
        SearchTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        station_a_ =
            Put(R"({"resourceType":"Organization","id":"tram-a","name":"Trạm Y tế xã Bình Minh"})");
        station_b_ =
            Put(R"({"resourceType":"Organization","id":"tram-b","name":"Trạm Y tế xã An Hoà",
            "partOf":{"reference":"Organization/tram-a"}})");
        Put(R"({"resourceType":"Practitioner","id":"bs","name":[{"family":"Lê","given":["Văn","Đạt"]}]})");
        hoa_ =
            Put(R"({"resourceType":"Patient","id":"hoa","gender":"female","birthDate":"1957-03-09",
            "identifier":[{"system":"urn:cccd","value":"001","type":{"coding":[{"system":"urn:k","code":"CCCD"}]}}],
            "name":[{"text":"Nguyễn Thị Hoà","family":"Nguyễn","given":["Thị","Hoà"]}],
            "managingOrganization":{"reference":"Organization/tram-a"},
            "generalPractitioner":[{"reference":"Practitioner/bs","display":"Bác sĩ Đạt"}],
            "meta":{"tag":[{"system":"urn:t","code":"mau"}],"profile":["http://vn/nguoi-benh"]}})");
        an_ = Put(R"({"resourceType":"Patient","id":"an","gender":"male","birthDate":"1980",
            "name":[{"family":"Trần","given":["Văn","An"]}],
            "managingOrganization":{"reference":"Organization/tram-b"}})");
        Put(R"({"resourceType":"Patient","id":"anh","gender":"female","birthDate":"1991-12-01",
            "name":[{"family":"Nguyễn","given":["Vân","Anh"]}],
            "identifier":[{"system":"urn:cccd","value":"003"}]})");
        Put(R"({"resourceType":"Patient","id":"smith","name":[{"family":"Smith-Jones","given":["Án%"]}]})");
        Put(R"({"resourceType":"Encounter","id":"e1","status":"finished","class":{"system":"urn:c","code":"AMB"},
            "subject":{"reference":"Patient/hoa"},"period":{"start":"2024-05-01T08:00:00+07:00","end":"2024-05-01T09:00:00+07:00"},
            "serviceProvider":{"reference":"Organization/tram-a"},
            "participant":[{"individual":{"reference":"Practitioner/bs"}}]})");
        Put(R"({"resourceType":"Encounter","id":"e2","status":"in-progress","class":{"system":"urn:c","code":"AMB"},
            "subject":{"reference":"Patient/an"},"period":{"start":"2024-06-01T08:00:00+07:00"}})");
        PutPressure("o1", "hoa", "2024-05-01T08:10:00+07:00", 150, "e1");
        PutPressure("o2", "hoa", "2024-06-02", 138, "");
        PutPressure("o3", "an", "2023-01-15", 120, "e2");
    }

    void PutPressure(std::string id, std::string patient, std::string date, int value,
                     std::string encounter) {
        std::string text =
            R"({"resourceType":"Observation","id":")" + id +
            R"(","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}],"text":"Huyết áp tâm thu"},"subject":{"reference":"Patient/)" +
            patient + R"("},"effectiveDateTime":")" + date + R"(","valueQuantity":{"value":)" +
            std::to_string(value) +
            R"(,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"})";
        if (!encounter.empty())
            text += R"(,"encounter":{"reference":"Encounter/)" + encounter + "\"}";
        Put(text + "}");
    }

    Rid station_a_ = 0, station_b_ = 0, hoa_ = 0, an_ = 0;
};
TRAM_ON_EACH_DATABASE(SearchesTest);

TEST_P(SearchesTest, FindsAllOfATypeNewestFirst) {
    EXPECT_THAT(Find("Patient", ""), ElementsAre("smith", "anh", "an", "hoa"));
    EXPECT_THAT(Find("Device", ""), IsEmpty());
}

TEST_P(SearchesTest, FindsNamesAsTypedWithoutTonesInAnyOrder) {
    EXPECT_THAT(Find("Patient", "name=nguyen thi"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "name=hoa nguy"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "name=Nguyễn"), ElementsAre("anh", "hoa"));
    EXPECT_THAT(Find("Patient", "name=Hòa"), ElementsAre("hoa"));  // tone placed the other way
    EXPECT_THAT(Find("Patient", "name=guyen"), IsEmpty());
    EXPECT_THAT(Find("Patient", "name=an"), UnorderedElementsAre("an", "anh", "smith"));
    EXPECT_THAT(Find("Patient", "given=hoa"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "family=smith jon"), ElementsAre("smith"));
    EXPECT_THAT(Find("Practitioner", "name=dat"), ElementsAre("bs"));
    EXPECT_THAT(Find("Organization", "name=binh minh"), ElementsAre("tram-a"));
    EXPECT_THAT(Find("Patient", "name=tran an,nguyen hoa"), ElementsAre("an", "hoa"));
}

TEST_P(SearchesTest, FindsExactNamesByEveryTone) {
    EXPECT_THAT(Find("Patient", "given:exact=Hoà"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "given:exact=Hoa"), IsEmpty());
    EXPECT_THAT(Find("Patient", "given:exact=hoà"), IsEmpty());
    EXPECT_THAT(Find("Patient", "given:exact=Văn"), ElementsAre("an"));
    EXPECT_THAT(Find("Patient", "given:exact=Vân"), ElementsAre("anh"));
}

TEST_P(SearchesTest, FindsPartsOfNames) {
    EXPECT_THAT(Find("Patient", "family:contains=guy"), ElementsAre("anh", "hoa"));
    EXPECT_THAT(Find("Patient", "given:contains=n%25"), ElementsAre("smith"));
    EXPECT_THAT(Find("Patient", "given:contains=_"), IsEmpty());
}

TEST_P(SearchesTest, FindsTokens) {
    EXPECT_THAT(Find("Patient", "gender=female"), ElementsAre("anh", "hoa"));
    EXPECT_THAT(Find("Patient", "gender=http://hl7.org/fhir/administrative-gender|male"),
                ElementsAre("an"));
    EXPECT_THAT(Find("Patient", "gender=urn:other|male"), IsEmpty());
    EXPECT_THAT(Find("Patient", "identifier=urn:cccd|"), ElementsAre("anh", "hoa"));
    EXPECT_THAT(Find("Patient", "identifier=001,003"), ElementsAre("anh", "hoa"));
    EXPECT_THAT(Find("Patient", "identifier=|001"), IsEmpty());
    EXPECT_THAT(Find("Patient", "identifier:of-type=urn:k|CCCD|001"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "gender:not=female"), ElementsAre("smith", "an"));
    EXPECT_THAT(Find("Patient", "_tag=urn:t|mau"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "_profile=http://vn/nguoi-benh"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "_profile:below=http://vn"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Observation", "code:text=huyet"), ElementsAre("o3", "o2", "o1"));
    EXPECT_THAT(Find("Observation", "code:text=ap tam"), IsEmpty());
    EXPECT_THAT(Find("Patient", "general-practitioner:text=bac si"), ElementsAre("hoa"));
}

TEST_P(SearchesTest, FindsDatesByEveryPrefix) {
    EXPECT_THAT(Find("Patient", "birthdate=1957"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "birthdate=1957-03-09"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "birthdate=1980-01"), IsEmpty());  // only the year is known
    EXPECT_THAT(Find("Patient", "birthdate=1980"), ElementsAre("an"));
    EXPECT_THAT(Find("Patient", "birthdate=ne1980"), ElementsAre("anh", "hoa"));
    EXPECT_THAT(Find("Patient", "birthdate=lt1980"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "birthdate=lt1980-06"), ElementsAre("an", "hoa"));
    EXPECT_THAT(Find("Patient", "birthdate=ge1980"), ElementsAre("anh", "an"));
    EXPECT_THAT(Find("Patient", "birthdate=gt1980"), ElementsAre("anh"));
    EXPECT_THAT(Find("Patient", "birthdate=sa1979"), ElementsAre("anh", "an"));
    EXPECT_THAT(Find("Patient", "birthdate=eb1980-06"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "birthdate=ap1990"), ElementsAre("anh"));
    EXPECT_THAT(Find("Observation", "date=ge2024-05&date=lt2024-06"), ElementsAre("o1"));
    // An encounter without an end still goes on.
    EXPECT_THAT(Find("Encounter", "date=gt2025"), ElementsAre("e2"));
    EXPECT_THAT(Find("Encounter", "date=2024-05-01"), ElementsAre("e1"));
}

TEST_P(SearchesTest, FindsQuantities) {
    EXPECT_THAT(Find("Observation", "value-quantity=138"), ElementsAre("o2"));
    EXPECT_THAT(Find("Observation", "value-quantity=gt138"), ElementsAre("o1"));
    EXPECT_THAT(Find("Observation", "value-quantity=ge138"), ElementsAre("o2", "o1"));
    EXPECT_THAT(Find("Observation", "value-quantity=lt138"), ElementsAre("o3"));
    EXPECT_THAT(Find("Observation", "value-quantity=1.4e2"), ElementsAre("o2"));
    EXPECT_THAT(Find("Observation", "value-quantity=ap140"), ElementsAre("o2", "o1"));
    EXPECT_THAT(Find("Observation", "value-quantity=150|http://unitsofmeasure.org|mm[Hg]"),
                ElementsAre("o1"));
    EXPECT_THAT(Find("Observation", "value-quantity=150||mmHg"), ElementsAre("o1"));
    EXPECT_THAT(Find("Observation", "value-quantity=150||kPa"), IsEmpty());
    EXPECT_THAT(Find("Observation", "code-value-quantity=http://loinc.org|8480-6$gt140"),
                ElementsAre("o1"));
    EXPECT_THAT(Find("Observation", "code-value-quantity=8480-6$le138||mmHg"),
                ElementsAre("o3", "o2"));
    EXPECT_THAT(Find("Observation", "code-value-quantity=8462-4$gt1"), IsEmpty());
}

TEST_P(SearchesTest, FindsReferences) {
    EXPECT_THAT(Find("Observation", "patient=hoa"), ElementsAre("o2", "o1"));
    EXPECT_THAT(Find("Observation", "subject=Patient/an"), ElementsAre("o3"));
    EXPECT_THAT(Find("Observation", "subject:Patient=an"), ElementsAre("o3"));
    EXPECT_THAT(Find("Observation", "subject=hoa,an&status=final"), ElementsAre("o3", "o2", "o1"));
    EXPECT_THAT(Find("Observation", "encounter=Encounter/e1"), ElementsAre("o1"));
    EXPECT_THAT(Find("Observation", "patient=nobody"), IsEmpty());
    Put(R"({"resourceType":"Observation","id":"o4","subject":{"identifier":{"system":"urn:cccd","value":"001"}},
        "performer":[{"reference":"http://khac.vn/fhir/Practitioner/9"}]})");
    EXPECT_THAT(Find("Observation", "subject:identifier=urn:cccd|001"), ElementsAre("o4"));
    EXPECT_THAT(Find("Observation", "performer=http://khac.vn/fhir/Practitioner/9"),
                ElementsAre("o4"));
}

TEST_P(SearchesTest, TellsWhatIsMissing) {
    EXPECT_THAT(Find("Patient", "birthdate:missing=true"), ElementsAre("smith"));
    EXPECT_THAT(Find("Patient", "birthdate:missing=false"), ElementsAre("anh", "an", "hoa"));
    EXPECT_THAT(Find("Patient", "gender:missing=true"), ElementsAre("smith"));
    EXPECT_THAT(Find("Patient", "identifier:missing=true"), ElementsAre("smith", "an"));
    EXPECT_THAT(Find("Observation", "encounter:missing=true"), ElementsAre("o2"));
    EXPECT_THAT(Find("Patient", "organization:missing=false&gender=male"), ElementsAre("an"));
    EXPECT_THAT(Find("Patient", "_profile:missing=true"), ElementsAre("smith", "anh", "an"));
}

TEST_P(SearchesTest, FindsByIdAndTimeOfChange) {
    EXPECT_THAT(Find("Patient", "_id=an,hoa,nobody"), ElementsAre("an", "hoa"));
    EXPECT_THAT(Find("Patient", "_id=an&gender=female"), IsEmpty());
    EXPECT_THAT(Find("Patient", "_id:not=an,hoa"), ElementsAre("smith", "anh"));
    const std::string now = "2023-11-14T22:13:2";  // the fourth version is of second 24
    EXPECT_THAT(Find("Patient", "_lastUpdated=lt" + now + "5Z"), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "_lastUpdated=ge" + now + "5Z"), ElementsAre("smith", "anh", "an"));
    EXPECT_THAT(Find("Patient", "_lastUpdated=" + now + "5Z"), ElementsAre("an"));
    EXPECT_THAT(Find("Patient", "_lastUpdated=gt2030"), IsEmpty());
}

TEST_P(SearchesTest, FollowsChains) {
    EXPECT_THAT(Find("Observation", "patient.name=hoa"), ElementsAre("o2", "o1"));
    EXPECT_THAT(Find("Observation", "subject:Patient.birthdate=lt1960"), ElementsAre("o2", "o1"));
    EXPECT_THAT(Find("Observation", "subject.name=tran&status=final"), ElementsAre("o3"));
    EXPECT_THAT(Find("Observation", "patient.organization.name=tram"),
                ElementsAre("o3", "o2", "o1"));
    EXPECT_THAT(Find("Observation", "patient.organization.partof.name=binh"), ElementsAre("o3"));
    EXPECT_THAT(Find("Observation", "encounter.service-provider._id=tram-a"), ElementsAre("o1"));
    EXPECT_THAT(Find("Observation", "patient.gender:not=female"), ElementsAre("o3"));
    EXPECT_THAT(Find("Observation", "patient.birthdate:missing=true"), IsEmpty());
    EXPECT_THAT(Find("Observation", "encounter.patient:Patient._id=hoa"), ElementsAre("o1"));
}

TEST_P(SearchesTest, FollowsReferencesBackwards) {
    EXPECT_THAT(Find("Patient", "_has:Observation:patient:value-quantity=gt140"),
                ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "_has:Observation:subject:code=8480-6&gender=male"),
                ElementsAre("an"));
    EXPECT_THAT(Find("Patient", "_has:Encounter:patient:_has:Observation:encounter:date=2023"),
                ElementsAre("an"));
    EXPECT_THAT(Find("Practitioner", "_has:Encounter:participant:status=finished"),
                ElementsAre("bs"));
    EXPECT_THAT(Find("Patient", "_has:Observation:patient:status:not=final"), IsEmpty());
    EXPECT_THAT(Find("Observation", "patient._has:Encounter:patient:status=finished"),
                ElementsAre("o2", "o1"));
    EXPECT_THAT(
        Find("Organization", "_has:Patient:organization:_has:Observation:patient:date=2023"),
        ElementsAre("tram-b"));
}

TEST_P(SearchesTest, SortsByTheVietnameseRule) {
    EXPECT_THAT(Find("Patient", "_sort=name"), ElementsAre("an", "smith", "anh", "hoa"));
    EXPECT_THAT(Find("Patient", "_sort=-name"), ElementsAre("hoa", "anh", "smith", "an"));
}

// A title alone makes no key: such a person is found by it, and comes last.
TEST_P(SearchesTest, SortsNamesFoundByTheirWords) {
    Put(R"({"resourceType":"Patient","id":"title","name":[{"prefix":["Ánh"]}]})");
    EXPECT_THAT(Find("Patient", "name=an&_sort=name"), ElementsAre("an", "smith", "anh", "title"));
    EXPECT_THAT(Find("Patient", "name=an&_sort=-name"), ElementsAre("anh", "smith", "an", "title"));
    Put(R"({"resourceType":"Patient","id":"title","name":[{"family":"Anh","given":["A"]}]})");
    EXPECT_THAT(Find("Patient", "name=an&_sort=name"), ElementsAre("title", "an", "smith", "anh"));
    Delete("Patient", "an");
    EXPECT_THAT(Find("Patient", "name=an&_sort=name"), ElementsAre("title", "smith", "anh"));
    Open(hoa_, station_a_);
    EXPECT_THAT(Find("Patient", "name=n&_sort=name", Nurse({station_a_})), ElementsAre("hoa"));
}

TEST_P(SearchesTest, SortsByDatesNumbersAndCodes) {
    EXPECT_THAT(Find("Patient", "_sort=birthdate"), ElementsAre("hoa", "an", "anh", "smith"));
    EXPECT_THAT(Find("Patient", "_sort=-birthdate"), ElementsAre("anh", "an", "hoa", "smith"));
    EXPECT_THAT(Find("Observation", "_sort=-value-quantity"), ElementsAre("o1", "o2", "o3"));
    EXPECT_THAT(Find("Patient", "_sort=gender,-birthdate"),
                ElementsAre("anh", "hoa", "an", "smith"));
    EXPECT_THAT(Find("Patient", "_sort=_id"), ElementsAre("an", "anh", "hoa", "smith"));
    EXPECT_THAT(Find("Patient", "_sort=_lastUpdated"), ElementsAre("hoa", "an", "anh", "smith"));
    EXPECT_THAT(Find("Patient", "_sort=-_lastUpdated&gender=female"), ElementsAre("anh", "hoa"));
}

TEST_P(SearchesTest, IncludesWhatIsReferredTo) {
    EXPECT_THAT(Find("Observation", "_id=o1&_include=Observation:subject"),
                ElementsAre("o1", "+Patient/hoa"));
    EXPECT_THAT(Find("Observation", "_id=o1&_include=Observation:subject:Group"),
                ElementsAre("o1"));
    EXPECT_THAT(Find("Observation", "_id=o1&_include=Observation:*"),
                ElementsAre("o1", "+Patient/hoa", "+Encounter/e1"));
    EXPECT_THAT(Find("Observation", "_id=o1&_include=*"),
                ElementsAre("o1", "+Patient/hoa", "+Encounter/e1"));
    EXPECT_THAT(Find("Observation",
                     "_id=o3&_include=Observation:patient&_include:iterate="
                     "Patient:organization&_include:iterate=Organization:partof"),
                ElementsAre("o3", "+Organization/tram-a", "+Organization/tram-b", "+Patient/an"));
    EXPECT_THAT(
        Find("Observation", "_id=o3&_include=Observation:patient&_include=Patient:organization"),
        ElementsAre("o3", "+Patient/an"));
}

TEST_P(SearchesTest, IncludesWhatRefersBack) {
    EXPECT_THAT(Find("Patient", "_id=hoa&_revinclude=Observation:patient"),
                ElementsAre("hoa", "+Observation/o1", "+Observation/o2"));
    EXPECT_THAT(Find("Patient",
                     "_id=hoa&_revinclude=Encounter:*&_revinclude:iterate=Observation:encounter"),
                ElementsAre("hoa", "+Encounter/e1", "+Observation/o1"));
    EXPECT_THAT(Find("Patient", "_id=hoa&_revinclude=Observation:subject:Patient"),
                ElementsAre("hoa", "+Observation/o1", "+Observation/o2"));
}

TEST_P(SearchesTest, SearchesACompartment) {
    auto query = Parse("Observation", "date=ge2024");
    query.compartment = {"Patient", "hoa"};
    EXPECT_THAT(Names(*Search(Administrator(), query)), ElementsAre("o2", "o1"));
    query.compartment = {"Encounter", "e1"};
    EXPECT_THAT(Names(*Search(Administrator(), query)), ElementsAre("o1"));
    query.compartment = {"Patient", "nobody"};
    EXPECT_THAT(Names(*Search(Administrator(), query)), IsEmpty());
    auto outside = Parse("Organization", "");
    outside.compartment = {"Patient", "hoa"};
    EXPECT_EQ(Search(Administrator(), outside).error().code, ErrorCode::kInvalid);
}

TEST_P(SearchesTest, ForgetsWhatWasDeletedAndChanged) {
    Delete("Patient", "an");
    EXPECT_THAT(Find("Patient", "gender=male"), IsEmpty());
    EXPECT_THAT(Find("Patient", "_id=an"), IsEmpty());
    EXPECT_THAT(Find("Patient", "_id:not=hoa"), ElementsAre("smith", "anh"));
    EXPECT_THAT(Find("Observation", "patient.gender:not=female"), IsEmpty());
    EXPECT_THAT(Find("Observation", "patient=an&_include=Observation:patient"), ElementsAre("o3"));
    Put(R"({"resourceType":"Patient","id":"anh","gender":"male"})");
    EXPECT_THAT(Find("Patient", "gender=male"), ElementsAre("anh"));
    EXPECT_THAT(Find("Patient", "name=anh"), IsEmpty());
    EXPECT_THAT(Find("Patient", "_lastUpdated=gt2023-11-14T22:13:32Z"), ElementsAre("anh"));
}

TEST_P(SearchesTest, DoesNotFindWhatWasOnlyReferredTo) {
    Put(R"({"resourceType":"Observation","id":"o9","subject":{"reference":"Patient/ghost"}})");
    EXPECT_THAT(Find("Patient", ""), Not(Contains("ghost")));
    EXPECT_THAT(Find("Patient", "_id=ghost"), IsEmpty());
    EXPECT_THAT(Find("Observation", "patient=ghost&_include=Observation:patient"),
                ElementsAre("o9"));
    EXPECT_THAT(Find("Observation", "patient.gender:missing=true&_id=o9"), IsEmpty());
}

TEST_P(SearchesTest, CountsExactly) {
    const auto total = [&](std::string_view type, std::string_view text) {
        return Must(Search(Administrator(), Parse(type, text))).total;
    };
    EXPECT_EQ(total("Patient", "_total=accurate&_count=1"), 4);
    EXPECT_EQ(total("Patient", "gender=female&_total=accurate&_count=1"), 2);
    EXPECT_EQ(total("Patient", "name=nguyen&gender=female&_total=accurate&_count=1"), 2);
    EXPECT_EQ(total("Patient", "name=an&_summary=count"), 3);
    EXPECT_EQ(total("Patient", "name=an&_count=0"), 3);
    EXPECT_EQ(total("Observation", "date=ge2024&_total=estimate&_count=1"), 2);
    EXPECT_EQ(total("Patient", "gender=female&_count=1"), 2);  // for free
    EXPECT_EQ(total("Patient", "name=an&_count=1"), std::nullopt);
    EXPECT_EQ(total("Patient", "name=an"), 3);  // one page shows them all
    EXPECT_EQ(total("Patient", "gender=female&_count=1&_total=none"), std::nullopt);
    EXPECT_TRUE(Must(Search(Administrator(), Parse("Patient", "_summary=count"))).hits.empty());
}

TEST_P(SearchesTest, MatchesForConditions) {
    const auto match = [&](std::string_view text) {
        return Must(searcher_->Match(*connection_, Administrator(), Parse("Patient", text), 2));
    };
    EXPECT_THAT(match("identifier=urn:cccd|001"), ElementsAre(hoa_));
    EXPECT_EQ(match("gender=female").size(), 2u);
    EXPECT_THAT(match("identifier=urn:cccd|999"), IsEmpty());
}

TEST_P(SearchesTest, ShowsALimitedActorOnlyItsOwn) {
    Open(hoa_, station_a_);
    const auto nurse = Nurse({station_a_});
    EXPECT_THAT(Find("Patient", "", nurse), ElementsAre("hoa"));
    EXPECT_THAT(Find("Patient", "gender=male", nurse), IsEmpty());
    EXPECT_THAT(Find("Observation", "", nurse), ElementsAre("o2", "o1"));
    EXPECT_THAT(Find("Observation", "code=8480-6&_sort=date", nurse), ElementsAre("o1", "o2"));
    EXPECT_THAT(Find("Organization", "", nurse), ElementsAre("tram-b", "tram-a"));
    EXPECT_EQ(Must(Search(nurse, Parse("Patient", "_total=accurate&_count=1"))).total, 1);
    EXPECT_EQ(Must(Search(nurse, Parse("Observation", "status=final&_summary=count"))).total, 2);
}

TEST_P(SearchesTest, AsksForSightAtEveryHop) {
    Open(an_, station_b_);
    const auto nurse = Nurse({station_b_});
    // Another person's name and measurements must not show through a chain, _has or include.
    Put(R"({"resourceType":"Patient","id":"an","gender":"male","name":[{"given":["An"]}],
        "link":[{"other":{"reference":"Patient/hoa"},"type":"seealso"}]})");
    EXPECT_THAT(Find("Patient", "link.name=hoa"), ElementsAre("an"));
    EXPECT_THAT(Find("Patient", "link.name=hoa", nurse), IsEmpty());
    EXPECT_THAT(Find("Patient", "link:Patient.gender:not=male", nurse), IsEmpty());
    EXPECT_THAT(Find("Patient", "_include=Patient:link", nurse), ElementsAre("an"));
    EXPECT_THAT(Find("Organization", "_has:Patient:organization:gender=female", nurse), IsEmpty());
    EXPECT_THAT(Find("Organization", "_has:Patient:organization:gender=female"),
                ElementsAre("tram-a"));
    EXPECT_THAT(Find("Organization", "_id=tram-a&_revinclude=Patient:organization", nurse),
                ElementsAre("tram-a"));
}

TEST_P(SearchesTest, SeesOnlyWhileSightLasts) {
    const auto today = clock_.Now().micros / 86'400'000'000;
    Open(hoa_, station_a_, today - 10, today - 1);
    Open(an_, station_a_, today, today);
    EXPECT_THAT(Find("Patient", "", Nurse({station_a_})), ElementsAre("an"));
    EXPECT_TRUE(Must(searcher_->Sees(*connection_, Nurse({station_a_}), an_, "Patient")));
    EXPECT_FALSE(Must(searcher_->Sees(*connection_, Nurse({station_a_}), hoa_, "Patient")));
    EXPECT_TRUE(Must(searcher_->Sees(*connection_, Administrator(), hoa_, "Patient")));
    EXPECT_TRUE(Must(searcher_->Sees(*connection_, Nurse({}), station_a_, "Organization")));
}

TEST_P(SearchesTest, RefusesWhoMayNotRead) {
    access::Actor nobody{.user = "nobody", .role = std::make_shared<access::Role>()};
    EXPECT_EQ(Search(nobody, Parse("Patient", "")).error().code, ErrorCode::kForbidden);
    EXPECT_EQ(Search(access::Actor{}, Parse("Patient", "")).error().code,
              ErrorCode::kUnauthenticated);
}

TEST_P(SearchesTest, TakesHostileTextForText) {
    for (const auto* text :
         {"name=x';DROP TABLE res--", "identifier=%22%27%5C|%27", "name:exact=%25_%27",
          "name=%01%0A%09", "family:contains=%5C%5C%25%27", "_id=%27%20OR%201=1"}) {
        EXPECT_THAT(Find("Patient", text), IsEmpty()) << text;
    }
    EXPECT_EQ(Find("Patient", "").size(), 4u);
}

}  // namespace
}  // namespace tram::record
