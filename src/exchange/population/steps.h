// Steps: the transactions an import consists of, one for each household, and each person without
// one.
//
// Thread safety: plain values; Write may be called from any thread.
#pragma once

#include <functional>
#include <vector>

#include "exchange/population/book.h"
#include "exchange/population/changes.h"
#include "exchange/population/entries.h"
#include "exchange/population/faults.h"

namespace tram::population {

enum class Fate : unsigned char { kRefused, kNew, kChanged, kSame };

struct Step {
    std::vector<record::Change> changes;
    std::vector<std::size_t> entries;  // places of those it is about
};

struct Steps {
    std::vector<Step> steps;
    std::vector<Fate> fates;  // by entry
};

Steps MakeSteps(const List& list, const std::vector<Rid>& matched, Book& book,
                const ChangeContext& context);

// Commits them, some together. A step the store refuses makes its entries kRefused and is told.
// Errors: what stops everything (kUnavailable …).
Result<void> WriteSteps(record::Store& store, const access::Actor& actor, const List& list,
                        Steps& steps, Faults& faults,
                        const std::function<void(std::int64_t, std::int64_t)>& progress);

}  // namespace tram::population
