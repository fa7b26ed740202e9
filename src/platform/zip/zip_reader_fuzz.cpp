// Any bytes as a zip, each entry unpacked.

#include "platform/zip/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    auto archive = tram::zip::Archive::Open(bytes, {.unpacked = 1 << 20});
    if (!archive) return 0;
    for (const auto& entry : archive->entries()) (void)archive->Read(entry.name);
    return 0;
}
