// For tests alone: a fresh store on each database, gone when the test is over, and faults on
// demand.
//
//     class StoreTest : public database::testing::EachDatabase { … };
//     TRAM_ON_EACH_DATABASE(StoreTest);
//     TEST_P(StoreTest, KeepsWhatItWasGiven) { auto database = Open(); … }
//
// PostgreSQL is the cluster of TRAM_TEST_POSTGRES (a URL), else the one that ctest started, else
// one that this program starts for itself; each test has a schema of its own there. Where
// PostgreSQL is not installed its tests are skipped and say so.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

#include "platform/database/database.h"

namespace tram::database::testing {

// Throws where a test cannot go on; gtest reports it.
template <typename T>
T Must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message + " " + result.error().detail);
    return std::move(result).value();
}
inline void Must(Result<void> result) {
    if (!result) throw std::runtime_error(result.error().message + " " + result.error().detail);
}

inline std::string FirstLine(const std::filesystem::path& file) {
    std::string line;
    std::getline(std::ifstream(file), line);
    return line;
}

// Empty: PostgreSQL is not installed.
inline const std::string& PostgresUrl() {
    static const std::string url = [] {
        if (const char* given = std::getenv("TRAM_TEST_POSTGRES"); given && *given)
            return std::string(given);
        if (const auto started = FirstLine(TRAM_TEST_POSTGRES_DIR "/url"); !started.empty())
            if (Database::Open({.url = started})) return started;
        std::string folder = std::filesystem::temp_directory_path() / "tram-cluster-XXXXXX";
        if (!::mkdtemp(folder.data())) return std::string();
        static const std::string script = TRAM_SOURCE_DIR "/tools/postgres_cluster.sh",
                                 place = folder;
        const std::string start = script + " start " + place + " " + std::to_string(::getpid());
        if (std::system(start.c_str()) != 0) return std::string();
        std::atexit([] {
            if (std::system((script + " stop " + place).c_str()) == 0)
                std::filesystem::remove_all(place);
        });
        return FirstLine(place + "/url");
    }();
    return url;
}

class EachDatabase : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        std::string folder = std::filesystem::temp_directory_path() / "tram-test-XXXXXX";
        ASSERT_NE(::mkdtemp(folder.data()), nullptr);
        folder_ = folder;
        if (OnSqlite()) {
            options_.path = folder_ / "tram.db";
            return;
        }
        options_.url = PostgresUrl();
        if (options_.url.empty()) GTEST_SKIP() << "PostgreSQL is not installed";
        options_.schema = folder_.filename();
    }

    void TearDown() override {
        if (!options_.schema.empty()) {
            if (auto database = Database::Open({.url = options_.url})) {
                auto connection = Must((*database)->Connect(Connection::Mode::kWrite));
                Must(connection->Execute("DROP SCHEMA IF EXISTS \"" + options_.schema +
                                         "\" CASCADE"));
            }
        }
        if (!folder_.empty()) std::filesystem::remove_all(folder_);
    }

    bool OnSqlite() const { return GetParam() == "sqlite"; }
    bool OnPostgres() const { return GetParam() == "postgres"; }

    // Where this test's store lives: the same each time, so that a test may close and open again.
    const Options& options() const { return options_; }
    const std::filesystem::path& folder() const { return folder_; }
    std::unique_ptr<Database> Open() const { return Must(Database::Open(options_)); }

    // PostgreSQL: ends every connection to this test's schema, as a restart of the server would.
    void CutConnections() const {
        auto database = Must(Database::Open({.url = options_.url}));
        auto connection = Must(database->Connect(Connection::Mode::kWrite));
        auto* cut =
            Must(connection->Prepare("SELECT pg_terminate_backend(pid, 10000) FROM "
                                     "pg_stat_activity WHERE application_name = $1"));
        const std::string name = "tram " + options_.schema;
        cut->BindText(1, name);
        Must(cut->Run());
    }

  private:
    std::filesystem::path folder_;
    Options options_;
};

// SQLite: from now on this connection finds no room for another page, as on a full disk.
inline void FillDisk(Connection& connection) {
    Must(
        connection.Execute("PRAGMA max_page_count = 1"));  // SQLite takes the present size at least
}
inline void FreeDisk(Connection& connection) {
    Must(connection.Execute("PRAGMA max_page_count = 1073741823"));
}

}  // namespace tram::database::testing

#define TRAM_ON_EACH_DATABASE(suite)                                             \
    INSTANTIATE_TEST_SUITE_P(On, suite, ::testing::Values("sqlite", "postgres"), \
                             [](const auto& each) { return std::string(each.param); })
