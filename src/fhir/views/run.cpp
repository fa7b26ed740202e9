// From a resource to rows.
//
// https://sql-on-fhir.org, "Process a Resource": same rows; here partial rows are full rows with
// gaps.

#include <iterator>

#include "fhir/views/plan.h"

namespace tram::views {

namespace {

using fhirpath::Collection;
using fhirpath::Environment;
using fhirpath::Item;

// A cross join of forgotten size must not eat the machine.
constexpr std::size_t kMostRows = 100'000;
// No FHIR JSON we read is deeper; a deeper `repeat` turns in a circle.
constexpr std::size_t kMostRepeatDepth = 100;

Error TooCostly(std::string message, std::string message_vi) {
    return Error{.code = ErrorCode::kTooCostly,
                 .message = std::move(message),
                 .message_vi = std::move(message_vi)};
}

Item Integer(std::int64_t value) {
    return Item(Item::System(value));
}

// The context of a row that stands for "nothing found": every path is empty on it.
const json::DocumentPtr& Nothing() {
    static const json::DocumentPtr nothing = std::move(json::Document::Parse("{}")).value();
    return nothing;
}

class Runner {
  public:
    Runner(const View::Plan& plan, const Environment& environment, Several several)
        : plan_(plan), environment_(environment), several_(several) {
        environment_.context = {};
        environment_.context_type = {};
        environment_.focus = nullptr;
    }

    Result<std::vector<Row>> Run() {
        if (plan_.uses_row_index) SetRowIndex(0);
        for (const auto& condition : plan_.conditions) {
            if (!TRY(Holds(condition))) return std::vector<Row>();
        }
        std::vector<Row> rows(1, Row(plan_.columns.size()));
        TRY(Fill(plan_.root, rows));
        return rows;
    }

  private:
    // "Every constraint must evaluate to true for the resource to be included in the view."
    Result<bool> Holds(const Condition& condition) {
        const auto found = TRY(condition.expression.Evaluate(environment_));
        if (found.empty()) return false;
        const auto value = found.size() == 1 ? found.front().value() : Item::System();
        if (!std::holds_alternative<bool>(value)) {
            return Error{.code = ErrorCode::kInvalid,
                         .message = "a condition must give true, false or nothing",
                         .message_vi = "điều kiện phải cho kết quả đúng, sai hoặc rỗng",
                         .path = condition.where};
        }
        return std::get<bool>(value);
    }

    // Adds what `select` finds at the present focus to each of `rows`.
    Result<void> Fill(const SelectPlan& select, std::vector<Row>& rows) {
        if (select.unnest != Unnest::kNone) return Join(rows, TRY(Unnested(select)), select);
        return FillHere(select, rows);
    }

    Result<void> FillHere(const SelectPlan& select, std::vector<Row>& rows) {
        for (const auto& column : select.columns) {
            auto cell = TRY(CellOf(column));
            for (std::size_t at = 1; at < rows.size(); ++at) rows[at][column.place] = cell;
            if (!rows.empty()) rows.front()[column.place] = std::move(cell);
        }
        for (const auto& nested : select.selects) TRY(Fill(nested, rows));
        if (!select.unions.empty()) {
            std::vector<Row> all;
            for (const auto& branch : select.unions) {
                std::vector<Row> some(1, Row(plan_.columns.size()));
                TRY(Fill(branch, some));
                all.insert(all.end(), std::make_move_iterator(some.begin()),
                           std::make_move_iterator(some.end()));
            }
            TRY(Join(rows, std::move(all), select.unions.front()));
        }
        return {};
    }

    // The cross join of `rows` with `others`, which fill the places of `select`.
    Result<void> Join(std::vector<Row>& rows, std::vector<Row> others, const SelectPlan& select) {
        if (rows.size() * others.size() > kMostRows) {
            return TooCostly("one resource gives more than 100,000 rows in this view",
                             "một hồ sơ sinh ra hơn 100.000 dòng trong khung nhìn này");
        }
        std::vector<Row> joined;
        joined.reserve(rows.size() * others.size());
        for (const auto& row : rows) {
            for (auto& other : others) {
                Row both = row;
                for (std::size_t at = select.first; at < select.end; ++at) {
                    both[at] = rows.size() == 1 ? std::move(other[at]) : other[at];
                }
                joined.push_back(std::move(both));
            }
        }
        rows = std::move(joined);
        return {};
    }

    Result<std::vector<Row>> Unnested(const SelectPlan& select) {
        Collection foci;
        if (select.unnest == Unnest::kRepeat) {
            TRY(Descend(select, foci, 0));
        } else {
            foci = TRY(select.paths.front().Evaluate(environment_));
        }
        std::vector<Row> rows;
        const auto outer = Keep();
        for (std::size_t at = 0; at < foci.size(); ++at) {
            Focus(foci[at], static_cast<std::int64_t>(at));
            std::vector<Row> some(1, Row(plan_.columns.size()));
            TRY(FillHere(select, some));
            if (rows.size() + some.size() > kMostRows) {
                return TooCostly("one resource gives more than 100,000 rows in this view",
                                 "một hồ sơ sinh ra hơn 100.000 dòng trong khung nhìn này");
            }
            rows.insert(rows.end(), std::make_move_iterator(some.begin()),
                        std::make_move_iterator(some.end()));
        }
        Restore(outer);
        if (foci.empty() && select.unnest == Unnest::kForEachOrNull) {
            rows.emplace_back(plan_.columns.size());
            if (plan_.uses_row_index) TRY(FillNothing(select, rows.back()));
        }
        return rows;
    }

    // "for empty collections, returns 0 for the null row": of such a row only what %rowIndex makes
    // is not null.
    Result<void> FillNothing(const SelectPlan& select, Row& row) {
        Environment nowhere = environment_;
        nowhere.resource = Nothing()->root();
        nowhere.focus = nullptr;
        nowhere.variables["rowIndex"] = {Integer(0)};
        for (const auto& column : select.columns) {
            if (!column.uses_row_index) continue;
            row[column.place] = TRY(column.expression.Evaluate(nowhere));
        }
        for (const auto& nested : select.selects) TRY(FillNothing(nested, row));
        if (!select.unions.empty()) TRY(FillNothing(select.unions.front(), row));
        return {};
    }

    // Everything the steps reach from the present focus, each thing before what lies below it.
    Result<void> Descend(const SelectPlan& select, Collection& found, std::size_t depth) {
        if (depth >= kMostRepeatDepth || found.size() > kMostRows) {
            return TooCostly("'repeat' does not come to an end", "'repeat' lặp không dứt");
        }
        const auto outer = Keep();
        for (const auto& step : select.paths) {
            const auto items = TRY(step.Evaluate(environment_));
            for (const auto& item : items) {
                found.push_back(item);
                Focus(item, 0);
                TRY(Descend(select, found, depth + 1));
                Restore(outer);
            }
        }
        return {};
    }

    Result<Collection> CellOf(const ColumnPlan& column) {
        auto found = TRY(column.expression.Evaluate(environment_));
        for (const auto& item : found) {
            if (column.primitive && item.json().IsObject()) {
                return Fault(column, "a value with parts stands in a column of a simple type",
                             "cột kiểu đơn nhận được giá trị có nhiều thành phần");
            }
        }
        // A primitive may consist of extensions alone: that is no value.
        std::erase_if(found, [](const Item& item) { return !item.is_system() && !item.json(); });
        if (found.size() > 1 && !column.collection) {
            if (several_ == Several::kRefuse) {
                return Fault(column, "several values in a column that is no collection",
                             "nhiều giá trị trong một cột không khai báo collection");
            }
            found.resize(1);
        }
        return found;
    }

    Error Fault(const ColumnPlan& column, std::string message, std::string message_vi) const {
        const auto& name = plan_.columns[column.place].name;
        return Error{.code = ErrorCode::kInvalid,
                     .message = "column '" + name + "': " + message,
                     .message_vi = "cột '" + name + "': " + message_vi,
                     .path = name};
    }

    struct Place {
        const Item* focus;
        std::int64_t row_index;
    };
    Place Keep() const { return {environment_.focus, row_index_}; }
    void Restore(const Place& place) {
        environment_.focus = place.focus;
        SetRowIndex(place.row_index);
    }
    // REQUIRES: the item lives until the focus is set elsewhere.
    void Focus(const Item& item, std::int64_t row_index) {
        environment_.focus = &item;
        SetRowIndex(row_index);
    }
    void SetRowIndex(std::int64_t row_index) {
        row_index_ = row_index;
        if (plan_.uses_row_index) environment_.variables["rowIndex"] = {Integer(row_index)};
    }

    const View::Plan& plan_;
    Environment environment_;
    Several several_;
    std::int64_t row_index_ = 0;
};

}  // namespace

Result<std::vector<Row>> View::Run(const Environment& environment, Several several) const {
    if (environment.resource["resourceType"].text() != plan_->resource_type) {
        return std::vector<Row>();
    }
    return Runner(*plan_, environment, several).Run();
}

}  // namespace tram::views
