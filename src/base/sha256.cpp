#include "base/sha256.h"

#include <array>
#include <memory>

#include <openssl/evp.h>

#include "base/error.h"

namespace dbmig {

namespace {

/// Looked up once: with EVP_sha256() OpenSSL 3 does it at each call, which takes longer than the
/// digest of a statement.
const EVP_MD* algorithm() {
  static const std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> found(
      EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free);
  return found.get();
}

}  // namespace

std::string sha256(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  const EVP_MD* type = algorithm();
  if (type == nullptr ||
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, type, nullptr) != 1) {
    throw Error(ErrorCode::internal, "OpenSSL cannot compute a SHA-256");
  }
  std::string hex;
  for (unsigned i = 0; i < length; ++i) {
    hex += kDigits[digest[i] >> 4U];
    hex += kDigits[digest[i] & 0xFU];
  }
  return hex;
}

}  // namespace dbmig
