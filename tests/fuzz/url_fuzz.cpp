// Reads any bytes as a URL, and holds the parser to its promises: nothing but Error is
// thrown, it points into the redacted URL, and a password that was found is in no message.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/error.h"
#include "config/redact.h"
#include "config/url.h"

namespace {

void demand(bool truth) {
  if (!truth) std::abort();
}

void check_redaction(std::string_view url) {
  std::size_t last = 0;
  const std::vector<dbmig::HiddenRange> hidden = dbmig::hidden_in_url(url);
  for (const dbmig::HiddenRange& range : hidden) {
    demand(range.begin >= last && range.end >= range.begin && range.end <= url.size());
    last = range.end;
  }
  const dbmig::RedactedText shown(url, hidden);
  for (std::size_t i = 0; i <= url.size(); ++i)
    demand(shown.position(i) <= shown.str().size());
  dbmig::hidden_in_line(url);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view url(reinterpret_cast<const char*>(data), size);
  check_redaction(url);
  try {
    const dbmig::UrlLogin login = dbmig::parse_url(url, dbmig::locate_in("URL", url));
    demand(!login.port || (*login.port > 0 && *login.port < 65536));
  } catch (const dbmig::Error& error) {
    demand(error.code() == dbmig::ErrorCode::config);
    demand(error.location().has_value() && !error.report().empty());
  }
  return 0;
}
