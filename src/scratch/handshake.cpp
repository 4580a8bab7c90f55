#include "scratch/handshake.h"

#include <array>
#include <cerrno>
#include <cstddef>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "scratch/unix_socket.h"

namespace dbmig {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kHeaderSize = 4;  // three bytes of length, one of sequence
constexpr char kProtocol = 10;
constexpr std::size_t kLongestVersion = 255;

enum class Greeting { unfinished, refused, whole };

Greeting state_of(std::string_view bytes) {
  if (bytes.size() > kHeaderSize && bytes[kHeaderSize] != kProtocol) return Greeting::refused;
  if (bytes.size() <= kHeaderSize + 1) return Greeting::unfinished;
  const std::string_view version = bytes.substr(kHeaderSize + 1);
  if (version.find('\0') != std::string_view::npos) return Greeting::whole;
  return version.size() > kLongestVersion ? Greeting::refused : Greeting::unfinished;
}

}  // namespace

std::string_view name(ServerFlavour flavour) {
  return flavour == ServerFlavour::mariadb ? "MariaDB" : "MySQL";
}

std::optional<ServerGreeting> parse_greeting(std::string_view bytes) {
  if (state_of(bytes) != Greeting::whole) return std::nullopt;
  std::string_view version = bytes.substr(kHeaderSize + 1);
  version = version.substr(0, version.find('\0'));
  ServerGreeting greeting;
  const bool mariadb = lower(version).find("mariadb") != std::string::npos;
  greeting.flavour = mariadb ? ServerFlavour::mariadb : ServerFlavour::mysql;
  // MariaDB before 11 puts this in front, for clients that know only MySQL 5.5.
  constexpr std::string_view kDisguise = "5.5.5-";
  if (mariadb && version.starts_with(kDisguise)) version.remove_prefix(kDisguise.size());
  greeting.version = printable(version);
  return greeting;
}

std::optional<ServerGreeting> greet(const std::string& socket, std::chrono::milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  const Descriptor connection = connect_unix(socket);
  if (!connection.ok()) return std::nullopt;
  std::string bytes;
  std::array<char, 512> chunk{};
  while (state_of(bytes) == Greeting::unfinished) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return std::nullopt;
    pollfd wanted{connection.get(), POLLIN, 0};
    const int ready = ::poll(&wanted, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno != EINTR) return std::nullopt;
    if (ready <= 0) continue;
    const ssize_t got = ::recv(connection.get(), chunk.data(), chunk.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) return std::nullopt;
    bytes.append(chunk.data(), static_cast<std::size_t>(got));
  }
  return parse_greeting(bytes);
}

}  // namespace dbmig
