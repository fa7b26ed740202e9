#include "exchange/population/households.h"

#include <algorithm>

namespace tram::population {

void HouseholdFinder::Join(std::size_t household) {
    auto& members = list_.households[household].members;
    members.push_back(list_.entries.size() - 1);
    list_.entries.back().household = household;
    last_ = household;
}

void HouseholdFinder::Place(const SheetRow& row) {
    const auto& entry = list_.entries.back();
    const auto column = mapping_.column(FieldId::kHousehold);
    if (!column) {
        if (!mapping_.column(FieldId::kRelation)) return;
        const bool goes_on = entry.relation != "head" && list_.entries.size() > 1 &&
                             !list_.households.empty() &&
                             list_.households.back().home == entry.home;
        if (!goes_on) list_.households.push_back({.home = entry.home});
        Join(list_.households.size() - 1);
        return;
    }
    auto code = *column < row.cells.size() ? row.cells[*column].text : std::string();
    // Lists often give the number in the head's row alone.
    if (code.empty() && !entry.relation.empty() && entry.relation != "head") code = last_code_;
    const bool same_code = code == last_code_;
    last_code_ = code;
    if (code.empty()) return last_.reset();
    // A hamlet that was not understood does not tear a member from the rows around it.
    if (entry.home == 0 && same_code && last_) return Join(*last_);
    const auto [known, fresh] =
        by_code_.emplace(std::pair(entry.home, code), list_.households.size());
    if (fresh) list_.households.push_back({.code = code, .home = entry.home});
    Join(known->second);
}

void CheckHouseholds(List& list, const Mapping& mapping, Faults& faults) {
    for (auto& household : list.households) {
        const Entry* head = nullptr;
        const Entry* poverty = nullptr;
        bool differs = false;
        for (const auto place : household.members) {
            auto& entry = list.entries[place];
            if (!entry.poverty.empty()) {
                if (!poverty) poverty = &entry;
                differs = differs || poverty->poverty != entry.poverty;
            }
            if (entry.relation != "head") continue;
            if (!head) {
                head = &entry;
            } else if (entry.good) {
                faults.Add("two-heads", entry.row, FieldId::kRelation,
                           {{"row", std::to_string(head->row)}});
                entry.good = false;
            }
        }
        if (poverty) household.poverty = poverty->poverty;
        const auto& first = list.entries[household.members.front()];
        if (differs)
            faults.Add("poverty-differs", first.row, FieldId::kPoverty,
                       {{"row", std::to_string(poverty->row)}});
        if (!head && mapping.column(FieldId::kRelation))
            faults.Add("no-head", first.row, FieldId::kRelation);
    }
}

void MarkBornHere(List& list, const std::vector<Rid>& matched, const Book& book, const Date& on) {
    constexpr std::int32_t kYear = 366;
    for (const auto& household : list.households) {
        const auto lived_there = [&](Rid home, std::int32_t day) {
            return std::any_of(household.members.begin(), household.members.end(),
                               [&](std::size_t place) {
                                   const auto& entry = list.entries[place];
                                   if (!entry.good || entry.home != home) return false;
                                   if (entry.since) return entry.since->FirstDay() <= day;
                                   if (matched[place] == 0) return false;
                                   const auto& person = book.person(matched[place]);
                                   return person.home == home && person.home_from_day <= day;
                               });
        };
        for (const auto place : household.members) {
            auto& entry = list.entries[place];
            const auto born = entry.birth.FirstDay();
            if (!entry.good || matched[place] != 0 || !entry.birth.IsWholeDay() ||
                born < on.FirstDay() - kYear)
                continue;
            entry.born_here = lived_there(entry.home, born);
        }
    }
}

}  // namespace tram::population
