#include "app/demo/demo.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "app/demo/care.h"
#include "app/demo/commit_line.h"
#include "app/demo/district.h"
#include "app/demo/map.h"
#include "app/demo/people.h"
#include "app/demo/sign_ins.h"
#include "app/demo/staff.h"
#include "app/demo/work.h"
#include "base/date.h"
#include "record/storage/schema.h"

namespace tram::demo {
namespace {

constexpr std::size_t kMany = 4000;
constexpr int kMonths = 30;

// Deaths per 1,000 a year at the start of a band (0, 1, 5, 10 … 90), men and women.
constexpr double kMenDie[] = {17.95, 1.47, 1.20,  0.88,  1.70,  2.46,  2.48,  2.71,  3.05,  3.88,
                              5.11,  7.98, 10.75, 17.01, 26.97, 42.98, 70.28, 114.7, 188.4, 290.0};
constexpr double kWomenDie[] = {12.34, 1.15, 0.41, 0.33, 0.51,  0.71,  0.81,  0.90,  1.08,  1.60,
                                2.10,  3.26, 4.40, 7.13, 12.29, 21.37, 37.31, 66.56, 114.9, 185.7};

double DeathsPerYear(const Person& person, std::int32_t day) {
    const int age = person.AgeOn(day);
    const std::size_t band = age < 1 ? 0 : age < 5 ? 1 : std::min(19, age / 5 + 1);
    return (person.female ? kWomenDie : kMenDie)[band] / 1000;
}

class DemoMaker {
  public:
    DemoMaker(record::Store& store, SimulatedClock& clock, const DemoOptions& options,
              const std::function<void(std::string_view)>& progress)
        : options_(options),
          progress_(progress),
          line_(store, clock),
          dice_(options.seed),
          work_(district_, dice_, options.until) {}

    Result<DemoResult> Make() {
        const Date last = Date::FromDays(options_.until);
        const int first_month = last.year * 12 + last.month - 1 - kMonths;
        start_ = Date{first_month / 12, first_month % 12 + 1, 1}.FirstDay();
        SetDay(start_);
        district_ = PlanDistrict(dice_, options_.persons, start_, options_.until);
        Put(UnitRecords(district_, dice_, start_, options_.persons));
        Put(MapRecords(district_, dice_));
        staff_ = MakeStaff(district_, dice_, start_, options_.until);
        Put(std::exchange(staff_.records, {}));
        population_ = MakePopulation(district_, dice_, options_.persons, start_);
        PutPeople();
        for (int month = first_month; month <= last.year * 12 + last.month - 1; ++month) {
            Month(Date{month / 12, month % 12 + 1, 1}.FirstDay());
            if (line_.failed()) break;
        }
        const std::map<std::string, std::string> leads = {
            {"people-committee", district_.committee},
            {"health-office", district_.health_office},
            {"propaganda-body", district_.propaganda},
            {"party-committee", district_.party},
            {"area-centre", district_.merged ? district_.area_centre : district_.district_centre},
            {"station",
             district_.merged ? district_.news.front().station : district_.olds.front().station}};
        for (const auto& plan : options_.plans) Put(work_.OfPlan(plan, Top(), leads));
        TRY(line_.Finish());
        result_.accounts = Accounts();
        return result_;
    }

  private:
    // The line is behind, so it is told, and what is made meanwhile has a clock of its own.
    void SetDay(std::int32_t day) {
        const Instant now{day * std::int64_t{86'400'000'000}};
        clock_.Set(now);
        line_.At(now);
    }

    const std::string& Top() const {
        return district_.merged ? district_.province : district_.district;
    }

    void Put(std::vector<std::string> records) {
        result_.records += static_cast<std::int64_t>(records.size());
        line_.Put(std::move(records));
    }

    void Put(std::vector<record::Change> changes) {
        result_.records += static_cast<std::int64_t>(changes.size());
        line_.Put(std::move(changes));
    }

    // Hands on what has come together, so that the line has work early.
    void PutIfMany(std::vector<std::string>& records) {
        if (records.size() >= kMany) Put(std::exchange(records, {}));
    }

    void PutPeople() {
        std::vector<std::string> records;
        Care care(district_, staff_, dice_, start_, options_.until);
        for (auto& person : population_.people) {
            IssueCard(person, start_, records);
            records.push_back(PatientRecord(person, district_));
            care.History(person, records);
            PutIfMany(records);
        }
        for (const auto& household : population_.households) {
            records.push_back(HouseholdRecord(household, population_, district_, start_));
            PutIfMany(records);
        }
        Put(std::move(records));
    }

    // A card until the end of the year; children until the month they turn six.
    void IssueCard(Person& person, std::int32_t day, std::vector<std::string>& records) {
        if (person.bhyt_group.empty() || !person.replaced_by.empty()) return;
        if (person.card.empty()) person.card = person.bhyt_group + "499" + dice_.Digits(10);
        const std::int32_t year_end = Date{Date::FromDays(day).year, 12, 31}.FirstDay();
        person.card_end = person.bhyt_group == "TE" ? person.birth_day + 2191 : year_end;
        // Family cards run a year from the day they were bought: some lapse each month.
        if (person.bhyt_group == "GD") person.card_end = day + dice_.Range(30, 365);
        if (person.card_end < day) return;
        records.push_back(CoverageRecord(person, dice_, day, person.card_end));
    }

    void Month(std::int32_t month) {
        const Date first = Date::FromDays(month);
        const std::int32_t month_end =
            std::min(Date{first.year, first.month, 0}.LastDay(), options_.until);
        SetDay(month_end);
        std::vector<std::string> records;
        const auto falls_here = [&](std::int32_t day) { return month <= day && day <= month_end; };
        if (falls_here(district_.split.on)) SplitHamlet(records);
        if (falls_here(district_.rename.on)) records.push_back(RenamedRecord(district_));
        Care care(district_, staff_, dice_, start_, options_.until);
        const std::size_t count = population_.people.size();
        for (std::size_t place = 0; place < count; ++place) {
            if (!population_.people[place].HereOn(month)) continue;
            Live(place, month, month_end, care, records);
            if (population_.people[place].HereOn(month_end)) {
                care.Month(population_.people[place], month, month_end, records);
            }
            PutIfMany(records);
        }
        // A household grows once a month, however many are born into it.
        for (const auto place : grown_) {
            records.push_back(
                HouseholdRecord(population_.households[place], population_, district_, start_));
        }
        grown_.clear();
        auto work = work_.Month(population_, month, month_end, clock_, care, records);
        Put(std::move(records));
        Put(std::move(work));
        if (progress_) {
            progress_("tháng " + std::to_string(first.month) + "/" + std::to_string(first.year) +
                      ": " + std::to_string(result_.records) + " hồ sơ");
        }
    }

    // Cards, births, deaths, moves.
    void Live(std::size_t place, std::int32_t month, std::int32_t month_end, Care& care,
              std::vector<std::string>& records) {
        {
            Person& person = population_.people[place];
            Renew(person, month, month_end, records);
            if (dice_.Chance(DeathsPerYear(person, month) / 12)) {
                person.died = dice_.Range(month, month_end);
                records.push_back(PatientRecord(person, district_));
                return;
            }
            if (dice_.Chance(0.0016)) {
                Move(person, dice_.Range(month, month_end), records);
                return;
            }
        }
        const int age = population_.people[place].AgeOn(month);
        if (!population_.people[place].female || age < 15 || age > 49) return;
        const double yearly = age < 20   ? 0.03
                              : age < 25 ? 0.105
                              : age < 30 ? 0.115
                              : age < 35 ? 0.072
                              : age < 40 ? 0.032
                                         : 0.005;
        if (!dice_.Chance(yearly / 12)) return;
        const std::size_t child = Bear(population_, place, dice_, dice_.Range(month, month_end));
        std::vector<std::string> card;
        IssueCard(population_.people[child], population_.people[child].birth_day, card);
        records.push_back(PatientRecord(population_.people[child], district_));
        records.insert(records.end(), card.begin(), card.end());
        care.Birth(population_.people[place], population_.people[child], month_end, records);
        grown_.insert(population_.people[child].household);
    }

    void Renew(Person& person, std::int32_t month, std::int32_t month_end,
               std::vector<std::string>& records) {
        const bool lapses = !person.bhyt_group.empty() && person.card_end < month_end;
        const bool joins = person.bhyt_group.empty() && dice_.Chance(0.05);
        if (!lapses && !joins) return;
        const double effort = district_.Effort(person.home().hamlet, Growth(month_end));
        const double kept = person.bhyt_group == "GD" ? 0.955 : 0.99;
        if (lapses && !dice_.Chance(1 - (1 - kept) / effort)) {
            person.bhyt_group.clear();
            return;
        }
        const std::string group =
            InsuranceGroup(person, population_.households[person.household], dice_, month_end,
                           district_.Effort(person.home().hamlet, Growth(month_end)));
        person.bhyt_group = group.empty() ? "GD" : group;
        person.card.clear();
        const std::int32_t from =
            lapses ? std::max(person.card_end + 1, month - 31) : dice_.Range(month, month_end);
        IssueCard(person, from, records);
    }

    void Move(Person& person, std::int32_t day, std::vector<std::string>& records) {
        if (person.homes.back().from >= day) return;
        if (dice_.Chance(0.45)) {
            person.homes.back().to = day - 1;
            person.gone = true;
        } else {
            std::size_t hamlet = 0;
            do {
                hamlet = static_cast<std::size_t>(
                    dice_.Range(0, static_cast<int>(district_.hamlets.size()) - 1));
            } while (!district_.hamlets[hamlet].ValidOn(day));
            // The old commune does not always hear of it: then two claim one person.
            if (!dice_.Chance(0.08)) person.homes.back().to = day - 1;
            person.homes.push_back({.hamlet = hamlet, .from = day, .confirmed = day});
        }
        records.push_back(PatientRecord(person, district_));
    }

    // The people of a hamlet that was split, each put into one of the two; of a few nobody knows
    // yet where they belong.
    void SplitHamlet(std::vector<std::string>& records) {
        const auto& split = district_.split;
        for (auto& person : population_.people) {
            if (person.gone || person.died || person.home().hamlet != split.hamlet) continue;
            if (person.home().from >= split.on || dice_.Chance(0.03)) continue;
            const Home before = person.home();
            person.homes.back().to = split.on - 1;
            person.homes.push_back(
                {.hamlet = person.household % 2 == 0 ? split.first : split.second,
                 .presence = before.presence,
                 .from = split.on,
                 .confirmed = split.on});
            records.push_back(PatientRecord(person, district_));
        }
    }

    // How far the demo has come, 0…1.
    double Growth(std::int32_t day) const {
        return static_cast<double>(day - start_) / std::max(1, options_.until - start_);
    }

    std::vector<DemoAccount> Accounts() const {
        const auto& first = district_.hamlets.front();
        const auto& commune = district_.Commune(0, options_.until);
        const auto& station =
            district_.merged ? district_.news.front().station : district_.olds.front().station;
        const std::string names[] = {"Phòng Y tế", "Văn phòng cấp ủy", "Trưởng trạm", "Bác sĩ trạm",
                                     staff_.hamlet_workers.front().name};
        const std::string units[] = {Top(), Top(), commune, station, first.id};
        std::vector<DemoAccount> accounts;
        for (std::size_t i = 0; i < std::size(kSignIns); ++i) {
            accounts.push_back(
                {std::string(kSignIns[i].name), names[i], std::string(kSignIns[i].role), units[i]});
        }
        return accounts;
    }

    const DemoOptions& options_;
    const std::function<void(std::string_view)>& progress_;
    CommitLine line_;
    SimulatedClock clock_{{}, 1};
    Dice dice_;
    std::int32_t start_ = 0;
    District district_;
    Staff staff_;
    Population population_;
    PlanWork work_;
    std::set<std::size_t> grown_;  // households with a birth this month
    DemoResult result_;
};

}  // namespace

Result<DemoResult> MakeDemo(record::Store& store, SimulatedClock& clock, const DemoOptions& options,
                            const std::function<void(std::string_view)>& progress) {
    if (store.position() != 0) {
        return Error{.code = ErrorCode::kConflict,
                     .message = "the store already holds records; the demo goes into an empty one",
                     .message_vi =
                         "Kho đã có hồ sơ. Dữ liệu giả lập chỉ tạo trong kho trống: chọn thư mục "
                         "khác cho --data."};
    }
    auto result = TRY(DemoMaker(store, clock, options, progress).Make());
    TRY(store.Write(storage::RefreshStatistics));
    return result;
}

}  // namespace tram::demo
