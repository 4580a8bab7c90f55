#pragma once

#include <string>
#include <vector>

#include "python/value.h"
#include "sql/dialect.h"

namespace dbmig::python {

/// One `sa.Column` of a table that is made, or added to one.
class Column {
 public:
  /// `value` is what sa.Column() made. Throws Error(data) for what it cannot hold.
  explicit Column(const Value& value);

  const Value& name() const { return *object_->find("name"); }
  const Value& type() const { return type_; }
  bool flag(std::string_view name) const;
  /// Its part in the primary key, by its own word or by a constraint's.
  bool is_primary_key() const { return primary_key_; }
  void join_primary_key();
  /// A constraint of the table makes it refer to another one.
  void join_foreign_key() { refers_ = true; }
  /// Whether the rules choose it for AUTO_INCREMENT, were it the only key column.
  bool may_count() const;
  /// `autoincrement=True`.
  bool wants_to_count() const;

  enum class Counting { no, yes };
  /// `name TYPE NOT NULL COMMENT '...' DEFAULT ...`
  std::string sql(Counting counting, const Dialect& dialect) const;

  /// What comes with it: lines of CREATE TABLE, in order.
  std::vector<std::string> constraints(const Dialect& dialect) const;
  /// CREATE INDEX for `index=True`; empty without.
  std::string index(const Value& table, const Dialect& dialect) const;

 private:
  std::string nullability() const;
  std::string computed() const;
  const Value* find(std::string_view name) const { return object_->find(name); }

  const Object* object_;
  Value type_;
  std::vector<const Object*> foreign_keys_;
  std::vector<const Object*> checks_;
  const Object* computed_ = nullptr;
  bool primary_key_ = false;
  bool refers_ = false;
  bool nullable_ = true;
};

}  // namespace dbmig::python
