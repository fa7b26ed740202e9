// All official examples of R4 (npm hl7.fhir.r4.examples): accepted, or refused for a reason that
// the specification itself gives and that tests/examples/refused.tsv states.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "fhir/validation/validate.h"

namespace tram::validation {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = TRAM_SOURCE_DIR "/tests/examples/node_modules/hl7.fhir.r4.examples";
const fs::path kRefused = TRAM_SOURCE_DIR "/tests/examples/refused.tsv";

std::string ReadFile(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// file, path of the first fault, reason
std::map<std::string, std::string> ExpectedRefusals() {
    std::map<std::string, std::string> expected;
    std::ifstream file(kRefused);
    std::string line;
    while (std::getline(file, line)) {
        if (line.empty() || line.starts_with('#')) continue;
        std::istringstream fields(line);
        std::string name, path;
        std::getline(fields, name, '\t');
        std::getline(fields, path, '\t');
        expected[name] = path;
    }
    return expected;
}

TEST(ExamplesTest, AcceptsTheExamplesOfR4ButForTheListedFaults) {
    if (!fs::exists(kFolder)) GTEST_SKIP() << "run `npm ci` in tests/examples to get the examples";
    auto expected = ExpectedRefusals();
    std::size_t read = 0;
    for (const auto& entry : fs::directory_iterator(kFolder)) {
        const auto name = entry.path().filename().string();
        if (entry.path().extension() != ".json") continue;
        const auto document = json::Document::Parse(ReadFile(entry.path()));
        ASSERT_TRUE(document) << name;
        if (!(*document)->root()["resourceType"]) continue;  // the package's own files
        ++read;
        const auto outcome = ValidateResource((*document)->root());
        const auto listed = expected.find(name);
        if (outcome.ok()) {
            EXPECT_EQ(listed, expected.end()) << name << " is accepted: strike it off the list";
            continue;
        }
        if (listed == expected.end()) {
            ADD_FAILURE() << name << "\t" << outcome.error().path << "\t"
                          << outcome.error().message;
        } else {
            EXPECT_EQ(outcome.error().path, listed->second) << name;
            expected.erase(listed);
        }
    }
    EXPECT_GT(read, 5000u);
    for (const auto& [name, path] : expected) {
        EXPECT_TRUE(fs::exists(kFolder / name)) << name << " is listed but not there";
    }
}

}  // namespace
}  // namespace tram::validation
