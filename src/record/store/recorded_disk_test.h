// For tests alone: a folder whose disk remembers all it was given, so that a test can see what may
// be left of it when the power is cut at any instant.
//
// The model: what a file held when a sync of it began is safe once that sync has returned. Of what
// came later each block holds what it held at some instant since, each block at one of its own, and
// so it is with the file's length. A name leads to what it led to at some instant since the folder
// was last synced. No block is ever torn: what a disk writes at once is a whole block of 512 bytes
// or of 4 kB.
//
// It hears of SQLite's files by SQLite's own table of system calls, and of every sync because this
// program's fsync and fdatasync are its own. Nothing is really synced meanwhile.
//
// Thread safety: one at a time in a process, made and ended while no database is open; Now may be
// called from any thread.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace tram::record {

class RecordedDisk {
  public:
    // What `folder` holds already is safe. It may be made later.
    explicit RecordedDisk(std::filesystem::path folder);
    ~RecordedDisk();
    RecordedDisk(const RecordedDisk&) = delete;
    RecordedDisk& operator=(const RecordedDisk&) = delete;

    // How many events there were so far. Whoever asks after he was told of something knows that the
    // disk has to have it by then.
    std::size_t Now() const;
    // Fills the empty folder `into` with what may be there when the power is cut after `upto`
    // events.
    void CutPower(std::size_t upto, RandomSource& dice, const std::filesystem::path& into) const;
    // The next sync of the file `name` fails, and what it was to bring to the disk never gets
    // there, whatever later syncs say: as on Linux, each handle that was open by then hears of it
    // once.
    void LoseNextSync(const std::string& name);

    // What happens to the folder, with the answers of the system.
    int Open(const char* path, int flags, int mode);
    ssize_t Write(int handle, const void* bytes, std::size_t size, off_t offset);
    int Resize(int handle, off_t size);
    int Unlink(const char* path);
    int Sync(int handle);

  private:
    enum class Kind { kWrite, kResize, kName, kUnname, kSync };
    struct Event {
        Kind kind;
        int file;             // kFolder: the folder itself
        std::int64_t number;  // offset, size, or the event before which the sync began
        std::string text;     // bytes, or a name
        bool lost = false;
    };
    static constexpr int kFolder = -1, kNone = -2;

    std::string NameOf(const std::filesystem::path& path) const;
    int FileOf(int handle) const;
    void Add(Kind kind, int file, std::int64_t number, std::string text = {});
    void Lose(int file);
    // The event before which all is safe, if the power is cut at `upto`.
    std::size_t SafeBefore(int file, std::size_t upto) const;
    int FileUnder(const std::string& name, std::size_t upto) const;
    std::string Left(int file, std::size_t upto, RandomSource& dice) const;

    const std::filesystem::path folder_;
    mutable std::mutex mutex_;
    std::vector<Event> events_;
    std::map<std::string, int> names_;
    std::map<std::pair<dev_t, ino_t>, int> files_;
    int next_file_ = 0;
    int losing_ = kNone;   // the file whose next sync fails
    int lost_ = kNone;     // the file of which something was lost
    std::set<int> aware_;  // handles that have heard of it, or were opened afterwards
};

}  // namespace tram::record
