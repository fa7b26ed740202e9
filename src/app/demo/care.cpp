#include "app/demo/care.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/demo/records.h"

namespace tram::demo {
namespace {

std::string Number(double value, int places) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.*f", places, value);
    return text;
}

std::string QuantityJson(double value, int places, std::string_view unit) {
    return "{\"value\":" + Number(value, places) + ",\"unit\":" + json::Quote(unit) +
           ",\"system\":\"http://unitsofmeasure.org\",\"code\":" + json::Quote(unit) + "}";
}

constexpr std::string_view kLoinc = "http://loinc.org";
constexpr std::string_view kIcd = "http://hl7.org/fhir/sid/icd-10";

}  // namespace

std::string_view Care::Payer(const Person& person, std::int32_t day) {
    const bool insured = !person.bhyt_group.empty() && person.card_end >= day;
    if (!insured) return "self";
    // A card is forgotten, a claim refused: where work is done with care, less often.
    const double growth = static_cast<double>(day - start_) / std::max(1, until_ - start_);
    const double effort = district_.Effort(person.home().hamlet, growth);
    const double roll = dice_.Unit() * effort * effort;
    if (roll > 0.022) return day > until_ - 30 ? "bhyt-pending" : "bhyt";
    return roll < 0.007 ? "bhyt-rejected" : "self";
}

Care::Visit Care::Encounter(const Person& person, std::string_view kind, std::int32_t day,
                            std::string_view payer, std::string_view form,
                            std::vector<std::string>& out, const std::string& place) {
    Visit visit{dice_.Uuid(day), day,
                place.empty() ? district_.Station(person.home().hamlet, day) : place};
    const bool home = kind == "home-visit";
    const int minute = 7 * 60 + 15 + dice_.Range(0, 8 * 60);
    Resource encounter("Encounter", visit.id);
    encounter.Text("status", "finished");
    encounter.Raw("class",
                  Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", home ? "HH" : "AMB"));
    encounter.Concepts("type", std::string(kCodes) + "encounter-kind", kind);
    encounter.Reference("subject", "Patient", person.id);
    encounter.Raw("period", "{\"start\":\"" + MomentText(day, minute) + "\",\"end\":\"" +
                                MomentText(day, minute + dice_.Range(8, 40)) + "\"}");
    encounter.Reference("serviceProvider", "Organization", visit.facility);
    if (!payer.empty()) encounter.Extension("payer", "valueCode", json::Quote(payer));
    if (!form.empty()) encounter.Extension("check-form", "valueCode", json::Quote(form));
    out.push_back(encounter.Finish());
    return visit;
}

void Care::Measure(const Person& person, const Visit& visit, std::string_view code, double value,
                   std::string_view unit, std::vector<std::string>& out) {
    Resource observation("Observation", dice_.Uuid(visit.day));
    observation.Text("status", "final");
    observation.Concept("code", kLoinc, code);
    observation.Reference("subject", "Patient", person.id);
    observation.Reference("encounter", "Encounter", visit.id);
    observation.Text("effectiveDateTime", DayText(visit.day));
    observation.Raw("performer", "[" + ReferenceTo("Organization", visit.facility) + "]");
    observation.Raw("valueQuantity", QuantityJson(value, 1, unit));
    out.push_back(observation.Finish());
}

void Care::Pressure(const Person& person, const Visit& visit, bool pre_screening,
                    std::vector<std::string>& out) {
    const double raised = person.hypertension ? (person.managed ? 16 : 28) : 0;
    const double systolic = std::round(std::clamp(dice_.Normal(118 + raised, 11), 85.0, 220.0));
    const double diastolic =
        std::round(std::clamp(systolic * 0.62 + dice_.Normal(2, 5), 45.0, systolic - 15));
    Resource observation("Observation", dice_.Uuid(visit.day));
    observation.Text("status", "final");
    observation.Concept("code", kLoinc, "85354-9");
    observation.Reference("subject", "Patient", person.id);
    observation.Reference("encounter", "Encounter", visit.id);
    observation.Text("effectiveDateTime", DayText(visit.day));
    observation.Raw(
        "performer",
        "[" +
            (pre_screening ? ReferenceTo("Practitioner",
                                         staff_.hamlet_workers[person.home().hamlet].practitioner)
                           : ReferenceTo("Organization", visit.facility)) +
            "]");
    observation.Raw("component", "[{\"code\":" + CodeableConcept(kLoinc, "8480-6") +
                                     ",\"valueQuantity\":" + QuantityJson(systolic, 0, "mm[Hg]") +
                                     "},{\"code\":" + CodeableConcept(kLoinc, "8462-4") +
                                     ",\"valueQuantity\":" + QuantityJson(diastolic, 0, "mm[Hg]") +
                                     "}]");
    if (pre_screening) observation.Extension("pre-screening", "valueBoolean", "true");
    out.push_back(observation.Finish());
}

void Care::Smoking(const Person& person, const Visit& visit, std::vector<std::string>& out) {
    Resource observation("Observation", dice_.Uuid(visit.day));
    observation.Text("status", "final");
    observation.Concept("code", kLoinc, "72166-2");
    observation.Reference("subject", "Patient", person.id);
    observation.Reference("encounter", "Encounter", visit.id);
    observation.Text("effectiveDateTime", DayText(visit.day));
    observation.Concept("valueCodeableConcept", std::string(kCodes) + "smoking",
                        person.smoker ? "current" : "never");
    out.push_back(observation.Finish());
}

void Care::FullCheck(Person& person, std::int32_t day, std::vector<std::string>& out) {
    const int age = person.AgeOn(day);
    const bool pupil = age < 18 && age >= 6;
    const bool worker = person.bhyt_group == "DN" && dice_.Chance(0.6);
    const auto visit =
        Encounter(person,
                  pupil    ? "school-check"
                  : worker ? "work-check"
                           : "periodic-check",
                  day, "free",
                  age < 6    ? "under-6"
                  : age < 18 ? "6-17"
                             : "adult",
                  out,
                  worker ? district_.workplaces[person.household % district_.workplaces.size()]
                         : std::string());
    person.last_check = day;
    Measure(person, visit, "29463-7", person.weight + dice_.Normal(0, 0.8), "kg", out);
    Measure(person, visit, "8302-2", person.height, "cm", out);
    if (age < 18) return;
    Pressure(person, visit, false, out);
    if (dice_.Chance(0.93))
        Measure(person, visit, "8280-0", person.weight * 1.1 + dice_.Normal(18, 4), "cm", out);
    Smoking(person, visit, out);
    const bool at_risk = person.diabetes || person.prediabetes || person.obese || age >= 45;
    if (at_risk && dice_.Chance(0.9)) {
        Measure(person, visit, "15074-8",
                std::max(3.6, dice_.Normal(person.diabetes      ? 7.9
                                           : person.prediabetes ? 6.2
                                                                : 5.1,
                                           0.7)),
                "mmol/L", out);
    }
}

void Care::Diagnose(const Person& person, std::string_view code, std::string_view display,
                    std::int32_t day, std::vector<std::string>& out) {
    Resource condition("Condition", dice_.Uuid(day));
    condition.Concept("clinicalStatus", "http://terminology.hl7.org/CodeSystem/condition-clinical",
                      "active");
    condition.Concept("verificationStatus",
                      "http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed");
    condition.Concept("code", kIcd, code, display);
    condition.Reference("subject", "Patient", person.id);
    condition.Text("onsetDateTime", DayText(day));
    condition.Text("recordedDate", DayText(day));
    out.push_back(condition.Finish());
}

void Care::Dose(const Person& person, std::int32_t day, std::string_view code,
                std::vector<std::string>& out) {
    Resource dose("Immunization", dice_.Uuid(day));
    dose.Text("status", "completed");
    dose.Concept("vaccineCode", std::string(kCodes) + "vaccine", code);
    dose.Reference("patient", "Patient", person.id);
    dose.Text("occurrenceDateTime", DayText(day));
    dose.Raw("performer",
             "[{\"actor\":" +
                 ReferenceTo("Organization", district_.Station(person.home().hamlet, day)) + "}]");
    out.push_back(dose.Finish());
}

void Care::Technique(const Person& person, const Visit& visit, std::vector<std::string>& out) {
    const auto& able = staff_.techniques[district_.hamlets[person.home().hamlet].commune];
    if (able.empty()) return;
    // A few techniques make most of the work; the square bends the choice towards them.
    const double roll = dice_.Unit();
    const auto place = static_cast<std::size_t>(roll * roll * static_cast<double>(able.size()));
    Perform(person, visit, able[place], out);
}

void Care::AtTheCentre(const Person& person, std::int32_t day, std::vector<std::string>& out) {
    const bool after = district_.merged && day >= kMergeDay;
    const auto visit = Encounter(person, "treatment", day, Payer(person, day), "", out,
                                 after ? district_.area_centre : district_.district_centre);
    const auto& able = staff_.centre_techniques;
    if (able.empty()) return;
    const auto place = static_cast<std::size_t>(dice_.Unit() * static_cast<double>(able.size()));
    Perform(person, visit, able[place], out);
}

void Care::Perform(const Person& person, const Visit& visit, const std::string& technique,
                   std::vector<std::string>& out) {
    Resource procedure("Procedure", dice_.Uuid(visit.day));
    procedure.Text("status", "completed");
    procedure.Concept("code", std::string(kCodes) + "technique", technique);
    procedure.Reference("subject", "Patient", person.id);
    procedure.Reference("encounter", "Encounter", visit.id);
    procedure.Text("performedDateTime", DayText(visit.day));
    procedure.Raw("performer",
                  "[{\"actor\":" + ReferenceTo("Organization", visit.facility) +
                      ",\"onBehalfOf\":" + ReferenceTo("Organization", visit.facility) + "}]");
    out.push_back(procedure.Finish());
}

void Care::History(const Person& person, std::vector<std::string>& out) {
    if (!person.replaced_by.empty()) return;
    const auto before = [&] { return start_ - dice_.Range(100, 3000); };
    // Half of the ill do not know it yet.
    if (person.hypertension && dice_.Chance(0.55))
        Diagnose(person, "I10", "Tăng huyết áp", before(), out);
    if (person.diabetes && dice_.Chance(0.45))
        Diagnose(person, "E11", "Đái tháo đường típ 2", before(), out);
    if (person.lung && dice_.Chance(0.5))
        Diagnose(person, "J44", "Bệnh phổi tắc nghẽn mạn tính", before(), out);
    if (person.prediabetes && dice_.Chance(0.15))
        Diagnose(person, "R73", "Tăng glucose máu", before(), out);
    if (person.obese && dice_.Chance(0.1)) Diagnose(person, "E66", "Béo phì", before(), out);
}

void Care::Birth(const Person& mother, const Person& child, std::int32_t last,
                 std::vector<std::string>& out) {
    const std::int32_t day = child.birth_day;
    const bool after = district_.merged && day >= kMergeDay;
    Encounter(mother, "birth", day, Payer(mother, day), "", out,
              after ? district_.area_centre : district_.district_centre);
    const auto visit = Encounter(child, "postnatal", std::min(day + 3, last), "free", "", out);
    Measure(child, visit, "29463-7", std::clamp(dice_.Normal(3.1, 0.4), 1.6, 4.8), "kg", out);
    if (dice_.Chance(0.85)) Dose(child, day, "HepB", out);
}

void Care::Month(Person& person, std::int32_t month, std::int32_t last,
                 std::vector<std::string>& out) {
    const int age = person.AgeOn(month);
    const std::int32_t latest = std::min(month + 27, last);
    if (latest < month) return;
    const auto day = [&] { return dice_.Range(month, latest); };
    if (person.distant) {
        // An account opened, a card looked up: nothing that a health worker found or did.
        if (dice_.Chance(0.05)) Encounter(person, "paperwork", day(), "", "", out);
        if (dice_.Chance(0.004)) person.distant = false;
        return;
    }
    // Care widens with the plan, in one commune more than in another, and is busier before Tết
    // than after it.
    const double growth = static_cast<double>(month - start_) / std::max(1, until_ - start_);
    const int month_of_year = Date::FromDays(month).month;
    constexpr double kSeason[] = {1.05, 0.72, 1.0,  1.08, 1.1,  1.0,
                                  0.95, 1.0,  1.02, 1.06, 1.08, 0.98};
    const double effort = district_.Effort(person.home().hamlet, growth) *
                          kSeason[static_cast<std::size_t>(month_of_year - 1)];

    const double sick = person.loyalty * (age < 6 ? 0.10 : age >= 60 ? 0.10 : 0.045);
    if (dice_.Chance(sick)) {
        const auto on = day();
        const bool privately = dice_.Chance(0.07);
        const auto visit =
            Encounter(person, "treatment", on, Payer(person, on), "", out,
                      privately ? district_.clinics[person.household % district_.clinics.size()]
                                : std::string());
        if (age >= 18 && dice_.Chance(0.5)) Pressure(person, visit, false, out);
        if (!privately && dice_.Chance(0.35)) Technique(person, visit, out);
    }
    if (dice_.Chance(person.loyalty * 0.006)) AtTheCentre(person, day(), out);
    const bool chronic = person.hypertension || person.diabetes || person.lung;
    if (chronic && person.managed && dice_.Chance(0.28 * person.loyalty * effort)) {
        const auto on = day();
        const auto visit = Encounter(person, "chronic-follow-up", on, Payer(person, on), "", out);
        Pressure(person, visit, false, out);
        if (person.diabetes)
            Measure(person, visit, "15074-8", std::max(4.0, dice_.Normal(7.6, 1.3)), "mmol/L", out);
    }
    // Yearly checks: the school in September and October, the rest by campaigns that widen.
    const double check = age >= 6 && age < 18
                             ? (month_of_year == 9 || month_of_year == 10 ? 0.42 : 0.004)
                         : age >= 60 || chronic ? 0.035 + 0.065 * growth
                                                : 0.018 + 0.042 * growth;
    if (dice_.Chance(check * effort * (0.4 + person.loyalty))) FullCheck(person, day(), out);
    if (age >= 40 && dice_.Chance(0.012 * effort)) {
        const auto visit = Encounter(person, "home-visit", day(), "free", "", out);
        Pressure(person, visit, true, out);
    }
    if (age < 2 && dice_.Chance(0.38)) {
        constexpr std::string_view kVaccines[] = {"BCG", "HepB", "DPT-HepB-Hib", "bOPV", "IPV",
                                                  "MR",  "JE"};
        Dose(person, day(), kVaccines[static_cast<std::size_t>(dice_.Range(0, 6))], out);
    }
    if (dice_.Chance(0.004)) Encounter(person, "card-check", day(), "", "", out);
    if (person.hypertension && !person.managed && dice_.Chance(0.006 * effort))
        Diagnose(person, "I10", "Tăng huyết áp", day(), out);
}

}  // namespace tram::demo
