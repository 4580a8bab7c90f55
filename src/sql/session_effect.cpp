#include "sql/session_effect.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "sql/code_reader.h"
#include "sql/code_shapes.h"
#include "sql/written_table.h"

namespace dbmig {
namespace {

using Kind = SessionPart::Kind;

/// At the end of a statement, also of one inside a block.
bool is_over(const CodeReader& code) {
  return code.at_end() || code.token().kind == TokenKind::delimiter;
}

bool is_assignment(const Token& token) { return token.is('=') || token.text == ":="; }

/// `@x`, and not `@@x`.
bool is_user_variable(std::string_view name) {
  return name.starts_with('@') && !name.starts_with("@@");
}

/// Whether `@@global.x` outlives the session, by its scope.
bool is_global(std::string_view name) {
  return name.starts_with("@@global.") || name.starts_with("@@persist");
}

/// Whether the value of a setting comes from what the session has done, or from where it is.
bool is_of_moment(std::string_view name) {
  constexpr std::string_view kNames[] = {
      "last_insert_id", "identity",         "insert_id",     "timestamp",      "rand_seed1",
      "rand_seed2",     "warning_count",    "error_count",   "in_transaction", "last_gtid",
      "proxy_user",     "pseudo_thread_id", "external_user", "hostname",       "server_id"};
  return name.starts_with("gtid_") || std::ranges::find(kNames, name) != std::end(kNames);
}

/// Whether a later statement takes the setting away, or changes it.
bool is_used_up(std::string_view name) {
  return name == "insert_id" || name == "rand_seed1" || name == "rand_seed2" ||
         name == "gtid_seq_no";
}

/// Whether a value is computed here: by a function, also by one without parentheses, by a query
/// or a sequence.
bool computes(CodeReader code) {
  if (code.token().is('(')) return true;
  if (code.at_any({"select", "current_timestamp", "current_date", "current_time", "localtime",
                   "localtimestamp", "utc_timestamp", "utc_date", "utc_time", "sysdate",
                   "current_user", "current_role", "nextval", "currval"})) {
    return true;
  }
  if (!code.at_any({"next", "previous"})) return false;
  code.advance();
  return code.at("value");
}

/// Whether a statement of a block may begin behind this token.
bool opens_statement(const CodeReader& code) {
  return code.token().kind == TokenKind::delimiter || code.token().is(':') ||
         code.token().text == ">>" ||
         code.at_any({"begin", "atomic", "then", "else", "do", "loop", "repeat"});
}

/// Whether what looks like a variable is the host of an account, `u@localhost`: right behind a
/// name, and not behind a keyword (`SELECT@x`).
bool is_host(const Token& before, const Token& token, const Dialect& dialect) {
  if (before.text.empty() || before.offset + before.text.size() != token.offset) return false;
  if (before.kind == TokenKind::quoted_name || before.kind == TokenKind::string) return true;
  constexpr std::string_view kBeforeValues[] = {
      "all",    "and",    "as",     "between", "binary", "by",     "call",   "case", "distinct",
      "div",    "do",     "else",   "execute", "from",   "having", "if",     "in",   "interval",
      "into",   "is",     "like",   "limit",   "mod",    "not",    "offset", "on",   "or",
      "regexp", "return", "rlike",  "row",     "select", "set",    "then",   "to",   "until",
      "using",  "value",  "values", "when",    "where",  "while",  "with",   "xor"};
  return before.kind == TokenKind::word &&
         std::ranges::find(kBeforeValues, lower(unquoted(before, dialect))) ==
             std::end(kBeforeValues);
}

/// BEGIN NOT ATOMIC, IF, a label …; a BEGIN of a transaction too, which has nothing inside.
bool is_block(CodeReader code) {
  if (code.token().text == "<<") return true;
  if (code.at_any({"begin", "if", "case", "loop", "while", "repeat", "for", "declare"}))
    return true;
  code.advance();
  return code.token().is(':');
}

void add(std::vector<SessionPart>& parts, SessionPart part) {
  if (std::ranges::find(parts, part) == parts.end()) parts.push_back(std::move(part));
}

/// Gathers what a statement does to its session.
class EffectReader {
 public:
  explicit EffectReader(const Dialect& dialect) : dialect_(dialect) {}

  SessionEffect read(std::string_view statement) {
    CodeReader code(statement, dialect_);
    code.skip_statement_settings();
    if (defines_routine(code)) return {};
    if (is_block(code)) {
      block(code);
    } else if (!simple(code)) {
      mentions(code);
      effect_.session_only = code.at("select") && !effect_.makes.empty();
      if (code.at("load")) loaded(code);
      if (code.at_any({"insert", "replace", "load"})) makes_ids();
    }
    if (fills_table(statement, dialect_)) makes_ids();
    return std::move(effect_);
  }

 private:
  /// A statement whose first word tells of an effect.
  bool simple(CodeReader code) {
    code.skip_statement_settings();
    if (code.take("set")) {
      set(code);
    } else if (code.take("use")) {
      effect_.repeatable = effect_.session_only = true;
      add(effect_.makes, {Kind::database, ""});
    } else if (code.take("prepare")) {
      prepare(code);
    } else if (code.take_all({"deallocate", "prepare"})) {
      deallocate(code);
    } else if (code.take("create")) {
      create(code);
    } else if (code.take("drop")) {
      drop(code);
    } else if (code.take("call")) {
      call(code);
    } else if (code.take("execute")) {
      execute(code);
    } else if (take_diagnostics(code)) {
      diagnostics(code);
    } else {
      return false;
    }
    return true;
  }

  /// The variable that the code stands at, in lower case: `@x`, `@@session.x`. Empty when it
  /// stands at something else; else passes over it.
  std::string take_variable(CodeReader& code) {
    const Token token = code.token();
    const bool is_bare = token.kind == TokenKind::variable;
    if (!is_bare && !token.is('@') && token.text != "@@") return {};
    std::string name = lower(token.text);
    code.advance();
    const bool goes_on = !is_bare || name.ends_with('.');
    return goes_on ? name + take_name(code) : name;
  }

  std::string take_name(CodeReader& code) {
    std::string name = lower(unquoted(code.token(), dialect_));
    code.advance();
    return name;
  }

  void set(CodeReader& code) {
    if (code.at_any({"password", "default"})) return;  // Of accounts.
    effect_.repeatable = effect_.session_only = true;
    bool global = false;
    do {
      assignment(code, global);
    } while (code.take(','));
  }

  /// GLOBAL holds for what follows it in the same SET, too.
  void assignment(CodeReader& code, bool& global) {
    const bool is_scope = code.at_any({"session", "local"});
    global = code.at_any({"global", "persist", "persist_only"}) || (global && !is_scope);
    if (is_scope || code.at_any({"global", "persist", "persist_only"})) code.advance();
    std::string first;
    std::string name;
    while (!is_over(code) && !code.token().is(',') && !is_assignment(code.token())) {
      std::string part = take_variable(code);
      if (part.empty()) part = take_name(code);
      if (first.empty()) first = part;
      name += part;
    }
    bool is_same = true;
    has_read_ = false;
    if (is_assignment(code.token())) {
      code.advance();
      is_same = value(code);
      effect_.repeatable = effect_.repeatable && is_same;
    } else {
      name = first;  // NAMES, ROLE, TRANSACTION …
      while (name == "transaction" && !is_over(code))
        code.advance();  // READ ONLY, behind a comma.
    }
    if (is_global(name) || (global && !name.starts_with('@'))) {
      effect_.repeatable = effect_.session_only = false;
      effect_.is_constant = effect_.is_constant && is_same && !has_read_;
      add(effect_.outlives, {Kind::setting, std::string(without_scope(name))});
    } else if (name == "transaction" && !is_scope) {
      effect_.once = true;  // Of the next one, and of nothing after that.
    } else if (is_user_variable(name)) {
      add(effect_.makes, {Kind::variable, name});
    } else if (!locals_.contains(name)) {
      effect_.once = effect_.once || is_used_up(without_scope(name));
      add(effect_.makes, {Kind::setting, std::string(without_scope(name))});
    }
  }

  /// Whether the value up to a comma is the same in any session that has what it reads.
  bool value(CodeReader& code) {
    bool is_same = true;
    int depth = 0;
    while (!is_over(code) && (depth > 0 || !code.token().is(','))) {
      if (code.token().is('(')) ++depth;
      if (code.token().is(')')) --depth;
      is_same = is_same && !computes(code);
      ids(code);
      const std::string name = take_variable(code);
      has_read_ = has_read_ || !name.empty();
      if (name.empty()) {
        code.advance();
      } else if (is_user_variable(name)) {
        user_variable(name, code.token().text == ":=");
      } else {
        is_same = is_same && !is_global(name) && !is_of_moment(without_scope(name));
        last_id(without_scope(name));
        add(effect_.reads, {Kind::setting, std::string(without_scope(name))});
      }
    }
    return is_same;
  }

  /// The variables that tell what LAST_INSERT_ID() does.
  void last_id(std::string_view name) {
    if (name == "last_insert_id" || name == "identity")
      add(effect_.reads, {Kind::last_insert_id, ""});
  }

  /// The functions that ask for the last id or value, or make one.
  void ids(CodeReader code) {
    const std::string name = lower(unquoted(code.token(), dialect_).substr(0, 16));
    code.advance();
    if (name == "lastval" || name == "currval" || (name == "previous" && code.at("value")))
      add(effect_.reads, {Kind::sequence_value, ""});
    if (name == "nextval" || (name == "next" && code.at("value")))
      add(effect_.makes, {Kind::sequence_value, ""});
    if (name != "last_insert_id") return;
    const bool has_argument = code.take('(') && !code.token().is(')');
    add(has_argument ? effect_.makes : effect_.reads, {Kind::last_insert_id, ""});
  }

  void makes_ids() {
    add(effect_.makes, {Kind::last_insert_id, ""});
    add(effect_.makes, {Kind::sequence_value, ""});  // By a DEFAULT.
  }

  void makes_anything() {
    add(effect_.makes, {Kind::anything, ""});
    makes_ids();
  }

  void user_variable(const std::string& name, bool is_assigned) {
    add(is_assigned ? effect_.makes : effect_.reads, {Kind::variable, name});
  }

  /// Of a statement that may find no row, or not come to it: then it is as it was.
  void may_assign(const std::string& name) {
    user_variable(name, true);
    user_variable(name, false);
  }

  void prepare(CodeReader& code) {
    add(effect_.makes, {Kind::prepared_statement, take_name(code)});
    add(effect_.reads, {Kind::database, ""});  // Where it looks for its tables.
    code.take("from");
    effect_.repeatable = value(code);
  }

  void deallocate(CodeReader& code) {
    const SessionPart prepared{Kind::prepared_statement, take_name(code)};
    add(effect_.reads, prepared);
    end(prepared);
    effect_.repeatable = effect_.session_only = true;
  }

  void end(const SessionPart& part) {
    std::erase(effect_.makes, part);
    add(effect_.ends, part);
  }

  /// A sequence counts as the table that it is.
  SessionPart take_table(CodeReader& code) {
    std::string name = take_name(code);
    if (code.take('.')) name = take_name(code);
    return {Kind::temporary_table, std::move(name)};
  }

  void create(CodeReader& code) {
    mentions(code);
    code.take_all({"or", "replace"});
    if (!code.take("temporary")) return;
    code.advance();  // TABLE
    code.take_all({"if", "not", "exists"});
    const SessionPart table = take_table(code);
    add(effect_.makes, table);
    add(effect_.reads, table);  // IF NOT EXISTS leaves the old one as it is.
  }

  void drop(CodeReader& code) {
    if (code.take("prepare")) {
      deallocate(code);
      return;
    }
    const bool temporary = code.take("temporary");
    if (!code.at_any({"table", "tables", "sequence"})) return;
    code.advance();
    code.take_all({"if", "exists"});
    do {
      CodeReader ahead = code;
      ahead.advance();
      const bool is_elsewhere = ahead.token().is('.');  // Who knows whether it is the same one.
      const SessionPart table = take_table(code);
      if (temporary) add(effect_.reads, table);
      if (!is_elsewhere) end(table);
    } while (code.take(','));
    effect_.session_only = temporary;
  }

  /// Any argument may be one that the procedure sets.
  void call(CodeReader& code) {
    while (!is_over(code)) {
      const std::string name = take_variable(code);
      if (name.empty()) code.advance();
      if (is_user_variable(name)) may_assign(name);
    }
    makes_anything();
  }

  void execute(CodeReader& code) {
    if (!code.take("immediate")) {
      add(effect_.reads, {Kind::prepared_statement, take_name(code)});
    } else if (execute_immediate(code)) {
      return;
    }
    mentions(code);
    makes_anything();
  }

  /// False for anything but a literal.
  bool execute_immediate(CodeReader& code) {
    std::string inner;
    for (; code.token().kind == TokenKind::string; code.advance())
      inner += unquoted(code.token(), dialect_);
    const bool has_values = code.take("using");
    if (inner.empty() || (!is_over(code) && !has_values)) return false;
    bool is_same = true;
    while (has_values && !is_over(code)) {
      is_same = value(code) && is_same;
      code.take(',');
    }
    const SessionEffect effect = EffectReader(dialect_).read(inner);
    effect_.repeatable = effect.repeatable && is_same;
    effect_.session_only = effect.session_only;
    for (const SessionPart& part : effect.ends)
      end(part);
    for (const SessionPart& part : effect.makes)
      add(effect_.makes, part);
    for (const SessionPart& part : effect.reads)
      add(effect_.reads, part);
    return true;
  }

  /// `@n = ROW_COUNT`.
  void diagnostics(CodeReader& code) {
    while (!is_over(code)) {
      const std::string name = take_variable(code);
      if (name.empty()) code.advance();
      if (is_user_variable(name)) user_variable(name, code.token().is('='));
    }
  }

  /// The variables that a statement assigns inside, `INTO @x, @y` and `@x := …`, and those that
  /// it reads.
  void mentions(CodeReader code) {
    bool into = false;  // At a name of a list behind INTO.
    Token before;
    while (!code.at_end()) {
      const Token token = std::exchange(before, code.token());
      const bool is_account = is_host(token, before, dialect_);
      const std::string name = take_variable(code);
      if (is_account && !name.empty()) continue;
      if (is_user_variable(name)) {
        if (into || code.token().text == ":=")
          may_assign(name);
        else
          user_variable(name, false);
        into = into && code.take(',');
      } else if (!name.empty()) {
        last_id(without_scope(name));
      } else {
        ids(code);
        into = code.at("into");
        code.advance();
      }
    }
  }

  /// `(@a, column)`: where LOAD DATA puts what it reads.
  void loaded(CodeReader code) {
    while (!code.at_end() && !code.token().is('(')) {
      const bool is_partition = code.take("partition");
      if (is_partition && code.token().is('(')) code.skip_parentheses();
      if (!is_partition) code.advance();
    }
    while (!code.at_end() && !code.token().is(')')) {
      const std::string name = take_variable(code);
      if (name.empty()) code.advance();
      if (is_user_variable(name)) may_assign(name);
    }
  }

  /// What a block makes depends on its way through it, so all of it is taken as made, and nothing
  /// as ended but what it has made itself.
  void block(CodeReader code) {
    mentions(code);
    bool starts = false;
    bool handler = false;  // Its statement begins somewhere behind its conditions.
    for (; !code.at_end(); code.advance()) {
      handler = code.at("handler") || (handler && !is_over(code));
      if (starts && code.at("declare")) {
        declare(code);
      } else if ((starts || handler) && simple(code)) {
        handler = false;
      } else if (starts && code.at_any({"insert", "replace", "load"})) {
        makes_ids();
      }
      starts = opens_statement(code);
    }
    effect_.ends.clear();
    for (const SessionPart& part : effect_.makes)
      if (part.kind == Kind::variable)
        add(effect_.reads, part);  // It may have left them as they were.
    effect_.repeatable = effect_.session_only = false;
  }

  /// What SET assigns by such a name is not the session's.
  void declare(CodeReader code) {
    do {
      code.advance();
      locals_.insert(lower(unquoted(code.token(), dialect_)));
      code.advance();
    } while (code.token().is(','));
  }

  const Dialect& dialect_;
  SessionEffect effect_;
  std::set<std::string> locals_;
  bool has_read_ = false;  // A value, of a variable or a setting.
};

}  // namespace

std::string text(const SessionPart& part) {
  switch (part.kind) {
    case Kind::variable:
      return "the variable " + part.name;
    case Kind::prepared_statement:
      return "the prepared statement " + part.name;
    case Kind::temporary_table:
      return "the temporary table " + part.name;
    case Kind::setting:
      return "the setting " + part.name;
    case Kind::last_insert_id:
      return "the last insert id";
    case Kind::sequence_value:
      return "the last value of a sequence";
    case Kind::anything:
      return "what was set inside";
    case Kind::database:
      break;
  }
  return "the current database";
}

SessionEffect session_effect(std::string_view statement, const Dialect& dialect) {
  return EffectReader(dialect).read(statement);
}

}  // namespace dbmig
