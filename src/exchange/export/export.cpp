#include "exchange/export/export.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <span>
#include <vector>

#include "fhir/definitions/definitions.h"

namespace tram::exporting {

namespace {

namespace fs = std::filesystem;
constexpr std::size_t kTogether = 500;

Error Unwritable(const std::string& path, int why) {
    return {.code = ErrorCode::kUnavailable,
            .message = "cannot write " + path + ": " + std::strerror(why) +
                       "; check the space and the permissions",
            .message_vi = "không ghi được " + path + "; hãy kiểm tra dung lượng ổ đĩa và quyền ghi",
            .path = path};
}

// Readable by its owner alone: it holds what is known of people.
class File {
  public:
    static Result<std::unique_ptr<File>> Create(const std::string& path) {
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file < 0) return Unwritable(path, errno);
        return std::unique_ptr<File>(new File(file, path));
    }
    ~File() { ::close(file_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    Result<void> Write(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto written = ::write(file_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return Unwritable(path_, errno);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }
    Result<void> Finish() {
        if (::fsync(file_) != 0) return Unwritable(path_, errno);
        return {};
    }

  private:
    File(int file, std::string path) : file_(file), path_(std::move(path)) {}
    int file_;
    std::string path_;
};

Result<void> MakeFolder(const std::string& folder) {
    std::error_code fault;
    const bool made = fs::create_directories(folder, fault);
    if (fault) return Unwritable(folder, fault.value());
    if (made) fs::permissions(folder, fs::perms::owner_all, fault);
    for (const auto& entry : fs::directory_iterator(folder, fault)) {
        if (entry.path().extension() != ".ndjson") continue;
        return Error{.code = ErrorCode::kConflict,
                     .message = folder + " holds an export already; give an empty folder",
                     .message_vi = folder + " đã có dữ liệu xuất; hãy chọn thư mục trống",
                     .path = folder};
    }
    if (fault) return Unwritable(folder, fault.value());
    return {};
}

Result<std::vector<record::Hit>> HitsOf(database::Connection& connection, std::string_view type) {
    auto& query = *TRY(connection.Prepare(
        "SELECT rid FROM res WHERE type = $1 AND version > 0 AND flags = 0 ORDER BY id"));
    query.Bind(1, definitions::ResourceTypeNumber(type));
    std::vector<record::Hit> hits;
    while (TRY(query.Step())) hits.push_back({.rid = query.Int(0)});
    return hits;
}

}  // namespace

Result<std::int64_t> ExportAll(record::Store& store, const record::Actor& actor,
                               const std::string& folder,
                               const std::function<void(std::int64_t)>& progress) {
    TRAM_CHECK(actor.unlimited());
    TRY(MakeFolder(folder));
    TRY(store.Audit(actor, {.interaction = record::Interaction::kExport}));
    const auto reader = TRY(store.Read());
    std::int64_t count = 0;
    for (const auto* structure : definitions::ResourceTypes()) {
        const auto hits = TRY(HitsOf(reader->connection(), structure->name));
        if (hits.empty()) continue;
        const auto file =
            TRY(File::Create(folder + "/" + std::string(structure->name) + ".ndjson"));
        for (std::size_t at = 0; at < hits.size(); at += kTogether) {
            const auto some = std::span(hits).subspan(at, std::min(kTogether, hits.size() - at));
            std::string lines;
            for (const auto& version : TRY(reader->Load(actor, some))) {
                lines += record::WithMeta(version);
                lines += '\n';
            }
            TRY(file->Write(lines));
            count += static_cast<std::int64_t>(some.size());
            progress(count);
        }
        TRY(file->Finish());
    }
    return count;
}

}  // namespace tram::exporting
