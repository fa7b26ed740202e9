// Many files at once: one thread reads and cuts, several put in.

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "base/background.h"
#include "exchange/import/import.h"
#include "fhir/json/document.h"

namespace tram::import {

namespace {

enum class Kind { kLines, kTransaction, kBarrier };

// What the pieces after this one may rest on. A batch brings what transactions refer to.
Kind KindOf(const Piece& piece) {
    if (!piece.may_be_bundle) return Kind::kLines;
    const auto document = json::Document::Parse(piece.text);
    if (!document) return Kind::kLines;
    const auto root = (*document)->root();
    if (root["resourceType"].text() != "Bundle") return Kind::kLines;
    return root["type"].text() == "transaction" ? Kind::kTransaction : Kind::kBarrier;
}

class Run {
  public:
    explicit Run(const FilesOptions& options) : options_(options) {}

    Result<Tally> Go(const std::vector<std::string>& paths) {
        for (const auto& path : paths) {
            std::error_code fault;
            const auto size = std::filesystem::file_size(path, fault);
            if (!fault) progress_.bytes_total += size;
        }
        std::vector<std::thread> workers;
        for (int i = 0; i < std::max(1, options_.workers); ++i)
            workers.emplace_back([this] { Work(); });
        std::uint64_t before = 0;
        for (const auto& path : paths) before = ReadFile(path, before);
        Drain();
        RetryRefused();
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        changed_.notify_all();
        for (auto& worker : workers) worker.join();
        if (stop_) return std::move(*stop_);
        return std::move(tally_);
    }

  private:
    struct Job {
        Piece piece;
        std::string file;
        Kind kind = Kind::kLines;
    };
    static constexpr std::size_t kMostWaiting = 16;

    // Gives the bytes of all files up to the end of this one.
    std::uint64_t ReadFile(const std::string& path, std::uint64_t before) {
        auto reader = PieceReader::Open(path);
        while (reader && !Stopped()) {
            auto piece = (*reader)->Next();
            if (!piece) {
                Refuse(path, std::move(piece).error());
                break;
            }
            if (!*piece) break;
            Job job{.piece = std::move(**piece), .file = path};
            job.kind = KindOf(job.piece);
            const bool barrier = job.kind == Kind::kBarrier;
            Put(std::move(job));
            if (barrier) Drain();
            const std::lock_guard lock(mutex_);
            progress_.bytes_read = before + (*reader)->consumed();
        }
        if (!reader) {
            Refuse(path, std::move(reader).error());
            return before;
        }
        return before + (*reader)->size();
    }

    void Put(Job job) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return jobs_.size() < kMostWaiting || stop_; });
        jobs_.push_back(std::move(job));
        changed_.notify_all();
    }
    void Drain() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return (jobs_.empty() && working_ == 0) || stop_; });
    }
    bool Stopped() {
        const std::lock_guard lock(mutex_);
        return stop_.has_value();
    }
    void Refuse(const std::string& file, Error error) {
        const std::lock_guard lock(mutex_);
        tally_.Refuse({.file = file, .place = error.path, .error = std::move(error)});
    }

    void Work() {
        RunBelowOthers();
        std::unique_lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [&] { return !jobs_.empty() || closed_ || stop_; });
            if (stop_ || (jobs_.empty() && closed_)) return;
            auto job = std::move(jobs_.front());
            jobs_.pop_front();
            ++working_;
            changed_.notify_all();
            lock.unlock();
            auto done = options_.take(job.piece);
            lock.lock();
            --working_;
            Finish(std::move(job), std::move(done));
            changed_.notify_all();
        }
    }

    // REQUIRES: the lock is held.
    void Finish(Job job, Result<Tally> done) {
        if (!done) {
            if (!stop_) stop_ = std::move(done).error();
            return;
        }
        // What it refers to may come later in the files.
        if (!retrying_ && job.kind == Kind::kTransaction && done->refused > 0 &&
            done->taken() == 0) {
            refused_.push_back(std::move(job));
            return;
        }
        for (auto& problem : done->problems) problem.file = job.file;
        tally_.Add(std::move(*done));
        progress_.resources = tally_.taken();
        if (options_.progress) options_.progress(progress_);
    }

    void RetryRefused() {
        std::deque<Job> again;
        {
            const std::lock_guard lock(mutex_);
            retrying_ = true;
            again.swap(refused_);
        }
        for (auto& job : again) Put(std::move(job));
        Drain();
    }

    const FilesOptions& options_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    std::deque<Job> refused_;
    int working_ = 0;
    bool closed_ = false;
    bool retrying_ = false;
    std::optional<Error> stop_;
    Tally tally_;
    Progress progress_;
};

}  // namespace

Result<Tally> ImportFiles(const std::vector<std::string>& paths, const FilesOptions& options) {
    return Run(options).Go(paths);
}

}  // namespace tram::import
