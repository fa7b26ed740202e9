#include "record/visibility/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/date.h"
#include "fhir/definitions/definitions.h"
#include "platform/content/yaml.h"
#include "platform/crypto/crypto.h"

namespace tram::visibility {

namespace {

Result<std::string> ReadType(const content::Yaml& rule) {
    const auto place = TRY(rule.Get("type"));
    auto type = TRY(place.Text());
    if (definitions::ResourceTypeNumber(type) == 0) {
        return place.Fault(ErrorCode::kInvalid,
                           fmt::format("'{}' is no resource type of FHIR R4", type),
                           fmt::format("'{}' không phải là loại tài nguyên của FHIR R4", type));
    }
    return type;
}

Result<fhirpath::Expression> ReadPath(const content::Yaml& place, std::string_view type) {
    auto expression = fhirpath::Compile(TRY(place.Text()), type);
    if (expression) return std::move(*expression);
    return place.Fault(ErrorCode::kInvalid, "is no FHIRPath: " + expression.error().message,
                       "không phải là FHIRPath đúng: " + expression.error().message_vi);
}

Result<std::optional<fhirpath::Expression>> ReadOptionalPath(const content::Yaml& rule,
                                                             const std::string& key,
                                                             std::string_view type) {
    const auto place = TRY(rule.Find(key));
    if (!place.present()) return std::optional<fhirpath::Expression>();
    return std::optional<fhirpath::Expression>(TRY(ReadPath(place, type)));
}

Result<std::int64_t> ReadWhole(const content::Yaml& place, std::int64_t least, std::int64_t most) {
    const auto text = TRY(place.Text());
    std::int64_t number = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end || number < least || number > most) {
        return place.Fault(ErrorCode::kBadValue,
                           fmt::format("must be a whole number from {} to {}", least, most),
                           fmt::format("phải là số nguyên từ {} đến {}", least, most));
    }
    return number;
}

// How long after the days that `until` names: to be said wherever there is one, and nowhere else.
Result<std::int64_t> ReadDaysAfter(const content::Yaml& rule) {
    const auto place = TRY(rule.Find("days_after"));
    if (place.present() != TRY(rule.Find("until")).present()) {
        return rule.Fault(ErrorCode::kInvalid, "needs both `until` and `days_after`, or neither",
                          "cần cả `until` và `days_after`, hoặc không có cả hai");
    }
    if (!place.present()) return 0;
    return ReadWhole(place, 0, 3660);
}

std::optional<std::string_view> OrganizationIn(const fhirpath::Item& item) {
    constexpr std::string_view kPrefix = "Organization/";
    auto reference = item.json()["reference"].text();
    if (!reference.starts_with(kPrefix)) return std::nullopt;
    reference.remove_prefix(kPrefix.size());
    reference = reference.substr(0, reference.find('/'));
    if (reference.empty()) return std::nullopt;
    return reference;
}

std::vector<std::string> UnitsIn(const fhirpath::Expression& expression,
                                 const fhirpath::Environment& of) {
    std::vector<std::string> units;
    const auto items = expression.Evaluate(of);
    if (!items) return units;
    for (const auto& item : *items) {
        if (const auto unit = OrganizationIn(item)) units.emplace_back(*unit);
    }
    return units;
}

Days DaysOf(json::Value period) {
    Days days;
    if (const auto start = ParseDateTime(period["start"].text()))
        days.from_on = start->date.FirstDay();
    if (const auto end = ParseDateTime(period["end"].text())) days.to_on = end->date.LastDay();
    return days;
}

// A record with several periods opens in each; one without opens always.
std::vector<Days> PeriodsIn(const std::optional<fhirpath::Expression>& expression,
                            const fhirpath::Environment& of) {
    std::vector<Days> periods;
    if (expression) {
        if (const auto items = expression->Evaluate(of)) {
            for (const auto& item : *items) periods.push_back(DaysOf(item.json()));
        }
    }
    if (periods.empty()) periods.push_back({});
    return periods;
}

// The last day of a rule that ends: so many days after the earliest that `until` finds. Nothing
// found: no end.
std::int64_t LastDayOf(const fhirpath::Expression& until, std::int64_t days_after,
                       const fhirpath::Environment& of) {
    std::int64_t last = Days::kOpenEnd;
    const auto items = until.Evaluate(of);
    if (!items) return last;
    for (const auto& item : *items) {
        const auto value = item.value();
        const auto* time = std::get_if<DateTime>(&value);
        const auto* date = time ? &time->date : std::get_if<Date>(&value);
        if (date) last = std::min<std::int64_t>(last, date->LastDay() + days_after);
    }
    return last;
}

// Where the paths of a rule start: at each part, or at the resource.
std::vector<fhirpath::Environment> PartsOf(const std::optional<fhirpath::Expression>& each,
                                           json::Value resource) {
    std::vector<fhirpath::Environment> parts;
    if (!each) {
        parts.push_back({.resource = resource});
        return parts;
    }
    const auto items = each->Evaluate({.resource = resource});
    if (!items) return parts;
    for (const auto& item : *items) {
        if (!item.json()) continue;
        parts.push_back(
            {.resource = resource, .context = item.json(), .context_type = item.type_name()});
    }
    return parts;
}

template <typename T>
void SortOut(std::vector<T>& rows) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

}  // namespace

Result<Rules> Rules::Parse(std::string_view text, std::string_view file) {
    const auto root = TRY(content::Yaml::Parse(text, file));
    TRY(root.AllowOnly({"id", "title", "source", "checked", "rules", "tree"}));
    Rules rules;
    rules.hash_ = crypto::ToHex(crypto::HashOf(text));
    std::set<std::int64_t> numbers;
    std::set<std::string> ids;
    for (const auto& rule : TRY(TRY(root.Get("rules")).Items())) {
        TRY(rule.AllowOnly(
            {"number", "id", "type", "each", "units", "period", "until", "days_after"}));
        const auto number = TRY(ReadWhole(TRY(rule.Get("number")), 1, 1'000'000));
        if (!numbers.insert(number).second || !ids.insert(TRY(TRY(rule.Get("id")).Text())).second) {
            return rule.Fault(ErrorCode::kInvalid, "has a number or id that another rule has",
                              "có số hoặc mã trùng với quy tắc khác");
        }
        const auto type = TRY(ReadType(rule));
        auto each = TRY(ReadOptionalPath(rule, "each", type));
        // Within `each` a path starts at a part, whose type only the data tell.
        const std::string_view start = each ? "" : std::string_view(type);
        rules.openings_[type].push_back({.number = number,
                                         .each = std::move(each),
                                         .units = TRY(ReadPath(TRY(rule.Get("units")), start)),
                                         .period = TRY(ReadOptionalPath(rule, "period", start)),
                                         .until = TRY(ReadOptionalPath(rule, "until", start)),
                                         .days_after = TRY(ReadDaysAfter(rule))});
    }
    for (const auto& rule : TRY(TRY(root.Get("tree")).Items())) {
        TRY(rule.AllowOnly({"type", "child", "parent", "where", "period"}));
        const auto type = TRY(ReadType(rule));
        rules.links_[type].push_back({.child = TRY(ReadOptionalPath(rule, "child", type)),
                                      .parent = TRY(ReadPath(TRY(rule.Get("parent")), type)),
                                      .where = TRY(ReadOptionalPath(rule, "where", type)),
                                      .period = TRY(ReadOptionalPath(rule, "period", type))});
    }
    return rules;
}

std::vector<std::string> Rules::Types() const {
    std::vector<std::string> types;
    for (const auto& [type, rules] : openings_) types.push_back(type);
    for (const auto& [type, rules] : links_) types.push_back(type);
    SortOut(types);
    return types;
}

std::vector<Opening> Rules::OpeningsOf(std::string_view type, json::Value resource) const {
    std::vector<Opening> openings;
    const auto found = openings_.find(type);
    if (found == openings_.end()) return openings;
    for (const auto& rule : found->second) {
        for (const auto& part : PartsOf(rule.each, resource)) {
            const auto units = UnitsIn(rule.units, part);
            if (units.empty()) continue;
            const auto last =
                rule.until ? LastDayOf(*rule.until, rule.days_after, part) : Days::kOpenEnd;
            for (const auto& unit : units) {
                for (auto days : PeriodsIn(rule.period, part)) {
                    days.to_on = std::min(days.to_on, last);
                    openings.push_back({.unit = unit, .why = rule.number, .days = days});
                }
            }
        }
    }
    SortOut(openings);
    return openings;
}

std::vector<std::string> Rules::UnitsOpenedTo(std::string_view type, json::Value resource,
                                              std::int64_t day) const {
    std::vector<std::string> units;
    for (auto& opening : OpeningsOf(type, resource)) {
        if (opening.days.from_on <= day && day <= opening.days.to_on)
            units.push_back(std::move(opening.unit));
    }
    return units;
}

std::vector<Link> Rules::LinksOf(std::string_view type, json::Value resource) const {
    std::vector<Link> links;
    const auto found = links_.find(type);
    if (found == links_.end()) return links;
    for (const auto& rule : found->second) {
        if (rule.where) {
            const auto holds = rule.where->Test({.resource = resource});
            if (!holds || !*holds) continue;
        }
        const auto children = rule.child ? UnitsIn(*rule.child, {.resource = resource})
                                         : std::vector<std::string>{""};
        for (const auto& parent : UnitsIn(rule.parent, {.resource = resource})) {
            for (const auto& child : children) {
                for (const auto& days : PeriodsIn(rule.period, {.resource = resource})) {
                    links.push_back({.child = child, .parent = parent, .days = days});
                }
            }
        }
    }
    SortOut(links);
    return links;
}

}  // namespace tram::visibility
