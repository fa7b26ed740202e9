// A transaction on its way: the changes a caller wishes, made ready in the caller's thread
// (prepare.h), then decided and applied by the writer (apply.h).
//
// Thread safety: none; it belongs to its caller until it is handed to the writer, and again after
// the answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fhir/search/query.h"
#include "record/store/content.h"
#include "record/store/links.h"
#include "record/store/store.h"

namespace tram::record {

// One change, made ready.
struct Draft {
    Change change;
    // The id it will be stored under; for conditional changes only unless a match is found.
    std::string id;
    std::optional<search::Query> condition;

    json::DocumentPtr stored;  // stored form before links are resolved; patch: the operations
    std::vector<Link> links;
    // What each link was taken to mean ("Type/id"), in the order of `links`. Empty: not known
    // before the writer looks.
    std::vector<std::string> targets;
    // Made with `targets` for the id `made_for`. Absent: for the writer to make.
    ContentPtr content;
    std::string made_for;
    Packed packed;
};

struct Transaction {
    Actor actor;
    std::vector<Draft> drafts;
    Priority priority = Priority::kNormal;

    // It asks what the store holds, so all that came before must be in the tables, and it may fail
    // half-way, so it needs a savepoint.
    bool Asks() const;
    // Draft by fullUrl; its identity may still hang on a condition.
    const Draft* FindEntry(std::string_view full_url) const;
    void IndexEntries();

  private:
    std::vector<std::pair<std::string, std::size_t>> entries_;  // sorted by fullUrl
};

}  // namespace tram::record
