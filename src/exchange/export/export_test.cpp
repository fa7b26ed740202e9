#include "exchange/export/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "exchange/import/import.h"
#include "record/store/store_test.h"

namespace tram::exporting {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class ExportTest : public record::StoreTestBase {
  protected:
    void Import(std::string_view text) { ImportInto(*store_, text); }
    static void ImportInto(record::Store& store, std::string_view text) {
        const auto pieces = import::PieceReader::Of(text);
        while (const auto piece = *pieces->Next()) {
            const auto tally = import::ImportPiece(store, access::SystemActor(), *piece);
            ASSERT_TRUE(tally) << tally.error().message;
            ASSERT_EQ(tally->refused, 0) << tally->problems.at(0).error.message;
        }
    }
    Result<std::int64_t> Export(const std::string& name) {
        return ExportAll(*store_, access::SystemActor(), (folder() / name).string(),
                         [](std::int64_t) {});
    }
    // File name -> content.
    std::map<std::string, std::string> Files(const std::string& name) {
        std::map<std::string, std::string> files;
        for (const auto& entry : fs::directory_iterator(folder() / name)) {
            std::ifstream in(entry.path(), std::ios::binary);
            files[entry.path().filename()].assign(std::istreambuf_iterator<char>(in), {});
        }
        return files;
    }
    // Everything but what the store itself adds on reading.
    static std::vector<std::string> StoredBodies(record::Store& store) {
        std::vector<std::string> bodies;
        const auto reader = *store.Read();
        auto& query = **reader->connection().Prepare(
            "SELECT rid FROM res WHERE version > 0 AND flags = 0 ORDER BY type, id");
        std::vector<record::Hit> hits;
        while (*query.Step()) hits.push_back({.rid = query.Int(0)});
        const auto versions = reader->Load(access::SystemActor(), hits);
        for (const auto& version : *versions) {
            bodies.push_back(version.type + "/" + version.id + " " + version.body);
        }
        return bodies;
    }
};

TRAM_ON_EACH_DATABASE(ExportTest);

constexpr std::string_view kRecords =
    R"({"resourceType":"Patient","id":"b","multipleBirthInteger":1,"name":[{"family":"Nguyễn","given":["Thị","Ánh"]}]}
{"resourceType":"Patient","id":"a","meta":{"tag":[{"code":"t"}],"versionId":"77"},"gender":"female"}
{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x\u00e9"},"valueQuantity":{"value":5.40}}
{"resourceType":"Patient","id":"gone"}
)";

TEST_P(ExportTest, WritesAFileForEachTypeInTheOrderOfIds) {
    Import(kRecords);
    ASSERT_TRUE(Commit({Delete("Patient", "gone")}));
    const auto count = Export("out");
    ASSERT_TRUE(count) << count.error().message;
    EXPECT_EQ(*count, 3);
    const auto files = Files("out");
    ASSERT_EQ(files.size(), 2u);
    const auto& patients = files.at("Patient.ndjson");
    EXPECT_LT(patients.find(R"("id":"a")"), patients.find(R"("id":"b")"));
    EXPECT_EQ(patients.find("gone"), std::string::npos);
    EXPECT_THAT(files.at("Observation.ndjson"), HasSubstr(R"("value":5.40)"));
    EXPECT_THAT(files.at("Observation.ndjson"), HasSubstr(R"(x\u00e9)"));
}

TEST_P(ExportTest, ImportedIntoAnEmptyStoreItGivesTheSameBodies) {
    Import(kRecords);
    ASSERT_TRUE(Export("out"));
    std::string all;
    for (const auto& [name, text] : Files("out")) all += text;

    auto other = record::Store::Open({.data_dir = folder() / "other"}, clock_, random_, {}, {});
    ASSERT_TRUE(other) << other.error().message;
    ImportInto(**other, all);
    EXPECT_EQ(StoredBodies(**other), StoredBodies(*store_));
    EXPECT_EQ(StoredBodies(*store_).size(), 4u);
}

TEST_P(ExportTest, NeverWritesOverAnEarlierExport) {
    Import(kRecords);
    ASSERT_TRUE(Export("out"));
    const auto again = Export("out");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::kConflict);
}

TEST_P(ExportTest, TheFilesAreForTheirOwnerAlone) {
    Import(kRecords);
    ASSERT_TRUE(Export("out"));
    EXPECT_EQ(fs::status(folder() / "out").permissions(), fs::perms::owner_all);
    EXPECT_EQ(fs::status(folder() / "out/Patient.ndjson").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace
}  // namespace tram::exporting
