// A month of care: what happens to one person, written as records.
#pragma once

#include <string>
#include <vector>

#include "app/demo/people.h"
#include "app/demo/staff.h"

namespace tram::demo {

class Care {
  public:
    Care(const District& district, const Staff& staff, Dice& dice, std::int32_t start,
         std::int32_t until)
        : district_(district), staff_(staff), dice_(dice), start_(start), until_(until) {}

    // What is known of a person when the records begin: diseases already diagnosed.
    void History(const Person& person, std::vector<std::string>& out);
    // Visits, checks, doses of the month that begins on `month`, none after `last`.
    void Month(Person& person, std::int32_t month, std::int32_t last,
               std::vector<std::string>& out);
    // A check with all that the form of the age asks, or nearly.
    void FullCheck(Person& person, std::int32_t day, std::vector<std::string>& out);
    // Of mother and child on the day of a birth and in the week after it.
    void Birth(const Person& mother, const Person& child, std::int32_t last,
               std::vector<std::string>& out);

  private:
    struct Visit {
        std::string id;
        std::int32_t day = 0;
        std::string facility;
    };
    // At the station of the home, or at `place`.
    Visit Encounter(const Person& person, std::string_view kind, std::int32_t day,
                    std::string_view payer, std::string_view form, std::vector<std::string>& out,
                    const std::string& place = {});
    void Measure(const Person& person, const Visit& visit, std::string_view code, double value,
                 std::string_view unit, std::vector<std::string>& out);
    void Pressure(const Person& person, const Visit& visit, bool pre_screening,
                  std::vector<std::string>& out);
    void Smoking(const Person& person, const Visit& visit, std::vector<std::string>& out);
    void Diagnose(const Person& person, std::string_view code, std::string_view display,
                  std::int32_t day, std::vector<std::string>& out);
    void Dose(const Person& person, std::int32_t day, std::string_view code,
              std::vector<std::string>& out);
    void Technique(const Person& person, const Visit& visit, std::vector<std::string>& out);
    // An afternoon at the centre, for what the station cannot do.
    void AtTheCentre(const Person& person, std::int32_t day, std::vector<std::string>& out);
    void Perform(const Person& person, const Visit& visit, const std::string& technique,
                 std::vector<std::string>& out);
    std::string_view Payer(const Person& person, std::int32_t day);

    const District& district_;
    const Staff& staff_;
    Dice& dice_;
    std::int32_t start_, until_;
};

}  // namespace tram::demo
