// Stories: what an indicator means, told as tables a health worker can read, and run on both
// databases through the commit path and the engine. tests/stories/README.md shows the form.
//
// Thread safety: plain values; StoryRecords belongs to one test.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tram::indicators::stories {

// A row of a table; `name` is its first cell. Empty cells are left out.
struct Row {
    int line = 0;
    std::string name;
    std::map<std::string, std::string, std::less<>> cells;
    // "" where the cell is empty.
    const std::string& operator[](std::string_view column) const;
};

// `kind` is the first word of the header line: what its rows are about.
struct Table {
    int line = 0;
    std::string kind;
    std::vector<std::string> columns;
    std::vector<Row> rows;
};

struct Step {
    enum class Kind : std::uint8_t { kGiven, kWhen, kThen } kind = Kind::kGiven;
    int line = 0;
    std::int32_t day = 0;       // of kWhen
    std::int32_t from = 0;      // of kWhen: first day of a period that ends on `day`; 0: a day
    std::vector<Table> tables;  // of kGiven, kThen
};

struct Scene {
    int line = 0;
    std::string title;
    std::vector<Step> steps;
};

struct Story {
    std::string file;
    std::string indicator;
    std::vector<Table> background;  // holds in every scene
    std::vector<Scene> scenes;
};

// Errors: kInvalid, the message begins with "file:line: ".
Result<Story> ParseStory(std::string_view text, std::string file);

Error Fault(std::string_view file, int line, std::string_view what);
// Errors: kInvalid, with the place.
Result<std::int32_t> DayOf(std::string_view file, int line, std::string_view text);

// One FHIR record.
struct Record {
    std::string type, id, body;
};

// Turns tables into records, and remembers by which names their subjects are called.
class StoryRecords {
  public:
    explicit StoryRecords(std::string file) : file_(std::move(file)) {}

    // A person, unit or worker listed again is replaced by what the new rows say.
    // Errors: kInvalid (unknown table, column, word or name), with the place.
    Result<std::vector<Record>> Make(const std::vector<Table>& tables);

    // Type and id of a person, unit or worker. Errors: kInvalid, with the place.
    Result<std::string> ReferenceTo(std::string_view name, int line) const;

  private:
    using Maker = Result<void> (StoryRecords::*)(const Table&);
    struct Kind {
        std::vector<std::string_view> columns;
        Maker make;
    };
    static const std::map<std::string_view, Kind>& Kinds();

    Result<void> Units(const Table&);
    Result<void> Links(const Table&);
    Result<void> People(const Table&);
    Result<void> Households(const Table&);
    Result<void> Cards(const Table&);
    Result<void> Contacts(const Table&);
    Result<void> Measurements(const Table&);
    Result<void> Diseases(const Table&);
    Result<void> Doses(const Table&);
    Result<void> Outcomes(const Table&);
    Result<void> Workers(const Table&);
    Result<void> Posts(const Table&);
    Result<void> Machines(const Table&);
    Result<void> Surveys(const Table&);
    Result<void> Scores(const Table&);
    Result<void> Decisions(const Table&);
    Result<void> ListedTechniques(const Table&);
    Result<void> Services(const Table&);
    Result<void> Procedures(const Table&);

    void Add(std::string type, std::string id, const std::string& members,
             const std::string& extensions = {});
    std::string NextId(const Table& table, const Row& row);
    // The cell as a date, checked; "" where it is empty.
    Result<std::string> Day(const Row& row, std::string_view column) const;
    Result<std::string> Period(const Row& row, std::string_view from = "từ",
                               std::string_view to = "đến") const;
    Result<std::string> Reference(std::string_view name, int line) const;
    // The code of a word of a table cell; `fallback` where the cell is empty.
    Result<std::string> Code(const Row& row, std::string_view column,
                             const std::map<std::string_view, std::string_view>& words,
                             std::string_view fallback) const;

    std::string file_;
    std::map<std::string, std::string, std::less<>> names_;  // name → "Patient/an"
    std::vector<Record> records_;
    int serial_ = 0;
};

}  // namespace tram::indicators::stories
