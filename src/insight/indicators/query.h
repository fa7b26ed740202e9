// Query: the SQL of a content file, checked and put together so that it runs on both databases.
//
// An author writes one SELECT over registers by their plain names, with dates as :as_of and the
// like, and parts shared between files by their name. Compose() finds the parts a text uses, puts
// them before it as WITH …, and turns names into tables and dates into parameters.
//
// Dates, all days since 1970-01-01 unless said:
//   :as_of
//   :from  :to     the period asked about; of a day alone the 12 months up to it
//   :as_of_on      yyyymmdd of as_of, for ages: (:as_of_on - birth_on) / 10000
//   :year_ago      the same day of the year before: "12 months" is after it, up to as_of
//   :year_start    1 January of as_of's year
//   :only(column)  true for the members asked for; all when none were named
//
// Thread safety: a Query is an immutable value.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "insight/columns/question.h"
#include "platform/database/database.h"

namespace tram::indicators {

struct Dates {
    std::int32_t as_of = 0, from = 0, to = 0;
};

// What each name of a date stands for.
using columns::kDateNames;
columns::DatesByName ValuesOf(const Dates& dates);

// A text and where it stands, so that a mistake is told with file and line.
struct Part {
    std::string text;
    std::string file;   // empty: not from a file
    int line = 0;       // of its first line
    std::string field;  // "versions[0].facts"
};
// Texts by the name under which other texts refer to them.
using Parts = std::map<std::string, Part, std::less<>>;

class Query {
  public:
    // `text` is the SELECT that answers; `parts` what it may refer to. Registers become tables of
    // the same name behind "reg_".
    //
    // Refused, since one of the two databases lacks or reads it otherwise: several statements,
    // anything but SELECT, recursion, TRUE and FALSE, scalar MIN and MAX, IIF, IFNULL, `::`, GLOB,
    // ILIKE, dollar and question-mark parameters, unknown :names.
    // Errors: kInvalid, the message names file, line, the word and what to write instead.
    static Result<Query> Compose(const Part& text, const Parts& parts,
                                 const std::set<std::string, std::less<>>& registers);

    // The texts it was put together from, the answer last.
    const std::vector<Part>& texts() const { return texts_; }
    // Does it ask for the days of the period, :from or :to?
    bool AsksOfThePeriod() const;
    // Names of the registers it reads.
    const std::set<std::string, std::less<>>& registers() const { return registers_; }

    // The whole statement, registers as tables behind "reg_", dates and :only by their names.
    std::string Text() const;

    // The statement for these members, bound and ready to step.
    Result<database::Statement*> Bind(database::Connection& connection, const Dates& dates,
                                      std::span<const std::int64_t> only) const;

  private:
    // The text in pieces: plain SQL, a date by name, or :only(column).
    struct Piece {
        enum class Kind : std::uint8_t { kText, kDate, kOnly } kind = Kind::kText;
        std::string text;
    };
    std::vector<Piece> pieces_;
    std::set<std::string, std::less<>> registers_;
    std::vector<Part> texts_;
    friend class Composer;
};

}  // namespace tram::indicators
