// Reads any bytes as a Python revision file and holds the layer to its promises: nothing but
// Error is thrown, every error has a place, tokens lie in order within the file, and the fast
// way to the metadata says what the parser says.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "python/assignments.h"
#include "python/lexer.h"
#include "python/parser.h"

namespace {

void demand(bool truth) {
  if (!truth) std::abort();
}

/// Stepping over functions finds the same statements as parsing the file, where that can be.
void check_top_level(const dbmig::python::Source& source, dbmig::python::Module module) {
  using dbmig::python::top_level;
  const auto whole = top_level(source, std::move(module));
  const auto quick = top_level(source);
  demand((whole.doc == nullptr) == (quick.doc == nullptr));
  demand(whole.doc == nullptr || whole.doc->text == quick.doc->text);
  demand(whole.statements.size() == quick.statements.size());
  for (std::size_t i = 0; i < whole.statements.size(); ++i)
    demand(whole.statements[i].second->offset == quick.statements[i].second->offset);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const dbmig::python::Source source{{reinterpret_cast<const char*>(data), size}, "fuzz.py"};
  try {
    std::size_t position = 0;
    for (const auto& token : dbmig::python::tokens(source)) {
      demand(token.offset >= position && token.end >= token.offset && token.end <= size);
      position = token.end;
    }
    dbmig::python::Module module = dbmig::python::parse(source);
    for (const auto& node : module.expressions)
      demand(node.offset <= node.end && node.end <= size);
    check_top_level(source, std::move(module));
  } catch (const dbmig::Error& e) {
    demand(e.code() == dbmig::ErrorCode::data && e.location().has_value());
  }
  return 0;
}
