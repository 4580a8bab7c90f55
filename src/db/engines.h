#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"

namespace dbmig {

/// Knows which tables no transaction can roll back (MyISAM, Aria, …), and what reaches them, so
/// that a change of their rows is not taken for one that can.
class TableEngines {
 public:
  explicit TableEngines(Connection& connection) : connection_(&connection) {}

  /// Whether there is nothing to forget.
  bool is_empty() const { return schemas_.empty() && !all_schemas_ && !elsewhere_; }
  /// Forgets what a definition may have changed.
  void forget(std::string_view definition);
  /// Forgets all: who knows what a statement has changed.
  void forget();

  /// Whether the server was asked anything since the last begin_statement().
  bool has_asked() const { return has_asked_; }
  void begin_statement() { has_asked_ = false; }

  /// What a statement may write of them.
  struct Reach {
    std::vector<std::string> tables;  // Such tables, quoted, schema included.
    bool through_others = false;      // Some by a view, a function or a trigger that it names.
    bool mixed = false;               // Tables with transactions may be among what it writes.

    bool empty() const { return tables.empty() && !through_others; }
  };
  /// Of a change of rows.
  Reach written(std::string_view statement);
  /// Of anything with these names in it: whatever is named counts as written.
  Reach reach(const std::vector<std::string>& names);
  /// Whether a statement that only asks, or assigns, calls a stored function that may write them.
  bool reaches_by_asking(std::string_view statement);
  /// Whether a statement calls a stored function, which may write, by itself or by a view.
  bool may_call(std::string_view statement);

 private:
  /// A view, a routine, or the trigger of a table.
  struct Code {
    enum class Kind { view, trigger, function, procedure } kind = Kind::function;
    std::optional<std::vector<std::string>> names;  // In it; nothing where it may not be read.
  };
  using Codes = std::multimap<std::string, Code>;  // By name, of a trigger its table's.
  struct Schema {
    std::optional<std::set<std::string>> tables;  // Without transactions.
    std::optional<Codes> others;
    std::set<std::string> stale;  // Names, as they were written, of what is to be looked at again.
  };
  enum class Use { read, written };
  const std::set<std::string>& tables(const std::string& schema);
  const Codes& others(const std::string& schema);
  void add_others(const std::string& schema, const std::string& condition, Codes& codes);
  void refresh(const std::string& schema, Schema& known);
  std::set<std::string> schemas_of(const std::vector<std::string>& names);
  /// Whether `test` holds for any of the names in a schema that they may be of. The names are a
  /// copy: `test` may read other schemas, which moves what is kept.
  template <typename Test>
  bool any_named(std::vector<std::string> names, Test test);
  /// What a walk through code has been at, so that it ends.
  using Seen = std::set<std::string>;
  bool reaches_through(const std::string& schema, const std::string& name, Use use, Seen& seen);
  bool reaches_by(const Code& code, Use use, Seen& seen);
  bool calls(const std::string& schema, const std::string& name, Seen& seen);
  bool any();
  std::set<std::string> first_column(const std::string& query);

  Connection* connection_;
  bool has_asked_ = false;
  std::optional<std::set<std::string>> all_schemas_;
  std::map<std::string, Schema> schemas_;
  /// Whether a schema other than the session's has such tables.
  struct Elsewhere {
    std::string database;  // The session's, then.
    bool any = false;
  };
  std::optional<Elsewhere> elsewhere_;
};

}  // namespace dbmig
