#include "api/web/figure_answer.h"

#include <algorithm>

#include "base/date.h"
#include "fhir/definitions/definitions.h"
#include "record/search/scope.h"

namespace tram::api::web {

std::string DayText(std::int32_t day) {
    return Date::FromDays(day).ToString();
}

http::Response Json(Writer& out) {
    http::Response response;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"},
                        {"Cache-Control", "no-store"}};
    response.body = out.Take();
    return response;
}

void PutNumber(Writer& out, std::optional<double> value) {
    if (!value) {
        out.Null();
        return;
    }
    char text[32];
    std::snprintf(text, sizeof(text), "%g", *value);
    out.Raw(text);
}

void PutText(Writer& out, std::string_view text) {
    text.empty() ? out.Null() : out.String(text);
}

void PutBoth(Writer& out, std::string_view key, std::string_view vi, std::string_view en) {
    out.Key(key);
    PutText(out, vi);
    out.Key(std::string(key) + "_en");
    PutText(out, en);
}

void PutDay(Writer& out, std::int32_t day) {
    day == 0 ? out.Null() : out.String(DayText(day));
}

bool MaySeeNames(const access::Actor& actor) {
    return actor.role && actor.role->names;
}

void PutHead(Writer& out, const Question& question, const registry::Units& units,
             std::int64_t position, const std::string& content) {
    const auto* unit = units.Find(question.unit);
    out.Key("as_of").String(DayText(question.as_of));
    out.Key("unit").String(unit ? unit->id : "");
    out.Key("map").String(question.map == registry::Map::kToday ? "today" : "own");
    out.Key("base");
    PutText(out, question.base);
    out.Key("position").Number(position);
    out.Key("content").String(content);
}

void PutCount(Writer& out, const Count& count) {
    out.Key("numerator").Number(count.numerator).Key("denominator").Number(count.denominator);
}

Result<std::map<std::int64_t, Evidence>> ReadEvidence(database::Connection& connection,
                                                      std::span<const std::int64_t> rids) {
    std::map<std::int64_t, Evidence> all;
    std::vector<std::int64_t> measured, visited;
    auto& records = *TRY(
        connection.Prepare("SELECT rid, type, id FROM res WHERE " + connection.InSet("rid", 1)));
    records.BindSet(1, rids);
    while (TRY(records.Step())) {
        const auto type = definitions::ResourceTypeName(static_cast<std::uint16_t>(records.Int(1)));
        all[records.Int(0)] = {std::string(type), std::string(records.Text(2))};
        if (type == "Observation") measured.push_back(records.Int(0));
        if (type == "Encounter") visited.push_back(records.Int(0));
    }
    const auto read_days = [&](const std::string& sql,
                               const std::vector<std::int64_t>& those) -> Result<void> {
        if (those.empty()) return {};
        auto& days = *TRY(connection.Prepare(sql + connection.InSet("rid", 1)));
        days.BindSet(1, those);
        while (TRY(days.Step())) all[days.Int(0)].on = static_cast<std::int32_t>(days.Int(1));
        return {};
    };
    // All rows of a measurement are of one day.
    TRY(read_days("SELECT rid, effective_day FROM reg_observations WHERE ", measured));
    TRY(read_days("SELECT rid, start_day FROM reg_encounters WHERE ", visited));
    return all;
}

void PutEvidence(Writer& out, const std::map<std::int64_t, Evidence>& all, std::int64_t rid) {
    const auto known = all.find(rid);
    if (known == all.end()) {
        out.Null();
        return;
    }
    const auto& [type, id, on] = known->second;
    out.BeginObject().Key("type").String(type).Key("id").String(id).Key("on");
    PutDay(out, on);
    out.EndObject();
}

Result<std::map<std::int64_t, Head>> ReadHeads(const FigureParts& parts, std::int32_t day) {
    const auto reader = TRY(parts.store.Read());
    auto& rows = *TRY(reader->connection().Prepare(
        "SELECT r.organization, p.name, r.from_day FROM reg_practitioner_roles r "
        "JOIN reg_practitioners p ON p.rid = r.practitioner WHERE r.code = 'head' "
        "AND COALESCE(r.from_day, 0) <= $1 AND COALESCE(r.to_day, 9999999) >= $1 ORDER BY "
        "r.from_day"));
    rows.Bind(1, day);
    std::map<std::int64_t, Head> heads;
    while (TRY(rows.Step())) {
        heads[rows.Int(0)] = {std::string(rows.Text(1)), static_cast<std::int32_t>(rows.Int(2))};
    }
    return heads;
}

void PutUnitHead(Writer& out, const std::map<std::int64_t, Head>& heads, std::int64_t unit) {
    const auto head = heads.find(unit);
    if (head == heads.end()) {
        out.Null();
        return;
    }
    out.BeginObject().Key("name").String(head->second.name);
    PutBoth(out, "title", kHeadTitle, kHeadTitleEn);
    out.Key("since");
    PutDay(out, head->second.since);
    out.EndObject();
}

Result<const indicators::Indicator*> FindIndicator(const FigureParts& parts,
                                                   const Context& context) {
    const auto* indicator = parts.engine.Find(context.capture("id"));
    if (!indicator) {
        return Error{.code = ErrorCode::kNotFound,
                     .message =
                         "no such indicator; `catalogue` of GET /api/v1/indicators (tram "
                         "indicators --format json) lists their ids",
                     .message_vi =
                         "Không có chỉ tiêu này. Xem mã chỉ tiêu bằng `tram indicators "
                         "--format csv` hoặc trên Bảng điều hành.",
                     .path = "id"};
    }
    return indicator;
}

Result<Asked> Ask(const FigureParts& parts, const indicators::Indicator& indicator,
                  const Question& question) {
    Asked asked{.indicator = TRY(indicators::OverBaseOf(indicator, question)),
                .question = question};
    asked.answer = TRY(parts.engine.Ask(*asked.indicator, indicators::DatesOf(question.as_of)));
    asked.geography = {TRY(parts.engine.Units()),
                       question.map == registry::Map::kToday ? question.today : question.as_of};
    asked.members = indicators::MembersBelow(*asked.answer, asked.geography, question.unit);
    return asked;
}

void PutDetails(Writer& out, const indicators::Indicator& indicator,
                const std::vector<indicators::Detail>& details, indicators::Rid member) {
    out.Key("details").BeginArray();
    const auto less = [](const indicators::Detail& one, indicators::Rid rid) {
        return one.member < rid;
    };
    for (auto one = std::lower_bound(details.begin(), details.end(), member, less);
         one != details.end() && one->member == member; ++one) {
        const auto word = std::find_if(indicator.items.begin(), indicator.items.end(),
                                       [&](const auto& item) { return item.code == one->item; });
        const bool known = word != indicator.items.end();
        out.BeginObject().Key("item").String(one->item);
        out.Key("item_title").String(known ? word->title.vi : one->item);
        out.Key("item_title_en").String(known ? word->title.en : one->item);
        const auto* why = one->why ? &indicator.whys[one->why - 1] : nullptr;
        out.Key("why").String(why ? why->code : "");
        out.Key("why_title").String(why ? why->title.vi : "");
        out.Key("why_title_en").String(why ? why->title.en : "").EndObject();
    }
    out.EndArray();
}

Result<void> KeepOpenTo(database::Connection& connection, std::span<const indicators::Rid> units,
                        std::int32_t day, std::vector<indicators::Member>& members) {
    std::vector<indicators::Rid> homes;
    for (const auto& member : members) homes.push_back(member.member);
    const auto open = TRY(record::OpenHomes(connection, units, day, homes));
    std::erase_if(members, [&](const indicators::Member& member) {
        return !std::binary_search(open.begin(), open.end(), member.member);
    });
    return {};
}

Result<Asked> AskContext(const FigureParts& parts, const Context& context) {
    const auto* indicator = TRY(FindIndicator(parts, context));
    const Question question =
        TRY(ReadQuestion(parts, context.actor, context.request.query, Reach::kServed));
    const auto parameters = TRY(WebParameters::ReadSome(context.request.query));
    const auto companion = parameters.Text("companion");
    if (companion.empty()) return Ask(parts, *indicator, question);
    const auto* over = TRY(indicators::OverBaseOf(*indicator, question));
    if (const auto* one = over->Companion(companion)) return Ask(parts, *one, question);
    return Error{.code = ErrorCode::kBadValue,
                 .message = "no such companion; the catalogue of GET /api/v1/indicators lists them",
                 .message_vi = "Không có chỉ số phụ này. Xem danh sách ở GET /api/v1/indicators.",
                 .path = "companion"};
}

Error NamesNotAllowed() {
    return {.code = ErrorCode::kForbidden,
            .message = "your role sees figures, not names; counts by hamlet are under splits",
            .message_vi =
                "Vai trò của bạn được xem số liệu, không xem danh sách tên. Xem số đếm theo khu, "
                "ấp ở phần chia nhóm.",
            .path = "names-not-allowed"};
}

}  // namespace tram::api::web
