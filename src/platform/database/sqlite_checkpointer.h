// Copies the write-ahead log back into the file on a thread of its own, so that commits need not
// wait for it. https://sqlite.org/wal.html#checkpointing
//
// A log can begin anew only when all of it has been copied, which under steady writing never
// happens by itself: each copy finishes behind the writer. So once a log is worth it, copy follows
// copy until no less is left each time, and the writer copies that little itself, within its own
// commit.
//
// A sync that fails is the end of it: the disk has lost some of what was copied, and nobody can
// tell what. All of it is still in the log, so the log stays as it is, neither copied nor removed
// when the last connection closes, and the next start copies it from its beginning.
//
// Thread safety: Committed is called by the one who writes; GiveUp, gave_up and Leave may be called
// from any thread; all else by the owner.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace tram::database::sqlite {

class Checkpointer {
  public:
    struct Limits {  // in pages of the log
        int worth_copying = 2'000;
        int worth_beginning_anew = 16'000;
        // Beyond this the writer waits for the disk: it writes faster than can be copied.
        int most = 64'000;
    };
    static Limits usual;  // a test may make them small before it opens a database
    explicit Checkpointer(std::string path) : Checkpointer(std::move(path), usual) {}
    Checkpointer(std::string path, Limits limits) : path_(std::move(path)), limits_(limits) {}
    ~Checkpointer();

    // Lets the checkpointer watch the commits of a write connection.
    void Watch(sqlite3* writer);
    void GiveUp() { gave_up_ = true; }
    bool gave_up() const { return gave_up_; }
    // Before any connection of the file is closed.
    void Leave(sqlite3* handle) const;

  private:
    void Committed(sqlite3* writer, int pages);
    void Run();
    void Copy(sqlite3* handle, std::unique_lock<std::mutex>& lock);
    // What is still to be copied of a log that is worth beginning anew; 0: of none.
    int Left() const { return pages_ < limits_.worth_beginning_anew ? 0 : pages_ - copied_; }

    std::atomic<bool> gave_up_ = false;
    const std::string path_;
    const Limits limits_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::thread thread_;  // started with the first work there is
    bool wanted_ = false, copying_ = false, stopping_ = false;
    int pages_ = 0;             // of the present log
    int copied_ = 0;            // how many of them the last copy reached
    bool little_left_ = false;  // the writer may copy the rest
};

}  // namespace tram::database::sqlite
