#include "dump/translate_program.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "db/connection.h"
#include "dump/token_editor.h"
#include "dump/translate_code.h"
#include "sql/sql_mode.h"

namespace dbmig {
namespace {

using Kind = SchemaObject::Kind;

/// Where the header's DEFINER clause is, as tokens; 0 tokens when there is none.
struct Clause {
  std::size_t begin = 0;
  std::size_t end = 0;
};

Clause find_definer(const TokenEditor& tokens) {
  constexpr std::size_t kHeader = 12;  // CREATE ALGORITHM = x DEFINER = a @ b …
  for (std::size_t i = 0; i < std::min(kHeader, tokens.size()); ++i) {
    if (!tokens.is(i, "definer") || !tokens.is(i + 1, '=')) continue;
    const bool host = tokens.is(i + 3, '@');
    return {i, host ? i + 5 : i + 3};
  }
  return {};
}

void translate_definer(TokenEditor& tokens, const DefinerRule& rule, Notes& notes) {
  const Clause clause = find_definer(tokens);
  if (clause.end == 0 || rule.kind == DefinerRule::Kind::keep) return;
  const std::string was(tokens.text(clause.begin + 2, clause.end));
  if (rule.kind == DefinerRule::Kind::drop) {
    tokens.erase(clause.begin, clause.end);
    notes.change(fmt::format("the definer {} is left out: it is whoever loads the dump", was));
  } else if (was != rule.definer) {
    tokens.replace(clause.begin + 2, clause.end, rule.definer);
    notes.change(fmt::format("the definer {} is written {}", was, rule.definer));
  }
}

/// A trigger's header keeps the database's name if it was given one.
void drop_own_database(TokenEditor& tokens, const std::string& database) {
  for (std::size_t i = 1; i < tokens.size() && !tokens.are(i, {"for", "each", "row"}); ++i) {
    const bool named = tokens.is_any(
        i - 1, {"trigger", "on", "exists", "event", "procedure", "function", "package", "body"});
    if (named && tokens.is(i + 1, '.') && tokens.value(i) == database) {
      tokens.replace(i, i + 2, "");
    }
    if (tokens.is(i, '(')) break;
  }
}

/// In `first` up to `last` there are declarations: MySQL wants a character set before each
/// COLLATE.
void name_character_sets(TokenEditor& tokens, std::size_t first, std::size_t last) {
  bool named = false;
  for (std::size_t i = first; i < last; ++i) {
    if (tokens.is(i, ',')) named = false;
    if (tokens.is_any(i, {"charset", "character"})) named = true;
    if (tokens.is(i, "default")) return;
    if (!tokens.is(i, "collate") || std::exchange(named, true)) continue;
    tokens.insert_before(i,
                         fmt::format("CHARACTER SET {} ", character_set_of(tokens.value(i + 1))));
  }
}

/// The parameters, the type that is returned, and the variables of a routine.
void name_character_sets(TokenEditor& tokens) {
  std::size_t i = 0;
  while (i < tokens.size() && !tokens.is_any(i, {"procedure", "function", "trigger", "event"}))
    ++i;
  const bool routine = tokens.is_any(i, {"procedure", "function"});
  if (routine && tokens.is(i + 2, '(')) {
    const std::size_t end = tokens.after_parentheses(i + 2);
    name_character_sets(tokens, i + 2, end);
    if (tokens.is(end, "returns")) {
      std::size_t after = end;
      while (after < tokens.size() &&
             !tokens.is_any(
                 after, {"begin", "return", "language", "comment", "deterministic", "not", "sql"}))
        ++after;
      name_character_sets(tokens, end, after);
    }
  }
  for (; i < tokens.size(); ++i) {
    if (!tokens.is(i, "declare")) continue;
    std::size_t end = i;
    while (end < tokens.size() && tokens[end].kind != TokenKind::delimiter)
      ++end;
    name_character_sets(tokens, i, end);
  }
}

/// A view names the database of a function that it calls, also its own.
void drop_database_of_functions(TokenEditor& tokens, const std::string& database) {
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const bool call = tokens[i].kind == TokenKind::quoted_name && tokens.is(i + 1, '.') &&
                      tokens[i + 2].kind == TokenKind::quoted_name && tokens.is(i + 3, '(');
    if (call && tokens.value(i) == database) tokens.replace(i, i + 2, "");
  }
}

/// MySQL writes a log that a function may break, and refuses one that does not say it will not.
bool says_what_it_does(const TokenEditor& tokens) {
  std::size_t i = 0;
  while (i < tokens.size() && !tokens.is(i, "returns"))
    ++i;
  for (; i < tokens.size() && !tokens.is_any(i, {"begin", "return"}); ++i) {
    if (tokens.is(i, "deterministic") && !tokens.is(i - 1, "not")) return true;
    if (tokens.are(i, {"no", "sql"}) || tokens.are(i, {"reads", "sql", "data"})) return true;
  }
  return false;
}

void check_routine(const SchemaObject& object, const TokenEditor& tokens, Notes& notes) {
  if (object.kind == Kind::package || object.kind == Kind::package_body) {
    notes.leave_out("packages do not exist in MySQL", "left out",
                    "write its routines without a package, or leave it out with --lossy");
    return;
  }
  if (object.context->sql_mode.find("ORACLE") != std::string::npos) {
    notes.leave_out("it is written in Oracle's language (sql_mode ORACLE)", "left out",
                    "write it in the language of the standard, or leave it out with --lossy");
    return;
  }
  if (object.kind != Kind::function) return;
  for (std::size_t i = 0; i < tokens.size() && !tokens.is(i, "function"); ++i) {
    if (tokens.is(i, "aggregate")) {
      notes.leave_out("aggregate functions in SQL do not exist in MySQL", "left out",
                      "leave it out with --lossy");
    }
  }
  if (!says_what_it_does(tokens)) {
    notes.leave_out(
        "it is neither DETERMINISTIC nor NO SQL nor READS SQL DATA, which MySQL refuses (1418)",
        "left out",
        fmt::format("say which holds: ALTER FUNCTION {} READS SQL DATA, or create it "
                    "DETERMINISTIC",
                    quoted_name(object.name)));
  }
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The text comes as utf8mb4, and will be read as its context says.
void check_character_set(SchemaObject& object, Notes& notes) {
  std::string& set = object.context->character_set;
  if (set == "utf8mb4" || set == "utf8mb3" || set == "utf8" || is_ascii(object.create)) return;
  const std::string what =
      fmt::format("it was created by a client of {}, and holds characters beyond ASCII", set);
  if (notes.missing() == Missing::refuse) {
    return notes.refuse(what + "; create it again with SET NAMES utf8mb4, or use --lossy");
  }
  notes.warn(what + "; it is written as by a client of utf8mb4");
  set = "utf8mb4";
  object.context->collation = "utf8mb4_general_ci";
}

}  // namespace

std::string translate_collation(const std::string& collation, const TranslateOptions& options,
                                Notes& notes) {
  const std::optional<std::string> mapped = options.collations.mapped(collation, options.target);
  if (!mapped) return collation;
  notes.change(fmt::format("collation {} is written {}: {} has not got it", collation, *mapped,
                           product(options.target)));
  return *mapped;
}

SchemaObject translate_program(SchemaObject object, const std::string& database,
                               const Dialect& source, const TranslateOptions& options,
                               Notes& notes) {
  const Dialect dialect = with_sql_mode(source, object.context->sql_mode);
  TokenEditor tokens(object.create, dialect);
  translate_definer(tokens, options.definer, notes);
  if (object.kind == Kind::view) {
    drop_database_of_functions(tokens, database);
  } else {
    drop_own_database(tokens, database);
  }
  check_character_set(object, notes);
  if (options.target != DumpTarget::same) {
    tokens.unwrap();
    const CodeKind kind = object.kind == Kind::view ? CodeKind::view : CodeKind::program;
    if (options.target == DumpTarget::mysql8 && object.is_program()) {
      check_routine(object, tokens, notes);
      name_character_sets(tokens);
    }
    translate_code(tokens, 0, tokens.size(), kind, options, notes);
    StoredContext& context = *object.context;
    context.collation = translate_collation(context.collation, options, notes);
    if (!context.database_collation.empty()) {
      context.database_collation = translate_collation(context.database_collation, options, notes);
    }
    context.sql_mode = known_sql_modes(context.sql_mode, options.target);
  }
  object.create = tokens.result();
  return object;
}

}  // namespace dbmig
