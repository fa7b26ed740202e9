#include "insight/indicators/engine.h"

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>

#include "insight/indicators/kept_rows.h"

namespace tram::indicators {
namespace {

// Bytes of rows: a district of 150,000 takes 6 MB for the rows of one population indicator, 1.8 MB
// for its figures.
constexpr std::size_t kMostKept = std::size_t{256} << 20;

// Whom records in these compartments speak of: a record of a duplicate moves the figure of the
// survivor. nullopt: one of them is nobody's, so it may be anybody. REQUIRES: `homes` ascend.
Result<std::optional<std::vector<Rid>>> PersonsOf(database::Connection& connection,
                                                  const std::vector<Rid>& homes) {
    using Persons = std::optional<std::vector<Rid>>;
    std::vector<Rid> persons = homes, found;
    auto& rows = *TRY(connection.Prepare("SELECT rid, person FROM reg_patients WHERE " +
                                         connection.InSet("rid", 1)));
    rows.BindSet(1, homes);
    while (TRY(rows.Step())) {
        found.push_back(rows.Int(0));
        persons.push_back(rows.Int(1));
    }
    std::sort(found.begin(), found.end());
    if (!std::includes(found.begin(), found.end(), homes.begin(), homes.end())) return Persons();
    std::sort(persons.begin(), persons.end());
    persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
    return Persons(std::move(persons));
}

bool IsSame(const Dates& a, const Dates& b) {
    return a.as_of == b.as_of && a.from == b.from && a.to == b.to;
}

// The first question of persons of a day tells the others who is asked: while it runs, those of
// facilities are for the other cores.
void PutFirstsFirst(std::vector<Engine::Wish>& wishes) {
    std::vector<Engine::Wish> first, facilities, rest;
    for (const auto& wish : wishes) {
        const auto of_day = [&](const Engine::Wish& other) {
            return IsSame(other.request.dates, wish.request.dates);
        };
        const bool persons = wish.request.indicator->member_type == MemberType::kPatient;
        const bool is_first = std::none_of(first.begin(), first.end(), of_day);
        (!persons ? facilities : is_first ? first : rest).push_back(wish);
    }
    wishes = std::move(first);
    wishes.insert(wishes.end(), facilities.begin(), facilities.end());
    wishes.insert(wishes.end(), rest.begin(), rest.end());
}

}  // namespace

// What is known of one question: whole rows, or figures alone, or nothing yet.
struct Engine::Cell {
    std::mutex mutex;
    std::shared_ptr<Answer> rows;  // handed out; changed in place only while nobody holds it
    std::optional<FigureRows> figures;
    std::atomic<std::size_t> bytes = 0;
    std::atomic<bool> known = false;
    std::atomic<std::int64_t> position = 0;
};

Engine::Engine(record::Store& store, std::vector<Indicator> indicators, std::string kept_in)
    : store_(store),
      indicators_(std::move(indicators)),
      over_columns_(store_, feed_, indicators_, std::move(kept_in)) {
    for (const auto& indicator : indicators_) NoteTypes(indicator);
}

void Engine::NoteTypes(const Indicator& indicator) {
    for (const auto& version : indicator.versions) {
        Types& types = types_[&version];
        for (const auto& name : version.query.registers()) {
            if (const auto* of = store_.registers().Find(name)) types.insert(of->resource_type);
        }
    }
    for (const auto& companion : indicator.companions) NoteTypes(companion);
    for (const auto& over : indicator.over_bases) NoteTypes(over);
}

Engine::~Engine() {
    {
        const std::lock_guard lock(later_mutex_);
        stopping_ = true;
    }
    later_.notify_all();
    if (background_.joinable()) background_.join();
    over_columns_.columns().Keep(columns::Columns::Moment::kEnd);
}

const Indicator* Engine::Find(std::string_view id) const {
    for (const auto& indicator : indicators_) {
        if (indicator.id == id) return &indicator;
    }
    return nullptr;
}

std::shared_ptr<Engine::Cell> Engine::FindCell(const Request& request) {
    const Key key{request.indicator->id, request.dates.as_of, request.dates.from, request.dates.to};
    const std::lock_guard lock(mutex_);
    ForgetOtherRegisters();
    auto& cell = cells_[key];
    if (!cell) cell = std::make_shared<Cell>();
    const auto found = cell;
    recent_.remove(key);
    recent_.push_front(key);
    return found;
}

// Registers made anew by other views: nothing asked of those before holds any longer.
void Engine::ForgetOtherRegisters() {
    const auto generation = store_.registers().generation();
    if (generation == generation_) return;
    generation_ = generation;
    cells_.clear();
    recent_.clear();
    units_ = nullptr;
}

void Engine::Tidy() {
    const std::lock_guard lock(mutex_);
    std::size_t bytes = 0;
    for (auto place = recent_.begin(); place != recent_.end();) {
        const auto known = cells_.find(*place);
        bytes += known->second->bytes;
        if (bytes > kMostKept && place != recent_.begin()) {
            bytes -= known->second->bytes;
            cells_.erase(known);
            place = recent_.erase(place);
        } else {
            ++place;
        }
    }
}

std::optional<std::vector<Rid>> Engine::HomesMoved(const Request& request,
                                                   std::optional<std::int64_t> position,
                                                   std::int64_t upto) const {
    using Homes = std::optional<std::vector<Rid>>;
    if (!position) return std::nullopt;
    static const Types kNone;
    const auto known = types_.find(VersionOn(*request.indicator, request.dates.as_of));
    const Types& types = known == types_.end() ? kNone : known->second;
    if (request.indicator->member_type == MemberType::kPatient)
        return feed_.HomesTouched(*position, upto, types);
    // Few members, whose rows hang on each other's records.
    return feed_.Touched(*position, upto, types) ? std::nullopt : Homes(std::vector<Rid>());
}

Result<Engine::Asked> Engine::AskSince(const Request& request, std::optional<std::int64_t> position,
                                       OverColumns::Holds holds) {
    const auto* version = VersionOn(*request.indicator, request.dates.as_of);
    if (!version || !over_columns_.Takes(*version)) return AskDatabase(request, position);
    auto standing = TRY(over_columns_.Stand());
    Asked asked{.upto = standing.position()};
    asked.again = HomesMoved(request, position, asked.upto);
    if (asked.again) asked.again = OverColumns::PersonsOf(standing, *asked.again);
    if (asked.again && asked.again->empty()) return asked;
    auto members = over_columns_.Ask(standing, *request.indicator, *version, request.dates,
                                     asked.again, holds);
    // Where only the rows tell that columns do not answer.
    if (!members && members.error().code == ErrorCode::kNotSupported)
        return AskDatabase(request, position);
    asked.members = TRY(std::move(members));
    asked.went_on = standing.position() != asked.upto;
    return asked;
}

Result<Engine::Asked> Engine::AskDatabase(const Request& request,
                                          std::optional<std::int64_t> position) {
    const auto reader = TRY(store_.Read());
    Asked asked{.upto = TRY(feed_.CatchUp(*reader))};
    auto& connection = reader->connection();
    asked.again = HomesMoved(request, position, asked.upto);
    if (asked.again && !asked.again->empty())
        asked.again = TRY(PersonsOf(connection, *asked.again));
    if (asked.again && asked.again->empty()) return asked;
    asked.members = TRY(tram::indicators::Ask(
        connection, *request.indicator, request.dates,
        asked.again ? std::span<const Rid>(*asked.again) : std::span<const Rid>()));
    return asked;
}

Result<void> Engine::Refresh(Cell& cell, const Request& request, Keep keep) {
    if (TRY(RefreshOnce(cell, request, keep, OverColumns::Holds::kUntilWanted)))
        TRY(RefreshOnce(cell, request, keep, OverColumns::Holds::kToTheEnd));
    return {};
}

Result<bool> Engine::RefreshOnce(Cell& cell, const Request& request, Keep keep,
                                 OverColumns::Holds holds) {
    // What weighs its members has no shorter form.
    const bool weighs = request.indicator->id.find('/') != std::string::npos;
    const bool as_rows = keep == Keep::kRows || cell.rows || weighs;
    const bool known = as_rows ? cell.rows != nullptr : cell.figures.has_value();
    if (known && cell.position == store_.position()) return false;
    auto [upto, again, members, went_on] = TRY(AskSince(
        request, known ? std::optional<std::int64_t>(cell.position) : std::nullopt, holds));
    const Indicator& indicator = *request.indicator;
    if (as_rows) {
        // Nobody gets at it without the mutex of the cell: one holder is the cell itself.
        if (!cell.rows || !again) {
            cell.rows =
                std::make_shared<Answer>(Answer{.indicator = &indicator, .dates = request.dates});
        } else if (cell.rows.use_count() > 1) {
            cell.rows = std::make_shared<Answer>(*cell.rows);
        }
        Answer& answer = *cell.rows;
        answer.position = upto;
        if (!again) {
            answer.lowest = CountLowest(indicator, members);
            answer.members = std::move(members);
        } else {
            PutInPlace<Member>(answer.members, *again, members, [&](const Member& row, int sign) {
                AddTo(answer.lowest, row, NoDataWhy(indicator), sign);
            });
        }
        cell.figures.reset();
    } else {
        if (!again) {
            cell.figures.emplace(indicator, members);
        } else {
            cell.figures->Put(*again, members);
        }
    }
    cell.bytes = as_rows ? cell.rows->members.capacity() * sizeof(Member) : cell.figures->bytes();
    cell.position = upto;
    cell.known = !went_on;
    return went_on;
}

Result<std::shared_ptr<const Answer>> Engine::Ask(const Indicator& indicator, const Dates& dates) {
    const Request request{&indicator, dates};
    const auto cell = FindCell(request);
    std::shared_ptr<const Answer> answer;
    {
        const std::lock_guard lock(cell->mutex);
        TRY(Refresh(*cell, request, Keep::kRows));
        answer = cell->rows;
    }
    Tidy();
    return answer;
}

Result<Tally> Engine::Count(const Indicator& indicator, const Dates& dates) {
    const Request request{&indicator, dates};
    const auto cell = FindCell(request);
    Tally tally;
    {
        const std::lock_guard lock(cell->mutex);
        TRY(Refresh(*cell, request, Keep::kFigures));
        tally = cell->rows ? Tally{cell->rows->position, cell->rows->lowest}
                           : Tally{cell->position, cell->figures->lowest()};
    }
    Tidy();
    return tally;
}

bool Engine::Known(const Request& request) {
    return FindCell(request)->known;
}

Result<void> Engine::Prepare(std::span<const Wish> wishes) {
    auto done = PrepareAll(wishes);
    over_columns_.ForgetShared();
    return done;
}

Result<void> Engine::PrepareInTurn(std::span<const Wish> wishes) {
    Result<void> done;
    for (std::size_t i = 0; i < wishes.size() && done; ++i) done = PrepareAll(wishes.subspan(i, 1));
    over_columns_.ForgetShared();
    return done;
}

Result<void> Engine::PrepareAll(std::span<const Wish> wishes) {
    // Bringing persons' rows up to date is quick; a facility is asked anew.
    std::vector<Wish> unknown;
    for (const Wish& wish : wishes) {
        const auto cell = FindCell(wish.request);
        const bool of_persons = wish.request.indicator->member_type == MemberType::kPatient;
        if (!cell->known || (!of_persons && cell->position != store_.position()))
            unknown.push_back(wish);
    }
    PutFirstsFirst(unknown);
    std::atomic<std::size_t> next = 0;
    std::mutex fault_mutex;
    std::optional<Error> fault;
    const auto work = [&] {
        for (std::size_t i = next++; i < unknown.size(); i = next++) {
            const auto& [request, keep] = unknown[i];
            const auto cell = FindCell(request);
            const std::lock_guard lock(cell->mutex);
            auto done = Refresh(*cell, request, keep);
            if (done) continue;
            const std::lock_guard fault_lock(fault_mutex);
            if (!fault) fault = std::move(done).error();
        }
    };
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> helpers;
    for (std::size_t i = 1; i < std::min(cores, unknown.size()); ++i) helpers.emplace_back(work);
    work();
    for (auto& helper : helpers) helper.join();
    Tidy();
    if (fault) return *std::move(fault);
    return {};
}

void Engine::Later(std::span<const Wish> wishes) {
    const std::lock_guard lock(later_mutex_);
    if (stopping_) return;
    for (const Wish& wish : wishes) {
        const bool waits = std::any_of(waiting_.begin(), waiting_.end(), [&](const Wish& other) {
            return other.request.indicator == wish.request.indicator &&
                   IsSame(other.request.dates, wish.request.dates);
        });
        if (!waits) waiting_.push_back(wish);
    }
    if (!background_.joinable()) background_ = std::thread([this] { WorkInBackground(); });
    later_.notify_all();
}

void Engine::WaitFor(std::span<const Wish> wishes, int most_millis) {
    std::unique_lock lock(later_mutex_);
    later_.wait_for(lock, std::chrono::milliseconds(most_millis), [&] {
        return stopping_ || std::all_of(wishes.begin(), wishes.end(),
                                        [&](const Wish& wish) { return Known(wish.request); });
    });
}

void Engine::WorkInBackground() {
    std::unique_lock lock(later_mutex_);
    while (true) {
        later_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        const Wish wish = waiting_.front();
        lock.unlock();
        // An error is nobody's here; who asks the question itself hears of it.
        if (!Known(wish.request)) (void)PrepareAll(std::span(&wish, 1));
        over_columns_.columns().Keep(columns::Columns::Moment::kBetween);
        lock.lock();
        waiting_.pop_front();
        later_.notify_all();
        if (!waiting_.empty()) continue;
        lock.unlock();
        Rest();
        lock.lock();
    }
}

void Engine::Rest() {
    over_columns_.ForgetShared();
    // Rows of everybody come and go by millions, and each thread's free memory stays with it.
    malloc_trim(0);
}

Result<std::shared_ptr<const registry::Units>> Engine::Units() {
    const std::lock_guard lock(mutex_);
    ForgetOtherRegisters();
    if (units_ && units_position_ == store_.position()) return units_;
    static const Types kTypes = {"Organization", "OrganizationAffiliation"};
    const auto reader = TRY(store_.Read());
    const std::int64_t upto = TRY(feed_.CatchUp(*reader));
    if (!units_ || feed_.Touched(units_position_, upto, kTypes)) {
        units_ = std::make_shared<const registry::Units>(
            TRY(registry::Units::Load(reader->connection())));
    }
    units_position_ = upto;
    return units_;
}

}  // namespace tram::indicators
