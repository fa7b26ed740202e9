// Copies the write-ahead log back into the file on a thread of its own, so that commits need not
// wait for it. https://sqlite.org/wal.html#checkpointing
//
// A log can begin anew only when all of it has been copied, which under steady writing never
// happens by itself: each copy finishes behind the writer. So once little is left, the writer
// copies that itself, within its own commit.
//
// Thread safety: Committed is called by the one who writes; all else by the owner.
#pragma once

#include <sqlite3.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace tram::database::sqlite {

class Checkpointer {
  public:
    struct Limits {  // in pages of the log
        int worth_copying = 2'000;
        int worth_beginning_anew = 8'000;
        // Beyond this the writer waits for the disk: it writes faster than can be copied.
        int most = 32'000;
    };
    explicit Checkpointer(std::string path) : Checkpointer(std::move(path), Limits()) {}
    Checkpointer(std::string path, Limits limits) : path_(std::move(path)), limits_(limits) {}
    ~Checkpointer();

    // Lets the checkpointer watch the commits of a write connection.
    void Watch(sqlite3* writer);

  private:
    void Committed(sqlite3* writer, int pages);
    void Run();

    const std::string path_;
    const Limits limits_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::thread thread_;  // started with the first work there is
    bool wanted_ = false, copying_ = false, stopping_ = false;
    int copied_ = 0;  // pages of the present log that the last copy reached
};

}  // namespace tram::database::sqlite
