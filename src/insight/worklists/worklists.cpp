#include "insight/worklists/worklists.h"

#include <set>

namespace tram::worklists {
namespace {

constexpr std::string_view kColumns =
    "SELECT t.rid, t.owner, t.id, t.title, t.indicator, t.assignee, t.due_day, t.authored_day, "
    "t.reason FROM reg_tasks t "
    "WHERE t.code = 'worklist'";

Worklist ReadRow(const database::Statement& row) {
    return {.rid = row.Int(0),
            .unit = row.Int(1),
            .id = std::string(row.Text(2)),
            .title = std::string(row.Text(3)),
            .indicator = std::string(row.Text(4)),
            .assignee = std::string(row.Text(5)),
            .reason = std::string(row.Text(8)),
            .due = static_cast<std::int32_t>(row.Int(6)),
            .authored = static_cast<std::int32_t>(row.Int(7))};
}

Result<void> CountItems(database::Connection& connection, std::vector<Worklist>& lists) {
    std::map<Rid, Worklist*> by_rid;
    std::vector<Rid> rids;
    for (auto& list : lists) {
        by_rid[list.rid] = &list;
        rids.push_back(list.rid);
    }
    auto& rows = *TRY(connection.Prepare(
        "SELECT part_of, COALESCE(outcome, 'open'), COUNT(*) FROM reg_tasks WHERE code = "
        "'worklist-item' AND " +
        connection.InSet("part_of", 1) + " GROUP BY part_of, COALESCE(outcome, 'open')"));
    rows.BindSet(1, rids);
    while (TRY(rows.Step())) {
        Worklist& list = *by_rid.at(rows.Int(0));
        list.by_outcome[std::string(rows.Text(1))] = rows.Int(2);
        list.total += rows.Int(2);
    }
    return {};
}

}  // namespace

Result<std::vector<Worklist>> ListWorklists(database::Connection& connection,
                                            const std::vector<Rid>& units,
                                            std::string_view assignee) {
    std::vector<Worklist> lists;
    std::string sql(kColumns);
    if (!units.empty()) sql += " AND " + connection.InSet("t.owner", 1);
    auto& rows = *TRY(connection.Prepare(sql + " ORDER BY t.due_day DESC, t.rid DESC"));
    if (!units.empty()) rows.BindSet(1, units);
    while (TRY(rows.Step())) {
        Worklist list = ReadRow(rows);
        if (assignee.empty() || list.assignee.empty() || list.assignee == assignee)
            lists.push_back(std::move(list));
    }
    TRY(CountItems(connection, lists));
    return lists;
}

Result<Worklist> FindWorklist(database::Connection& connection, std::string_view id) {
    auto& rows = *TRY(connection.Prepare(std::string(kColumns) + " AND t.id = $1"));
    rows.BindText(1, id);
    if (!TRY(rows.Step())) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "no such worklist",
                     .message_vi = "Không có danh sách việc này.",
                     .path = "id"};
    }
    std::vector<Worklist> lists{ReadRow(rows)};
    rows.Reset();
    TRY(CountItems(connection, lists));
    return lists.front();
}

Result<std::vector<Item>> ReadItems(database::Connection& connection, Rid worklist) {
    std::vector<Item> items;
    auto& rows =
        *TRY(connection.Prepare("SELECT rid, patient, id, why, outcome, due_day, outcome_day, "
                                "circumstance, note FROM reg_tasks "
                                "WHERE part_of = $1 AND code = 'worklist-item' ORDER BY rid"));
    rows.Bind(1, worklist);
    while (TRY(rows.Step())) {
        items.push_back({.rid = rows.Int(0),
                         .patient = rows.Int(1),
                         .id = std::string(rows.Text(2)),
                         .why = std::string(rows.Text(3)),
                         .outcome = std::string(rows.Text(4)),
                         .circumstance = std::string(rows.Text(7)),
                         .note = std::string(rows.Text(8)),
                         .due = static_cast<std::int32_t>(rows.Int(5)),
                         .outcome_day = static_cast<std::int32_t>(rows.Int(6))});
    }
    return items;
}

Result<std::map<Rid, Given>> GivenItems(database::Connection& connection,
                                        std::string_view indicator, const std::vector<Rid>& persons,
                                        std::int32_t done_after) {
    std::map<Rid, Given> given;
    if (persons.empty()) return given;
    auto& rows = *TRY(connection.Prepare(
        "SELECT i.person, w.id, w.title, w.assignee, w.owner, w.due_day, i.outcome, i.outcome_day, "
        "CASE WHEN i.status IN ('requested', 'in-progress') THEN 1 ELSE 0 END AS is_open "
        "FROM reg_tasks i JOIN reg_tasks w ON w.rid = i.part_of "
        "WHERE i.code = 'worklist-item' AND i.indicator = $1 AND "
        "(i.status IN ('requested', 'in-progress') OR (i.outcome = 'done' AND i.outcome_day > $2)) "
        "AND " +
        connection.InSet("i.person", 3) + " ORDER BY is_open, i.rid"));
    rows.BindText(1, indicator);
    rows.Bind(2, done_after);
    rows.BindSet(3, persons);
    while (TRY(rows.Step())) {
        given[rows.Int(0)] = {.worklist = std::string(rows.Text(1)),
                              .title = std::string(rows.Text(2)),
                              .assignee = std::string(rows.Text(3)),
                              .unit = rows.Int(4),
                              .due = static_cast<std::int32_t>(rows.Int(5)),
                              .outcome = std::string(rows.Text(6)),
                              .outcome_day = static_cast<std::int32_t>(rows.Int(7)),
                              .open = rows.Int(8) != 0};
    }
    return given;
}

Result<std::string> TitleApart(database::Connection& connection, std::string_view indicator,
                               std::string title) {
    std::set<std::string, std::less<>> taken;
    auto& rows = *TRY(connection.Prepare(
        "SELECT title FROM reg_tasks WHERE code = 'worklist' AND indicator = $1"));
    rows.BindText(1, indicator);
    while (TRY(rows.Step())) taken.emplace(rows.Text(0));
    if (!taken.contains(title)) return title;
    for (int number = 2;; ++number) {
        auto apart = title + ", đợt " + std::to_string(number);
        if (!taken.contains(apart)) return apart;
    }
}

}  // namespace tram::worklists
