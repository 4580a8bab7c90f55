#include "dump/translate_column.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "db/connection.h"
#include "dump/translate_code.h"

namespace dbmig {
namespace {

using Range = ColumnText::Range;

/// Rewrites one column, attribute by attribute.
class ColumnTranslator {
 public:
  ColumnTranslator(TokenEditor& tokens, const TableText& table, const TranslateOptions& options,
                   Notes& notes)
      : tokens_(tokens),
        table_(table),
        options_(options),
        notes_(notes),
        to_mysql_(options.target == DumpTarget::mysql8) {}

  ColumnOutcome read(const ColumnText& column) {
    collation(column);
    type(column);
    if (column.generated.exists()) generated(column);
    if (column.default_value.exists()) default_value(column);
    if (column.on_update.exists() && to_mysql_ && !is_moment(column)) {
      if (notes_.leave_out(column_label(column) + " has ON UPDATE and is no TIMESTAMP or DATETIME",
                           "ON UPDATE is left out", "change its type, or use --lossy")) {
        tokens_.erase(column.on_update.begin - 2, column.on_update.end);
      }
    }
    if (column.check.exists()) check_of(column);
    for (const Range& other : column.others) {
      erase(other);
      notes_.change(fmt::format("{}: the engine's attribute {} is dropped", column_label(column),
                                tokens_.text(other.begin, other.end)));
    }
    attributes(column);
    return outcome_;
  }

 private:
  void code(Range range) {
    translate_code(tokens_, range.begin, range.end, CodeKind::expression, options_, notes_);
  }

  void erase(Range range) { tokens_.erase(range.begin, range.end); }

  void attributes(const ColumnText& column) {
    bool invisible = false;
    for (std::size_t i = column.all.begin + 2; i < column.all.end; ++i) {
      if (tokens_.is(i, '(')) {
        i = tokens_.after_parentheses(i) - 1;
      } else if (tokens_.is(i, "comment")) {
        ++i;
      } else if (tokens_.is(i, "invisible")) {
        invisible = true;
      } else if (tokens_.is(i, "compressed")) {
        tokens_.erase(i, i + 1);
        notes_.change(column_label(column) + ": COMPRESSED is dropped, MySQL has no such columns");
      } else if (tokens_.are(i, {"without", "system", "versioning"})) {
        tokens_.erase(i, i + 3);
        i += 2;
      } else if (tokens_.is_any(i, {"column_format", "storage"}) && !to_mysql_) {
        tokens_.erase(i, i + 2);
        ++i;
      } else if (tokens_.is(i, "ref_system_id") && to_mysql_) {
        tokens_.replace(i, i + 3, "SRID " + std::string(tokens_[i + 2].text));
        notes_.change(column_label(column) + ": REF_SYSTEM_ID is written SRID");
      } else if (tokens_.is(i, "srid") && !to_mysql_) {
        // MariaDB takes it right after the type alone.
        tokens_.insert_after(column.all.begin + 1,
                             fmt::format(" REF_SYSTEM_ID={}", tokens_[i + 1].text));
        tokens_.erase(i, i + 2);
        notes_.change(column_label(column) + ": SRID is written REF_SYSTEM_ID");
      } else if (!to_mysql_ && column.generated.exists() && tokens_.are(i, {"not", "null"})) {
        tokens_.erase(i, i + 2);
        notes_.warn(column_label(column) + ": MariaDB takes no NOT NULL for a generated column");
      }
    }
    outcome_.visible = !invisible;
  }

  void collation(const ColumnText& column) {
    if (!column.collation.exists()) {
      if (to_mysql_ || !column.character_set.exists()) return;
      // MySQL leaves out the collation that is the default of the character set there.
      const std::size_t set = column.character_set.end - 1;
      if (!tokens_.is(set, "utf8mb4")) return;
      if (const auto mapped = options_.collations.mapped("utf8mb4_0900_ai_ci", options_.target)) {
        tokens_.insert_after(set, " COLLATE " + *mapped);
        outcome_.collation_mapped = true;
      }
      return;
    }
    const std::size_t name = column.collation.end - 1;
    const auto mapped = options_.collations.mapped(tokens_[name].text, options_.target);
    if (tokens_.text(name, name + 1).starts_with("gb18030")) {
      notes_.refuse(column_label(column) + " is of gb18030, which MariaDB lacks; use utf8mb4");
    }
    if (!mapped) return;
    tokens_.replace(name, *mapped);
    outcome_.collation_mapped = true;
    notes_.change(fmt::format("{}: collation {} is written {}: {} has not got it",
                              column_label(column), tokens_[name].text, *mapped,
                              product(options_.target)));
  }

  void type(const ColumnText& column) {
    const std::size_t at = column.all.begin + 1;
    const auto nearest = [&](std::string_view other) {
      const std::string what =
          fmt::format("{} is of type {}, which MySQL lacks", column_label(column), column.type);
      if (notes_.leave_out(what, fmt::format("written as {}", other),
                           fmt::format("change it to {}, or use --lossy", other))) {
        tokens_.replace(at, std::string(other));
      }
    };
    if (to_mysql_) {
      if (column.type == "uuid") nearest("char(36)");
      if (column.type == "inet6") nearest("varchar(45)");
      if (column.type == "inet4") nearest("varchar(15)");
      if (column.type == "vector" || column.type == "xmltype") {
        notes_.refuse(fmt::format("{} is of type {}, which MySQL 8 lacks; use another type",
                                  column_label(column), column.type));
      }
      widths(column);
    } else if (column.type == "geomcollection") {
      tokens_.replace(at, "geometrycollection");
    }
  }

  /// MySQL warns of the width of an integer, which says how it is printed and no more. The
  /// width 1 of a TINYINT stands for a truth value, and ZEROFILL needs its width.
  void widths(const ColumnText& column) {
    if (!column.arguments.exists()) return;
    bool zerofill = false;
    for (std::size_t i = column.arguments.end; i < column.all.end; ++i)
      zerofill = zerofill || tokens_.is(i, "zerofill");
    const bool truth = column.type == "tinyint" && tokens_.is(column.arguments.begin, '(') &&
                       tokens_[column.arguments.begin + 1].text == "1";
    if ((column.is_integer() && !zerofill && !truth) || column.type == "year") {
      erase(column.arguments);
      notes_.change(fmt::format("{}: the display width {} is dropped: MySQL 8 warns of it",
                                column_label(column),
                                tokens_.text(column.arguments.begin, column.arguments.end)));
    }
  }

  void generated(const ColumnText& column) {
    if (to_mysql_ && tokens_.is(column.generated.begin + 3, "row")) {
      if (notes_.leave_out(column_label(column) + " is GENERATED ALWAYS AS ROW START or ROW END",
                           "the column is left out", "drop system versioning, or use --lossy")) {
        drop_item(tokens_, column.all);
      }
      return;
    }
    code(column.generated);
    for (std::size_t i = column.generated.end; i < column.all.end; ++i) {
      if (tokens_.is(i, "persistent")) tokens_.replace(i, "STORED");
    }
  }

  static bool is_moment(const ColumnText& column) {
    return column.type == "timestamp" || column.type == "datetime";
  }

  void default_value(const ColumnText& column) {
    const Range value = column.default_value;
    code(value);
    if (!to_mysql_) return plain_default(column);
    const Token& first = tokens_[value.begin];
    if (first.is('(')) return;
    const bool call = first.kind == TokenKind::word && tokens_.is(value.begin + 1, '(');
    const bool null = tokens_.is(value.begin, "null");
    if (tokens_.is(value.begin, "nextval")) return sequence_default(column);
    if (first.kind == TokenKind::string && first.text.starts_with("'0000-00-00")) {
      notes_.warn(column_label(column) +
                  " has a zero date for its default, which later changes of the table refuse "
                  "under MySQL's own sql_mode");
    }
    const bool now = tokens_.is_any(value.begin, {"current_timestamp", "now"});
    const bool plain_now = now && is_moment(column) && same_precision(column);
    const bool needs = call ? !plain_now : column.is_lob() || becomes_json(column);
    if (!needs || null) return;
    tokens_.insert_before(value.begin, "(");
    tokens_.insert_after(value.end - 1, ")");
    notes_.change(fmt::format("{}: the default {} is put in parentheses: MySQL asks for them",
                              column_label(column), tokens_.text(value.begin, value.end)));
  }

  /// MySQL asks for parentheses around the default of a TEXT; MariaDB does not, and 11.8 refuses
  /// some that it has itself shown so (1064 for a NUL byte).
  void plain_default(const ColumnText& column) {
    const Range value = column.default_value;
    const std::size_t text = value.begin + (tokens_.is(value.begin + 1, "_utf8mb4") ? 2 : 1);
    const bool literal = tokens_.is(value.begin, '(') && value.end == text + 2 &&
                         tokens_[text].kind == TokenKind::string;
    if (!literal) return;
    tokens_.replace(value.begin, value.end, std::string(tokens_[text].text));
    notes_.change(fmt::format("{}: the default {} is written without parentheses",
                              column_label(column), tokens_.text(value.begin, value.end)));
  }

  /// `current_timestamp(3)` beside `datetime(3)`.
  bool same_precision(const ColumnText& column) const {
    const std::string_view of_value =
        trim(tokens_.text(column.default_value.begin + 1, column.default_value.end));
    const std::string_view of_type =
        column.arguments.exists() ? tokens_.text(column.arguments.begin, column.arguments.end)
                                  : std::string_view("()");
    return of_value == of_type;
  }

  void sequence_default(const ColumnText& column) {
    // The function itself is refused where expressions are read.
    if (notes_.missing() == Missing::leave_out) {
      tokens_.erase(column.default_value.begin - 1, column.default_value.end);
    }
  }

  /// MariaDB's JSON is a LONGTEXT with a check, MySQL's a type.
  bool becomes_json(const ColumnText& column) const {
    if (!to_mysql_ || column.type != "longtext" || !column.check.exists()) return false;
    const std::size_t at = column.check.begin;
    const bool pattern = column.check.end - at == 7 && tokens_.is(at + 2, "json_valid") &&
                         tokens_.value(at + 4) == column.name;
    const bool in_key =
        std::any_of(table_.keys.begin(), table_.keys.end(), [&](const KeyText& key) {
          return std::find(key.columns.begin(), key.columns.end(), column.name) !=
                 key.columns.end();
        });
    return pattern && !in_key;
  }

  void check_of(const ColumnText& column) {
    code(column.check);
    if (const std::string function =
            changing_function(tokens_, column.check.begin, column.check.end);
        to_mysql_ && !function.empty()) {
      notes_.refuse(fmt::format("the check of {} calls {}(), which MySQL refuses (3814); drop it",
                                column_label(column), function));
    }
    if (!becomes_json(column)) return;
    tokens_.replace(column.all.begin + 1, "json");
    erase(column.check);
    if (column.character_set.exists()) erase(column.character_set);
    if (column.collation.exists()) erase(column.collation);
    notes_.change(column_label(column) + ": longtext with CHECK (json_valid()) is written json");
  }

  TokenEditor& tokens_;
  const TableText& table_;
  const TranslateOptions& options_;
  Notes& notes_;
  bool to_mysql_;
  ColumnOutcome outcome_;
};

}  // namespace

std::string column_label(const ColumnText& column) {
  return fmt::format("column {}", quoted_name(printable(column.name)));
}

ColumnOutcome translate_column(TokenEditor& tokens, const TableText& table,
                               const ColumnText& column, const TranslateOptions& options,
                               Notes& notes) {
  return ColumnTranslator(tokens, table, options, notes).read(column);
}

}  // namespace dbmig
