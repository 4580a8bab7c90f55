// Reads any bytes as what a server shows of an object, and as a dump, by both servers' rules. What
// is translated stays what it was where nothing of it is to change; a value comes back out of its
// literal; nothing but Error is thrown.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "dump/dump_file.h"
#include "dump/dump_text.h"
#include "dump/row_text.h"
#include "dump/translate.h"
#include "sql/lexer.h"
#include "sql/splitter.h"

namespace {

using dbmig::Dialect;
using dbmig::Flavour;
using dbmig::SchemaObject;
using Kind = SchemaObject::Kind;

constexpr Dialect kMariadb{Flavour::mariadb, 101119};
constexpr Dialect kMysql{Flavour::mysql, 90704};

void demand(bool truth) {
  if (!truth) std::abort();
}

dbmig::Catalog catalog_of(Kind kind, std::string_view text, std::string_view sql_mode) {
  dbmig::Catalog catalog;
  catalog.database = "shop";
  catalog.character_set = "utf8mb4";
  catalog.collation = "utf8mb4_uca1400_ai_ci";
  SchemaObject object{kind, "o", std::string(text), std::nullopt};
  if (kind != Kind::table && kind != Kind::sequence) {
    object.context = dbmig::StoredContext{std::string(sql_mode), "utf8mb4", "utf8mb4_bin",
                                          "utf8mb4_uca1400_ai_ci", ""};
  }
  catalog.objects.push_back(std::move(object));
  return catalog;
}

void check_translation(Kind kind, std::string_view text, std::string_view sql_mode) {
  using dbmig::DumpTarget;
  for (const Dialect& source : {kMariadb, kMysql}) {
    for (const DumpTarget target : {DumpTarget::same, DumpTarget::mysql8, DumpTarget::mariadb}) {
      for (const dbmig::Missing missing : {dbmig::Missing::refuse, dbmig::Missing::leave_out}) {
        dbmig::TranslateOptions options;
        options.target = target;
        options.missing = missing;
        options.auto_increment = dbmig::Counters::keep;
        const dbmig::Translation done =
            dbmig::translate(catalog_of(kind, text, sql_mode), source, options);
        demand(done.catalog.objects.size() <= 1);
        const bool untouched = target == DumpTarget::same && kind == Kind::procedure &&
                               text.find("shop") == std::string_view::npos;
        demand(!untouched || done.catalog.objects.at(0).create == text);
      }
    }
  }
}

void check_literal(std::string_view text) {
  std::string literal;
  dbmig::append_quoted(literal, text);
  demand(literal.find('\n') == std::string::npos);
  dbmig::Lexer lexer(literal, kMariadb);
  const dbmig::Token token = lexer.next();
  demand(token.kind == dbmig::TokenKind::string && token.text.size() == literal.size());
  demand(dbmig::unquoted(token, kMariadb) == text);
}

void check_load(std::string_view text, const Dialect& dialect) {
  try {
    dbmig::Splitter splitter(text, dialect, "fuzz.sql");
    while (const auto piece = splitter.next()) {
      const std::string_view statement = piece->statement.text;
      const dbmig::LoadStatement load = dbmig::load_statement(statement, splitter.dialect());
      demand(load.rest.empty() || statement.ends_with(load.rest));
      dbmig::inserted_rows(statement, splitter.dialect(), {"alembic_version"});
    }
  } catch (const dbmig::Error& error) {
    demand(error.location().has_value());
    const dbmig::Location place = dbmig::shortened(*error.location());
    demand(place.caret >= 0);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Kind kind : {Kind::table, Kind::view, Kind::function, Kind::procedure, Kind::package,
                          Kind::trigger, Kind::event, Kind::sequence}) {
    check_translation(kind, text, "");
  }
  check_translation(Kind::procedure, text, "ANSI_QUOTES,NO_BACKSLASH_ESCAPES");
  check_literal(text);
  check_load(text, kMariadb);
  check_load(text, kMysql);
  return 0;
}
