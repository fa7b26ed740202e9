// For tests alone: a fresh store on each database, gone when the test is over.
//
//     using StoreTest = database::testing::EachDatabase;
//     TRAM_ON_EACH_DATABASE(StoreTest);
//     TEST_P(StoreTest, KeepsWhatItWasGiven) { auto database = Open(); … }
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "platform/database/database.h"

namespace tram::database::testing {

class EachDatabase : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        std::string folder = std::filesystem::temp_directory_path() / "tram-test-XXXXXX";
        ASSERT_NE(::mkdtemp(folder.data()), nullptr);
        folder_ = folder;
        options_.path = folder_ / "tram.db";
    }

    void TearDown() override { std::filesystem::remove_all(folder_); }

    bool OnSqlite() const { return GetParam() == "sqlite"; }

    // Where this test's store lives: the same each time, so that a test may close and open again.
    const Options& options() const { return options_; }
    const std::filesystem::path& folder() const { return folder_; }

    std::unique_ptr<Database> Open() {
        auto database = Database::Open(options_);
        if (!database) throw std::runtime_error(database.error().detail);
        return std::move(database).value();
    }

  private:
    std::filesystem::path folder_;
    Options options_;
};

}  // namespace tram::database::testing

#define TRAM_ON_EACH_DATABASE(suite)                                 \
    INSTANTIATE_TEST_SUITE_P(On, suite, ::testing::Values("sqlite"), \
                             [](const auto& each) { return std::string(each.param); })
