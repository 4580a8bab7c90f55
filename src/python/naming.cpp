#include "python/naming.h"

#include <vector>

#include "base/error.h"
#include "python/lexer.h"

namespace dbmig::python {

Naming naming_of(std::string_view env) {
  const Source source{env, "env.py"};
  std::vector<Token> all;
  try {
    all = tokens(source);
  } catch (const Error&) {
    return Naming::unseen;
  }
  bool has_metadata = false;
  bool has_convention = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind != Token::Kind::name) continue;
    const std::string_view word = source.of(all[i]);
    has_convention = has_convention || word == "naming_convention";
    if (word != "target_metadata" || i + 2 >= all.size() || source.of(all[i + 1]) != "=") continue;
    const std::string_view value = source.of(all[i + 2]);
    has_metadata = has_metadata || (value != "None" && value != "target_metadata");
  }
  // A convention that belongs to nothing that Alembic is given names nothing.
  if (!has_metadata) return Naming::none;
  return has_convention ? Naming::convention : Naming::unseen;
}

}  // namespace dbmig::python
