// The short codes of a store: parameters, terms, resource numbers. Read-mostly, cached in memory.
//
// Thread safety: all functions may be called from any thread; those that take a Connection use it
// only during the call. Codes made inside a transaction that is rolled back are forgotten by
// Forget(); until Publish() they are known to the writer alone.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/search/rows.h"
#include "platform/database/database.h"

namespace tram::storage {

using Rid = std::int64_t;

class Dictionary {
  public:
    // Loads parameter numbers; adds those that the definitions have and the store lacks.
    // REQUIRES: `connection` can write.
    static Result<std::unique_ptr<Dictionary>> Load(database::Connection& connection);
    ~Dictionary();

    // The number of a parameter under a facet. Never fails for a parameter of the definitions.
    std::int64_t P(const definitions::SearchParameter& parameter, search::Facet facet) const;

    // A system and a code, or a resource type and an id.
    struct Name {
        std::string_view first, second;
    };

    // --- remembered; nullopt: not in memory, which says nothing. What is, is committed. ---
    std::optional<std::int64_t> RecallTerm(std::string_view system, std::string_view code) const;
    std::optional<Rid> RecallRid(std::string_view type, std::string_view id) const;

    // --- looking up; nullopt: never seen, so nothing can match ---
    Result<std::optional<std::int64_t>> FindTerm(database::Connection&, std::string_view system,
                                                 std::string_view code) const;
    Result<std::vector<std::int64_t>> FindTermsByCode(database::Connection&,
                                                      std::string_view code) const;
    Result<std::vector<std::int64_t>> FindTermsBySystem(database::Connection&,
                                                        std::string_view system) const;
    Result<std::optional<Rid>> FindRid(database::Connection&, std::string_view type,
                                       std::string_view id) const;

    // Many at once, in the order asked: one query on PostgreSQL, where each costs a way there and
    // back.
    Result<std::vector<std::optional<std::int64_t>>> FindTerms(database::Connection&,
                                                               std::span<const Name> terms) const;
    Result<std::vector<std::optional<Rid>>> FindRids(database::Connection&,
                                                     std::span<const Name> resources) const;

    // --- writer only ---
    Result<std::int64_t> InternTerm(database::Connection&, std::string_view system,
                                    std::string_view code);
    // Interns many with two queries; what follows finds them in memory.
    Result<void> InternTerms(database::Connection&, std::span<const Name> terms);
    // The rid of a resource; a new one gets a row in `res` with version 0.
    // Errors: kInvalid (not a resource type).
    Result<Rid> InternRid(database::Connection&, std::string_view type, std::string_view id);
    // A rid for a resource that has none and whose row in `res` the caller writes itself, in the
    // same transaction: what InternRid would give, without the row of version 0. REQUIRES: no such
    // resource in `res`.
    Rid ReserveRid(std::string_view type, std::string_view id);
    void Publish();  // after commit: what was interned is known to all
    // After a rollback: what was interned since the last Publish is no longer known. Numbers given
    // out are not given again, so that a rollback to a savepoint leaves the codes before it valid:
    // they are found again through the connection.
    void Forget();

  private:
    Dictionary();
    struct State;
    std::unique_ptr<State> state_;
};

// 15-bit bucket of a compartment: FNV-1a of "Type/id", the same on every machine for all time.
std::int64_t BucketOf(std::string_view type, std::string_view id);

// Bodies: zstd with a trained dictionary, or plain. The codec number is kept beside each body.
class BodyCodec {
  public:
    // Loads the dictionaries of the store, adding the built-in ones to a new store.
    static Result<std::unique_ptr<BodyCodec>> Load(database::Connection& connection);
    ~BodyCodec();
    std::int64_t current() const;  // the codec new bodies are written with
    std::string Encode(std::string_view body) const;
    Result<std::string> Decode(std::int64_t codec, std::string_view bytes) const;

  private:
    BodyCodec();
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tram::storage
