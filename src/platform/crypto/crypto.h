// Hashes, passwords, seals and chance: a thin coat over libsodium, so that nobody above chooses an
// algorithm twice.
//
// Thread safety: all functions may be called from any thread; a Hash belongs to one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tram::crypto {

inline constexpr std::size_t kHashBytes = 32;

// BLAKE2b-256, fed piece by piece. Fields of changing length need their length in front, or two
// different lists of fields could give the same bytes: AddField does that.
class Hash {
  public:
    Hash();
    Hash& Add(std::string_view bytes);
    Hash& AddNumber(std::int64_t number);    // 8 bytes, little-endian
    Hash& AddField(std::string_view bytes);  // length as a number, then the bytes
    // The hash, 32 raw bytes. REQUIRES: called once, at the end.
    std::string Finish();

  private:
    alignas(64) std::array<unsigned char, 384> state_;
};

std::string HashOf(std::string_view bytes);

// 128 bits keyed by a secret of this process (SipHash): for tables in memory, where nobody outside may
// find two texts that meet. Differs from one run to the next.
struct ShortHash {
    std::uint64_t high = 0, low = 0;
    friend bool operator==(const ShortHash&, const ShortHash&) = default;
};
ShortHash ShortHashOf(std::string_view bytes);

// A secret of 32 bytes.
struct Key {
    std::array<unsigned char, 32> bytes{};
};
Key NewKey();
// A key for one purpose from a master key; another purpose, an unrelated key.
Key DeriveKey(const Key& master, std::string_view purpose);
// nullopt: not 32 bytes.
std::optional<Key> KeyFrom(std::string_view bytes);

// Encrypted and signed (XChaCha20-Poly1305): 40 bytes longer than `text`. Opens only under the same
// key and `context`, which says what it is for and to whom, and is not itself part of the result.
std::string Seal(const Key& key, std::string_view context, std::string_view text);
// nullopt: not sealed under this key and context, or changed since.
std::optional<std::string> Open(const Key& key, std::string_view context, std::string_view sealed);

// A password as it may be kept: argon2id with its salt and cost, as text. Takes 64 MB and some 0.1
// s, so call it from few threads at once. Errors: kUnavailable (no memory for it).
Result<std::string> HashPassword(std::string_view password);
bool VerifyPassword(std::string_view hash, std::string_view password);

// Unforeseeable bytes from the system. NOTE: secrets come from here alone; RandomSource is for ids.
std::string RandomBytes(std::size_t count);

// Compares in a time that tells nothing of where they differ.
bool SameSecret(std::string_view left, std::string_view right);

// RFC 4648 §5, without padding.
std::string ToBase64Url(std::string_view bytes);
std::optional<std::string> FromBase64Url(std::string_view text);
// RFC 4648 §4, with padding: what FHIR's base64Binary holds.
std::string ToBase64(std::string_view bytes);
std::optional<std::string> FromBase64(std::string_view text);
std::string ToHex(std::string_view bytes);

}  // namespace tram::crypto
