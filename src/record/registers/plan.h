// How the cells of a view become the columns of a table: what Make decides and the others follow.
#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "record/registers/registers.h"

namespace tram::registers {

enum class Kind : std::uint8_t {
    kBoolean,
    kInteger,
    kReal,
    kText,
    kFolded,     // tram/text folded
    kNameKey,    // tram/text name-key
    kId,         // the resource's own id
    kReference,  // tram/type rid
    kOwnRid,     // the same with the path `id`: a reference to the resource itself
    kPatient,    // tram/type patient: the row's own patient, behind all columns
    kDate,       // gives two table columns: _on, _day
    kInstant,    // gives three: _on, _day, _at
};

struct CellRule {
    std::size_t place = 0;  // of the cell in a row of the view
    Kind kind = Kind::kText;
    bool last = false;  // dates: the latest moment rather than the first
};

struct Mapping {
    views::View view;
    std::vector<CellRule> rules;  // in the order of the table's columns
    std::string hash;             // of all that the table's rows depend on
};

struct Registers::Plan {
    int zone_minutes = 0;
    std::vector<Register> registers;
    std::vector<Mapping> mappings;  // one for each register
    std::map<std::string, std::vector<std::size_t>, std::less<>> by_type;

    // While registers are built beside the work: which of them, and the views of before by which
    // their tables are kept until then. Set by Prepare, never changed after; what they mean ends
    // with `building`.
    std::set<std::size_t> next;
    std::shared_ptr<const Plan> before;
    std::atomic<bool> building = false;
    std::atomic<std::int64_t> generation = 0;

    // Places count on from the registers to those of `before`.
    std::size_t places() const {
        return registers.size() + (before ? before->registers.size() : 0);
    }
    const Register& At(std::size_t place) const {
        return place < registers.size() ? registers[place]
                                        : before->registers[place - registers.size()];
    }
    // Is anything to be written there?
    bool IsLive(std::size_t place) const { return place < registers.size() || building; }
    bool IsNext(std::size_t place) const { return building && next.contains(place); }
    std::string TableOf(std::size_t place) const {
        return (IsNext(place) ? "next_" : "reg_") + At(place).name;
    }
};

// What one row is made from besides its cells.
struct Origin {
    std::string_view type, id;  // of the resource
    int zone_minutes = 0;
};

// The values of one cell, appended to `row`: as many as the rule gives table columns.
void AppendValues(const CellRule& rule, const views::Cell& cell, const Origin& origin, Row& row);

// The survivor that stands for a patient; itself while nobody knows more. 0 for 0.
Result<Rid> PersonOf(database::Connection& connection, Rid patient);

// What a row is in the table, with references as rids.
struct StoredRow {
    Rid rid = 0;
    std::int64_t row = 0;
    Place place;
    Row values;  // no Reference among them
};

// Notes by which view the table reg_<name> is made now.
Result<void> RecordTable(database::Connection& connection, const Register& of,
                         const Mapping& mapping);

// "a, b, c" of a register's columns with the engine's around them, in the order of the table.
std::string ColumnList(const Register& of);

}  // namespace tram::registers
