#include "app/demo/work.h"

#include <algorithm>
#include <array>

#include "app/demo/records.h"

namespace tram::demo {
namespace {

constexpr std::size_t kNamesOnAList = 12;
constexpr std::size_t kHamletsWithLists = 5;

// The change with the tag of invented records in the resource it makes.
record::Change Tagged(record::Change change) {
    std::string text = change.resource->text();
    const std::string head = "\"resourceType\":\"" + change.type + "\"";
    const auto at = text.find(head);
    TRAM_CHECK(at != std::string::npos);
    text.insert(at + head.size(), "," + std::string(kSyntheticMeta));
    auto document = json::Document::Parse(text);
    TRAM_CHECK(document.ok());
    change.resource = std::move(*document);
    return change;
}

// The same with other words in place of the first `from`.
record::Change Reworded(record::Change change, std::string_view from, std::string_view to) {
    std::string text = change.resource->text();
    const auto at = text.find(from);
    TRAM_CHECK(at != std::string::npos);
    text.replace(at, from.size(), to);
    auto document = json::Document::Parse(text);
    TRAM_CHECK(document.ok());
    change.resource = std::move(*document);
    return change;
}

std::int32_t MonthsBetween(std::int32_t from, std::int32_t to) {
    const Date a = Date::FromDays(from), b = Date::FromDays(to);
    return (b.year - a.year) * 12 + b.month - a.month;
}

}  // namespace

std::vector<record::Change> PlanWork::OfPlan(const plan::Plan& plan, const std::string& top,
                                             const std::map<std::string, std::string>& leads) {
    std::vector<record::Change> changes;
    std::size_t task = 0;
    for (auto& change : plan::PlanRecords(plan, top, leads)) {
        changes.push_back(Tagged(std::move(change)));
        if (changes.back().type != "Task") continue;
        // Most of what was due is done, one thing in six is late; of the rest a third has begun.
        const bool due = plan.tasks[task].due.FirstDay() < until_;
        const bool done = due && task % 6 != 5;
        const bool begun = due || plan.tasks[task].yearly || task % 3 == 0;
        if (done) {
            changes.back() =
                Reworded(std::move(changes.back()), "\"status\":\"requested\"",
                         "\"status\":\"completed\",\"output\":[{\"type\":{\"text\":\"evidence\"},"
                         "\"valueString\":\"Báo cáo số " +
                             std::to_string(40 + task * 3) + "/BC-UBND (giả lập)\"}]");
        } else if (begun) {
            changes.back() = Reworded(std::move(changes.back()), "\"status\":\"requested\"",
                                      "\"status\":\"in-progress\"");
        }
        ++task;
    }
    const int year = Date::FromDays(until_).year;
    constexpr std::array<double, 3> kBeside = {0.5, 0, -1};
    for (const auto* indicator : {"insured", "health-managed", "high-risk-checked"}) {
        const auto* target = plan.FindTarget(indicator);
        if (!target) continue;
        for (int of = year - 1; of <= year; ++of) {
            const auto milestone = target->milestones.find(of);
            if (milestone == target->milestones.end()) continue;
            const auto assign = [&](const std::string& unit, std::size_t place) {
                changes.push_back(Tagged(plan::GoalChange(
                    plan, *target,
                    {unit, "assigned", of, milestone->second + kBeside[place % kBeside.size()],
                     std::to_string(11 + place) + "/NQ-HĐND"},
                    {})));
            };
            if (district_.merged) {
                for (std::size_t i = 0; i < district_.news.size(); ++i)
                    assign(district_.news[i].id, i);
            } else {
                for (std::size_t i = 0; i < district_.olds.size(); ++i)
                    assign(district_.olds[i].id, i);
            }
        }
    }
    return changes;
}

void PlanWork::GiveOut(Population& population, std::size_t hamlet, std::int32_t day,
                       SimulatedClock& clock, std::vector<record::Change>& changes) {
    const Date date = Date::FromDays(day);
    plan::NewWorklist list{.title = "Mời kiểm tra sức khỏe, " + district_.hamlets[hamlet].name +
                                    ", tháng " + std::to_string(date.month) + "/" +
                                    std::to_string(date.year),
                           .indicator = "high-risk-checked",
                           .reason = "Người có nguy cơ cao quá 12 tháng chưa kiểm tra",
                           .unit = district_.hamlets[hamlet].id,
                           .assignee = hamlet == 0 ? "yte_ap" : "",
                           .due_on = DayText(day + 30),
                           .authored_on = DayText(day)};
    std::vector<std::size_t> people;
    for (std::size_t i = 0; i < population.people.size(); ++i) {
        const Person& person = population.people[i];
        if (people.size() == kNamesOnAList) break;
        if (!person.HereOn(day) || person.home().hamlet != hamlet || person.AgeOn(day) < 60)
            continue;
        if (person.last_check > day - 365) continue;
        const bool asked = std::any_of(open_.begin(), open_.end(),
                                       [&](const Item& item) { return item.person == i; });
        if (asked) continue;
        people.push_back(i);
        list.items.push_back({person.id, person.last_check == 0 ? "never" : "over-12-months"});
    }
    if (people.empty()) return;
    auto made = plan::MakeWorklist(list, clock, dice_.source());
    for (std::size_t i = 0; i < made.changes.size(); ++i) {
        if (i > 0) open_.push_back({made.changes[i].id, people[i - 1], day, 1});
        changes.push_back(Tagged(std::move(made.changes[i])));
    }
}

// False: nobody has been there yet.
bool PlanWork::Visit(Population& population, const Item& item, std::int32_t day, Care& care,
                     std::vector<std::string>& records, plan::ItemOutcome& outcome) {
    using plan::ContactOutcome;
    Person& person = population.people[item.person];
    outcome.on = DayText(day);
    if (person.died && *person.died <= day) {
        outcome.outcome = ContactOutcome::kDied;
        return true;
    }
    if (person.gone) {
        outcome.outcome = ContactOutcome::kMoved;
        return true;
    }
    const double shares[] = {52, 11, 10, 6, 3, 18};
    constexpr ContactOutcome kOutcomes[] = {ContactOutcome::kDone, ContactOutcome::kWillCome,
                                            ContactOutcome::kNotFound, ContactOutcome::kRefused,
                                            ContactOutcome::kMoved};
    const std::size_t place = dice_.Weighted(shares);
    if (place >= std::size(kOutcomes)) return false;
    outcome.outcome = kOutcomes[place];
    if (outcome.outcome == ContactOutcome::kDone) care.FullCheck(person, day, records);
    if (outcome.outcome == ContactOutcome::kMoved && person.home().from < day) {
        person.homes.back().to = day - 1;
        person.gone = true;
        records.push_back(PatientRecord(person, district_));
    }
    return true;
}

std::vector<record::Change> PlanWork::Month(Population& population, std::int32_t month,
                                            std::int32_t month_end, SimulatedClock& clock,
                                            Care& care, std::vector<std::string>& records) {
    std::vector<record::Change> changes;
    const std::int32_t left = MonthsBetween(month, until_);
    if (left > 8) return changes;
    std::vector<Item> still_open;
    for (Item& item : open_) {
        plan::ItemOutcome outcome;
        const std::int32_t day = std::min(month_end, month + dice_.Range(1, 27));
        if (!Visit(population, item, day, care, records, outcome)) {
            still_open.push_back(item);
            continue;
        }
        // What the outcome means for the registry is in `records`.
        changes.push_back(plan::OutcomeChange(
            {.type = "Task", .id = item.task, .version = item.version}, outcome));
        ++item.version;
        const bool ends = outcome.outcome != plan::ContactOutcome::kWillCome &&
                          outcome.outcome != plan::ContactOutcome::kNotFound;
        if (!ends) still_open.push_back(item);
    }
    open_ = std::move(still_open);
    if (left % 2 == 1 || left == 0) {
        const std::size_t hamlets = std::min(kHamletsWithLists, district_.hamlets.size());
        for (std::size_t hamlet = 0; hamlet < hamlets; ++hamlet) {
            if (district_.hamlets[hamlet].ValidOn(month_end))
                GiveOut(population, hamlet, std::min(month + 3, month_end), clock, changes);
        }
    }
    return changes;
}

}  // namespace tram::demo
