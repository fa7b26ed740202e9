#include "app/demo/people.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "app/demo/records.h"

namespace tram::demo {
namespace {

// Five-year bands from 0, men then women, percent of all (medium projection for 2025).
constexpr std::array<double, 21> kMen = {3.81, 4.09, 3.93, 3.67, 3.26, 3.37, 4.23,
                                         4.17, 3.82, 3.42, 3.13, 2.71, 2.31, 1.77,
                                         1.11, 0.51, 0.29, 0.18, 0.09, 0.03, 0.01};
constexpr std::array<double, 21> kWomen = {3.48, 3.66, 3.51, 3.30, 3.06, 3.23, 4.11,
                                           4.07, 3.77, 3.44, 3.20, 2.87, 2.59, 2.17,
                                           1.51, 0.85, 0.55, 0.38, 0.23, 0.08, 0.02};

// A curve through the overall shares of the surveys; synthetic by age.
double Logistic(double age, double middle, double slope, double top) {
    return top / (1 + std::exp(-(age - middle) / slope));
}

void GiveHealth(Person& person, Dice& dice, std::int32_t day) {
    const int age = person.AgeOn(day);
    const double years = age;
    person.loyalty = std::clamp(dice.Normal(age < 6 || age >= 60 ? 0.68 : 0.5, 0.22), 0.02, 1.0);
    if (age >= 18) {
        person.height = dice.Normal(person.female ? 154 : 165, 5.5);
        person.weight = std::max(36.0, dice.Normal(person.female ? 52 : 60, 8.5));
        person.obese = person.weight / (person.height * person.height / 10000) >= 25;
        person.hypertension = dice.Chance(Logistic(years, 58, 9, 0.62));
        person.diabetes = dice.Chance(Logistic(years, 60, 9, 0.2));
        person.prediabetes = !person.diabetes && dice.Chance(Logistic(years, 50, 10, 0.2) * 0.5);
        person.lung = dice.Chance(age >= 40 ? 0.045 : 0.02);
        person.smoker = dice.Chance(person.female ? 0.015 : 0.42);
        person.managed = dice.Chance(0.62);
        person.distant = dice.Chance(0.03);
    } else {
        person.height = 50 + age * 6.5;
        person.weight = 3.3 + age * 2.7;
    }
}

std::string CitizenNumber(const Person& person, Dice& dice) {
    const int year = Date::FromDays(person.birth_day).year;
    const int century = (year >= 2000 ? 2 : 0) + (person.female ? 1 : 0);
    char text[16];
    // The province part 999 is given to nobody.
    std::snprintf(text, sizeof(text), "999%d%02d%s", century, year % 100, dice.Digits(6).c_str());
    return text;
}

std::string PickEthnicity(Dice& dice, bool remote) {
    const double weights[] = {remote ? 68.0 : 93.0, remote ? 27.0 : 4.5, remote ? 5.0 : 2.5};
    constexpr std::string_view kCodesOf[] = {"01", "05", "04"};  // Kinh, Khmer, Hoa
    return std::string(kCodesOf[dice.Weighted(weights)]);
}

Person NewPerson(Dice& dice, bool female, std::int32_t birth_day, const Household& household,
                 std::int32_t start) {
    Person person;
    person.id = dice.Uuid(std::max(birth_day, start));
    person.female = female;
    person.birth_day = birth_day;
    person.ethnicity = household.ethnicity;
    person.name = MakeName(dice, female, Date::FromDays(birth_day).year, household.ethnicity,
                           household.family);
    if (!dice.Chance(0.03)) person.cccd = CitizenNumber(person, dice);
    if (person.AgeOn(start) >= 15 && !dice.Chance(0.12))
        person.phone = "0" + std::to_string(3 + 2 * dice.Range(0, 3)) + dice.Digits(8);
    return person;
}

// A second record of somebody already registered, as two clerks make it: no number, birth year
// only, lived in by visits of its own until it is found.
void AddDuplicates(Population& population, const District& district, Dice& dice,
                   std::int32_t start) {
    const std::size_t count = std::max<std::size_t>(5, population.people.size() / 400);
    for (std::size_t i = 0; i < count; ++i) {
        const auto twin =
            static_cast<std::size_t>(dice.Range(0, static_cast<int>(population.people.size()) - 1));
        Person copy = population.people[twin];
        if (!copy.replaced_by.empty()) continue;
        copy.id = dice.Uuid(start);
        copy.cccd.clear();
        copy.year_only = true;
        copy.card.clear();
        copy.bhyt_group.clear();
        if (i % 5 < 3) copy.replaced_by = population.people[twin].id;
        copy.loyalty = 0.05;
        copy.distant = false;
        // A twin that nobody has linked is claimed by another commune as often as not.
        if (copy.replaced_by.empty() && dice.Chance(0.5)) {
            copy.homes.back().hamlet = static_cast<std::size_t>(
                dice.Range(0, static_cast<int>(district.hamlets.size()) - 3));
        }
        copy.managed = false;
        population.people.push_back(copy);
    }
}

// One in twelve of those born from 1967 to 2005, by the birthday alone.
bool WorksInIndustrialZone(const Person& person) {
    const int born = Date::FromDays(person.birth_day).year;
    return born >= 1967 && born <= 2005 && person.birth_day % 12 == 0;
}

}  // namespace

Population MakePopulation(const District& district, Dice& dice, int persons, std::int32_t start) {
    Population population;
    std::vector<double> hamlet_weights;
    for (const auto& hamlet : district.hamlets) hamlet_weights.push_back(hamlet.weight);
    std::array<double, 42> bands;
    std::copy(kMen.begin(), kMen.end(), bands.begin());
    std::copy(kWomen.begin(), kWomen.end(), bands.begin() + 21);

    while (static_cast<int>(population.people.size()) < persons) {
        Household household;
        household.id = dice.Uuid(start);
        household.hamlet = dice.Weighted(hamlet_weights);
        const bool remote = district.olds[district.hamlets[household.hamlet].commune].remote;
        household.ethnicity = PickEthnicity(dice, remote);
        const double poverty[] = {remote ? 84.0 : 94.0, remote ? 9.0 : 4.0, remote ? 7.0 : 2.0};
        constexpr std::string_view kPoverty[] = {"", "near-poor", "poor"};
        household.poverty = kPoverty[dice.Weighted(poverty)];
        household.family = MakeName(dice, false, 1970, household.ethnicity).family;
        const double sizes[] = {8, 20, 26, 26, 13, 7};
        const std::size_t size = 1 + dice.Weighted(sizes);
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t band = dice.Weighted(bands);
            const std::int32_t age_days =
                static_cast<std::int32_t>(((band % 21) * 5 + dice.Unit() * 5) * 365.25);
            Person person = NewPerson(dice, band >= 21, start - age_days, household, start);
            person.household = population.households.size();
            person.year_only = person.AgeOn(start) >= 65 && dice.Chance(0.35);
            Home home{.hamlet = household.hamlet,
                      .from = std::max(person.birth_day, start - dice.Range(400, 9000)),
                      .confirmed = start - dice.Range(0, 300)};
            const double presence[] = {93, 3, 1.5, 1.5, 0.6, 0.4};
            constexpr std::string_view kPresence[] = {
                "resident",           "temporary-stable", "resident-away-short",
                "resident-away-long", "temporary-short",  "unknown"};
            home.presence = kPresence[dice.Weighted(presence)];
            person.homes.push_back(home);
            GiveHealth(person, dice, start);
            person.bhyt_group = InsuranceGroup(person, household, dice, start,
                                               district.Effort(household.hamlet, 0));
            household.members.push_back(population.people.size());
            population.people.push_back(std::move(person));
        }
        population.households.push_back(std::move(household));
    }
    AddDuplicates(population, district, dice, start);
    return population;
}

std::size_t Bear(Population& population, std::size_t mother, Dice& dice, std::int32_t day) {
    const std::size_t place = population.people.size();
    const std::size_t household = population.people[mother].household;
    Person child = NewPerson(dice, !dice.Chance(0.526), day, population.households[household], day);
    child.household = household;
    child.homes.push_back(
        {.hamlet = population.people[mother].home().hamlet, .from = day, .confirmed = day});
    if (dice.Chance(0.7)) child.cccd.clear();
    GiveHealth(child, dice, day);
    child.bhyt_group = dice.Chance(0.9) ? "TE" : "";
    population.households[household].members.push_back(place);
    population.people.push_back(std::move(child));
    return place;
}

std::string InsuranceGroup(const Person& person, const Household& household, Dice& dice,
                           std::int32_t day, double effort) {
    const int age = person.AgeOn(day);
    // Of those left out a commune that works harder reaches more.
    const auto in = [&](double share, const char* group) {
        return dice.Chance(1 - (1 - share) / (effort * effort)) ? group : "";
    };
    if (age < 6) return in(0.96, "TE");
    if (age < 18) return in(0.975, "HS");
    if (household.poverty == "poor") return in(0.99, "HN");
    if (household.poverty == "near-poor") return in(0.97, "CN");
    if (household.ethnicity == "05" && dice.Chance(0.7)) return "DT";
    if (age >= 75) return in(0.985, "BT");
    if (age >= 60 && dice.Chance(0.25)) return "HT";
    if (age < 60 && dice.Chance(0.3)) return "DN";
    return in(0.885, "GD");
}

std::string PatientRecord(const Person& person, const District& district) {
    Resource patient("Patient", person.id);
    std::string identifiers;
    if (!person.cccd.empty()) identifiers = IdentifierJson("urn:tram:id:cccd", person.cccd);
    if (!person.card.empty()) {
        identifiers += (identifiers.empty() ? "" : ",") +
                       IdentifierJson("urn:tram:id:bhxh", person.card.substr(5));
    }
    if (!identifiers.empty()) patient.Raw("identifier", "[" + identifiers + "]");
    patient.Flag("active", person.replaced_by.empty() && !person.died);
    patient.Raw("name", "[" + NameJson(person.name) + "]");
    if (!person.phone.empty()) {
        patient.Raw("telecom",
                    "[{\"system\":\"phone\",\"value\":" + json::Quote(person.phone) + "}]");
    }
    patient.Text("gender", person.female ? "female" : "male");
    patient.Text("birthDate", DayText(person.birth_day).substr(0, person.year_only ? 4 : 10));
    if (person.died) patient.Text("deceasedDateTime", DayText(*person.died));
    std::string addresses;
    for (const Home& home : person.homes) {
        const Hamlet& hamlet = district.hamlets[home.hamlet];
        const OldCommune& old = district.Old(home.hamlet, home.from);
        const bool after = district.merged && home.from >= kMergeDay;
        const std::string text =
            hamlet.name + ", " + (after ? district.news[old.successor].name : old.name);
        addresses +=
            (addresses.empty() ? "" : ",") + std::string("{\"extension\":[") +
            ExtensionJson("residence-unit", "valueReference",
                          ReferenceTo("Organization", hamlet.id)) +
            "," + ExtensionJson("presence", "valueCode", json::Quote(home.presence)) + "," +
            ExtensionJson("confirmed-on", "valueDate", json::Quote(DayText(home.confirmed))) +
            "],\"use\":\"home\",\"text\":" + json::Quote(text) +
            ",\"period\":" + PeriodJson(home.from, home.to) + "}";
    }
    patient.Raw("address", "[" + addresses + "]");
    const std::int32_t known =
        person.died ? *person.died : person.home().to.value_or(person.home().confirmed);
    patient.Reference("managingOrganization", "Organization",
                      district.Station(person.home().hamlet, known));
    if (!person.replaced_by.empty()) {
        patient.Raw("link", "[{\"other\":" + ReferenceTo("Patient", person.replaced_by) +
                                ",\"type\":\"replaced-by\"}]");
    }
    patient.Extension("ethnicity", "valueCoding",
                      Coding(std::string(kCodes) + "ethnicity", person.ethnicity));
    if (WorksInIndustrialZone(person)) {
        patient.Extension("occupation", "valueCoding",
                          Coding(std::string(kCodes) + "occupation", "industrial-zone"));
    }
    return patient.Finish();
}

std::string HouseholdRecord(const Household& household, const Population& population,
                            const District& district, std::int32_t start) {
    Resource group("Group", household.id);
    group.Flag("active", true).Text("type", "person").Flag("actual", true);
    group.Concept("code", std::string(kCodes) + "group", "household");
    const Person& head = population.people[household.members.front()];
    group.Text("name", "Hộ " + head.name.Text());
    group.Reference("managingEntity", "Organization", district.hamlets[household.hamlet].id);
    if (!household.poverty.empty()) {
        group.Raw("characteristic",
                  "[{\"code\":" + CodeableConcept(std::string(kCodes) + "group", "poverty") +
                      ",\"valueCodeableConcept\":" +
                      CodeableConcept(std::string(kCodes) + "poverty", household.poverty) +
                      ",\"exclude\":false,\"period\":" + PeriodJson(start, std::nullopt) + "}]");
    }
    std::string members;
    for (const auto place : household.members) {
        const Person& person = population.people[place];
        const bool is_head = place == household.members.front();
        members +=
            (members.empty() ? "" : ",") + std::string("{") +
            (is_head ? "\"extension\":[" + ExtensionJson("relation", "valueCode", "\"head\"") + "],"
                     : "") +
            "\"entity\":" + ReferenceTo("Patient", person.id) +
            ",\"period\":" + PeriodJson(std::max(start, person.birth_day), std::nullopt) + "}";
    }
    group.Raw("member", "[" + members + "]");
    return group.Finish();
}

std::string CoverageRecord(const Person& person, Dice& dice, std::int32_t from, std::int32_t to) {
    Resource coverage("Coverage", dice.Uuid(from));
    coverage.Text("status", "active");
    coverage.Concept("type", std::string(kCodes) + "bhyt-group", person.bhyt_group);
    coverage.Text("subscriberId", person.card);
    coverage.Reference("beneficiary", "Patient", person.id);
    coverage.Period("period", from, to);
    coverage.Raw("payor", "[{\"display\":\"Bảo hiểm xã hội\"}]");
    coverage.Extension("checked-on", "valueDate", json::Quote(DayText(from)));
    return coverage.Finish();
}

}  // namespace tram::demo
