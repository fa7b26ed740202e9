// Prepared statements by their text, the least recently used dropped when there are too many: the
// texts of searches come in as many shapes as people can type.
//
// Thread safety: as the connection that owns it.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace tram::database {

template <typename S>
class StatementCache {
  public:
    static constexpr std::size_t kMost = 1024;

    // nullptr: not there.
    S* Find(std::string_view sql) {
        const auto found = by_sql_.find(sql);
        if (found == by_sql_.end()) return nullptr;
        entries_.splice(entries_.begin(), entries_, found->second);
        return found->second->statement.get();
    }

    S* Add(std::string_view sql, std::unique_ptr<S> statement) {
        // A statement that is stepped through just now belongs to a loop further up the stack.
        for (auto entry = entries_.end(); entries_.size() >= kMost && entry != entries_.begin();) {
            --entry;
            if (entry->statement->InUse()) continue;
            by_sql_.erase(entry->sql);
            entry = entries_.erase(entry);
        }
        entries_.push_front({std::string(sql), std::move(statement)});
        by_sql_.emplace(entries_.front().sql, entries_.begin());
        return entries_.front().statement.get();
    }

    void Clear() {
        by_sql_.clear();
        entries_.clear();
    }

    template <typename F>
    void ForEach(F&& visit) {
        for (auto& entry : entries_) visit(*entry.statement);
    }

  private:
    struct Entry {
        std::string sql;
        std::unique_ptr<S> statement;
    };
    std::list<Entry> entries_;  // the latest used first
    std::unordered_map<std::string_view, typename std::list<Entry>::iterator> by_sql_;
};

}  // namespace tram::database
