#include "scratch/unix_socket.h"

#include <cerrno>
#include <cstring>
#include <optional>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace dbmig {
namespace {

std::optional<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() > kLongestSocketPath) {
    errno = ENAMETOOLONG;
    return std::nullopt;
  }
  std::memcpy(static_cast<char*>(address.sun_path), path.c_str(), path.size() + 1);
  return address;
}

Descriptor unix_stream() { return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)); }

const sockaddr* generic(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

}  // namespace

Descriptor connect_unix(const std::string& path) {
  const auto address = address_of(path);
  if (!address) return {};
  Descriptor connection = unix_stream();
  if (!connection.ok()) return {};
  // A signal leaves a unix socket unconnected, so trying again is right.
  int connected = -1;
  do {
    connected = ::connect(connection.get(), generic(*address), sizeof *address);
  } while (connected != 0 && errno == EINTR);
  return connected == 0 ? std::move(connection) : Descriptor();
}

Descriptor listen_unix(const std::string& path) {
  const auto address = address_of(path);
  if (!address) return {};
  Descriptor listener = unix_stream();
  if (!listener.ok()) return {};
  if (::bind(listener.get(), generic(*address), sizeof *address) != 0) return {};
  if (::chmod(path.c_str(), 0600) != 0 || ::listen(listener.get(), 8) != 0) return {};
  return listener;
}

}  // namespace dbmig
