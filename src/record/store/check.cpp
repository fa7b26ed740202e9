#include "record/store/check.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "fhir/definitions/definitions.h"
#include "record/storage/schema.h"
#include "record/store/check_tables.h"
#include "record/store/sources.h"

namespace tram::record {
namespace {

constexpr std::int64_t kPage = 500;
constexpr std::size_t kMostWindows = 20;  // of each table, told row by row

// Counts (p, v, n) in key order, asked for a page at a time: `ask` gives those behind a key.
class CountStream {
  public:
    using Ask = std::function<Result<database::Statement*>(std::int64_t p, std::int64_t v)>;
    explicit CountStream(Ask ask) : ask_(std::move(ask)) {}

    Result<void> Next() {
        if (++at_ < page_.size()) return {};
        const auto last = page_.empty() ? Count{-1, -1, 0} : page_.back();
        page_.clear();
        at_ = 0;
        auto* query = TRY(ask_(last.p, last.v));
        while (TRY(query->Step())) page_.push_back({query->Int(0), query->Int(1), query->Int(2)});
        return {};
    }
    bool ended() const { return at_ >= page_.size(); }
    std::int64_t p() const { return page_[at_].p; }
    std::int64_t v() const { return page_[at_].v; }
    std::int64_t n() const { return page_[at_].n; }
    std::pair<std::int64_t, std::int64_t> key() const { return {p(), v()}; }

  private:
    struct Count {
        std::int64_t p, v, n;
    };
    Ask ask_;
    std::vector<Count> page_;
    std::size_t at_ = 0;
};

}  // namespace

std::vector<std::string> Problems::Take() {
    if (count_ > lines_.size()) {
        lines_.push_back(fmt::format("… and {} more", count_ - lines_.size()));
    }
    return std::move(lines_);
}

Result<std::vector<std::string>> Checker::Run() {
    parts_.progress("log");
    TRY(CheckLog());
    parts_.progress("audit");
    TRY(CheckAudit());
    parts_.progress("records and search rows");
    TRY(CheckRecords());
    parts_.progress("counts");
    TRY(CheckCounts());
    parts_.progress("registers");
    problems_.AddAll(TRY(parts_.registers.Check(connection_, parts_.dictionary,
                                                SourcesOf(connection_, parts_.maker))));
    for (const auto& deriver : parts_.derivers) {
        parts_.progress(deriver->name());
        for (auto& line : TRY(deriver->Check(connection_))) {
            problems_.Add(std::string(deriver->name()) + ": " + line);
        }
    }
    return problems_.Take();
}

Result<void> Checker::CheckRecords() {
    const auto tables = TableCheck::All();
    TRY(ForEachRecord(0, INT64_MAX, [&](Rid rid, std::int64_t type, const FoundBy& found_by) {
        for (const auto& table : tables) table->Expect(rid, type, found_by);
    }));
    reported_ = true;
    for (const auto& table : tables) {
        parts_.progress(table->table());
        TRY(table->Scan(connection_));
        const auto windows = table->DifferentWindows();
        for (std::size_t i = 0; i < windows.size() && i < kMostWindows; ++i) {
            table->Open(windows[i]);
            TRY(ForEachRecord(windows[i], windows[i] + TableCheck::kWindow,
                              [&](Rid rid, std::int64_t type, const FoundBy& found_by) {
                                  table->Expect(rid, type, found_by);
                              }));
            TRY(table->Compare(connection_, problems_));
        }
        if (windows.size() > kMostWindows) {
            problems_.Add(fmt::format("{}: differs in {} more stretches", table->table(),
                                      windows.size() - kMostWindows));
        }
    }
    return {};
}

// Living resources with first <= rid < end. What is wrong with a row of `res` itself is told the
// first time round.
Result<void> Checker::ForEachRecord(Rid first, Rid end, const Visit& visit) {
    for (Rid after = first - 1;;) {
        const auto rows = TRY(ReadRows(after, end));
        for (const auto& row : rows) {
            if (!reported_) TRY(CheckRow(row));
            if (row.version == 0 || row.deleted) continue;
            auto document = parts_.maker.Unpack(row.codec, row.body);
            if (!document) continue;
            const auto content = TRY(parts_.maker.Make(std::move(document).value(), row.id));
            const auto keys = TRY(TranslateKnown(content->keys, parts_.dictionary, connection_));
            visit(row.rid, row.type, {&keys, row.person, content->keys.open.date, row.bucket});
            if (!reported_) TRY(CheckPlace(row, *content));
        }
        if (rows.size() < kPage) return {};
        after = rows.back().rid;
        if (!reported_) parts_.progress(fmt::format("records up to {}", after));
    }
}

Result<std::vector<Checker::Row>> Checker::ReadRows(Rid after, Rid end) {
    auto* query = TRY(connection_.Prepare(
        "SELECT rid, type, id, version, pos, flags, home, person, bucket, codec, body FROM res "
        "WHERE rid > $1 AND rid < $2 ORDER BY rid LIMIT $3"));
    query->Bind(1, after);
    query->Bind(2, end);
    query->Bind(3, kPage);
    std::vector<Row> rows;
    while (TRY(query->Step())) {
        auto& row = rows.emplace_back();
        row.rid = query->Int(0);
        row.type = query->Int(1);
        row.id = query->Text(2);
        row.version = query->Int(3);
        row.pos = query->Int(4);
        row.deleted = (query->Int(5) & storage::kDeleted) != 0;
        row.home = query->Int(6);
        row.person = query->Int(7);
        row.bucket = query->Int(8);
        row.codec = query->Int(9);
        row.body = query->Blob(10);
    }
    return rows;
}

// The row by itself, and the log entry that made it.
Result<void> Checker::CheckRow(const Row& row) {
    if (row.version == 0) {
        if (!row.body.empty())
            problems_.Add(fmt::format("res: never stored, but has a body: rid={}", row.rid));
        return {};
    }
    auto* query =
        TRY(connection_.Prepare("SELECT rid, version, home, bucket, op FROM log WHERE pos = $1"));
    query->Bind(1, row.pos);
    if (!TRY(query->Step())) {
        problems_.Add(
            fmt::format("res: its log entry is missing: rid={} pos={}", row.rid, row.pos));
        return {};
    }
    const bool deleted = query->Int(4) == static_cast<int>(storage::Op::kDelete);
    const bool same = query->Int(0) == row.rid && query->Int(1) == row.version &&
                      query->Int(2) == row.home && query->Int(3) == row.bucket &&
                      deleted == row.deleted;
    query->Reset();
    if (!same)
        problems_.Add(fmt::format("res: differs from the log: rid={} pos={}", row.rid, row.pos));
    if (row.deleted != row.body.empty()) {
        problems_.Add(fmt::format(
            "res: {}: rid={}", row.deleted ? "deleted, but has a body" : "has no body", row.rid));
    } else if (!row.deleted && !parts_.maker.Unpack(row.codec, row.body)) {
        problems_.Add(fmt::format("res: the body cannot be read: rid={}", row.rid));
    }
    return {};
}

// The compartment, its bucket and its person.
Result<void> Checker::CheckPlace(const Row& row, const Content& content) {
    const auto type = definitions::ResourceTypeName(static_cast<std::uint16_t>(row.type));
    std::optional<Rid> home = row.rid;
    std::string_view home_type = type, home_id = row.id;
    if (!content.patient.empty()) {
        home = TRY(parts_.dictionary.FindRid(connection_, "Patient", content.patient));
        home_type = "Patient";
        home_id = content.patient;
    }
    const bool in_place =
        home && *home == row.home && storage::BucketOf(home_type, home_id) == row.bucket;
    if (!in_place)
        problems_.Add(fmt::format("res: wrong compartment: rid={} home={}", row.rid, row.home));
    const Rid person = home_type == "Patient" ? TRY(PersonOf(row.home)) : 0;
    if (person != row.person) {
        problems_.Add(fmt::format("res: wrong person: rid={} person={}", row.rid, row.person));
    }
    return {};
}

// By the links themselves; remembered for the records of the same compartment that follow.
Result<Rid> Checker::PersonOf(Rid patient) {
    if (persons_.size() > 100'000) persons_.clear();
    const auto known = persons_.find(patient);
    if (known != persons_.end()) return known->second;
    Rid last = patient;
    for (std::vector<Rid> seen{patient}; seen.size() < 100;) {
        auto* query = TRY(connection_.Prepare(
            "SELECT codec, body FROM res WHERE rid = $1 AND version > 0 AND flags = 0"));
        query->Bind(1, last);
        if (!TRY(query->Step())) break;
        auto document = parts_.maker.Unpack(query->Int(0), query->Blob(1));
        query->Reset();
        if (!document) break;
        const auto next_id = ReplacedBy((*document)->root());
        if (next_id.empty()) break;
        const auto next = TRY(parts_.dictionary.FindRid(connection_, "Patient", next_id));
        const bool circle = !next || std::find(seen.begin(), seen.end(), *next) != seen.end();
        last = circle ? patient : *next;
        if (circle) break;
        seen.push_back(last);
    }
    return persons_[patient] = last;
}

Result<void> Checker::CheckCounts() {
    // Living resources by type, then rows of tok by value, both as (p, v, n) in the order of stat.
    const auto of_types = [&](std::int64_t, std::int64_t after) -> Result<database::Statement*> {
        auto* query = TRY(connection_.Prepare(
            "SELECT 0, type, count(*) FROM res WHERE version > 0 AND flags = 0 AND type > $1 "
            "GROUP BY type ORDER BY type"));
        query->Bind(1, after);
        return query;
    };
    const auto of_tokens = [&](std::int64_t p, std::int64_t v) -> Result<database::Statement*> {
        auto* query = TRY(connection_.Prepare(
            "SELECT p, v, count(*) FROM tok WHERE (p, v) > ($1, $2) GROUP BY p, v "
            "ORDER BY p, v LIMIT 20000"));
        query->Bind(1, p);
        query->Bind(2, v);
        return query;
    };
    const auto of_stat = [&](std::int64_t p, std::int64_t v) -> Result<database::Statement*> {
        auto* query =
            TRY(connection_.Prepare("SELECT p, v, n FROM stat WHERE (p, v) > ($1, $2) AND n <> 0 "
                                    "ORDER BY p, v LIMIT 20000"));
        query->Bind(1, p);
        query->Bind(2, v);
        return query;
    };
    CountStream types(of_types), tokens(of_tokens), stat(of_stat);
    TRY(stat.Next());
    for (auto* should : {&types, &tokens}) {
        TRY(should->Next());
        while (!should->ended()) {
            while (!stat.ended() && stat.key() < should->key()) {
                problems_.Add(
                    fmt::format("stat: counts what is not there: p={} v={}", stat.p(), stat.v()));
                TRY(stat.Next());
            }
            const bool found = !stat.ended() && stat.key() == should->key();
            if (!found || stat.n() != should->n()) {
                problems_.Add(fmt::format("stat: wrong count: p={} v={} is {} should be {}",
                                          should->p(), should->v(), found ? stat.n() : 0,
                                          should->n()));
            }
            if (found) TRY(stat.Next());
            TRY(should->Next());
        }
    }
    while (!stat.ended()) {
        problems_.Add(fmt::format("stat: counts what is not there: p={} v={}", stat.p(), stat.v()));
        TRY(stat.Next());
    }
    return {};
}

}  // namespace tram::record
