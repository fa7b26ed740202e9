#include "record/store/settings.h"

#include <cstdlib>
#include <map>

#include <fmt/format.h>

#include "record/storage/schema.h"

namespace tram::record {
namespace {

using Pairs = std::map<std::string, std::string, std::less<>>;

Result<bool> IsNew(database::Connection& connection) {
    auto* query = TRY(connection.Prepare(
        connection.dialect() == database::Dialect::kSqlite
            ? "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'store'"
            : "SELECT count(*) FROM information_schema.tables "
              "WHERE table_schema = current_schema() AND table_name = 'store'"));
    TRAM_CHECK(TRY(query->Step()));
    const bool is_new = query->Int(0) == 0;
    query->Reset();
    return is_new;
}

Result<Pairs> ReadPairs(database::Connection& connection) {
    Pairs pairs;
    auto* query = TRY(connection.Prepare("SELECT key, value FROM store"));
    while (TRY(query->Step())) pairs[std::string(query->Text(0))] = query->Text(1);
    return pairs;
}

Result<void> WritePairs(database::Connection& connection, const Pairs& pairs) {
    for (const auto& [key, value] : pairs) {
        auto* statement = TRY(connection.Prepare("INSERT INTO store (key, value) VALUES ($1, $2)"));
        statement->BindText(1, key);
        statement->BindText(2, value);
        TRY(statement->Run());
    }
    return {};
}

std::string ZoneName(int minutes) {
    return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                       std::abs(minutes) % 60);
}

Error OtherSchema(const std::string& version) {
    return {
        .code = ErrorCode::kInvalid,
        .message = fmt::format("this store has schema {}, this program knows schema {}; use the "
                               "program that made it, or export there and import here",
                               version, storage::kSchemaVersion),
        .message_vi =
            fmt::format("Kho dữ liệu có lược đồ {}, chương trình này dùng lược đồ {}. Hãy "
                        "dùng đúng phiên bản, hoặc xuất dữ liệu ra rồi nhập lại.",
                        version, storage::kSchemaVersion)};
}

Error OtherZone(int present, int wanted) {
    return {
        .code = ErrorCode::kInvalid,
        .message = fmt::format("this store reads times without a zone at UTC{}, not UTC{}; start "
                               "with the time zone it was made with",
                               ZoneName(present), ZoneName(wanted)),
        .message_vi = fmt::format("Kho dữ liệu dùng múi giờ UTC{}, không phải UTC{}. Hãy khởi động "
                                  "với múi giờ ban đầu.",
                                  ZoneName(present), ZoneName(wanted)),
        .path = "timezone"};
}

Error Damaged() {
    return {
        .code = ErrorCode::kInvalid,
        .message = "the settings of this store cannot be read; restore it from a backup",
        .message_vi = "Không đọc được thiết lập của kho dữ liệu. Hãy khôi phục từ bản sao lưu."};
}

}  // namespace

Result<Settings> OpenSchema(database::Connection& connection, int zone_minutes, Clock& clock,
                            RandomSource& random) {
    if (TRY(IsNew(connection))) {
        TRY(storage::CreateTables(connection));
        const auto key = crypto::NewKey();
        TRY(WritePairs(
            connection,
            {{"schema", std::to_string(storage::kSchemaVersion)},
             {"site", NewUuid(clock, random)},
             {"seal_key", crypto::ToBase64Url(
                              {reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()})},
             {"zone_minutes", std::to_string(zone_minutes)}}));
    }
    const auto pairs = TRY(ReadPairs(connection));
    const auto value = [&](std::string_view key) {
        const auto found = pairs.find(key);
        return found == pairs.end() ? std::string() : found->second;
    };
    if (value("schema") != std::to_string(storage::kSchemaVersion))
        return OtherSchema(value("schema"));
    const int present = std::atoi(value("zone_minutes").c_str());
    if (present != zone_minutes) return OtherZone(present, zone_minutes);
    const auto key = crypto::KeyFrom(crypto::FromBase64Url(value("seal_key")).value_or(""));
    if (!key || value("site").empty()) return Damaged();
    return Settings{.site = value("site"), .seal_key = *key, .zone_minutes = present};
}

}  // namespace tram::record
