#include "care/plan/closed_period.h"

#include <cstdio>
#include <cstdlib>

#include "fhir/json/writer.h"
#include "platform/compression/zstd.h"
#include "platform/crypto/crypto.h"
#include "record/access/reserved.h"
#include "record/store/change.h"

namespace tram::plan {
namespace {

using json::Writer;

constexpr std::string_view kPeriodPart = "urn:tram:codes:period-part";
constexpr std::string_view kFrozen = "urn:tram:ext:frozen";
constexpr std::string_view kJudgement = "urn:tram:ext:judgement";
constexpr std::string_view kPopulation = "http://terminology.hl7.org/CodeSystem/measure-population";
constexpr std::string_view kMeasure = "urn:tram:measure:";
constexpr std::size_t kMostRows = std::size_t{1} << 30;

std::string Number(double value) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.10g", value);
    return text;
}

void Coded(Writer& out, std::string_view system, std::string_view code,
           std::string_view display = {}) {
    out.BeginObject().Key("coding").BeginArray().BeginObject();
    out.Key("system").String(system).Key("code").String(code);
    if (!display.empty()) out.Key("display").String(display);
    out.EndObject().EndArray().EndObject();
}

void Reference(Writer& out, std::string_view type, std::string_view id) {
    out.BeginObject()
        .Key("reference")
        .String(std::string(type) + "/" + std::string(id))
        .EndObject();
}

void Part(Writer& out, std::string_view url, std::string_view key, const std::string& raw) {
    out.BeginObject().Key("url").String(url).Key(key).Raw(raw).EndObject();
}

void TextPart(Writer& out, std::string_view url, std::string_view key, std::string_view text) {
    if (!text.empty()) Part(out, url, key, json::Quote(text));
}

void PutPopulations(Writer& out, const FrozenFigure& figure) {
    out.Key("population").BeginArray();
    for (const auto& [code, count] :
         {std::pair{"denominator", figure.denominator}, std::pair{"numerator", figure.numerator}}) {
        out.BeginObject().Key("code");
        Coded(out, kPopulation, code);
        out.Key("count").Number(count).EndObject();
    }
    out.EndArray();
}

void PutJudgement(Writer& out, const FrozenFigure& figure) {
    out.Key("extension").BeginArray().BeginObject().Key("url").String(kJudgement);
    out.Key("extension").BeginArray();
    TextPart(out, "status", "valueCode", figure.status);
    Part(out, "no-data", "valueDecimal", std::to_string(figure.no_data));
    Part(out, "previous-numerator", "valueDecimal", std::to_string(figure.previous_numerator));
    Part(out, "previous-denominator", "valueDecimal", std::to_string(figure.previous_denominator));
    for (const auto& [url, value] :
         {std::pair{"target", figure.target}, std::pair{"milestone", figure.milestone},
          std::pair{"assigned", figure.assigned}}) {
        if (value) Part(out, url, "valueDecimal", Number(*value));
    }
    out.EndArray().EndObject().EndArray();
}

std::string PeriodJson(const ClosedPeriod& period) {
    Writer out;
    out.BeginObject().Key("start").String(period.from.ToString());
    out.Key("end").String(period.to.ToString()).EndObject();
    return out.Take();
}

std::string ReportJson(const ClosedPeriod& period, const FrozenIndicator& indicator) {
    Writer out;
    out.BeginObject()
        .Key("resourceType")
        .String("MeasureReport")
        .Key("id")
        .String(indicator.report);
    out.Key("extension").BeginArray().BeginObject().Key("url").String(kFrozen);
    out.Key("extension").BeginArray();
    Part(out, "position", "valueDecimal", std::to_string(indicator.position));
    TextPart(out, "content", "valueString", period.content);
    TextPart(out, "map", "valueCode", period.map);
    TextPart(out, "title", "valueString", indicator.title);
    TextPart(out, "rows-hash", "valueString", indicator.rows_hash);
    out.EndArray().EndObject().EndArray();
    out.Key("status").String("complete").Key("type").String("summary");
    out.Key("measure").String(std::string(kMeasure) + indicator.indicator);
    out.Key("date").String(period.closed_at).Key("reporter");
    Reference(out, "Organization", period.unit);
    out.Key("period").Raw(PeriodJson(period));
    const auto& whole = indicator.figures.front();
    out.Key("group").BeginArray().BeginObject();
    PutJudgement(out, whole);
    PutPopulations(out, whole);
    out.Key("stratifier").BeginArray().BeginObject().Key("code").BeginArray();
    Coded(out, "urn:tram:codes:stratifier", "unit");
    out.EndArray().Key("stratum").BeginArray();
    for (const auto& figure : indicator.figures) {
        out.BeginObject();
        PutJudgement(out, figure);
        out.Key("value");
        Coded(out, "urn:tram:codes:stratum-unit", figure.unit, figure.unit_name);
        PutPopulations(out, figure);
        out.EndObject();
    }
    out.EndArray().EndObject().EndArray().EndObject().EndArray();
    out.Key("evaluatedResource").BeginArray();
    Reference(out, "Binary", indicator.binary);
    out.EndArray().EndObject();
    return out.Take();
}

// No unit is named in it, so that `visible` opens it to none: member rows leave by the routes of
// periods alone.
std::string BinaryJson(std::string_view id, std::string_view bytes) {
    Writer out;
    out.BeginObject().Key("resourceType").String("Binary").Key("id").String(id);
    out.Key("contentType").String("application/zstd");
    out.Key("data").String(crypto::ToBase64(compression::CompressZstd(bytes)));
    out.EndObject();
    return out.Take();
}

std::string CompositionJson(const ClosedPeriod& period) {
    Writer out;
    out.BeginObject().Key("resourceType").String("Composition").Key("id").String(period.id);
    out.Key("extension").BeginArray().BeginObject().Key("url").String(kFrozen);
    out.Key("extension").BeginArray();
    Part(out, "position", "valueDecimal", std::to_string(period.position));
    TextPart(out, "content", "valueString", period.content);
    TextPart(out, "map", "valueCode", period.map);
    TextPart(out, "map-day", "valueDate", Date::FromDays(period.map_day).ToString());
    TextPart(out, "closed-by", "valueString", period.closed_by);
    TextPart(out, "reason", "valueString", period.reason);
    TextPart(out, "unit-name", "valueString", period.unit_name);
    out.EndArray().EndObject().EndArray();
    out.Key("status").String("final").Key("type");
    Coded(out, "urn:tram:codes:document", "closed-period");
    out.Key("subject");
    Reference(out, "Organization", period.unit);
    out.Key("date").String(period.closed_at).Key("author").BeginArray();
    Reference(out, "Organization", period.unit);
    out.EndArray().Key("title").String(period.title);
    if (!period.replaces.empty()) {
        out.Key("relatesTo").BeginArray().BeginObject().Key("code").String("replaces");
        out.Key("targetReference");
        Reference(out, "Composition", period.replaces);
        out.EndObject().EndArray();
    }
    out.Key("event").BeginArray().BeginObject().Key("period").Raw(PeriodJson(period));
    out.EndObject().EndArray().Key("section").BeginArray();
    for (const auto& indicator : period.indicators) {
        out.BeginObject().Key("title").String(indicator.title).Key("entry").BeginArray();
        Reference(out, "MeasureReport", indicator.report);
        out.EndArray().EndObject();
    }
    for (const auto& text : period.texts) {
        out.BeginObject().Key("extension").BeginArray().BeginObject().Key("url").String(kFrozen);
        out.Key("extension").BeginArray();
        TextPart(out, "rows-hash", "valueString", text.hash);
        out.EndArray().EndObject().EndArray().Key("code");
        Coded(out, kPeriodPart, text.kind);
        out.Key("focus");
        Reference(out, "Organization", text.unit);
        out.Key("entry").BeginArray();
        Reference(out, "Binary", text.binary);
        out.EndArray().EndObject();
    }
    out.EndArray().EndObject();
    return out.Take();
}

record::Change Create(const std::string& body) {
    return record::MakeChange(record::Method::kCreate, body);
}

// The same period closed twice at once gets the same id, and the second is refused.
std::string PeriodId(const ClosedPeriod& period) {
    crypto::Hash hash;
    for (const auto& field :
         {period.unit, period.from.ToString(), period.to.ToString(), period.replaces})
        hash.AddField(field);
    return "period-" + crypto::ToHex(hash.Finish()).substr(0, 32);
}

// --- reading ---

json::Value PartIn(json::Value element, std::string_view url, std::string_view part) {
    for (const auto one : element["extension"]) {
        if (one["url"].text() != url) continue;
        for (const auto inner : one["extension"]) {
            if (inner["url"].text() != part) continue;
            for (const auto value : inner) {
                if (value.key() != "url") return value;
            }
        }
    }
    return {};
}

std::int64_t WholeIn(json::Value value) {
    return value ? std::strtoll(std::string(value.text()).c_str(), nullptr, 10) : 0;
}

std::optional<double> DecimalIn(json::Value value) {
    if (!value) return std::nullopt;
    return std::strtod(std::string(value.text()).c_str(), nullptr);
}

std::string IdIn(json::Value reference) {
    const auto text = reference["reference"].text();
    return std::string(text.substr(text.rfind('/') + 1));
}

FrozenFigure FigureIn(json::Value stratum) {
    FrozenFigure figure;
    figure.unit = stratum["value"]["coding"].At(0)["code"].text();
    figure.unit_name = stratum["value"]["coding"].At(0)["display"].text();
    for (const auto population : stratum["population"]) {
        const auto code = population["code"]["coding"].At(0)["code"].text();
        (code == "numerator" ? figure.numerator : figure.denominator) =
            WholeIn(population["count"]);
    }
    const auto part = [&](std::string_view url) { return PartIn(stratum, kJudgement, url); };
    figure.status = part("status").text();
    figure.no_data = WholeIn(part("no-data"));
    figure.previous_numerator = WholeIn(part("previous-numerator"));
    figure.previous_denominator = WholeIn(part("previous-denominator"));
    figure.target = DecimalIn(part("target"));
    figure.milestone = DecimalIn(part("milestone"));
    figure.assigned = DecimalIn(part("assigned"));
    return figure;
}

FrozenIndicator IndicatorIn(json::Value report, std::string id) {
    FrozenIndicator indicator;
    indicator.report = std::move(id);
    const auto measure = report["measure"].text();
    indicator.indicator =
        measure.substr(measure.starts_with(kMeasure) ? kMeasure.size() : std::size_t{0});
    indicator.title = PartIn(report, kFrozen, "title").text();
    indicator.position = WholeIn(PartIn(report, kFrozen, "position"));
    indicator.rows_hash = PartIn(report, kFrozen, "rows-hash").text();
    indicator.binary = IdIn(report["evaluatedResource"].At(0));
    for (const auto stratum : report["group"].At(0)["stratifier"].At(0)["stratum"])
        indicator.figures.push_back(FigureIn(stratum));
    return indicator;
}

Error NoSuchPeriod() {
    return {.code = ErrorCode::kNotFound,
            .message = "no such closed period; GET /api/v1/periods (tram period list) lists them",
            .message_vi = "Không có kỳ đã chốt này. Xem danh sách bằng `tram period list`.",
            .path = "id"};
}

}  // namespace

Result<ClosedPeriod> RecordPeriod(record::Store& store, const record::Actor& actor,
                                  ClosedPeriod period) {
    period.id = PeriodId(period);
    period.closed_by = actor.user;
    period.closed_at = FormatInstant(store.clock().Now());
    std::vector<record::Change> changes;
    for (auto& indicator : period.indicators) {
        TRAM_CHECK(!indicator.figures.empty());
        indicator.report = NewUuid(store.clock(), store.random());
        indicator.binary = NewUuid(store.clock(), store.random());
        indicator.rows_hash = crypto::ToHex(crypto::HashOf(indicator.rows));
        changes.push_back(Create(BinaryJson(indicator.binary, indicator.rows)));
        changes.push_back(Create(ReportJson(period, indicator)));
        indicator.rows.clear();
    }
    for (auto& text : period.texts) {
        text.binary = NewUuid(store.clock(), store.random());
        text.hash = crypto::ToHex(crypto::HashOf(text.text));
        changes.push_back(Create(BinaryJson(text.binary, text.text)));
        text.text.clear();
    }
    changes.push_back(Create(CompositionJson(period)));
    auto committed = store.Commit(access::InTheNameOf(actor), std::move(changes));
    if (!committed) {
        Error error = std::move(committed).error();
        if (error.code == ErrorCode::kConflict) {
            error.message = "this period was closed by somebody else meanwhile; open it instead";
            error.message_vi = "Kỳ này vừa được người khác chốt. Hãy mở kỳ đã chốt.";
        }
        return error;
    }
    return period;
}

Result<ClosedPeriod> ReadPeriod(record::Reader& reader, const record::Actor& actor,
                                std::string_view id) {
    const auto program = access::InTheNameOf(actor);
    const auto head = reader.ReadVersion(program, "Composition", id, 1);
    if (!head) return head.error().code == ErrorCode::kNotFound ? NoSuchPeriod() : head.error();
    const auto document = TRY(json::Document::Parse(head->body));
    const auto root = document->root();
    if (root["type"]["coding"].At(0)["code"].text() != "closed-period") return NoSuchPeriod();
    ClosedPeriod period;
    period.id = id;
    period.title = root["title"].text();
    period.unit = IdIn(root["subject"]);
    period.unit_name = PartIn(root, kFrozen, "unit-name").text();
    const auto span = root["event"].At(0)["period"];
    period.from = ParseDate(span["start"].text()).value_or(Date{});
    period.to = ParseDate(span["end"].text()).value_or(Date{});
    period.map = PartIn(root, kFrozen, "map").text();
    const auto map_day = ParseDate(PartIn(root, kFrozen, "map-day").text());
    period.map_day = map_day ? map_day->FirstDay() : period.to.FirstDay();
    period.position = WholeIn(PartIn(root, kFrozen, "position"));
    period.content = PartIn(root, kFrozen, "content").text();
    period.closed_by = PartIn(root, kFrozen, "closed-by").text();
    period.reason = PartIn(root, kFrozen, "reason").text();
    period.closed_at = root["date"].text();
    if (const auto related = root["relatesTo"].At(0))
        period.replaces = IdIn(related["targetReference"]);
    for (const auto section : root["section"]) {
        if (const auto kind = section["code"]["coding"].At(0)["code"].text(); !kind.empty()) {
            period.texts.push_back(
                {.kind = std::string(kind),
                 .unit = IdIn(section["focus"]),
                 .text = {},
                 .hash = std::string(PartIn(section, kFrozen, "rows-hash").text()),
                 .binary = IdIn(section["entry"].At(0))});
            continue;
        }
        const auto report = IdIn(section["entry"].At(0));
        const auto version = TRY(reader.ReadVersion(program, "MeasureReport", report, 1));
        const auto body = TRY(json::Document::Parse(version.body));
        period.indicators.push_back(IndicatorIn(body->root(), report));
    }
    return period;
}

namespace {

Result<std::string> ReadFrozen(record::Reader& reader, const record::Actor& actor,
                               const std::string& binary, const std::string& hash) {
    const auto version = TRY(reader.ReadVersion(access::InTheNameOf(actor), "Binary", binary, 1));
    const auto document = TRY(json::Document::Parse(version.body));
    const auto packed = crypto::FromBase64(document->root()["data"].text());
    auto bytes = packed ? compression::DecompressZstd(*packed, kMostRows)
                        : Result<std::string>(Error{.code = ErrorCode::kMalformed});
    if (!bytes || crypto::ToHex(crypto::HashOf(*bytes)) != hash) {
        return Error{.code = ErrorCode::kInternal,
                     .message =
                         "what was frozen with this period is not what stands there now; "
                         "run `tram check` and tell who looks after the program",
                     .message_vi =
                         "Số liệu giữ cùng kỳ này không còn đúng như lúc chốt. Hãy chạy "
                         "`tram check` và báo người phụ trách phần mềm.",
                     .detail = "Binary/" + binary};
    }
    return bytes;
}

}  // namespace

Result<std::string> ReadPeriodRows(record::Reader& reader, const record::Actor& actor,
                                   const FrozenIndicator& indicator) {
    return ReadFrozen(reader, actor, indicator.binary, indicator.rows_hash);
}

Result<std::string> ReadPeriodText(record::Reader& reader, const record::Actor& actor,
                                   const FrozenText& text) {
    return ReadFrozen(reader, actor, text.binary, text.hash);
}

const FrozenText* ClosedPeriod::FindText(std::string_view kind, std::string_view of_unit) const {
    for (const auto& one : texts) {
        if (one.kind == kind && one.unit == of_unit) return &one;
    }
    return nullptr;
}

Result<std::vector<PeriodHead>> ListPeriods(database::Connection& connection) {
    std::vector<PeriodHead> periods;
    auto& rows = *TRY(connection.Prepare(
        "SELECT id, title, closed_by, closed_at, reason, unit, from_day, to_day, map, replaces "
        "FROM "
        "reg_closed_periods ORDER BY to_day DESC, from_day DESC, closed_at DESC, id"));
    while (TRY(rows.Step())) {
        const auto replaces = rows.Text(9);
        periods.push_back({.id = std::string(rows.Text(0)),
                           .title = std::string(rows.Text(1)),
                           .closed_by = std::string(rows.Text(2)),
                           .closed_at = FormatInstant({rows.Int(3)}),
                           .reason = std::string(rows.Text(4)),
                           .unit = rows.Int(5),
                           .from = static_cast<std::int32_t>(rows.Int(6)),
                           .to = static_cast<std::int32_t>(rows.Int(7)),
                           .map = std::string(rows.Text(8)),
                           .replaces = std::string(replaces.substr(replaces.rfind('/') + 1)),
                           .replaced_by = {}});
    }
    for (const auto& newer : periods) {
        for (auto& older : periods) {
            if (!newer.replaces.empty() && older.id == newer.replaces) older.replaced_by = newer.id;
        }
    }
    return periods;
}

}  // namespace tram::plan
