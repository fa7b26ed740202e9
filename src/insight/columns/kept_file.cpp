#include "insight/columns/kept_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <span>
#include <thread>

#include "insight/columns/kept_head.h"

namespace tram::columns {
namespace {

using Form = ColumnIn::Form;

// The cells of a column as they stand in the file; `kept` holds them where some rows are left out
// or stand elsewhere.
template <typename T>
std::string_view BytesOf(std::span<const T> cells, const std::vector<std::uint32_t>* order,
                         std::string& kept) {
    if (order) {
        kept.resize(order->size() * sizeof(T));
        auto* to = reinterpret_cast<T*>(kept.data());
        for (const auto row : *order) *to++ = cells[row];
        return kept;
    }
    return {reinterpret_cast<const char*>(cells.data()), cells.size_bytes()};
}

std::string_view BytesOf(const Column& column, const std::vector<std::uint32_t>* order,
                         std::string& kept, ColumnIn::Form& form) {
    if (column.type() == Column::Type::kReal) {
        form = Form::kReal;
        return BytesOf(column.reals(), order, kept);
    }
    form = column.wide().empty() ? Form::kNarrow : Form::kWide;
    return form == Form::kNarrow ? BytesOf(column.narrow(), order, kept)
                                 : BytesOf(column.wide(), order, kept);
}

// Are its rows just those, in that order?
bool IsWhole(const Table& table) {
    if (table.has_dead() || !table.sorted_by()) return false;
    const Column& by = table.column(*table.sorted_by());
    for (auto row = table.sorted_rows(); row < table.rows(); ++row) {
        if (by.key(row)) return false;
    }
    return true;
}

bool PutTables(const File& file, const std::vector<const Table*>& tables, KeptHead& head) {
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const Table& table = *tables[i];
        const bool whole = IsWhole(table);
        const auto order = whole ? std::vector<std::uint32_t>() : table.OrderBy(*table.sorted_by());
        for (std::size_t k = 0; k < table.names().size(); ++k) {
            ColumnIn& column = head.tables[i].columns[k];
            std::string kept;
            const auto bytes =
                BytesOf(table.column(k), whole ? nullptr : &order, kept, column.form);
            column.offset = head.end;
            column.sum = SumOfPages(bytes.data(), bytes.size());
            if (!file.Write(bytes.data(), bytes.size(), column.offset)) return false;
            head.end += WholePages(bytes.size());
        }
        head.tables[i].rows = whole ? table.rows() : order.size();
    }
    return ::ftruncate(file.handle(), static_cast<off_t>(head.end)) == 0;
}

bool Put(const File& file, const KeptOf& of, const std::vector<const Table*>& tables,
         const Texts& texts) {
    KeptHead head{.of = of};
    for (std::uint32_t i = 0; i < texts.size(); ++i) head.texts.emplace_back(texts.View(i));
    for (const Table* table : tables) {
        head.tables.push_back({.name = table->name(), .sorted_by = *table->sorted_by()});
        head.tables.back().columns.resize(table->names().size());
    }
    head.end = SizeOf(head);
    return PutTables(file, tables, head) && WriteHead(file, head);
}

// Cells of this file, not copied. nullopt: they cannot be mapped.
std::optional<Column::Raw> MapCells(const File& file, const ColumnIn& in, std::uint64_t rows) {
    Column::Raw raw;
    const auto map = [&]<typename T>(Cells<T>& cells) {
        auto mapped = Cells<T>::OfFile(file.handle(), in.offset, rows);
        if (mapped) cells = std::move(*mapped);
        return mapped.has_value();
    };
    const bool mapped = in.form == Form::kNarrow ? map(raw.narrow)
                        : in.form == Form::kWide ? map(raw.wide)
                                                 : map(raw.reals);
    if (!mapped) return std::nullopt;
    return raw;
}

// Its sum is right, and it is a column of that type.
bool IsRight(const Column::Raw& raw, const ColumnIn& in, Column::Type type, bool sorts,
             std::size_t texts) {
    const auto bytes =
        in.form == Form::kNarrow ? std::as_bytes(std::span(raw.narrow.data(), raw.narrow.size()))
        : in.form == Form::kWide ? std::as_bytes(std::span(raw.wide.data(), raw.wide.size()))
                                 : std::as_bytes(std::span(raw.reals.data(), raw.reals.size()));
    if (!bytes.empty()) {
        // The pages of the file are whole here too: their zeros are read, not believed.
        if (SumOfPages(bytes.data(), WholePages(bytes.size())) != in.sum) return false;
    }
    if ((type == Column::Type::kReal) != (in.form == Form::kReal)) return false;
    const std::span<const std::int32_t> narrow = raw.narrow;
    const std::span<const std::int64_t> wide = raw.wide;
    if (type == Column::Type::kText &&
        (in.form != Form::kNarrow || std::any_of(narrow.begin(), narrow.end(), [&](auto text) {
             return text != Column::kNull && static_cast<std::uint32_t>(text) >= texts;
         })))
        return false;
    if (!sorts) return true;
    const auto ascend = [](const auto cells, auto null) {
        auto end = cells.end();
        while (end != cells.begin() && *(end - 1) == null) --end;
        return std::is_sorted(cells.begin(), end) &&
               (end == cells.begin() || *cells.begin() != null);
    };
    return in.form == Form::kNarrow ? ascend(narrow, Column::kNull)
                                    : ascend(wide, Column::kNullWide);
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
    auto head = ReadHead(File(::open(path.c_str(), O_RDONLY | O_CLOEXEC)));
    if (!head) return std::nullopt;
    return std::move(head->of);
}

bool ReadKeptTables(const std::string& path, const std::vector<Table*>& tables, Texts& texts) {
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    const auto head = ReadHead(file);
    if (!head || head->tables.size() != tables.size()) return false;
    // Texts have other numbers in this run, unless its questions name the same ones.
    std::vector<std::uint32_t> numbers;
    bool same = true;
    for (const auto& text : head->texts) {
        same &= texts.Number(text) == numbers.size();
        numbers.push_back(texts.Number(text));
    }
    struct Task {
        Table* table = nullptr;
        const TableIn* in = nullptr;
        std::size_t column = 0;
    };
    std::vector<Task> tasks;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const TableIn& in = head->tables[i];
        if (in.name != tables[i]->name() || in.columns.size() != tables[i]->names().size() ||
            in.sorted_by >= in.columns.size() || in.rows > INT32_MAX)
            return false;
        for (std::size_t k = 0; k < in.columns.size(); ++k) {
            const ColumnIn& column = in.columns[k];
            if (column.offset % Memory::kPage != 0 || column.offset > head->end ||
                in.rows > (head->end - column.offset) / column.CellBytes())
                return false;
            tasks.push_back({tables[i], &in, k});
        }
    }
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> good = true;
    const auto work = [&] {
        for (std::size_t i = next++; i < tasks.size() && good; i = next++) {
            const auto& [table, in, place] = tasks[i];
            Column& column = table->column(place);
            auto raw = MapCells(file, in->columns[place], in->rows);
            if (!raw || !IsRight(*raw, in->columns[place], column.type(), place == in->sorted_by,
                                 numbers.size())) {
                good = false;
                return;
            }
            column.Take(std::move(*raw));
            if (!same && column.type() == Column::Type::kText) column.Renumber(numbers);
        }
    };
    {
        std::vector<std::jthread> others;
        for (unsigned i = 1; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
            others.emplace_back(work);
        work();
    }
    if (!good) return false;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        tables[i]->TakeRows(static_cast<std::uint32_t>(head->tables[i].rows),
                            head->tables[i].sorted_by);
    }
    return true;
}

}  // namespace tram::columns
