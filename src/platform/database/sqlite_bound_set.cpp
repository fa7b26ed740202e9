// bound_set(pointer): a table-valued function over a bound array of integers or texts, without
// copying it into text and back. https://sqlite.org/vtab.html#tabfunc2,
// https://sqlite.org/bindptr.html
#include <variant>

#include "platform/database/sqlite.h"

namespace tram::database::sqlite {
namespace {

constexpr char kPointerType[] = "tram-bound-set";
constexpr int kValueColumn = 0, kPointerColumn = 1;

using Set = std::variant<std::span<const std::int64_t>, std::span<const std::string_view>>;

struct Cursor : sqlite3_vtab_cursor {
    Set values;
    std::size_t at = 0, size = 0;
};

int Connect(sqlite3* handle, void*, int, const char* const*, sqlite3_vtab** table, char**) {
    const int code = sqlite3_declare_vtab(handle, "CREATE TABLE x(value, pointer HIDDEN)");
    if (code == SQLITE_OK) *table = new sqlite3_vtab{};
    return code;
}

int Disconnect(sqlite3_vtab* table) {
    delete table;
    return SQLITE_OK;
}

int BestIndex(sqlite3_vtab*, sqlite3_index_info* info) {
    for (int i = 0; i < info->nConstraint; ++i) {
        const auto& constraint = info->aConstraint[i];
        if (constraint.iColumn != kPointerColumn || !constraint.usable ||
            constraint.op != SQLITE_INDEX_CONSTRAINT_EQ)
            continue;
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        info->estimatedCost = 1;
        info->estimatedRows = 50;
        return SQLITE_OK;
    }
    return SQLITE_CONSTRAINT;
}

int OpenCursor(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) {
    *cursor = new Cursor{};
    return SQLITE_OK;
}

int CloseCursor(sqlite3_vtab_cursor* cursor) {
    delete static_cast<Cursor*>(cursor);
    return SQLITE_OK;
}

int Filter(sqlite3_vtab_cursor* base, int, const char*, int, sqlite3_value** arguments) {
    auto* cursor = static_cast<Cursor*>(base);
    const auto* set = static_cast<const Set*>(sqlite3_value_pointer(arguments[0], kPointerType));
    cursor->values = set ? *set : Set{};
    cursor->at = 0;
    cursor->size = std::visit([](const auto& values) { return values.size(); }, cursor->values);
    return SQLITE_OK;
}

int Next(sqlite3_vtab_cursor* cursor) {
    ++static_cast<Cursor*>(cursor)->at;
    return SQLITE_OK;
}

int Eof(sqlite3_vtab_cursor* base) {
    const auto* cursor = static_cast<Cursor*>(base);
    return cursor->at >= cursor->size;
}

int Column(sqlite3_vtab_cursor* base, sqlite3_context* context, int column) {
    const auto* cursor = static_cast<Cursor*>(base);
    if (column != kValueColumn) return SQLITE_OK;
    if (const auto* numbers = std::get_if<0>(&cursor->values)) {
        sqlite3_result_int64(context, (*numbers)[cursor->at]);
    } else {
        const auto text = std::get<1>(cursor->values)[cursor->at];
        sqlite3_result_text64(context, text.data() ? text.data() : "", text.size(), SQLITE_STATIC,
                              SQLITE_UTF8);
    }
    return SQLITE_OK;
}

int RowId(sqlite3_vtab_cursor* base, sqlite3_int64* row) {
    *row = static_cast<sqlite3_int64>(static_cast<Cursor*>(base)->at);
    return SQLITE_OK;
}

const sqlite3_module kModule = {
    .iVersion = 0,
    .xConnect = Connect,  // no xCreate: there without CREATE VIRTUAL TABLE
    .xBestIndex = BestIndex,
    .xDisconnect = Disconnect,
    .xOpen = OpenCursor,
    .xClose = CloseCursor,
    .xFilter = Filter,
    .xNext = Next,
    .xEof = Eof,
    .xColumn = Column,
    .xRowid = RowId,
};

int BindPointer(sqlite3_stmt* statement, int parameter, Set values) {
    return sqlite3_bind_pointer(statement, parameter, new Set(values), kPointerType,
                                [](void* set) { delete static_cast<Set*>(set); });
}

}  // namespace

int RegisterBoundSet(sqlite3* handle) {
    return sqlite3_create_module(handle, "bound_set", &kModule, nullptr);
}

int BindSetOf(sqlite3_stmt* statement, int parameter, std::span<const std::int64_t> values) {
    return BindPointer(statement, parameter, values);
}

int BindSetOf(sqlite3_stmt* statement, int parameter, std::span<const std::string_view> values) {
    return BindPointer(statement, parameter, values);
}

}  // namespace tram::database::sqlite
