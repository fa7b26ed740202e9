// Which rows of a list form a household: those with one number in one hamlet; without a column of
// numbers, the rows from one head to the next.
#pragma once

#include <map>
#include <string>

#include "exchange/population/book.h"
#include "exchange/population/entries.h"

namespace tram::population {

class HouseholdFinder {
  public:
    HouseholdFinder(const Mapping& mapping, List& list) : mapping_(mapping), list_(list) {}
    // Puts the last entry of the list, read from `row`, into its household.
    void Place(const SheetRow& row);

  private:
    void Join(std::size_t household);

    const Mapping& mapping_;
    List& list_;
    std::map<std::pair<Rid, std::string>, std::size_t> by_code_;
    std::string last_code_;
    std::optional<std::size_t> last_;  // household of the row before
};

// A second head is refused; no head, and rows that differ in poverty, are told.
void CheckHouseholds(List& list, const Mapping& mapping, Faults& faults);

// Finds the children nobody knew, born within the year before `on` to a household one of whose
// people lived there by then: `matched` are the people of the book, by entry.
void MarkBornHere(List& list, const std::vector<Rid>& matched, const Book& book, const Date& on);

}  // namespace tram::population
