#include "python/column.h"

#include <fmt/format.h>

#include "base/error.h"
#include "python/constraints.h"
#include "python/sql_text.h"

namespace dbmig::python {

Column::Column(const Value& value) : object_(value.object) {
  if (!value.is_construct("sqlalchemy.Column")) {
    throw Error(ErrorCode::data, fmt::format("a column is expected, not {}", type_name(value)));
  }
  plain_name(name());
  const auto take = [this](const Value& item) {
    if (item.is_construct("sqlalchemy.ForeignKey")) {
      foreign_keys_.push_back(item.object);
      refers_ = true;
    } else if (item.is_construct("sqlalchemy.CheckConstraint")) {
      checks_.push_back(item.object);
    } else if (item.is_construct("sqlalchemy.Computed")) {
      computed_ = item.object;
    } else {
      throw Error(ErrorCode::data, fmt::format("unsupported: {} in a column", type_name(item)));
    }
  };
  const Value* const type = find("type_");
  if (type == nullptr || !is_type_value(*type)) {
    throw Error(ErrorCode::data, fmt::format("the column {} has no type", plain_name(name())));
  }
  type_ = *type;
  for (const Value& item : object_->items)
    take(item);
  primary_key_ = flag("primary_key");
  nullable_ = object_->has("nullable") ? flag("nullable") : !primary_key_;
}

bool Column::flag(std::string_view name) const {
  const Value* const value = find(name);
  return value != nullptr && truth(*value);
}

void Column::join_primary_key() {
  primary_key_ = true;
  if (!object_->has("nullable")) nullable_ = false;
}

bool Column::wants_to_count() const {
  const Value* const value = find("autoincrement");
  return value != nullptr && value->is(Value::Kind::boolean) && value->number != 0;
}

bool Column::may_count() const {
  if (const Value* const value = find("autoincrement")) {
    if (value->is(Value::Kind::boolean)) return value->number != 0;
    if (!value->is(Value::Kind::text) || value->object->text != "auto") {
      throw Error(ErrorCode::data, "unsupported: this value of `autoincrement`");
    }
  }
  const Affinity affinity = affinity_of(type_);
  const bool number = affinity == Affinity::integer || affinity == Affinity::numeric;
  return number && find("server_default") == nullptr && !refers_;
}

std::string Column::nullability() const {
  if (!nullable_) return " NOT NULL";
  const bool timestamp = type_.object->text.ends_with(".TIMESTAMP");
  return timestamp ? " NULL" : "";
}

std::string Column::computed() const {
  if (computed_ == nullptr) return {};
  const Value* const persisted = computed_->find("persisted");
  const std::string_view how = persisted == nullptr ? ""
                               : truth(*persisted)  ? " STORED"
                                                    : " VIRTUAL";
  return fmt::format(" GENERATED ALWAYS AS ({}){}", condition_sql(computed_->at("sqltext")), how);
}

std::string Column::sql(Counting counting, const Dialect& dialect) const {
  std::string text = fmt::format("{} {}{}{}", identifier(name(), dialect), type_sql(type_, dialect),
                                 computed(), nullability());
  if (const Value* const comment = find("comment")) {
    text += " COMMENT " + quoted_text(plain_name(*comment), dialect);
  }
  const Value* const otherwise = find("server_default");
  if (counting == Counting::yes && otherwise == nullptr) {
    text += " AUTO_INCREMENT";
  } else if (otherwise != nullptr) {
    text += " DEFAULT " + default_sql(*otherwise, dialect);
  }
  for (const Object* check : checks_)
    text += " " + constraint_sql(*check, dialect);
  return text;
}

std::vector<std::string> Column::constraints(const Dialect& dialect) const {
  std::vector<std::string> all;
  if (flag("unique") && !flag("index")) {
    all.push_back(fmt::format("UNIQUE ({})", identifier(name(), dialect)));
  }
  for (const Object* key : foreign_keys_) {
    const auto [table, column] = referred_column(key->at("column"), dialect);
    all.push_back(constraint_prefix(key->find("name"), dialect) +
                  foreign_key({name()}, table, column, *key, dialect));
  }
  return all;
}

std::string Column::index(const Value& table, const Dialect& dialect) const {
  if (!flag("index")) return {};
  const std::string name_of_index = fmt::format("ix_{}_{}", plain_name(table), plain_name(name()));
  if (name_of_index.size() > 64) {
    throw Error(ErrorCode::data, "unsupported: the name of this index would be cut")
        .with_hint("give the index a name with op.create_index()");
  }
  return fmt::format("CREATE {}INDEX {} ON {} ({})", flag("unique") ? "UNIQUE " : "",
                     identifier(name_of_index, dialect), identifier(table, dialect),
                     identifier(name(), dialect));
}

}  // namespace dbmig::python
