#include "python/ddl.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "python/column.h"
#include "python/constraints.h"
#include "python/sql_text.h"

namespace dbmig::python {
namespace {

std::string table_of(const Object& call, const Dialect& dialect) {
  return identifier(call.at("table_name"), dialect);
}

/// The keyword of an option of CREATE TABLE (`mysql_default_charset`) as SQL writes it.
std::string table_option(std::string_view name, const Value& value) {
  static constexpr std::array<std::string_view, 12> kKnown = {"ENGINE",
                                                              "CHARSET",
                                                              "DEFAULT CHARSET",
                                                              "CHARACTER SET",
                                                              "DEFAULT CHARACTER SET",
                                                              "COLLATE",
                                                              "DEFAULT COLLATE",
                                                              "ROW FORMAT",
                                                              "AUTO INCREMENT",
                                                              "KEY BLOCK SIZE",
                                                              "STATS PERSISTENT",
                                                              "MAX ROWS"};
  const std::string word = replaced(upper(name.substr(name.find('_') + 1)), "_", " ");
  if (std::find(kKnown.begin(), kKnown.end(), word) == kKnown.end()) {
    throw Error(ErrorCode::data, fmt::format("unsupported: the option `{}` of a table", name));
  }
  const bool spaced = word.find("CHARACTER") != std::string::npos || word == "COLLATE";
  const bool blank = spaced || word.starts_with("DEFAULT");
  return fmt::format("{}{}{}", blank ? word : replaced(word, " ", "_"), spaced ? " " : "=",
                     str(value));
}

std::string table_options(const Object& call, const Dialect& dialect) {
  std::vector<std::string> all;
  for (const auto& [name, value] : call.named) {
    const std::string lower_name = lower(name);
    if (!lower_name.starts_with("mysql_") && !lower_name.starts_with("mariadb_")) continue;
    if (lower_name.starts_with("mariadb_") && dialect.flavour == Flavour::mysql) continue;
    if (!value.is(Value::Kind::none)) all.push_back(table_option(lower_name, value));
  }
  // A collation has to come behind the character set that it belongs to.
  std::stable_partition(all.begin(), all.end(), [](const std::string& option) {
    return option.find("COLLATE") == std::string::npos;
  });
  if (const Value* const comment = call.find("comment")) {
    all.push_back("COMMENT=" + quoted_text(plain_name(*comment), dialect));
  }
  return join(all, " ");
}

/// What a CREATE TABLE is made of.
class Table {
 public:
  Table(const Object& call, const Dialect& dialect) : call_(call), dialect_(dialect) {
    for (const Value& item : call.items) {
      if (item.is_construct("sqlalchemy.Column")) {
        columns_.emplace_back(item);
      } else if (item.is_construct("sqlalchemy.PrimaryKeyConstraint")) {
        key_ = item.object;
      } else if (item.is_construct("sqlalchemy.Index")) {
        indexes_.push_back(item.object);
      } else if (item.is(Value::Kind::construct)) {
        explicit_.push_back(constraint_sql(*item.object, dialect));
        if (explicit_.back().empty()) unfit(item);
        if (item.is_construct("sqlalchemy.ForeignKeyConstraint")) keys_.push_back(item.object);
      } else {
        unfit(item);
      }
    }
    if (key_ != nullptr) join_key();
    require_columns();
    for (const Object* key : keys_) {
      for (const Value& name : names_in(key->at("columns"))) {
        if (Column* const column = find(name)) column->join_foreign_key();
      }
    }
  }

  std::vector<std::string> sql() const {
    std::vector<std::string> lines;
    const Column* const counting = counting_column();
    for (const Column& column : columns_) {
      const auto how = &column == counting ? Column::Counting::yes : Column::Counting::no;
      lines.push_back(column.sql(how, dialect_));
    }
    if (const std::string key = primary_key(counting); !key.empty()) lines.push_back(key);
    lines.insert(lines.end(), explicit_.begin(), explicit_.end());
    for (const Column& column : columns_) {
      for (std::string& line : column.constraints(dialect_))
        lines.push_back(std::move(line));
    }
    const Value& name = call_.at("table_name");
    std::vector<std::string> all = {fmt::format("CREATE TABLE {} (\n    {}\n){}",
                                                identifier(name, dialect_), join(lines, ",\n    "),
                                                table_options(call_, dialect_))};
    for (const Column& column : columns_) {
      if (std::string index = column.index(name, dialect_); !index.empty()) {
        all.push_back(std::move(index));
      }
    }
    for (const Object* index : indexes_)
      all.push_back(index_sql(*index));
    return all;
  }

 private:
  [[noreturn]] static void unfit(const Value& item) {
    throw Error(ErrorCode::data, fmt::format("unsupported: {} in a table", type_name(item)));
  }

  void join_key() {
    for (const Value& name : key_->items) {
      Column* const column = find(name);
      if (column == nullptr) {
        throw Error(ErrorCode::data,
                    fmt::format("the primary key names no column: {}", plain_name(name)));
      }
      column->join_primary_key();
    }
  }

  Column* find(const Value& name) {
    const auto found = std::find_if(columns_.begin(), columns_.end(), [&](const Column& one) {
      return plain_name(one.name()) == plain_name(name);
    });
    return found == columns_.end() ? nullptr : &*found;
  }

  /// An explicit key counts alone, whatever columns say of themselves.
  bool is_in_key(const Column& column) const {
    if (key_ == nullptr) return column.is_primary_key();
    return std::any_of(key_->items.begin(), key_->items.end(), [&](const Value& name) {
      return plain_name(name) == plain_name(column.name());
    });
  }

  std::vector<const Column*> key_columns() const {
    std::vector<const Column*> all;
    for (const Column& column : columns_) {
      if (is_in_key(column)) all.push_back(&column);
    }
    return all;
  }

  /// What constraints and indexes name has to be there, and once.
  void require_columns() {
    for (auto column = columns_.begin(); column != columns_.end(); ++column) {
      const std::string& name = plain_name(column->name());
      if (find(column->name()) == &*column) continue;
      throw Error(ErrorCode::data, fmt::format("this table has the column {} twice", name))
          .with_hint("SQLAlchemy goes by the last one; leave the other out");
    }
    for (const Value& item : call_.items) {
      const bool names =
          item.is_construct("sqlalchemy.UniqueConstraint") || item.is_construct("sqlalchemy.Index");
      const bool refers = item.is_construct("sqlalchemy.ForeignKeyConstraint");
      if (!names && !refers) continue;
      for (const Value& name : names ? item.object->items : names_in(item.object->at("columns"))) {
        if (find(name) != nullptr) continue;
        throw Error(ErrorCode::data, fmt::format("this table has no column {}", plain_name(name)));
      }
    }
  }

  const Column* counting_column() const {
    const std::vector<const Column*> key = key_columns();
    if (key.size() == 1) return key.front()->may_count() ? key.front() : nullptr;
    const auto found = std::find_if(key.begin(), key.end(),
                                    [](const Column* one) { return one->wants_to_count(); });
    return found == key.end() ? nullptr : *found;
  }

  std::string primary_key(const Column* counting) const {
    if (key_ != nullptr) {
      if (key_->items.empty()) return {};
      return fmt::format("{}PRIMARY KEY ({})", constraint_prefix(key_->find("name"), dialect_),
                         identifiers(key_->items, dialect_));
    }
    std::vector<const Column*> key = key_columns();
    if (key.empty()) return {};
    // A column that counts has to be the first of its key.
    std::stable_partition(key.begin(), key.end(),
                          [&](const Column* one) { return one == counting; });
    std::vector<Value> names;
    for (const Column* column : key)
      names.push_back(column->name());
    return fmt::format("PRIMARY KEY ({})", identifiers(names, dialect_));
  }

  std::string index_sql(const Object& index) const {
    const Value* const unique = index.find("unique");
    const Value* const name = index.find("name");
    if (name == nullptr || index.items.empty() || index.named.size() > (unique ? 2U : 1U)) {
      throw Error(ErrorCode::data, "unsupported: this Index in a table");
    }
    return fmt::format("CREATE {}INDEX {} ON {} ({})", unique && truth(*unique) ? "UNIQUE " : "",
                       identifier(*name, dialect_), identifier(call_.at("table_name"), dialect_),
                       identifiers(index.items, dialect_));
  }

  const Object& call_;
  const Dialect& dialect_;
  std::vector<Column> columns_;
  const Object* key_ = nullptr;
  std::vector<const Object*> keys_;  // Foreign keys of the table.
  std::vector<std::string> explicit_;
  std::vector<const Object*> indexes_;
};

/// One column of an index: its name, or an expression, with the length of its prefix.
std::string index_column(const Value& column, const Value* lengths, const Dialect& dialect) {
  if (column.is_construct("sqlalchemy.text")) return condition_sql(column);
  std::string text = identifier(column, dialect);
  if (lengths == nullptr) return text;
  if (lengths->is(Value::Kind::integer)) return fmt::format("{}({})", text, lengths->number);
  if (!lengths->is(Value::Kind::dict)) {
    throw Error(ErrorCode::data, "unsupported: this value of `mysql_length`");
  }
  const std::vector<Value>& all = lengths->object->items;
  for (std::size_t i = 0; i < all.size(); i += 2) {
    if (plain_name(all[i]) == plain_name(column)) text += fmt::format("({})", str(all[i + 1]));
  }
  return text;
}

}  // namespace

std::vector<std::string> create_table(const Object& call, const Dialect& dialect) {
  return Table(call, dialect).sql();
}

std::vector<std::string> add_column(const Object& call, const Dialect& dialect) {
  const Column column(call.at("column"));
  const auto counting =
      column.is_primary_key() && column.may_count() ? Column::Counting::yes : Column::Counting::no;
  const std::string table = table_of(call, dialect);
  std::vector<std::string> all = {
      fmt::format("ALTER TABLE {} ADD COLUMN {}", table, column.sql(counting, dialect))};
  for (const std::string& constraint : column.constraints(dialect))
    all.push_back(fmt::format("ALTER TABLE {} ADD {}", table, constraint));
  if (std::string index = column.index(call.at("table_name"), dialect); !index.empty()) {
    all.push_back(std::move(index));
  }
  return all;
}

std::vector<std::string> create_index(const Object& call, const Dialect& dialect) {
  const Value* const name = call.find("index_name");
  const Value& table = call.at("table_name");
  const std::vector<Value>& columns = names_in(call.at("columns"));
  std::string_view kind;
  for (const auto& [key, value] : call.named) {
    const bool known = !key.starts_with("mysql_") && !key.starts_with("mariadb_");
    if (known || key == "mysql_length") continue;
    if (key != "mysql_prefix" || !value.is(Value::Kind::text)) {
      throw Error(ErrorCode::data, fmt::format("unsupported: the option `{}` of an index", key));
    }
    kind = value.object->text;
  }
  const Value* const unique = call.find("unique");
  std::string listed;
  for (const Value& column : columns) {
    listed +=
        (listed.empty() ? "" : ", ") + index_column(column, call.find("mysql_length"), dialect);
  }
  const std::string index_name =
      name != nullptr
          ? identifier(*name, dialect)
          : identifier(fmt::format("ix_{}_{}", plain_name(table), plain_name(columns.front())),
                       dialect);
  return {fmt::format("CREATE {}{}{}INDEX {} ON {} ({})",
                      unique != nullptr && truth(*unique) ? "UNIQUE " : "", kind,
                      kind.empty() ? "" : " ", index_name, identifier(table, dialect), listed)};
}

}  // namespace dbmig::python
