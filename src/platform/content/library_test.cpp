#include "platform/content/library.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace tram::content {
namespace {

namespace fs = std::filesystem;

class LibraryTest : public testing::Test {
  protected:
    LibraryTest() {
        std::string pattern = (fs::temp_directory_path() / "tram_content_XXXXXX").string();
        root_ = mkdtemp(pattern.data());
    }
    ~LibraryTest() override { fs::remove_all(root_); }

    void Write(const std::string& path, std::string_view bytes) {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path, std::ios::binary) << bytes;
    }
    Folder TwoFolders() {
        return {.instead = (root_ / "shipped").string(),
                .overrides = (root_ / "data/content").string()};
    }

    fs::path root_;
};

TEST_F(LibraryTest, ListsByPrefixInOrderAndFindsByPath) {
    Write("shipped/registers/patients.json", "p");
    Write("shipped/registers/coverages.json", "c");
    Write("shipped/roles/nurse.yaml", "n");
    const auto library = Library::Open(TwoFolders());
    ASSERT_TRUE(library);
    const auto registers = library->List("registers/");
    ASSERT_EQ(registers.size(), 2u);
    EXPECT_EQ(registers[0].path, "registers/coverages.json");
    EXPECT_EQ(registers[1].bytes, "p");
    ASSERT_NE(library->Find("roles/nurse.yaml"), nullptr);
    EXPECT_EQ(library->Find("roles/doctor.yaml"), nullptr);
    EXPECT_EQ(library->List("").size(), 3u);
}

TEST_F(LibraryTest, AFileOfTheUserReplacesTheShippedOneWhole) {
    Write("shipped/roles/nurse.yaml", "long shipped text");
    Write("data/content/roles/nurse.yaml", "mine");
    Write("data/content/roles/guard.yaml", "added");
    const auto library = Library::Open(TwoFolders());
    ASSERT_TRUE(library);
    EXPECT_EQ(library->Find("roles/nurse.yaml")->bytes, "mine");
    EXPECT_TRUE(library->Find("roles/nurse.yaml")->overridden);
    EXPECT_EQ(library->List("roles/").size(), 2u);
}

TEST_F(LibraryTest, PassesOverHiddenFilesAndFolders) {
    Write("shipped/.swap", "x");
    Write("shipped/.git/config", "x");
    Write("shipped/a.yaml", "a");
    const auto library = Library::Open(TwoFolders());
    ASSERT_TRUE(library);
    EXPECT_EQ(library->List("").size(), 1u);
}

TEST_F(LibraryTest, HashTellsOneContentFromAnother) {
    Write("shipped/a", "1");
    const auto before = Library::Open(TwoFolders());
    const auto again = Library::Open(TwoFolders());
    Write("data/content/a", "2");
    const auto after = Library::Open(TwoFolders());
    ASSERT_TRUE(before && again && after);
    EXPECT_EQ(before->hash(), again->hash());
    EXPECT_NE(before->hash(), after->hash());
    EXPECT_EQ(before->hash().size(), 64u);
}

TEST_F(LibraryTest, EmbeddedFilesAreThoseOfTheTree) {
    const auto embedded = Library::Open({});
    const auto tree = Library::Open({.instead = std::string(TRAM_SOURCE_DIR) + "/content"});
    ASSERT_TRUE(embedded && tree);
    EXPECT_GT(embedded->List("").size(), 0u);
    EXPECT_EQ(embedded->hash(), tree->hash());
}

}  // namespace
}  // namespace tram::content
