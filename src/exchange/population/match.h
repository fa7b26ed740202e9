// Match: which person of the book an entry is. Nothing is merged on a guess: what only may be the
// same is refused and told.
//
// Thread safety: plain functions.
#pragma once

#include <vector>

#include "exchange/population/book.h"
#include "exchange/population/entries.h"
#include "exchange/population/faults.h"

namespace tram::population {

// For each entry the survivor it is; 0: a new person, or refused.
//
// In this order: the citizen number; the social insurance number; name, birth, sex and hamlet. Two
// different citizen numbers are two people. The same name, sex and a birth that may be the same,
// within one commune and with no number to tell them apart, is a possible duplicate.
std::vector<Rid> MatchEntries(List& list, const Book& book, const Places& places, Faults& faults);

}  // namespace tram::population
