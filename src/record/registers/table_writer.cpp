#include "record/registers/table_writer.h"

#include <array>

namespace tram::registers {

namespace {

using Type = database::Statement::Type;
using BatchColumn = database::Connection::BatchColumn;

constexpr std::array<std::string_view, 3> kKey = {"rid", "row", "bucket"};

void PutRid(database::Batch& batch, Rid rid) {
    if (rid == 0) {
        batch.Null();
    } else {
        batch.Int(rid);
    }
}

}  // namespace

TableWriter::TableWriter(database::Connection& connection, storage::Dictionary& dictionary,
                         const Registers::Plan& plan, database::OnConflict conflict)
    : connection_(connection),
      dictionary_(dictionary),
      plan_(plan),
      conflict_(conflict),
      inserts_(plan.places()),
      removals_(plan.places()) {}

Result<Rid> PersonOf(database::Connection& connection, Rid patient) {
    if (patient == 0) return Rid{0};
    auto* query = TRY(connection.Prepare("SELECT person FROM res WHERE rid = $1"));
    query->Bind(1, patient);
    const bool found = TRY(query->Step());
    const Rid person = found ? query->Int(0) : 0;
    query->Reset();
    return person == 0 ? patient : person;
}

database::Batch& TableWriter::Inserts(std::size_t place) {
    auto& batch = inserts_[place];
    if (!batch) {
        const auto& of = plan_.At(place);
        std::vector<BatchColumn> columns = {{"rid", Type::kInteger},
                                            {"row", Type::kInteger},
                                            {"patient", Type::kInteger},
                                            {"person", Type::kInteger}};
        for (const auto& column : of.columns) columns.push_back({column.name, column.type});
        columns.push_back({"bucket", Type::kInteger});
        batch = connection_.Insert(plan_.TableOf(place), columns, conflict_, kKey);
    }
    return *batch;
}

database::Batch& TableWriter::Removals(std::size_t place) {
    auto& batch = removals_[place];
    if (!batch) {
        constexpr std::array<BatchColumn, 3> kColumns = {
            {{"rid", Type::kInteger}, {"row", Type::kInteger}, {"bucket", Type::kInteger}}};
        batch = connection_.Delete(plan_.TableOf(place), kColumns);
    }
    return *batch;
}

Result<void> TableWriter::Insert(std::size_t place, Rid rid, std::size_t row, const Place& of,
                                 const Row& values) {
    // A rid may have to be looked up in the database: before the row is begun, so that an error
    // leaves no half row behind.
    std::vector<Rid> references;
    for (const auto& value : values) {
        if (const auto* reference = std::get_if<Reference>(&value)) {
            references.push_back(
                TRY(dictionary_.InternRid(connection_, reference->type, reference->id)));
        }
    }
    Rid patient = of.patient, person = of.person;
    if (plan_.At(place).own_patient) {
        const bool named = std::holds_alternative<Reference>(values.back());
        patient = named ? references.back() : 0;
        person = TRY(PersonOf(connection_, patient));
    }
    auto& batch = Inserts(place);
    batch.Int(rid).Int(static_cast<std::int64_t>(row));
    PutRid(batch, patient);
    PutRid(batch, person);
    auto next_reference = references.begin();
    for (const auto& value : std::span(values).first(plan_.At(place).columns.size())) {
        switch (value.index()) {
            case 0:
                batch.Null();
                break;
            case 1:
                batch.Int(std::get<std::int64_t>(value));
                break;
            case 2:
                batch.Real(std::get<double>(value));
                break;
            case 3:
                batch.Text(std::get<std::string>(value));
                break;
            default:
                batch.Int(*next_reference++);
        }
    }
    batch.Int(of.bucket);
    return {};
}

void TableWriter::Remove(std::size_t place, Rid rid, std::size_t row, std::int64_t bucket) {
    Removals(place).Int(rid).Int(static_cast<std::int64_t>(row)).Int(bucket);
}

Result<void> TableWriter::Flush() {
    for (const auto& batch : removals_) {
        if (batch) TRY(batch->Flush());
    }
    for (const auto& batch : inserts_) {
        if (batch) TRY(batch->Flush());
    }
    return {};
}

}  // namespace tram::registers
