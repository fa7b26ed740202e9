#include "insight/columns/kept_head.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace tram::columns {
namespace {

constexpr std::string_view kMagic = "tram columns 2\n\n";

// Against intent the log's chain stands. Eight words are mixed side by side: one after the other
// each would wait for the one before.
class Sum {
  public:
    // REQUIRES: `size` is a multiple of 64, or nothing follows.
    void Add(const void* data, std::size_t size) {
        const auto* bytes = static_cast<const unsigned char*>(data);
        for (; size >= 64; bytes += 64, size -= 64) AddBlock(bytes);
        if (size == 0) return;
        unsigned char rest[64] = {};
        std::memcpy(rest, bytes, size);
        AddBlock(rest);
    }
    std::uint64_t value() const {
        std::uint64_t sum = 0x7472616D;
        for (const auto lane : lanes_) sum = Mixed(sum ^ lane);
        return sum;
    }

  private:
    static std::uint64_t Mixed(std::uint64_t word) {
        word *= 0x9E3779B97F4A7C15U;
        return word ^ (word >> 32);
    }
    void AddBlock(const unsigned char* bytes) {
        for (std::size_t i = 0; i < lanes_.size(); ++i) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes + i * 8, 8);
            lanes_[i] = Mixed(lanes_[i] ^ word);
        }
    }
    std::array<std::uint64_t, 8> lanes_ = {1, 2, 3, 4, 5, 6, 7, 8};
};

class HeadWriter {
  public:
    void Put(std::uint64_t number) {
        bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
    void Put(std::string_view text) {
        Put(std::uint64_t{text.size()});
        bytes_ += text;
    }
    void Put(const KeptHead& head) {
        Put(static_cast<std::uint64_t>(head.of.position));
        Put(head.of.chain);
        Put(head.of.shapes);
        Put(std::uint64_t{head.of.survivors.size()});
        for (const auto& [patient, person] : head.of.survivors) {
            Put(static_cast<std::uint64_t>(patient));
            Put(static_cast<std::uint64_t>(person));
        }
        Put(std::uint64_t{head.texts.size()});
        for (const auto& text : head.texts) Put(text);
        Put(std::uint64_t{head.tables.size()});
        for (const TableIn& table : head.tables) {
            Put(table.name);
            Put(table.rows);
            Put(table.sorted_by);
            Put(std::uint64_t{table.columns.size()});
            for (const ColumnIn& column : table.columns) {
                Put(static_cast<std::uint64_t>(column.form));
                Put(column.offset);
                Put(column.sum);
            }
        }
        Put(head.end);
    }
    const std::string& bytes() const { return bytes_; }

  private:
    std::string bytes_;
};

// REQUIRES: its sum is right, so that what was written is what is read.
class HeadReader {
  public:
    explicit HeadReader(std::string_view bytes) : bytes_(bytes) {}
    // False: it ends too soon.
    bool Get(std::uint64_t& number) {
        if (bytes_.size() < sizeof number) return false;
        std::memcpy(&number, bytes_.data(), sizeof number);
        bytes_.remove_prefix(sizeof number);
        return true;
    }
    bool Get(std::string& text) {
        std::uint64_t size = 0;
        if (!Get(size) || size > bytes_.size()) return false;
        text = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return true;
    }
    // No more is made room for than there are bytes.
    template <typename Many, typename GetOne>
    bool GetMany(Many& many, GetOne get_one) {
        std::uint64_t count = 0;
        if (!Get(count) || count > bytes_.size()) return false;
        many.resize(count);
        return std::all_of(many.begin(), many.end(), get_one);
    }
    bool Get(KeptHead& head) {
        std::uint64_t position = 0;
        std::vector<std::pair<std::uint64_t, std::uint64_t>> survivors;
        const bool good =
            Get(position) && Get(head.of.chain) && Get(head.of.shapes) &&
            GetMany(survivors, [&](auto& one) { return Get(one.first) && Get(one.second); }) &&
            GetMany(head.texts, [&](std::string& text) { return Get(text); }) &&
            GetMany(head.tables, [&](TableIn& table) {
                return Get(table.name) && Get(table.rows) && Get(table.sorted_by) &&
                       GetMany(table.columns, [&](ColumnIn& column) {
                           std::uint64_t form = 0;
                           const bool got = Get(form) && Get(column.offset) && Get(column.sum);
                           column.form = static_cast<ColumnIn::Form>(form);
                           return got && form <= 2;
                       });
            });
        head.of.position = static_cast<std::int64_t>(position);
        for (const auto& [patient, person] : survivors)
            head.of.survivors[static_cast<std::int64_t>(patient)] =
                static_cast<std::int64_t>(person);
        return good && Get(head.end);
    }

  private:
    std::string_view bytes_;
};

// What the file begins with: how long its head is, and the sum of what follows here.
struct Begin {
    char magic[16] = {};
    std::uint64_t size = 0, sum = 0;
};

std::string BytesOf(const KeptHead& head) {
    HeadWriter writer;
    writer.Put(head);
    return writer.bytes();
}

}  // namespace

std::uint64_t SumOfPages(const void* data, std::size_t size) {
    Sum sum;
    const auto whole = size / 64 * 64;
    sum.Add(data, whole);
    unsigned char rest[64] = {};
    const unsigned char zeros[64] = {};
    std::memcpy(rest, static_cast<const unsigned char*>(data) + whole, size - whole);
    auto done = whole;
    if (size > whole) {
        sum.Add(rest, sizeof rest);
        done += 64;
    }
    for (; done < WholePages(size); done += 64) sum.Add(zeros, sizeof zeros);
    return sum.value();
}

File::~File() {
    if (handle_ >= 0) ::close(handle_);
}

std::uint64_t File::size() const {
    struct stat status;
    return ::fstat(handle_, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

bool File::Write(const void* data, std::size_t size, std::uint64_t offset) const {
    const auto* bytes = static_cast<const char*>(data);
    for (std::size_t done = 0; done < size;) {
        const auto put =
            ::pwrite(handle_, bytes + done, size - done, static_cast<off_t>(offset + done));
        if (put <= 0) return false;
        done += static_cast<std::size_t>(put);
    }
    return true;
}

bool File::Read(void* data, std::size_t size, std::uint64_t offset) const {
    auto* bytes = static_cast<char*>(data);
    for (std::size_t done = 0; done < size;) {
        const auto got =
            ::pread(handle_, bytes + done, size - done, static_cast<off_t>(offset + done));
        if (got <= 0) return false;
        done += static_cast<std::size_t>(got);
    }
    return true;
}

std::optional<KeptHead> ReadHead(const File& file) {
    Begin begin;
    if (!file.open() || !file.Read(&begin, sizeof begin, 0) ||
        std::string_view(begin.magic, sizeof begin.magic) != kMagic ||
        begin.size % Memory::kPage != 0 || begin.size < Memory::kPage || begin.size > file.size())
        return std::nullopt;
    std::string bytes(begin.size - sizeof begin, '\0');
    if (!file.Read(bytes.data(), bytes.size(), sizeof begin)) return std::nullopt;
    Sum sum;
    sum.Add(bytes.data(), bytes.size());
    KeptHead head;
    if (sum.value() != begin.sum || !HeadReader(bytes).Get(head) || head.end != file.size())
        return std::nullopt;
    return head;
}

std::size_t SizeOf(const KeptHead& head) {
    return WholePages(sizeof(Begin) + BytesOf(head).size());
}

bool WriteHead(const File& file, const KeptHead& head) {
    Begin begin;
    std::copy(kMagic.begin(), kMagic.end(), begin.magic);
    std::string bytes = BytesOf(head);
    begin.size = WholePages(sizeof begin + bytes.size());
    bytes.resize(begin.size - sizeof begin);
    Sum sum;
    sum.Add(bytes.data(), bytes.size());
    begin.sum = sum.value();
    return file.Write(bytes.data(), bytes.size(), sizeof begin) &&
           file.Write(&begin, sizeof begin, 0);
}

}  // namespace tram::columns
