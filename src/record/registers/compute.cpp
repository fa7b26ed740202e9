#include "record/registers/plan.h"

namespace tram::registers {

Rows Registers::Compute(json::Value resource, std::string_view id) const {
    Rows out;
    const auto found = plan_->by_type.find(resource["resourceType"].text());
    if (found == plan_->by_type.end()) return out;

    fhirpath::Environment environment;
    environment.resource = resource;
    environment.zone_minutes = plan_->zone_minutes;
    const Origin origin{.type = found->first, .id = id, .zone_minutes = plan_->zone_minutes};
    for (const std::size_t place : found->second) {
        const auto& mapping = plan_->mappings[place];
        const auto& made = plan_->registers[place];
        const auto cells = mapping.view.Run(environment, views::Several::kFirst);
        if (!cells) {
            out.faults.push_back("register " + made.name + ": " + cells.error().message);
            continue;
        }
        if (cells->empty()) continue;
        auto& of = out.registers.emplace_back();
        of.place = place;
        of.rows.reserve(cells->size());
        for (const auto& row : cells.value()) {
            auto& values = of.rows.emplace_back();
            values.reserve(made.columns.size() + (made.own_patient ? 1 : 0));
            for (const auto& rule : mapping.rules) {
                AppendValues(rule, row[rule.place], origin, values);
            }
        }
    }
    return out;
}

}  // namespace tram::registers
