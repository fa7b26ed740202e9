// Persons: which person a Patient is. Two Patients that turn out to be one human being are linked
// (Patient.link, replaced-by), never rewritten; the person of both is the one that is left at the
// end of the links. Taking a link back takes the merge back.
//
// Thread safety: none; the writer's own.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "platform/database/database.h"
#include "record/registers/registers.h"
#include "record/storage/dictionary.h"

namespace tram::record {

using storage::Rid;

class Persons {
  public:
    Persons(database::Connection& connection, storage::Dictionary& dictionary,
            const registers::Registers& registers)
        : connection_(connection), dictionary_(dictionary), registers_(registers) {}

    // The person of a Patient, also of one never stored: then itself.
    Result<Rid> Of(Rid patient);

    struct Moved {
        Rid patient = 0, before = 0, after = 0;
    };
    // After the links of `patients` changed: gives each record of theirs, and of those who are
    // linked to them, its person now: res, pcd and registers. Tells which Patients got another.
    // `replaced_by` gives the id of the Patient that replaces one, empty for none.
    // REQUIRES: the bodies and search rows of the patients are in the tables.
    using ReplacedBy = std::function<Result<std::string>(Rid patient)>;
    Result<std::vector<Moved>> Relink(const std::vector<Rid>& patients,
                                      const ReplacedBy& replaced_by);

    void Forget() { known_.clear(); }  // after a rollback

  private:
    Result<std::vector<Rid>> LinkedTo(const std::vector<Rid>& patients);
    Result<Rid> Survivor(Rid patient, const ReplacedBy& replaced_by);
    Result<void> Move(const Moved& moved);

    database::Connection& connection_;
    storage::Dictionary& dictionary_;
    const registers::Registers& registers_;
    std::unordered_map<Rid, Rid> known_;
};

}  // namespace tram::record
