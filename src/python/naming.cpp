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
  Naming found = Naming::none;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind != Token::Kind::name) continue;
    const std::string_view word = source.of(all[i]);
    if (word == "naming_convention") return Naming::convention;
    if (word != "target_metadata" || i + 2 >= all.size() || source.of(all[i + 1]) != "=") continue;
    const std::string_view value = source.of(all[i + 2]);
    if (value != "None" && value != "target_metadata") found = Naming::unseen;
  }
  return found;
}

}  // namespace dbmig::python
