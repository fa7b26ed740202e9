// The public SQL-on-FHIR tests beside this repository, against a list of expected failures that may
// only shrink.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "fhir/fhirpath/decimal.h"
#include "fhir/views/view.h"

namespace tram::views {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool Same(json::Value a, json::Value b) {
    if (a.IsNumber() && b.IsNumber()) {
        const auto x = fhirpath::Decimal::Parse(a.text());
        const auto y = fhirpath::Decimal::Parse(b.text());
        return x && y && x->Compare(*y) == 0;
    }
    if (a.kind() != b.kind() || a.size() != b.size()) return false;
    if (a.IsArray()) {
        for (std::size_t at = 0; at < a.size(); ++at) {
            if (!Same(a.At(at), b.At(at))) return false;
        }
        return true;
    }
    if (a.IsObject()) {
        for (const auto member : a) {
            const auto other = b[member.key()];
            if (!other || !Same(member, other)) return false;
        }
        return true;
    }
    return a.text() == b.text();
}

Result<std::vector<std::string>> RunOn(json::Value view_json, json::Value resources) {
    const auto view = TRY(View::Compile(view_json));
    std::vector<std::string> rows;
    for (const auto resource : resources) {
        for (const auto& row : TRY(view.Run({.resource = resource}))) {
            rows.push_back(RowToJson(view, row));
        }
    }
    return rows;
}

// Empty: as expected.
std::string Difference(json::Value test, json::Value resources) {
    const auto rows = RunOn(test["view"], resources);
    if (test["expectError"].IsTrue()) return rows ? "no error" : "";
    if (!rows) return rows.error().message + " (" + rows.error().path + ")";
    std::vector<json::DocumentPtr> made;
    for (const auto& row : rows.value()) made.push_back(json::Document::Parse(row).value());
    if (const auto columns = test["expectColumns"]; columns && !made.empty()) {
        std::size_t at = 0;
        for (const auto member : made.front()->root()) {
            if (columns.At(at++).text() != member.key()) return "columns in another order";
        }
        if (at != columns.size()) return "other columns";
    }
    if (const auto expected = test["expect"]) {
        if (expected.size() != made.size()) return std::to_string(made.size()) + " rows";
        for (const auto want : expected) {
            const auto found = std::find_if(made.begin(), made.end(), [&](const auto& have) {
                return Same(want, have->root());
            });
            if (found == made.end()) return "missing " + std::string(want.raw());
            made.erase(found);
        }
    }
    return "";
}

TEST(ViewsConformance, PassesThePublicTests) {
    const fs::path folder = fs::path(TRAM_SOURCE_DIR) / "../shared/conformance/sql-on-fhir";
    if (!fs::exists(folder)) GTEST_SKIP() << "the public tests are not beside this repository";

    std::map<std::string, std::string> expected_failures;  // "file: title", reason
    std::ifstream list(fs::path(TRAM_SOURCE_DIR) / "tests/conformance/views_failures.tsv");
    for (std::string line; std::getline(list, line);) {
        const auto first = line.find('\t');
        const auto second = line.find('\t', first + 1);
        if (line.starts_with('#') || second == std::string::npos) continue;
        expected_failures[line.substr(0, first) + ": " +
                          line.substr(first + 1, second - first - 1)] = line.substr(second + 1);
    }

    std::size_t passed = 0;
    for (const auto& file : fs::directory_iterator(folder)) {
        const auto document = json::Document::Parse(ReadFile(file.path()));
        ASSERT_TRUE(document) << file.path();
        for (const auto test : document.value()->root()["tests"]) {
            const std::string name =
                file.path().stem().string() + ": " + std::string(test["title"].text());
            const std::string difference = Difference(test, document.value()->root()["resources"]);
            const auto listed = expected_failures.find(name);
            if (difference.empty()) {
                ++passed;
                EXPECT_EQ(listed, expected_failures.end())
                    << name << " passes: take it off the list";
            } else {
                EXPECT_NE(listed, expected_failures.end()) << name << ": " << difference;
            }
            if (listed != expected_failures.end()) expected_failures.erase(listed);
        }
    }
    for (const auto& [name, reason] : expected_failures) {
        ADD_FAILURE() << name << " is listed but no such test exists";
    }
    EXPECT_GT(passed, 0u);
}

}  // namespace
}  // namespace tram::views
