#include "sql/sql_mode.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "sql/lexer.h"

namespace dbmig {

namespace {

/// No list of modes is longer; longer strings are somebody's data.
constexpr std::size_t kLongestMode = 2048;

/// The modes that change how text is read, as a value of sql_mode.
std::string modes_of(const Dialect& dialect) {
  std::vector<std::string> modes;
  if (dialect.ansi_quotes) modes.emplace_back("ANSI_QUOTES");
  if (dialect.no_backslash_escapes) modes.emplace_back("NO_BACKSLASH_ESCAPES");
  if (dialect.oracle) modes.emplace_back("ORACLE");
  return join(modes, ",");
}

bool is_plain(const Dialect& dialect) {
  return !dialect.ansi_quotes && !dialect.no_backslash_escapes && !dialect.oracle;
}

/// The tokens that mean something, with an end token after them so that reading one
/// ahead is always allowed.
std::vector<Token> code_tokens(std::string_view statement, const Dialect& dialect) {
  std::vector<Token> tokens;
  Lexer lexer(statement, dialect);
  for (Token token = lexer.next();; token = lexer.next()) {
    if (is_blank(token.kind) || token.kind == TokenKind::executable_open ||
        token.kind == TokenKind::executable_close) {
      continue;
    }
    tokens.push_back(token);
    if (token.kind == TokenKind::end) return tokens;
  }
}

/// Works out an expression over modes; what it does not know has no value.
class ModeExpression {
 public:
  using Variables = std::map<std::string, std::string, std::less<>>;
  using Value = std::optional<std::string>;

  ModeExpression(const std::vector<Token>& tokens, std::size_t first, const Dialect& dialect,
                 const Variables& variables)
      : tokens_(tokens), position_(first), dialect_(dialect), variables_(variables) {}

  /// The value, when the expression is all there is up to a comma or the end.
  Value whole() {
    Value value = expression(0);
    const Token& next = token();
    const bool ended = next.kind == TokenKind::end || next.kind == TokenKind::delimiter;
    return ended || next.is(',') ? value : std::nullopt;
  }

 private:
  const Token& token() const { return tokens_[position_]; }
  const Token& take() { return token().kind == TokenKind::end ? token() : tokens_[position_++]; }
  bool take(char c) {
    if (!token().is(c)) return false;
    ++position_;
    return true;
  }

  Value expression(int depth) {
    constexpr int kDeepest = 16;
    if (depth > kDeepest) return std::nullopt;
    switch (token().kind) {
      case TokenKind::string:
        return strings();
      case TokenKind::number:
        return take().text == "0" ? Value("") : std::nullopt;
      case TokenKind::variable:
        return variable(take().text);
      case TokenKind::word:
        return word(depth);
      default:
        break;
    }
    if (!take('(')) return std::nullopt;
    if (equals_ignoring_case(token().text, "select")) take();
    Value value = expression(depth + 1);
    return take(')') ? value : std::nullopt;
  }

  /// Strings that stand side by side are one.
  Value strings() {
    std::string value;
    while (token().kind == TokenKind::string) {
      value += unquoted(take(), dialect_);
      if (value.size() > kLongestMode) return std::nullopt;
    }
    return value;
  }

  Value variable(std::string_view name) const {
    const std::string lowered = lower(name);
    if (lowered == "@@sql_mode" || lowered == "@@session.sql_mode" ||
        lowered == "@@local.sql_mode") {
      return modes_of(dialect_);
    }
    const auto known = variables_.find(lowered);
    return known == variables_.end() ? std::nullopt : Value(known->second);
  }

  Value word(int depth) {
    const std::string name = lower(take().text);
    if (take('(')) {
      if (name == "concat") return concat(depth);
      return name == "replace" ? replace(depth) : std::nullopt;
    }
    // A bare word stands for itself, `SET sql_mode = ANSI_QUOTES`.
    return name == "default" ? std::nullopt : Value(name);
  }

  Value concat(int depth) {
    std::string all;
    do {
      const Value part = expression(depth + 1);
      if (!part || all.size() + part->size() > kLongestMode) return std::nullopt;
      all += *part;
    } while (take(','));
    return take(')') ? Value(all) : std::nullopt;
  }

  /// Modes that do not matter here are not kept, so neither may be put in the place
  /// of one that does: only taking modes away can be decided.
  Value replace(int depth) {
    const Value subject = expression(depth + 1);
    const Value from = take(',') ? expression(depth + 1) : std::nullopt;
    const Value to = take(',') ? expression(depth + 1) : std::nullopt;
    if (!subject || !from || !to || !take(')')) return std::nullopt;
    if (!is_plain(with_sql_mode({}, *to))) return std::nullopt;
    const Dialect now = with_sql_mode({}, *subject);
    const Dialect gone = with_sql_mode({}, *from);
    Dialect left = now;
    left.ansi_quotes = now.ansi_quotes && !gone.ansi_quotes;
    left.no_backslash_escapes = now.no_backslash_escapes && !gone.no_backslash_escapes;
    left.oracle = now.oracle && !gone.oracle;
    return modes_of(left);
  }

  const std::vector<Token>& tokens_;
  std::size_t position_;
  const Dialect& dialect_;
  const Variables& variables_;
};

/// The position of the comma that ends an assignment, or of the end.
std::size_t assignment_end(const std::vector<Token>& tokens, std::size_t position) {
  int depth = 0;
  for (;; ++position) {
    const Token& token = tokens[position];
    if (token.kind == TokenKind::end || token.kind == TokenKind::delimiter) return position;
    if (token.is('(')) ++depth;
    if (token.is(')')) --depth;
    if (token.is(',') && depth <= 0) return position;
  }
}

/// What stands left of an assignment: `@@session.sql_mode`, `SESSION sql_mode`.
struct Target {
  std::string scope;      // global, persist, session, local … or empty
  bool variable = false;  // Written with @@, so that the scope is its own alone.
  std::string name;       // Lower case; a user variable with its @.
  std::size_t value = 0;  // Position of the first token right of it; 0: no assignment.
};

Target read_target(const std::vector<Token>& tokens, std::size_t position, std::size_t end,
                   const Dialect& dialect) {
  Target target;
  for (; position < end; ++position) {
    const Token& token = tokens[position];
    if (token.is('=') || token.text == ":=") {
      target.value = position + 1;
      break;
    }
    const bool name_follows = tokens[position + 1].kind == TokenKind::word ||
                              tokens[position + 1].kind == TokenKind::quoted_name;
    if (token.kind == TokenKind::word && name_follows) {
      target.scope = lower(token.text);
    } else {
      target.name += lower(unquoted(token, dialect));
    }
  }
  if (target.name.starts_with("@@")) {
    target.variable = true;
    target.name.erase(0, 2);
    if (const std::size_t dot = target.name.find('.'); dot != std::string::npos) {
      target.scope = target.name.substr(0, dot);
      target.name.erase(0, dot + 1);
    }
  }
  return target;
}

bool is_session(std::string_view scope) {
  return scope.empty() || scope == "session" || scope == "local";
}

}  // namespace

Dialect with_sql_mode(Dialect dialect, std::string_view modes) {
  dialect.ansi_quotes = dialect.no_backslash_escapes = dialect.oracle = false;
  for (const std::string_view part : split(modes, ',')) {
    const std::string mode = upper(trim(part));
    if (mode == "NO_BACKSLASH_ESCAPES") dialect.no_backslash_escapes = true;
    if (mode == "ORACLE") dialect.oracle = dialect.flavour == Flavour::mariadb;
    for (const std::string_view ansi :
         {"ANSI_QUOTES", "ANSI", "ORACLE", "DB2", "MAXDB", "MSSQL", "POSTGRESQL"}) {
      if (mode == ansi) dialect.ansi_quotes = true;
    }
  }
  return dialect;
}

std::optional<std::size_t> SqlModeTracker::read(std::string_view statement) {
  const std::vector<Token> tokens = code_tokens(statement, dialect_);
  if (!equals_ignoring_case(tokens[0].text, "set")) return std::nullopt;
  // `SET STATEMENT … FOR` changes nothing for the statements after it.
  if (equals_ignoring_case(tokens[1].text, "statement")) return std::nullopt;
  Dialect result = dialect_;
  std::string scope;  // GLOBAL holds for all assignments after it.
  for (std::size_t position = 1; tokens[position].kind != TokenKind::end;) {
    const std::size_t end = assignment_end(tokens, position);
    const Target target = read_target(tokens, position, end, dialect_);
    position = tokens[end].kind == TokenKind::end ? end : end + 1;
    if (target.value == 0 || target.value >= end) continue;
    if (!target.variable && !target.scope.empty()) scope = target.scope;
    const bool session = is_session(target.variable ? target.scope : scope);
    const bool mode = session && target.name == "sql_mode";
    const bool variable = target.name.starts_with('@');
    if (!mode && !variable) continue;
    const auto value = ModeExpression(tokens, target.value, result, variables_).whole();
    if (mode && !value) return tokens[target.value].offset;
    if (mode) {
      result = with_sql_mode(result, *value);
    } else if (value) {
      variables_[target.name] = *value;
    } else {
      variables_.erase(target.name);
    }
  }
  dialect_ = result;
  return std::nullopt;
}

}  // namespace dbmig
