#include "record/store/record_store.h"

#include <filesystem>

#include "record/store/check.h"
#include "record/store/faults.h"
#include "record/store/reader.h"
#include "record/store/sources.h"

namespace tram::record {
namespace {

// A read that runs longer starves the others; it ends with kBusy.
constexpr int kReadMillis = 30'000;

Result<void> MakeFolder(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code fault;
    const bool made = fs::create_directories(path, fault);
    if (made) fs::permissions(path, fs::perms::owner_all, fault);
    // What is kept in a folder is not lost with its name. Where a parent may not be read, nothing
    // more can be done.
    for (auto at = fs::absolute(path); made && at.has_relative_path(); at = at.parent_path()) {
        (void)database::SyncFolder(at.parent_path());
    }
    if (!fault) return {};
    return Error{.code = ErrorCode::kUnavailable,
                 .message = "cannot make the data folder " + path + ": " + fault.message(),
                 .message_vi = "Không tạo được thư mục dữ liệu " + path +
                               ". Hãy kiểm tra đường dẫn và quyền ghi."};
}

// Runs `work` in a transaction of its own.
template <typename Work>
Result<void> InTransaction(database::Connection& connection, const Work& work) {
    TRY(connection.Begin(database::Connection::Mode::kWrite));
    auto done = work();
    if (done) return connection.Commit();
    connection.Rollback();
    return done;
}

}  // namespace

Result<std::unique_ptr<Store>> Store::Open(const StoreOptions& options, Clock& clock,
                                           RandomSource& random,
                                           std::vector<std::unique_ptr<Deriver>> derivers,
                                           std::vector<views::View> registers) {
    return std::unique_ptr<Store>(
        TRY(RecordStore::Open(options, clock, random, std::move(derivers), std::move(registers))));
}

Result<std::unique_ptr<RecordStore>> RecordStore::Open(
    const StoreOptions& options, Clock& clock, RandomSource& random,
    std::vector<std::unique_ptr<Deriver>> derivers, std::vector<views::View> registers) {
    std::unique_ptr<RecordStore> store(new RecordStore(options, clock, random));
    store->derivers_ = std::move(derivers);
    TRY(store->OpenDatabase());
    TRY(store->MakeParts(std::move(registers)));
    return store;
}

Result<void> RecordStore::OpenDatabase() {
    database::Options options{
        .path = {}, .url = options_.database_url, .schema = options_.database_schema};
    if (options.url.empty()) {
        TRY(MakeFolder(options_.data_dir));
        folder_ = TRY(Ownership::OfFolder(options_.data_dir));
        options.path = options_.data_dir + "/tram.db";
    }
    database_ = TRY(database::Database::Open(options));
    return {};
}

Result<void> RecordStore::MakeParts(std::vector<views::View> registers) {
    registers_ = TRY(registers::Registers::Make(std::move(registers), options_.zone_minutes));
    auto connection = TRY(database_->Connect(database::Connection::Mode::kWrite));
    TRY(InTransaction(*connection, [&]() -> Result<void> {
        settings_ = TRY(OpenSchema(*connection, options_.zone_minutes, clock_, random_));
        return {};
    }));
    if (!folder_) lease_ = TRY(Ownership::OfDatabase(*database_, *connection));
    TRY(InTransaction(*connection, [&] { return PrepareTables(*connection); }));
    dictionary_->Publish();

    const std::string_view seal(reinterpret_cast<const char*>(settings_.seal_key.bytes.data()),
                                settings_.seal_key.bytes.size());
    searcher_ = std::make_unique<Searcher>(*dictionary_, clock_, options_.zone_minutes, seal);
    readers_ = std::make_unique<database::ConnectionPool>(
        *database_, database::Connection::Mode::kRead, static_cast<std::size_t>(options_.readers));
    preparer_ = std::make_unique<Preparer>(*maker_, *searcher_, *readers_, clock_, random_,
                                           options_.zone_minutes);
    tools_.emplace(Applier::Tools{*searcher_, *maker_, clock_, options_.zone_minutes, openings()});
    writer_ = TRY(Writer::Start({.database = *database_,
                                 .ownership = folder_ ? *folder_ : *lease_,
                                 .audit = audit_,
                                 .set = {.dictionary = *dictionary_,
                                         .maker = *maker_,
                                         .registers = *registers_,
                                         .derivers = derivers_,
                                         .site = settings_.site}},
                                {}));
    if (!registers_->building() || options_.rebuilding == Rebuilding::kLater) return {};
    rebuilder_ = std::make_unique<Rebuilder>(Rebuilder::Parts{.registers = *registers_,
                                                              .maker = *maker_,
                                                              .dictionary = *dictionary_,
                                                              .readers = *readers_,
                                                              .writer = *writer_});
    if (options_.rebuilding == Rebuilding::kBeforeOpen) return rebuilder_->Run();
    rebuilder_->Start();
    return {};
}

Result<void> RecordStore::PrepareTables(database::Connection& connection) {
    dictionary_ = TRY(storage::Dictionary::Load(connection));
    codec_ = TRY(storage::BodyCodec::Load(connection));
    maker_ =
        std::make_unique<ContentMaker>(*registers_, *codec_, *dictionary_, options_.zone_minutes);
    TRY(registers_->Prepare(connection, *dictionary_, SourcesOf(connection, *maker_),
                            options_.registers));
    for (auto& deriver : derivers_) TRY(deriver->Prepare(connection));
    return {};
}

struct RecordStore::PreparedTransaction : Prepared {
    explicit PreparedTransaction(Transaction made) : transaction(std::move(made)) {}
    Transaction transaction;
};

Result<Receipt> RecordStore::Commit(const Actor& actor, std::vector<Change> changes,
                                    Priority priority) {
    auto prepared = TRY(Prepare(actor, std::move(changes), priority));
    return CommitPrepared(std::move(prepared));
}

Result<std::unique_ptr<Prepared>> RecordStore::Prepare(const Actor& actor,
                                                       std::vector<Change> changes,
                                                       Priority priority) {
    const auto type = changes.empty() ? std::string() : changes.front().type;
    auto transaction = preparer_->Prepare(actor, std::move(changes), priority);
    if (!transaction) {
        TRY(AuditRefusal(actor, type, transaction.error()));
        return std::move(transaction).error();
    }
    return std::unique_ptr<Prepared>(
        std::make_unique<PreparedTransaction>(std::move(transaction).value()));
}

Result<Receipt> RecordStore::CommitPrepared(std::unique_ptr<Prepared> prepared) {
    const auto& transaction = static_cast<const PreparedTransaction&>(*prepared).transaction;
    CommitJob job(transaction, *tools_);
    if (auto done = writer_->Do(job); !done) {
        const auto& drafts = transaction.drafts;
        TRY(AuditRefusal(transaction.actor,
                         drafts.empty() ? std::string() : drafts.front().change.type,
                         done.error()));
        return std::move(done).error();
    }
    return job.TakeReceipt();
}

const Openings* RecordStore::openings() const {
    for (const auto& deriver : derivers_) {
        if (const auto* openings = deriver->openings()) return openings;
    }
    return nullptr;
}

Result<void> RecordStore::AuditRefusal(const Actor& actor, const std::string& type,
                                       const Error& error) {
    if (error.code != ErrorCode::kForbidden) return {};
    return Audit(actor, {.interaction = Interaction::kCommit, .type = type, .refused = true});
}

Result<void> RecordStore::Write(std::function<Result<void>(database::Connection&)> work) {
    WorkJob job(work);
    return writer_->Do(job);
}

Result<std::unique_ptr<Reader>> RecordStore::Read() {
    if (!audit_.HasRoom()) return StoreIsDown("audit is full");
    if (writer_->lost()) return DiskLostWrites();
    auto lease = TRY(readers_->Take());
    lease->SetTimeLimit(kReadMillis);
    TRY(lease->Begin(database::Connection::Mode::kRead));
    return std::unique_ptr<Reader>(std::make_unique<SnapshotReader>(
        SnapshotReader::Parts{*searcher_, *maker_, *registers_, audit_, *writer_, clock_,
                              settings_.seal_key},
        std::move(lease)));
}

Result<std::vector<std::string>> RecordStore::Check(
    std::function<void(std::string_view)> progress) {
    auto connection = TRY(database_->Connect(database::Connection::Mode::kRead));
    TRY(connection->Begin(database::Connection::Mode::kRead));
    return Checker(*connection, {*dictionary_, *maker_, *registers_, derivers_,
                                 progress ? std::move(progress) : [](std::string_view) {}})
        .Run();
}

Result<void> RecordStore::Audit(const Actor& actor, Access access) {
    if (writer_->lost()) return DiskLostWrites();
    return audit_.Note(EntryOf(actor, std::move(access), clock_.Now()));
}

}  // namespace tram::record
