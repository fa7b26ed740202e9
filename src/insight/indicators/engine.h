// Engine: figures of all indicators by unit, exact to the last write.
//
// Answers are kept per (indicator, dates). When the store has moved on, the change feed names the
// persons touched since; their rows alone are asked again and put in place. A figure and its list
// come from the same rows, so they cannot disagree.
//
// Thread safety: may be used from many threads; one question on one cell is computed once.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "care/registry/units.h"
#include "insight/indicators/indicator.h"
#include "record/store/store.h"

namespace tram::indicators {

// Member rows of one indicator for its dates, as of a log position.
struct Answer {
    const Indicator* indicator = nullptr;
    Dates dates;
    std::int64_t position = 0;
    std::vector<Member> members;  // ascending by member
};

struct Count {
    std::int64_t numerator = 0, denominator = 0;
    std::int64_t no_data = 0;  // of the denominator: not met for want of any evidence
};
// By unit and everything above it.
using Counts = std::unordered_map<Rid, Count>;

// A day asked about: the newest unit tree, and the map that carries members up.
struct Geography {
    std::shared_ptr<const registry::Units> units;
    std::int32_t map_day = 0;  // as_of for the map of its day, today for today's
};

class Engine {
  public:
    // `store` and `indicators` must outlive the engine.
    Engine(record::Store& store, std::vector<Indicator> indicators);

    const std::vector<Indicator>& indicators() const { return indicators_; }
    const Indicator* Find(std::string_view id) const;

    // The rows of an indicator, true for everything committed before the call.
    // Errors: kBusy, kUnavailable, kInvalid (content that gives rows of the wrong shape).
    Result<std::shared_ptr<const Answer>> Ask(const Indicator& indicator, const Dates& dates);

    // Units as they are recorded now.
    Result<std::shared_ptr<const registry::Units>> Units();

  private:
    struct Cell;
    struct Key {
        std::string indicator;
        std::int32_t as_of, from, to;
        auto operator<=>(const Key&) const = default;
    };
    // What was touched between two positions: persons, and whether anything else was.
    struct Touched {
        std::vector<Rid> persons;
        bool beyond_persons = false;
    };
    Result<Touched> TouchedSince(record::Reader& reader, std::int64_t position);
    std::shared_ptr<Cell> FindCell(const Key& key);

    record::Store& store_;
    std::vector<Indicator> indicators_;
    std::mutex mutex_;
    std::map<Key, std::shared_ptr<Cell>> cells_;
    std::list<Key> recent_;  // newest first
    std::shared_ptr<const registry::Units> units_;
    std::int64_t units_position_ = -1;
};

// Numerators and denominators of every unit that has members at or below it. Members whose unit
// cannot be placed count under rid 0 ("chưa xếp").
Counts CountByUnit(const Answer& answer, const Geography& geography);

// The members that stand at `unit` or below it, in the order of the answer.
std::vector<Member> MembersBelow(const Answer& answer, const Geography& geography, Rid unit);

// Judgement on the integer fraction, never on a rounded percent.
enum class Operator : std::uint8_t { kGreater, kAtLeast, kEqual, kToward };
enum class Status : std::uint8_t { kReached, kNear, kBehind, kNoData, kNone };
struct Target {
    Operator op = Operator::kAtLeast;
    double percent = 0;
};
// kNoData: more than a fifth of the members have no evidence at all. kNone: no members, or a
// direction without pass or fail.
Status Judge(const Count& count, const std::optional<Target>& target, double near_points);
std::string_view StatusCode(Status status);

}  // namespace tram::indicators
