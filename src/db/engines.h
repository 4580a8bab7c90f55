#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"

namespace dbmig {

/// Knows which tables no transaction can roll back (MyISAM, Aria, …), so that a change
/// of their rows is not taken for one that can.
class TableEngines {
 public:
  explicit TableEngines(Connection& connection) : connection_(&connection) {}

  /// Forgets what a definition may have changed.
  void forget(std::string_view definition);
  /// Forgets all: who knows what a statement has changed.
  void forget();

  /// Whether the server was asked anything since the last begin_statement().
  bool has_asked() const { return has_asked_; }
  void begin_statement() { has_asked_ = false; }

  /// What a statement names of them.
  struct Reach {
    std::vector<std::string> tables;  // Such tables, quoted, schema included.
    /// A view, function or table with triggers, which may reach such a table anywhere.
    bool through_others = false;

    bool empty() const { return tables.empty() && !through_others; }
  };
  Reach reach(std::string_view statement);
  /// Whether a statement names a stored function, which may write, or a view, which may call one,
  /// where there are any.
  bool may_call(std::string_view statement);

 private:
  struct Schema {
    std::optional<std::set<std::string>> tables;   // Without transactions.
    std::optional<std::set<std::string>> others;   // Views, functions, tables with triggers.
    std::optional<std::set<std::string>> callers;  // Functions; views, if there are any.
  };
  const std::set<std::string>& tables(const std::string& schema);
  const std::set<std::string>& others(const std::string& schema);
  std::set<std::string> schemas_of(const std::vector<std::string>& names);
  bool any_elsewhere();
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
