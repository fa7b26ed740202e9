#include "platform/crypto/crypto.h"

#include <sodium.h>

#include <cstring>

namespace tram::crypto {
namespace {

// libsodium must choose its fast paths before the first use from any thread.
void Ready() {
    static const bool ready = sodium_init() >= 0;
    TRAM_MUST(ready);
}

const unsigned char* Bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

static_assert(sizeof(crypto_generichash_state) <= 384 && alignof(crypto_generichash_state) <= 64);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == sizeof(Key::bytes));

std::string Encode(std::string_view bytes, int variant) {
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), Bytes(bytes), bytes.size(), variant);
    text.pop_back();  // the closing zero
    return text;
}

std::optional<std::string> Decode(std::string_view text, int variant) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(Bytes(bytes), bytes.size(), text.data(), text.size(), nullptr, &size,
                          &end, variant) != 0 ||
        end != text.data() + text.size())
        return std::nullopt;
    bytes.resize(size);
    return bytes;
}

}  // namespace

Hash::Hash() {
    Ready();
    crypto_generichash_init(reinterpret_cast<crypto_generichash_state*>(state_.data()), nullptr, 0,
                            kHashBytes);
}

Hash& Hash::Add(std::string_view bytes) {
    crypto_generichash_update(reinterpret_cast<crypto_generichash_state*>(state_.data()),
                              Bytes(bytes), bytes.size());
    return *this;
}

Hash& Hash::AddNumber(std::int64_t number) {
    char bytes[8];
    for (int i = 0; i < 8; ++i)
        bytes[i] = static_cast<char>(static_cast<std::uint64_t>(number) >> 8 * i);
    return Add({bytes, sizeof bytes});
}

Hash& Hash::AddField(std::string_view bytes) {
    return AddNumber(static_cast<std::int64_t>(bytes.size())).Add(bytes);
}

std::string Hash::Finish() {
    std::string hash(kHashBytes, '\0');
    crypto_generichash_final(reinterpret_cast<crypto_generichash_state*>(state_.data()),
                             Bytes(hash), hash.size());
    return hash;
}

std::string HashOf(std::string_view bytes) {
    return Hash().Add(bytes).Finish();
}

ShortHash ShortHashOf(std::string_view bytes) {
    static const std::string secret = RandomBytes(crypto_shorthash_siphashx24_KEYBYTES);
    ShortHash hash;
    static_assert(sizeof hash == crypto_shorthash_siphashx24_BYTES);
    crypto_shorthash_siphashx24(reinterpret_cast<unsigned char*>(&hash), Bytes(bytes), bytes.size(),
                                Bytes(std::string_view(secret)));
    return hash;
}

Key NewKey() {
    Ready();
    Key key;
    randombytes_buf(key.bytes.data(), key.bytes.size());
    return key;
}

Key DeriveKey(const Key& master, std::string_view purpose) {
    Ready();
    Key key;
    crypto_generichash(key.bytes.data(), key.bytes.size(), Bytes(purpose), purpose.size(),
                       master.bytes.data(), master.bytes.size());
    return key;
}

std::optional<Key> KeyFrom(std::string_view bytes) {
    Key key;
    if (bytes.size() != key.bytes.size()) return std::nullopt;
    std::memcpy(key.bytes.data(), bytes.data(), bytes.size());
    return key;
}

std::string Seal(const Key& key, std::string_view context, std::string_view text) {
    // A random nonce of 24 bytes never meets its twin, so no counter has to be kept.
    std::string sealed = RandomBytes(kNonceBytes);
    sealed.resize(kNonceBytes + text.size() + kTagBytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(Bytes(sealed) + kNonceBytes, nullptr, Bytes(text),
                                               text.size(), Bytes(context), context.size(), nullptr,
                                               Bytes(sealed), key.bytes.data());
    return sealed;
}

std::optional<std::string> Open(const Key& key, std::string_view context, std::string_view sealed) {
    Ready();
    if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
    std::string text(sealed.size() - kNonceBytes - kTagBytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            Bytes(text), nullptr, nullptr, Bytes(sealed) + kNonceBytes, sealed.size() - kNonceBytes,
            Bytes(context), context.size(), Bytes(sealed), key.bytes.data()) != 0)
        return std::nullopt;
    return text;
}

Result<std::string> HashPassword(std::string_view password) {
    Ready();
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(hash, password.data(), password.size(),
                          crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return Error{
            .code = ErrorCode::kUnavailable,
            .message = "There is not enough memory to store a password now. Try again later.",
            .message_vi = "Hiện không đủ bộ nhớ để lưu mật khẩu. Xin thử lại sau."};
    return std::string(hash);
}

bool VerifyPassword(std::string_view hash, std::string_view password) {
    Ready();
    return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) ==
           0;
}

std::string RandomBytes(std::size_t count) {
    Ready();
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

bool SameSecret(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string ToBase64Url(std::string_view bytes) {
    return Encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<std::string> FromBase64Url(std::string_view text) {
    return Decode(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string ToBase64(std::string_view bytes) {
    return Encode(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::optional<std::string> FromBase64(std::string_view text) {
    return Decode(text, sodium_base64_VARIANT_ORIGINAL);
}

std::string ToHex(std::string_view bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), Bytes(bytes), bytes.size());
    text.pop_back();
    return text;
}

}  // namespace tram::crypto
