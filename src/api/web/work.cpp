#include "api/web/work.h"

#include <algorithm>

#include "api/web/figure_answer.h"
#include "api/web/home_check.h"
#include "api/web/json_body.h"
#include "api/web/outcomes.h"
#include "base/date.h"
#include "care/plan/work.h"
#include "insight/persons/person.h"
#include "insight/worklists/worklists.h"
#include "record/search/scope.h"
#include "record/visibility/unit_tree.h"

namespace tram::api::web {
namespace {

constexpr std::size_t kMostItems = 2000;

// What is chosen from a gap list, and whose records that is.
struct Chosen {
    std::vector<plan::NewItem> items;
    std::vector<std::int64_t> people;
};

class Work {
  public:
    Work(const FigureParts& parts, const users::Accounts& accounts)
        : parts_(parts), accounts_(accounts) {}

    Result<http::Response> Workers(const Context& context) const;
    Result<http::Response> Create(const Context& context) const;
    Result<http::Response> List(const Context& context) const;
    Result<http::Response> ReadOne(const Context& context) const;

  private:
    // The account that is to do the work, at this unit; nullopt: everyone of the unit.
    Result<std::optional<users::Account>> OwnerAt(const JsonBody& body,
                                                  const registry::Units& units,
                                                  const registry::Unit& unit) const;
    Result<void> CheckOpen(const JsonBody& body, const registry::Unit& unit,
                           const std::vector<std::int64_t>& people) const;
    Result<Chosen> Choose(const Context& context, const JsonBody& body,
                          const indicators::Indicator& indicator, std::size_t capacity) const;
    void PutWorklist(Writer& out, const worklists::Worklist& list,
                     const registry::Units& units) const;
    Result<void> PutItems(Writer& out, const worklists::Worklist& list, const Context& context,
                          database::Connection& connection, const registry::Units& units) const;

    FigureParts parts_;
    const users::Accounts& accounts_;
};

Result<http::Response> Work::Workers(const Context& context) const {
    if (!MaySeeNames(context.actor)) return NamesNotAllowed();
    const auto question =
        TRY(ReadQuestion(parts_, context.actor, context.request.query, Reach::kServed));
    const auto units = TRY(parts_.engine.Units());
    const auto today = Today(parts_.store);
    const FigureScope scope(context.actor, *units, today);
    Writer out;
    out.BeginObject().Key("workers").BeginArray();
    for (const auto& account : accounts_.List()) {
        if (account.disabled || !account.role || account.role->unlimited || !account.role->names)
            continue;
        for (const auto& id : account.units) {
            const auto* unit = units->FindByName(id, today);
            if (!unit || !scope.Holds(unit->rid)) continue;
            const auto path = units->PathUp(unit->rid, today);
            if (std::find(path.begin(), path.end(), question.unit) == path.end()) continue;
            out.BeginObject()
                .Key("user")
                .String(account.name)
                .Key("name")
                .String(account.display_name);
            out.Key("unit").String(unit->id).Key("unit_name").String(unit->name);
            PutBoth(out, "role", account.role->title_vi, account.role->title);
            out.Key("pre_screening").Boolean(OnlyPreScreens(*account.role)).EndObject();
        }
    }
    out.EndArray().EndObject();
    return Json(out);
}

// The chosen people as the gap list holds them now, ranked, cut to the capacity.
Result<Chosen> Work::Choose(const Context& context, const JsonBody& body,
                            const indicators::Indicator& indicator, std::size_t capacity) const {
    const auto ids = TRY(body.Texts("members"));
    const auto question = TRY(ReadQuestion(parts_, context.actor, "", Reach::kServed));
    auto asked = TRY(Ask(parts_, indicator, question));
    std::erase_if(asked.members, [](const indicators::Member& member) { return member.met; });
    const auto reader = TRY(parts_.store.Read());
    if (!IsOneOf(context.actor, question.unit)) {
        TRY(KeepOpenTo(reader->connection(), context.actor.units, question.today, asked.members));
    }
    const auto facts = TRY(indicators::FactsOf(reader->connection(), *asked.answer, asked.members));
    indicators::RankForWork(asked.members, facts, question.as_of);
    Chosen chosen;
    for (const auto& member : asked.members) {
        const auto known = facts.find(member.member);
        if (known == facts.end() || chosen.items.size() >= capacity) continue;
        if (std::find(ids.begin(), ids.end(), known->second.id) == ids.end()) continue;
        chosen.items.push_back(
            {known->second.id, member.why ? indicator.whys[member.why - 1].code : ""});
        chosen.people.push_back(member.member);
    }
    return chosen;
}

Result<std::optional<users::Account>> Work::OwnerAt(const JsonBody& body,
                                                    const registry::Units& units,
                                                    const registry::Unit& unit) const {
    const auto name = TRY(body.OptionalText("owner"));
    if (name.empty()) return std::optional<users::Account>();
    const auto today = Today(parts_.store);
    auto account = accounts_.Find(name);
    const auto path = units.PathUp(unit.rid, today);
    const auto works_here = [&](const std::string& id) {
        const auto* place = units.FindByName(id, today);
        return place && std::find(path.begin(), path.end(), place->rid) != path.end();
    };
    if (account && !account->disabled &&
        std::any_of(account->units.begin(), account->units.end(), works_here))
        return account;
    return Error{.code = ErrorCode::kBadValue,
                 .message = "the owner has no account that works at this unit; GET /api/v1/workers",
                 .message_vi = "Người thực hiện không làm việc ở " + unit.name +
                               ". Chọn lại người thực hiện.",
                 .path = "owner"};
}

// A worklist opens the records of the people on it to its unit, and to those above it. For people
// whose records are not open there already, whoever gives the work out says that it is meant.
Result<void> Work::CheckOpen(const JsonBody& body, const registry::Unit& unit,
                             const std::vector<std::int64_t>& people) const {
    if (TRY(body.OptionalFlag("outside"))) return {};
    const auto reader = TRY(parts_.store.Read());
    auto& connection = reader->connection();
    const auto today = Today(parts_.store);
    const std::string ids[] = {unit.id};
    const auto below = TRY(visibility::UnitsBelow(connection, ids, today));
    const auto open = TRY(record::OpenHomes(connection, below, today, people));
    if (open.size() == people.size()) return {};
    const auto outside = std::to_string(people.size() - open.size());
    const auto all = std::to_string(people.size());
    return Error{
        .code = ErrorCode::kConflict,
        .message = outside + " of " + all + " people are not of " + unit.name +
                   ": giving them to it opens their records to it. Send outside: true if that is "
                   "meant, or choose an owner where they live.",
        .message_vi = outside + " trong " + all + " người không thuộc địa bàn " + unit.name +
                      "; giao việc sẽ mở hồ sơ của họ cho " + unit.name +
                      ". Chọn người thực hiện nơi họ ở, hoặc xác nhận vẫn giao.",
        .path = "outside"};
}

Result<http::Response> Work::Create(const Context& context) const {
    if (!MaySeeNames(context.actor)) return NamesNotAllowed();
    const auto body = TRY(JsonBody::Read(context.request, 1 << 20));
    const auto* indicator = parts_.engine.Find(TRY(body.Text("indicator")));
    const auto units = TRY(parts_.engine.Units());
    const auto* unit = units->FindByName(TRY(body.Text("unit")), Today(parts_.store));
    const auto due = ParseDate(TRY(body.Text("due_on")));
    const bool mine =
        unit && FigureScope(context.actor, *units, Today(parts_.store)).Holds(unit->rid);
    if (!indicator || !mine || !due || !due->IsWholeDay()) {
        return Error{
            .code = ErrorCode::kBadValue,
            .message = "indicator, unit and due_on must name what exists",
            .message_vi = "Chỉ tiêu, đơn vị và hạn phải có thật. Chọn lại trong danh sách.",
            .path = !indicator ? "indicator"
                    : !mine    ? "unit"
                               : "due_on"};
    }
    const auto owner = TRY(OwnerAt(body, *units, *unit));
    plan::NewWorklist list{.title = TRY(body.Text("title")),
                           .indicator = indicator->id,
                           .reason = TRY(body.OptionalText("reason")),
                           .unit = unit->id,
                           .assignee = owner ? owner->name : std::string(),
                           .due_on = due->ToString(),
                           .authored_on = DayText(Today(parts_.store))};
    const auto capacity =
        TRY(body.OptionalNumber("capacity")).value_or(static_cast<double>(kMostItems));
    auto chosen = TRY(Choose(
        context, body, *indicator,
        static_cast<std::size_t>(std::clamp(capacity, 1.0, static_cast<double>(kMostItems)))));
    list.items = std::move(chosen.items);
    if (list.items.empty()) {
        return Error{
            .code = ErrorCode::kInvalid,
            .message = "none of these people is on the gap list of your units today",
            .message_vi =
                "Không ai trong số này còn ở danh sách chưa đạt của đơn vị bạn. Tải lại danh sách.",
            .path = "members"};
    }
    TRY(CheckOpen(body, *unit, chosen.people));
    const auto count = static_cast<std::int64_t>(list.items.size());
    {
        const auto reader = TRY(parts_.store.Read());
        list.title = TRY(worklists::TitleApart(reader->connection(), list.indicator, list.title));
    }
    auto made = plan::MakeWorklist(list, parts_.store.clock(), parts_.store.random());
    TRY(parts_.store.Commit(context.actor, std::move(made.changes)));
    Writer out;
    out.BeginObject().Key("id").String(made.id).Key("title").String(list.title);
    out.Key("items").Number(count).EndObject();
    return JsonAnswer(201, out.Take());
}

void Work::PutWorklist(Writer& out, const worklists::Worklist& list,
                       const registry::Units& units) const {
    const auto* unit = units.Find(list.unit);
    const auto account = accounts_.Find(list.assignee);
    out.Key("id")
        .String(list.id)
        .Key("title")
        .String(list.title)
        .Key("indicator")
        .String(list.indicator);
    out.Key("owner").BeginObject().Key("user").String(list.assignee);
    out.Key("name").String(account ? account->display_name : unit ? unit->name : "").EndObject();
    out.Key("unit")
        .String(unit ? unit->id : "")
        .Key("unit_name")
        .String(unit ? unit->name : "")
        .Key("due_on");
    PutDay(out, list.due);
    out.Key("reason");
    PutText(out, list.reason);
    out.Key("total").Number(list.total).Key("by_outcome").BeginObject();
    for (const auto& [key, code] :
         {std::pair{"done", "done"}, std::pair{"will_come", "will-come"},
          std::pair{"not_found", "not-found"}, std::pair{"moved", "moved"},
          std::pair{"refused", "refused"}, std::pair{"died", "died"}, std::pair{"open", "open"}}) {
        const auto known = list.by_outcome.find(code);
        out.Key(key).Number(known == list.by_outcome.end() ? 0 : known->second);
    }
    const auto open = list.by_outcome.find("open");
    const bool late =
        open != list.by_outcome.end() && open->second > 0 && list.due < Today(parts_.store);
    out.EndObject().Key("late").Boolean(late);
}

// Whose work it is and what came of a few people are names and small counts both.
Result<http::Response> Work::List(const Context& context) const {
    if (!MaySeeNames(context.actor)) return NamesNotAllowed();
    const auto parameters = TRY(WebParameters::Read(context.request.query, {"mine", "unit"}));
    const auto units = TRY(parts_.engine.Units());
    std::vector<std::int64_t> owners;
    const FigureScope scope(context.actor, *units, Today(parts_.store));
    for (const auto& unit : units->all()) {
        if (!context.actor.unlimited() && scope.Holds(unit.rid)) owners.push_back(unit.rid);
    }
    // Without units nothing is theirs; an empty set would ask for all.
    if (!context.actor.unlimited() && owners.empty()) owners.push_back(0);
    if (!parameters.Text("unit").empty()) {
        const auto question =
            TRY(ReadQuestion(parts_, context.actor, context.request.query, Reach::kServed));
        owners.clear();
        for (const auto& unit : units->all()) {
            const auto path = units->PathUp(unit.rid, question.today);
            if (std::find(path.begin(), path.end(), question.unit) != path.end())
                owners.push_back(unit.rid);
        }
    }
    const auto reader = TRY(parts_.store.Read());
    const bool mine = parameters.Text("mine") == "true";
    Writer out;
    out.BeginObject().Key("worklists").BeginArray();
    for (const auto& list : TRY(worklists::ListWorklists(reader->connection(), owners,
                                                         mine ? context.actor.user : ""))) {
        out.BeginObject();
        PutWorklist(out, list, *units);
        out.EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

// Of those whose records are shut again only how many they are: the list is over, what it opened is
// not theirs any more.
Result<void> Work::PutItems(Writer& out, const worklists::Worklist& list, const Context& context,
                            database::Connection& connection, const registry::Units& units) const {
    auto items = TRY(worklists::ReadItems(connection, list.rid));
    std::vector<std::int64_t> rids;
    for (const auto& item : items) rids.push_back(item.patient);
    const auto today = Today(parts_.store);
    std::map<std::int64_t, std::int64_t> until;
    if (!context.actor.unlimited()) {
        until = TRY(record::OpenUntil(connection, context.actor.units, today, rids));
        std::erase_if(items, [&](const auto& item) { return !until.contains(item.patient); });
        std::erase_if(rids, [&](std::int64_t rid) { return !until.contains(rid); });
    }
    out.Key("shut").Number(list.total - static_cast<std::int64_t>(items.size()));
    std::map<std::int64_t, persons::Found> people;
    for (auto& person : TRY(persons::ReadFound(connection, rids, today)))
        people[person.rid] = person;
    const auto* indicator = parts_.engine.Find(list.indicator);
    std::vector<indicators::Detail> details;
    if (indicator) {
        details =
            TRY(indicators::AskDetails(connection, *indicator, indicators::DatesOf(today), rids));
    }
    static const indicators::Indicator kNone;
    out.Key("items").BeginArray();
    for (const auto& item : items) {
        const auto known = people.find(item.patient);
        if (known == people.end()) continue;
        const auto& person = known->second;
        const auto* hamlet = units.Find(person.unit);
        out.BeginObject().Key("item").String(item.id).Key("person").BeginObject();
        out.Key("id").String(person.id).Key("name").String(person.name).Key("sex");
        PutText(out, person.gender);
        out.Key("birth_date");
        PutText(out, person.birth);
        out.Key("hamlet")
            .String(hamlet ? hamlet->id : "")
            .Key("hamlet_name")
            .String(hamlet ? hamlet->name : "")
            .Key("commune");
        const auto* commune = units.Above(person.unit, "commune", today);
        PutText(out, commune ? commune->name : "");
        out.Key("phone");
        PutText(out, person.phone);
        out.Key("address");
        PutText(out, person.address);
        out.EndObject();
        indicators::Words title;
        if (indicator) {
            for (const auto& why : indicator->whys) {
                if (why.code == item.why) title = why.title;
            }
        }
        out.Key("why").String(item.why).Key("why_title");
        PutText(out, title.vi);
        out.Key("why_title_en");
        PutText(out, title.en);
        PutDetails(out, indicator ? *indicator : kNone, details, person.rid);
        out.Key("due_on");
        PutDay(out, item.due);
        out.Key("days_overdue")
            .Number(std::max(0, today - item.due))
            .Key("risk")
            .Number(0)
            .Key("outcome");
        PutText(out, item.outcome);
        out.Key("outcome_on");
        PutDay(out, item.outcome_day);
        out.Key("circumstance");
        PutText(out, item.circumstance);
        out.Key("note");
        PutText(out, item.note);
        out.Key("open_until");
        const auto last = until.find(item.patient);
        PutDay(out, last == until.end() || last->second == record::kNoLastDay
                        ? 0
                        : static_cast<std::int32_t>(last->second));
        out.EndObject();
    }
    out.EndArray();
    return {};
}

Result<http::Response> Work::ReadOne(const Context& context) const {
    if (!MaySeeNames(context.actor)) return NamesNotAllowed();
    const auto reader = TRY(parts_.store.Read());
    const std::string id(context.capture("id"));
    TRY(reader->Read(context.actor, "Task", id));  // decides who may see
    const auto list = TRY(worklists::FindWorklist(reader->connection(), id));
    const auto units = TRY(parts_.engine.Units());
    Writer out;
    out.BeginObject();
    PutWorklist(out, list, *units);
    TRY(PutItems(out, list, context, reader->connection(), *units));
    out.EndObject();
    return Json(out);
}

}  // namespace

std::vector<Route> WorkRoutes(const FigureParts& parts, const users::Accounts& accounts) {
    const auto work = std::make_shared<const Work>(parts, accounts);
    using Method = Result<http::Response> (Work::*)(const Context&) const;
    const std::tuple<const char*, const char*, Method> table[] = {
        {"GET", "/api/v1/workers", &Work::Workers},
        {"POST", "/api/v1/worklists", &Work::Create},
        {"GET", "/api/v1/worklists", &Work::List},
        {"GET", "/api/v1/worklists/{id}", &Work::ReadOne}};
    std::vector<Route> routes;
    for (const auto& [method, pattern, function] : table) {
        routes.push_back(
            {.method = method,
             .pattern = pattern,
             .action = [work, function = function](
                           const Context& context) { return ((*work).*function)(context); },
             .form = Form::kProblem});
    }
    using Function = Result<http::Response> (*)(const FigureParts&, const Context&);
    for (const auto& [pattern, function] :
         {std::pair<const char*, Function>{"/api/v1/worklists/{id}/outcomes", RecordOutcomes},
          {"/api/v1/worklists/{id}/undo", UndoOutcomes},
          {"/api/v1/people/{id}/circumstances", RecordCircumstance}}) {
        routes.push_back(
            {.method = "POST",
             .pattern = pattern,
             .action = [parts, function = function](
                           const Context& context) { return function(parts, context); },
             .form = Form::kProblem});
    }
    return routes;
}

}  // namespace tram::api::web
