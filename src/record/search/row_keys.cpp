#include "record/search/row_keys.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>
#include <variant>

namespace tram::record {
namespace {

using search::Facet;
using search::SearchRow;

template <typename... Fs>
struct Overload : Fs... {
    using Fs::operator()...;
};
template <typename... Fs>
Overload(Fs...) -> Overload<Fs...>;

constexpr std::int64_t kUnknown = -1;

// Where numbers come from: interned by the writer, looked up by a reader, remembered by who has no
// connection.
class Interner {
  public:
    Interner(storage::Dictionary& dictionary, database::Connection& connection)
        : writer_(&dictionary), reader_(dictionary), connection_(&connection) {}
    Interner(const storage::Dictionary& dictionary, database::Connection& connection)
        : reader_(dictionary), connection_(&connection) {}
    explicit Interner(const storage::Dictionary& dictionary) : reader_(dictionary) {}

    // Was a number not remembered since the last call?
    bool TakeMissed() { return std::exchange(missed_, false); }

    std::int64_t P(const SearchRow& row) const { return reader_.P(*row.parameter, row.facet); }

    Result<std::int64_t> Term(std::string_view system, std::string_view code) {
        const std::string short_system = ExactText(system);
        const std::string short_code = ExactText(code);
        if (writer_) return writer_->InternTerm(*connection_, short_system, short_code);
        if (!connection_) return Remembered(reader_.RecallTerm(short_system, short_code), kUnknown);
        return TRY(reader_.FindTerm(*connection_, short_system, short_code)).value_or(kUnknown);
    }
    // 0: not known.
    Result<std::int64_t> Reference(const search::ReferenceValue& reference) {
        if (reference.type.empty()) {
            const auto term = TRY(Term("", reference.id));
            return term == kUnknown ? 0 : -term;
        }
        if (writer_) return writer_->InternRid(*connection_, reference.type, reference.id);
        if (!connection_) return Remembered(reader_.RecallRid(reference.type, reference.id), 0);
        return TRY(reader_.FindRid(*connection_, reference.type, reference.id)).value_or(0);
    }
    Result<std::int64_t> Unit(const search::TokenValue& unit) {
        if (unit.system.empty() && unit.code.empty()) return std::int64_t{0};
        return Term(unit.system, unit.code);
    }

  private:
    std::int64_t Remembered(std::optional<std::int64_t> number, std::int64_t otherwise) {
        missed_ |= !number;
        return number.value_or(otherwise);
    }

    storage::Dictionary* writer_ = nullptr;
    const storage::Dictionary& reader_;
    database::Connection* connection_ = nullptr;
    bool missed_ = false;
};

std::string CleanText(std::string_view text) {
    std::string out(CutString(text));
    // PostgreSQL holds no NUL in a text.
    std::erase(out, '\0');
    return out;
}

template <typename First>
Result<std::int64_t> FirstKey(Interner& interner, const First& first) {
    if (const auto* token = std::get_if<search::TokenValue>(&first)) {
        return interner.Term(token->system, token->code);
    }
    return interner.Reference(std::get<search::ReferenceValue>(first));
}

Result<void> AddComposite(Interner& interner, std::int64_t p, const search::CompositeValue& value,
                          RowKeys& keys) {
    RowKeys::Pair pair{.p = p, .v = TRY(FirstKey(interner, value.first))};
    TRY(std::visit(Overload{
                       [&](const search::TokenValue& token) -> Result<void> {
                           pair.unit = TRY(interner.Term(token.system, token.code));
                           return {};
                       },
                       [&](const search::ReferenceValue& reference) -> Result<void> {
                           pair.unit = TRY(interner.Reference(reference));
                           return {};
                       },
                       [&](const search::DateValue& date) -> Result<void> {
                           pair.lo = static_cast<double>(date.low);
                           pair.hi = static_cast<double>(date.high);
                           return {};
                       },
                       [&](const search::StringValue& text) -> Result<void> {
                           pair.text = CleanText(text.text);
                           return {};
                       },
                       [&](const search::QuantityValue& quantity) -> Result<void> {
                           pair.lo = quantity.low;
                           pair.hi = quantity.high;
                           pair.unit = TRY(interner.Unit(quantity.unit));
                           return {};
                       },
                       [&](const search::UriValue& uri) -> Result<void> {
                           pair.text = ExactText(uri.uri);
                           return {};
                       },
                   },
                   value.second));
    keys.cmp.push_back(std::move(pair));
    return {};
}

Result<void> AddRow(Interner& interner, const SearchRow& row, RowKeys& keys) {
    const std::int64_t p = interner.P(row);
    return std::visit(
        Overload{
            [&](const search::TokenValue& token) -> Result<void> {
                keys.tok.push_back({p, TRY(interner.Term(token.system, token.code))});
                return {};
            },
            [&](const search::ReferenceValue& reference) -> Result<void> {
                const auto v = TRY(interner.Reference(reference));
                if (v != 0) keys.ref.push_back({p, v});
                return {};
            },
            [&](const search::DateValue& date) -> Result<void> {
                keys.dat.push_back({p, date.low, date.high});
                return {};
            },
            [&](const search::StringValue& text) -> Result<void> {
                switch (row.facet) {
                    case Facet::kText:
                        keys.tok.push_back(
                            {p, TRY(interner.Term(kTextSystem, CleanText(text.text)))});
                        break;
                    case Facet::kSort:
                        keys.str.push_back({p, SortText(text.text)});
                        break;
                    case Facet::kExact:
                        keys.uri.push_back({p, ExactText(text.text)});
                        break;
                    case Facet::kValue:
                    case Facet::kWord:
                    case Facet::kOfType:
                    case Facet::kIdentifier:
                    case Facet::kWide:
                        keys.str.push_back({p, CleanText(text.text)});
                        break;
                }
                return {};
            },
            [&](const search::QuantityValue& quantity) -> Result<void> {
                keys.qty.push_back(
                    {p, quantity.low, quantity.high, TRY(interner.Unit(quantity.unit))});
                return {};
            },
            [&](const search::UriValue& uri) -> Result<void> {
                keys.uri.push_back({p, ExactText(uri.uri)});
                return {};
            },
            [&](const search::CompositeValue& composite) -> Result<void> {
                return AddComposite(interner, p, composite, keys);
            },
        },
        row.value);
}

template <typename T>
void SortUnique(std::vector<T>& rows) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

void SortUnique(RowKeys& keys) {
    SortUnique(keys.tok);
    SortUnique(keys.ref);
    SortUnique(keys.dat);
    SortUnique(keys.str);
    SortUnique(keys.uri);
    SortUnique(keys.qty);
    SortUnique(keys.cmp);
    SortUnique(keys.codes);
}

// REQUIRES: all rows that refer to something are in `keys`.
Result<void> AddReferences(Interner& interner,
                           const std::vector<search::ReferenceValue>& references, RowKeys& keys) {
    // What a parameter covers needs no second row under p = 0.
    std::vector<std::int64_t> covered;
    for (const auto& key : keys.ref) covered.push_back(key.v);
    std::sort(covered.begin(), covered.end());
    for (const auto& reference : references) {
        const auto v = TRY(interner.Reference(reference));
        if (v != 0 && !std::binary_search(covered.begin(), covered.end(), v)) {
            keys.ref.push_back({0, v});
        }
    }
    return {};
}

Result<void> AddCodes(Interner& interner, const std::vector<search::TokenValue>& codes,
                      RowKeys& keys) {
    for (const auto& code : codes) {
        keys.codes.push_back(TRY(interner.Term(code.system, code.code)));
    }
    if (keys.codes.empty()) keys.codes.push_back(0);
    return {};
}

Result<RowKeys> TranslateWith(const ReadyKeys& ready, Interner interner) {
    RowKeys keys = ready.known;
    if (ready.complete) return keys;
    for (const auto& row : ready.open.rows) TRY(AddRow(interner, row, keys));
    TRY(AddReferences(interner, ready.open.references, keys));
    if (keys.codes.empty()) TRY(AddCodes(interner, ready.open.codes, keys));
    SortUnique(keys);
    return keys;
}

std::string_view CutAt(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
    return text.substr(0, most);
}

}  // namespace

ReadyKeys TranslateReady(search::SearchRows rows, const storage::Dictionary& dictionary) {
    ReadyKeys ready;
    auto& [keys, open, complete] = ready;
    Interner interner(dictionary);
    for (auto& row : rows.rows) {
        const std::array before = {keys.tok.size(), keys.ref.size(), keys.qty.size(),
                                   keys.cmp.size()};
        TRAM_CHECK(AddRow(interner, row, keys));  // fails of the database alone
        if (!interner.TakeMissed()) continue;
        keys.tok.resize(before[0]);
        keys.ref.resize(before[1]);
        keys.qty.resize(before[2]);
        keys.cmp.resize(before[3]);
        open.rows.push_back(std::move(row));
    }
    // Which references are covered can be told once all rows are there.
    const auto known_references = keys.ref.size();
    if (open.rows.empty()) TRAM_CHECK(AddReferences(interner, rows.references, keys));
    if (interner.TakeMissed() || !open.rows.empty()) {
        keys.ref.resize(known_references);
        open.references = std::move(rows.references);
    }
    TRAM_CHECK(AddCodes(interner, rows.codes, keys));
    if (interner.TakeMissed()) {
        keys.codes.clear();
        open.codes = std::move(rows.codes);
    }
    open.date = rows.date;
    complete = open.rows.empty() && open.references.empty() && open.codes.empty();
    SortUnique(keys);
    return ready;
}

Result<RowKeys> Translate(const ReadyKeys& ready, storage::Dictionary& dictionary,
                          database::Connection& connection) {
    return TranslateWith(ready, Interner(dictionary, connection));
}

Result<RowKeys> TranslateKnown(const ReadyKeys& ready, const storage::Dictionary& dictionary,
                               database::Connection& connection) {
    return TranslateWith(ready, Interner(dictionary, connection));
}

std::string_view CutString(std::string_view folded) {
    return CutAt(folded, kLongestString);
}

std::string SortText(std::string_view key) {
    // In the order of their bytes, so that text compares as the bits do.
    constexpr char kDigits[] = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    constexpr std::size_t kMostBytes = 150;  // 200 characters
    key = key.substr(0, kMostBytes);
    std::string text;
    text.reserve((key.size() * 8 + 5) / 6);
    unsigned bits = 0;
    int held = 0;
    for (const char c : key) {
        bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xFFFF;
        held += 8;
        while (held >= 6) {
            held -= 6;
            text += kDigits[bits >> held & 0x3F];
        }
    }
    if (held > 0) text += kDigits[bits << (6 - held) & 0x3F];
    return text;
}

std::string ExactText(std::string_view text) {
    std::string out;
    if (text.size() <= kLongestString) {
        out = text;
    } else {
        std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        char tail[20];
        std::snprintf(tail, sizeof(tail), "#%016llx", static_cast<unsigned long long>(hash));
        out = std::string(CutAt(text, kLongestString - 17)) + tail;
    }
    std::erase(out, '\0');
    return out;
}

}  // namespace tram::record
