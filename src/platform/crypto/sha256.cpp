#include "platform/crypto/sha256.h"

#include <sodium.h>

#include "platform/crypto/crypto.h"

namespace tram::crypto {

std::string Sha256Hex(std::string_view bytes) {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return ToHex(hash);
}

}  // namespace tram::crypto
