// RecordStore: the parts of a store, put together.
//
// Thread safety: as Store.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/crypto/crypto.h"
#include "record/store/prepare.h"
#include "record/store/rebuilder.h"
#include "record/store/settings.h"
#include "record/store/store.h"
#include "record/store/writer.h"

namespace tram::record {

class RecordStore : public Store {
  public:
    static Result<std::unique_ptr<RecordStore>> Open(const StoreOptions& options, Clock& clock,
                                                     RandomSource& random,
                                                     std::vector<std::unique_ptr<Deriver>> derivers,
                                                     std::vector<views::View> registers);

    Result<Receipt> Commit(const Actor& actor, std::vector<Change> changes,
                           Priority priority) override;
    Result<std::unique_ptr<Prepared>> Prepare(const Actor& actor, std::vector<Change> changes,
                                              Priority priority) override;
    Result<Receipt> CommitPrepared(std::unique_ptr<Prepared> prepared) override;
    Result<void> Write(std::function<Result<void>(database::Connection&)> work) override;
    Result<std::unique_ptr<Reader>> Read() override;
    Result<void> Audit(const Actor& actor, Access access) override;
    Result<std::vector<std::string>> Check(std::function<void(std::string_view)> progress) override;

    std::int64_t position() const override { return writer_->position(); }
    Clock& clock() override { return clock_; }
    RandomSource& random() override { return random_; }
    int zone_minutes() const override { return options_.zone_minutes; }
    const storage::Dictionary& dictionary() const override { return *dictionary_; }
    const registers::Registers& registers() const override { return *registers_; }
    const Openings* openings() const override;

  private:
    struct PreparedTransaction;
    RecordStore(const StoreOptions& options, Clock& clock, RandomSource& random)
        : options_(options), clock_(clock), random_(random) {}

    // What was forbidden is noted; nothing else is.
    Result<void> AuditRefusal(const Actor& actor, const std::string& type, const Error& error);
    Result<void> OpenDatabase();
    Result<void> MakeParts(std::vector<views::View> registers);
    Result<void> PrepareTables(database::Connection& connection);

    StoreOptions options_;
    Clock& clock_;
    RandomSource& random_;
    // In the order in which they are built on each other; they go in the reverse one.
    std::unique_ptr<Ownership> folder_;
    std::unique_ptr<database::Database> database_;
    std::unique_ptr<Ownership> lease_;
    Settings settings_;
    std::unique_ptr<storage::Dictionary> dictionary_;
    std::unique_ptr<storage::BodyCodec> codec_;
    std::optional<registers::Registers> registers_;
    std::vector<std::unique_ptr<Deriver>> derivers_;
    std::unique_ptr<ContentMaker> maker_;
    std::unique_ptr<Searcher> searcher_;
    std::unique_ptr<database::ConnectionPool> readers_;
    record::Audit audit_;
    std::unique_ptr<Preparer> preparer_;
    std::optional<Applier::Tools> tools_;
    std::unique_ptr<Writer> writer_;
    std::unique_ptr<Rebuilder> rebuilder_;
};

}  // namespace tram::record
