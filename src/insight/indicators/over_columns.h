// OverColumns: the questions of indicators asked of registers in memory.
//
// It is the same SQL. What columns do not answer (see question.h) stays with the database, whose
// answer is the measure of both.
//
// Thread safety: may be used from any thread.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
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
    // nullopt: all. REQUIRES: Takes(version). Errors: also kNotSupported, where only the rows tell;
    // kTooCostly, a question that looks at far too many rows.
    //
    // Where everybody is asked and somebody waits for what was written meanwhile, `standing` is
    // given up for a later one, but for `holds`: then some rows are as of the position before, some
    // newer, and who moved since that position has to be asked again.
    enum class Holds : std::uint8_t { kUntilWanted, kToTheEnd };
    Result<std::vector<Member>> Ask(columns::Columns::Standing& standing,
                                    const Indicator& indicator, const Version& version,
                                    const Dates& dates, Persons only, Holds holds);

    // Forgets what questions of one day have in common. They go on without it.
    void ForgetShared();

    // Those whose records may hang on what stands in these compartments, ascending; nullopt: one
    // of them is nobody's, so it may be anybody. REQUIRES: `homes` ascend.
    static std::optional<std::vector<Rid>> PersonsOf(const columns::Columns::Standing& standing,
                                                     std::span<const Rid> homes);

    columns::Columns& columns() { return *columns_; }

  private:
    columns::Run Start(const columns::Columns::Standing& standing, const Version& version,
                       const Dates& dates, columns::Asks asks) const;
    // Adds the rows of these persons; nullopt: all that the question gives when asked once.
    // `gives_way`: stops where somebody waits. Gives how many persons it has asked.
    Result<std::size_t> AskOf(columns::Run& run, const Indicator& indicator, const Version& version,
                              Persons persons, bool gives_way, std::vector<Member>& members) const;
    Result<std::vector<Member>> AskEverybody(columns::Columns::Standing& standing,
                                             const Indicator& indicator, const Version& version,
                                             const Dates& dates, Holds holds);
    // The rows of a part that another question of that day has left here.
    struct Shared {
        std::string part;
        columns::DatesByName dates;
        std::int64_t position = 0, generation = 0;
        std::shared_ptr<const columns::PartRows> rows;
    };
    std::shared_ptr<const columns::PartRows> SharedBy(const Shared& of);
    void Share(Shared shared);
    void Compile(const Indicator& indicator, const columns::Catalogue& catalogue);

    columns::Texts texts_;
    std::map<const Version*, columns::Question> questions_;
    std::map<const Version*, std::string> why_not_;
    std::unique_ptr<columns::Columns> columns_;
    std::mutex shared_mutex_;
    std::deque<Shared> shared_;  // newest first
};

}  // namespace tram::indicators
