// For the tests of the databases: two tables on each, and short ways to fill and ask them.
#pragma once

#include <gmock/gmock.h>

#include "platform/database/testing.h"

namespace tram::database {

using Column = Connection::BatchColumn;
using Type = Statement::Type;
using testing::Must;

class DatabaseTestBase : public testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        database_ = EachDatabase::Open();
        writer_ = Connect(Connection::Mode::kWrite);
        Must(writer_->Execute(ForDialect(
            "CREATE TABLE tok (p INTEGER NOT NULL, v INTEGER NOT NULL, rid INTEGER NOT NULL, "
            "PRIMARY KEY (p, v, rid)) WITHOUT ROWID;"
            "CREATE TABLE kinds (k INTEGER NOT NULL PRIMARY KEY, i INTEGER, r REAL, t TEXT, b "
            "BLOB)",
            writer_->dialect())));
    }
    void TearDown() override {
        writer_.reset();
        database_.reset();
        EachDatabase::TearDown();
    }

    std::unique_ptr<Connection> Connect(Connection::Mode mode) {
        return Must(database_->Connect(mode));
    }

    static std::int64_t Number(Connection& connection, std::string_view sql) {
        auto* query = Must(connection.Prepare(sql));
        EXPECT_TRUE(Must(query->Step()));
        const auto number = query->Int(0);
        query->Reset();
        return number;
    }
    void AddTokens(std::int64_t from, std::int64_t to) {
        auto batch = writer_->Insert("tok", kTok);
        for (auto rid = from; rid < to; ++rid) batch->Int(1).Int(rid % 10).Int(rid);
        Must(batch->Flush());
    }

    static constexpr Column kTok[] = {
        {"p", Type::kInteger}, {"v", Type::kInteger}, {"rid", Type::kInteger}};
    static constexpr Column kKinds[] = {{"k", Type::kInteger},
                                        {"i", Type::kInteger},
                                        {"r", Type::kReal},
                                        {"t", Type::kText},
                                        {"b", Type::kBlob}};
    std::unique_ptr<Database> database_;
    std::unique_ptr<Connection> writer_;
};

}  // namespace tram::database
