#include "app/demo/staff.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "app/demo/records.h"

namespace tram::demo {
namespace {

constexpr int kCommuneTechniques = 60;
constexpr int kDistrictTechniques = 120;

std::string TechniqueCode(bool district_list, int place) {
    const std::string digits = std::to_string(1000 + place);
    return (district_list ? "DH." : "XA.") + digits.substr(1);
}

class StaffWriter {
  public:
    StaffWriter(const District& district, Dice& dice, std::int32_t start, std::int32_t until)
        : district_(district), dice_(dice), start_(start), until_(until) {}

    Staff Make() {
        for (std::size_t i = 0; i < district_.olds.size(); ++i) StationStaff(i);
        for (const auto& hamlet : district_.hamlets) HamletStaff(hamlet);
        if (district_.merged) {
            for (std::size_t i = 0; i < district_.news.size(); ++i) Leaders(district_.news[i], i);
        }
        for (std::size_t i = 0; i < district_.olds.size(); ++i) Premises(i);
        ServiceLists();
        return std::move(staff_);
    }

  private:
    void Write(Resource& record) { staff_.records.push_back(record.Finish()); }

    std::string Practitioner(std::string_view qualification, bool female,
                             std::string* name_text = nullptr) {
        const std::string id = dice_.Uuid(start_);
        const int born = dice_.Range(1966, 1996);
        const auto name = MakeName(dice_, female, born, "01");
        if (name_text) *name_text = name.Text();
        Resource who("Practitioner", id);
        who.Flag("active", true);
        who.Raw("name", "[" + NameJson(name) + "]");
        who.Text("gender", female ? "female" : "male");
        const std::int32_t graduated = (born + 24 - 1970) * 365;
        std::string qualifications = Qualification(qualification, graduated);
        if (qualification != "hamlet-health-worker" && dice_.Chance(0.92)) {
            qualifications += "," + Qualification("licence", graduated + 550);
        }
        who.Raw("qualification", "[" + qualifications + "]");
        Write(who);
        return id;
    }
    std::string Qualification(std::string_view code, std::int32_t from) {
        return "{\"code\":" + CodeableConcept(std::string(kCodes) + "qualification", code) +
               ",\"period\":" + PeriodJson(from, std::nullopt) + "}";
    }

    void Post(const std::string& practitioner, const std::string& organization,
              std::string_view code, std::string_view kind, double days, std::int32_t from,
              std::optional<std::int32_t> to,
              std::optional<std::pair<std::int32_t, std::int32_t>> absence = {}) {
        Resource post("PractitionerRole", dice_.Uuid(from));
        post.Flag("active", !to.has_value());
        post.Period("period", from, to);
        post.Reference("practitioner", "Practitioner", practitioner);
        post.Reference("organization", "Organization", organization);
        post.Concepts("code", std::string(kCodes) + "post", code);
        if (absence) {
            post.Raw("notAvailable", "[{\"description\":\"Nghỉ thai sản\",\"during\":" +
                                         PeriodJson(absence->first, absence->second) + "}]");
        }
        post.Extension("post-kind", "valueCode", json::Quote(kind));
        post.Extension("days-per-week", "valueDecimal", days == 5 ? "5" : "2");
        Write(post);
    }

    // A post at the old station that goes on, after the merge, at its point or the new station.
    void PostThroughMerge(const std::string& practitioner, std::size_t old, std::string_view code,
                          std::optional<std::int32_t> left = {},
                          std::optional<std::pair<std::int32_t, std::int32_t>> absence = {}) {
        const OldCommune& commune = district_.olds[old];
        const std::int32_t hired = start_ - dice_.Range(200, 3000);
        if (!district_.merged || (left && *left < kMergeDay)) {
            Post(practitioner, commune.station, code, "own", 5, hired, left, absence);
            return;
        }
        Post(practitioner, commune.station, code, "own", 5, hired, kMergeDay - 1);
        Post(practitioner,
             commune.point.empty() ? district_.news[commune.successor].station : commune.point,
             code, "own", 5, kMergeDay, left, absence);
    }

    // Communes differ: of three, one is well staffed, one was without a doctor for a while and has
    // lost its midwife, one has a doctor on leave.
    void StationStaff(std::size_t i) {
        const OldCommune& old = district_.olds[i];
        const std::size_t kind = old.successor % 3;
        const auto& parts = district_.news[old.successor].parts;
        const auto turn = std::find(parts.begin(), parts.end(), i) - parts.begin();
        if (kind == 1 && turn == 1) {
            Visiting(i);
        } else {
            std::optional<std::int32_t> left;
            std::optional<std::pair<std::int32_t, std::int32_t>> absence;
            if (kind == 1 && turn == 0) left = until_ - 160;
            if (kind == 1 && turn == 2) absence = {until_ - 175, until_ + 8};
            if (kind == 2 && turn == 0) absence = {until_ - 40, until_ + 140};
            PostThroughMerge(Practitioner("doctor", dice_.Chance(0.45)), i, "doctor", left,
                             absence);
        }
        if (kind != 1 || turn == 0) {
            PostThroughMerge(Practitioner("midwife", true), i, "midwife",
                             kind == 1 ? std::optional(until_ - 120) : std::nullopt);
        }
        PostThroughMerge(Practitioner("nurse", dice_.Chance(0.8)), i, "nurse");
        PostThroughMerge(Practitioner("assistant-doctor", dice_.Chance(0.5)), i,
                         "assistant-doctor");
        PostThroughMerge(Practitioner("pharmacist", dice_.Chance(0.7)), i, "pharmacist");
    }

    // A doctor of the centre who comes two days a week, half a year each time.
    void Visiting(std::size_t i) {
        const auto doctor = Practitioner("doctor", dice_.Chance(0.4));
        PostThroughMerge(Practitioner("assistant-doctor", dice_.Chance(0.5)), i,
                         "assistant-doctor");
        Post(doctor, district_.district_centre, "doctor", "own", 5, start_ - 900,
             district_.merged ? std::optional(kMergeDay - 1) : std::nullopt);
        if (district_.merged)
            Post(doctor, district_.area_centre, "doctor", "own", 5, kMergeDay, {});
        const std::int32_t before = std::min(start_ + 400, until_ - 200);
        Post(doctor, district_.Station(district_.olds[i].hamlets.front(), before - 180), "doctor",
             "rotation", 2, before - 180, before);
        Post(doctor, district_.Station(district_.olds[i].hamlets.front(), until_), "doctor",
             "rotation", 2, until_ - 95, until_ + 120);
    }

    void HamletStaff(const Hamlet& hamlet) {
        HamletWorker worker;
        worker.practitioner =
            Practitioner("hamlet-health-worker", dice_.Chance(0.75), &worker.name);
        Post(worker.practitioner, hamlet.id, "hamlet-health-worker", "contract", 5,
             std::max(start_ - 800, hamlet.from), hamlet.to);
        staff_.hamlet_workers.push_back(worker);
    }

    void Leaders(const NewCommune& commune, std::size_t i) {
        Post(Practitioner(i == 0 ? "doctor" : "public-health", i % 2 == 1), commune.station, "head",
             "own", 5, kMergeDay, {});
        Post(Practitioner("public-health", i % 3 == 0), commune.id, "head", "own", 5, kMergeDay,
             {});
    }

    void Survey(const std::string& place, std::int32_t day, std::string_view condition,
                bool lacks_waste) {
        Resource survey("QuestionnaireResponse", dice_.Uuid(day));
        survey.Text("questionnaire", "urn:tram:form:building-survey").Text("status", "completed");
        survey.Reference("subject", "Organization", place);
        survey.Text("authored", MomentText(day, 9 * 60));
        std::string items = "{\"linkId\":\"condition\",\"answer\":[{\"valueCoding\":" +
                            Coding(std::string(kCodes) + "building-condition", condition) + "}]}";
        for (const std::string_view room : {"rooms", "water", "waste", "power", "network"}) {
            const std::string_view answer = room == "waste" && lacks_waste ? "no" : "yes";
            items += ",{\"linkId\":\"" + std::string(room) + "\",\"answer\":[{\"valueCoding\":" +
                     Coding(std::string(kCodes) + "yes-no", answer) + "}]}";
        }
        survey.Raw("item", "[" + items + "]");
        Write(survey);
    }

    void Decision(const std::string& unit, std::string_view kind, std::string_view number,
                  std::int32_t from, std::optional<std::int32_t> to) {
        Resource decision("Basic", dice_.Uuid(from));
        decision.Concept("code", std::string(kCodes) + "decision", kind);
        decision.Reference("subject", "Organization", unit);
        decision.Text("created", DayText(from));
        decision.Extension("valid", "valuePeriod", PeriodJson(from, to));
        decision.Extension("document-number", "valueString", json::Quote(number));
        Write(decision);
    }

    void Score(const std::string& commune, std::int32_t day, double total, bool fatal) {
        Resource sheet("QuestionnaireResponse", dice_.Uuid(day));
        sheet.Text("questionnaire", "urn:tram:form:commune-criteria").Text("status", "completed");
        sheet.Reference("subject", "Organization", commune);
        sheet.Text("authored", MomentText(day, 10 * 60));
        char value[16];
        std::snprintf(value, sizeof(value), "%.1f", total);
        sheet.Raw("item", std::string("[{\"linkId\":\"total\",\"answer\":[{\"valueDecimal\":") +
                              value + "}]},{\"linkId\":\"fatal\",\"answer\":[{\"valueDecimal\":" +
                              (fatal ? "1" : "0") + "}]}]");
        Write(sheet);
    }

    void Equipment(const std::string& place, std::int32_t day, bool poor) {
        constexpr std::pair<std::string_view, int> kKinds[] = {
            {"sphygmomanometer", 2}, {"stethoscope", 2},
            {"thermometer", 3},      {"adult-scale", 1},
            {"infant-scale", 1},     {"height-board", 1},
            {"glucometer", 1},       {"nebulizer", 1},
            {"oxygen-set", 1},       {"ambu-bag", 1},
            {"suction-pump", 1},     {"delivery-bed", 1},
            {"doppler", 1},          {"autoclave", 1},
            {"vaccine-fridge", 1},   {"electrocardiograph", 1},
            {"ultrasound", 1},       {"urine-analyser", 1},
            {"computer", 2},         {"acupuncture-set", 1}};
        for (const auto& [kind, count] : kKinds) {
            for (int n = 0; n < count; ++n) {
                const bool costly = kind == "ultrasound" || kind == "electrocardiograph" ||
                                    kind == "urine-analyser";
                if (dice_.Chance(costly ? (poor ? 0.8 : 0.3) : (poor ? 0.15 : 0.02))) continue;
                Machine(place, kind, day, poor);
            }
        }
    }

    void Machine(const std::string& place, std::string_view kind, std::int32_t day, bool poor) {
        Resource device("Device", dice_.Uuid(day));
        device.Text("status", "active");
        device.Text("serialNumber", "SN" + dice_.Digits(8));
        device.Concept("type", std::string(kCodes) + "equipment", kind);
        device.Reference("owner", "Organization", place);
        device.Extension("inventoried-on", "valueDate", json::Quote(DayText(day)));
        if (dice_.Chance(poor ? 0.08 : 0.02)) {
            device.Extension("broken-since", "valueDate",
                             json::Quote(DayText(day - dice_.Range(5, 200))));
        }
        Write(device);
    }

    // A day `back` days before the last, not before the new stations.
    std::int32_t SinceMerge(std::int32_t back) const {
        return std::clamp(until_ - back, std::min(kMergeDay + 10, until_), until_);
    }

    void Premises(std::size_t i) {
        const OldCommune& old = district_.olds[i];
        const bool poor = i % 4 == 1;
        const std::string condition = poor ? "badly-worn" : i % 4 == 2 ? "worn" : "good";
        Decision(old.station, "operating-licence", std::to_string(100 + i) + "/GPHĐ-SYT",
                 start_ - 1500, {});
        if (i % 9 != 8)
            Decision(old.station, "bhyt-contract", std::to_string(20 + i) + "/HĐ-BHYT",
                     start_ - 400, {});
        if (i % 3 != 1) {
            Decision(old.id, "recognition", std::to_string(300 + i) + "/QĐ-UBND", start_ - 300,
                     district_.merged ? std::optional(kMergeDay - 1) : std::nullopt);
        }
        // Looked at and scored once a year while it stands.
        const std::int32_t end = district_.merged ? kMergeDay : until_;
        for (std::int32_t year = 0; start_ + year * 340 + 30 < end; ++year) {
            Score(old.id, start_ + year * 340 + 20,
                  (poor ? 71.5 : 84.0 + static_cast<double>(i % 5)) + year * 1.5, false);
            Survey(old.station, start_ + year * 340 + 30, condition, poor);
        }
        Equipment(old.station, start_ + 30, poor);
        if (district_.merged) NewPremises(i, poor);
    }

    void NewPremises(std::size_t i, bool poor) {
        const OldCommune& old = district_.olds[i];
        const NewCommune& next = district_.news[old.successor];
        const std::string& place = old.point.empty() ? next.station : old.point;
        // Upgrading goes on: half of the worn buildings were repaired meanwhile.
        const bool still_poor = poor && i % 8 == 1;
        Survey(place, SinceMerge(480),
               still_poor ? "badly-worn"
               : poor     ? "under-construction"
                          : "good",
               false);
        Survey(place, SinceMerge(dice_.Range(30, 150)), still_poor ? "badly-worn" : "good", false);
        Equipment(place, SinceMerge(400), still_poor);
        // What was bought since, seen at the inventory of this year.
        for (const auto* kind : {"computer", "glucometer"})
            Machine(place, kind, SinceMerge(dice_.Range(30, 300)), false);
        if (!old.point.empty()) return;
        Decision(next.station, "operating-licence", std::to_string(500 + i) + "/GPHĐ-SYT",
                 kMergeDay, {});
        Decision(next.station, "bhyt-contract", std::to_string(60 + i) + "/HĐ-BHYT", kMergeDay, {});
        const double score = 77.0 + static_cast<double>((old.successor * 5 + 4) % 14);
        Score(next.id, SinceMerge(390), score - 4, false);
        Score(next.id, SinceMerge(40), score, old.successor % 3 == 2);
        const std::string number = std::to_string(412 + old.successor) + "/QĐ-UBND";
        if (old.successor % 3 == 0) Decision(next.id, "recognition", number, SinceMerge(390), {});
        if (old.successor % 3 == 1) Decision(next.id, "recognition", number, SinceMerge(90), {});
        if (old.successor % 6 == 5)
            Decision(next.id, "recognition", number, SinceMerge(380), SinceMerge(15));
    }

    void Service(const std::string& provider, std::string_view category, const std::string& code,
                 std::int32_t from, std::optional<std::int32_t> ready) {
        Resource service("HealthcareService", dice_.Uuid(from));
        service.Flag("active", true);
        service.Reference("providedBy", "Organization", provider);
        service.Concepts("category", std::string(kCodes) + "service-category", category);
        service.Concepts("type", std::string(kCodes) + "technique", code);
        service.Extension("approved", "valuePeriod", PeriodJson(from, std::nullopt));
        if (ready) service.Extension("ready-on", "valueDate", json::Quote(DayText(*ready)));
        Write(service);
    }

    void ServiceLists() {
        for (int t = 0; t < kCommuneTechniques; ++t) {
            Service(district_.province, "level-list-commune", TechniqueCode(false, t), start_ - 400,
                    {});
        }
        for (int t = 0; t < kDistrictTechniques; ++t) {
            Service(district_.province, "level-list-district", TechniqueCode(true, t), start_ - 400,
                    {});
        }
        // What the stations of one new commune can do is much alike, also before they are one.
        std::vector<std::vector<std::string>> possible;
        for (std::size_t i = 0; i < district_.news.size(); ++i) {
            auto& codes = possible.emplace_back();
            // One commune of three lacks so many that it stays below nine tenths of the list.
            const double lacking = i % 3 == 2 ? 9 : i % 3 == 1 ? 3 : 1;
            for (int t = 0; t < kCommuneTechniques; ++t) {
                const int left = kCommuneTechniques - t;
                const auto still =
                    lacking - static_cast<double>(t) + static_cast<double>(codes.size());
                if (!dice_.Chance(still / left)) codes.push_back(TechniqueCode(false, t));
            }
        }
        for (const OldCommune& old : district_.olds) {
            auto& mine = staff_.techniques.emplace_back();
            for (const auto& code : possible[old.successor]) {
                if (dice_.Chance(0.96)) mine.push_back(code);
            }
        }
        const auto provide = [&](const std::string& place, const std::vector<std::string>& codes,
                                 std::int32_t from, std::int32_t confirmed) {
            for (const auto& code : codes) Service(place, "own", code, from, confirmed);
        };
        for (std::size_t i = 0; i < district_.olds.size(); ++i) {
            const OldCommune& old = district_.olds[i];
            provide(old.station, staff_.techniques[i], start_ - 300, start_ + 60);
            if (district_.merged)
                provide(district_.Station(old.hamlets.front(), kMergeDay), staff_.techniques[i],
                        kMergeDay, SinceMerge(100));
        }
        for (int t = 0; t < kDistrictTechniques; ++t) {
            if (!dice_.Chance(0.94)) continue;
            staff_.centre_techniques.push_back(TechniqueCode(true, t));
            Service(district_.district_centre, "own", TechniqueCode(true, t), start_ - 300,
                    start_ + 60);
            if (district_.merged)
                Service(district_.area_centre, "own", TechniqueCode(true, t), kMergeDay,
                        SinceMerge(80));
        }
    }

    const District& district_;
    Dice& dice_;
    std::int32_t start_, until_;
    Staff staff_;
};

}  // namespace

Staff MakeStaff(const District& district, Dice& dice, std::int32_t start, std::int32_t until) {
    return StaffWriter(district, dice, start, until).Make();
}

}  // namespace tram::demo
