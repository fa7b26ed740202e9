#include "api/web/outcomes.h"

#include "api/web/figure_answer.h"
#include "api/web/json_body.h"
#include "base/date.h"
#include "care/plan/outcome.h"
#include "insight/persons/person.h"

namespace tram::api::web {
namespace {

Error NoSuchItem() {
    return {.code = ErrorCode::kNotFound,
            .message = "this list has no such item; load the list again",
            .message_vi = "Danh sách này không có dòng đó. Tải lại danh sách.",
            .path = "item"};
}

Result<std::vector<record::Version>> VersionsOf(record::Reader& reader, const access::Actor& actor,
                                                std::string type, std::string_view id) {
    return TRY(reader.History(actor, {.scope = record::HistoryScope::kInstance,
                                      .type = std::move(type),
                                      .id = std::string(id),
                                      .since = {},
                                      .at = {},
                                      .count = 1000,
                                      .cursor = {}}))
        .versions;
}

// An item of the worklist that the path names, and its person.
Result<plan::ItemHistory> Past(record::Reader& reader, const Context& context,
                               const std::string& id) {
    const auto item = TRY(reader.Read(context.actor, "Task", id));
    const auto document = TRY(json::Document::Parse(item.body));
    const auto list = document->root()["partOf"].At(0)["reference"].text();
    if (list != "Task/" + std::string(context.capture("id"))) return NoSuchItem();
    const auto person = document->root()["for"]["reference"].text();
    plan::ItemHistory past;
    past.item = TRY(VersionsOf(reader, context.actor, "Task", id));
    past.patient =
        TRY(VersionsOf(reader, context.actor, "Patient", person.substr(person.rfind('/') + 1)));
    return past;
}

Error WrongCircumstance() {
    return {
        .code = ErrorCode::kBadValue,
        .message = "circumstance is cannot-walk or away",
        .message_vi = "circumstance là cannot-walk (không đi lại được) hoặc away (vắng dài ngày).",
        .path = "circumstance"};
}

Result<std::string> DayNotAhead(const FigureParts& parts, const JsonBody& body) {
    const auto on = ParseDate(TRY(body.Text("on")));
    if (!on || !on->IsWholeDay() || on->FirstDay() > Today(parts.store)) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "a day is written YYYY-MM-DD and not after today",
                     .message_vi = "Ngày phải là ngày có thật, không sau hôm nay.",
                     .path = "on"};
    }
    return on->ToString();
}

Result<plan::ItemOutcome> ReadOutcome(const FigureParts& parts, const JsonBody& one) {
    const auto code = plan::ParseOutcome(TRY(one.Text("outcome")));
    if (!code) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "an outcome is done, will-come, not-found, moved, refused or died",
                     .message_vi = "Kết quả là một trong sáu lựa chọn từ 1 đến 6. Chọn lại.",
                     .path = "outcome"};
    }
    plan::ItemOutcome outcome{.outcome = *code,
                              .on = TRY(DayNotAhead(parts, one)),
                              .note = TRY(one.OptionalText("note")),
                              .circumstance = TRY(one.OptionalText("circumstance"))};
    if (!outcome.circumstance.empty() && !plan::IsCircumstance(outcome.circumstance))
        return WrongCircumstance();
    const auto to = TRY(one.OptionalText("to_unit"));
    if (outcome.outcome != plan::ContactOutcome::kMoved || to.empty()) return outcome;
    const auto units = TRY(parts.engine.Units());
    const auto* unit = units->FindByName(to, Today(parts.store));
    if (!unit || (unit->kind != "hamlet" && unit->kind != "commune")) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "to_unit is a hamlet or commune; GET /api/v1/units lists them",
                     .message_vi = "Nơi chuyển đến là một khu, ấp hoặc xã có thật. Chọn lại.",
                     .path = "to_unit"};
    }
    outcome.to_unit = unit->id;
    outcome.to_name = unit->name;
    return outcome;
}

// Each by itself: one that cannot be taken is told, the others are kept.
class Problems {
  public:
    Problems() { out_.BeginArray(); }
    void Add(const std::string& item, const Error& error) {
        out_.BeginObject().Key("item").String(item);
        out_.Key("detail").String(error.message_vi).Key("detail_en").String(error.message);
        out_.EndObject();
    }
    std::string Take() {
        out_.EndArray();
        return out_.Take();
    }

  private:
    Writer out_;
};

Result<void> RecordOne(const FigureParts& parts, const Context& context, const JsonBody& one) {
    const auto outcome = TRY(ReadOutcome(parts, one));
    const auto reader = TRY(parts.store.Read());
    const auto past = TRY(Past(*reader, context, TRY(one.Text("item"))));
    TRY(parts.store.Commit(context.actor, TRY(plan::MakeOutcome(past, outcome))));
    return {};
}

// True: the person's record was changed elsewhere and stays as it is.
Result<bool> UndoOne(const FigureParts& parts, const Context& context, const std::string& item) {
    const auto reader = TRY(parts.store.Read());
    auto undone = TRY(plan::UndoOutcome(TRY(Past(*reader, context, item))));
    TRY(parts.store.Commit(context.actor, std::move(undone.changes)));
    return undone.register_kept;
}

}  // namespace

Result<http::Response> RecordOutcomes(const FigureParts& parts, const Context& context) {
    TRY(access::CheckRight(context.actor, access::Right::kUpdate, "Task"));
    const auto body = TRY(JsonBody::Read(context.request, 1 << 20));
    std::int64_t applied = 0;
    Problems problems;
    for (const auto& one : TRY(body.Objects("outcomes"))) {
        const auto done = RecordOne(parts, context, one);
        done ? static_cast<void>(++applied)
             : problems.Add(TRY(one.OptionalText("item")), done.error());
    }
    Writer out;
    out.BeginObject().Key("applied").Number(applied).Key("problems").Raw(problems.Take());
    out.EndObject();
    return Json(out);
}

Result<http::Response> UndoOutcomes(const FigureParts& parts, const Context& context) {
    TRY(access::CheckRight(context.actor, access::Right::kUpdate, "Task"));
    const auto body = TRY(JsonBody::Read(context.request, 1 << 20));
    std::int64_t count = 0;
    Problems problems;
    Writer kept;
    kept.BeginArray();
    for (const auto& item : TRY(body.Texts("items"))) {
        const auto undone = UndoOne(parts, context, item);
        if (!undone) {
            problems.Add(item, undone.error());
            continue;
        }
        ++count;
        if (*undone) kept.String(item);
    }
    kept.EndArray();
    Writer out;
    out.BeginObject().Key("undone").Number(count).Key("register_kept").Raw(kept.text());
    out.Key("problems").Raw(problems.Take()).EndObject();
    return Json(out);
}

Result<http::Response> RecordCircumstance(const FigureParts& parts, const Context& context) {
    const auto body = TRY(JsonBody::Read(context.request));
    plan::Circumstance found{.patient = std::string(context.capture("id")),
                             .unit = {},
                             .code = TRY(body.Text("circumstance")),
                             .on = TRY(DayNotAhead(parts, body)),
                             .note = TRY(body.OptionalText("note"))};
    if (found.code != "none" && !plan::IsCircumstance(found.code)) {
        auto wrong = WrongCircumstance();
        wrong.message += "; none ends what was found before";
        wrong.message_vi += " none: không còn nữa.";
        return wrong;
    }
    const auto reader = TRY(parts.store.Read());
    TRY(reader->Read(context.actor, "Patient", found.patient));  // decides who may see
    const auto person =
        TRY(persons::ReadPerson(reader->connection(), found.patient, Today(parts.store)));
    const auto units = TRY(parts.engine.Units());
    const auto* home = person.home ? units->Find(person.home->unit) : nullptr;
    if (home) found.unit = home->id;
    const auto receipt = TRY(parts.store.Commit(context.actor, {plan::CircumstanceRecord(found)}));
    Writer out;
    out.BeginObject().Key("task").String(receipt.applied.front().version.id).EndObject();
    return JsonAnswer(201, out.Take());
}

}  // namespace tram::api::web
