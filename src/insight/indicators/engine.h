// Engine: figures of all indicators by unit, exact to the last write.
//
// Answers are kept per (indicator, dates). When the store has moved on, the feed names the persons
// touched since by records the query reads; their rows alone are asked again and put in place. A
// figure and its list come from the same rows, so they cannot disagree.
//
// Two forms are kept: the whole rows of a day whose lists are looked at, and eight bytes a member
// of a day of which only figures are asked (a year before, the days of a trend). Together they stay
// under kMostKept; the longest unused goes first.
//
// Thread safety: may be used from many threads; one question on one cell is computed once.
#pragma once

#include <condition_variable>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "care/registry/units.h"
#include "insight/columns/feed.h"
#include "insight/indicators/indicator.h"
#include "insight/indicators/over_columns.h"
#include "record/store/store.h"

namespace tram::indicators {

using columns::Feed;
using columns::Types;

struct Count {
    std::int64_t numerator = 0, denominator = 0;
    std::int64_t no_data = 0;  // of the denominator: not met for want of any evidence
};
using Counts = std::unordered_map<Rid, Count>;

// Member rows of one indicator for its dates, as of a log position.
struct Answer {
    const Indicator* indicator = nullptr;
    Dates dates;
    std::int64_t position = 0;
    std::vector<Member> members;  // ascending by member
    Counts lowest;                // of `members`, by the unit they stand in
};

// The figures of an answer alone.
struct Tally {
    std::int64_t position = 0;
    Counts lowest;  // by the unit members stand in
};

// A day asked about: the newest unit tree, and the map that carries members up.
struct Geography {
    std::shared_ptr<const registry::Units> units;
    std::int32_t map_day = 0;  // as_of for the map of its day, today for today's
};

class Engine {
  public:
    // `store` must outlive the engine. `kept_in`: a file that makes the first question after a
    // start quick; empty: none.
    Engine(record::Store& store, std::vector<Indicator> indicators, std::string kept_in = {});
    ~Engine();

    const std::vector<Indicator>& indicators() const { return indicators_; }
    const Indicator* Find(std::string_view id) const;
    record::Store& store() const { return store_; }

    struct Request {
        const Indicator* indicator = nullptr;
        Dates dates;
    };
    // The rows of an indicator, true for everything committed before the call.
    // Errors: kBusy, kUnavailable, kInvalid (content that gives rows of the wrong shape).
    Result<std::shared_ptr<const Answer>> Ask(const Indicator& indicator, const Dates& dates);
    // Its figures alone, as true and cheaper to keep.
    Result<Tally> Count(const Indicator& indicator, const Dates& dates);

    // Computes what is not known yet of several questions, on all cores; Ask (kRows) or Count
    // (kFigures) finds it then. Errors: as Ask, of the first that fails.
    enum class Keep : std::uint8_t { kRows, kFigures };
    struct Wish {
        Request request;
        Keep keep = Keep::kFigures;
    };
    Result<void> Prepare(std::span<const Wish> wishes);

    // The same one after the other, each on all cores: what they have in common is asked once.
    Result<void> PrepareInTurn(std::span<const Wish> wishes);

    // The same in the background, one after the other; what fails is asked again by whoever needs
    // it. Later() gives way to no request and holds up none.
    void Later(std::span<const Wish> wishes);
    // Waits until all of them are known, or the time is over.
    void WaitFor(std::span<const Wish> wishes, int most_millis);
    // Is it known, save for what was written since?
    bool Known(const Request& request);

    // Units as they are recorded now.
    Result<std::shared_ptr<const registry::Units>> Units();

  private:
    struct Cell;
    struct Key {
        std::string indicator;
        std::int32_t as_of, from, to;
        auto operator<=>(const Key&) const = default;
    };
    std::shared_ptr<Cell> FindCell(const Request& request);
    void Tidy();
    void NoteTypes(const Indicator& indicator);
    void ForgetOtherRegisters();  // REQUIRES: mutex_ is held
    // Brings the cell up to date in the form asked for. REQUIRES: its mutex is held.
    Result<void> Refresh(Cell& cell, const Request& request, Keep keep);
    // One question. True: it went on while it was asked, once more makes it true.
    Result<bool> RefreshOnce(Cell& cell, const Request& request, Keep keep,
                             OverColumns::Holds holds);
    // What a question answers: all of it, or of those that moved since a position.
    struct Asked {
        std::int64_t upto = 0;
        std::optional<std::vector<Rid>> again;  // of these alone; nullopt: all
        std::vector<Member> members;
        bool went_on = false;  // some are newer than `upto`: who moved since is to be asked again
    };
    Result<Asked> AskSince(const Request& request, std::optional<std::int64_t> position,
                           OverColumns::Holds holds);
    Result<Asked> AskDatabase(const Request& request, std::optional<std::int64_t> position);
    // Owners of compartments that moved, ascending; nullopt: it may be anybody.
    std::optional<std::vector<Rid>> HomesMoved(const Request& request,
                                               std::optional<std::int64_t> position,
                                               std::int64_t upto) const;
    Result<void> PrepareAll(std::span<const Wish> wishes);
    void WorkInBackground();
    void Rest();  // nothing is asked now: what was only for its time is given back

    record::Store& store_;
    std::vector<Indicator> indicators_;
    std::map<const Version*, Types> types_;  // of the records a query reads
    Feed feed_;
    OverColumns over_columns_;
    std::mutex mutex_;
    std::map<Key, std::shared_ptr<Cell>> cells_;
    std::list<Key> recent_;  // newest first
    std::shared_ptr<const registry::Units> units_;
    std::int64_t units_position_ = -1;
    std::int64_t generation_ = 0;  // of the registers that all this was asked of

    std::mutex later_mutex_;
    std::condition_variable later_;  // something waits, or something was done
    std::deque<Wish> waiting_;
    bool stopping_ = false;
    std::thread background_;  // begun by the first Later()
};

// Numerators and denominators of every unit that has members at or below it. Members whose unit
// cannot be placed count under rid 0 ("chưa xếp").
Counts CountByUnit(const Counts& lowest, const Geography& geography);
// REQUIRES: answer.lowest counts answer.members.
Counts CountByUnit(const Answer& answer, const Geography& geography);
// Counts by the unit members stand in.
Counts CountLowest(const Indicator& indicator, std::span<const Member> members);

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
