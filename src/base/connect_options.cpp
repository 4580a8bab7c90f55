#include "base/connect_options.h"

#include <fmt/format.h>

namespace dbmig {

std::string ConnectOptions::display() const {
  const std::string who = user.empty() ? std::string() : user + "@";
  if (!socket.empty()) return fmt::format("{}unix({})/{}", who, socket, database);
  const std::string_view where = host.empty() ? std::string_view("localhost") : host;
  const bool bare_v6 = where.find(':') != std::string_view::npos;
  return bare_v6 ? fmt::format("{}[{}]:{}/{}", who, where, port, database)
                 : fmt::format("{}{}:{}/{}", who, where, port, database);
}

}  // namespace dbmig
