// Import: puts what others wrote into the store, piece by piece, behind the people who work.
//
// A resource with an id replaces the one of that id; one without becomes new. A transaction Bundle
// is all or nothing, a batch is taken entry by entry, any other Bundle is one transaction of
// upserts. Lines are taken one by one: a bad one is told and the rest goes on.
//
// What a tally counts is on disk. An import that is cut short leaves whole Bundles and whole lines;
// taken up again from the start, it finds them unchanged.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/import/pieces.h"
#include "record/store/store.h"

namespace tram::import {

struct Problem {
    std::string file;   // empty: there is only one text
    std::string place;  // "line 17", "Bundle.entry[3]"
    Error error;
};

struct Tally {
    std::int64_t created = 0, updated = 0, unchanged = 0, deleted = 0;
    std::int64_t refused = 0;
    std::vector<Problem> problems;  // the first 1,000

    std::int64_t taken() const { return created + updated + unchanged + deleted; }
    void Add(Tally other);
    void Refuse(Problem problem);
};

// Errors: only what stops an import altogether (kUnavailable, kForbidden for everything is told as
// problems); a transaction that is refused is one problem.
Result<Tally> ImportPiece(record::Store& store, const record::Actor& actor, const Piece& piece);

// What becomes of changes that belong together: by default they are committed. Errors: as of
// Commit.
using Put = std::function<Result<record::Receipt>(std::vector<record::Change>)>;
// The same with `put` in place of a commit: to look first, or to refuse what a commit would take.
Result<Tally> TakePiece(const Put& put, const Piece& piece);

struct Progress {
    std::int64_t resources = 0;
    std::uint64_t bytes_read = 0, bytes_total = 0;  // of the files as they lie on disk
};

struct FilesOptions {
    // Threads that put in pieces. More than there are cores: while some wait for the disk, others
    // prepare. They run below all other threads, so that a load gives way to people.
    int workers = 16;
    std::function<void(const Progress&)> progress;  // called from one thread at a time
    // How a piece is put in; by default ImportPiece into a store.
    std::function<Result<Tally>(const Piece&)> take;
};

// Files in the order given. A batch Bundle is finished before anything after it begins, since later
// transactions may refer to what it brings; all else overlaps. Transactions that were refused are
// tried once more at the end, when everything else is in.
// Errors: as ImportPiece. A file that cannot be read is a problem.
Result<Tally> ImportFiles(const std::vector<std::string>& paths, const FilesOptions& options);

}  // namespace tram::import
