#include "platform/content/library.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "platform/content/shipped.h"

namespace tram::content {

namespace fs = std::filesystem;

struct Library::State {
    std::map<std::string, File, std::less<>> files;
    std::deque<std::string> texts;  // bytes and paths that came from disk
    std::string hash;
};

namespace {

constexpr std::uintmax_t kMostBytes = std::uintmax_t{64} << 20;

Error Unreadable(const fs::path& path, std::string_view why) {
    return {.code = ErrorCode::kUnavailable,
            .message = "cannot read the content file " + path.string() +
                       "; check that it exists and that its permissions allow reading",
            .message_vi = "không đọc được tệp nội dung " + path.string() +
                          "; hãy kiểm tra tệp và quyền đọc tệp",
            .path = path.string(),
            .detail = std::string(why)};
}

Result<std::string> ReadWhole(const fs::path& path) {
    std::error_code fault;
    const auto size = fs::file_size(path, fault);
    if (fault) return Unreadable(path, fault.message());
    if (size > kMostBytes) {
        return Error{.code = ErrorCode::kTooLarge,
                     .message = "the content file " + path.string() + " is larger than 64 MB",
                     .message_vi = "tệp nội dung " + path.string() + " lớn hơn 64 MB",
                     .path = path.string()};
    }
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (!in.good() && !in.eof()) return Unreadable(path, "read failed");
    if (bytes.size() != size) return Unreadable(path, "changed while it was read");
    return bytes;
}

bool IsHidden(const fs::path& relative) {
    return std::any_of(relative.begin(), relative.end(),
                       [](const fs::path& part) { return part.string().starts_with("."); });
}

// Path inside the folder and bytes of each file below it. A folder that is not there is empty.
Result<std::vector<std::pair<std::string, std::string>>> ReadFolder(const fs::path& folder) {
    std::vector<std::pair<std::string, std::string>> found;
    std::error_code fault;
    if (!fs::exists(folder, fault)) return found;
    fs::recursive_directory_iterator at(folder, fault);
    if (fault) return Unreadable(folder, fault.message());
    for (; at != fs::recursive_directory_iterator(); at.increment(fault)) {
        if (fault) return Unreadable(folder, fault.message());
        const auto relative = at->path().lexically_relative(folder);
        if (IsHidden(relative)) {
            if (at->is_directory(fault)) at.disable_recursion_pending();
            continue;
        }
        if (!at->is_regular_file(fault)) continue;
        found.emplace_back(relative.generic_string(), TRY(ReadWhole(at->path())));
    }
    if (fault) return Unreadable(folder, fault.message());
    return found;
}

std::string ShippedFolder(const Folder& folder) {
    if (!folder.instead.empty()) return folder.instead;
    const char* named = nullptr;
    if (folder.shipped == "content") named = std::getenv("TRAM_CONTENT_DIR");
    if (folder.shipped == "web") named = std::getenv("TRAM_WEB_DIR");
    return named ? named : "";
}

std::string HashOf(const std::map<std::string, File, std::less<>>& files) {
    TRAM_CHECK(sodium_init() >= 0);
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, 32);
    const auto add = [&](std::string_view text) {
        // The length first, so that moving a byte from one text to the next changes the hash.
        const auto length = std::to_string(text.size()) + ":";
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(length.data()),
                                  length.size());
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                  text.size());
    };
    for (const auto& [path, file] : files) {
        add(path);
        add(file.bytes);
    }
    std::array<unsigned char, 32> digest;
    crypto_generichash_final(&state, digest.data(), digest.size());
    std::array<char, 65> hex;
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    return hex.data();
}

}  // namespace

Result<Library> Library::Open(const Folder& folder) {
    auto state = std::make_shared<State>();
    const auto put = [&](std::string path, std::string bytes, bool overridden) {
        const std::string_view kept = state->texts.emplace_back(std::move(bytes));
        auto& file = state->files[path];
        file = {.path = {}, .bytes = kept, .overridden = overridden};
    };
    if (const auto instead = ShippedFolder(folder); !instead.empty()) {
        for (auto& [path, bytes] : TRY(ReadFolder(instead))) put(path, std::move(bytes), false);
    } else {
        const std::string prefix = folder.shipped + "/";
        for (const auto& shipped : ShippedFiles()) {
            if (!shipped.path.starts_with(prefix)) continue;
            state->files[std::string(shipped.path.substr(prefix.size()))] = {
                .path = {}, .bytes = shipped.bytes(), .overridden = false};
        }
    }
    if (!folder.overrides.empty()) {
        for (auto& [path, bytes] : TRY(ReadFolder(folder.overrides)))
            put(path, std::move(bytes), true);
    }
    for (auto& [path, file] : state->files) file.path = path;
    state->hash = HashOf(state->files);
    Library library;
    library.state_ = std::move(state);
    return library;
}

const File* Library::Find(std::string_view path) const {
    const auto found = state_->files.find(path);
    return found == state_->files.end() ? nullptr : &found->second;
}

std::vector<File> Library::List(std::string_view prefix) const {
    std::vector<File> files;
    for (auto at = state_->files.lower_bound(prefix);
         at != state_->files.end() && at->first.starts_with(prefix); ++at) {
        files.push_back(at->second);
    }
    return files;
}

const std::string& Library::hash() const {
    return state_->hash;
}

}  // namespace tram::content
