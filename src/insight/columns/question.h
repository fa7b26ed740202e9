// Question: the SQL of an indicator made to run over tables in memory; Run: one that is running.
//
// The text is the one the database gets, with dates by their names (:as_of …) and :only(column) as
// the author wrote them. It means what it means there: three-valued logic, NULL once in groups,
// whole numbers divided toward zero, texts in the order of their bytes. Where the two databases
// differ, this is SQLite (NULL before all others; x / 0 is NULL).
//
// A question of persons is asked of one at a time: what hangs on :only is made anew for each, the
// rest once a Run. Columns of a part that the answer does not need are not computed.
//
// Refused, and left to the database: texts put together while asking (||, CAST AS TEXT), LIKE,
// windows other than ROW_NUMBER, CAST of a real to a whole number, conditions used as values, and
// what the parser does not know. No wrong answer stands in for them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "insight/columns/part_rows.h"
#include "insight/columns/table.h"

namespace tram::columns {

struct Plan;
class Machine;

// The columns of a register that may be read, by its name; nullptr: no such register.
using Catalogue = std::function<const std::vector<Table::ColumnName>*(std::string_view)>;
// The table of a register, by its name.
using TableOf = std::function<const Table*(std::string_view)>;

// The dates a text may name, and what they stand for in that order.
inline constexpr std::array<std::string_view, 6> kDateNames = {
    "as_of", "from", "to", "as_of_on", "year_ago", "year_start"};
using DatesByName = std::array<std::int64_t, kDateNames.size()>;

// What a question reads of a register.
struct Need {
    std::string register_name;
    std::set<std::string, std::less<>> columns;
    std::set<std::string, std::less<>> indexed;  // of these, those by which rows are found
};

// Thread safety: immutable.
class Question {
  public:
    // Literals get their numbers in `texts`: nobody else may use it meanwhile.
    // Errors: kNotSupported, with what columns do not answer.
    //
    // `hands_on`: all columns of one part of persons are computed, so that its rows may be handed
    // on: of the first, which many questions begin with, or of the last, the facts of one content.
    enum class HandsOn : std::uint8_t { kNothing, kFirstPart, kLastPart };
    static Result<Question> Compile(std::string_view text, const Catalogue& catalogue, Texts& texts,
                                    HandsOn hands_on = HandsOn::kNothing);

    const std::vector<Need>& needs() const { return needs_; }
    const std::vector<std::string>& columns() const { return columns_; }  // of the answer
    bool of_persons() const { return of_persons_; }                       // :only stands in it
    // The part it may hand on and those before, as they are written; empty: none. Questions alike
    // in this may hand rows on to each other (Run::KeepPart, TakePart).
    const std::string& handed_on() const { return handed_on_; }

  private:
    friend class Run;
    std::shared_ptr<const Plan> plan_;
    std::vector<Need> needs_;
    std::vector<std::string> columns_;
    std::string handed_on_;
    bool of_persons_ = false;
};

// Rows of an answer, until the next is asked for.
class Rows {
  public:
    Rows(std::span<const Value> values, std::size_t stride, std::size_t width)
        : values_(values), stride_(stride), width_(width) {}
    std::size_t size() const { return values_.size() / stride_; }
    std::span<const Value> operator[](std::size_t row) const {
        return values_.subspan(row * stride_, width_);
    }

  private:
    std::span<const Value> values_;
    std::size_t stride_, width_;
};

// Of how many members a Run is asked: of many, their rows are sieved all at once beforehand.
enum class Asks : std::uint8_t { kFew, kMany };

// One question bound to tables and dates.
//
// Thread safety: one thread. Several Runs of one Question may run at once, while tables and texts
// stay as they are.
class Run {
  public:
    // REQUIRES: `tables` gives one with the columns of each of the question's needs; all outlive
    // this. An index that is missing costs time alone.
    Run(const Question& question, const TableOf& tables, const DatesByName& dates,
        const Texts& texts, Asks asks = Asks::kFew);
    ~Run();
    Run(Run&&) noexcept;
    // The same for another thread, with what was made ready for it.
    Run Another() const;
    // Puts what the part it hands on gives of each member from now on into `into`, or takes it from
    // `from`. REQUIRES: members are asked ascending; `from` is of a question alike in handed_on, of
    // the same dates and tables; both outlive this.
    void KeepPart(PartRows& into);
    void TakePart(const PartRows& from);

    // What :only(column) lets through: this member; nullopt: everybody.
    // Errors: kNotSupported where only the rows tell: several where one value should be;
    // kTooCostly, it would look at many more rows than there are: a join that binds nothing. Such
    // a Run is done for.
    Result<Rows> Ask(std::optional<std::int64_t> only);

  private:
    explicit Run(std::unique_ptr<Machine> machine);
    std::unique_ptr<Machine> machine_;
};

}  // namespace tram::columns
