#include "exchange/population/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "exchange/population/book.h"
#include "exchange/population/changes.h"
#include "exchange/population/encoding.h"
#include "exchange/population/entries.h"
#include "exchange/population/households.h"
#include "exchange/population/match.h"
#include "exchange/population/mending.h"
#include "exchange/population/reading.h"
#include "exchange/population/steps.h"
#include "platform/crypto/sha256.h"

namespace tram::population {
namespace {

constexpr std::size_t kSamples = 5;

Date Today(record::Store& store) {
    const auto local = store.clock().Now().micros + store.zone_minutes() * std::int64_t{60'000'000};
    return Date::FromDays(static_cast<std::int32_t>(local / 86'400'000'000));
}

// The day of the list: a day that was, or today.
Result<Date> DayOfList(const Request& request, const Date& today) {
    if (request.on.empty()) return today;
    const auto day = ParseDate(request.on);
    if (day && day->IsWholeDay() && day->FirstDay() <= today.FirstDay()) return *day;
    return Error{.code = ErrorCode::kBadValue,
                 .message = "the day of the list is written YYYY-MM-DD and is not in the future",
                 .message_vi = "Ngày lập danh sách viết dạng YYYY-MM-DD, không ở tương lai.",
                 .path = "on"};
}

Result<Rid> FindUnit(const registry::Units& units, const access::Actor& actor,
                     std::string_view name, std::int32_t today) {
    if (name.empty()) return Rid{0};
    const auto* unit = units.FindByName(name, today);
    const bool mine =
        unit && (actor.unlimited() ||
                 std::binary_search(actor.units.begin(), actor.units.end(), unit->rid));
    if (mine) return unit->rid;
    return Error{
        .code = ErrorCode::kNotFound,
        .message = "no such unit, or not one of yours; GET /api/v1/units lists them",
        .message_vi = "Không có đơn vị này trong phạm vi của bạn. Chọn đơn vị trong danh sách.",
        .path = "unit"};
}

Result<void> CompareHash(const Request& request, const std::string& hash) {
    if (request.sha256.empty() || request.sha256 == hash) return {};
    return Error{.code = ErrorCode::kConflict,
                 .message = "this is another file than the one looked at; look at it first",
                 .message_vi = "Tệp này khác tệp đã xem trước. Hãy xem trước lại rồi nhập.",
                 .path = "sha256"};
}

// As the spreadsheet shows it: a day is day, month, year.
std::string AsSeen(const Cell& cell) {
    const auto day = cell.kind == Cell::Kind::kDate ? ParseDate(cell.text) : std::nullopt;
    return day ? fmt::format("{:02}/{:02}/{}", day->day, day->month, day->year) : cell.text;
}

std::vector<SeenColumn> SeenColumns(const Sheet& sheet, const Mapping& mapping) {
    std::vector<SeenColumn> seen;
    for (std::size_t column = 0; column < mapping.headers.size(); ++column) {
        SeenColumn one{
            .index = column, .header = mapping.headers[column], .field = mapping.FieldOf(column)};
        for (std::size_t at = mapping.heading + 1;
             at < sheet.rows.size() && one.sample.size() < kSamples; ++at) {
            const auto& cells = sheet.rows[at].cells;
            if (column < cells.size() && !cells[column].text.empty())
                one.sample.push_back(AsSeen(cells[column]));
        }
        seen.push_back(std::move(one));
    }
    return seen;
}

// Do the names look as if typed in an old font? Then every one of them is wrong.
bool NamesInOldFont(const Sheet& sheet, const Mapping& mapping) {
    const auto column = mapping.column(FieldId::kName);
    int looked = 0, old = 0;
    for (std::size_t at = mapping.heading + 1; column && at < sheet.rows.size() && looked < 200;
         ++at) {
        if (*column >= sheet.rows[at].cells.size()) continue;
        ++looked;
        old += LooksLikeFont(sheet.rows[at].cells[*column].text);
    }
    return looked > 0 && old > looked / 3;
}

std::vector<FieldId> Required(const Mapping& mapping, const Form& form, bool hamlet_known) {
    Mapping none = mapping;
    for (const auto& field : form.fields()) {
        if (field.required) none.columns[static_cast<std::size_t>(field.id)].reset();
    }
    return MissingFields(none, form, hamlet_known);
}

std::vector<std::string> Names(const std::vector<FieldId>& fields, const Form& form) {
    std::vector<std::string> names;
    for (const auto id : fields) names.push_back(form.field(id).name);
    return names;
}

// Everything but the writing.
struct Understood {
    Outcome outcome;
    Sheet sheet;
    Mapping mapping;
    std::optional<Faults> faults;
    List list;
    Steps steps;
};

void Count(const List& list, const Steps& steps, Outcome& outcome) {
    outcome.fresh = outcome.changed = outcome.same = outcome.refused = 0;
    for (const auto fate : steps.fates) {
        outcome.fresh += fate == Fate::kNew;
        outcome.changed += fate == Fate::kChanged;
        outcome.same += fate == Fate::kSame;
        outcome.refused += fate == Fate::kRefused;
    }
    outcome.total = static_cast<std::int64_t>(list.entries.size());
}

void TellFaults(Understood& made, const Form& form) {
    auto& outcome = made.outcome;
    auto& faults = *made.faults;
    faults.SortByRow();
    outcome.mending = RowsToMend(made.sheet, made.mapping, form, made.list, faults);
    outcome.errors = faults.errors();
    // What is wrong with a refused row is told by its errors: a warning is of a row that is taken.
    std::set<int> refused;
    for (const auto& fault : outcome.errors) refused.insert(fault.row);
    for (std::size_t at = 0; at < made.list.entries.size(); ++at) {
        if (made.steps.fates[at] == Fate::kRefused) refused.insert(made.list.entries[at].row);
    }
    std::set<int> warned;
    outcome.warnings.clear();
    for (const auto& fault : faults.warnings()) {
        if (refused.contains(fault.row)) continue;
        outcome.warnings.push_back(fault);
        warned.insert(fault.row);
    }
    outcome.warned = static_cast<std::int64_t>(warned.size());
    outcome.doubtful =
        std::count_if(outcome.errors.begin(), outcome.errors.end(),
                      [](const Fault& one) { return one.code == "possible-duplicate"; });
}

Result<std::unique_ptr<Understood>> Understand(record::Store& store, const access::Actor& actor,
                                               const Form& form, const Request& request) {
    // On the heap: `faults` refers to `mapping`.
    auto made = std::make_unique<Understood>();
    auto& outcome = made->outcome;
    outcome.sha256 = crypto::Sha256Hex(request.file);
    TRY(CompareHash(request, outcome.sha256));
    made->sheet = TRY(ReadSheet(request.file, request.encoding));
    const auto& sheet = made->sheet;
    outcome.sheet = sheet.name;
    outcome.encoding = sheet.encoding;
    made->mapping = TRY(GuessMapping(sheet, form));
    if (!request.mapping.empty()) TRY(ApplyMapping(request.mapping, form, made->mapping));
    outcome.columns = SeenColumns(sheet, made->mapping);

    const auto today = Today(store);
    const auto on = TRY(DayOfList(request, today));
    const auto reader = TRY(store.Read());
    const auto units = TRY(registry::Units::Load(reader->connection()));
    const auto within = TRY(FindUnit(units, actor, request.unit, today.FirstDay()));
    const Places places(units, actor, within, today.FirstDay());
    for (const auto& note : sheet.notes) {
        const auto& words = form.note(note.code);
        outcome.notes.push_back({.vi = Fill(words.vi, {{"value", note.what}}),
                                 .en = Fill(words.en, {{"value", note.what}})});
    }
    if (NamesInOldFont(sheet, made->mapping)) outcome.notes.push_back(form.note("old-font"));
    outcome.required = Names(Required(made->mapping, form, places.only() != 0), form);
    outcome.missing = Names(MissingFields(made->mapping, form, places.only() != 0), form);
    if (!outcome.missing.empty()) return made;

    made->faults.emplace(form, made->mapping);
    auto& faults = *made->faults;
    made->list = ReadEntries(sheet, made->mapping, form, places, today, faults);
    auto book = TRY(Book::Look(*reader, actor, made->list, today.FirstDay()));
    const auto matched = MatchEntries(made->list, book, places, faults);
    std::set<Rid> people(matched.begin(), matched.end());
    people.erase(0);
    TRY(book.LoadRecords(*reader, actor, people, made->list));
    MarkBornHere(made->list, matched, book, on);
    const ChangeContext context{.places = places,
                                .clock = store.clock(),
                                .random = store.random(),
                                .on = on,
                                .dated = !request.on.empty()};
    made->steps = MakeSteps(made->list, matched, book, context);
    Count(made->list, made->steps, outcome);
    outcome.households = static_cast<std::int64_t>(made->list.households.size());
    TellFaults(*made, form);
    return made;
}

Error Missing(const Outcome& outcome, const Form& form) {
    std::string vi, en;
    for (const auto& name : outcome.missing) {
        vi += (vi.empty() ? "" : ", ") + form.Find(name)->title.vi;
        en += (en.empty() ? "" : ", ") + form.Find(name)->title.en;
    }
    return {
        .code = ErrorCode::kRequired,
        .message = "no column holds: " + en + "; say which with mapping, or add the column",
        .message_vi = "Chưa có cột cho: " + vi + ". Ghép cột cho các trường này, hoặc thêm cột.",
        .path = "mapping"};
}

}  // namespace

Result<Outcome> Preview(record::Store& store, const access::Actor& actor, const Form& form,
                        const Request& request) {
    return std::move(TRY(Understand(store, actor, form, request))->outcome);
}

Result<Outcome> Import(record::Store& store, const access::Actor& actor, const Form& form,
                       const Request& request,
                       const std::function<void(std::int64_t, std::int64_t)>& progress) {
    auto made = TRY(Understand(store, actor, form, request));
    if (!made->outcome.missing.empty()) return Missing(made->outcome, form);
    TRY(WriteSteps(store, actor, made->list, made->steps, *made->faults, progress));
    Count(made->list, made->steps, made->outcome);
    TellFaults(*made, form);
    return std::move(made->outcome);
}

}  // namespace tram::population
