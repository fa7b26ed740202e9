#include "record/store/recorded_disk_test.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>
#include <unordered_map>

namespace tram::record {
namespace {

namespace fs = std::filesystem;

std::atomic<RecordedDisk*> present = nullptr;

int OpenFile(const char* path, int flags, int mode) {
    return present.load()->Open(path, flags, mode);
}
ssize_t WriteFile(int handle, const void* bytes, std::size_t size, off_t offset) {
    return present.load()->Write(handle, bytes, size, offset);
}
int ResizeFile(int handle, off_t size) {
    return present.load()->Resize(handle, size);
}
int UnlinkFile(const char* path) {
    return present.load()->Unlink(path);
}

// https://sqlite.org/c3ref/vfs.html, xSetSystemCall. Null puts SQLite's own back.
void Divert(const char* name, sqlite3_syscall_ptr call) {
    auto* vfs = sqlite3_vfs_find(nullptr);
    (void)vfs->xSetSystemCall(vfs, name, call);
}
template <typename Call>
void Divert(const char* name, Call* call) {
    Divert(name, reinterpret_cast<sqlite3_syscall_ptr>(call));
}

// Any of first, first + 1, …, last.
std::size_t Between(std::size_t first, std::size_t last, RandomSource& dice) {
    return first + dice.Next() % (last - first + 1);
}

}  // namespace

RecordedDisk::RecordedDisk(fs::path folder) : folder_(std::move(folder)) {
    if (fs::exists(folder_)) {
        for (const auto& entry : fs::directory_iterator(folder_)) {
            const std::string name = entry.path().filename();
            struct stat found {};
            if (NameOf(entry.path()).empty() || ::stat(entry.path().c_str(), &found) != 0) continue;
            std::ifstream file(entry.path(), std::ios::binary);
            std::string bytes{std::istreambuf_iterator<char>(file), {}};
            const int number = next_file_++;
            names_[name] = number;
            files_[{found.st_dev, found.st_ino}] = number;
            Add(Kind::kName, number, 0, name);
            Add(Kind::kWrite, number, 0, std::move(bytes));
        }
        for (int file = kFolder; file < next_file_; ++file) {
            Add(Kind::kSync, file, static_cast<std::int64_t>(events_.size()));
        }
    }
    present = this;
    Divert("open", OpenFile);
    Divert("pwrite", WriteFile);
    Divert("pwrite64", WriteFile);
    Divert("ftruncate", ResizeFile);
    Divert("unlink", UnlinkFile);
}

RecordedDisk::~RecordedDisk() {
    for (const auto* name : {"open", "pwrite", "pwrite64", "ftruncate", "unlink"}) {
        Divert(name, sqlite3_syscall_ptr{});
    }
    present = nullptr;
}

std::size_t RecordedDisk::Now() const {
    const std::lock_guard lock(mutex_);
    return events_.size();
}

void RecordedDisk::LoseNextSync(const std::string& name) {
    const std::lock_guard lock(mutex_);
    losing_ = names_.at(name);
}

// Empty: not one whose contents matter. What is shared memory means nothing after a cut.
std::string RecordedDisk::NameOf(const fs::path& path) const {
    const std::string name = path.filename();
    return path.parent_path() == folder_ && name.starts_with("tram.db") && !name.ends_with("-shm")
               ? name
               : std::string();
}

int RecordedDisk::FileOf(int handle) const {
    struct stat found {
    }, folder{};
    if (::fstat(handle, &found) != 0) return kNone;
    const auto known = files_.find({found.st_dev, found.st_ino});
    if (known != files_.end()) return known->second;
    const bool is_folder = ::stat(folder_.c_str(), &folder) == 0 && folder.st_dev == found.st_dev &&
                           folder.st_ino == found.st_ino;
    return is_folder ? kFolder : kNone;
}

void RecordedDisk::Add(Kind kind, int file, std::int64_t number, std::string text) {
    events_.push_back({.kind = kind, .file = file, .number = number, .text = std::move(text)});
}

int RecordedDisk::Open(const char* path, int flags, int mode) {
    const std::lock_guard lock(mutex_);
    const int handle = ::open(path, flags, mode);
    const auto name = NameOf(path);
    if (lost_ != kNone) aware_.insert(handle);
    if (handle < 0 || name.empty() || names_.contains(name)) return handle;
    struct stat found {};
    if (::fstat(handle, &found) != 0) throw std::runtime_error("fstat");
    // The system may give a new file the number of one that is gone.
    const int number = next_file_++;
    names_[name] = number;
    files_[{found.st_dev, found.st_ino}] = number;
    Add(Kind::kName, number, 0, name);
    return handle;
}

ssize_t RecordedDisk::Write(int handle, const void* bytes, std::size_t size, off_t offset) {
    const std::lock_guard lock(mutex_);
    const auto done = ::pwrite(handle, bytes, size, offset);
    const int file = FileOf(handle);
    if (done > 0 && file >= 0) {
        Add(Kind::kWrite, file, offset,
            std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(done)));
    }
    return done;
}

int RecordedDisk::Resize(int handle, off_t size) {
    const std::lock_guard lock(mutex_);
    const int done = ::ftruncate(handle, size);
    const int file = FileOf(handle);
    if (done == 0 && file >= 0) Add(Kind::kResize, file, size);
    return done;
}

int RecordedDisk::Unlink(const char* path) {
    const std::lock_guard lock(mutex_);
    const int done = ::unlink(path);
    const auto name = NameOf(path);
    if (done == 0 && names_.contains(name)) {
        Add(Kind::kUnname, names_[name], 0, name);
        names_.erase(name);
    }
    return done;
}

int RecordedDisk::Sync(int handle) {
    std::int64_t begun = 0;
    int file = kNone;
    {
        const std::lock_guard lock(mutex_);
        file = FileOf(handle);
        begun = static_cast<std::int64_t>(events_.size());
        if (file != kNone && (file == losing_ || (file == lost_ && !aware_.contains(handle)))) {
            if (file == losing_) Lose(file);
            aware_.insert(handle);
            errno = EIO;
            return -1;
        }
    }
    if (file == kNone) return 0;
    // A disk takes its time, and others go on meanwhile.
    std::this_thread::sleep_for(std::chrono::microseconds(begun * 7 % 400));
    const std::lock_guard lock(mutex_);
    Add(Kind::kSync, file, begun);
    return 0;
}

void RecordedDisk::Lose(int file) {
    for (auto i = SafeBefore(file, events_.size()); i < events_.size(); ++i) {
        if (events_[i].file == file) events_[i].lost = true;
    }
    losing_ = kNone;
    lost_ = file;
}

std::size_t RecordedDisk::SafeBefore(int file, std::size_t upto) const {
    std::int64_t safe = 0;
    for (std::size_t i = 0; i < upto; ++i) {
        const auto& event = events_[i];
        if (event.kind == Kind::kSync && event.file == file) safe = std::max(safe, event.number);
    }
    return static_cast<std::size_t>(safe);
}

int RecordedDisk::FileUnder(const std::string& name, std::size_t upto) const {
    int file = kNone;
    for (std::size_t i = 0; i < upto; ++i) {
        const auto& event = events_[i];
        if (event.kind == Kind::kName && event.text == name) file = event.file;
        if (event.kind == Kind::kUnname && event.text == name) file = kNone;
    }
    return file;
}

std::string RecordedDisk::Left(int file, std::size_t upto, RandomSource& dice) const {
    const auto safe = SafeBefore(file, upto);
    // Now and then all of it arrived, or nothing.
    const auto luck = dice.Next() % 4;
    const auto arrived = [&] {
        return luck == 0 ? upto : luck == 1 ? safe : Between(safe, upto, dice);
    };
    const std::size_t block = dice.Next() % 2 == 0 ? 512 : 4096;
    std::unordered_map<std::size_t, std::size_t> instants;  // of blocks written to since
    const auto reached = [&](std::size_t at, std::size_t event) {
        if (event < safe) return true;
        auto [found, fresh] = instants.try_emplace(at / block);
        if (fresh) found->second = arrived();
        return event < found->second;
    };
    const auto size_instant = arrived();
    std::string bytes;
    std::size_t size = 0, size_left = 0;
    // From `at` to `end` by the blocks in between.
    const auto by_blocks = [&](std::size_t at, std::size_t end, std::size_t event,
                               const auto& put) {
        while (at < end) {
            const auto next = std::min(end, (at / block + 1) * block);
            if (reached(at, event)) put(at, next);
            at = next;
        }
    };
    for (std::size_t i = 0; i < upto; ++i) {
        const auto& event = events_[i];
        if (event.file != file || event.lost) continue;
        const auto number = static_cast<std::size_t>(event.number);
        if (event.kind == Kind::kWrite) {
            const auto end = number + event.text.size();
            bytes.resize(std::max(bytes.size(), end));
            size = std::max(size, end);
            by_blocks(number, end, i, [&](std::size_t from, std::size_t to) {
                event.text.copy(bytes.data() + from, to - from, from - number);
            });
        } else if (event.kind == Kind::kResize) {
            size = number;
            bytes.resize(std::max(bytes.size(), size));
            by_blocks(size, bytes.size(), i, [&](std::size_t from, std::size_t to) {
                std::fill(bytes.data() + from, bytes.data() + to, '\0');
            });
        }
        if (i < std::max(safe, size_instant)) size_left = size;
    }
    bytes.resize(size_left);
    return bytes;
}

void RecordedDisk::CutPower(std::size_t upto, RandomSource& dice, const fs::path& into) const {
    const std::lock_guard lock(mutex_);
    std::set<std::string> names;
    for (const auto& event : events_) {
        if (event.kind == Kind::kName) names.insert(event.text);
    }
    const auto safe = SafeBefore(kFolder, upto);
    for (const auto& name : names) {
        const int file = FileUnder(name, Between(safe, upto, dice));
        if (file == kNone) continue;
        const auto bytes = Left(file, upto, dice);
        std::ofstream(into / name, std::ios::binary) << bytes;
    }
    // What shared memory left behind is nobody's.
    std::string rubbish(Between(0, 40'000, dice), '\0');
    for (char& c : rubbish) c = static_cast<char>(dice.Next());
    if (dice.Next() % 2 == 0) std::ofstream(into / "tram.db-shm", std::ios::binary) << rubbish;
}

}  // namespace tram::record

// Those of the system, for whoever calls them in this program, SQLite among them.
extern "C" int fsync(int handle) {
    if (auto* disk = tram::record::present.load()) return disk->Sync(handle);
    return static_cast<int>(::syscall(SYS_fsync, handle));
}
extern "C" int fdatasync(int handle) {
    if (auto* disk = tram::record::present.load()) return disk->Sync(handle);
    return static_cast<int>(::syscall(SYS_fdatasync, handle));
}
