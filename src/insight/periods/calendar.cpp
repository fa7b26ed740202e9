#include "insight/periods/calendar.h"

#include <algorithm>
#include <cstdio>

#include "base/date.h"
#include "platform/content/yaml.h"

namespace tram::periods {
namespace {

using content::Yaml;

constexpr std::string_view kPath = "periods/calendar.yaml";

std::string Filled(std::string text, std::string_view name, int value) {
    const auto at = text.find(name);
    if (at != std::string::npos) text.replace(at, name.size(), std::to_string(value));
    return text;
}

struct MonthDay {
    int year = 0, month = 0, day = 0;
};

// "12-15" or "previous 12-15".
Result<MonthDay> ReadMonthDay(const Yaml& node) {
    auto text = TRY(node.Text());
    MonthDay read;
    constexpr std::string_view kPrevious = "previous ";
    if (text.starts_with(kPrevious)) {
        read.year = -1;
        text.erase(0, kPrevious.size());
    }
    // 2023 is no leap year: a period that ends on 29 February would not end in most years.
    const auto date = ParseDate("2023-" + text);
    if (!date || !date->IsWholeDay()) {
        return node.Fault(ErrorCode::kBadValue,
                          "a day of the year is written MM-DD, or previous MM-DD",
                          "ngày trong năm viết MM-DD, hoặc previous MM-DD");
    }
    read.month = date->month;
    read.day = date->day;
    return read;
}

Result<std::int32_t> ReadDay(const Yaml& node) {
    const auto date = ParseDate(TRY(node.Text()));
    if (!date || !date->IsWholeDay()) {
        return node.Fault(ErrorCode::kBadValue, "a date is written YYYY-MM-DD",
                          "ngày viết theo dạng YYYY-MM-DD");
    }
    return date->FirstDay();
}

}  // namespace

Result<Calendar> Calendar::Load(const content::Library& library) {
    const auto* file = library.Find(kPath);
    if (!file) {
        return Error{.code = ErrorCode::kInvalid,
                     .message = "the content file " + std::string(kPath) + " is missing",
                     .message_vi = "thiếu tệp nội dung " + std::string(kPath),
                     .path = std::string(kPath)};
    }
    const auto yaml = TRY(Yaml::Parse(file->bytes, file->path));
    TRY(yaml.AllowOnly({"id", "title", "source", "checked", "versions"}));
    Calendar calendar;
    calendar.checked_ = TRY(TRY(yaml.Get("checked")).Boolean());
    calendar.source_ = TRY(TRY(yaml.Get("source")).Text());
    for (const auto& node : TRY(TRY(yaml.Get("versions")).Items())) {
        TRY(node.AllowOnly({"valid_from", "periods"}));
        Version version{.valid_from = TRY(ReadDay(TRY(node.Get("valid_from")))), .rules = {}};
        for (const auto& one : TRY(TRY(node.Get("periods")).Items())) {
            TRY(one.AllowOnly({"id", "title", "from", "to", "every"}));
            Rule rule{.kind = TRY(TRY(one.Get("id")).Text())};
            const auto title = TRY(one.Get("title"));
            rule.title = TRY(TRY(title.Get("vi")).Text());
            rule.title_en = TRY(TRY(title.Get("en")).Text());
            if (const auto every = TRY(one.Find("every")); every.present()) {
                const auto word = TRY(every.Text());
                rule.months = word == "month" ? 1 : word == "quarter" ? 3 : 0;
                if (rule.months == 0) {
                    return every.Fault(ErrorCode::kBadValue, "every is month or quarter",
                                       "every là month hoặc quarter");
                }
            } else {
                const auto from = TRY(ReadMonthDay(TRY(one.Get("from"))));
                const auto to_node = TRY(one.Get("to"));
                const auto to = TRY(ReadMonthDay(to_node));
                if (to.year != 0) {
                    return to_node.Fault(ErrorCode::kBadValue, "a period ends in its own year",
                                         "ngày cuối thuộc chính năm của kỳ, không ghi previous");
                }
                rule.from_year = from.year;
                rule.from_month = from.month;
                rule.from_day = from.day;
                rule.to_month = to.month;
                rule.to_day = to.day;
            }
            version.rules.push_back(std::move(rule));
        }
        calendar.versions_.push_back(std::move(version));
    }
    std::sort(calendar.versions_.begin(), calendar.versions_.end(),
              [](const Version& a, const Version& b) { return a.valid_from < b.valid_from; });
    return calendar;
}

std::vector<CalendarPeriod> Calendar::InYear(const Rule& rule, int year) const {
    std::vector<CalendarPeriod> periods;
    const auto add = [&](int number, Date from, Date to) {
        const auto filled = [&](const std::string& title) {
            return Filled(Filled(title, "{year}", year), "{number}", number);
        };
        periods.push_back({.kind = rule.kind,
                           .title = filled(rule.title),
                           .title_en = filled(rule.title_en),
                           .from = from.FirstDay(),
                           .to = to.FirstDay()});
    };
    if (rule.months == 0) {
        add(0, {year + rule.from_year, rule.from_month, rule.from_day},
            {year, rule.to_month, rule.to_day});
    } else {
        for (int month = 1; month <= 12; month += rule.months) {
            const int last = month + rule.months - 1;
            add((month - 1) / rule.months + 1, {year, month, 1},
                {year, last, DaysInMonth(year, last)});
        }
    }
    return periods;
}

std::vector<CalendarPeriod> Calendar::All(std::int32_t first, std::int32_t last) const {
    std::vector<CalendarPeriod> periods;
    for (std::size_t i = 0; i < versions_.size(); ++i) {
        const auto ends = i + 1 < versions_.size() ? versions_[i + 1].valid_from : 9'999'999;
        for (const auto& rule : versions_[i].rules) {
            for (int year = Date::FromDays(first).year; year <= Date::FromDays(last).year + 1;
                 ++year) {
                for (auto& period : InYear(rule, year)) {
                    if (period.to < versions_[i].valid_from || period.to >= ends) continue;
                    if (period.to >= first && period.from <= last)
                        periods.push_back(std::move(period));
                }
            }
        }
    }
    return periods;
}

std::vector<CalendarPeriod> Calendar::Around(std::int32_t day, std::int32_t back_days) const {
    auto periods = All(day - back_days, day);
    std::stable_sort(periods.begin(), periods.end(), [](const auto& a, const auto& b) {
        return std::pair(b.to, a.from) < std::pair(a.to, b.from);
    });
    return periods;
}

std::optional<CalendarPeriod> Calendar::Find(std::int32_t from, std::int32_t to) const {
    for (auto& period : All(to, to)) {
        if (period.from == from && period.to == to) return std::move(period);
    }
    return std::nullopt;
}

std::string Calendar::TitleOf(std::int32_t from, std::int32_t to) const {
    const auto period = Find(from, to);
    return period ? period->title : std::string();
}

}  // namespace tram::periods
