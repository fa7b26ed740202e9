// What is wrong with rows: code, place and words from the form.
//
// Thread safety: none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exchange/population/form.h"
#include "exchange/population/mapping.h"

namespace tram::population {

struct Fault {
    int row = 0;
    std::string column;  // its heading; empty: the row as a whole
    std::string field;   // "birth_date"; empty likewise
    std::string code;
    Words text, remedy;
};

class Faults {
  public:
    using Values = std::vector<std::pair<std::string_view, std::string>>;

    Faults(const Form& form, const Mapping& mapping) : form_(form), mapping_(mapping) {}

    // By its code an error or a warning. {field} is the field's title.
    void Add(std::string_view code, int row, std::optional<FieldId> field, Values values = {});
    void SortByRow();

    const std::vector<Fault>& errors() const { return errors_; }
    const std::vector<Fault>& warnings() const { return warnings_; }

  private:
    const Form& form_;
    const Mapping& mapping_;
    std::vector<Fault> errors_, warnings_;
};

}  // namespace tram::population
