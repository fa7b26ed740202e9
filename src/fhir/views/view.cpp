#include "fhir/views/view.h"

#include "fhir/json/writer.h"
#include "fhir/views/plan.h"

namespace tram::views {

std::string_view Column::tag(std::string_view name) const {
    for (const auto& [key, value] : tags) {
        if (key == name) return value;
    }
    return {};
}

const std::string& View::name() const {
    return plan_->name;
}
const std::string& View::title() const {
    return plan_->title;
}
const std::string& View::description() const {
    return plan_->description;
}
const std::string& View::resource_type() const {
    return plan_->resource_type;
}
const std::vector<Column>& View::columns() const {
    return plan_->columns;
}
const std::string& View::definition() const {
    return plan_->definition;
}

std::string RowToJson(const View& view, const Row& row) {
    json::Writer out;
    out.BeginObject();
    for (std::size_t at = 0; at < row.size(); ++at) {
        const auto& column = view.columns()[at];
        const auto& cell = row[at];
        out.Key(column.name);
        if (cell.empty()) {
            out.Null();
        } else if (column.collection) {
            out.BeginArray();
            for (const auto& item : cell) out.Raw(item.ToJson());
            out.EndArray();
        } else {
            out.Raw(cell.front().ToJson());
        }
    }
    out.EndObject();
    return out.Take();
}

}  // namespace tram::views
