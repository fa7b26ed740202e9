#include "platform/compression/file_reader.h"

#include <bzlib.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace tram::compression {
namespace {

namespace fs = std::filesystem;

std::string Gzipped(std::string_view text) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, text.size()), 0);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}
std::string Bzipped(std::string_view text) {
    std::string packed(text.size() + text.size() / 100 + 600, 0);
    auto size = static_cast<unsigned>(packed.size());
    EXPECT_EQ(BZ2_bzBuffToBuffCompress(packed.data(), &size, const_cast<char*>(text.data()),
                                       static_cast<unsigned>(text.size()), 9, 0, 0),
              BZ_OK);
    packed.resize(size);
    return packed;
}
std::string Zstandard(std::string_view text) {
    std::string packed(ZSTD_compressBound(text.size()), 0);
    auto* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);  // as the zstd program writes it
    packed.resize(ZSTD_compress2(context, packed.data(), packed.size(), text.data(), text.size()));
    ZSTD_freeCCtx(context);
    return packed;
}

class FileReaderTest : public testing::Test {
  protected:
    FileReaderTest() {
        std::string pattern = (fs::temp_directory_path() / "tram_reader_XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~FileReaderTest() override { fs::remove_all(folder_); }

    std::unique_ptr<FileReader> Open(std::string_view bytes) {
        const auto path = folder_ / "file";
        std::ofstream(path, std::ios::binary) << bytes;
        auto reader = FileReader::Open(path.string());
        EXPECT_TRUE(reader);
        return std::move(*reader);
    }
    Result<std::string> Read(std::string_view bytes) { return ReadAll(*Open(bytes), 100 << 20); }

    fs::path folder_;
};

std::string LongText() {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "line " + std::to_string(i * 79 % 10007) + "\n";
    return text;
}

TEST_F(FileReaderTest, ReadsEveryFormatWhole) {
    const auto text = LongText();
    EXPECT_EQ(*Read(text), text);
    EXPECT_EQ(*Read(Gzipped(text)), text);
    EXPECT_EQ(*Read(Bzipped(text)), text);
    EXPECT_EQ(*Read(Zstandard(text)), text);
    EXPECT_EQ(*Read(""), "");
    EXPECT_EQ(*Read(Gzipped("")), "");
}

TEST_F(FileReaderTest, PartsOneAfterAnotherReadAsOne) {
    EXPECT_EQ(*Read(Gzipped("a") + Gzipped("") + Gzipped("b")), "ab");
    EXPECT_EQ(*Read(Bzipped("a") + Bzipped("b")), "ab");
    EXPECT_EQ(*Read(Zstandard("a") + Zstandard("b")), "ab");
}

TEST_F(FileReaderTest, TellsBrokenAndCutFiles) {
    const auto text = LongText();
    for (const auto& packed : {Gzipped(text), Bzipped(text), Zstandard(text)}) {
        const auto cut = Read(std::string_view(packed).substr(0, packed.size() / 2));
        ASSERT_FALSE(cut);
        EXPECT_EQ(cut.error().code, ErrorCode::kMalformed);
        auto flipped = packed;
        for (std::size_t i = packed.size() / 3; i < packed.size() / 3 + 20; ++i) flipped[i] ^= 0x5A;
        const auto broken = Read(flipped);
        ASSERT_FALSE(broken);
        EXPECT_EQ(broken.error().code, ErrorCode::kMalformed);
    }
}

TEST_F(FileReaderTest, ABoundStopsAFileThatUnpacksWithoutEnd) {
    const auto bomb = Gzipped(std::string(std::size_t{64} << 20, 'a'));
    const auto reader = Open(bomb);
    const auto read = ReadAll(*reader, 1 << 20);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::kTooLarge);
}

TEST_F(FileReaderTest, SaysThatAFileIsNotThere) {
    const auto reader = FileReader::Open((folder_ / "nothing").string());
    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().code, ErrorCode::kNotFound);
    EXPECT_FALSE(FileReader::Open(folder_.string()));
}

TEST_F(FileReaderTest, GivesLineAfterLine) {
    const auto reader = Open("one\r\n\ntwo");
    LineReader lines(*reader, 100);
    EXPECT_EQ(**lines.Next(), "one");
    EXPECT_EQ(**lines.Next(), "");
    EXPECT_EQ(**lines.Next(), "two");
    EXPECT_EQ(lines.number(), 3);
    EXPECT_FALSE(lines.Next()->has_value());
    EXPECT_FALSE(lines.Next()->has_value());
}

TEST_F(FileReaderTest, LinesLongerThanABufferComeWholeUpToTheBound) {
    const std::string line(std::size_t{3} << 20, 'x');
    const auto reader = Open(Zstandard(line + "\nshort\n" + line));
    LineReader lines(*reader, std::size_t{4} << 20);
    EXPECT_EQ(**lines.Next(), line);
    EXPECT_EQ(**lines.Next(), "short");
    EXPECT_EQ(**lines.Next(), line);
    const auto again = Open(line);
    LineReader bounded(*again, std::size_t{1} << 20);
    const auto refused = bounded.Next();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kTooLarge);
}

TEST_F(FileReaderTest, ReadsBytesInMemoryAsItWouldAFile) {
    const std::string text(700'000, 'a');
    for (const auto& bytes : {text, Gzipped(text), Bzipped(text), Zstandard(text)}) {
        auto reader = FileReader::OfPacked(bytes, text.size());
        ASSERT_TRUE(reader);
        const auto all = ReadAll(**reader, text.size());
        ASSERT_TRUE(all) << all.error().message;
        EXPECT_EQ(*all, text);
        auto bounded = FileReader::OfPacked(bytes, text.size() - 1);
        ASSERT_TRUE(bounded);
        const auto refused = ReadAll(**bounded, text.size());
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::kTooLarge);
    }
    auto cut = FileReader::OfPacked(Gzipped(text).substr(0, 100), text.size());
    ASSERT_TRUE(cut);
    EXPECT_FALSE(ReadAll(**cut, text.size()));
}

}  // namespace
}  // namespace tram::compression
