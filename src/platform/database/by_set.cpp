#include "platform/database/by_set.h"

#include <fmt/format.h>

namespace tram::database {

std::string SelectBySet(const Connection& connection, std::string_view columns,
                        std::string_view table, std::string_view key, int parameter,
                        std::string_view condition) {
    const auto also = condition.empty() ? std::string() : fmt::format(" AND {}", condition);
    if (connection.dialect() == Dialect::kSqlite)
        return fmt::format("SELECT {} FROM {} WHERE {}{}", columns, table,
                           connection.InSet(key, parameter), also);
    // OFFSET 0 keeps the inner SELECT what it is: asked once for each value.
    return fmt::format(
        "SELECT found.* FROM unnest(${}::bigint[]) AS bound(value), "
        "LATERAL (SELECT {} FROM {} WHERE {} = bound.value{} OFFSET 0) AS found",
        parameter, columns, table, key, also);
}

}  // namespace tram::database
