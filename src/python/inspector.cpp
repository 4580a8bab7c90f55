#include "python/inspector.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "python/database.h"
#include "python/exceptions.h"
#include "python/sql_text.h"
#include "sql/lexer.h"

namespace dbmig::python {
namespace {

/// Asks what the database has, for one call of a revision.
class Questions {
 public:
  Questions(Evaluation& evaluation, std::size_t offset)
      : evaluation_(evaluation), heap_(evaluation.heap), offset_(offset) {}

  Value names(std::string_view kind) {
    const Rows rows = ask(evaluation_,
                          fmt::format("SELECT TABLE_NAME FROM information_schema.TABLES"
                                      " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = '{}'"
                                      " AND TABLE_NAME NOT IN ('dbmig_journal', 'dbmig_lease')"
                                      " ORDER BY TABLE_NAME",
                                      kind),
                          offset_);
    std::vector<Value> all;
    for (const auto& row : rows.rows)
      all.push_back(heap_.text(row.at(0).value_or("")));
    return list(std::move(all));
  }

  bool has_table(const std::string& table) {
    const Rows rows = ask(evaluation_,
                          fmt::format("SELECT COUNT(*) FROM information_schema.TABLES"
                                      " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {}",
                                      literal(table)),
                          offset_);
    return rows.rows.at(0).at(0).value_or("0") != "0";
  }

  Value columns(const std::string& table) {
    const Rows rows = column_rows(table);
    std::vector<Value> all;
    for (const auto& row : rows.rows) {
      const auto text = [&](std::size_t i) { return heap_.text(row.at(i).value_or("")); };
      const auto later = [&](std::string_view what) {
        return heap_.missing(fmt::format("unsupported: the {} of a column of the database", what),
                             offset_);
      };
      const bool counts = row.at(2).value_or("").find("auto_increment") != std::string::npos;
      all.push_back(dict({{"name", text(0)},
                          {"type", later("type")},
                          {"default", later("default")},
                          {"comment", row.at(3).value_or("").empty() ? Value() : text(3)},
                          {"nullable", boolean(row.at(1).value_or("") == "YES")}}));
      if (row.at(4).value_or("").ends_with("int")) {
        all.back().object->items.insert(all.back().object->items.end(),
                                        {heap_.text("autoincrement"), boolean(counts)});
      }
    }
    return list(std::move(all));
  }

  enum class Which { all, unique };

  /// Indexes but the primary key, in the order that the table has them.
  Value indexes(const std::string& table, Which which) {
    struct Index {
      std::string name;
      bool unique;
      std::vector<Value> columns;
    };
    std::vector<Index> found;
    for (const auto& row : keys(table)) {
      const std::string& name = row.name;
      if (name == "PRIMARY" || (which == Which::unique && !row.unique)) continue;
      if (found.empty() || found.back().name != name) found.push_back({name, row.unique, {}});
      found.back().columns.push_back(row.column ? heap_.text(*row.column) : Value());
    }
    std::vector<Value> all;
    for (Index& index : found) {
      std::vector<std::pair<std::string_view, Value>> items = {
          {"name", heap_.text(index.name)}, {"column_names", list(std::move(index.columns))}};
      items.emplace_back(which == Which::all ? "unique" : "duplicates_index",
                         which == Which::all ? boolean(index.unique) : heap_.text(index.name));
      all.push_back(dict(items));
    }
    return list(std::move(all));
  }

  Value primary_key(const std::string& table) {
    std::vector<Value> columns;
    for (const auto& row : keys(table)) {
      if (row.name == "PRIMARY" && row.column) columns.push_back(heap_.text(*row.column));
    }
    return dict({{"constrained_columns", list(std::move(columns))}, {"name", Value()}});
  }

  Value foreign_keys(const std::string& table);

 private:
  struct KeyPart {
    std::string name;
    bool unique;
    std::optional<std::string> column;
  };

  std::vector<KeyPart> keys(const std::string& table) {
    require(table);
    const Rows rows =
        ask(evaluation_, "SHOW INDEX FROM " + identifier(table, evaluation_.dialect), offset_);
    const auto column = [&](std::string_view name) {
      for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        if (rows.columns[i] == name) return i;
      }
      throw Error(ErrorCode::data, fmt::format("this server's SHOW INDEX has no {}", name));
    };
    std::vector<KeyPart> all;
    for (const auto& row : rows.rows) {
      all.push_back({row.at(column("Key_name")).value_or(""),
                     row.at(column("Non_unique")).value_or("1") == "0",
                     row.at(column("Column_name"))});
    }
    return all;
  }

  Rows column_rows(const std::string& table) {
    Rows rows = ask(evaluation_,
                    fmt::format("SELECT COLUMN_NAME, IS_NULLABLE, EXTRA, COLUMN_COMMENT, DATA_TYPE"
                                " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()"
                                " AND TABLE_NAME = {} ORDER BY ORDINAL_POSITION",
                                literal(table)),
                    offset_);
    if (rows.rows.empty()) throw no_table(table);
    return rows;
  }

  void require(const std::string& table) {
    if (!has_table(table)) throw no_table(table);
  }

  Raised no_table(const std::string& table) { return no_such_table(evaluation_, table, offset_); }

  std::string literal(std::string_view text) const {
    return quoted_text(text, evaluation_.dialect);
  }
  Value list(std::vector<Value> items) {
    return heap_.sequence(Value::Kind::list, std::move(items));
  }
  Value dict(const std::vector<std::pair<std::string_view, Value>>& items) {
    std::vector<Value> all;
    for (const auto& [name, value] : items) {
      all.push_back(heap_.text(std::string(name)));
      all.push_back(value);
    }
    return heap_.sequence(Value::Kind::dict, std::move(all));
  }

  Evaluation& evaluation_;
  Heap& heap_;
  std::size_t offset_;
};

/// Reads `CONSTRAINT name FOREIGN KEY (a) REFERENCES t (b) ON DELETE ...` out of what SHOW
/// CREATE TABLE says, which alone has them in the table's own order.
class KeyReader {
 public:
  KeyReader(std::string_view text, const Dialect& dialect) : lexer_(text, dialect) {}

  struct Key {
    std::string name;
    std::vector<std::string> columns;
    std::string table;
    std::vector<std::string> referred;
    std::vector<std::pair<std::string, std::string>> options;
  };

  std::vector<Key> all() {
    std::vector<Key> keys;
    for (next(); token_.kind != TokenKind::end; next()) {
      if (!is_word("CONSTRAINT")) continue;
      next();
      Key key;
      key.name = name();
      next();
      if (!is_word("FOREIGN")) continue;
      next();
      key.columns = list();
      next();  // REFERENCES
      next();
      key.table = name();
      key.referred = list();
      for (next(); is_word("ON"); next()) {
        next();
        const bool deletes = is_word("DELETE");
        next();
        std::string action(token_.text);
        if (is_word("SET") || is_word("NO")) {
          next();
          action += " " + std::string(token_.text);
        }
        key.options.emplace_back(deletes ? "ondelete" : "onupdate", action);
      }
      keys.push_back(std::move(key));
    }
    return keys;
  }

 private:
  void next() {
    do {
      token_ = lexer_.next();
    } while (is_blank(token_.kind));
  }
  bool is_word(std::string_view word) const {
    return token_.kind == TokenKind::word && equals_ignoring_case(token_.text, word);
  }
  std::string name() const { return unquoted(token_, lexer_.dialect()); }
  std::vector<std::string> list() {
    std::vector<std::string> names;
    while (!token_.is('(') && token_.kind != TokenKind::end)
      next();
    for (next(); !token_.is(')') && token_.kind != TokenKind::end; next()) {
      if (!token_.is(',')) names.push_back(name());
    }
    return names;
  }

  Lexer lexer_;
  dbmig::Token token_;
};

Value Questions::foreign_keys(const std::string& table) {
  require(table);
  const Rows rows =
      ask(evaluation_, "SHOW CREATE TABLE " + identifier(table, evaluation_.dialect), offset_);
  const std::string text = rows.rows.at(0).at(1).value_or("");
  const auto texts = [&](const std::vector<std::string>& names) {
    std::vector<Value> all;
    for (const std::string& name : names)
      all.push_back(heap_.text(name));
    return list(std::move(all));
  };
  std::vector<Value> all;
  for (const KeyReader::Key& key : KeyReader(text, evaluation_.dialect).all()) {
    std::vector<std::pair<std::string_view, Value>> options;
    for (const auto& [name, action] : key.options)
      options.emplace_back(name, heap_.text(action));
    all.push_back(dict({{"name", heap_.text(key.name)},
                        {"constrained_columns", texts(key.columns)},
                        {"referred_schema", Value()},
                        {"referred_table", heap_.text(key.table)},
                        {"referred_columns", texts(key.referred)},
                        {"options", dict(options)}}));
  }
  return list(std::move(all));
}

Value answer(Questions& questions, std::string_view method, const std::string& table) {
  if (method == "get_table_names") return questions.names("BASE TABLE");
  if (method == "get_view_names") return questions.names("VIEW");
  if (method == "has_table") return boolean(questions.has_table(table));
  if (method == "get_columns") return questions.columns(table);
  if (method == "get_indexes") return questions.indexes(table, Questions::Which::all);
  if (method == "get_unique_constraints") {
    return questions.indexes(table, Questions::Which::unique);
  }
  if (method == "get_pk_constraint") return questions.primary_key(table);
  return questions.foreign_keys(table);
}

constexpr std::pair<std::string_view, Question::About> kQuestions[] = {
    {"get_table_names", Question::About::tables},
    {"get_view_names", Question::About::views},
    {"has_table", Question::About::table},
    {"get_columns", Question::About::columns},
    {"get_indexes", Question::About::indexes},
    {"get_unique_constraints", Question::About::unique_constraints},
    {"get_pk_constraint", Question::About::primary_key},
    {"get_foreign_keys", Question::About::foreign_keys}};

Unknown::Form form_of(Question::About about) {
  using About = Question::About;
  if (about == About::tables || about == About::views) return Unknown::Form::names;
  if (about == About::primary_key) return Unknown::Form::key;
  return about == About::table ? Unknown::Form::condition : Unknown::Form::records;
}

/// The unknown that an inspector tells; what it has told once, it tells again.
Value foreseen_answer(Evaluation& evaluation, const Value& call) {
  const std::string_view full = call.object->text;
  const std::string_view method = full.substr(full.find('.') + 1);
  const Value* const given = call.object->find("table_name");
  Question question;
  question.table = given == nullptr ? "" : plain_name(*given);
  question.offset = call.object->offset;
  question.about = std::find_if(std::begin(kQuestions), std::end(kQuestions), [&](const auto& one) {
                     return one.first == method;
                   })->second;
  Object& self = *call.object->at("self").object;
  const std::string key = fmt::format("{}|{}", method, question.table);
  if (const Value* const before = self.find(key)) {
    question.since = known_of(evaluation, *before)->question->since;
  }
  const Unknown::Form form = form_of(question.about);
  const Value told = asked(evaluation, std::move(question), form);
  const Unknown* const known = known_of(evaluation, told);
  if (known->question->about != Question::About::table) {
    if (self.find(key) == nullptr) self.named.emplace_back(key, told);
    return told;
  }
  auto condition = name_condition(*known->question, known->question->table, evaluation.dialect);
  if (!condition) return unknown(evaluation);
  return unknown(evaluation, {Unknown::Form::condition, known->question, *condition, "", 0});
}

}  // namespace

Value inspector_method(Evaluation& evaluation, const Value& call) {
  if (evaluation.sink == nullptr) return foreseen_answer(evaluation, call);
  const std::string_view full = call.object->text;
  const std::string_view method = full.substr(full.find('.') + 1);
  const Value* const given = call.object->find("table_name");
  const std::string table = given == nullptr ? "" : plain_name(*given);
  Questions questions(evaluation, call.object->offset);
  // Like SQLAlchemy's, an inspector tells what it has told once, whatever has changed since.
  Object& self = *call.object->at("self").object;
  const bool kept = full.starts_with("Inspector.") && method != "has_table";
  const std::string key = fmt::format("{}|{}", method, table);
  if (const Value* const before = self.find(key); kept && before != nullptr) return *before;
  const Value told = answer(questions, method, table);
  if (kept) self.named.emplace_back(key, told);
  return told;
}

Raised no_such_table(Evaluation& evaluation, const std::string& table, std::size_t offset) {
  const Value exception = evaluation.heap.construct("sqlalchemy.exc.NoSuchTableError", offset);
  exception.object->items = {evaluation.heap.text(table)};
  return {exception, offset, std::nullopt};
}

}  // namespace dbmig::python
