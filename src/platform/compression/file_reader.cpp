#include "platform/compression/file_reader.h"

#include <bzlib.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace tram::compression {

namespace {

constexpr std::size_t kChunk = 256 << 10;

Error Unreadable(std::string_view path, int why) {
    const bool missing = why == ENOENT;
    return {.code = missing ? ErrorCode::kNotFound : ErrorCode::kUnavailable,
            .message = missing ? "there is no such file"
                               : "the file cannot be read; check its permissions",
            .message_vi =
                missing ? "không có tệp này" : "không đọc được tệp; hãy kiểm tra quyền đọc tệp",
            .path = std::string(path),
            .detail = std::strerror(why)};
}

Error Broken(std::string_view path, std::string_view format) {
    return {.code = ErrorCode::kMalformed,
            .message = fmt::format("the {} file is broken or cut short; fetch it again", format),
            .message_vi = fmt::format("tệp {} bị hỏng hoặc thiếu; hãy tải lại tệp", format),
            .path = std::string(path)};
}

// The file itself, or bytes that are there already, in chunks; what was looked at to tell the
// format is not lost.
class Source {
  public:
    explicit Source(std::string_view text)
        : file_(-1), size_(text.size()), text_(text), buffer_(std::min(kChunk, text.size() + 1)) {}
    Source(int file, std::string path, std::uint64_t size)
        : file_(file), path_(std::move(path)), size_(size), buffer_(kChunk) {}
    ~Source() {
        if (file_ >= 0) ::close(file_);
    }
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    // Makes sure that there are unread bytes, unless the file has ended.
    Result<void> Fill() {
        if (begin_ < end_ || ended_) return {};
        begin_ = 0;
        end_ = TRY(Read());
        consumed_ += end_;
        ended_ = end_ == 0;
        return {};
    }
    std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
    char* data() { return buffer_.data() + begin_; }
    void Take(std::size_t count) { begin_ += count; }
    const std::string& path() const { return path_; }
    std::uint64_t consumed() const { return consumed_ - (end_ - begin_); }
    std::uint64_t size() const { return size_; }

  private:
    Result<std::size_t> Read() {
        if (file_ < 0) {
            const auto some = text_.substr(consumed_, buffer_.size());
            std::copy(some.begin(), some.end(), buffer_.begin());
            return some.size();
        }
        const auto got = ::read(file_, buffer_.data(), buffer_.size());
        if (got < 0) return Unreadable(path_, errno);
        return static_cast<std::size_t>(got);
    }

    int file_;  // -1: `text_`
    std::string path_;
    std::uint64_t size_;
    std::string_view text_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0, end_ = 0;
    std::uint64_t consumed_ = 0;
    bool ended_ = false;
};

class Plain : public FileReader {
  public:
    explicit Plain(std::unique_ptr<Source> source) : source_(std::move(source)) {}
    Result<std::size_t> Read(char* into, std::size_t most) override {
        TRY(source_->Fill());
        const auto count = std::min(most, source_->unread().size());
        std::memcpy(into, source_->data(), count);
        source_->Take(count);
        return count;
    }
    std::uint64_t consumed() const override { return source_->consumed(); }
    std::uint64_t size() const override { return source_->size(); }

  protected:
    std::unique_ptr<Source> source_;
};

class Memory : public FileReader {
  public:
    explicit Memory(std::string_view text) : text_(text) {}
    Result<std::size_t> Read(char* into, std::size_t most) override {
        const auto count = std::min(most, text_.size() - given_);
        std::memcpy(into, text_.data() + given_, count);
        given_ += count;
        return count;
    }
    std::uint64_t consumed() const override { return given_; }
    std::uint64_t size() const override { return text_.size(); }

  private:
    std::string_view text_;
    std::size_t given_ = 0;
};

// The loop that all three formats share: feed what is there until bytes come out. A format tells in
// Step what it took and gave, and whether a part (member, stream, frame) has ended.
class Packed : public Plain {
  public:
    using Plain::Plain;
    Result<std::size_t> Read(char* into, std::size_t most) override {
        while (most > 0) {
            TRY(source_->Fill());
            if (source_->unread().empty()) {
                if (inside_) return Broken(source_->path(), format());
                return std::size_t{0};
            }
            if (!inside_) {
                if (!Begin()) return Broken(source_->path(), format());
                inside_ = true;
            }
            const auto step = Step(source_->data(), source_->unread().size(), into, most);
            if (step.broken) return Broken(source_->path(), format());
            source_->Take(step.taken);
            if (step.ended) inside_ = false;
            if (step.given > 0) return step.given;
        }
        return std::size_t{0};
    }

  protected:
    struct Stepped {
        std::size_t taken = 0, given = 0;
        bool ended = false, broken = false;
    };
    virtual std::string_view format() const = 0;
    virtual bool Begin() = 0;  // a new part
    virtual Stepped Step(char* from, std::size_t count, char* into, std::size_t most) = 0;

  private:
    bool inside_ = false;
};

class Gzip : public Packed {
  public:
    using Packed::Packed;
    ~Gzip() override {
        if (made_) inflateEnd(&stream_);
    }

  protected:
    std::string_view format() const override { return "gzip"; }
    bool Begin() override {
        if (made_) return inflateReset(&stream_) == Z_OK;
        made_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK;
        return made_;
    }
    Stepped Step(char* from, std::size_t count, char* into, std::size_t most) override {
        stream_.next_in = reinterpret_cast<Bytef*>(from);
        stream_.avail_in = static_cast<uInt>(count);
        stream_.next_out = reinterpret_cast<Bytef*>(into);
        stream_.avail_out = static_cast<uInt>(std::min(most, std::size_t{1} << 30));
        const auto space = stream_.avail_out;
        const int done = inflate(&stream_, Z_NO_FLUSH);
        return {.taken = count - stream_.avail_in,
                .given = space - stream_.avail_out,
                .ended = done == Z_STREAM_END,
                .broken = done != Z_OK && done != Z_STREAM_END && done != Z_BUF_ERROR};
    }

  private:
    z_stream stream_{};
    bool made_ = false;
};

class Bzip2 : public Packed {
  public:
    using Packed::Packed;
    ~Bzip2() override {
        if (made_) BZ2_bzDecompressEnd(&stream_);
    }

  protected:
    std::string_view format() const override { return "bzip2"; }
    bool Begin() override {
        if (made_) BZ2_bzDecompressEnd(&stream_);
        stream_ = {};
        made_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK;
        return made_;
    }
    Stepped Step(char* from, std::size_t count, char* into, std::size_t most) override {
        stream_.next_in = from;
        stream_.avail_in = static_cast<unsigned>(count);
        stream_.next_out = into;
        stream_.avail_out = static_cast<unsigned>(std::min(most, std::size_t{1} << 30));
        const auto space = stream_.avail_out;
        const int done = BZ2_bzDecompress(&stream_);
        return {.taken = count - stream_.avail_in,
                .given = space - stream_.avail_out,
                .ended = done == BZ_STREAM_END,
                .broken = done != BZ_OK && done != BZ_STREAM_END};
    }

  private:
    bz_stream stream_{};
    bool made_ = false;
};

class Zstd : public Packed {
  public:
    explicit Zstd(std::unique_ptr<Source> source)
        : Packed(std::move(source)), stream_(ZSTD_createDStream()) {}
    ~Zstd() override { ZSTD_freeDStream(stream_); }

  protected:
    std::string_view format() const override { return "zstd"; }
    bool Begin() override { return stream_ && !ZSTD_isError(ZSTD_initDStream(stream_)); }
    Stepped Step(char* from, std::size_t count, char* into, std::size_t most) override {
        ZSTD_inBuffer in{from, count, 0};
        ZSTD_outBuffer out{into, most, 0};
        const auto left = ZSTD_decompressStream(stream_, &out, &in);
        return {.taken = in.pos,
                .given = out.pos,
                .ended = left == 0,
                .broken = ZSTD_isError(left) != 0};
    }

  private:
    ZSTD_DStream* stream_;
};

// Stops bytes that inflate without end.
class Bounded : public FileReader {
  public:
    Bounded(std::unique_ptr<FileReader> inner, std::size_t most)
        : inner_(std::move(inner)), most_(most) {}
    Result<std::size_t> Read(char* into, std::size_t most) override {
        const auto got = TRY(inner_->Read(into, most));
        given_ += got;
        if (given_ <= most_) return got;
        return Error{
            .code = ErrorCode::kTooLarge,
            .message = fmt::format("unpacked the file holds more than {} MB; divide it, or import "
                                   "it with `tram import`",
                                   most_ >> 20),
            .message_vi = fmt::format("tệp giải nén ra lớn hơn {} MB; hãy chia nhỏ, hoặc nhập bằng "
                                      "lệnh `tram import`",
                                      most_ >> 20)};
    }
    std::uint64_t consumed() const override { return inner_->consumed(); }
    std::uint64_t size() const override { return inner_->size(); }

  private:
    std::unique_ptr<FileReader> inner_;
    std::size_t most_, given_ = 0;
};

// By the first bytes of the source.
Result<std::unique_ptr<FileReader>> Unpacking(std::unique_ptr<Source> source) {
    TRY(source->Fill());
    const auto start = source->unread();
    if (start.starts_with("\x1F\x8B"))
        return std::unique_ptr<FileReader>(new Gzip(std::move(source)));
    if (start.starts_with("BZh")) return std::unique_ptr<FileReader>(new Bzip2(std::move(source)));
    if (start.starts_with("\x28\xB5\x2F\xFD"))
        return std::unique_ptr<FileReader>(new Zstd(std::move(source)));
    return std::unique_ptr<FileReader>(new Plain(std::move(source)));
}

}  // namespace

Result<std::unique_ptr<FileReader>> FileReader::Open(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return Unreadable(path, errno);
    struct stat status {};
    const bool known = ::fstat(file, &status) == 0;
    auto source = std::make_unique<Source>(file, path,
                                           known ? static_cast<std::uint64_t>(status.st_size) : 0);
    if (known && S_ISDIR(status.st_mode)) return Unreadable(path, EISDIR);
    return Unpacking(std::move(source));
}

std::unique_ptr<FileReader> FileReader::Of(std::string_view text) {
    return std::make_unique<Memory>(text);
}

Result<std::unique_ptr<FileReader>> FileReader::OfPacked(std::string_view bytes, std::size_t most) {
    return std::unique_ptr<FileReader>(
        new Bounded(TRY(Unpacking(std::make_unique<Source>(bytes))), most));
}

Result<std::string> ReadAll(FileReader& reader, std::size_t most) {
    std::string all;
    while (true) {
        const auto before = all.size();
        all.resize(before + kChunk);
        const auto got = TRY(reader.Read(all.data() + before, kChunk));
        all.resize(before + got);
        if (got == 0) return all;
        if (all.size() > most) {
            return Error{
                .code = ErrorCode::kTooLarge,
                .message = fmt::format("the file holds more than {} MB; divide it", most >> 20),
                .message_vi = fmt::format("tệp lớn hơn {} MB; hãy chia nhỏ", most >> 20)};
        }
    }
}

Result<std::optional<std::string_view>> LineReader::Next() {
    while (true) {
        const auto end = buffer_.find('\n', looked_);
        if (end != std::string::npos || (at_end_ && begin_ < buffer_.size())) {
            const auto stop = end == std::string::npos ? buffer_.size() : end;
            auto line = std::string_view(buffer_).substr(begin_, stop - begin_);
            if (line.ends_with('\r')) line.remove_suffix(1);
            begin_ = looked_ = std::min(stop + 1, buffer_.size());
            ++number_;
            return std::optional<std::string_view>(line);
        }
        if (at_end_) return std::optional<std::string_view>();
        if (buffer_.size() - begin_ > most_bytes_) {
            return Error{
                .code = ErrorCode::kTooLarge,
                .message =
                    fmt::format("line {} is longer than {} MB", number_ + 1, most_bytes_ >> 20),
                .message_vi = fmt::format("dòng {} dài hơn {} MB", number_ + 1, most_bytes_ >> 20)};
        }
        buffer_.erase(0, begin_);
        begin_ = 0;
        looked_ = buffer_.size();
        buffer_.resize(looked_ + kChunk);
        const auto got = TRY(reader_.Read(buffer_.data() + looked_, kChunk));
        buffer_.resize(looked_ + got);
        at_end_ = got == 0;
    }
}

}  // namespace tram::compression
