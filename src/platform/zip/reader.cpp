#include "platform/zip/reader.h"

#include <zip.h>

#include <algorithm>

namespace tram::zip {
namespace {

Error Damaged(std::string name) {
    return {.code = ErrorCode::kMalformed,
            .message = "the zip is damaged or cut short; save the file again and send it whole",
            .message_vi = "Tệp nén bị hỏng hoặc bị cắt cụt. Hãy lưu lại tệp rồi gửi cả tệp.",
            .path = std::move(name)};
}

Error TooLarge(std::string name, std::string_view what, std::string_view what_vi) {
    return {.code = ErrorCode::kTooLarge,
            .message = "the zip was not unpacked: " + std::string(what) +
                       "; send an ordinary file, in parts if it is large",
            .message_vi = "Không giải nén tệp này: " + std::string(what_vi) +
                          ". Hãy gửi tệp thường, chia nhỏ nếu tệp lớn.",
            .path = std::move(name)};
}

Result<void> HoldAgainst(const Limits& limits, const std::vector<Entry>& entries) {
    std::uint64_t together = 0;
    for (const auto& entry : entries) {
        if (entry.unpacked > limits.unpacked || (together += entry.unpacked) > limits.unpacked) {
            return TooLarge(entry.name, "it would become too large",
                            "dung lượng sau khi giải nén quá lớn");
        }
        if (entry.unpacked > limits.ratio_from &&
            entry.unpacked / limits.ratio > std::max<std::uint64_t>(entry.packed, 1)) {
            return TooLarge(entry.name, "it is packed more tightly than any real document",
                            "tỷ lệ nén cao bất thường");
        }
    }
    return {};
}

}  // namespace

struct Archive::Handle {
    zip_t* zip = nullptr;
    ~Handle() {
        if (zip) zip_discard(zip);
    }
};

Archive::Archive(std::unique_ptr<Handle> handle, std::vector<Entry> entries)
    : handle_(std::move(handle)), entries_(std::move(entries)) {}
Archive::~Archive() = default;
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;

Result<Archive> Archive::Open(std::string_view bytes, const Limits& limits) {
    // The library takes no bytes at all for an archive without parts.
    if (bytes.empty()) return Damaged("");
    zip_error_t fault;
    zip_error_init(&fault);
    auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &fault);
    auto handle = std::make_unique<Handle>();
    if (source) {
        handle->zip = zip_open_from_source(source, ZIP_RDONLY, &fault);
        if (!handle->zip) zip_source_free(source);
    }
    zip_error_fini(&fault);
    if (!handle->zip) return Damaged("");

    const auto count = zip_get_num_entries(handle->zip, 0);
    if (count < 0) return Damaged("");
    if (static_cast<std::uint64_t>(count) > limits.entries)
        return TooLarge("", "it has too many entries", "có quá nhiều tệp bên trong");
    std::vector<Entry> entries;
    for (zip_int64_t at = 0; at < count; ++at) {
        zip_stat_t stat;
        constexpr auto kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
        if (zip_stat_index(handle->zip, static_cast<zip_uint64_t>(at), ZIP_FL_ENC_RAW, &stat) !=
                0 ||
            (stat.valid & kNeeded) != kNeeded) {
            return Damaged("");
        }
        entries.push_back({.name = stat.name, .packed = stat.comp_size, .unpacked = stat.size});
    }
    TRY(HoldAgainst(limits, entries));
    return Archive(std::move(handle), std::move(entries));
}

const Entry* Archive::Find(std::string_view name) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& entry) { return entry.name == name; });
    return found == entries_.end() ? nullptr : &*found;
}

Result<std::string> Archive::Read(std::string_view name) {
    const auto* entry = Find(name);
    if (!entry) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "the zip lacks a part it should have; save the file again",
                     .message_vi = "Tệp nén thiếu một phần bắt buộc. Hãy lưu lại tệp.",
                     .path = std::string(name)};
    }
    const auto place = static_cast<zip_uint64_t>(entry - entries_.data());
    auto* file = zip_fopen_index(handle_->zip, place, 0);
    if (!file) {
        const int why = zip_error_code_zip(zip_get_error(handle_->zip));
        if (why != ZIP_ER_NOPASSWD && why != ZIP_ER_COMPNOTSUPP && why != ZIP_ER_ENCRNOTSUPP)
            return Damaged(entry->name);
        return Error{.code = ErrorCode::kInvalid,
                     .message = "the file has a password or an unusual packing; save it without",
                     .message_vi = "Tệp có mật khẩu hoặc kiểu nén lạ. Hãy bỏ mật khẩu, lưu lại.",
                     .path = entry->name};
    }
    std::string bytes(entry->unpacked, '\0');
    std::size_t have = 0;
    zip_int64_t got = 0;
    while (have < bytes.size() &&
           (got = zip_fread(file, bytes.data() + have, bytes.size() - have)) > 0) {
        have += static_cast<std::size_t>(got);
    }
    // A last read tells whether more comes than was declared, and has the checksum compared.
    char more = 0;
    const bool whole = have == bytes.size() && zip_fread(file, &more, 1) == 0;
    zip_fclose(file);
    if (!whole) return Damaged(entry->name);
    return bytes;
}

}  // namespace tram::zip
