// OverColumns: the questions of indicators asked of registers in memory.
//
// It is the same SQL. What columns do not answer (see question.h) stays with the database, whose
// answer is the measure of both.
//
// Thread safety: may be used from any thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "insight/columns/columns.h"
#include "insight/columns/question.h"
#include "insight/indicators/indicator.h"
#include "record/store/store.h"

namespace tram::indicators {

class OverColumns {
  public:
    // All must outlive this. `kept_in`: see Columns.
    OverColumns(record::Store& store, columns::Feed& feed, std::span<const Indicator> indicators,
                std::string kept_in = {});

    // Is this version's question one of those columns answer?
    bool Takes(const Version& version) const { return questions_.contains(&version); }
    // Why not, for those who write content; empty where it does.
    std::string_view WhyNot(const Version& version) const;

    // The registers as of the last write. Hold it while asking, and nothing else.
    // Errors: kBusy, kUnavailable.
    Result<columns::Columns::Standing> Stand() { return columns_->Stand(); }

    using Persons = std::optional<std::span<const Rid>>;
    // As tram::indicators::Ask. `only`: these persons alone, REQUIRES member_type kPatient;
    // nullopt: all. REQUIRES: Takes(version). Errors: also kNotSupported, where only the rows tell.
    Result<std::vector<Member>> Ask(const columns::Columns::Standing& standing,
                                    const Indicator& indicator, const Version& version,
                                    const Dates& dates, Persons only) const;

    // Those whose records may hang on what stands in these compartments, ascending; nullopt: one
    // of them is nobody's, so it may be anybody. REQUIRES: `homes` ascend.
    static std::optional<std::vector<Rid>> PersonsOf(const columns::Columns::Standing& standing,
                                                     std::span<const Rid> homes);

    columns::Columns& columns() { return *columns_; }

  private:
    // The rows of these persons; nullopt: all that the question gives when asked once.
    Result<std::vector<Member>> AskOf(const columns::Columns::Standing& standing,
                                      const Indicator& indicator, const Version& version,
                                      const Dates& dates, Persons persons) const;
    void Compile(const Indicator& indicator, const columns::Catalogue& catalogue);

    columns::Texts texts_;
    std::map<const Version*, columns::Question> questions_;
    std::map<const Version*, std::string> why_not_;
    std::unique_ptr<columns::Columns> columns_;
};

}  // namespace tram::indicators
