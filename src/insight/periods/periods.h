// Periods: figures frozen as answered, opened again as they were, explained against today.
//
// Closing freezes the scorecard of a unit – the unit itself and those just below it – with the
// member rows behind each figure. A late record moves today's answer, never a closed one.
//
//     const auto found = TRY(periods.Find(unit, from, to));     // the closing that stands
//     const auto period = TRY(periods.Open(actor, found->id));  // its figures
//
// Thread safety: may be used from many threads.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "care/plan/closed_period.h"
#include "care/plan/plan.h"
#include "insight/indicators/scorecard.h"
#include "insight/periods/calendar.h"
#include "insight/periods/member_rows.h"

namespace tram::periods {

using plan::ClosedPeriod;
using plan::PeriodHead;

struct CloseRequest {
    // unit; as_of the last day, from the first; map; today.
    indicators::Question question;
    std::string title;     // empty: as the calendar calls it
    std::string replaces;  // FHIR id of the closing it stands for
    std::string reason;    // why; needed with `replaces`
};

// Why a member's row is not what it was.
enum class Cause : std::uint8_t {
    kRecords,  // versions logged since, named
    kContent,  // the question itself is another: rules or codes were replaced
    kUnits,    // the map moved: units or their links
    kOthers,   // records of others it hangs on
};
std::string_view CauseCode(Cause cause);

struct LoggedVersion {
    std::string type, id;
    std::int64_t version = 0, position = 0;
    Instant at;
    std::string author;
};

// One member whose row differs. `was` is absent of those who entered, `now` of those who left.
struct Difference {
    indicators::Effect effect = indicators::Effect::kGained;
    std::optional<FrozenMember> was, now;
    Cause cause = Cause::kOthers;
    std::vector<LoggedVersion> versions;  // newest first
};

struct Explanation {
    const indicators::Indicator* indicator = nullptr;
    indicators::Count was, now;
    std::int64_t position = 0;  // for which `now` is true
    std::vector<Difference> differences;
};

class Periods {
  public:
    // What is handed in must outlive it.
    Periods(record::Store& store, indicators::Engine& engine, std::string content_hash,
            Calendar calendar)
        : store_(store),
          engine_(engine),
          content_hash_(std::move(content_hash)),
          calendar_(std::move(calendar)) {}

    // What else to freeze with a period, told by who understands it; called before it is recorded,
    // with the member rows of its indicators in place.
    using Beside = std::function<Result<std::vector<plan::FrozenText>>(
        const record::Actor&, const plan::Plan&, const ClosedPeriod&)>;
    // REQUIRES: nothing is being closed yet.
    void FreezeBeside(Beside beside) { beside_ = std::move(beside); }

    // REQUIRES: the actor sees the unit.
    // Errors: kForbidden (the role closes no periods), kBadValue (days in the wrong order, not
    // over yet), kConflict (closed already; the one to replace is not the one that stands),
    // kRequired (a replacement without reason), those of the engine.
    Result<ClosedPeriod> Close(const record::Actor& actor, const plan::Plan& plan,
                               const CloseRequest& request);

    Result<std::vector<PeriodHead>> List();
    // The closing of exactly these days that stands; nullopt: none.
    Result<std::optional<PeriodHead>> Find(indicators::Rid unit, std::int32_t from,
                                           std::int32_t to);
    // Its figures. REQUIRES: the actor sees the unit. Errors: kNotFound.
    Result<ClosedPeriod> Open(const record::Actor& actor, std::string_view id);
    // Its member rows for one indicator. REQUIRES: as Open, and a right to names where members are
    // people. Errors: kNotFound, kInternal (not what was frozen).
    Result<std::vector<FrozenMember>> Rows(const record::Actor& actor, const ClosedPeriod& period,
                                           std::string_view indicator);
    // Frozen against today, for the members at or below `unit` (FHIR id).
    // REQUIRES: as Rows. Errors: kNotFound (the indicator is no longer defined).
    Result<Explanation> Explain(const record::Actor& actor, const ClosedPeriod& period,
                                std::string_view indicator, std::string_view unit);

    // What a closing of these days is called where nobody says otherwise.
    indicators::Words GivenTitle(std::int32_t from, std::int32_t to) const;

    // The day, here, on which it was closed.
    std::int32_t ClosedOn(const PeriodHead& head) const;

    const Calendar& calendar() const { return calendar_; }

  private:
    Result<void> CheckRequest(const record::Actor& actor, const CloseRequest& request);
    struct Whole {
        indicators::Scorecard card;
        std::vector<std::shared_ptr<const indicators::Answer>> answers;  // in the order of its rows
    };
    Result<Whole> AnswerWhole(const plan::Plan& plan, const indicators::Question& question);
    Result<void> NameCauses(record::Reader& reader, const ClosedPeriod& period, std::int64_t since,
                            Explanation& explanation);

    record::Store& store_;
    indicators::Engine& engine_;
    std::string content_hash_;
    Calendar calendar_;
    Beside beside_;
    std::mutex closing_;  // one at a time: a closing reads what stands before it writes
};

}  // namespace tram::periods
