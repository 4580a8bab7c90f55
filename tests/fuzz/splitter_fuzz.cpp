// Reads any bytes as SQL by every dialect, and holds the splitter to its promises: tokens
// joined are the text, pieces lie in order within it, and nothing but Error is thrown.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/error.h"
#include "sql/classify.h"
#include "sql/lexer.h"
#include "sql/objects.h"
#include "sql/splitter.h"

namespace {

using dbmig::Dialect;
using dbmig::Flavour;

void demand(bool truth) {
  if (!truth) std::abort();
}

void check_tokens(std::string_view text, const Dialect& dialect) {
  dbmig::Lexer lexer(text, dialect);
  std::size_t position = 0;
  for (dbmig::Token token = lexer.next(); token.kind != dbmig::TokenKind::end;
       token = lexer.next()) {
    demand(token.offset == position && !token.text.empty());
    demand(token.text.data() == text.data() + position);
    position = token.end();
  }
  demand(position == text.size());
}

void check_pieces(std::string_view text, const Dialect& dialect) {
  dbmig::Splitter splitter(text, dialect, "fuzz.sql");
  std::size_t position = 0;
  try {
    while (const auto piece = splitter.next()) {
      const dbmig::Statement& statement = piece->statement;
      demand(statement.offset >= position && !statement.text.empty());
      demand(statement.line > 0 && statement.column > 0);
      demand(text.substr(statement.offset, statement.text.size()).data() == statement.text.data());
      position = statement.offset + statement.text.size();
      dbmig::classify(statement.text, splitter.dialect());
      dbmig::summary(statement.text, splitter.dialect());
      dbmig::objects(statement.text, splitter.dialect());
    }
  } catch (const dbmig::Error& error) {
    demand(error.location().has_value() && !error.report().empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Dialect& dialect :
       {Dialect{}, Dialect{Flavour::mysql, 90100}, Dialect{.ansi_quotes = true},
        Dialect{.no_backslash_escapes = true}, Dialect{.ansi_quotes = true, .oracle = true}}) {
    check_tokens(text, dialect);
    check_pieces(text, dialect);
  }
  return 0;
}
