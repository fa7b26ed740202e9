// The files a program ships with, and those its user has put in their place.
//
// Shipped files are inside the program. A file of the same path below the override folder replaces
// the shipped one whole; a path of its own adds one. Nothing merges.
//
//     const auto library = TRY(Library::Open({.overrides = data_dir + "/content"}));
//     for (const auto& file : library.List("registers/")) Compile(file.bytes);
//
// Thread safety: read once by Open, immutable after that; views live as long as the Library and its
// copies.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tram::content {

struct File {
    std::string_view path;  // "registers/patients.json": with /, without the folder's own name
    std::string_view bytes;
    bool overridden = false;  // from the override folder
};

struct Folder {
    std::string shipped = "content";  // which embedded folder: "content" or "web"
    // Where the shipped files are read from instead of from the program; empty: TRAM_CONTENT_DIR
    // for "content" and TRAM_WEB_DIR for "web" if they are set, so that a developer sees an edit
    // without a build.
    std::string instead;
    std::string overrides;  // a folder that need not exist; empty: none
};

class Library {
  public:
    // Names that begin with a dot are passed over.
    // Errors: kUnavailable (a file or folder that cannot be read), kTooLarge (a file over 64 MB).
    static Result<Library> Open(const Folder& folder);

    // nullptr: no such file.
    const File* Find(std::string_view path) const;
    // Files whose path begins with `prefix`, sorted by path.
    std::vector<File> List(std::string_view prefix) const;
    // BLAKE2b of all paths and bytes, in hex: equal libraries, equal hash.
    const std::string& hash() const;

  private:
    struct State;
    std::shared_ptr<const State> state_;
};

}  // namespace tram::content
