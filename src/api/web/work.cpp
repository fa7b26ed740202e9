#include "api/web/work.h"

#include <algorithm>

#include "api/web/figure_answer.h"
#include "api/web/json_body.h"
#include "api/web/outcomes.h"
#include "base/date.h"
#include "care/plan/work.h"
#include "insight/persons/person.h"
#include "insight/worklists/worklists.h"

namespace tram::api::web {
namespace {

constexpr std::size_t kMostItems = 2000;

class Work {
  public:
    Work(const FigureParts& parts, const users::Accounts& accounts)
        : parts_(parts), accounts_(accounts) {}

    Result<http::Response> Workers(const Context& context) const;
    Result<http::Response> Create(const Context& context) const;
    Result<http::Response> List(const Context& context) const;
    Result<http::Response> ReadOne(const Context& context) const;

  private:
    Result<std::vector<plan::NewItem>> Choose(const Context& context, const JsonBody& body,
                                              const indicators::Indicator& indicator,
                                              std::size_t capacity) const;
    void PutWorklist(Writer& out, const worklists::Worklist& list,
                     const registry::Units& units) const;
    Result<void> PutItems(Writer& out, const worklists::Worklist& list,
                          database::Connection& connection, const registry::Units& units) const;

    FigureParts parts_;
    const users::Accounts& accounts_;
};

bool Sees(const access::Actor& actor, std::int64_t unit) {
    return actor.unlimited() || std::binary_search(actor.units.begin(), actor.units.end(), unit);
}

Result<http::Response> Work::Workers(const Context& context) const {
    const auto question = TRY(ReadQuestion(parts_, context.actor, context.request.query));
    const auto units = TRY(parts_.engine.Units());
    const auto today = Today(parts_.store);
    Writer out;
    out.BeginObject().Key("workers").BeginArray();
    for (const auto& account : accounts_.List()) {
        if (account.disabled || !account.role || account.role->unlimited || !account.role->names)
            continue;
        for (const auto& id : account.units) {
            const auto* unit = units->FindByName(id, today);
            if (!unit || !Sees(context.actor, unit->rid)) continue;
            const auto path = units->PathUp(unit->rid, today);
            if (std::find(path.begin(), path.end(), question.unit) == path.end()) continue;
            out.BeginObject()
                .Key("user")
                .String(account.name)
                .Key("name")
                .String(account.display_name);
            out.Key("unit").String(unit->id).Key("unit_name").String(unit->name);
            out.Key("role").String(account.role->title_vi).EndObject();
        }
    }
    out.EndArray().EndObject();
    return Json(out);
}

// The chosen people as the gap list holds them now, ranked, cut to the capacity.
Result<std::vector<plan::NewItem>> Work::Choose(const Context& context, const JsonBody& body,
                                                const indicators::Indicator& indicator,
                                                std::size_t capacity) const {
    const auto ids = TRY(body.Texts("members"));
    const auto question = TRY(ReadQuestion(parts_, context.actor, ""));
    auto asked = TRY(Ask(parts_, indicator, question));
    std::erase_if(asked.members, [](const indicators::Member& member) { return member.met; });
    const auto reader = TRY(parts_.store.Read());
    const auto facts = TRY(indicators::FactsOf(reader->connection(), *asked.answer, asked.members));
    indicators::RankForWork(asked.members, facts, question.as_of);
    std::vector<plan::NewItem> items;
    for (const auto& member : asked.members) {
        const auto known = facts.find(member.member);
        if (known == facts.end() || items.size() >= capacity) continue;
        if (std::find(ids.begin(), ids.end(), known->second.id) == ids.end()) continue;
        items.push_back({known->second.id, member.why ? indicator.whys[member.why - 1].code : ""});
    }
    return items;
}

Result<http::Response> Work::Create(const Context& context) const {
    if (!MaySeeNames(context.actor)) return NamesNotAllowed();
    const auto body = TRY(JsonBody::Read(context.request, 1 << 20));
    const auto* indicator = parts_.engine.Find(TRY(body.Text("indicator")));
    const auto units = TRY(parts_.engine.Units());
    const auto* unit = units->FindByName(TRY(body.Text("unit")), Today(parts_.store));
    const auto due = ParseDate(TRY(body.Text("due_on")));
    if (!indicator || !unit || !Sees(context.actor, unit->rid) || !due || !due->IsWholeDay()) {
        return Error{
            .code = ErrorCode::kBadValue,
            .message = "indicator, unit and due_on must name what exists",
            .message_vi = "Chỉ tiêu, đơn vị và hạn phải có thật. Chọn lại trong danh sách.",
            .path = !indicator                                 ? "indicator"
                    : !unit || !Sees(context.actor, unit->rid) ? "unit"
                                                               : "due_on"};
    }
    plan::NewWorklist list{.title = TRY(body.Text("title")),
                           .indicator = indicator->id,
                           .reason = TRY(body.OptionalText("reason")),
                           .unit = unit->id,
                           .assignee = TRY(body.OptionalText("owner")),
                           .due_on = due->ToString(),
                           .authored_on = DayText(Today(parts_.store))};
    const auto capacity =
        TRY(body.OptionalNumber("capacity")).value_or(static_cast<double>(kMostItems));
    list.items = TRY(Choose(
        context, body, *indicator,
        static_cast<std::size_t>(std::clamp(capacity, 1.0, static_cast<double>(kMostItems)))));
    if (list.items.empty()) {
        return Error{
            .code = ErrorCode::kInvalid,
            .message = "none of these people is on the gap list of your units today",
            .message_vi =
                "Không ai trong số này còn ở danh sách chưa đạt của đơn vị bạn. Tải lại danh sách.",
            .path = "members"};
    }
    const auto count = static_cast<std::int64_t>(list.items.size());
    auto made = plan::MakeWorklist(list, parts_.store.clock(), parts_.store.random());
    TRY(parts_.store.Commit(context.actor, std::move(made.changes)));
    Writer out;
    out.BeginObject().Key("id").String(made.id).Key("items").Number(count).EndObject();
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

Result<http::Response> Work::List(const Context& context) const {
    const auto parameters = TRY(WebParameters::Read(context.request.query, {"mine", "unit"}));
    const auto units = TRY(parts_.engine.Units());
    std::vector<std::int64_t> owners;
    if (!context.actor.unlimited()) owners = context.actor.units;
    if (!parameters.Text("unit").empty()) {
        const auto question = TRY(ReadQuestion(parts_, context.actor, context.request.query));
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

Result<void> Work::PutItems(Writer& out, const worklists::Worklist& list,
                            database::Connection& connection, const registry::Units& units) const {
    const auto items = TRY(worklists::ReadItems(connection, list.rid));
    std::vector<std::int64_t> rids;
    for (const auto& item : items) rids.push_back(item.patient);
    const auto today = Today(parts_.store);
    std::map<std::int64_t, persons::Found> people;
    for (auto& person : TRY(persons::ReadFound(connection, rids, today)))
        people[person.rid] = person;
    const auto* indicator = parts_.engine.Find(list.indicator);
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
            .Key("phone");
        PutText(out, person.phone);
        out.EndObject().Key("why_title");
        std::string_view title;
        if (indicator) {
            for (const auto& why : indicator->whys) {
                if (why.code == item.why) title = why.title.vi;
            }
        }
        PutText(out, title);
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
    TRY(PutItems(out, list, reader->connection(), *units));
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
