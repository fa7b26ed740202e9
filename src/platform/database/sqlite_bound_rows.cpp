// bound_rows(pointer): a table-valued function over rows of integers bound to a statement, without
// writing them anywhere. Rows ascend by c0, so that one is found by it like by a key.
// https://sqlite.org/vtab.html#tabfunc2, https://sqlite.org/bindptr.html
#include <algorithm>

#include "platform/database/sqlite.h"

namespace tram::database::sqlite {
namespace {

constexpr char kPointerType[] = "tram-bound-rows";
constexpr int kPointerColumn = static_cast<int>(kMostRowColumns);
constexpr double kUsualRows = 100'000;

struct Cursor : sqlite3_vtab_cursor {
    RowTable rows;
    std::size_t at = 0, end = 0;
};

int Connect(sqlite3* handle, void*, int, const char* const*, sqlite3_vtab** table, char**) {
    const int code = sqlite3_declare_vtab(
        handle, "CREATE TABLE x(c0, c1, c2, c3, c4, c5, c6, c7, pointer HIDDEN)");
    if (code == SQLITE_OK) *table = new sqlite3_vtab{};
    return code;
}

int Disconnect(sqlite3_vtab* table) {
    delete table;
    return SQLITE_OK;
}

int BestIndex(sqlite3_vtab*, sqlite3_index_info* info) {
    int pointer = -1, key = -1;
    for (int i = 0; i < info->nConstraint; ++i) {
        const auto& constraint = info->aConstraint[i];
        if (constraint.op != SQLITE_INDEX_CONSTRAINT_EQ || !constraint.usable) continue;
        if (constraint.iColumn == kPointerColumn) pointer = i;
        if (constraint.iColumn == 0) key = i;
    }
    if (pointer < 0) return SQLITE_CONSTRAINT;
    info->aConstraintUsage[pointer].argvIndex = 1;
    info->aConstraintUsage[pointer].omit = 1;
    if (key >= 0) {
        info->aConstraintUsage[key].argvIndex = 2;
        info->idxNum = 1;
        info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
    }
    info->estimatedCost = key >= 0 ? 5 : kUsualRows;
    info->estimatedRows = key >= 0 ? 1 : static_cast<sqlite3_int64>(kUsualRows);
    return SQLITE_OK;
}

int OpenCursor(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) {
    *cursor = new Cursor{};
    return SQLITE_OK;
}

int CloseCursor(sqlite3_vtab_cursor* cursor) {
    delete static_cast<Cursor*>(cursor);
    return SQLITE_OK;
}

int Filter(sqlite3_vtab_cursor* base, int by_key, const char*, int, sqlite3_value** arguments) {
    auto* cursor = static_cast<Cursor*>(base);
    const auto* rows =
        static_cast<const RowTable*>(sqlite3_value_pointer(arguments[0], kPointerType));
    cursor->rows = rows ? *rows : RowTable{};
    cursor->at = 0;
    cursor->end = cursor->rows.size();
    if (by_key == 0) return SQLITE_OK;
    const auto key = sqlite3_value_int64(arguments[1]);
    std::size_t low = 0, high = cursor->end;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (cursor->rows.at(middle, 0) < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    cursor->at = low;
    cursor->end = low < cursor->end && cursor->rows.at(low, 0) == key &&
                          sqlite3_value_type(arguments[1]) == SQLITE_INTEGER
                      ? low + 1
                      : low;
    return SQLITE_OK;
}

int Next(sqlite3_vtab_cursor* cursor) {
    ++static_cast<Cursor*>(cursor)->at;
    return SQLITE_OK;
}

int Eof(sqlite3_vtab_cursor* base) {
    const auto* cursor = static_cast<Cursor*>(base);
    return cursor->at >= cursor->end;
}

int Column(sqlite3_vtab_cursor* base, sqlite3_context* context, int column) {
    const auto* cursor = static_cast<Cursor*>(base);
    if (static_cast<std::size_t>(column) >= cursor->rows.columns) return SQLITE_OK;
    const auto value = cursor->rows.at(cursor->at, static_cast<std::size_t>(column));
    if (value != kNullCell) sqlite3_result_int64(context, value);
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

}  // namespace

int RegisterBoundRows(sqlite3* handle) {
    return sqlite3_create_module(handle, "bound_rows", &kModule, nullptr);
}

int BindRowsOf(sqlite3_stmt* statement, int parameter, const RowTable& rows) {
    return sqlite3_bind_pointer(statement, parameter, new RowTable(rows), kPointerType,
                                [](void* bound) { delete static_cast<RowTable*>(bound); });
}

}  // namespace tram::database::sqlite
