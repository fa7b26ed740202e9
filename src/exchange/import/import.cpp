#include "exchange/import/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "exchange/import/bundle.h"

namespace tram::import {

namespace {

using record::Change;

constexpr std::size_t kMostProblems = 1000;
// Entries of a batch that share a transaction: people wait while it is written.
constexpr std::size_t kTogether = 64;

// The store itself is at fault, not what was to be put in: going on would only repeat it.
bool StopsAll(ErrorCode code) {
    return code == ErrorCode::kUnavailable || code == ErrorCode::kInternal ||
           code == ErrorCode::kUnauthenticated;
}

void Count(Tally& tally, const record::Receipt& receipt) {
    for (const auto& applied : receipt.applied) {
        switch (applied.outcome) {
            case record::Outcome::kCreated:
                ++tally.created;
                break;
            case record::Outcome::kUpdated:
                ++tally.updated;
                break;
            case record::Outcome::kUnchanged:
            case record::Outcome::kFoundExisting:
                ++tally.unchanged;
                break;
            case record::Outcome::kDeleted:
                ++tally.deleted;
                break;
        }
    }
}

// Changes that stand for themselves, in as few commits as go through: what fails together is halved
// until the one at fault is alone.
Result<void> CommitEach(const Put& put, std::span<const Change> changes, Tally& tally) {
    if (changes.empty()) return {};
    auto receipt = put({changes.begin(), changes.end()});
    if (receipt) {
        Count(tally, *receipt);
        return {};
    }
    if (StopsAll(receipt.error().code)) return std::move(receipt).error();
    if (changes.size() == 1) {
        tally.Refuse({.place = changes[0].where, .error = std::move(receipt).error()});
        return {};
    }
    const auto half = changes.size() / 2;
    TRY(CommitEach(put, changes.first(half), tally));
    return CommitEach(put, changes.subspan(half), tally);
}

Result<void> CommitTogether(const Put& put, std::vector<Change> changes, Tally& tally) {
    if (changes.empty()) return {};
    auto receipt = put(std::move(changes));
    if (receipt) {
        Count(tally, *receipt);
        return {};
    }
    if (StopsAll(receipt.error().code)) return std::move(receipt).error();
    tally.Refuse({.place = receipt.error().path, .error = std::move(receipt).error()});
    return {};
}

Result<void> ImportBundle(const Put& put, json::Value root, Tally& tally) {
    auto bundle = ReadBundle(root, {});
    if (!bundle) {
        tally.Refuse({.place = bundle.error().path, .error = std::move(bundle).error()});
        return {};
    }
    std::vector<Change> changes;
    if (bundle->kind == BundleKind::kTransaction) {
        for (const auto place : TransactionOrder(bundle->entries))
            changes.push_back(std::move(*bundle->entries[place].change));
        return CommitTogether(put, std::move(changes), tally);
    }
    for (auto& entry : bundle->entries) {
        if (entry.fault)
            tally.Refuse({.place = EntryPath(entry.place), .error = std::move(*entry.fault)});
        else if (entry.change)
            changes.push_back(std::move(*entry.change));
    }
    // Entries of a list may refer to each other by urn:uuid, so they go in as one.
    if (bundle->kind == BundleKind::kResources)
        return CommitTogether(put, std::move(changes), tally);
    for (std::size_t at = 0; at < changes.size(); at += kTogether) {
        const auto some = std::span(changes).subspan(at, std::min(kTogether, changes.size() - at));
        TRY(CommitEach(put, some, tally));
    }
    return {};
}

Result<void> ImportLines(const Put& put, const Piece& piece, Tally& tally) {
    std::vector<Change> changes;
    auto number = piece.first_line;
    std::string_view rest = piece.text;
    for (; !rest.empty(); ++number) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const auto line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty()) continue;
        auto where = fmt::format("line {}", number);
        auto document = json::Document::Parse(line);
        if (!document) {
            tally.Refuse({.place = std::move(where), .error = std::move(document).error()});
            continue;
        }
        if ((*document)->root()["resourceType"].text() == "Bundle") {
            TRY(CommitEach(put, changes, tally));
            changes.clear();
            TRY(ImportBundle(put, (*document)->root(), tally));
            continue;
        }
        auto change = Upsert(std::move(*document), where);
        if (change)
            changes.push_back(std::move(*change));
        else
            tally.Refuse({.place = std::move(where), .error = std::move(change).error()});
    }
    return CommitEach(put, changes, tally);
}

}  // namespace

void Tally::Refuse(Problem problem) {
    ++refused;
    if (problems.size() < kMostProblems) problems.push_back(std::move(problem));
}

void Tally::Add(Tally other) {
    created += other.created;
    updated += other.updated;
    unchanged += other.unchanged;
    deleted += other.deleted;
    const auto told = static_cast<std::int64_t>(other.problems.size());
    refused += other.refused - told;
    for (auto& problem : other.problems) Refuse(std::move(problem));
}

Result<Tally> ImportPiece(record::Store& store, const record::Actor& actor, const Piece& piece) {
    return TakePiece(
        [&](std::vector<Change> changes) {
            return store.Commit(actor, std::move(changes), record::Priority::kBulk);
        },
        piece);
}

Result<Tally> TakePiece(const Put& put, const Piece& piece) {
    Tally tally;
    if (piece.first_line > 0) {
        TRY(ImportLines(put, piece, tally));
        return tally;
    }
    auto document = json::Document::Parse(piece.text);
    if (!document) {
        tally.Refuse({.place = document.error().path, .error = std::move(document).error()});
    } else if ((*document)->root()["resourceType"].text() == "Bundle") {
        TRY(ImportBundle(put, (*document)->root(), tally));
    } else if (auto change = Upsert(std::move(*document), ""); !change) {
        tally.Refuse({.place = change.error().path, .error = std::move(change).error()});
    } else {
        TRY(CommitTogether(put, {std::move(*change)}, tally));
    }
    return tally;
}

}  // namespace tram::import
