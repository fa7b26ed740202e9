// PartRows: what a part of a question gave of each member, for other questions with the same part:
// who is a resident is asked once for all indicators of residents, the facts of an indicator once
// for all its companions.
//
// Thread safety: none while it is filled; const members from any thread afterwards.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "insight/columns/table.h"

namespace tram::columns {

class PartRows {
  public:
    // REQUIRES: members come ascending.
    void Add(std::int64_t member, std::span<const Value> rows) {
        members_.push_back(member);
        values_.insert(values_.end(), rows.begin(), rows.end());
        ends_.push_back(values_.size());
    }
    // The members of `more` come after those here.
    void Append(const PartRows& more) {
        const auto before = values_.size();
        members_.insert(members_.end(), more.members_.begin(), more.members_.end());
        values_.insert(values_.end(), more.values_.begin(), more.values_.end());
        for (const auto end : more.ends_) ends_.push_back(before + end);
    }
    std::size_t size() const { return members_.size(); }

    // False: it was not asked of this member. `near`: where the member before was found; members
    // are mostly asked one after the other.
    bool Find(std::int64_t member, std::size_t& near, std::span<const Value>& rows) const {
        if (near >= members_.size() || members_[near] != member) {
            if (near + 1 < members_.size() && members_[near + 1] == member) {
                ++near;
            } else {
                const auto place = std::lower_bound(members_.begin(), members_.end(), member);
                if (place == members_.end() || *place != member) return false;
                near = static_cast<std::size_t>(place - members_.begin());
            }
        }
        const auto begin = near == 0 ? 0 : ends_[near - 1];
        rows = std::span(values_).subspan(begin, ends_[near] - begin);
        return true;
    }

  private:
    std::vector<std::int64_t> members_;
    std::vector<std::size_t> ends_;  // in values_
    std::vector<Value> values_;
};

}  // namespace tram::columns
