#include "platform/database/postgres_values.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace tram::database::postgres {
namespace {

constexpr std::size_t kArrayHeader = 20;

std::uint64_t BigEndian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

std::int64_t Signed(std::string_view bytes) {
    if (bytes.empty() || bytes.size() > 8) return 0;
    const int unused = 64 - static_cast<int>(bytes.size()) * 8;
    return static_cast<std::int64_t>(BigEndian(bytes) << unused) >> unused;
}

std::uint64_t Word(std::string_view bytes, std::size_t at) {
    return at + 2 <= bytes.size() ? BigEndian(bytes.substr(at, 2)) : 0;
}

// ndigits, weight, sign, dscale, then digits of base 10000: numeric_send() in PostgreSQL.
std::string NumericText(std::string_view bytes) {
    const auto digits = static_cast<int>(Word(bytes, 0));
    const auto weight = static_cast<std::int16_t>(Word(bytes, 2));
    const auto sign = Word(bytes, 4);
    const auto scale = static_cast<int>(Word(bytes, 6));
    if (sign == 0xC000) return "nan";
    const auto digit = [&](int i) -> std::uint64_t {
        return i >= 0 && i < digits ? Word(bytes, 8 + 2 * static_cast<std::size_t>(i)) : 0;
    };
    std::string text = sign == 0x4000 ? "-" : "";
    text += weight < 0 ? "0" : fmt::format("{}", digit(0));
    for (int i = 1; i <= weight; ++i) text += fmt::format("{:04}", digit(i));
    if (scale == 0) return text;
    std::string fraction;
    for (int i = weight + 1; static_cast<int>(fraction.size()) < scale; ++i)
        fraction += fmt::format("{:04}", digit(i));
    fraction.resize(static_cast<std::size_t>(scale));
    return text + "." + fraction;
}

bool IsText(unsigned type) {
    switch (type) {
        case kBool:
        case kInt2:
        case kInt4:
        case kInt8:
        case kOid:
        case kFloat4:
        case kFloat8:
        case kNumeric:
            return false;
        default:
            return true;
    }
}

}  // namespace

Statement::Type KindOf(unsigned type, std::string_view bytes) {
    switch (type) {
        case kBool:
        case kInt2:
        case kInt4:
        case kInt8:
        case kOid:
            return Statement::Type::kInteger;
        case kFloat4:
        case kFloat8:
            return Statement::Type::kReal;
        // The sum of bigints is a numeric without fraction; SQLite calls it an integer.
        case kNumeric:
            return Word(bytes, 6) == 0 ? Statement::Type::kInteger : Statement::Type::kReal;
        case kBytea:
            return Statement::Type::kBlob;
        default:
            return Statement::Type::kText;
    }
}

std::int64_t IntOf(unsigned type, std::string_view bytes) {
    switch (type) {
        case kBool:
        case kInt2:
        case kInt4:
        case kInt8:
            return Signed(bytes);
        case kOid:
            return static_cast<std::int64_t>(BigEndian(bytes));
        case kFloat4:
        case kFloat8: {
            const double value = RealOf(type, bytes);
            constexpr double kMost = 9223372036854775807.0;
            if (std::isnan(value)) return 0;
            return value >= kMost ? INT64_MAX : value <= -kMost ? INT64_MIN : std::int64_t(value);
        }
        case kNumeric:
            return std::strtoll(NumericText(bytes).c_str(), nullptr, 10);
        default:
            return std::strtoll(std::string(bytes).c_str(), nullptr, 10);
    }
}

double RealOf(unsigned type, std::string_view bytes) {
    switch (type) {
        case kFloat8:
            return std::bit_cast<double>(BigEndian(bytes));
        case kFloat4:
            return std::bit_cast<float>(static_cast<std::uint32_t>(BigEndian(bytes)));
        case kNumeric:
            return std::strtod(NumericText(bytes).c_str(), nullptr);
        default:
            return IsText(type) ? std::strtod(std::string(bytes).c_str(), nullptr)
                                : static_cast<double>(IntOf(type, bytes));
    }
}

std::string_view TextOf(unsigned type, std::string_view bytes, std::string& scratch) {
    if (IsText(type)) return bytes;
    switch (type) {
        case kFloat4:
        case kFloat8:
            scratch = fmt::format("{}", RealOf(type, bytes));
            break;
        case kNumeric:
            scratch = NumericText(bytes);
            break;
        default:
            scratch = fmt::format("{}", IntOf(type, bytes));
    }
    return scratch;
}

void AppendBigEndian(std::string& out, std::uint64_t value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift);
}

std::optional<std::size_t> WriteInt(unsigned type, std::int64_t value, char* out) {
    int bytes = 8;
    switch (type) {
        case kInt8:
            break;
        case kInt4:
            bytes = 4;
            break;
        case kInt2:
            bytes = 2;
            break;
        case kBool:
            bytes = 1;
            break;
        case kFloat8:
            return WriteReal(type, static_cast<double>(value), out);
        default:
            return std::nullopt;
    }
    const int unused = 64 - bytes * 8;
    if (static_cast<std::int64_t>(static_cast<std::uint64_t>(value) << unused) >> unused != value)
        return std::nullopt;
    for (int i = 0; i < bytes; ++i)
        out[i] = static_cast<char>(static_cast<std::uint64_t>(value) >> (bytes - 1 - i) * 8);
    return static_cast<std::size_t>(bytes);
}

std::optional<std::size_t> WriteReal(unsigned type, double value, char* out) {
    if (type == kFloat8) return WriteInt(kInt8, std::bit_cast<std::int64_t>(value), out);
    // A whole number may stand where an integer is wanted; a fraction would silently change.
    if (std::nearbyint(value) == value && std::abs(value) < 9e15)
        return WriteInt(type, static_cast<std::int64_t>(value), out);
    return std::nullopt;
}

ArrayBytes::ArrayBytes(Statement::Type element) : element_(element) {
    Clear();
}

void ArrayBytes::Clear() {
    bytes_.assign(kArrayHeader, '\0');
    count_ = 0;
    has_null_ = false;
}

void ArrayBytes::Int(std::int64_t value) {
    if (element_ == Statement::Type::kReal) return Real(static_cast<double>(value));
    TRAM_CHECK(element_ == Statement::Type::kInteger);
    AppendBigEndian(bytes_, 8, 4);
    AppendBigEndian(bytes_, static_cast<std::uint64_t>(value), 8);
    ++count_;
}

void ArrayBytes::Real(double value) {
    TRAM_CHECK(element_ == Statement::Type::kReal);
    AppendBigEndian(bytes_, 8, 4);
    AppendBigEndian(bytes_, std::bit_cast<std::uint64_t>(value), 8);
    ++count_;
}

void ArrayBytes::Bytes(std::string_view value) {
    TRAM_CHECK(element_ == Statement::Type::kText || element_ == Statement::Type::kBlob);
    AppendBigEndian(bytes_, value.size(), 4);
    bytes_ += value;
    ++count_;
}

void ArrayBytes::Null() {
    AppendBigEndian(bytes_, 0xffffffff, 4);
    has_null_ = true;
    ++count_;
}

std::string_view ArrayBytes::Finish() {
    unsigned type = kInt8;
    switch (element_) {
        case Statement::Type::kReal:
            type = kFloat8;
            break;
        case Statement::Type::kText:
            type = kText;
            break;
        case Statement::Type::kBlob:
            type = kBytea;
            break;
        case Statement::Type::kInteger:
        case Statement::Type::kNull:
            break;
    }
    std::string header;
    AppendBigEndian(header, count_ == 0 ? 0 : 1, 4);  // dimensions
    AppendBigEndian(header, has_null_, 4);
    AppendBigEndian(header, type, 4);
    AppendBigEndian(header, count_, 4);
    AppendBigEndian(header, 1, 4);  // lower bound
    std::memcpy(bytes_.data(), header.data(), header.size());
    // An empty array has no dimension to tell of.
    constexpr std::size_t kEmptyHeader = 12;
    return std::string_view(bytes_).substr(0, count_ == 0 ? kEmptyHeader : bytes_.size());
}

std::string_view ArrayBytes::TypeName(Statement::Type element) {
    switch (element) {
        case Statement::Type::kReal:
            return "double precision";
        case Statement::Type::kText:
            return "text";
        case Statement::Type::kBlob:
            return "bytea";
        case Statement::Type::kInteger:
        case Statement::Type::kNull:
            return "bigint";
    }
    return "bigint";
}

}  // namespace tram::database::postgres
