#include "record/store/rebuilder.h"

#include "record/store/sources.h"

namespace tram::record {
namespace {

constexpr std::chrono::milliseconds kPause{200};

}  // namespace

Rebuilder::~Rebuilder() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
}

Result<void> Rebuilder::Run() {
    while (parts_.registers.building() && !stopping_) TRY(Step());
    return {};
}

void Rebuilder::Start() {
    thread_ = std::thread([this] {
        while (parts_.registers.building() && !stopping_) {
            if (!Step()) std::this_thread::sleep_for(kPause);
        }
    });
}

Result<void> Rebuilder::Step() {
    std::optional<registers::Rebuild::Chunk> chunk;
    {
        const auto lease = TRY(parts_.readers.Take());
        TRY(lease->Begin(database::Connection::Mode::kRead));
        chunk = TRY(rebuild_.Read(*lease, SourcesOf(*lease, parts_.maker)));
    }
    if (!chunk) return PutInPlace();
    TRY(Put(*chunk));
    rebuild_.Advance(*chunk);
    return {};
}

Result<void> Rebuilder::Put(const registers::Rebuild::Chunk& chunk) {
    const std::function<Result<void>(database::Connection&)> work =
        [&](database::Connection& connection) {
            return rebuild_.Put(connection, parts_.dictionary, chunk);
        };
    WorkJob job(work, Priority::kBulk);
    return parts_.writer.Do(job);
}

Result<void> Rebuilder::PutInPlace() {
    bool may = false;
    const std::function<Result<void>(database::Connection&)> ask =
        [&](database::Connection& connection) -> Result<void> {
        may = TRY(rebuild_.MaySwap(connection));
        return {};
    };
    WorkJob asking(ask);
    TRY(parts_.writer.Do(asking));
    if (!may) {
        std::this_thread::sleep_for(kPause);
        return {};
    }
    SwapJob swap([&](database::Connection& connection) { return rebuild_.Swap(connection); },
                 [&] { rebuild_.Swapped(); });
    auto done = parts_.writer.Do(swap);
    if (!done && done.error().code == ErrorCode::kBusy) {  // a reader held a table: again
        std::this_thread::sleep_for(kPause);
        return {};
    }
    TRY(std::move(done));
    parts_.readers.Renew();
    return {};
}

}  // namespace tram::record
