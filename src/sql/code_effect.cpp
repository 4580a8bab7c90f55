#include "sql/code_effect.h"

#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "sql/code_reader.h"

namespace dbmig {
namespace {

/// `p`, `s.p`; what a package has inside of it is named by the package.
ObjectName take_object(CodeReader& code, ObjectName::Kind kind, const Dialect& dialect) {
  ObjectName name;
  name.kind = kind;
  name.name = unquoted(code.token(), dialect);
  code.advance();
  while (code.take('.')) {
    name.schema += (name.schema.empty() ? "" : ".") + name.name;
    name.name = unquoted(code.token(), dialect);
    code.advance();
  }
  return name;
}

/// One condition of a handler. By the others the server rolls back no more than a statement; a
/// name may stand for anything.
bool may_follow_a_rollback(CodeReader& code, const Dialect& dialect) {
  if (code.take("not")) return !code.take("found");
  if (code.take("sqlwarning")) return false;
  const bool is_state = code.take("sqlstate");
  if (is_state) code.take("value");
  const std::string text = unquoted(code.token(), dialect);
  const bool is_number = code.token().kind == TokenKind::number;
  code.advance();
  // Deadlock, lock wait, changed record, full table of locks, error in a commit; what has no state
  // of its own is HY000.
  if (is_state) return text.starts_with("40") || text == "HY000";
  return !is_number || text == "1213" || text == "1205" || text == "1020" || text == "1206" ||
         text == "1180";
}

/// Behind HANDLER.
bool handles_rollback(CodeReader& code, const Dialect& dialect) {
  if (!code.take("for")) return false;  // HANDLER t OPEN
  do {
    if (may_follow_a_rollback(code, dialect)) return true;
  } while (code.take(','));
  return false;
}

/// Behind EXECUTE.
void read_execute(CodeReader& code, const Dialect& dialect, CodeEffect& effect) {
  std::string literal;
  if (code.take("immediate")) {
    for (; code.token().kind == TokenKind::string; code.advance())
      literal += unquoted(code.token(), dialect);
  }
  const bool is_whole = !literal.empty() && (code.at_end() || code.at("using") ||
                                             code.token().kind == TokenKind::delimiter);
  if (is_whole) {
    effect.add(code_effect(literal, dialect));
    effect.texts.push_back(std::move(literal));
  } else {
    effect.is_dynamic = true;
  }
}

/// BEGIN by itself, which is no block.
bool is_begin(CodeReader code) {
  if (!code.take("begin")) return false;
  code.take("work");
  return code.at_end();
}

/// Behind ROLLBACK: whether it goes no further back than to one of these savepoints.
bool is_within(CodeReader& code, const std::set<std::string>& savepoints, const Dialect& dialect) {
  code.take("work");
  if (!code.take("to")) return false;
  code.take("savepoint");
  return savepoints.contains(lower(unquoted(code.token(), dialect)));
}

}  // namespace

void CodeEffect::add(const CodeEffect& other) {
  rolls_back = rolls_back || other.rolls_back;
  begins = begins || other.begins;
  defines = defines || other.defines;
  is_dynamic = is_dynamic || other.is_dynamic;
  calls.insert(calls.end(), other.calls.begin(), other.calls.end());
  texts.insert(texts.end(), other.texts.begin(), other.texts.end());
  temporary.insert(temporary.end(), other.temporary.begin(), other.temporary.end());
  prepared.insert(prepared.end(), other.prepared.begin(), other.prepared.end());
}

CodeEffect code_effect(std::string_view text, const Dialect& dialect) {
  CodeEffect effect;
  std::set<std::string> savepoints;
  effect.begins = is_begin(CodeReader(text, dialect));
  CodeReader code(text, dialect);
  while (!code.at_end()) {
    if (code.take("rollback")) {
      effect.rolls_back = !is_within(code, savepoints, dialect) || effect.rolls_back;
    } else if (code.take("savepoint")) {
      savepoints.insert(lower(unquoted(code.token(), dialect)));
    } else if (code.take("start")) {
      effect.begins = effect.begins || code.at("transaction");
    } else if (code.take("handler")) {
      effect.rolls_back = handles_rollback(code, dialect) || effect.rolls_back;
    } else if (code.take("exception")) {
      effect.rolls_back = effect.rolls_back || code.at("when");
    } else if (code.take("call")) {
      effect.calls.push_back(take_object(code, ObjectName::Kind::procedure, dialect));
    } else if (code.take("execute")) {
      read_execute(code, dialect, effect);
    } else if (code.take("prepare")) {
      effect.is_dynamic = true;
      effect.prepared.push_back(unquoted(code.token(), dialect));
    } else if (code.take("temporary")) {
      if (!code.take("table")) continue;
      code.take("if");
      code.take("not");
      code.take("exists");
      effect.temporary.push_back(take_object(code, ObjectName::Kind::table, dialect));
    } else {
      effect.defines =
          effect.defines || code.at_any({"create", "alter", "drop", "rename", "truncate"});
      code.advance();
    }
  }
  return effect;
}

}  // namespace dbmig
