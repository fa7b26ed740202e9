// Content: all that follows from the bytes of a version alone. Whoever has time works it out:
// mostly the thread that brings a change, sometimes the writer. Of the database only the numbers
// play a part that are in memory.
//
// Thread safety: a Content is immutable and shared; a ContentMaker may be used from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "fhir/json/document.h"
#include "record/registers/registers.h"
#include "record/search/row_keys.h"
#include "record/storage/dictionary.h"

namespace tram::record {

struct Content {
    json::DocumentPtr document;  // the stored form
    ReadyKeys keys;
    registers::Rows registers;
    std::string patient;      // id of the Patient in whose compartment it stands; empty: in its own
    std::string replaced_by;  // of a Patient: id of the one that stands for it now; empty: none
};
// https://hl7.org/fhir/R4/patient-definitions.html#Patient.link.type: id of the Patient to be used
// instead of this one; empty: none.
std::string ReplacedBy(json::Value patient);

using ContentPtr = std::shared_ptr<const Content>;

// A body as the tables keep it.
struct Packed {
    std::int64_t codec = 0;
    std::string bytes;
    friend bool operator==(const Packed&, const Packed&) = default;
};

class ContentMaker {
  public:
    // REQUIRES: all outlive this.
    ContentMaker(const registers::Registers& registers, const storage::BodyCodec& codec,
                 const storage::Dictionary& dictionary, int zone_minutes)
        : registers_(registers),
          codec_(codec),
          dictionary_(dictionary),
          zone_minutes_(zone_minutes) {}

    // REQUIRES: `stored` is a resource of a known type in stored form.
    Result<ContentPtr> Make(json::DocumentPtr stored, std::string_view id) const;

    Packed Pack(const Content& content) const {
        return {codec_.current(), codec_.Encode(content.document->text())};
    }
    // Errors: kInternal (bytes that no longer decode).
    Result<json::DocumentPtr> Unpack(std::int64_t codec, std::string_view bytes) const;
    Result<std::string> Text(std::int64_t codec, std::string_view bytes) const {
        return codec_.Decode(codec, bytes);
    }

  private:
    const registers::Registers& registers_;
    const storage::BodyCodec& codec_;
    const storage::Dictionary& dictionary_;
    int zone_minutes_;
};

}  // namespace tram::record
