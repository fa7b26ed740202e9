#include <chrono>
#include <condition_variable>
#include <mutex>

#include "platform/database/database.h"
#include "platform/database/faults.h"

namespace tram::database {

struct ConnectionPool::State {
    Database& database;
    Connection::Mode mode;
    std::size_t most;
    std::mutex mutex;
    std::condition_variable freed;
    std::vector<std::unique_ptr<Connection>> idle;
    std::size_t leased = 0;
    std::uint64_t epoch = 0;  // rises with Renew

    void GiveBack(std::unique_ptr<Connection> connection, std::uint64_t of_epoch) {
        connection->Rollback();
        connection->SetTimeLimit(0);
        const bool broken = connection->Broken();
        {
            std::lock_guard lock(mutex);
            --leased;
            // What broke one connection has broken those that lie idle too.
            if (broken) idle.clear();
            if (!broken && of_epoch == epoch) idle.push_back(std::move(connection));
        }
        freed.notify_one();
    }
};

ConnectionPool::ConnectionPool(Database& database, Connection::Mode mode, std::size_t most)
    : state_(new State{database, mode, most, {}, {}, {}, 0, 0}) {}

ConnectionPool::~ConnectionPool() {
    TRAM_MUST(state_->leased == 0);
}

Result<ConnectionPool::Lease> ConnectionPool::Take(int wait_millis) {
    std::uint64_t epoch = 0;
    {
        std::unique_lock lock(state_->mutex);
        const bool free = state_->freed.wait_for(lock, std::chrono::milliseconds(wait_millis), [&] {
            return !state_->idle.empty() || state_->leased < state_->most;
        });
        if (!free) return TooManyConnections("connection pool");
        ++state_->leased;
        epoch = state_->epoch;
        if (!state_->idle.empty()) {
            auto connection = std::move(state_->idle.back());
            state_->idle.pop_back();
            return Lease(this, std::move(connection), epoch);
        }
    }
    // Connecting may take its time and must not hold up those who give back.
    auto connection = state_->database.Connect(state_->mode);
    if (connection) return Lease(this, std::move(connection).value(), epoch);
    {
        std::lock_guard lock(state_->mutex);
        --state_->leased;
    }
    state_->freed.notify_one();
    return std::move(connection).error();
}

void ConnectionPool::Renew() {
    std::lock_guard lock(state_->mutex);
    state_->idle.clear();
    ++state_->epoch;
}

ConnectionPool::Lease::Lease(ConnectionPool* pool, std::unique_ptr<Connection> connection,
                             std::uint64_t epoch)
    : pool_(pool), connection_(std::move(connection)), epoch_(epoch) {}

ConnectionPool::Lease::Lease(Lease&&) noexcept = default;

ConnectionPool::Lease::~Lease() {
    if (connection_) pool_->state_->GiveBack(std::move(connection_), epoch_);
}

}  // namespace tram::database
