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
#include "dump/translate_column.h"

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
    for (const ColumnText& column : table_.columns) {
      const ColumnOutcome outcome = translate_column(tokens_, table_, column, options_, notes_);
      visible_column_ = visible_column_ || outcome.visible;
      if (outcome.collation_mapped) mapped_.insert(column.name);
    }
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
    drop_item(tokens_, key.all);
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
    if (const std::string function = changing_function(tokens_, check, key.all.end);
        to_mysql_ && !function.empty()) {
      notes_.refuse(
          fmt::format("a check calls {}(), which MySQL refuses (3814); drop the check", function));
    }
    for (std::size_t i = check; i < key.all.end; ++i) {
      if (to_mysql_ || !tokens_.are(i, {"not", "enforced"})) continue;
      if (notes_.leave_out("a check that is NOT ENFORCED does not exist in MariaDB",
                           "the check is left out", "drop the check, or use --lossy")) {
        drop_item(tokens_, key.all);
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

/// MySQL shows `????` for an emoji in an expression.
void warn_of_doubtful_expressions(const TokenEditor& tokens, const TableText& table, Notes& notes) {
  for (std::size_t i = 0; i < table.options.begin; ++i) {
    const bool introduced = i > 0 && tokens[i - 1].text.starts_with('_');
    const bool doubtful = introduced && tokens[i].kind == TokenKind::string &&
                          tokens[i].text.find("????") != std::string_view::npos;
    if (!doubtful) continue;
    notes.warn(fmt::format(
        "an expression holds {}: if a ???? in it is an emoji in truth, the server does not show "
        "it, and the dump is wrong",
        printable(std::string(tokens[i].text))));
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
  if (source.flavour == Flavour::mysql) warn_of_doubtful_expressions(tokens, *parts, notes);
  if (options.target != DumpTarget::same) {
    TableTranslator(tokens, *parts, options, check_names, notes).run();
  }
  return tokens.result();
}

}  // namespace dbmig
