// Result<T>: a value, or the Error that kept it from being.
//
//     Result<Coverage> FindCoverage(Id id);
//     const auto coverage = TRY(FindCoverage(id));   // passes the error up
//
// For everything that people, networks and disks can cause. Bugs are TRAM_CHECK.
#pragma once

#include <stdexcept>
#include <utility>
#include <variant>

#include "base/error.h"

namespace tram {

template <typename T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }
    bool ok() const { return state_.index() == 0; }

    // REQUIRES: ok().
    T& value() & { return std::get<0>(state_); }
    const T& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    // REQUIRES: !ok().
    Error& error() & { return std::get<1>(state_); }
    const Error& error() const& { return std::get<1>(state_); }
    Error&& error() && { return std::get<1>(std::move(state_)); }

  private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(std::move(error)), failed_(true) {}

    explicit operator bool() const { return !failed_; }
    bool ok() const { return !failed_; }
    void value() const {}

    // REQUIRES: !ok().
    Error& error() & { return error_; }
    const Error& error() const& { return error_; }
    Error&& error() && { return std::move(error_); }

  private:
    Error error_;
    bool failed_ = false;
};

// A bug in our own code. Thrown to the border of the request, which answers 500 and lives on.
class BrokenPromise : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

}  // namespace tram

// Evaluates to the value, or returns the error from the enclosing function.
#define TRY(...)                                                \
    ({                                                          \
        auto tram_result_ = (__VA_ARGS__);                      \
        if (!tram_result_) return std::move(tram_result_).error(); \
        std::move(tram_result_).value();                        \
    })

#define TRAM_STRINGIFY_(x) #x
#define TRAM_STRINGIFY(x) TRAM_STRINGIFY_(x)

// States what must be true unless our code is wrong. Never judges input.
#define TRAM_CHECK(condition)                                                                   \
    do {                                                                                        \
        if (!(condition))                                                                       \
            throw ::tram::BrokenPromise(__FILE__ ":" TRAM_STRINGIFY(__LINE__) ": " #condition); \
    } while (false)

// As TRAM_CHECK where going on could harm data: stops the process.
#define TRAM_MUST(condition)                       \
    do {                                           \
        if (!(condition)) ::tram::StopProcess(     \
            __FILE__ ":" TRAM_STRINGIFY(__LINE__) ": " #condition); \
    } while (false)

namespace tram {
[[noreturn]] void StopProcess(const char* why);
}
