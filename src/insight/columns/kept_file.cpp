#include "insight/columns/kept_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

namespace tram::columns {
namespace {

constexpr std::string_view kMagic = "tram columns 1\n";

// A sum that tells a torn or spoiled file; against intent the log's chain stands.
class Sum {
  public:
    void Add(const void* data, std::size_t size) {
        const auto* bytes = static_cast<const unsigned char*>(data);
        for (; size >= 8; bytes += 8, size -= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes, 8);
            Mix(word);
        }
        std::uint64_t rest = size;
        std::memcpy(&rest, bytes, size);
        Mix(rest ^ (std::uint64_t{size} << 56));
    }
    std::uint64_t value() const { return sum_; }

  private:
    void Mix(std::uint64_t word) {
        sum_ = (sum_ ^ word) * 0x9E3779B97F4A7C15U;
        sum_ ^= sum_ >> 32;
    }
    std::uint64_t sum_ = 0x7472616D;
};

class File {
  public:
    explicit File(int handle) : handle_(handle) {}
    ~File() {
        if (handle_ >= 0) ::close(handle_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    bool open() const { return handle_ >= 0; }

    bool Write(const void* data, std::size_t size) {
        sum_.Add(data, size);
        return WriteAll(data, size);
    }
    bool WriteSum() {
        const auto value = sum_.value();
        return WriteAll(&value, sizeof value);
    }
    bool Read(void* data, std::size_t size) {
        if (!ReadAll(data, size)) return false;
        sum_.Add(data, size);
        return true;
    }
    bool ReadSum() {
        std::uint64_t wanted = 0;
        return ReadAll(&wanted, sizeof wanted) && wanted == sum_.value();
    }

    template <typename T>
    bool Put(const T& value) {
        return Write(&value, sizeof value);
    }
    template <typename T>
    bool Get(T& value) {
        return Read(&value, sizeof value);
    }
    bool Put(std::string_view text) {
        return Put(std::uint64_t{text.size()}) && Write(text.data(), text.size());
    }
    bool Get(std::string& text) { return GetMany(text); }
    template <typename T>
    bool Put(const std::vector<T>& values) {
        return Put(std::uint64_t{values.size()}) && Write(values.data(), values.size() * sizeof(T));
    }
    template <typename T>
    bool Get(std::vector<T>& values) {
        return GetMany(values);
    }

  private:
    bool WriteAll(const void* data, std::size_t size) const {
        const auto* bytes = static_cast<const char*>(data);
        for (std::size_t done = 0; done < size;) {
            const auto put = ::write(handle_, bytes + done, size - done);
            if (put <= 0) return false;
            done += static_cast<std::size_t>(put);
        }
        return true;
    }
    bool ReadAll(void* data, std::size_t size) const {
        auto* bytes = static_cast<char*>(data);
        for (std::size_t done = 0; done < size;) {
            const auto got = ::read(handle_, bytes + done, size - done);
            if (got <= 0) return false;
            done += static_cast<std::size_t>(got);
        }
        return true;
    }
    // No more is made room for than the file has bytes.
    template <typename Many>
    bool GetMany(Many& values) {
        std::uint64_t count = 0;
        if (!Get(count)) return false;
        const auto at = ::lseek(handle_, 0, SEEK_CUR), end = ::lseek(handle_, 0, SEEK_END);
        if (::lseek(handle_, at, SEEK_SET) != at || end < at) return false;
        if (count > static_cast<std::uint64_t>(end - at) / sizeof values[0]) return false;
        values.resize(count);
        return Read(values.data(), count * sizeof values[0]);
    }

    int handle_;
    Sum sum_;
};

// A column without its dead rows.
template <typename T>
bool PutAlive(File& file, const std::vector<T>& values, const std::vector<std::uint32_t>& alive) {
    if (values.empty() || alive.size() == values.size()) return file.Put(values);
    std::vector<T> kept;
    kept.reserve(alive.size());
    for (const auto row : alive) kept.push_back(values[row]);
    return file.Put(kept);
}

bool PutTable(File& file, const Table& table) {
    std::vector<std::uint32_t> alive;
    for (std::uint32_t row = 0; row < table.rows(); ++row) {
        if (table.alive(row)) alive.push_back(row);
    }
    bool good = file.Put(std::string_view(table.name())) && file.Put(std::uint64_t{alive.size()}) &&
                file.Put(std::uint64_t{table.names().size()});
    for (std::size_t i = 0; good && i < table.names().size(); ++i) {
        const Column& column = table.column(i);
        good = PutAlive(file, column.narrow(), alive) && PutAlive(file, column.wide(), alive) &&
               PutAlive(file, column.reals(), alive);
    }
    return good;
}

bool GetColumn(File& file, std::uint64_t rows, Column& column,
               std::span<const std::uint32_t> texts) {
    Column::Raw raw;
    if (!file.Get(raw.narrow) || !file.Get(raw.wide) || !file.Get(raw.reals)) return false;
    const bool real = column.type() == Column::Type::kReal;
    if (raw.narrow.size() + raw.wide.size() + raw.reals.size() != rows) return false;
    if (rows != 0 && real != (raw.reals.size() == rows)) return false;
    if (column.type() == Column::Type::kText &&
        (!raw.wide.empty() || std::any_of(raw.narrow.begin(), raw.narrow.end(), [&](auto text) {
            return text != Column::kNull && static_cast<std::uint32_t>(text) >= texts.size();
        })))
        return false;
    column.Take(std::move(raw));
    if (column.type() == Column::Type::kText) column.Renumber(texts);
    return true;
}

bool GetOf(File& file, KeptOf& of) {
    std::string magic(kMagic.size(), '\0');
    std::vector<std::int64_t> survivors;
    if (!file.Read(magic.data(), magic.size()) || magic != kMagic || !file.Get(of.position) ||
        !file.Get(of.chain) || !file.Get(of.shapes) || !file.Get(survivors) ||
        survivors.size() % 2 != 0 || !file.ReadSum())
        return false;
    for (std::size_t i = 0; i < survivors.size(); i += 2)
        of.survivors[survivors[i]] = survivors[i + 1];
    return true;
}

bool Put(File& file, const KeptOf& of, const std::vector<const Table*>& tables,
         const Texts& texts) {
    std::vector<std::int64_t> survivors;
    for (const auto& [patient, person] : of.survivors) {
        survivors.push_back(patient);
        survivors.push_back(person);
    }
    bool good = file.Write(kMagic.data(), kMagic.size()) && file.Put(of.position) &&
                file.Put(std::string_view(of.chain)) && file.Put(std::string_view(of.shapes)) &&
                file.Put(survivors) && file.WriteSum();
    good = good && file.Put(std::uint64_t{texts.size()});
    for (std::uint32_t i = 0; good && i < texts.size(); ++i) good = file.Put(texts.View(i));
    good = good && file.Put(std::uint64_t{tables.size()});
    for (const Table* table : tables) good = good && PutTable(file, *table);
    return good && file.WriteSum();
}

}  // namespace

Result<void> WriteKept(const std::string& path, const KeptOf& of,
                       const std::vector<const Table*>& tables, const Texts& texts) {
    const std::string beside = path + ".new";
    bool good = false;
    {
        File file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        good = file.open() && Put(file, of, tables, texts);
    }
    std::error_code fault;
    if (good) std::filesystem::rename(beside, path, fault);
    if (good && !fault) return {};
    std::filesystem::remove(beside, fault);
    return Error{.code = ErrorCode::kUnavailable,
                 .message = "the file of columns could not be written; see the space on the disk",
                 .message_vi = "Không ghi được tệp cột số liệu. Kiểm tra dung lượng đĩa.",
                 .path = path};
}

std::optional<KeptOf> ReadKeptOf(const std::string& path) {
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    KeptOf of;
    if (!file.open() || !GetOf(file, of)) return std::nullopt;
    return of;
}

bool ReadKeptTables(const std::string& path, const std::vector<Table*>& tables, Texts& texts,
                    const std::function<void(Table&)>& filled) {
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    KeptOf of;
    std::uint64_t count = 0;
    if (!file.open() || !GetOf(file, of) || !file.Get(count)) return false;
    // Texts have other numbers in this run.
    std::vector<std::uint32_t> numbers;
    std::string text;
    for (std::uint64_t i = 0; i < count; ++i) {
        if (!file.Get(text)) return false;
        numbers.push_back(texts.Number(text));
    }
    if (!file.Get(count) || count != tables.size()) return false;
    for (Table* table : tables) {
        std::uint64_t rows = 0, columns = 0;
        if (!file.Get(text) || text != table->name() || !file.Get(rows) || !file.Get(columns) ||
            rows > UINT32_MAX || columns != table->names().size())
            return false;
        for (std::size_t i = 0; i < columns; ++i) {
            if (!GetColumn(file, rows, table->column(i), numbers)) return false;
        }
        table->TakeRows(static_cast<std::uint32_t>(rows));
        filled(*table);
    }
    return file.ReadSum();
}

}  // namespace tram::columns
