#include "insight/reports/frozen_facts.h"

#include <algorithm>

namespace tram::reports {

std::vector<std::string> BesideIn(const std::vector<Outline>& outline) {
    std::vector<std::string> ids;
    for (const auto& one : outline) {
        for (const auto& part : one.parts) {
            if (part.kind == "beside") ids.insert(ids.end(), part.ids.begin(), part.ids.end());
        }
        const auto below = BesideIn(one.sections);
        ids.insert(ids.end(), below.begin(), below.end());
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

Result<std::vector<plan::FrozenText>> FreezeFacts(const FactParts& parts,
                                                  const ReportContent& content,
                                                  const plan::ClosedPeriod& period) {
    std::vector<std::string> beside;
    for (const auto& form : content.templates) {
        const auto ids = BesideIn(form.outline);
        beside.insert(beside.end(), ids.begin(), ids.end());
    }
    const auto units = TRY(parts.engine.Units());
    std::vector<const Unit*> reporting;
    if (const auto* unit = units->FindByName(period.unit, period.map_day))
        reporting.push_back(unit);
    for (std::size_t i = 0; i < reporting.size(); ++i) {
        for (const auto* below : units->Below(reporting[i]->rid, period.map_day)) {
            const bool known =
                std::find(reporting.begin(), reporting.end(), below) != reporting.end();
            if (!known && (below->kind == "district" || below->kind == "commune"))
                reporting.push_back(below);
        }
    }
    std::vector<plan::FrozenText> texts;
    for (const auto* unit : reporting) {
        const auto facts = TRY(GatherFacts(parts, {.unit = unit->rid,
                                                   .from = period.from.FirstDay(),
                                                   .to = period.to.FirstDay(),
                                                   .beside = beside,
                                                   .closing = &period}));
        texts.push_back({.kind = std::string(kFrozenFacts),
                         .unit = unit->id,
                         .text = WriteFacts(facts, parts.plan.id)});
    }
    return texts;
}

}  // namespace tram::reports
