#include "exchange/population/reading.h"

#include <fmt/format.h>

#include "exchange/population/csv.h"
#include "exchange/population/xlsx.h"

namespace tram::population {
namespace {

Error TooLarge(std::string message, std::string message_vi, std::string path = {}) {
    return {.code = ErrorCode::kTooLarge,
            .message = std::move(message),
            .message_vi = std::move(message_vi),
            .path = std::move(path)};
}

Error OtherFormat(std::string_view what) {
    return {.code = ErrorCode::kInvalid,
            .message = fmt::format("this is {}; save the list as .xlsx or CSV UTF-8", what),
            .message_vi = fmt::format(
                "Tệp này là {}. Mở bằng Excel hoặc LibreOffice rồi lưu dạng .xlsx hoặc CSV UTF-8.",
                what),
            .path = "file"};
}

}  // namespace

std::string OneLine(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool wide = text.substr(i, 2) == "\xC2\xA0";  // no-break space
        if (wide) ++i;
        if (wide || static_cast<unsigned char>(c) <= ' ' || c == 0x7F) {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else {
            out += c;
        }
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

Result<void> CheckRoom(const Sheet& sheet, std::size_t columns) {
    if (sheet.rows.size() > kMostRows || sheet.cells > kMostCells) {
        return TooLarge(
            fmt::format("a list may have at most {} rows; send it commune by commune", kMostRows),
            fmt::format("Danh sách có tối đa {} dòng. Hãy tách theo từng xã rồi nhập từng tệp.",
                        kMostRows));
    }
    if (columns > kMostColumns) {
        return TooLarge(
            fmt::format("row {} has more than {} columns; delete the empty ones to the right",
                        sheet.rows.back().number, kMostColumns),
            fmt::format("Dòng {} có hơn {} cột. Xóa các cột trống bên phải rồi lưu lại.",
                        sheet.rows.back().number, kMostColumns),
            fmt::format("row {}", sheet.rows.back().number));
    }
    return {};
}

Result<void> CheckCells(const SheetRow& row) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (row.cells[i].text.size() <= kMostCellBytes) continue;
        return TooLarge(
            fmt::format("row {}, column {}: the cell is far too long for a list", row.number,
                        i + 1),
            fmt::format("Dòng {}, cột {}: nội dung ô quá dài so với một danh sách. Sửa ô này.",
                        row.number, i + 1),
            fmt::format("row {}", row.number));
    }
    return {};
}

Error NoList() {
    return {.code = ErrorCode::kMalformed,
            .message = "this is neither CSV nor XLSX; save the list as .xlsx or CSV UTF-8",
            .message_vi =
                "Tệp không phải CSV hay XLSX. Mở bằng Excel rồi lưu dạng .xlsx hoặc CSV UTF-8.",
            .path = "file"};
}

Result<Sheet> ReadSheet(std::string_view bytes, std::string_view encoding) {
    if (bytes.empty()) {
        return Error{.code = ErrorCode::kMalformed,
                     .message = "the file is empty; choose the list again",
                     .message_vi = "Tệp trống. Chọn lại tệp danh sách.",
                     .path = "file"};
    }
    if (bytes.size() > kMostFileBytes) {
        return TooLarge(
            fmt::format("the file is larger than {} MB; send the list commune by commune",
                        kMostFileBytes >> 20),
            fmt::format("Tệp lớn hơn {} MB. Hãy tách danh sách theo từng xã rồi nhập từng tệp.",
                        kMostFileBytes >> 20),
            "file");
    }
    if (bytes.starts_with("PK")) return ReadXlsx(bytes, encoding);
    if (bytes.starts_with("\xD0\xCF\x11\xE0"))
        return OtherFormat(".xls (Excel 97–2003) / có mật khẩu");
    if (bytes.starts_with("%PDF")) return OtherFormat("PDF");
    if (bytes.starts_with("<?xml") || bytes.starts_with("<html") || bytes.starts_with("<table"))
        return OtherFormat("XML/HTML");
    if (bytes.starts_with("{\\rtf")) return OtherFormat("RTF");
    return ReadCsv(bytes, encoding);
}

}  // namespace tram::population
