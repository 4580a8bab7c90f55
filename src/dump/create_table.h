#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "dump/token_editor.h"

namespace dbmig {

/// A column as SHOW CREATE TABLE writes it, by the places of its tokens.
struct ColumnText {
  /// Tokens from `begin` up to but without `end`; both 0 when there are none.
  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool exists() const { return end > begin; }
  };

  std::string name;
  std::string type;           // In lower case, without arguments.
  Range all;                  // From the name on, the comma left out.
  Range arguments;            // Of the type, parentheses included.
  Range character_set;        // CHARACTER SET name
  Range collation;            // COLLATE name
  Range generated;            // GENERATED ALWAYS AS (…) or AS ROW START
  Range default_value;        // The value alone.
  Range on_update;            // The value alone.
  Range check;                // CHECK (…)
  std::vector<Range> others;  // Attributes of the storage engine: `name`=value.

  bool is_text() const;    // char, varchar, text …, enum, set
  bool is_lob() const;     // text, blob, json and geometry, which MySQL gives no plain default
  bool is_binary() const;  // binary, varbinary, blob …
  bool is_integer() const;
};

/// A key, constraint or period.
struct KeyText {
  ColumnText::Range all;
  bool unique = false;               // PRIMARY too.
  std::vector<std::string> columns;  // Of a key; expressions are left out.
  std::vector<std::string> whole;    // Those of them without a prefix length.
};

/// The parts of a CREATE TABLE statement as a server shows it.
struct TableText {
  std::string name;
  std::vector<ColumnText> columns;
  std::vector<KeyText> keys;
  ColumnText::Range options;    // After the closing parenthesis.
  ColumnText::Range partition;  // From PARTITION on.

  const ColumnText* find(const std::string& column) const;
};

/// Reads a statement as SHOW CREATE TABLE gives it; nothing when it is another one.
std::optional<TableText> read_create_table(const TokenEditor& tokens);

/// Takes a column, key or constraint out of the list, with a comma beside it.
void drop_item(TokenEditor& tokens, ColumnText::Range item);

}  // namespace dbmig
