#include "insight/persons/person.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "base/date.h"

namespace tram::persons {
namespace {

std::string DateText(std::int64_t on) {
    if (on == 0) return {};
    return Date{static_cast<int>(on / 10000), static_cast<int>(on / 100 % 100),
                static_cast<int>(on % 100)}
        .ToString();
}

// Vietnamese decimals: 7,4 – whole numbers without.
std::string NumberText(double value) {
    char text[32];
    const bool whole = std::abs(value - std::round(value)) < 1e-9;
    std::snprintf(text, sizeof(text), whole ? "%.0f" : "%.1f", value);
    std::replace(text, text + sizeof(text), '.', ',');
    return text;
}

// Homes and cards: the newest that holds today, else the newest of all.
Result<void> ReadHome(database::Connection& connection, Person& person, std::int32_t today) {
    auto& rows = *TRY(connection.Prepare(
        "SELECT unit, text, presence, from_day FROM reg_residences WHERE person = $1 "
        "ORDER BY CASE WHEN COALESCE(to_day, 9999999) >= $2 THEN 0 ELSE 1 END, "
        "COALESCE(confirmed_day, 0) DESC, "
        "COALESCE(from_day, 0) DESC, rid DESC, \"row\" DESC LIMIT 1"));
    rows.Bind(1, person.survivor);
    rows.Bind(2, today);
    if (TRY(rows.Step())) {
        person.home = Home{rows.Int(0), std::string(rows.Text(1)), std::string(rows.Text(2)),
                           static_cast<std::int32_t>(rows.Int(3))};
    }
    rows.Reset();
    return {};
}

Result<void> ReadCard(database::Connection& connection, Person& person, std::int32_t today) {
    auto& rows =
        *TRY(connection.Prepare("SELECT card, kind, from_day, to_day FROM reg_coverages WHERE "
                                "person = $1 AND status = 'active' AND from_day <= $2 "
                                "ORDER BY COALESCE(to_day, 9999999) DESC, rid DESC LIMIT 1"));
    rows.Bind(1, person.survivor);
    rows.Bind(2, today);
    if (TRY(rows.Step())) {
        Card card{std::string(rows.Text(0)), std::string(rows.Text(1)),
                  static_cast<std::int32_t>(rows.Int(2)), static_cast<std::int32_t>(rows.Int(3))};
        card.valid = card.to == 0 || card.to >= today;
        person.card = card;
    }
    rows.Reset();
    return {};
}

// As the indicators read it: the newest contact says what holds, and only for a year.
Result<void> ReadCircumstance(database::Connection& connection, Person& person,
                              std::int32_t today) {
    auto& rows = *TRY(connection.Prepare(
        "SELECT circumstance, outcome_day FROM reg_tasks WHERE person = $1 AND outcome_day > $2 "
        "ORDER BY outcome_day DESC, rid DESC LIMIT 1"));
    rows.Bind(1, person.survivor);
    rows.Bind(2, today - 365);
    if (TRY(rows.Step()) && !rows.Text(0).empty() && rows.Text(0) != "none") {
        person.circumstance =
            Circumstance{std::string(rows.Text(0)), static_cast<std::int32_t>(rows.Int(1))};
    }
    rows.Reset();
    return {};
}

Result<void> ReadEvents(database::Connection& connection, Person& person, std::string_view type,
                        const std::string& sql) {
    auto& rows = *TRY(connection.Prepare(sql));
    rows.Bind(1, person.survivor);
    while (TRY(rows.Step())) {
        person.timeline.push_back({std::string(type),
                                   std::string(rows.Text(0)),
                                   static_cast<std::int32_t>(rows.Int(1)),
                                   std::string(rows.Text(2)),
                                   {},
                                   rows.Int(3),
                                   rows.Int(4)});
    }
    return {};
}

// Measurements, a blood pressure as one event of its two components, whichever was recorded first.
constexpr std::string_view kSystolic = "8480-6", kDiastolic = "8462-4";

void AddMeasured(std::string& value, std::string_view code, double number, std::string_view unit) {
    const std::string end = " " + std::string(unit);
    if (const auto place = value.rfind(end); !value.empty() && place != std::string::npos)
        value.erase(place);
    if (value.empty() && code == kDiastolic) value = "–";
    value += (value.empty() ? "" : "/") + NumberText(number) + end;
}

Result<void> ReadMeasurements(database::Connection& connection, Person& person) {
    auto& rows = *TRY(connection.Prepare(
        "SELECT o.rid, s.id, o.effective_day, o.code, o.is_component, "
        "o.value, o.unit, o.value_code, o.facility "
        "FROM reg_observations o JOIN res s ON s.rid = o.rid WHERE "
        "o.person = $1 AND o.status <> 'entered-in-error' "
        "ORDER BY o.rid, CASE WHEN o.is_component = 0 THEN 0 WHEN o.code = $2 THEN 1 "
        "WHEN o.code = $3 THEN 2 ELSE 3 END, o.\"row\""));
    rows.Bind(1, person.survivor);
    rows.BindText(2, kSystolic);
    rows.BindText(3, kDiastolic);
    Rid last = 0;
    while (TRY(rows.Step())) {
        if (rows.Int(0) != last) {
            last = rows.Int(0);
            person.timeline.push_back({"Observation",
                                       std::string(rows.Text(1)),
                                       static_cast<std::int32_t>(rows.Int(2)),
                                       std::string(rows.Text(3)),
                                       {},
                                       rows.Int(8),
                                       rows.Int(0)});
        }
        std::string& value = person.timeline.back().value;
        if (!rows.IsNull(5)) {
            AddMeasured(value, rows.Text(3), rows.Real(5), rows.Text(6));
        } else if (!rows.IsNull(7)) {
            value = rows.Text(7);
        }
    }
    return {};
}

}  // namespace

Result<Person> ReadPerson(database::Connection& connection, std::string_view id, std::int32_t today,
                          std::size_t most_events) {
    Person person;
    auto& rows =
        *TRY(connection.Prepare("SELECT rid, person, id, name, gender, birth_on, ethnicity, cccd, "
                                "bhxh, temporary_code, phone, deceased_day "
                                "FROM reg_patients WHERE id = $1"));
    rows.BindText(1, id);
    if (!TRY(rows.Step())) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "no such person",
                     .message_vi = "Không có hồ sơ người này.",
                     .path = "id"};
    }
    person.rid = rows.Int(0);
    person.survivor = rows.Int(1);
    person.id = rows.Text(2);
    person.name = rows.Text(3);
    person.gender = rows.Text(4);
    person.birth = DateText(rows.Int(5));
    if (rows.Int(5) != 0) {
        const Date day = Date::FromDays(today);
        person.age =
            (day.year * 10000 + day.month * 100 + day.day - static_cast<int>(rows.Int(5))) / 10000;
    }
    person.ethnicity = rows.Text(6);
    const std::pair<const char*, int> numbers[] = {{"cccd", 7}, {"bhxh", 8}, {"temporary", 9}};
    for (const auto& [kind, column] : numbers) {
        if (!rows.Text(column).empty())
            person.identifiers.push_back({kind, std::string(rows.Text(column))});
    }
    if (!rows.Text(10).empty()) person.phones.emplace_back(rows.Text(10));
    person.died = static_cast<std::int32_t>(rows.Int(11));
    rows.Reset();

    auto& twins = *TRY(connection.Prepare(
        "SELECT id FROM reg_patients WHERE person = $1 AND rid <> $2 ORDER BY rid"));
    twins.Bind(1, person.survivor);
    twins.Bind(2, person.rid);
    while (TRY(twins.Step())) person.duplicates.emplace_back(twins.Text(0));

    TRY(ReadHome(connection, person, today));
    TRY(ReadCard(connection, person, today));
    TRY(ReadCircumstance(connection, person, today));
    TRY(ReadEvents(
        connection, person, "Encounter",
        "SELECT id, start_day, kind, facility, rid FROM reg_encounters WHERE person = $1 AND "
        "status <> 'entered-in-error'"));
    TRY(ReadEvents(
        connection, person, "Condition",
        "SELECT id, COALESCE(recorded_day, onset_day), code, NULL, rid FROM reg_conditions "
        "WHERE person = $1"));
    TRY(ReadEvents(
        connection, person, "Immunization",
        "SELECT id, occurrence_day, code, facility, rid FROM reg_immunizations WHERE person "
        "= $1 AND status = 'completed'"));
    TRY(ReadEvents(
        connection, person, "Procedure",
        "SELECT id, performed_day, code, facility, rid FROM reg_procedures WHERE person = $1 "
        "AND status = 'completed'"));
    TRY(ReadMeasurements(connection, person));
    std::stable_sort(person.timeline.begin(), person.timeline.end(),
                     [](const Event& a, const Event& b) { return a.day > b.day; });
    if (person.timeline.size() > most_events) person.timeline.resize(most_events);
    return person;
}

Result<std::vector<Found>> ReadFound(database::Connection& connection, const std::vector<Rid>& rids,
                                     std::int32_t today) {
    std::map<Rid, Found> found;
    auto& rows = *TRY(connection.Prepare(
        "SELECT rid, id, name, gender, birth_on, phone, deceased_day FROM reg_patients WHERE " +
        connection.InSet("rid", 1)));
    rows.BindSet(1, rids);
    while (TRY(rows.Step())) {
        found[rows.Int(0)] = {rows.Int(0),
                              std::string(rows.Text(1)),
                              std::string(rows.Text(2)),
                              std::string(rows.Text(3)),
                              DateText(rows.Int(4)),
                              std::string(rows.Text(5)),
                              0,
                              !rows.IsNull(6)};
    }
    auto& homes = *TRY(connection.Prepare(
        "SELECT patient, unit, COALESCE(NULLIF(line, ''), text) FROM reg_residences WHERE "
        "COALESCE(to_day, "
        "9999999) >= $1 AND " +
        connection.InSet("patient", 2) + " ORDER BY COALESCE(confirmed_day, 0), rid, \"row\""));
    homes.Bind(1, today);
    homes.BindSet(2, rids);
    while (TRY(homes.Step())) {
        if (const auto known = found.find(homes.Int(0)); known != found.end()) {
            known->second.unit = homes.Int(1);
            known->second.address = homes.Text(2);
        }
    }
    std::vector<Found> ordered;
    for (const Rid rid : rids) {
        if (const auto known = found.find(rid); known != found.end())
            ordered.push_back(known->second);
    }
    return ordered;
}

}  // namespace tram::persons
