// Columns: the registers that questions about everybody read, in memory and true to the last write.
//
// Tables are read whole at the first question. Later the feed of the log names the records that
// were written since, and their rows alone are read again. All tables stand at one position.
//
// Thread safety: may be used from any thread. While somebody holds a Standing the tables stay as
// they are; whoever needs a later position waits.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "insight/columns/feed.h"
#include "insight/columns/kept_file.h"
#include "insight/columns/table.h"
#include "record/registers/registers.h"
#include "record/store/store.h"

namespace tram::columns {

// The columns of a register that questions read, its own and those of the engine: rid, row,
// patient, person.
struct Shape {
    std::string register_name;
    std::vector<Table::ColumnName> columns;
    std::set<std::string, std::less<>> indexed;  // found by equality
};

// All that could be read of a register; no column is indexed. nullopt: no such register.
std::optional<Shape> ShapeOf(const registers::Registers& registers, std::string_view name);

class Columns {
  public:
    using Tables = std::map<std::string, std::unique_ptr<Table>, std::less<>>;

    // All must outlive this; nobody else adds to `texts`. `kept_in`: a file that holds the tables
    // between two runs; empty: none. It is believed if it is of this store; tables of fewer bytes
    // than `worth_keeping` are read from the registers in no time.
    Columns(record::Store& store, Feed& feed, Texts& texts, std::vector<Shape> shapes,
            std::string kept_in = {}, std::size_t worth_keeping = std::size_t{4} << 20);

    // The tables at one position, for as long as it is held.
    class Standing {
      public:
        std::int64_t position() const { return position_; }
        // Of the registers the tables were read of.
        std::int64_t generation() const { return generation_; }
        // REQUIRES: a shape of this name was given.
        const Table& operator[](std::string_view name) const { return *Find(name); }
        // nullptr: no shape of this name was given.
        const Table* Find(std::string_view name) const {
            const auto table = tables_->find(name);
            return table == tables_->end() ? nullptr : table->second.get();
        }

      private:
        friend class Columns;
        std::shared_lock<std::shared_mutex> lock_;
        const Tables* tables_ = nullptr;
        std::int64_t position_ = 0, generation_ = 0;
    };
    // All of them with everything committed before the call. The feed has caught up to there.
    // REQUIRES: the caller holds no Standing.
    // Errors: kBusy, kUnavailable; registers that are being built say so.
    Result<Standing> Stand();
    // Does somebody wait for a later position? Who holds a Standing for long lets go of it then.
    bool Wanted() const { return waiting_ > 0; }

    std::size_t bytes() const;

    // Writes the file if much has changed since it was written; when the program `ends`, if
    // anything worth a look has. What fails is tried again by the next.
    enum class Moment : std::uint8_t { kBetween, kEnd };
    void Keep(Moment moment);
    // Position of the file this run has read or written; -1: none.
    std::int64_t kept_at() const;

  private:
    Result<std::string> ShapesAsOf(database::Connection& connection) const;
    void OpenKept();
    bool LoadKept(database::Connection& connection);
    bool Stands() const;
    Result<void> BringUp();
    Result<void> LoadAll();
    Result<std::unique_ptr<Table>> ReadAll(database::Connection& connection, const Shape& shape,
                                           std::mutex* texts_mutex);
    Result<void> Follow(database::Connection& connection, std::unique_ptr<Table>& table,
                        std::int64_t upto);

    record::Store& store_;
    Feed& feed_;
    Texts& texts_;
    const std::vector<Shape> shapes_;
    const std::string kept_in_;
    const std::size_t worth_keeping_;
    std::optional<KeptOf> may_read_;  // what a file of this store says it is of
    std::mutex keeping_;              // one writes the file at a time
    std::atomic<std::int64_t> kept_at_ = -1;
    std::atomic<int> waiting_ = 0;     // for a later position
    mutable std::shared_mutex mutex_;  // of all below
    Tables tables_;
    std::map<std::string, std::int64_t, std::less<>>
        positions_;  // of each table; alike after BringUp
    std::int64_t position_ = 0;
    std::int64_t generation_ = 0;  // of the registers
};

}  // namespace tram::columns
