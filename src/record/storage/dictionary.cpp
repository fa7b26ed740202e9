#include "record/storage/dictionary.h"

#include <fmt/format.h>

#include <fmt/format.h>

#include <atomic>
#include <unordered_map>

#include "record/storage/code_cache.h"

namespace tram::storage {
namespace {

using database::Connection;
using database::Statement;
using Name = Dictionary::Name;

constexpr std::int64_t kFacetRoom = 16;  // numbers each parameter owns
static_assert(search::kFacets <= kFacetRoom);
constexpr std::size_t kMostTerms = 400'000, kMostRids = 600'000;

struct HashOfName {
    std::size_t operator()(const crypto::ShortHash& name) const { return name.low; }
};

crypto::ShortHash HashOf(const Name& name) {
    thread_local std::string text;
    const auto size = static_cast<std::uint32_t>(name.first.size());
    text.assign(reinterpret_cast<const char*>(&size), sizeof size);
    text.append(name.first).append(name.second);
    return crypto::ShortHashOf(text);
}

// One of the two vocabularies: terms, resources. They differ in the table they live in.
class Vocabulary {
  public:
    explicit Vocabulary(std::size_t most) : cache_(most) {}

    void StartAfter(std::int64_t highest) { published_ = next_ = highest + 1; }

    // In memory, as far as the connection may know of it.
    std::optional<std::int64_t> Recall(const Connection& connection,
                                       const crypto::ShortHash& name) {
        if (connection.serial() == writer_.load(std::memory_order_relaxed)) {
            const auto found = pending_.find(name);
            if (found != pending_.end()) return found->second;
        }
        return cache_.Find(name);
    }

    // In memory, and committed.
    std::optional<std::int64_t> Recall(const crypto::ShortHash& name) { return cache_.Find(name); }

    // Remembers what the tables hold. A number that is not published yet may still be rolled back.
    void Remember(const Connection& connection, const crypto::ShortHash& name,
                  std::int64_t number) {
        if (number < published_.load(std::memory_order_acquire)) {
            cache_.Put(name, number);
        } else if (connection.serial() == writer_.load(std::memory_order_relaxed)) {
            pending_.emplace(name, number);
        }
    }

    std::int64_t Give(const crypto::ShortHash& name) {
        pending_[name] = next_;
        return next_++;
    }
    void WritesThrough(const Connection& connection) { writer_ = connection.serial(); }

    void Publish() {
        for (const auto& [name, number] : pending_) cache_.Put(name, number);
        pending_.clear();
        published_.store(next_, std::memory_order_release);
    }
    void Forget() { pending_.clear(); }

  private:
    CodeCache cache_;
    std::atomic<std::int64_t> published_ = 1;  // numbers below are of committed rows
    std::atomic<std::uint64_t> writer_ = 0;    // Connection::serial()
    // Of the writer's thread alone.
    std::unordered_map<crypto::ShortHash, std::int64_t, HashOfName> pending_;
    std::int64_t next_ = 1;
};

Result<std::int64_t> Highest(Connection& connection, std::string_view sql) {
    auto* query = TRY(connection.Prepare(sql));
    TRY(query->Step());
    const std::int64_t highest = query->Int(0);
    query->Reset();
    return highest;
}

Result<std::optional<std::int64_t>> SelectTerm(Connection& connection, const Name& term) {
    auto* query = TRY(connection.Prepare("SELECT term FROM term WHERE code = $1 AND system = $2"));
    query->BindText(1, term.second);
    query->BindText(2, term.first);
    std::optional<std::int64_t> found;
    if (TRY(query->Step())) found = query->Int(0);
    query->Reset();
    return found;
}

Result<std::optional<std::int64_t>> SelectRid(Connection& connection, const Name& resource) {
    const auto type = definitions::ResourceTypeNumber(resource.first);
    if (type == 0) return std::optional<std::int64_t>();
    auto* query = TRY(connection.Prepare("SELECT rid FROM res WHERE type = $1 AND id = $2"));
    query->Bind(1, type);
    query->BindText(2, resource.second);
    std::optional<std::int64_t> found;
    if (TRY(query->Step())) found = query->Int(0);
    query->Reset();
    return found;
}

using Numbers = std::vector<std::optional<std::int64_t>>;

// Names in, numbers out, in one query. PostgreSQL only: unnest of several arrays is its own.
Result<void> SelectMany(Connection& connection, std::string_view sql,
                        std::span<const std::int64_t> types,
                        std::span<const std::string_view> firsts,
                        std::span<const std::string_view> seconds,
                        std::span<const std::size_t> places, Numbers& numbers) {
    auto* query = TRY(connection.Prepare(sql));
    if (types.empty())
        query->BindTextSet(1, firsts);
    else
        query->BindSet(1, types);
    query->BindTextSet(2, seconds);
    while (TRY(query->Step()))
        numbers[places[static_cast<std::size_t>(query->Int(0)) - 1]] = query->Int(1);
    return {};
}

constexpr std::string_view kSelectTerms =
    "SELECT n.place, t.term FROM unnest($1::text[], $2::text[]) WITH ORDINALITY "
    "AS n(system, code, place) JOIN term t ON t.code = n.code AND t.system = n.system";
constexpr std::string_view kSelectRids =
    "SELECT n.place, r.rid FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY "
    "AS n(type, id, place) JOIN res r ON r.type = n.type AND r.id = n.id";

constexpr Connection::BatchColumn kTermColumns[] = {{"term", Statement::Type::kInteger},
                                                    {"system", Statement::Type::kText},
                                                    {"code", Statement::Type::kText}};
constexpr Connection::BatchColumn kParamColumns[] = {{"p", Statement::Type::kInteger},
                                                     {"type", Statement::Type::kText},
                                                     {"code", Statement::Type::kText}};

// Of a parameter that had rows of its own in a program before.
Result<void> DropRows(Connection& connection, std::int64_t p) {
    for (const auto* table : {"tok", "ref", "dat", "str", "qty", "uri", "cmp", "stat", "param"}) {
        auto* query =
            TRY(connection.Prepare(fmt::format("DELETE FROM {} WHERE p >= $1 AND p < $2", table)));
        query->Bind(1, p);
        query->Bind(2, p + kFacetRoom);
        TRY(query->Run());
    }
    return {};
}

}  // namespace

struct Dictionary::State {
    std::unordered_map<const definitions::SearchParameter*, std::int64_t> parameters;
    Vocabulary terms{kMostTerms};
    Vocabulary rids{kMostRids};

    template <typename Select>
    static Result<std::optional<std::int64_t>> Find(Vocabulary& vocabulary, Connection& connection,
                                                    const Name& name, const crypto::ShortHash& hash,
                                                    Select&& select) {
        if (const auto number = vocabulary.Recall(connection, hash)) return number;
        const auto number = TRY(select(connection, name));
        if (number) vocabulary.Remember(connection, hash, *number);
        return number;
    }

    // What memory does not have is asked of the tables, together where that pays.
    template <typename Select>
    static Result<Numbers> FindMany(Vocabulary& vocabulary, Connection& connection,
                                    std::span<const Name> names, bool resources, Select&& select) {
        Numbers numbers(names.size());
        std::vector<std::size_t> missing;
        for (std::size_t i = 0; i < names.size(); ++i) {
            numbers[i] = vocabulary.Recall(connection, HashOf(names[i]));
            if (!numbers[i]) missing.push_back(i);
        }
        if (connection.dialect() == database::Dialect::kSqlite) {
            for (const auto i : missing) numbers[i] = TRY(select(connection, names[i]));
        } else if (!missing.empty()) {
            std::vector<std::int64_t> types;
            std::vector<std::string_view> firsts, seconds;
            for (const auto i : missing) {
                if (resources) types.push_back(definitions::ResourceTypeNumber(names[i].first));
                firsts.push_back(names[i].first);
                seconds.push_back(names[i].second);
            }
            TRY(SelectMany(connection, resources ? kSelectRids : kSelectTerms, types, firsts,
                           seconds, missing, numbers));
        }
        for (const auto i : missing)
            if (numbers[i]) vocabulary.Remember(connection, HashOf(names[i]), *numbers[i]);
        return numbers;
    }
};

Dictionary::Dictionary() : state_(new State) {}
Dictionary::~Dictionary() = default;

Result<std::unique_ptr<Dictionary>> Dictionary::Load(Connection& connection) {
    std::unique_ptr<Dictionary> dictionary(new Dictionary);
    auto& parameters = dictionary->state_->parameters;
    std::int64_t highest = 0;
    auto* query = TRY(connection.Prepare("SELECT p, type, code FROM param"));
    while (TRY(query->Step())) {
        highest = std::max(highest, query->Int(0));
        // A parameter that later definitions lack keeps its number and its rows.
        if (const auto* known = definitions::FindSearchParameter(query->Text(1), query->Text(2)))
            parameters[known] = query->Int(0);
    }
    auto added = connection.Insert("param", kParamColumns);
    std::vector<const definitions::SearchParameter*> shared;
    for (const auto* type : definitions::ResourceTypes())
        for (const auto* parameter : definitions::SearchParametersOf(type->name)) {
            if (&search::RowsOf(*parameter) != parameter) {
                shared.push_back(parameter);
                continue;
            }
            const auto [place, is_new] = parameters.emplace(parameter, highest + kFacetRoom);
            if (!is_new) continue;
            highest = place->second;
            added->Int(highest).Text(parameter->type).Text(parameter->code);
        }
    TRY(added->Flush());
    for (const auto* parameter : shared) {
        auto& number = parameters[parameter];
        if (number != 0) TRY(DropRows(connection, number));
        number = parameters.at(&search::RowsOf(*parameter));
    }
    dictionary->state_->terms.WritesThrough(connection);
    dictionary->state_->rids.WritesThrough(connection);
    dictionary->state_->terms.StartAfter(TRY(Highest(connection, "SELECT max(term) FROM term")));
    dictionary->state_->rids.StartAfter(TRY(Highest(connection, "SELECT max(rid) FROM res")));
    return dictionary;
}

std::int64_t Dictionary::P(const definitions::SearchParameter& parameter,
                           search::Facet facet) const {
    const auto found = state_->parameters.find(&parameter);
    TRAM_CHECK(found != state_->parameters.end());
    return found->second + static_cast<std::int64_t>(facet);
}

std::optional<std::int64_t> Dictionary::RecallTerm(std::string_view system,
                                                   std::string_view code) const {
    return state_->terms.Recall(HashOf({system, code}));
}

std::optional<Rid> Dictionary::RecallRid(std::string_view type, std::string_view id) const {
    return state_->rids.Recall(HashOf({type, id}));
}

Result<std::optional<std::int64_t>> Dictionary::FindTerm(Connection& connection,
                                                         std::string_view system,
                                                         std::string_view code) const {
    const Name name{system, code};
    return State::Find(state_->terms, connection, name, HashOf(name), SelectTerm);
}

Result<std::optional<Rid>> Dictionary::FindRid(Connection& connection, std::string_view type,
                                               std::string_view id) const {
    const Name name{type, id};
    return State::Find(state_->rids, connection, name, HashOf(name), SelectRid);
}

Result<Numbers> Dictionary::FindTerms(Connection& connection, std::span<const Name> terms) const {
    return State::FindMany(state_->terms, connection, terms, false, SelectTerm);
}

Result<Numbers> Dictionary::FindRids(Connection& connection,
                                     std::span<const Name> resources) const {
    return State::FindMany(state_->rids, connection, resources, true, SelectRid);
}

Result<std::vector<std::int64_t>> Dictionary::FindTermsByCode(Connection& connection,
                                                              std::string_view code) const {
    auto* query = TRY(connection.Prepare("SELECT term FROM term WHERE code = $1"));
    query->BindText(1, code);
    std::vector<std::int64_t> terms;
    while (TRY(query->Step())) terms.push_back(query->Int(0));
    return terms;
}

Result<std::vector<std::int64_t>> Dictionary::FindTermsBySystem(Connection& connection,
                                                                std::string_view system) const {
    auto* query = TRY(connection.Prepare("SELECT term FROM term WHERE system = $1"));
    query->BindText(1, system);
    std::vector<std::int64_t> terms;
    while (TRY(query->Step())) terms.push_back(query->Int(0));
    return terms;
}

Result<std::int64_t> Dictionary::InternTerm(Connection& connection, std::string_view system,
                                            std::string_view code) {
    const Name name{system, code};
    const auto hash = HashOf(name);
    state_->terms.WritesThrough(connection);
    if (const auto term = TRY(State::Find(state_->terms, connection, name, hash, SelectTerm)))
        return *term;
    auto* insert =
        TRY(connection.Prepare("INSERT INTO term (term, system, code) VALUES ($1, $2, $3)"));
    const auto term = state_->terms.Give(hash);
    insert->Bind(1, term);
    insert->BindText(2, system);
    insert->BindText(3, code);
    TRY(insert->Run());
    return term;
}

Result<void> Dictionary::InternTerms(Connection& connection, std::span<const Name> terms) {
    state_->terms.WritesThrough(connection);
    const auto numbers = TRY(FindTerms(connection, terms));
    auto added = connection.Insert("term", kTermColumns);
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (numbers[i]) continue;
        const auto hash = HashOf(terms[i]);
        // The same name may stand twice among those asked for.
        if (state_->terms.Recall(connection, hash)) continue;
        added->Int(state_->terms.Give(hash)).Text(terms[i].first).Text(terms[i].second);
    }
    return added->Flush();
}

Result<Rid> Dictionary::InternRid(Connection& connection, std::string_view type,
                                  std::string_view id) {
    const Name name{type, id};
    const auto hash = HashOf(name);
    state_->rids.WritesThrough(connection);
    if (const auto rid = TRY(State::Find(state_->rids, connection, name, hash, SelectRid)))
        return *rid;
    const auto type_number = definitions::ResourceTypeNumber(type);
    if (type_number == 0)
        return Error{.code = ErrorCode::kInvalid,
                     .message = "A reference names something that is not a resource type.",
                     .message_vi = "Tham chiếu nêu một loại không phải là loại tài nguyên FHIR."};
    const Rid rid = state_->rids.Give(hash);
    auto* insert =
        TRY(connection.Prepare("INSERT INTO res (rid, type, id, version, at, pos, flags, home, "
                               "person, bucket, codec, body) "
                               "VALUES ($1, $2, $3, 0, 0, 0, 0, $1, 0, $4, 0, NULL)"));
    insert->Bind(1, rid);
    insert->Bind(2, type_number);
    insert->BindText(3, id);
    insert->Bind(4, BucketOf(type, id));
    TRY(insert->Run());
    return rid;
}

Rid Dictionary::ReserveRid(std::string_view type, std::string_view id) {
    return state_->rids.Give(HashOf({type, id}));
}

void Dictionary::Publish() {
    state_->terms.Publish();
    state_->rids.Publish();
}

void Dictionary::Forget() {
    state_->terms.Forget();
    state_->rids.Forget();
}

std::int64_t BucketOf(std::string_view type, std::string_view id) {
    std::uint64_t hash = 0xcbf29ce484222325;
    const auto add = [&hash](unsigned char byte) { hash = (hash ^ byte) * 0x100000001b3; };
    for (const char c : type) add(static_cast<unsigned char>(c));
    add('/');
    for (const char c : id) add(static_cast<unsigned char>(c));
    // The low bits of FNV are its best, but all of them together are better.
    return static_cast<std::int64_t>((hash ^ hash >> 15 ^ hash >> 30 ^ hash >> 45) & 0x7fff);
}

}  // namespace tram::storage
