#include "cli/server_option.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/server_info.h"

namespace dbmig {

Dialect parse_server_option(std::string_view text) {
  const std::size_t space = text.find_first_of("- ");
  const std::string_view product = text.substr(0, space);
  const std::string_view number =
      space == std::string_view::npos ? std::string_view() : trim(text.substr(space + 1));
  Dialect dialect;
  const bool mariadb = equals_ignoring_case(product, "mariadb");
  if (!mariadb && !equals_ignoring_case(product, "mysql")) {
    throw Error(ErrorCode::usage, fmt::format("--server: '{}' is no server{}", text,
                                              did_you_mean(nearest(product, {"mariadb", "mysql"}))))
        .with_hint("name one like mariadb-10.11 or mysql-8.0");
  }
  dialect.flavour = mariadb ? Flavour::mariadb : Flavour::mysql;
  dialect.version = parse_version(number).version;
  if (dialect.version == 0) {
    throw Error(ErrorCode::usage, fmt::format("--server: '{}' has no version", text))
        .with_hint("name one like mariadb-10.11 or mysql-8.0");
  }
  return dialect;
}

}  // namespace dbmig
