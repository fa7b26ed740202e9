#include "record/registers/plan.h"

namespace tram::registers {

namespace {

// Adds what the registers of `plan` say, as places from `first_place` on.
void AppendRows(const Registers::Plan& plan, std::size_t first_place, json::Value resource,
                std::string_view id, Rows& out) {
    const auto found = plan.by_type.find(resource["resourceType"].text());
    if (found == plan.by_type.end()) return;

    fhirpath::Environment environment;
    environment.resource = resource;
    environment.zone_minutes = plan.zone_minutes;
    const Origin origin{.type = found->first, .id = id, .zone_minutes = plan.zone_minutes};
    for (const std::size_t place : found->second) {
        const auto& mapping = plan.mappings[place];
        const auto& made = plan.registers[place];
        const auto cells = mapping.view.Run(environment, views::Several::kFirst);
        if (!cells) {
            out.faults.push_back("register " + made.name + ": " + cells.error().message);
            continue;
        }
        if (cells->empty()) continue;
        auto& of = out.registers.emplace_back();
        of.place = first_place + place;
        of.rows.reserve(cells->size());
        for (const auto& row : cells.value()) {
            auto& values = of.rows.emplace_back();
            values.reserve(made.columns.size() + (made.own_patient ? 1 : 0));
            for (const auto& rule : mapping.rules) {
                AppendValues(rule, row[rule.place], origin, values);
            }
        }
    }
}

}  // namespace

Rows Registers::Compute(json::Value resource, std::string_view id) const {
    Rows out;
    AppendRows(*plan_, 0, resource, id, out);
    if (plan_->building && plan_->before) {
        AppendRows(*plan_->before, plan_->registers.size(), resource, id, out);
    }
    return out;
}

}  // namespace tram::registers
