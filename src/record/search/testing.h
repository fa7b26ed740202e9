// For tests alone: records written straight into the tables, without what the store adds (history,
// chain, registers), so that searches can be tried on each database.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/search/query.h"
#include "fhir/search/rows.h"
#include "platform/database/testing.h"
#include "record/access/actor.h"
#include "record/access/compartments.h"
#include "record/search/row_keys.h"
#include "record/search/search.h"
#include "record/storage/dictionary.h"
#include "record/storage/schema.h"

namespace tram::record::testing {

constexpr int kZone = 7 * 60;

class SearchTest : public database::testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        database_ = Open();
        connection_ = Must(database_->Connect(database::Connection::Mode::kWrite));
        ASSERT_TRUE(connection_->Execute(ForDialect(storage::kSchema, connection_->dialect())));
        // One transaction for a whole test: nothing of it needs to be on disk.
        Must(connection_->Begin(database::Connection::Mode::kWrite));
        dictionary_ = Must(storage::Dictionary::Load(*connection_));
        UseLimits({});
    }
    void TearDown() override {
        searcher_.reset();
        dictionary_.reset();
        if (connection_) connection_->Rollback();
        connection_.reset();
        database_.reset();
        EachDatabase::TearDown();
    }

    void UseLimits(SearchLimits limits) {
        searcher_ =
            std::make_unique<Searcher>(*dictionary_, clock_, kZone, std::string(32, 'k'), limits);
    }

    template <typename T>
    static T Must(Result<T> result) {
        if (!result) {
            throw std::runtime_error(result.error().message + " | " + result.error().detail);
        }
        return std::move(result).value();
    }
    static void Must(Result<void> result) {
        if (!result) {
            throw std::runtime_error(result.error().message + " | " + result.error().detail);
        }
    }

    // --- writing ---

    // Creates or replaces a resource; it needs resourceType and id.
    Rid Put(std::string_view text) {
        const auto document = Must(json::Document::Parse(text));
        const auto root = document->root();
        const std::string type(root["resourceType"].text()), id(root["id"].text());
        const auto rows = Must(search::ExtractRows(root, kZone));
        const auto rid = Must(dictionary_->InternRid(*connection_, type, id));
        auto keys = Must(Translate(TranslateReady(rows, *dictionary_), *dictionary_, *connection_));
        auto& record = records_[rid];
        Rid home = rid;
        if (const auto patient = access::CurrentCompartments().PatientOf(root)) {
            home = Must(dictionary_->InternRid(*connection_, "Patient", *patient));
        }
        if (record.living) Count(record.keys, rid, -1);
        if (!record.living) CountLiving(type, 1);
        record = {type, id, std::move(keys), rows, record.version + 1, true, home};
        Count(record.keys, rid, 1);
        Write(rid, home, 0);
        for (const auto code : record.keys.codes) {
            Run("INSERT INTO pcd (person, type, code, neg_date, rid, bucket) VALUES ($1, $2, $3, "
                "$4, $5, 0)",
                {home, std::int64_t{definitions::ResourceTypeNumber(type)}, code, -rows.date, rid});
        }
        dictionary_->Publish();
        return rid;
    }

    void Delete(std::string_view type, std::string_view id) {
        const auto rid = *Must(dictionary_->FindRid(*connection_, type, id));
        auto& record = records_.at(rid);
        Count(record.keys, rid, -1);
        CountLiving(type, -1);
        record.living = false;
        ++record.version;
        Write(rid, rid, storage::kDeleted);
    }

    // The unit sees the compartment.
    void Open(Rid home, Rid unit, std::int64_t from_on = -1'000'000,
              std::int64_t to_on = 1'000'000) {
        Run("INSERT INTO visible (home, unit, why, from_on, to_on, bucket) VALUES ($1, $2, 1, $3, "
            "$4, 0)",
            {home, unit, from_on, to_on});
    }
    using EachDatabase::Open;
    void Close(Rid home, Rid unit) {
        Run("DELETE FROM visible WHERE home = $1 AND unit = $2", {home, unit});
    }

    // --- asking ---

    static access::Actor Administrator() { return access::SystemActor(); }
    static access::Actor Nurse(std::vector<Rid> units) {
        auto role = std::make_shared<access::Role>();
        role->id = "nurse";
        role->names = true;
        role->reads = role->writes = {"*"};
        access::Actor actor{.user = "nurse", .role = role};
        actor.units = std::move(units);
        return actor;
    }

    static search::Query Parse(std::string_view type, std::string_view text) {
        return Must(search::ParseQuery(type, Must(search::DecodeParameters(text)),
                                       search::Handling::kStrict, kZone));
    }
    Result<SearchResult> Search(const access::Actor& actor, const search::Query& query) {
        return searcher_->Search(*connection_, actor, query);
    }
    // Ids of the matches, in order; what is included is written "+Type/id".
    std::vector<std::string> Find(std::string_view type, std::string_view text,
                                  const access::Actor& actor = Administrator()) {
        const auto result = Search(actor, Parse(type, text));
        if (!result) {
            ADD_FAILURE() << text << ": " << result.error().message << " " << result.error().detail;
            return {};
        }
        return Names(*result);
    }
    std::vector<std::string> Names(const SearchResult& result) const {
        std::vector<std::string> names;
        for (const auto& hit : result.hits) {
            const auto& record = records_.at(hit.rid);
            names.push_back(hit.included ? "+" + record.type + "/" + record.id : record.id);
        }
        return names;
    }

    struct Record {
        std::string type, id;
        RowKeys keys;
        search::SearchRows rows;
        std::int64_t version = 0;
        bool living = false;
        Rid home = 0;
        std::int64_t at = 0;
    };

    SimulatedClock clock_{Instant{1'790'000'000'000'000}};
    std::unique_ptr<database::Database> database_;
    std::unique_ptr<database::Connection> connection_;
    std::unique_ptr<storage::Dictionary> dictionary_;
    std::unique_ptr<Searcher> searcher_;
    std::map<Rid, Record> records_;
    std::int64_t pos_ = 0;

  private:
    struct Value {
        Value(std::int64_t number) : number(number) {}
        Value(double real) : real(real), is_real(true) {}
        Value(std::string_view text) : text(text), is_text(true) {}
        std::int64_t number = 0;
        double real = 0;
        std::string text;
        bool is_real = false, is_text = false;
    };
    void Run(std::string_view sql, const std::vector<Value>& values) {
        auto* statement = Must(connection_->Prepare(sql));
        int place = 0;
        for (const auto& value : values) {
            ++place;
            if (value.is_text) {
                statement->BindText(place, value.text);
            } else if (value.is_real) {
                statement->BindReal(place, value.real);
            } else {
                statement->Bind(place, value.number);
            }
        }
        Must(statement->Run());
    }

    void Write(Rid rid, Rid home, int flags) {
        ++pos_;
        auto& record = records_.at(rid);
        // A second between two versions.
        const auto at = record.at = std::int64_t{1'700'000'000'000'000} + pos_ * 1'000'000;
        const auto type = definitions::ResourceTypeNumber(record.type);
        Run("UPDATE res SET version = $1, at = $2, pos = $3, flags = $4, home = $5, person = $5 "
            "WHERE rid = $6",
            {record.version, at, pos_, std::int64_t{flags}, home, rid});
        Run("INSERT INTO log (pos, tx, rid, type, version, op, at, home, bucket, site, site_seq, "
            "hlc, author, parents, revision, chain) VALUES ($1, $1, $2, $3, $4, 1, $5, $6, 0, '', "
            "0, 0, '', '', '', '')",
            {pos_, rid, std::int64_t{type}, record.version, at, home});
    }

    void CountLiving(std::string_view type, std::int64_t by) {
        AddToCount(0, definitions::ResourceTypeNumber(type), by);
    }
    void AddToCount(std::int64_t p, std::int64_t v, std::int64_t by) {
        Run("INSERT INTO stat (p, v, n) VALUES ($1, $2, $3) ON CONFLICT (p, v) DO UPDATE SET n = "
            "stat.n + excluded.n",
            {p, v, by});
    }

    // Adds (by = 1) or takes away (by = -1) the rows of a resource.
    void Count(const RowKeys& keys, Rid rid, int by) {
        for (const auto& key : keys.tok) AddToCount(key.p, key.v, by);
        if (by < 0) {
            for (const auto* table : {"tok", "ref", "dat", "str", "qty", "uri", "cmp", "pcd"}) {
                Run(std::string("DELETE FROM ") + table + " WHERE rid = $1", {rid});
            }
            return;
        }
        for (const auto& key : keys.tok) {
            Run("INSERT INTO tok (p, v, rid, bucket) VALUES ($1, $2, $3, 0)", {key.p, key.v, rid});
        }
        for (const auto& key : keys.ref) {
            Run("INSERT INTO ref (p, v, rid, bucket) VALUES ($1, $2, $3, 0)", {key.p, key.v, rid});
        }
        for (const auto& key : keys.dat) {
            Run("INSERT INTO dat (p, lo, hi, rid, bucket) VALUES ($1, $2, $3, $4, 0)",
                {key.p, key.lo, key.hi, rid});
        }
        for (const auto& key : keys.str) {
            Run("INSERT INTO str (p, v, rid, bucket) VALUES ($1, $2, $3, 0)",
                {key.p, std::string_view(key.v), rid});
        }
        for (const auto& key : keys.uri) {
            Run("INSERT INTO uri (p, v, rid, bucket) VALUES ($1, $2, $3, 0)",
                {key.p, std::string_view(key.v), rid});
        }
        for (const auto& key : keys.qty) {
            Run("INSERT INTO qty (p, lo, hi, unit, rid, bucket) VALUES ($1, $2, $3, $4, $5, 0)",
                {key.p, key.lo, key.hi, key.unit, rid});
        }
        for (const auto& key : keys.cmp) {
            Run("INSERT INTO cmp (p, v, lo, hi, unit, text, rid, bucket) VALUES ($1, $2, $3, $4, "
                "$5, $6, $7, 0)",
                {key.p, key.v, key.lo, key.hi, key.unit, std::string_view(key.text), rid});
        }
    }
};

}  // namespace tram::record::testing
