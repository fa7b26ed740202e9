#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "record/store/ownership.h"

namespace tram::record {
namespace {

class FileLock : public Ownership {
  public:
    explicit FileLock(int file) : file_(file) {}
    // The file stays: removing it would let two processes lock two files of one name.
    ~FileLock() override { ::close(file_); }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    Result<void> Verify(database::Connection&) override { return {}; }
    int renew_millis() const override { return 0; }

  private:
    int file_;
};

std::string ReadOwner(int file) {
    char text[32] = {};
    const auto size = ::pread(file, text, sizeof(text) - 1, 0);
    return size > 0 ? std::string(text, std::strcspn(text, "\n")) : "?";
}

}  // namespace

Result<std::unique_ptr<Ownership>> Ownership::OfFolder(const std::string& data_dir) {
    const std::string path = data_dir + "/tram.lock";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        return Error{.code = ErrorCode::kUnavailable,
                     .message = "cannot write in the data folder " + data_dir + ": " +
                                std::strerror(errno) + "; check that it exists and is yours",
                     .message_vi = "Không ghi được vào thư mục dữ liệu " + data_dir +
                                   ". Hãy kiểm tra thư mục và quyền ghi."};
    }
    auto lock = std::make_unique<FileLock>(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const auto owner = ReadOwner(file);
        return Error{.code = ErrorCode::kConflict,
                     .message = "the data folder " + data_dir + " is in use by process " + owner +
                                "; talk to that one, or stop it first",
                     .message_vi = "Thư mục dữ liệu " + data_dir + " đang được tiến trình " +
                                   owner + " sử dụng. Hãy dùng tiến trình đó hoặc dừng nó trước."};
    }
    const std::string owner = std::to_string(::getpid()) + "\n";
    const bool written =
        ::ftruncate(file, 0) == 0 &&
        ::pwrite(file, owner.data(), owner.size(), 0) == static_cast<ssize_t>(owner.size());
    if (!written) {
        return Error{
            .code = ErrorCode::kUnavailable,
            .message = "cannot write " + path + ": " + std::strerror(errno),
            .message_vi = "Không ghi được tệp " + path + ". Hãy kiểm tra dung lượng ổ đĩa."};
    }
    return std::unique_ptr<Ownership>(std::move(lock));
}

}  // namespace tram::record
