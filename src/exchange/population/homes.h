// Homes: where a list says somebody lives, as Patient.address.
//
// A list tells of its own day. Without a column that says since when, somebody lives there as known
// from that day on, so that a list of today leaves the figures of all days before as they were; a
// child of this year, in a household that is known to have lived there already, from birth. A list
// of an earlier day fills in what was not known of that day, and takes back nothing known of later
// ones.
//
// Thread safety: plain functions.
#pragma once

#include <string>

#include "exchange/population/changes.h"
#include "exchange/population/fhir_text.h"

namespace tram::population {

// The address of somebody who was not known.
std::string NewHome(const Entry& entry, const ChangeContext& context);

// What the list changes in the addresses of the Patient `body`.
void CompareHome(const Entry& entry, json::Value body, const ChangeContext& context,
                 PatchText& patch);

}  // namespace tram::population
