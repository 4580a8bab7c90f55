#pragma once

#include <string>
#include <string_view>

#include "config/redact.h"
#include "config/url.h"

namespace dbmig {

/// A URL while it is being read: its text, and errors that quote nothing hidden.
class UrlReader {
 public:
  UrlReader(std::string_view text, const UrlLocator& where)
      : text_(text), shown_(text, hidden_in_url(text)), where_(where) {}

  std::string_view text() const { return text_; }
  std::string_view piece(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin);
  }
  /// Bytes `begin` to `end` for a message.
  std::string quote(std::size_t begin, std::size_t end) const { return shown_.slice(begin, end); }

  Error error(const std::string& message, std::size_t offset) const {
    return Error(ErrorCode::config, message).at(where_(offset));
  }

  /// `%41` as `A`; a percent sign that begins no escape stays. Throws on `%00`.
  std::string decoded(std::size_t begin, std::size_t end) const;
  /// Reads `host`, `host:port` or `[v6]:port`; both parts may be missing.
  void read_address(std::size_t begin, std::size_t end, UrlLogin& login) const;

 private:
  std::string_view text_;
  RedactedText shown_;
  const UrlLocator& where_;
};

/// One `name=value` behind the `?`.
struct UrlOption {
  std::string name;   // decoded
  std::string value;  // decoded
  std::size_t begin = 0;
  std::size_t value_begin = 0;
  std::size_t end = 0;
};

/// Applies the options from byte `begin` on, as the drivers behind SQLAlchemy know them.
/// `driver` is what stands behind the `+` of the scheme.
void read_driver_options(const UrlReader& url, std::size_t begin, std::string_view driver,
                         UrlLogin& login);

/// Applies the parameters of a Go DSN from byte `begin` on.
void read_dsn_options(const UrlReader& url, std::size_t begin, UrlLogin& login);

}  // namespace dbmig
