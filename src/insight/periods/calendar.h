// Calendar: the periods that are reported on, from content/periods/calendar.yaml.
//
// Thread safety: immutable once loaded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/content/library.h"

namespace tram::periods {

struct CalendarPeriod {
    std::string kind;  // "half-year", "year", "quarter", "month"
    std::string title, title_en;
    std::int32_t from = 0, to = 0;  // days since 1970, both included
};

class Calendar {
  public:
    // Errors: of the file, with line, field and remedy.
    static Result<Calendar> Load(const content::Library& library);

    // Periods that have begun by `day` and ended no more than `back_days` before it, newest first.
    std::vector<CalendarPeriod> Around(std::int32_t day, std::int32_t back_days) const;
    // The period with exactly these days; nullopt: the calendar has none such.
    std::optional<CalendarPeriod> Find(std::int32_t from, std::int32_t to) const;
    // Its title; empty: there is none.
    std::string TitleOf(std::int32_t from, std::int32_t to) const;

    bool checked() const { return checked_; }
    const std::string& source() const { return source_; }

  private:
    struct Rule {
        std::string kind, title, title_en;
        int months = 0;                                   // of `every`; 0: the days below
        int from_year = 0, from_month = 0, from_day = 0;  // from_year: 0 or -1
        int to_month = 0, to_day = 0;
    };
    struct Version {
        std::int32_t valid_from = 0;
        std::vector<Rule> rules;
    };
    std::vector<CalendarPeriod> InYear(const Rule& rule, int year) const;
    std::vector<CalendarPeriod> All(std::int32_t first, std::int32_t last) const;

    bool checked_ = false;
    std::string source_;
    std::vector<Version> versions_;  // oldest first
};

}  // namespace tram::periods
