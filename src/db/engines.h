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

  /// Forgets all: a statement may have made, changed or dropped tables.
  void forget() { schemas_.clear(); }

  /// What a statement names of them.
  struct Reach {
    std::vector<std::string> tables;  // Such tables, quoted, schema included.
    /// A view, routine or table with triggers beside such a table: it may reach any.
    bool through_others = false;

    bool empty() const { return tables.empty() && !through_others; }
  };
  Reach reach(std::string_view statement);
  /// Whether the session's database has such a table at all.
  bool any();

 private:
  struct Schema {
    std::set<std::string> tables;
    std::set<std::string> others;
  };
  const Schema& schema(const std::string& name);

  Connection* connection_;
  std::optional<std::set<std::string>> all_schemas_;
  std::map<std::string, Schema> schemas_;
};

}  // namespace dbmig
