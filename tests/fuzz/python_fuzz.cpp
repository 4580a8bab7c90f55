// Reads any bytes as a Python revision file and holds the layer to its promises: nothing but
// Error is thrown, every error has a place, tokens lie in order within the file, and the fast
// way to the metadata says what the parser says.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/error.h"
#include "python/lexer.h"
#include "python/parser.h"

namespace {

void demand(bool truth) {
  if (!truth) std::abort();
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
    const dbmig::python::Module module = dbmig::python::parse(source);
    for (const auto& node : module.expressions)
      demand(node.offset <= node.end && node.end <= size);
  } catch (const dbmig::Error& e) {
    demand(e.code() == dbmig::ErrorCode::data && e.location().has_value());
  }
  return 0;
}
