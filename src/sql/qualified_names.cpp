#include "sql/qualified_names.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "sql/code_reader.h"
#include "sql/code_shapes.h"

namespace dbmig {
namespace {

/// Reads code and gathers the names; keeps, for each parenthesis, whether a table may come next.
class QualifiedReader {
 public:
  QualifiedReader(std::string_view code, const Dialect& dialect)
      : dialect_(dialect), code_(code, dialect) {}

  std::vector<ObjectName> read() {
    while (!code_.at_end()) {
      if (!take_name()) take_other();
    }
    return std::move(found_);
  }

 private:
  struct Level {
    bool selects = false;  // Else a FROM is one of a function: EXTRACT(YEAR FROM t.a).
    bool lists = false;    // Tables, so that a comma brings another one.
    std::optional<ObjectName::Kind> next;  // What is named next.
  };
  Level& level() { return levels_.back(); }

  static bool is_part(const Token& token) {
    return token.kind == TokenKind::word || token.kind == TokenKind::quoted_name ||
           token.kind == TokenKind::number;
  }

  /// `x.y`, and whatever follows behind another dot.
  bool take_name() {
    if (!is_part(code_.token()) || code_.token().kind == TokenKind::number) return false;
    CodeReader ahead = code_;
    ahead.advance();
    if (!ahead.take('.')) return false;
    ObjectName name;
    name.schema = unquoted(code_.token(), dialect_);
    const bool is_whole = is_part(ahead.token());
    if (is_whole) name.name = unquoted(ahead.token(), dialect_);
    while (is_part(ahead.token())) {
      ahead.advance();
      if (!ahead.take('.')) break;
    }
    if (!level().next && ahead.token().is('(')) level().next = ObjectName::Kind::function;
    if (level().next && is_whole) {
      name.kind = *level().next;
      found_.push_back(std::move(name));
    }
    code_ = ahead;
    level().next.reset();
    before_ = {};
    return true;
  }

  void take_other() {
    const Token token = code_.token();
    if (token.is('(')) {
      const bool lists = level().next == ObjectName::Kind::table;
      const Level inner = {.selects = false, .lists = lists, .next = level().next};
      level().next.reset();
      levels_.push_back(inner);
    } else if (token.is(')')) {
      if (levels_.size() > 1) levels_.pop_back();
      level().next.reset();
    } else if (token.is(',')) {
      level().next.reset();
      if (level().lists) level().next = ObjectName::Kind::table;
    } else if (token.kind == TokenKind::word) {
      note_word();
    } else {
      if (token.kind == TokenKind::delimiter) level().lists = false;
      level().next.reset();
    }
    before_ = token.kind == TokenKind::word ? lower(token.text) : std::string();
    code_.advance();
  }

  /// Some words are functions in front of arguments.
  bool is_function() const {
    return code_.at_any({"insert", "replace", "truncate"}) && is_call(code_);
  }

  void note_word() {
    if (code_.at_any({"low_priority", "high_priority", "delayed", "quick", "ignore"})) return;
    level().next.reset();
    if (is_function()) return;
    if (code_.at("select")) level().selects = true;
    const bool starts_list = (code_.at("from") && (level().selects || levels_.size() == 1)) ||
                             (code_.at("straight_join") && level().lists) ||
                             (code_.at("update") && before_ != "key" && before_ != "for") ||
                             code_.at_any({"join", "table", "tables", "using", "delete"});
    // Behind SELECT and FETCH it is a variable, or a field of one.
    constexpr std::string_view kBeforeInto[] = {"insert",        "replace", "low_priority",
                                                "high_priority", "delayed", "ignore"};
    const bool is_into =
        code_.at("into") && std::ranges::find(kBeforeInto, before_) != std::end(kBeforeInto);
    const bool names_one = is_into || code_.at_any({"insert", "replace", "truncate"});
    if (starts_list || names_one) level().next = ObjectName::Kind::table;
    if (code_.at("call")) level().next = ObjectName::Kind::procedure;
    // ON is not among these: the list goes on behind its condition.
    if (code_.at_any({"select", "set", "where", "group", "having", "order", "limit", "values",
                      "window", "union", "except", "intersect", "update", "call", "do", "then",
                      "lock", "returning"})) {
      level().lists = false;
    }
    if (names_one) level().lists = false;
    if (starts_list) level().lists = true;
  }

  Dialect dialect_;
  CodeReader code_;
  std::vector<Level> levels_ = {{.selects = true, .lists = false, .next = {}}};
  std::string before_;  // The word before, in lower case; empty if that is none.
  std::vector<ObjectName> found_;
};

}  // namespace

std::vector<ObjectName> qualified_names(std::string_view code, const Dialect& dialect) {
  return QualifiedReader(code, dialect).read();
}

std::string folded(std::string_view name) {
  constexpr char kOther = '\x80';
  std::string key;
  for (const char c : name) {
    const bool is_other = static_cast<unsigned char>(c) >= 0x80;
    if (!is_other || key.empty() || key.back() != kOther) key += is_other ? kOther : to_lower(c);
  }
  return key;
}

}  // namespace dbmig
