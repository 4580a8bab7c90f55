#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/connection.h"
#include "sql/objects.h"

namespace dbmig {

/// Knows which tables no transaction can roll back (MyISAM, Aria, …), and what reaches them, so
/// that a change of their rows is not taken for one that can.
class TableEngines {
 public:
  explicit TableEngines(Connection& connection) : connection_(&connection) {}

  /// Whether there is nothing to forget.
  bool is_empty() const { return schemas_.empty() && !all_schemas_ && !elsewhere_; }
  /// Forgets what a definition may have changed. It was in that database, or in the session's.
  void forget(std::string_view definition,
              const std::optional<std::string>& database = std::nullopt);
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
    bool has_trigger = false;         // The one table that it names as what it writes has one.

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
  /// Whether a statement may run stored code: a function, a view, or the trigger of a table that it
  /// names.
  bool runs_code(std::string_view statement);

 private:
  /// As the server has them, by what is left of them for a comparison: see folded().
  using Names = std::map<std::string, std::set<std::string>>;
  struct Tables {
    Names all;      // That the user may see, and views.
    Names without;  // Transactions.
  };
  /// A view, a routine, or the trigger of a table.
  struct Code {
    enum class Kind { view, trigger, function, procedure } kind = Kind::function;
    std::string schema;                             // Where it looks for names without one.
    std::string name;                               // Of a trigger its table's.
    std::optional<std::vector<std::string>> names;  // In it; nothing where it may not be read.
    std::vector<ObjectName> qualified;              // Those that surely have a schema.
  };
  using Codes = std::multimap<std::string, Code>;  // By name.
  struct Schema {
    std::optional<Tables> tables;
    std::optional<Codes> others;
    std::set<std::string> stale;  // Names, as they were written, of what is to be looked at again.
  };
  enum class Use { read, written };
  Rows ask(const std::string& query);
  const Tables& tables(const std::string& schema);
  Tables asked_tables(const std::string& schema, const std::string& condition);
  const Codes& others(const std::string& schema);
  Codes asked_others(const std::string& schema, const std::string& condition);
  static void read(Code& code, std::string_view text, const Dialect& dialect);
  void refresh(const std::string& schema, Schema& known);
  void refresh(const std::string& schema, Schema& known, const std::string& name);
  const Names& all_schemas();
  std::set<std::string> schemas_named(const std::string& name);
  /// Those that a statement or code with these names in it may mean; `own` is where it runs.
  std::set<std::string> schemas_of(const std::vector<std::string>& names, const std::string& own);
  /// Whether `test` holds for any of the names in a schema that they may be of. The names are a
  /// copy: `test` may read other schemas, which moves what is kept.
  template <typename Test>
  bool any_named(std::vector<std::string> names, const std::string& own, Test test);
  template <typename Test>
  bool any_named(std::string_view statement, Test test);
  /// Whether code in the schema `own` names so, as far as can be told, what the user may not see.
  bool is_unseen(const ObjectName& qualified, const std::string& own);
  /// Whether it is sure that the tables added, one or none, are what that name stands for.
  bool add_target(const ObjectName& target, Reach& reach);
  /// What a walk through code has been at, so that it ends.
  using Seen = std::set<std::string>;
  bool reaches_through(const std::string& schema, const std::string& name, Use use, Seen& seen);
  bool reaches_by(const Code& code, Use use, Seen& seen);
  bool calls(const std::string& schema, const std::string& name, Seen& seen);
  bool any();
  bool sees_all_of(const ObjectName& qualified);

  Connection* connection_;
  bool has_asked_ = false;
  std::optional<Names> all_schemas_;
  std::map<std::string, Schema> schemas_;
  /// Schemas, and whether of their tables, of which sees_all_of() is known.
  std::map<std::pair<std::string, bool>, bool> readable_;
  Seen harmless_;  // What walks that found nothing have been at.
  /// Whether a schema other than the session's has such tables.
  struct Elsewhere {
    std::string database;  // The session's, then.
    bool any = false;
  };
  std::optional<Elsewhere> elsewhere_;
};

}  // namespace dbmig
