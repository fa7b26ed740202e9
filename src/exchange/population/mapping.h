// Which column of a sheet fills which field: guessed from the headings, or as the sender says.
//
// Thread safety: plain values and functions.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/population/form.h"
#include "exchange/population/sheet.h"

namespace tram::population {

struct Mapping {
    std::size_t heading = 0;           // place in Sheet::rows of the row of headings
    std::vector<std::string> headers;  // of each column, as written
    std::array<std::optional<std::size_t>, kFields> columns;  // by FieldId

    std::optional<std::size_t> column(FieldId id) const {
        return columns[static_cast<std::size_t>(id)];
    }
    std::optional<FieldId> FieldOf(std::size_t column) const;
    // How a message names the column of a field.
    std::string HeaderOf(FieldId id, const Form& form) const;
};

// Finds the row of headings among the first rows, under a title if there is one, and guesses.
// Errors: kInvalid (no row reads like headings: what such a row should hold).
Result<Mapping> GuessMapping(const Sheet& sheet, const Form& form);

// "0:name,1:birth_date" in place of what was guessed.
// Errors: kBadValue (not of that form; a column or field that is not there, or twice).
Result<void> ApplyMapping(std::string_view text, const Form& form, Mapping& mapping);

// Fields a list cannot do without and no column fills. `hamlet_known`: everybody lives in one place
// that was named beforehand.
std::vector<FieldId> MissingFields(const Mapping& mapping, const Form& form, bool hamlet_known);

}  // namespace tram::population
