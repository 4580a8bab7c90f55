#include "dump/mysql8_floor.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include <fmt/format.h>

#include "base/text.h"
#include "dump/create_table.h"
#include "dump/token_editor.h"
#include "sql/sql_mode.h"

namespace dbmig {
namespace {

/// Functions of MySQL 9.
constexpr auto kFunctions = std::to_array<std::string_view>({
    "distance",
    "etag",
    "from_vector",
    "json_duality_object",
    "string_to_vector",
    "to_vector",
    "vector_dim",
    "vector_distance",
    "vector_to_string",
});

struct Clause {
  std::initializer_list<std::string_view> words;
  std::string_view shown;
};

/// Clauses of MySQL 8.4 and 9.
const std::array<Clause, 8> kClauses = {{
    {{"language", "javascript"}, "routines in JavaScript"},
    {{"language", "wasm"}, "routines in WebAssembly"},
    {{"json", "relational", "duality", "view"}, "JSON duality views"},
    {{"json", "duality", "view"}, "JSON duality views"},
    {{"create", "materialized"}, "materialized views"},
    {{"create", "external"}, "external tables"},
    {{"create", "library"}, "libraries"},
    {{"qualify"}, "QUALIFY"},
}};

class FloorCheck {
 public:
  FloorCheck(const SchemaObject& object, const Dialect& dialect)
      : object_(object), tokens_(object.create, dialect) {}

  std::vector<std::string> run() {
    if (object_.kind == SchemaObject::Kind::table) read_columns();
    for (std::size_t i = 0; i < tokens_.size(); ++i)
      read(i);
    return std::move(found_);
  }

 private:
  void add(std::string what) {
    if (std::find(found_.begin(), found_.end(), what) == found_.end()) {
      found_.push_back(std::move(what));
    }
  }

  void read_columns() {
    const std::optional<TableText> table = read_create_table(tokens_);
    if (!table) return;
    for (const ColumnText& column : table->columns) {
      if (column.type == "vector") add("the type VECTOR");
    }
  }

  void read(std::size_t i) {
    if (tokens_[i].kind != TokenKind::word || (i > 0 && tokens_.is(i - 1, '.'))) return;
    const std::string word = lower(tokens_[i].text);
    const bool call = tokens_.is(i + 1, '(');
    if (call && std::find(kFunctions.begin(), kFunctions.end(), word) != kFunctions.end()) {
      add(fmt::format("the function {}()", upper(word)));
    }
    // In a body: a parameter, a variable, a cast.
    if (object_.is_program() && word == "vector" && call && i > 0) add("the type VECTOR");
    for (const Clause& clause : kClauses) {
      if (tokens_.are(i, clause.words)) return add(std::string(clause.shown));
    }
  }

  const SchemaObject& object_;
  TokenEditor tokens_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> beyond_mysql8(const SchemaObject& object, const Dialect& source) {
  const Dialect dialect = object.context ? with_sql_mode(source, object.context->sql_mode) : source;
  return FloorCheck(object, dialect).run();
}

}  // namespace dbmig
