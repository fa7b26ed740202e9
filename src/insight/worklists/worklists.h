// Worklists as they stand: whose they are, who is on them, what came of each contact.
//
// Thread safety: functions may be called from any thread; the connection is used only during the
// call.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/database/database.h"

namespace tram::worklists {

using Rid = std::int64_t;

struct Worklist {
    Rid rid = 0, unit = 0;
    std::string id, title, indicator, assignee, reason;
    std::int32_t due = 0, authored = 0;  // days
    std::int64_t total = 0;
    std::map<std::string, std::int64_t> by_outcome;  // "open" where nothing came back yet
};

// Those owned by one of `units` (empty: all), of one worker or of all (`assignee` empty), newest
// due first. A list without an assignee is everyone's of its unit.
Result<std::vector<Worklist>> ListWorklists(database::Connection& connection,
                                            const std::vector<Rid>& units,
                                            std::string_view assignee);
// Errors: kNotFound.
Result<Worklist> FindWorklist(database::Connection& connection, std::string_view id);

struct Item {
    Rid rid = 0, patient = 0;
    std::string id, why, outcome, circumstance, note;
    std::int32_t due = 0, outcome_day = 0;
};
Result<std::vector<Item>> ReadItems(database::Connection& connection, Rid worklist);

// Where a person of a gap list stands in work given out already: on an open item, or on one that
// somebody said was done not long ago.
struct Given {
    std::string worklist, title, assignee;
    Rid unit = 0;
    std::int32_t due = 0;
    std::string outcome;           // of the newest contact; empty: none yet
    std::int32_t outcome_day = 0;  // 0: none yet
    bool open = true;
};
// Of these persons those who are on an item for the indicator that is open, or was done after
// `done_after`; of several the open one, then the newest.
Result<std::map<Rid, Given>> GivenItems(database::Connection& connection,
                                        std::string_view indicator, const std::vector<Rid>& persons,
                                        std::int32_t done_after);

// `title`, or with a number behind it where a worklist for the indicator has that title already.
Result<std::string> TitleApart(database::Connection& connection, std::string_view indicator,
                               std::string title);

}  // namespace tram::worklists
