#include "dump/translate_table.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "db/connection.h"
#include "dump/create_table.h"
#include "dump/key_length.h"
#include "dump/token_editor.h"
#include "dump/translate_code.h"

namespace dbmig {
namespace {

using Range = ColumnText::Range;

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view each) { return equals_ignoring_case(each, word); });
}

/// Rewrites one CREATE TABLE statement, column by column and option by option.
class TableTranslator {
 public:
  TableTranslator(TokenEditor& tokens, const TableText& table, const TranslateOptions& options,
                  std::set<std::string>& check_names, Notes& notes)
      : tokens_(tokens),
        table_(table),
        options_(options),
        check_names_(check_names),
        notes_(notes),
        to_mysql_(options.target == DumpTarget::mysql8) {}

  void run() {
    tokens_.unwrap();
    for (const ColumnText& column : table_.columns)
      read_column(column);
    for (const KeyText& key : table_.keys)
      read_key(key);
    read_options();
    if (table_.partition.exists()) read_partition();
    if (!visible_column_) {
      notes_.refuse("all of its columns are INVISIBLE, which MySQL refuses; make one visible");
    }
    for (const std::string& problem : key_length_problems(tokens_, table_))
      notes_.refuse(problem);
  }

 private:
  void code(Range range) {
    translate_code(tokens_, range.begin, range.end, CodeKind::expression, options_, notes_);
  }

  void erase(Range range) { tokens_.erase(range.begin, range.end); }

  std::string column_label(const ColumnText& column) const {
    return fmt::format("column {}", quoted_name(printable(column.name)));
  }

  // Columns.

  void read_column(const ColumnText& column) {
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
  }

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
    visible_column_ = visible_column_ || !invisible;
  }

  void collation(const ColumnText& column) {
    if (!column.collation.exists()) {
      if (to_mysql_ || !column.character_set.exists()) return;
      // MySQL leaves out the collation that is the default of the character set there.
      const std::size_t set = column.character_set.end - 1;
      if (!tokens_.is(set, "utf8mb4")) return;
      if (const auto mapped = options_.collations.mapped("utf8mb4_0900_ai_ci", options_.target)) {
        tokens_.insert_after(set, " COLLATE " + *mapped);
        mapped_.insert(column.name);
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
    mapped_.insert(column.name);
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
        drop_item(column.all);
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
    if (!to_mysql_) return;
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
    if (!becomes_json(column)) return;
    tokens_.replace(column.all.begin + 1, "json");
    erase(column.check);
    if (column.character_set.exists()) erase(column.character_set);
    if (column.collation.exists()) erase(column.collation);
    notes_.change(column_label(column) + ": longtext with CHECK (json_valid()) is written json");
  }

  // Keys, constraints, periods.

  void read_key(const KeyText& key) {
    const std::size_t i = key.all.begin;
    const std::string text(tokens_.text(i, std::min(key.all.end, i + 4)));
    if (tokens_.is(i, "period")) return drop_key(key, "PERIOD", "left out");
    if (tokens_.is(i, "vector")) return drop_key(key, "VECTOR KEY", "left out");
    std::size_t check = i;
    if (tokens_.is(check, "constraint")) check += 2;
    if (tokens_.is(check, "check")) return read_check(key, check);
    if (tokens_.is(check, "foreign")) return;
    for (std::size_t k = i; k < key.all.end; ++k) {
      if (tokens_.are(k, {"without", "overlaps"})) {
        return drop_key(key, "WITHOUT OVERLAPS", "the key is left out");
      }
      key_attribute(key, k);
    }
    check_key_columns(key);
  }

  void key_attribute(const KeyText& key, std::size_t k) {
    if (to_mysql_ && tokens_.is(k, "ignored")) {
      tokens_.replace(k, "INVISIBLE");
      notes_.change(key_label(key) + ": IGNORED is written INVISIBLE");
    } else if (!to_mysql_ && tokens_.is(k, "invisible")) {
      tokens_.replace(k, "IGNORED");
      notes_.change(key_label(key) + ": INVISIBLE is written IGNORED");
    } else if (!to_mysql_ && tokens_.is(k, '(') && tokens_.is(k + 1, '(')) {
      notes_.refuse(key_label(key) +
                    " is on an expression, which MariaDB lacks; make a generated column of it");
    } else if (tokens_.is(k, '=') && tokens_[k - 1].kind == TokenKind::quoted_name) {
      tokens_.erase(k - 1, k + 2);
      notes_.change(key_label(key) + ": an attribute of its engine is dropped");
    } else if (tokens_.is(k, "clustering")) {
      tokens_.erase(k, k + 3);
    }
  }

  std::string key_label(const KeyText& key) const {
    for (std::size_t i = key.all.begin; i < key.all.end; ++i) {
      if (tokens_.is(i, '(')) break;
      if (tokens_[i].kind == TokenKind::quoted_name) return "key " + printable(tokens_[i].text);
    }
    return "the primary key";
  }

  void drop_key(const KeyText& key, std::string_view what, const std::string& instead) {
    if (!to_mysql_) return;
    if (!notes_.leave_out(fmt::format("{} does not exist in MySQL", what), instead,
                          "drop it, or use --lossy")) {
      return;
    }
    drop_item(key.all);
  }

  /// Takes an item out of the list, with a comma beside it.
  void drop_item(Range item) {
    const bool first = tokens_.is(item.begin - 1, '(');
    tokens_.erase(first ? item.begin : item.begin - 1, first ? item.end + 1 : item.end);
  }

  void check_key_columns(const KeyText& key) {
    for (const std::string& name : key.columns) {
      const ColumnText* column = table_.find(name);
      if (column == nullptr) continue;
      const bool whole = std::find(key.whole.begin(), key.whole.end(), name) != key.whole.end();
      if (to_mysql_ && key.unique && whole && column->is_lob()) {
        drop_key(key, fmt::format("a unique key on all of {}", column_label(*column)),
                 "the key is left out");
        return;
      }
      if (key.unique && is_folded(*column)) {
        notes_.warn(fmt::format(
            "{} holds {}, whose new collation takes more strings for equal: rows that differ "
            "here may be duplicates there",
            key_label(key), column_label(*column)));
      }
    }
  }

  /// Whether the column gets another collation, by itself or with the table.
  bool is_folded(const ColumnText& column) const {
    if (!column.is_text()) return false;
    if (mapped_.count(column.name) > 0) return true;
    const bool own = column.collation.exists() || column.character_set.exists();
    return !own && table_collation_mapped();
  }

  bool table_collation_mapped() const {
    for (std::size_t i = table_.options.begin; i + 2 < table_.options.end; ++i) {
      if (tokens_.is(i, "collate")) {
        return options_.collations.mapped(tokens_[i + 2].text, options_.target).has_value();
      }
    }
    return false;
  }

  void read_check(const KeyText& key, std::size_t check) {
    code({check, key.all.end});
    for (std::size_t i = check; i < key.all.end; ++i) {
      if (to_mysql_ || !tokens_.are(i, {"not", "enforced"})) continue;
      if (notes_.leave_out("a check that is NOT ENFORCED does not exist in MariaDB",
                           "the check is left out", "drop the check, or use --lossy")) {
        drop_item(key.all);
      }
    }
    if (!to_mysql_ || check == key.all.begin) return;
    const std::string name = tokens_.value(check - 1);
    const bool automatic =
        name.starts_with("CONSTRAINT_") && std::all_of(name.begin() + 11, name.end(), is_digit);
    if (automatic) {
      tokens_.replace(check - 2, check + 1, "CHECK");
      notes_.change(fmt::format(
          "the check {} loses its name, which MariaDB made up: MySQL wants it only once in a "
          "database",
          quoted_name(name)));
    } else if (!check_names_.insert(lower(name)).second) {
      const std::string other = fmt::format("{}_{}", table_.name, name);
      tokens_.replace(check - 1, quoted_name(other));
      check_names_.insert(lower(other));
      notes_.change(
          fmt::format("the check {} is called {}: MySQL wants a name only once in a "
                      "database",
                      quoted_name(name), quoted_name(other)));
    }
  }

  // Options of the table.

  void read_options() {
    for (std::size_t i = table_.options.begin; i < table_.options.end; ++i) {
      if (tokens_.are(i, {"with", "system", "versioning"})) {
        if (notes_.leave_out("WITH SYSTEM VERSIONING does not exist in MySQL",
                             "only the rows of today are kept",
                             "drop it (ALTER TABLE … DROP SYSTEM VERSIONING), or use --lossy")) {
          tokens_.erase(i, i + 3);
        }
        i += 2;
      } else if (tokens_.is(i + 1, '=')) {
        option(i);
        i += 2;
      }
    }
  }

  void option(std::size_t i) {
    constexpr std::array<std::string_view, 9> kOnlyMariadb = {
        "page_checksum", "transactional",     "page_compressed", "page_compression_level",
        "encrypted",     "encryption_key_id", "ietf_quotes",     "sequence",
        "table_checksum"};
    constexpr std::array<std::string_view, 8> kOnlyMysql = {
        "encryption",       "autoextend_size",
        "engine_attribute", "tablespace",
        "secondary_engine", "secondary_engine_attribute",
        "compression",      "start"};
    const std::string word = lower(tokens_.value(i));
    const bool custom = tokens_[i].kind == TokenKind::quoted_name;
    if (word == "collate") {
      table_collation(i + 2);
    } else if (word == "engine") {
      engine(i + 2);
    } else if (custom || (to_mysql_ ? one_of(word, kOnlyMariadb) : one_of(word, kOnlyMysql)) ||
               (word == "row_format" && tokens_.is(i + 2, "page"))) {
      tokens_.erase(i, i + 3);
      notes_.change(fmt::format("the option {} is dropped: {} does not know it",
                                tokens_.text(i, i + 3), product(options_.target)));
    }
  }

  void table_collation(std::size_t name) {
    const auto mapped = options_.collations.mapped(tokens_[name].text, options_.target);
    if (tokens_.text(name, name + 1).starts_with("gb18030")) {
      notes_.refuse("its character set gb18030 does not exist in MariaDB; use utf8mb4");
    }
    if (!mapped) return;
    tokens_.replace(name, *mapped);
    notes_.change(fmt::format("collation {} is written {}: {} has not got it", tokens_[name].text,
                              *mapped, product(options_.target)));
  }

  void engine(std::size_t name) {
    constexpr std::array<std::string_view, 7> kShared = {"innodb",  "myisam",    "memory",    "csv",
                                                         "archive", "blackhole", "mrg_myisam"};
    if (one_of(tokens_[name].text, kShared)) return;
    tokens_.replace(name, "InnoDB");
    notes_.change(fmt::format("the engine {} is written InnoDB: {} has not got it",
                              tokens_[name].text, product(options_.target)));
  }

  void read_partition() {
    const Range range = table_.partition;
    if (to_mysql_ && tokens_.are(range.begin, {"partition", "by", "system_time"})) {
      if (notes_.leave_out("PARTITION BY SYSTEM_TIME does not exist in MySQL",
                           "the table is not partitioned", "drop it, or use --lossy")) {
        erase(range);
      }
      return;
    }
    for (std::size_t i = range.begin; i < range.end; ++i) {
      if (tokens_.is(i, "engine") && tokens_.is(i + 1, '=')) engine(i + 2);
    }
    code(range);
  }

  TokenEditor& tokens_;
  const TableText& table_;
  const TranslateOptions& options_;
  std::set<std::string>& check_names_;
  Notes& notes_;
  bool to_mysql_;
  bool visible_column_ = false;
  std::set<std::string> mapped_;  // Columns whose own collation is another one now.
};

void drop_auto_increment(TokenEditor& tokens, const TableText& table) {
  for (std::size_t i = table.options.begin; i + 2 < table.options.end; ++i) {
    if (tokens.is(i, "auto_increment") && tokens.is(i + 1, '=')) tokens.erase(i, i + 3);
  }
}

/// `nextval(`db`.`s`)` names its own database; it must mean the one it is loaded into.
void drop_own_database(TokenEditor& tokens, const TableText& table, const std::string& database) {
  for (const ColumnText& column : table.columns) {
    for (std::size_t i = column.default_value.begin; i + 1 < column.default_value.end; ++i) {
      const bool own = tokens[i].kind == TokenKind::quoted_name && tokens.is(i + 1, '.') &&
                       tokens.value(i) == database;
      if (own) tokens.replace(i, i + 2, "");
    }
  }
}

/// The server shows a `?` for what its own three-byte utf8 lacks, as an emoji.
void warn_of_doubtful_members(const TokenEditor& tokens, const TableText& table, Notes& notes) {
  for (const ColumnText& column : table.columns) {
    if (column.type != "enum" && column.type != "set") continue;
    for (std::size_t i = column.arguments.begin; i < column.arguments.end; ++i) {
      if (tokens[i].text.find('?') == std::string_view::npos) continue;
      notes.warn(fmt::format(
          "column {} has a member with a question mark: if that is an emoji in truth, the server "
          "does not show it, and the dump is wrong",
          quoted_name(printable(column.name))));
      break;
    }
  }
}

}  // namespace

std::string translate_table(const SchemaObject& table, const std::string& database,
                            const Dialect& source, const TranslateOptions& options,
                            std::set<std::string>& check_names, Notes& notes) {
  TokenEditor tokens(table.create, source);
  const std::optional<TableText> parts = read_create_table(tokens);
  if (!parts) {
    notes.refuse("its CREATE TABLE statement is not understood; please report it");
    return {};
  }
  if (options.auto_increment == Counters::leave_out) drop_auto_increment(tokens, *parts);
  drop_own_database(tokens, *parts, database);
  warn_of_doubtful_members(tokens, *parts, notes);
  if (options.target != DumpTarget::same) {
    TableTranslator(tokens, *parts, options, check_names, notes).run();
  }
  return tokens.result();
}

}  // namespace dbmig
