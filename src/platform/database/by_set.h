// Rows looked up one by one for the values of a bound set.
//
// Connection::InSet() leaves it to the database how to find them. PostgreSQL keeps one plan of a
// statement for sets of any size, and where it takes another condition (`p = $2`) for rarer than it
// is, that plan reads all rows that meet it and compares each with every value of the set: seconds,
// where a look-up for each value takes milliseconds.
//
// Thread safety: pure.
#pragma once

#include <string>
#include <string_view>

#include "platform/database/database.h"

namespace tram::database {

// A whole SELECT of `columns` from `table`, of the rows where `key` is one of the integers bound to
// `parameter` by BindSet and `condition` (over other columns and parameters) holds. `table` has an
// index that begins with `key`, or with columns that `condition` compares with one value, and
// `key`. The rows come in no order; a value bound twice gives its rows twice on PostgreSQL.
std::string SelectBySet(const Connection& connection, std::string_view columns,
                        std::string_view table, std::string_view key, int parameter,
                        std::string_view condition = "");

}  // namespace tram::database
