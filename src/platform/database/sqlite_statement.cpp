#include "platform/database/sqlite.h"

namespace tram::database::sqlite {

// A failed bind is a wrong parameter number or a statement in use: our own fault, never input's.
void SqliteStatement::Bind(int parameter, std::int64_t value) {
    TRAM_CHECK(sqlite3_bind_int64(handle_, parameter, value) == SQLITE_OK);
}

void SqliteStatement::BindReal(int parameter, double value) {
    TRAM_CHECK(sqlite3_bind_double(handle_, parameter, value) == SQLITE_OK);
}

void SqliteStatement::BindText(int parameter, std::string_view value) {
    // A null pointer would bind NULL instead of the empty text.
    TRAM_CHECK(sqlite3_bind_text64(handle_, parameter, value.data() ? value.data() : "",
                                   value.size(), SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK);
}

void SqliteStatement::BindBlob(int parameter, std::string_view value) {
    TRAM_CHECK(sqlite3_bind_blob64(handle_, parameter, value.data() ? value.data() : "",
                                   value.size(), SQLITE_STATIC) == SQLITE_OK);
}

void SqliteStatement::BindNull(int parameter) {
    TRAM_CHECK(sqlite3_bind_null(handle_, parameter) == SQLITE_OK);
}

void SqliteStatement::BindSet(int parameter, std::span<const std::int64_t> values) {
    TRAM_CHECK(BindSetOf(handle_, parameter, values) == SQLITE_OK);
}

void SqliteStatement::BindTextSet(int parameter, std::span<const std::string_view> values) {
    TRAM_CHECK(BindSetOf(handle_, parameter, values) == SQLITE_OK);
}

Result<bool> SqliteStatement::Step() {
    if (!running_) {
        running_ = true;
        if (connection_.time_limit_millis() > 0) started_ = std::chrono::steady_clock::now();
    }
    const int code = connection_.StepWithin(handle_, started_);
    if (code == SQLITE_ROW) return true;
    running_ = false;
    if (code == SQLITE_DONE) {
        sqlite3_reset(handle_);
        return false;
    }
    Error error = FaultOf(connection_.handle(), code);
    sqlite3_reset(handle_);
    return error;
}

Result<std::int64_t> SqliteStatement::Run() {
    const auto before = sqlite3_total_changes64(connection_.handle());
    while (TRY(Step())) {
    }
    return sqlite3_total_changes64(connection_.handle()) - before;
}

void SqliteStatement::Reset() {
    sqlite3_reset(handle_);
    running_ = false;
}

void SqliteStatement::MakeReady() {
    Reset();
    sqlite3_clear_bindings(handle_);
}

bool SqliteStatement::IsNull(int column) const {
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::int64_t SqliteStatement::Int(int column) const {
    return sqlite3_column_int64(handle_, column);
}

double SqliteStatement::Real(int column) const {
    return sqlite3_column_double(handle_, column);
}

std::string_view SqliteStatement::Text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return {text ? text : "", static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

std::string_view SqliteStatement::Blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
    return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

int SqliteStatement::columns() const {
    return sqlite3_column_count(handle_);
}

std::string SqliteStatement::ColumnName(int column) const {
    const char* name = sqlite3_column_name(handle_, column);
    return name ? name : "";
}

Statement::Type SqliteStatement::ColumnType(int column) const {
    switch (sqlite3_column_type(handle_, column)) {
        case SQLITE_INTEGER:
            return Type::kInteger;
        case SQLITE_FLOAT:
            return Type::kReal;
        case SQLITE_TEXT:
            return Type::kText;
        case SQLITE_BLOB:
            return Type::kBlob;
        default:
            return Type::kNull;
    }
}

}  // namespace tram::database::sqlite
