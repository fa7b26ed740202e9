#include <unordered_set>

#include "record/registers/plan.h"
#include "record/registers/table_writer.h"

namespace tram::registers {

namespace {

const Rows& OrNone(const Rows* rows) {
    static const Rows none;
    return rows ? *rows : none;
}

const std::vector<Row>& RowsOf(const Rows* rows, std::size_t place) {
    static const std::vector<Row> none;
    for (const auto& of : OrNone(rows).registers) {
        if (of.place == place) return of.rows;
    }
    return none;
}

// `whole`: also rows that stay as they were, since the table may not hold them yet.
Result<void> WriteDifference(TableWriter& writer, const Change& change, std::size_t place,
                             bool whole) {
    const auto& before = RowsOf(change.before, place);
    const auto& after = RowsOf(change.after, place);
    const bool same_bucket = change.place_before.bucket == change.place_after.bucket;
    for (std::size_t row = 0; row < before.size(); ++row) {
        if (row >= after.size() || !same_bucket) {
            writer.Remove(place, change.rid, row, change.place_before.bucket);
        }
    }
    for (std::size_t row = 0; row < after.size(); ++row) {
        const bool kept = !whole && row < before.size() &&
                          change.place_before == change.place_after && before[row] == after[row];
        if (!kept) TRY(writer.Insert(place, change.rid, row, change.place_after, after[row]));
    }
    return {};
}

}  // namespace

Result<void> Registers::Write(database::Connection& connection, storage::Dictionary& dictionary,
                              std::span<const Change> changes) const {
    TableWriter writer(connection, dictionary, *plan_, database::OnConflict::kReplace);
    const auto write = [&](const Change& change, std::size_t place) -> Result<void> {
        if (!plan_->IsLive(place)) return {};
        return WriteDifference(writer, change, place, plan_->IsNext(place));
    };
    std::unordered_set<Rid> seen;
    for (const auto& change : changes) {
        // The second change of a record builds on the first: a batch has no order of its own.
        if (!seen.insert(change.rid).second) {
            TRY(writer.Flush());
            seen = {change.rid};
        }
        for (const auto& of : OrNone(change.before).registers) {
            TRY(write(change, of.place));
        }
        for (const auto& of : OrNone(change.after).registers) {
            if (RowsOf(change.before, of.place).empty()) {
                TRY(write(change, of.place));
            }
        }
    }
    return writer.Flush();
}

Result<void> Registers::SetPerson(database::Connection& connection, Rid patient, Rid person_before,
                                  Rid person) const {
    for (std::size_t place = 0; place < plan_->places(); ++place) {
        if (!plan_->IsLive(place)) continue;
        // The index on person finds them; one on patient would serve nothing else.
        auto* update =
            TRY(connection.Prepare("UPDATE " + plan_->TableOf(place) +
                                   " SET person = $1 WHERE person = $2 AND patient = $3"));
        update->Bind(1, person);
        update->Bind(2, person_before);
        update->Bind(3, patient);
        TRY(update->Run());
    }
    return {};
}

}  // namespace tram::registers
