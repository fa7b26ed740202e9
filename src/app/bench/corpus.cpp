#include "app/bench/corpus.h"

#include <fstream>
#include <vector>

#include "app/demo/care.h"
#include "app/demo/people.h"
#include "base/date.h"

namespace tram::bench {
namespace {

class NdjsonFile {
  public:
    explicit NdjsonFile(const std::string& path) : out_(path, std::ios::binary) {}

    void Write(std::vector<std::string>& records) {
        for (const auto& record : records) out_ << record << '\n';
        written_ += static_cast<std::int64_t>(records.size());
        records.clear();
    }
    std::int64_t written() const { return written_; }
    bool Close() {
        out_.close();
        return !out_.fail();
    }

  private:
    std::ofstream out_;
    std::int64_t written_ = 0;
};

}  // namespace

Result<Corpus> WriteCorpus(const CorpusOptions& options, const std::string& path) {
    NdjsonFile file(path);
    demo::Dice dice(options.seed);
    const Date last = Date::FromDays(options.until);
    const int last_month = last.year * 12 + last.month - 1;
    const auto first_day = [](int month) { return Date{month / 12, month % 12 + 1, 1}.FirstDay(); };
    const std::int32_t start = first_day(last_month - options.months);

    const auto district = demo::PlanDistrict(dice, options.persons, start, options.until);
    auto records = demo::UnitRecords(district, dice, start, options.persons);
    file.Write(records);
    auto staff = demo::MakeStaff(district, dice, start, options.until);
    file.Write(staff.records);
    auto population = demo::MakePopulation(district, dice, options.persons, start);
    demo::Care care(district, staff, dice, start, options.until);
    for (const auto& person : population.people) {
        records.push_back(demo::PatientRecord(person, district));
        if (!options.only_people) care.History(person, records);
        file.Write(records);
    }
    if (!options.only_people) {
        for (const auto& household : population.households) {
            records.push_back(demo::HouseholdRecord(household, population, district, start));
        }
        file.Write(records);
    }
    const int first_month = options.only_people ? last_month : last_month - options.months;
    for (int month = first_month; month < last_month; ++month) {
        for (auto& person : population.people) {
            if (!person.HereOn(first_day(month))) continue;
            care.Month(person, first_day(month), first_day(month + 1) - 1, records);
        }
        file.Write(records);
    }
    const Corpus corpus{.resources = file.written(), .commune = district.Commune(0, options.until)};
    if (file.Close()) return corpus;
    return Error{.code = ErrorCode::kUnavailable,
                 .message = "the benchmark's records could not be written to " + path,
                 .message_vi = "không ghi được dữ liệu đo hiệu năng vào " + path,
                 .path = path};
}

}  // namespace tram::bench
