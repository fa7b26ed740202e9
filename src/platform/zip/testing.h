// For tests: a zip of texts, in memory.
#pragma once

#include <zip.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tram::zip::testing {

inline std::string Zip(const std::vector<std::pair<std::string, std::string>>& entries) {
    auto* source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_source_keep(source);
    auto* archive = zip_open_from_source(source, ZIP_TRUNCATE, nullptr);
    for (const auto& [name, text] : entries) {
        auto* bytes = zip_source_buffer(archive, text.data(), text.size(), 0);
        zip_file_add(archive, name.c_str(), bytes, ZIP_FL_ENC_UTF_8);
    }
    if (zip_close(archive) != 0) throw std::runtime_error("zip_close");
    zip_source_open(source);
    zip_source_seek(source, 0, SEEK_END);
    std::string out(static_cast<std::size_t>(zip_source_tell(source)), '\0');
    zip_source_seek(source, 0, SEEK_SET);
    if (zip_source_read(source, out.data(), out.size()) != static_cast<zip_int64_t>(out.size()))
        throw std::runtime_error("zip_source_read");
    zip_source_close(source);
    zip_source_free(source);
    return out;
}

}  // namespace tram::zip::testing
