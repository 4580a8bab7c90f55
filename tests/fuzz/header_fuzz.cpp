// Reads any bytes as a native revision file and holds the script layer to its promises:
// nothing but Error is thrown, the direct path reads what yaml-cpp reads, a head asks for
// more or gives what the whole gives, and statements lie in order within their file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/error.h"
#include "script/header.h"
#include "script/header_fields.h"
#include "script/sql_script.h"

namespace {

using dbmig::Extent;

void demand(bool truth) {
  if (!truth) std::abort();
}

/// Demands that statements come in order and are where they say.
class OrderCheck : public dbmig::StatementSink {
 public:
  explicit OrderCheck(std::size_t from) : position_(from) {}

  void run(const dbmig::ScriptStatement& statement) override {
    demand(statement.offset >= position_ && !statement.text.empty());
    demand(statement.source.substr(statement.offset, statement.text.size()) == statement.text);
    demand(statement.location().line == statement.line);
    demand(statement.location().column == statement.column);
    position_ = statement.offset + statement.text.size();
  }

 private:
  std::size_t position_;
};

void check_direct_path(std::string_view text) {
  const auto block = dbmig::find_header_block(text, "fuzz.sql", Extent::whole);
  const auto plain = dbmig::plain_fields(text, *block);
  if (plain) demand(dbmig::yaml_fields(text, "fuzz.sql", *block) == *plain);
}

void check_head(std::string_view text, const dbmig::Header& whole) {
  for (const std::size_t size : {text.size() / 2, whole.end, text.size()}) {
    const auto head = dbmig::parse_header(text.substr(0, size), "fuzz.sql", Extent::head);
    if (head) demand(head->revision == whole.revision && head->end == whole.end);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  dbmig::Header header;
  try {
    header = dbmig::parse_header(text, "fuzz.sql", Extent::whole).value();
  } catch (const dbmig::Error& e) {
    demand(e.location().has_value() && !e.report().empty());
    return 0;
  }
  check_direct_path(text);
  check_head(text, header);
  try {
    const auto script = dbmig::parse_sql_script(std::string(text), "fuzz.sql", header.revision, {});
    OrderCheck check(header.end);
    script->upgrade().run(check);
    if (script->downgrade() != nullptr) script->downgrade()->run(check);
    demand((script->downgrade() == nullptr) == script->no_downgrade().has_value());
  } catch (const dbmig::Error& e) {
    demand(e.code() == dbmig::ErrorCode::data && e.location().has_value());
  }
  return 0;
}
