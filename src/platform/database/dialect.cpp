#include <array>
#include <utility>

#include "platform/database/database.h"

namespace tram::database {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kPostgresTypes = {{
    {"INTEGER", "bigint"},
    {"REAL", "double precision"},
    {"TEXT", "text COLLATE \"C\""},
    {"BLOB", "bytea"},
}};

bool IsWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view PostgresWord(std::string_view word) {
    for (const auto& [ours, theirs] : kPostgresTypes)
        if (word == ours) return theirs;
    return word;
}

}  // namespace

std::string ForDialect(std::string_view schema, Dialect dialect) {
    if (dialect == Dialect::kSqlite) return std::string(schema);
    constexpr std::string_view kWithoutRowid = "WITHOUT ROWID";
    std::string out;
    for (std::size_t i = 0; i < schema.size();) {
        std::size_t end = i + 1;
        if (schema[i] == '\'' || schema[i] == '"' || schema.substr(i, 2) == "--") {
            end = schema.find(schema[i] == '-' ? '\n' : schema[i], i + 1);
            end = end == schema.npos ? schema.size() : end + 1;
            out += schema.substr(i, end - i);
        } else if (schema.substr(i, kWithoutRowid.size()) == kWithoutRowid) {
            end = i + kWithoutRowid.size();
        } else if (IsWordCharacter(schema[i])) {
            while (end < schema.size() && IsWordCharacter(schema[end])) ++end;
            out += PostgresWord(schema.substr(i, end - i));
        } else {
            out += schema[i];
        }
        i = end;
    }
    return out;
}

}  // namespace tram::database
