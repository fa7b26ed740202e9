// The facts of a report, frozen with the period they are of: figures beside the targets, staff,
// services, tasks, heads and the period before stay as they were when it was closed, so that its
// report is the same whatever is written later.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "insight/reports/content.h"
#include "insight/reports/facts.h"

namespace tram::reports {

// Of which texts of a closed period these are.
inline constexpr std::string_view kFrozenFacts = "report-facts";

// The facts as JSON: units by FHIR id, indicators and tasks by their ids.
std::string WriteFacts(const Facts& facts, std::string_view plan);
// Back; what points into `parts` and `units` does so again.
// nullopt: of another plan, or a unit, indicator or task of it is no longer known.
Result<std::optional<Facts>> ReadFacts(std::string_view text, const FactParts& parts,
                                       std::shared_ptr<const registry::Units> units);

// The facts of a period on its way, for its unit and each area below it that reports.
// Errors: those of GatherFacts.
Result<std::vector<plan::FrozenText>> FreezeFacts(const FactParts& parts,
                                                  const ReportContent& content,
                                                  const plan::ClosedPeriod& period);

// The companions that templates print, each once.
std::vector<std::string> BesideIn(const std::vector<Outline>& outline);

}  // namespace tram::reports
