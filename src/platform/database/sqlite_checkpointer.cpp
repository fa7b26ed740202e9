#include "platform/database/sqlite_checkpointer.h"

namespace tram::database::sqlite {

Checkpointer::Limits Checkpointer::usual;

Checkpointer::~Checkpointer() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Checkpointer::Watch(sqlite3* writer) {
    sqlite3_wal_hook(
        writer,
        [](void* self, sqlite3* handle, const char*, int pages) {
            static_cast<Checkpointer*>(self)->Committed(handle, pages);
            return SQLITE_OK;
        },
        this);
}

void Checkpointer::Leave(sqlite3* handle) const {
    if (gave_up_) sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

// Lets go of the lock meanwhile.
void Checkpointer::Copy(sqlite3* handle, std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    int copied = -1;
    const int code =
        sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, &copied);
    if (code != SQLITE_OK && sqlite3_extended_errcode(handle) == SQLITE_IOERR_FSYNC) GiveUp();
    lock.lock();
    if (copied >= 0) copied_ = copied;
}

void Checkpointer::Committed(sqlite3* writer, int pages) {
    if (pages < limits_.worth_copying || gave_up_) return;
    std::unique_lock lock(mutex_);
    if (pages < copied_) {  // the log has begun anew
        copied_ = 0;
        little_left_ = false;
    }
    pages_ = pages;
    if (pages >= limits_.most) changed_.wait(lock, [this] { return !copying_; });
    if (pages >= limits_.most || (little_left_ && !copying_)) {
        little_left_ = false;
        Copy(writer, lock);
    } else if (!copying_ && pages - copied_ >= limits_.worth_copying) {
        wanted_ = true;
        if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
        changed_.notify_all();
    }
}

void Checkpointer::Run() {
    sqlite3* handle = nullptr;
    if (sqlite3_open_v2(path_.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        nullptr) == SQLITE_OK &&
        // Before its first look into the file a connection does not know that there is a log.
        sqlite3_exec(handle, "SELECT 1 FROM sqlite_schema", nullptr, nullptr, nullptr) ==
            SQLITE_OK) {
        std::unique_lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [this] { return wanted_ || stopping_; });
            if (stopping_) break;
            wanted_ = false;
            const int left = Left();
            copying_ = true;
            Copy(handle, lock);
            copying_ = false;
            if (left > 0 && !gave_up_) {
                little_left_ = Left() > left / 2 || Left() < limits_.worth_copying / 8;
                wanted_ = !little_left_;
            }
            changed_.notify_all();
        }
    }
    Leave(handle);
    sqlite3_close(handle);
}

}  // namespace tram::database::sqlite
