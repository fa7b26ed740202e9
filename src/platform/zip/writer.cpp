#include "platform/zip/writer.h"

#include <zip.h>

#include <algorithm>
#include <memory>

namespace tram::zip {
namespace {

constexpr zip_uint16_t kNoTime = 0;
constexpr zip_uint16_t kFirstDay = (1 << 5) | 1;  // 1980-01-01 as DOS writes it

Error Failed(std::string_view what) {
    return {.code = ErrorCode::kInternal,
            .message = "the archive could not be written; try again",
            .message_vi = "Không ghi được tệp nén. Thử lại.",
            .detail = std::string(what)};
}

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Free {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};

Result<void> Add(zip_t* archive, const Part& part) {
    zip_source_t* source = zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0);
    if (!source) return Failed(zip_strerror(archive));
    const auto place = zip_file_add(archive, part.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (place < 0) {
        zip_source_free(source);
        return Failed(zip_strerror(archive));
    }
    const auto index = static_cast<zip_uint64_t>(place);
    if (zip_file_set_dostime(archive, index, kNoTime, kFirstDay, 0) != 0 ||
        zip_file_set_external_attributes(archive, index, 0, ZIP_OPSYS_DOS, 0) != 0 ||
        zip_set_file_compression(archive, index, ZIP_CM_DEFLATE, 6) != 0)
        return Failed(zip_strerror(archive));
    return {};
}

}  // namespace

Result<std::string> Write(const std::vector<Part>& parts) {
    zip_error_t fault;
    zip_error_init(&fault);
    std::unique_ptr<zip_source_t, Free> memory(zip_source_buffer_create(nullptr, 0, 0, &fault));
    if (!memory) return Failed("no memory");
    std::unique_ptr<zip_t, Discard> archive(
        zip_open_from_source(memory.get(), ZIP_TRUNCATE, &fault));
    if (!archive) return Failed(zip_error_strerror(&fault));
    zip_source_keep(memory.get());  // outlives the archive, to be read below
    for (const Part& part : parts) TRY(Add(archive.get(), part));
    if (zip_close(archive.get()) != 0) return Failed(zip_strerror(archive.get()));
    archive.release();

    if (zip_source_open(memory.get()) != 0) return Failed("cannot read back");
    zip_source_seek(memory.get(), 0, SEEK_END);
    const auto size = zip_source_tell(memory.get());
    zip_source_seek(memory.get(), 0, SEEK_SET);
    std::string bytes(static_cast<std::size_t>(std::max<zip_int64_t>(size, 0)), '\0');
    const auto read = zip_source_read(memory.get(), bytes.data(), bytes.size());
    zip_source_close(memory.get());
    if (read != size) return Failed("cannot read back");
    return bytes;
}

}  // namespace tram::zip
