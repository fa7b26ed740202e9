#include <fmt/format.h>

#include <cstring>

#include "platform/database/faults.h"
#include "platform/database/postgres.h"

namespace tram::database::postgres {
namespace {

constexpr int kBinary = 1;
constexpr int kRowsWorthCancelling = 10'000;

}  // namespace

PostgresStatement::PostgresStatement(PostgresConnection& connection, std::string name,
                                     const PGresult* description)
    : connection_(connection), name_(std::move(name)) {
    parameters_.resize(static_cast<std::size_t>(PQnparams(description)));
    for (std::size_t i = 0; i < parameters_.size(); ++i)
        parameters_[i].type = PQparamtype(description, static_cast<int>(i));
    columns_.resize(static_cast<std::size_t>(PQnfields(description)));
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        columns_[i].type = PQftype(description, static_cast<int>(i));
        columns_[i].name = PQfname(description, static_cast<int>(i));
    }
    row_.resize(columns_.size());
}

PostgresStatement::~PostgresStatement() {
    connection_.Deallocate(name_);
}

PostgresStatement::Parameter& PostgresStatement::At(int parameter) {
    TRAM_CHECK(parameter >= 1 && static_cast<std::size_t>(parameter) <= parameters_.size());
    return parameters_[static_cast<std::size_t>(parameter) - 1];
}

void PostgresStatement::Bind(int parameter, std::int64_t value) {
    Parameter& place = At(parameter);
    if (place.type == kText || place.type == kVarchar) {
        place.array = fmt::format("{}", value);
        return BindBytes(parameter, place.array);
    }
    const auto size = WriteInt(place.type, value, place.number);
    if (!size) mismatch_ = fmt::format("parameter {} of type {}: integer", parameter, place.type);
    place.data = place.number;
    place.size = size.value_or(0);
}

void PostgresStatement::BindReal(int parameter, double value) {
    Parameter& place = At(parameter);
    const auto size = WriteReal(place.type, value, place.number);
    if (!size) mismatch_ = fmt::format("parameter {} of type {}: real", parameter, place.type);
    place.data = place.number;
    place.size = size.value_or(0);
}

void PostgresStatement::BindText(int parameter, std::string_view value) {
    BindBytes(parameter, value);
}

void PostgresStatement::BindBlob(int parameter, std::string_view value) {
    BindBytes(parameter, value);
}

void PostgresStatement::BindBytes(int parameter, std::string_view value) {
    Parameter& place = At(parameter);
    if (place.type != kText && place.type != kBytea && place.type != kVarchar)
        mismatch_ = fmt::format("parameter {} of type {}: text or blob", parameter, place.type);
    place.data = value.data() ? value.data() : "";
    place.size = value.size();
}

void PostgresStatement::BindNull(int parameter) {
    At(parameter).data = nullptr;
}

void PostgresStatement::BindSet(int parameter, std::span<const std::int64_t> values) {
    Parameter& place = At(parameter);
    if (place.type != kInt8Array && place.type != kFloat8Array)
        mismatch_ = fmt::format("parameter {} of type {}: set of integers", parameter, place.type);
    ArrayBytes array(place.type == kFloat8Array ? Type::kReal : Type::kInteger);
    for (const auto value : values) array.Int(value);
    place.array = array.Finish();
    BindArray(parameter, place.array);
}

void PostgresStatement::BindTextSet(int parameter, std::span<const std::string_view> values) {
    Parameter& place = At(parameter);
    if (place.type != kTextArray)
        mismatch_ = fmt::format("parameter {} of type {}: set of texts", parameter, place.type);
    ArrayBytes array(Type::kText);
    for (const auto value : values) array.Bytes(value);
    place.array = array.Finish();
    BindArray(parameter, place.array);
}

void PostgresStatement::BindArray(int parameter, std::string_view bytes) {
    Parameter& place = At(parameter);
    place.data = bytes.data();
    place.size = bytes.size();
}

Result<void> PostgresStatement::Start() {
    if (!mismatch_.empty()) return BrokenQuery(std::exchange(mismatch_, {}));
    const std::size_t count = parameters_.size();
    std::vector<const char*> values(count);
    std::vector<int> lengths(count), formats(count, kBinary);
    for (std::size_t i = 0; i < count; ++i) {
        if (parameters_[i].size > INT32_MAX / 2) return BrokenQuery("a parameter of over 1 GB");
        values[i] = parameters_[i].data;
        lengths[i] = static_cast<int>(parameters_[i].size);
    }
    TRY(connection_.StartTrip([&](PGconn* line) {
        return PQsendQueryPrepared(line, name_.c_str(), static_cast<int>(count), values.data(),
                                   lengths.data(), formats.data(), kBinary) == 1;
    }));
    if (!columns_.empty()) PQsetSingleRowMode(connection_.line());
    state_ = State::kUnderWay;
    changed_ = 0;
    connection_.SetUnderWay(this);
    return {};
}

Result<bool> PostgresStatement::Step() {
    if (state_ == State::kIdle) TRY(Start());
    return state_ == State::kUnderWay ? Receive() : TakeFromAside();
}

Result<bool> PostgresStatement::Receive() {
    answer_.reset(PQgetResult(connection_.line()));
    const auto status = PQresultStatus(answer_.get());
    if (status == PGRES_SINGLE_TUPLE) {
        for (int i = 0; i < columns(); ++i) {
            const bool null = PQgetisnull(answer_.get(), 0, i);
            row_[static_cast<std::size_t>(i)] = {
                null ? nullptr : PQgetvalue(answer_.get(), 0, i),
                static_cast<std::size_t>(PQgetlength(answer_.get(), 0, i))};
        }
        return true;
    }
    state_ = State::kIdle;
    connection_.SetUnderWay(nullptr);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        changed_ = std::strtoll(PQcmdTuples(answer_.get()), nullptr, 10);
        if (!columns_.empty() && std::strncmp(PQcmdStatus(answer_.get()), "SELECT", 6) == 0)
            changed_ = 0;
        connection_.EndTrip();
        return false;
    }
    Error error = connection_.FaultOf(answer_.get());
    connection_.EndTrip();
    return error;
}

void PostgresStatement::SetAside() {
    // The row that the caller looks at now must outlive those read next.
    Answer present = std::move(answer_);
    const std::vector<Cell> row = row_;
    aside_.clear();
    aside_at_ = 0;
    aside_error_.reset();
    while (true) {
        const auto more = Receive();
        if (!more) aside_error_ = std::make_unique<Error>(more.error());
        if (!more || !*more) break;
        for (const auto& cell : row_) {
            const auto size = cell.data ? static_cast<std::int64_t>(cell.size) : -1;
            aside_.append(reinterpret_cast<const char*>(&size), sizeof size);
            if (cell.data) aside_.append(cell.data, cell.size);
        }
    }
    answer_ = std::move(present);
    row_ = row;
    state_ = State::kSetAside;
}

Result<bool> PostgresStatement::TakeFromAside() {
    answer_.reset();
    if (aside_at_ == aside_.size()) {
        state_ = State::kIdle;
        aside_ = {};
        if (aside_error_) return std::move(*std::exchange(aside_error_, nullptr));
        return false;
    }
    for (auto& cell : row_) {
        std::int64_t size = 0;
        std::memcpy(&size, aside_.data() + aside_at_, sizeof size);
        aside_at_ += sizeof size;
        cell = {size < 0 ? nullptr : aside_.data() + aside_at_,
                static_cast<std::size_t>(size < 0 ? 0 : size)};
        aside_at_ += cell.size;
    }
    return true;
}

Result<std::int64_t> PostgresStatement::Run() {
    while (TRY(Step())) {
    }
    return changed_;
}

void PostgresStatement::GiveUp(MayCancel may_cancel) {
    if (state_ == State::kUnderWay) {
        int rows = 0;
        while (true) {
            const auto more = Receive();
            if (!more || !*more) break;
            if (++rows == kRowsWorthCancelling && may_cancel == MayCancel::kYes)
                connection_.CancelNow();
        }
    }
    state_ = State::kIdle;
    answer_.reset();
    aside_ = {};
    aside_error_.reset();
}

void PostgresStatement::MakeReady() {
    GiveUp(MayCancel::kNo);
    for (auto& parameter : parameters_) parameter.data = nullptr;
    mismatch_.clear();
}

std::string_view PostgresStatement::BytesOf(int column) const {
    const Cell& cell = row_[static_cast<std::size_t>(column)];
    return {cell.data, cell.size};
}

bool PostgresStatement::IsNull(int column) const {
    return row_[static_cast<std::size_t>(column)].data == nullptr;
}

std::int64_t PostgresStatement::Int(int column) const {
    return IsNull(column) ? 0
                          : IntOf(columns_[static_cast<std::size_t>(column)].type, BytesOf(column));
}

double PostgresStatement::Real(int column) const {
    return IsNull(column)
               ? 0
               : RealOf(columns_[static_cast<std::size_t>(column)].type, BytesOf(column));
}

std::string_view PostgresStatement::Text(int column) const {
    if (IsNull(column)) return "";
    const Column& of = columns_[static_cast<std::size_t>(column)];
    return TextOf(of.type, BytesOf(column), of.text);
}

std::string_view PostgresStatement::Blob(int column) const {
    return IsNull(column) ? std::string_view("") : BytesOf(column);
}

std::string PostgresStatement::ColumnName(int column) const {
    return columns_[static_cast<std::size_t>(column)].name;
}

Statement::Type PostgresStatement::ColumnType(int column) const {
    if (IsNull(column)) return Type::kNull;
    return KindOf(columns_[static_cast<std::size_t>(column)].type, BytesOf(column));
}

}  // namespace tram::database::postgres
