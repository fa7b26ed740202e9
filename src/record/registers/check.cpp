// Each table against a rescan of the records, page by page in the order of rids.

#include <limits>
#include <map>

#include "record/registers/plan.h"

namespace tram::registers {

namespace {

constexpr std::size_t kPage = 500;
constexpr std::size_t kMostProblems = 100;
constexpr Rid kLastRid = std::numeric_limits<Rid>::max();

class Problems {
  public:
    void Add(std::string line) {
        if (lines_.size() < kMostProblems) {
            lines_.push_back(std::move(line));
        } else {
            ++more_;
        }
    }
    std::vector<std::string> Take() {
        if (more_ > 0) lines_.push_back("… and " + std::to_string(more_) + " more in registers");
        return std::move(lines_);
    }

  private:
    std::vector<std::string> lines_;
    std::size_t more_ = 0;
};

Value ReadValue(database::Statement& row, int column, database::Statement::Type type) {
    using Type = database::Statement::Type;
    if (row.IsNull(column)) return {};
    if (type == Type::kInteger) return row.Int(column);
    if (type == Type::kReal) return row.Real(column);
    return std::string(row.Text(column));
}

Result<std::vector<StoredRow>> ReadTable(database::Connection& connection, const Register& of,
                                         Rid after, Rid last) {
    auto* query =
        TRY(connection.Prepare("SELECT " + ColumnList(of) + " FROM " + of.table +
                               " WHERE rid > $1 AND rid <= $2 ORDER BY rid, row, bucket"));
    query->Bind(1, after);
    query->Bind(2, last);
    std::vector<StoredRow> rows;
    while (TRY(query->Step())) {
        auto& row = rows.emplace_back();
        row.rid = query->Int(0);
        row.row = query->Int(1);
        row.place = {.patient = query->Int(2),
                     .person = query->Int(3),
                     .bucket = query->Int(4 + static_cast<int>(of.columns.size()))};
        for (std::size_t at = 0; at < of.columns.size(); ++at) {
            row.values.push_back(ReadValue(*query, 4 + static_cast<int>(at), of.columns[at].type));
        }
    }
    return rows;
}

class Comparison {
  public:
    Comparison(database::Connection& connection, const storage::Dictionary& dictionary,
               Problems& problems)
        : connection_(connection), dictionary_(dictionary), problems_(problems) {}

    // A reference whose rid nobody made cannot be in the table: -1 equals nothing there.
    Result<StoredRow> Expect(const Register& of, const Source& source, std::size_t row,
                             const Row& values) {
        StoredRow out{
            .rid = source.rid, .row = static_cast<std::int64_t>(row), .place = source.place};
        out.values = values;
        for (auto& value : out.values) {
            if (const auto* reference = std::get_if<Reference>(&value)) {
                const auto rid =
                    TRY(dictionary_.FindRid(connection_, reference->type, reference->id));
                value = rid.value_or(-1);
            }
        }
        if (of.own_patient) {
            const auto* patient = std::get_if<std::int64_t>(&out.values.back());
            out.place.patient = patient ? *patient : 0;
            out.place.person = TRY(PersonOf(connection_, out.place.patient));
            out.values.pop_back();
        }
        return out;
    }

    // Both ascending by (rid, row).
    void Compare(const Register& of, const std::vector<StoredRow>& expected,
                 const std::vector<StoredRow>& stored) {
        auto want = expected.begin();
        auto have = stored.begin();
        const auto before = [](const StoredRow& a, const StoredRow& b) {
            return std::pair(a.rid, a.row) < std::pair(b.rid, b.row);
        };
        while (want != expected.end() || have != stored.end()) {
            if (have == stored.end() || (want != expected.end() && before(*want, *have))) {
                problems_.Add(Name(of, *want++) + " is missing");
            } else if (want == expected.end() || before(*have, *want)) {
                problems_.Add(Name(of, *have++) + " has no record behind it");
            } else {
                CompareRow(of, *want++, *have++);
            }
        }
    }

  private:
    void CompareRow(const Register& of, const StoredRow& want, const StoredRow& have) {
        if (want.place != have.place) {
            problems_.Add(Name(of, have) + ": patient, person or bucket differs from the record");
        }
        for (std::size_t at = 0; at < of.columns.size(); ++at) {
            if (want.values[at] != have.values[at]) {
                problems_.Add(Name(of, have) + ": " + of.columns[at].name +
                              " differs from the record");
            }
        }
    }

    static std::string Name(const Register& of, const StoredRow& row) {
        return "register " + of.name + ": row " + std::to_string(row.row) + " of rid " +
               std::to_string(row.rid);
    }

    database::Connection& connection_;
    const storage::Dictionary& dictionary_;
    Problems& problems_;
};

}  // namespace

Result<std::vector<std::string>> Registers::Check(database::Connection& connection,
                                                  const storage::Dictionary& dictionary,
                                                  const NextSources& next) const {
    Problems problems;
    Comparison comparison(connection, dictionary, problems);
    // While registers are being built, those that serve are compared.
    std::map<std::string, std::vector<std::size_t>> by_type;
    for (std::size_t place = 0; place < plan_->places(); ++place) {
        if (!plan_->IsLive(place) || plan_->IsNext(place)) continue;
        by_type[plan_->At(place).resource_type].push_back(place);
    }
    for (const auto& [type, places] : by_type) {
        for (Rid after = 0;;) {
            const auto sources = TRY(next(type, after, kPage));
            std::vector<std::vector<StoredRow>> expected(plan_->places());
            for (const auto& source : sources) {
                const auto rows = Compute(source.resource->root(), source.id);
                for (const auto& fault : rows.faults) {
                    problems.Add(fault + " (rid " + std::to_string(source.rid) + ")");
                }
                for (const auto& of : rows.registers) {
                    for (std::size_t row = 0; row < of.rows.size(); ++row) {
                        expected[of.place].push_back(
                            TRY(comparison.Expect(plan_->At(of.place), source, row, of.rows[row])));
                    }
                }
            }
            const Rid last = sources.empty() ? kLastRid : sources.back().rid;
            for (const std::size_t place : places) {
                const auto& of = plan_->At(place);
                comparison.Compare(of, expected[place],
                                   TRY(ReadTable(connection, of, after, last)));
            }
            if (sources.empty()) break;
            after = last;
        }
    }
    return problems.Take();
}

}  // namespace tram::registers
