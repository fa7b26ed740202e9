// The plan being carried out in the invented district: its tasks in various states, targets
// assigned by resolutions, and worklists of the past months with what came of each name.
#pragma once

#include <string>
#include <vector>

#include "app/demo/care.h"
#include "care/plan/outcome.h"
#include "care/plan/plan.h"
#include "care/plan/work.h"

namespace tram::demo {

class PlanWork {
  public:
    PlanWork(const District& district, Dice& dice, std::int32_t until)
        : district_(district), dice_(dice), until_(until) {}

    // What the plan makes, told as it stands on the last day, and what was assigned to communes.
    std::vector<record::Change> OfPlan(const plan::Plan& plan, const std::string& top,
                                       const std::map<std::string, std::string>& leads);

    // Worklists given out in the month, and outcomes of those given out before. What an outcome
    // means for a person (a check done, a move, a death) is added to `records`.
    std::vector<record::Change> Month(Population& population, std::int32_t month,
                                      std::int32_t month_end, SimulatedClock& clock, Care& care,
                                      std::vector<std::string>& records);

  private:
    struct Item {
        std::string task;
        std::size_t person = 0;
        std::int32_t given_on = 0;
        std::int64_t version = 1;
    };
    void GiveOut(Population& population, std::size_t hamlet, std::int32_t day,
                 SimulatedClock& clock, std::vector<record::Change>& changes);
    bool Visit(Population& population, const Item& item, std::int32_t day, Care& care,
               std::vector<std::string>& records, plan::ItemOutcome& outcome);

    const District& district_;
    Dice& dice_;
    std::int32_t until_;
    std::vector<Item> open_;
};

}  // namespace tram::demo
