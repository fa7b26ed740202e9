// The registers the program ships with: each column has its sentence and finds its value, and each
// name of ours that a view reads stands in content/codes.

#include "record/registers/shipped.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "record/registers/registers.h"

namespace tram::registers {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = TRAM_SOURCE_DIR;

std::vector<views::View> Shipped() {
    const auto library = content::Library::Open({.instead = (kRoot / "content").string()});
    if (!library) throw std::runtime_error(library.error().message);
    auto views = ReadViews(library.value());
    if (!views) throw std::runtime_error(views.error().path + ": " + views.error().message);
    return std::move(views).value();
}

TEST(ShippedRegisters, TellWhatEachColumnHolds) {
    const auto registers = Registers::Make(Shipped(), 7 * 60);
    ASSERT_TRUE(registers) << registers.error().message;
    EXPECT_GE(registers->all().size(), 19u);
    for (const auto& one : registers->all()) {
        EXPECT_FALSE(one.description.empty()) << one.name;
        for (const auto& column : one.columns) {
            const bool sentence =
                column.description.ends_with('.') || column.description.ends_with("…");
            EXPECT_TRUE(sentence) << one.name << "." << column.name;
        }
    }
}

// A path with a slip in it never finds anything: each column must find its value in some sample.
TEST(ShippedRegisters, FindAValueForEachColumn) {
    const auto registers = Registers::Make(Shipped(), 7 * 60);
    ASSERT_TRUE(registers) << registers.error().message;
    std::vector<std::set<std::size_t>> found(registers->all().size());
    std::ifstream samples(kRoot / "tests/registers/samples.ndjson");
    for (std::string line; std::getline(samples, line);) {
        const auto document = json::Document::Parse(line);
        ASSERT_TRUE(document) << line;
        const auto resource = document.value()->root();
        const auto rows = registers->Compute(resource, resource["id"].text());
        for (const auto& fault : rows.faults) ADD_FAILURE() << fault;
        for (const auto& of : rows.registers) {
            for (const auto& row : of.rows) {
                for (std::size_t at = 0; at < row.size(); ++at) {
                    if (!std::holds_alternative<std::monostate>(row[at]))
                        found[of.place].insert(at);
                }
            }
        }
    }
    for (std::size_t place = 0; place < found.size(); ++place) {
        const auto& one = registers->all()[place];
        for (std::size_t at = 0; at < one.columns.size(); ++at) {
            EXPECT_TRUE(found[place].contains(at)) << one.name << "." << one.columns[at].name;
        }
        EXPECT_TRUE(!one.own_patient || found[place].contains(one.columns.size())) << one.name;
    }
}

TEST(ShippedRegisters, NameOnlySystemsThatStandInCodes) {
    std::set<std::string> known;
    for (const std::string file : {"identifier-systems", "extensions", "code-systems"}) {
        const auto yaml = YAML::LoadFile((kRoot / "content/codes" / (file + ".yaml")).string());
        for (const auto& version : yaml["versions"]) {
            for (const std::string list : {"systems", "extensions"}) {
                for (const auto& entry : version[list]) {
                    known.insert(
                        (entry["system"] ? entry["system"] : entry["url"]).as<std::string>());
                }
            }
        }
    }
    const std::regex ours("\"(urn:tram:(id|ext|codes):[^\"]+)\"");
    std::size_t seen = 0;
    for (const auto& file : fs::directory_iterator(kRoot / "content/registers")) {
        std::ifstream in(file.path());
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        for (std::sregex_iterator at(text.begin(), text.end(), ours), end; at != end; ++at) {
            EXPECT_TRUE(known.contains((*at)[1])) << file.path().filename() << " " << (*at)[1];
            ++seen;
        }
    }
    EXPECT_GT(seen, 20u);
}

// docs/house/records.md is what others write their SQL from.
TEST(ShippedRegisters, HaveTheColumnsThatThePageOfRecordsPromises) {
    const auto registers = Registers::Make(Shipped(), 7 * 60);
    ASSERT_TRUE(registers) << registers.error().message;
    std::ifstream in(kRoot / "docs/house/records.md");
    const std::string page{std::istreambuf_iterator<char>(in), {}};
    const std::regex promise("`([a-z_]+)\\(([a-z_, ]+)\\)`");
    std::size_t seen = 0;
    for (std::sregex_iterator at(page.begin(), page.end(), promise), end; at != end; ++at) {
        const auto* one = registers->Find((*at)[1].str());
        ASSERT_TRUE(one) << (*at)[1];
        std::set<std::string> columns = {"rid", "row", "patient", "person", "bucket"};
        for (const auto& column : one->columns) columns.insert(column.name);
        const std::string list = (*at)[2];
        const std::regex word("[a-z_]+");
        for (std::sregex_iterator name(list.begin(), list.end(), word); name != end; ++name) {
            EXPECT_TRUE(columns.contains(name->str())) << one->name << "." << name->str();
            ++seen;
        }
    }
    EXPECT_GT(seen, 50u);
}

}  // namespace
}  // namespace tram::registers
