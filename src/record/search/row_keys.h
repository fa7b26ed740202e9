// How a SearchRow becomes a row of the clustered tables: one place that both the writing and the
// reading side follow.
//
//   kind, facet                  table  v
//   token                        tok    term
//   token :of-type, :identifier  tok    term
//   any :text                    tok    term of (kTextSystem, folded text)
//   reference                    ref    rid; -term of ("", URL) for a resource of another server
//   (no parameter)               ref    p = 0: a reference that no parameter covers
//   date (also wide)             dat    lo, hi in milliseconds
//   string, and its words        str    folded text, cut to kLongestString bytes
//   string, to sort by           str    SortText(collation key)
//   string, exact                uri    ExactText(text)
//   number, quantity (also wide) qty    lo, hi, unit = term; 0 without unit
//   uri                          uri    ExactText(uri)
//   composite                    cmp    v as in tok or ref; of the second component: token and
//                                       reference in unit; date, number, quantity in lo, hi (and
//                                       unit); string and uri in text; the rest 0 and ''
//
// Thread safety: plain values and functions.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/search/rows.h"
#include "platform/database/database.h"
#include "record/storage/dictionary.h"

namespace tram::record {

inline constexpr std::string_view kTextSystem = "urn:tram:text";
inline constexpr std::size_t kLongestString = 200;  // bytes of a folded string in `str`

// Rows without rid and bucket, which are the same for all rows of a resource.
struct RowKeys {
    struct Key {  // of tok and ref
        std::int64_t p = 0, v = 0;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct Text {  // of str and uri
        std::int64_t p = 0;
        std::string v;
        friend auto operator<=>(const Text&, const Text&) = default;
    };
    struct Span {  // of dat
        std::int64_t p = 0, lo = 0, hi = 0;
        friend auto operator<=>(const Span&, const Span&) = default;
    };
    struct Amount {  // of qty
        std::int64_t p = 0;
        double lo = 0, hi = 0;
        std::int64_t unit = 0;
        friend auto operator<=>(const Amount&, const Amount&) = default;
    };
    struct Pair {  // of cmp
        std::int64_t p = 0, v = 0;
        double lo = 0, hi = 0;
        std::int64_t unit = 0;
        std::string text;
        friend auto operator<=>(const Pair&, const Pair&) = default;
    };
    // Each sorted and without twins, so that two versions are compared by one merge.
    std::vector<Key> tok, ref;
    std::vector<Span> dat;
    std::vector<Text> str, uri;
    std::vector<Amount> qty;
    std::vector<Pair> cmp;
    // For pcd: the terms of SearchRows::codes, sorted; one 0 where there is no code.
    std::vector<std::int64_t> codes;
};

// Rows translated as far as memory knows the numbers: what can be done before the writer's turn.
struct ReadyKeys {
    RowKeys known;
    search::SearchRows open;  // what is still to be asked for; its date is that of the resource
    bool complete = false;    // nothing is
};
ReadyKeys TranslateReady(search::SearchRows rows, const storage::Dictionary& dictionary);

// The rest of it. Interns what is new. REQUIRES: the connection is the writer's.
Result<RowKeys> Translate(const ReadyKeys& ready, storage::Dictionary& dictionary,
                          database::Connection& connection);

// The same without writing, to compare with what is stored. What the dictionary does not know
// becomes -1 in tok, qty, cmp and codes, and is left out of ref.
Result<RowKeys> TranslateKnown(const ReadyKeys& ready, const storage::Dictionary& dictionary,
                               database::Connection& connection);

// Cut at a character, so that it stays UTF-8.
std::string_view CutString(std::string_view folded);
// Collation keys are bytes; this is text of the same order (six bits a character), cut to the same
// length for all, which keeps the primary differences.
std::string SortText(std::string_view collation_key);
// The text itself; one beyond kLongestString is cut and ends in a hash of the whole.
std::string ExactText(std::string_view text);

}  // namespace tram::record
