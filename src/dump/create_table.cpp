#include "dump/create_table.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/text.h"

namespace dbmig {
namespace {

using Range = ColumnText::Range;

bool one_of(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The end of the value at `i`: a literal with its sign and introducer, a name, a call,
/// or an expression in parentheses.
std::size_t value_end(const TokenEditor& tokens, std::size_t i) {
  if (tokens.is(i, '(')) return tokens.after_parentheses(i);
  if (tokens.is(i, '-') || tokens.is(i, '+')) return i + 2;
  if (tokens[i].kind != TokenKind::word) return i + 1;
  if (tokens.is(i + 1, '(')) return tokens.after_parentheses(i + 1);
  // b'01', x'ff', _utf8mb4'text', timestamp'2026-01-01 00:00:00'
  return tokens[i + 1].kind == TokenKind::string && tokens[i].text != "NULL" ? i + 2 : i + 1;
}

/// Reads the attribute at `i` and gives the token after it.
std::size_t read_attribute(const TokenEditor& tokens, std::size_t i, ColumnText& column) {
  if (tokens.are(i, {"character", "set"})) {
    column.character_set = {i, i + 3};
    return i + 3;
  }
  if (tokens.is(i, "collate")) {
    column.collation = {i, i + 2};
    return i + 2;
  }
  if (tokens.are(i, {"generated", "always", "as"})) {
    const std::size_t end = tokens.is(i + 3, '(') ? tokens.after_parentheses(i + 3) : i + 5;
    column.generated = {i, end};
    return end;
  }
  if (tokens.is(i, "default")) {
    column.default_value = {i + 1, value_end(tokens, i + 1)};
    return column.default_value.end;
  }
  if (tokens.are(i, {"on", "update"})) {
    column.on_update = {i + 2, value_end(tokens, i + 2)};
    return column.on_update.end;
  }
  if (tokens.is(i, "check") && tokens.is(i + 1, '(')) {
    column.check = {i, tokens.after_parentheses(i + 1)};
    return column.check.end;
  }
  if (tokens.is(i, "comment")) return i + 2;
  if (tokens[i].kind == TokenKind::quoted_name && tokens.is(i + 1, '=')) {
    column.others.push_back({i, i + 3});
    return i + 3;
  }
  return tokens.is(i, '(') ? tokens.after_parentheses(i) : i + 1;
}

ColumnText read_column(const TokenEditor& tokens, Range all) {
  ColumnText column;
  column.all = all;
  column.name = tokens.value(all.begin);
  column.type = lower(tokens[all.begin + 1].text);
  std::size_t i = all.begin + 2;
  if (column.type == "double" && tokens.is(i, "precision")) ++i;
  if (tokens.is(i, '(')) {
    column.arguments = {i, tokens.after_parentheses(i)};
    i = column.arguments.end;
  }
  while (i < all.end)
    i = read_attribute(tokens, i, column);
  return column;
}

KeyText read_key(const TokenEditor& tokens, Range all) {
  KeyText key;
  key.all = all;
  std::size_t i = all.begin;
  key.unique = tokens.is_any(i, {"primary", "unique"});
  while (i < all.end && !tokens.is(i, '('))
    ++i;
  const bool is_key = tokens.is_any(all.begin, {"primary", "unique", "key", "fulltext", "spatial"});
  if (!is_key) return key;
  const std::size_t end = tokens.after_parentheses(i);
  for (++i; i + 1 < end; ++i) {
    if (tokens.is(i, '(')) {
      i = tokens.after_parentheses(i) - 1;
    } else if (tokens[i].kind == TokenKind::quoted_name) {
      key.columns.push_back(tokens.value(i));
      if (!tokens.is(i + 1, '(')) key.whole.push_back(tokens.value(i));
    }
  }
  return key;
}

}  // namespace

bool ColumnText::is_text() const {
  return one_of(type,
                {"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"});
}

bool ColumnText::is_lob() const {
  return type.ends_with("text") || type.ends_with("blob") ||
         one_of(type, {"json", "geometry", "point", "linestring", "polygon", "multipoint",
                       "multilinestring", "multipolygon", "geometrycollection"});
}

bool ColumnText::is_binary() const {
  return type.ends_with("blob") || type == "binary" || type == "varbinary";
}

bool ColumnText::is_integer() const {
  return one_of(type, {"tinyint", "smallint", "mediumint", "int", "bigint"});
}

const ColumnText* TableText::find(const std::string& column) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const ColumnText& each) {
    return equals_ignoring_case(each.name, column);
  });
  return found == columns.end() ? nullptr : &*found;
}

std::optional<TableText> read_create_table(const TokenEditor& tokens) {
  if (!tokens.are(0, {"create", "table"}) || !tokens.is(3, '(')) return std::nullopt;
  TableText table;
  table.name = tokens.value(2);
  const std::size_t close = tokens.after_parentheses(3) - 1;
  for (std::size_t i = 4; i < close;) {
    Range item{i, i};
    while (item.end < close && !tokens.is(item.end, ',')) {
      item.end = tokens.is(item.end, '(') ? tokens.after_parentheses(item.end) : item.end + 1;
    }
    if (tokens[i].kind == TokenKind::quoted_name) {
      table.columns.push_back(read_column(tokens, item));
    } else {
      table.keys.push_back(read_key(tokens, item));
    }
    i = item.end + 1;
  }
  table.options = {close + 1, close + 1};
  while (table.options.end < tokens.size() && !tokens.is(table.options.end, "partition"))
    ++table.options.end;
  table.partition = {table.options.end, tokens.size()};
  return table;
}

void drop_item(TokenEditor& tokens, ColumnText::Range item) {
  const bool first = tokens.is(item.begin - 1, '(');
  tokens.erase(first ? item.begin : item.begin - 1, first ? item.end + 1 : item.end);
}

}  // namespace dbmig
