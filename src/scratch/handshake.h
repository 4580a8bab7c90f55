#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/connect_options.h"

namespace dbmig {

/// Which family a server belongs to.
enum class ServerFlavour { mariadb, mysql };

/// `MariaDB` or `MySQL`, as a person writes it.
std::string_view name(ServerFlavour flavour);

/// What a server says of itself in the first packet of a connection.
struct ServerGreeting {
  ServerFlavour flavour = ServerFlavour::mariadb;
  std::string version;  // `10.11.19-MariaDB-0+deb12u1`, `8.0.36`
};

/// Reads the first packet of a connection. Nothing when it is not a whole greeting of
/// protocol 10: an error packet, another protocol, or bytes that stop too early.
std::optional<ServerGreeting> parse_greeting(std::string_view bytes);

/// Connects to a unix socket and waits for the greeting, no longer than `patience`.
/// Nothing when nobody listens, or what answers is no MySQL server.
std::optional<ServerGreeting> greet(const std::string& socket, std::chrono::milliseconds patience);

}  // namespace dbmig
