#include "record/store/persons.h"

#include <algorithm>
#include <unordered_set>

#include "fhir/definitions/definitions.h"

namespace tram::record {
namespace {

// Links beyond these are followed no further: real merges are short, a hostile chain is not.
constexpr std::size_t kLongestChain = 100;
constexpr std::size_t kMostLinked = 10'000;
constexpr std::size_t kMostRemembered = 1'000'000;

}  // namespace

Result<Rid> Persons::Of(Rid patient) {
    if (const auto known = known_.find(patient); known != known_.end()) return known->second;
    auto* query = TRY(connection_.Prepare("SELECT person FROM res WHERE rid = $1 AND version > 0"));
    query->Bind(1, patient);
    Rid person = patient;
    if (TRY(query->Step())) {
        person = query->Int(0);
        query->Reset();
    }
    if (known_.size() >= kMostRemembered) known_.clear();
    known_[patient] = person;
    return person;
}

Result<std::vector<Persons::Moved>> Persons::Relink(const std::vector<Rid>& patients,
                                                    const ReplacedBy& replaced_by) {
    std::vector<Moved> moved;
    for (const Rid patient : TRY(LinkedTo(patients))) {
        const Moved each{patient, TRY(Of(patient)), TRY(Survivor(patient, replaced_by))};
        if (each.before == each.after) continue;
        TRY(Move(each));
        known_[patient] = each.after;
        moved.push_back(each);
    }
    return moved;
}

// The patients themselves and all who are linked to them, over any number of links, in rid order.
Result<std::vector<Rid>> Persons::LinkedTo(const std::vector<Rid>& patients) {
    const auto* parameter = definitions::FindSearchParameter("Patient", "link");
    TRAM_CHECK(parameter != nullptr);
    const auto p = dictionary_.P(*parameter, search::Facet::kValue);

    std::vector<Rid> found = patients;
    std::unordered_set<Rid> seen(patients.begin(), patients.end());
    for (std::size_t i = 0; i < found.size() && found.size() < kMostLinked; ++i) {
        auto* query = TRY(connection_.Prepare("SELECT rid FROM ref WHERE p = $1 AND v = $2"));
        query->Bind(1, p);
        query->Bind(2, found[i]);
        while (TRY(query->Step())) {
            if (seen.insert(query->Int(0)).second) found.push_back(query->Int(0));
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

Result<Rid> Persons::Survivor(Rid patient, const ReplacedBy& replaced_by) {
    Rid last = patient;
    std::unordered_set<Rid> seen{patient};
    while (seen.size() < kLongestChain) {
        const auto next_id = TRY(replaced_by(last));
        if (next_id.empty()) return last;
        const auto next = TRY(dictionary_.FindRid(connection_, "Patient", next_id));
        TRAM_CHECK(next.has_value());  // its reference was interned with the search rows
        // Patients that replace each other in a circle: none has survived, each stays who it is.
        if (!seen.insert(*next).second) return patient;
        last = *next;
    }
    return patient;
}

// All records of the patient's compartment stand in pcd under its person, save the patient's own
// when he is deleted.
Result<void> Persons::Move(const Moved& moved) {
    auto* query =
        TRY(connection_.Prepare("SELECT DISTINCT c.rid FROM pcd c JOIN res r ON r.rid = c.rid "
                                "WHERE c.person = $1 AND r.home = $2"));
    query->Bind(1, moved.before);
    query->Bind(2, moved.patient);
    std::vector<std::int64_t> rids{moved.patient};
    while (TRY(query->Step())) rids.push_back(query->Int(0));

    const auto set_person = [&](std::string_view sql) -> Result<void> {
        auto* update = TRY(connection_.Prepare(sql));
        update->Bind(1, moved.after);
        update->Bind(2, moved.before);
        update->BindSet(3, rids);
        TRY(update->Run());
        return {};
    };
    const auto in_set = connection_.InSet("rid", 3);
    TRY(set_person("UPDATE pcd SET person = $1 WHERE person = $2 AND " + in_set));
    TRY(set_person("UPDATE res SET person = $1 WHERE person = $2 AND " + in_set));
    return registers_.SetPerson(connection_, moved.patient, moved.before, moved.after);
}

}  // namespace tram::record
