// KeptHead: what the file of columns begins with, and how it is read and written.
//
// The file is a head of whole pages, then the cells of each column, each from a page of its own on,
// zeros up to the next. The head tells where they are and what their sums are, and has a sum of its
// own: no byte of the file is believed unseen, and columns can be read side by side.
//
// Thread safety: a File may be read from many threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "insight/columns/cells.h"
#include "insight/columns/kept_file.h"

namespace tram::columns {

constexpr std::size_t WholePages(std::size_t bytes) {
    return (bytes + Memory::kPage - 1) / Memory::kPage * Memory::kPage;
}
// A sum that tells a torn or spoiled file; of bytes with zeros up to the next page.
std::uint64_t SumOfPages(const void* data, std::size_t size);

class File {
  public:
    explicit File(int handle) : handle_(handle) {}
    ~File();
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    bool open() const { return handle_ >= 0; }
    int handle() const { return handle_; }
    std::uint64_t size() const;
    bool Write(const void* data, std::size_t size, std::uint64_t offset) const;
    bool Read(void* data, std::size_t size, std::uint64_t offset) const;

  private:
    int handle_;
};

struct ColumnIn {
    enum class Form : std::uint64_t { kNarrow, kWide, kReal };
    Form form = Form::kNarrow;
    std::uint64_t offset = 0, sum = 0;
    std::uint64_t CellBytes() const { return form == Form::kNarrow ? 4 : 8; }
};
struct TableIn {
    std::string name;
    std::uint64_t rows = 0, sorted_by = 0;
    std::vector<ColumnIn> columns;
};
struct KeptHead {
    KeptOf of;
    std::vector<std::string> texts;
    std::vector<TableIn> tables;
    std::uint64_t end = 0;  // of the file
};

// nullopt: none, or it cannot be believed.
std::optional<KeptHead> ReadHead(const File& file);
// Bytes it takes, whatever its numbers are.
std::size_t SizeOf(const KeptHead& head);
// REQUIRES: SizeOf(head) bytes were left for it.
bool WriteHead(const File& file, const KeptHead& head);

}  // namespace tram::columns
