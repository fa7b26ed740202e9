#include "app/bench/bundles.h"

#include <fmt/format.h>

#include <string_view>

#include "base/date.h"

namespace tram::bench {
namespace {

class Bundle {
  public:
    Bundle(const std::string& patient, demo::Dice& dice, std::int32_t day)
        : patient_(patient),
          encounter_("urn:uuid:" + dice.Uuid(day)),
          on_(Date::FromDays(day).ToString()) {
        Add("Encounter",
            fmt::format(
                R"("status":"finished","class":{{"system":)"
                R"("http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"}},)"
                R"("subject":{{"reference":"Patient/{0}"}},"period":{{"start":"{1}","end":"{1}"}})",
                patient_, on_),
            encounter_);
    }

    void AddMeasurement(std::string_view loinc, std::string_view value) {
        Add("Observation", fmt::format(R"("status":"final","code":{{"coding":[{{"system":)"
                                       R"("http://loinc.org","code":"{}"}}]}},{},{})",
                                       loinc, OfPatient("effectiveDateTime"), value));
    }
    void AddQuantity(std::string_view loinc, int whole, int tenths, std::string_view unit) {
        AddMeasurement(loinc, fmt::format(R"("valueQuantity":{})", Quantity(whole, tenths, unit)));
    }
    void AddPressure(int high, int low) {
        const auto part = [](std::string_view loinc, int value) {
            return fmt::format(
                R"({{"code":{{"coding":[{{"system":"http://loinc.org","code":"{}"}}]}},)"
                R"("valueQuantity":{}}})",
                loinc, Quantity(value, 0, "mm[Hg]"));
        };
        AddMeasurement("85354-9", fmt::format(R"("component":[{},{}])", part("8480-6", high),
                                              part("8462-4", low)));
    }
    void AddDiagnosis(std::string_view icd) {
        Add("Condition",
            fmt::format(
                R"("clinicalStatus":{{"coding":[{{"system":)"
                R"("http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}}]}},)"
                R"("code":{{"coding":[{{"system":"http://hl7.org/fhir/sid/icd-10","code":"{}"}}]}},{})",
                icd, OfPatient("recordedDate")));
    }
    void AddPrescription(std::string_view medicine) {
        Add("MedicationRequest",
            fmt::format(R"("status":"active","intent":"order","medicationCodeableConcept":)"
                        R"({{"text":"{}"}},{})",
                        medicine, OfPatient("authoredOn")));
    }

    std::string Take() {
        return R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entries_ + "]}";
    }

  private:
    static std::string Quantity(int whole, int tenths, std::string_view unit) {
        return fmt::format(
            R"({{"value":{}.{},"unit":"{}","system":"http://unitsofmeasure.org","code":"{}"}})",
            whole, tenths, unit, unit);
    }
    std::string OfPatient(std::string_view date) const {
        return fmt::format(
            R"("subject":{{"reference":"Patient/{}"}},"encounter":{{"reference":"{}"}},"{}":"{}")",
            patient_, encounter_, date, on_);
    }
    void Add(std::string_view type, const std::string& members, std::string_view full_url = {}) {
        if (!entries_.empty()) entries_ += ',';
        entries_ += '{';
        if (!full_url.empty()) entries_ += fmt::format(R"("fullUrl":"{}",)", full_url);
        entries_ += fmt::format(R"("resource":{{"resourceType":"{0}",{1}}},)"
                                R"("request":{{"method":"POST","url":"{0}"}}}})",
                                type, members);
    }

    const std::string& patient_;
    std::string encounter_, on_;
    std::string entries_;
};

}  // namespace

std::string SmallBundle(const std::string& patient, demo::Dice& dice, std::int32_t day) {
    Bundle bundle(patient, dice, day);
    bundle.AddQuantity("29463-7", dice.Range(40, 90), dice.Range(0, 9), "kg");
    return bundle.Take();
}

std::string VisitBundle(const std::string& patient, demo::Dice& dice, std::int32_t day) {
    Bundle bundle(patient, dice, day);
    bundle.AddPressure(dice.Range(100, 180), dice.Range(60, 100));
    bundle.AddQuantity("8867-4", dice.Range(50, 110), 0, "/min");
    bundle.AddQuantity("29463-7", dice.Range(40, 90), dice.Range(0, 9), "kg");
    bundle.AddQuantity("8302-2", dice.Range(145, 180), 0, "cm");
    bundle.AddQuantity("8310-5", dice.Range(36, 39), dice.Range(0, 9), "Cel");
    bundle.AddDiagnosis("I10");
    bundle.AddPrescription("Amlodipin 5 mg");
    return bundle.Take();
}

}  // namespace tram::bench
