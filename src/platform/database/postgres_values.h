// PostgreSQL's binary forms of the few types we meet.
// https://www.postgresql.org/docs/15/protocol-overview.html#PROTOCOL-FORMAT-CODES
//
// Thread safety: plain functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/database/database.h"

namespace tram::database::postgres {

// From pg_type.dat; they never change.
enum TypeOid : unsigned {
    kBool = 16,
    kBytea = 17,
    kInt8 = 20,
    kInt2 = 21,
    kInt4 = 23,
    kText = 25,
    kOid = 26,
    kFloat4 = 700,
    kFloat8 = 701,
    kFloat8Array = 1022,
    kInt8Array = 1016,
    kTextArray = 1009,
    kVarchar = 1043,
    kNumeric = 1700,
};

Statement::Type KindOf(unsigned type, std::string_view bytes);
std::int64_t IntOf(unsigned type, std::string_view bytes);
double RealOf(unsigned type, std::string_view bytes);
// The value as SQLite would write it. `scratch` holds it where the bytes are not the text
// themselves.
std::string_view TextOf(unsigned type, std::string_view bytes, std::string& scratch);

void AppendBigEndian(std::string& out, std::uint64_t value, int bytes);
// Writes a number into `out` (8 bytes) as `type` has it. Gives the length; nullopt: it does not
// fit.
std::optional<std::size_t> WriteInt(unsigned type, std::int64_t value, char* out);
std::optional<std::size_t> WriteReal(unsigned type, double value, char* out);

// An array of one dimension, grown value by value.
class ArrayBytes {
  public:
    explicit ArrayBytes(Statement::Type element);
    void Int(std::int64_t value);
    void Real(double value);
    void Bytes(std::string_view value);
    void Null();
    // The array as PostgreSQL reads it. Valid until the next change.
    std::string_view Finish();
    void Clear();
    std::size_t size() const { return bytes_.size(); }
    static std::string_view TypeName(Statement::Type element);  // "bigint"

  private:
    Statement::Type element_;
    std::uint32_t count_ = 0;
    bool has_null_ = false;
    std::string bytes_;
};

}  // namespace tram::database::postgres
