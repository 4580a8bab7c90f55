#include "dump/catalog.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "dump/create_table.h"
#include "dump/row_text.h"
#include "dump/view_order.h"

namespace dbmig {
namespace {

using Kind = SchemaObject::Kind;

std::string text(const Rows& rows, std::size_t row, std::size_t column) {
  return rows.rows.at(row).at(column).value_or("");
}

/// The names in the first column of a result, sorted by their bytes.
std::vector<std::string> sorted_names(const Rows& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows.rows)
    names.push_back(row.at(0).value_or(""));
  std::sort(names.begin(), names.end());
  return names;
}

/// The place of the first byte that is not printable ASCII, or the end.
std::size_t find_non_ascii(std::string_view text) {
  const auto found = std::find_if(text.begin(), text.end(),
                                  [](char c) { return (c < ' ' || c > '~') && c != '\n'; });
  return static_cast<std::size_t>(found - text.begin());
}

/// What there is in a database, and when each was last changed.
struct Inventory {
  Rows tables;  // Name, type, engine …
  Rows routines;
  Rows triggers;  // In the order in which they fire.
  Rows events;    // By name.

  std::string fingerprint() const {
    std::string all;
    for (const Rows* list : {&tables, &routines, &triggers, &events}) {
      std::vector<std::string> lines;
      for (const auto& row : list->rows) {
        std::string& line = lines.emplace_back();
        for (const auto& value : row)
          line += value.value_or("") + '\0';
      }
      std::sort(lines.begin(), lines.end());
      all += join(lines, "") + '\n';
    }
    return all;
  }
};

Inventory read_inventory(Connection& connection) {
  const std::string schema = connection.quoted(connection.database());
  // Triggers by the schema of their table, which is their own: it is what the server finds them
  // by, where trigger_schema makes it open the tables of all databases.
  const std::vector<std::string> queries = {
      fmt::format("SELECT table_name, table_type, engine, create_time "
                  "FROM information_schema.tables WHERE table_schema = {}",
                  schema),
      fmt::format("SELECT routine_name, routine_type, last_altered "
                  "FROM information_schema.routines WHERE routine_schema = {}",
                  schema),
      fmt::format("SELECT trigger_name, created FROM information_schema.triggers "
                  "WHERE event_object_schema = {} ORDER BY BINARY event_object_table, "
                  "event_manipulation, action_timing, action_order",
                  schema),
      fmt::format("SELECT event_name, starts, created, last_altered "
                  "FROM information_schema.events WHERE event_schema = {} "
                  "ORDER BY BINARY event_name",
                  schema)};
  std::vector<Rows> lists = connection.query_all(queries);
  return {std::move(lists[0]), std::move(lists[1]), std::move(lists[2]), std::move(lists[3])};
}

/// Reads the objects of one database, kind by kind.
class CatalogReader {
 public:
  explicit CatalogReader(Connection& connection) : connection_(connection) {
    catalog_.database = connection.database();
    schema_ = connection.quoted(catalog_.database);
  }

  Catalog read() {
    // What is changed from here on shows in the second look, the one at the end.
    const Inventory inventory = read_inventory(connection_);
    catalog_.fingerprint = inventory.fingerprint();
    read_database();
    read_sequences(inventory.tables);
    read_tables(inventory.tables);
    read_routines(inventory.routines);
    read_views(inventory.tables);
    read_triggers(inventory.triggers);
    read_events(inventory.events);
    return std::move(catalog_);
  }

 private:
  void read_database() {
    const Rows rows =
        connection_.query(fmt::format("SELECT default_character_set_name, default_collation_name "
                                      "FROM information_schema.schemata WHERE schema_name = {}",
                                      schema_));
    if (rows.rows.empty()) {
      throw Error(ErrorCode::unavailable,
                  fmt::format("database {} is not to be seen", quoted_name(catalog_.database)));
    }
    catalog_.character_set = text(rows, 0, 0);
    catalog_.collation = text(rows, 0, 1);
  }

  std::vector<std::string> names_of(const Rows& tables, std::string_view type) const {
    Rows chosen;
    for (const auto& row : tables.rows) {
      if (row.at(1) == type) chosen.rows.push_back(row);
    }
    return sorted_names(chosen);
  }

  /// `SHOW CREATE …` of each of these, in their order.
  std::vector<Rows> show_create(std::string_view word, const std::vector<std::string>& names) {
    std::vector<std::string> statements;
    for (const std::string& each : names)
      statements.push_back(fmt::format("SHOW CREATE {} {}", word, quoted_name(each)));
    return connection_.query_all(statements);
  }

  void read_sequences(const Rows& tables) {
    const std::vector<std::string> names = names_of(tables, "SEQUENCE");
    const std::vector<Rows> shown = show_create("SEQUENCE", names);
    for (std::size_t i = 0; i < names.size(); ++i)
      catalog_.objects.push_back({Kind::sequence, names[i], text(shown[i], 0, 1), std::nullopt});
  }

  void read_tables(const Rows& tables) {
    for (const auto& row : tables.rows) {
      const std::string type = row.at(1).value_or("");
      if (type != "BASE TABLE" && type != "SYSTEM VERSIONED") continue;
      if (is_bookkeeping_table(row.at(0).value_or(""))) continue;
      catalog_.tables.push_back(
          {row.at(0).value_or(""), row.at(2).value_or(""), type == "SYSTEM VERSIONED"});
    }
    std::sort(catalog_.tables.begin(), catalog_.tables.end(),
              [](const TableEntry& a, const TableEntry& b) { return a.name < b.name; });
    std::vector<std::string> names;
    for (const TableEntry& each : catalog_.tables)
      names.push_back(each.name);
    const std::vector<Rows> shown = show_create("TABLE", names);
    for (std::size_t i = 0; i < names.size(); ++i) {
      catalog_.objects.push_back({Kind::table, names[i],
                                  with_exact_defaults(names[i], text(shown[i], 0, 1)),
                                  std::nullopt});
    }
  }

  /// SHOW CREATE TABLE shows a `?` for what its own three-byte utf8 lacks: bytes of a binary
  /// default that are no text, emoji. The default itself is exact, and can be had from a row
  /// that does not exist.
  std::string with_exact_defaults(const std::string& table, const std::string& create) {
    if (create.find('?') == std::string::npos && find_non_ascii(create) == create.size()) {
      return create;
    }
    TokenEditor tokens(create, connection_.server().dialect());
    const std::optional<TableText> parts = read_create_table(tokens);
    if (!parts) return create;
    for (const ColumnText& column : parts->columns) {
      if (!column.default_value.exists()) continue;
      const std::size_t last = column.default_value.end - 1;
      if (tokens[last].kind != TokenKind::string) continue;
      const std::string shown = tokens.value(last);
      const bool in_doubt = shown.find('?') != std::string::npos ||
                            (column.is_binary() && find_non_ascii(shown) < shown.size());
      if (!in_doubt) continue;
      tokens.replace(column.default_value.begin, column.default_value.end,
                     exact_default(table, column));
    }
    return tokens.result();
  }

  std::string exact_default(const std::string& table, const ColumnText& column) {
    const std::string value = fmt::format("DEFAULT(t.{})", quoted_name(column.name));
    const Rows rows = connection_.query(
        fmt::format("SELECT {} FROM (SELECT 1) AS one LEFT JOIN {} AS t ON FALSE",
                    column.is_binary() ? "HEX(" + value + ")" : value, quoted_name(table)));
    if (column.is_binary()) return "x'" + lower(text(rows, 0, 0)) + "'";
    std::string literal;
    append_quoted(literal, text(rows, 0, 0));
    return literal;
  }

  /// Adds an object from a row whose columns are given by their place.
  struct Columns {
    std::size_t create;
    std::size_t sql_mode;
    std::size_t character_set;  // Followed by the collations of connection and database.
  };
  SchemaObject& add(Kind kind, const std::string& each, const Rows& rows, const Columns& at) {
    SchemaObject object{kind, each, text(rows, 0, at.create), StoredContext{}};
    if (object.create.empty()) {
      throw Error(ErrorCode::statement,
                  fmt::format("the server does not show the text of {}", object.shown()))
          .with_hint("dump as its definer, or as a user who may read all of it");
    }
    object.context->sql_mode = text(rows, 0, at.sql_mode);
    object.context->character_set = text(rows, 0, at.character_set);
    object.context->collation = text(rows, 0, at.character_set + 1);
    object.context->database_collation = text(rows, 0, at.character_set + 2);
    return catalog_.objects.emplace_back(std::move(object));
  }

  void read_routines(const Rows& routines) {
    constexpr std::pair<Kind, const char*> kKinds[] = {{Kind::function, "FUNCTION"},
                                                       {Kind::procedure, "PROCEDURE"},
                                                       {Kind::package, "PACKAGE"},
                                                       {Kind::package_body, "PACKAGE BODY"}};
    for (const auto& [kind, word] : kKinds) {
      const std::vector<std::string> names = names_of(routines, word);
      const std::vector<Rows> shown = show_create(word, names);
      for (std::size_t i = 0; i < names.size(); ++i)
        add(kind, names[i], shown[i], {2, 1, 3});
    }
  }

  void read_views(const Rows& tables) {
    const std::vector<std::string> names = names_of(tables, "VIEW");
    std::vector<std::string> statements;
    for (const std::string& each : names) {
      statements.push_back("SHOW CREATE VIEW " + quoted_name(each));
      statements.emplace_back("SHOW WARNINGS");
    }
    const std::vector<Rows> shown = connection_.query_all(statements);
    std::vector<SchemaObject> views;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const Rows& rows = shown[2 * i];
      require_sound(names[i], shown[2 * i + 1]);
      SchemaObject& view =
          views.emplace_back(SchemaObject{Kind::view, names[i], text(rows, 0, 1), StoredContext{}});
      view.context->character_set = text(rows, 0, 2);
      view.context->collation = text(rows, 0, 3);
    }
    for (SchemaObject& view :
         in_view_order(std::move(views), catalog_.database, connection_.server().dialect())) {
      catalog_.objects.push_back(std::move(view));
    }
  }

  /// The server shows a broken view all the same, with a warning.
  static void require_sound(const std::string& view, const Rows& warnings) {
    constexpr unsigned kInvalidView = 1356;
    for (std::size_t i = 0; i < warnings.rows.size(); ++i) {
      if (text(warnings, i, 1) != std::to_string(kInvalidView)) continue;
      throw Error(ErrorCode::data, fmt::format("view {} is broken", quoted_name(view)))
          .with_server({kInvalidView, "HY000", text(warnings, i, 2)})
          .with_hint(fmt::format("drop it (DROP VIEW {}), or bring back what it reads",
                                 quoted_name(view)));
    }
  }

  void read_triggers(const Rows& triggers) {
    std::vector<std::string> names;
    for (const auto& row : triggers.rows)
      names.push_back(row.at(0).value_or(""));
    const std::vector<Rows> shown = show_create("TRIGGER", names);
    for (std::size_t i = 0; i < names.size(); ++i)
      add(Kind::trigger, names[i], shown[i], {2, 1, 3});
  }

  void read_events(const Rows& events) {
    std::vector<std::string> names;
    for (const auto& row : events.rows)
      names.push_back(row.at(0).value_or(""));
    const std::vector<Rows> shown = show_create("EVENT", names);
    for (std::size_t i = 0; i < names.size(); ++i) {
      SchemaObject& event = add(Kind::event, names[i], shown[i], {3, 1, 4});
      event.context->time_zone = text(shown[i], 0, 2);
      // An event that was given no start starts when it is created, here as there.
      const auto& starts = events.rows[i].at(1);
      if (starts && starts == events.rows[i].at(2)) event.create = without_start(event.create);
    }
  }

  std::string without_start(const std::string& create) const {
    TokenEditor tokens(create, connection_.server().dialect());
    for (std::size_t i = 0; i + 1 < tokens.size() && !tokens.is(i, "do"); ++i) {
      if (!tokens.is(i, "starts")) continue;
      tokens.erase(i, i + 2);
      break;
    }
    return tokens.result();
  }

  Connection& connection_;
  Catalog catalog_;
  std::string schema_;
};

/// The columns of the first unique key, the primary one before all others, that identify a row.
std::vector<std::string> key_columns(const Rows& rows) {
  for (std::size_t i = 0; i < rows.rows.size();) {
    std::vector<std::string> columns;
    bool usable = true;
    const std::string key = text(rows, i, 0);
    for (; i < rows.rows.size() && text(rows, i, 0) == key; ++i) {
      usable = usable && rows.rows[i][1] && text(rows, i, 2) != "YES" && !rows.rows[i][3];
      columns.push_back(text(rows, i, 1));
    }
    if (usable) return columns;
  }
  return {};
}

}  // namespace

bool Catalog::has_table(const std::string& name) const {
  return std::any_of(tables.begin(), tables.end(),
                     [&](const TableEntry& each) { return each.name == name; });
}

bool is_bookkeeping_table(std::string_view name) {
  return name == "dbmig_journal" || name == "dbmig_lease";
}

void begin_snapshot(Connection& connection) {
  const std::vector<std::string> statements = {
      // A reader that takes long to write, or a terminal that is stopped, must not end the dump.
      "SET SESSION sql_mode = '', sql_quote_show_create = 1, sql_big_selects = 1,"
      " sql_select_limit = 18446744073709551615, net_write_timeout = 86400",
      "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
      "START TRANSACTION WITH CONSISTENT SNAPSHOT"};
  connection.query_all(statements);
}

Catalog read_catalog(Connection& connection) { return CatalogReader(connection).read(); }

std::string catalog_fingerprint(Connection& connection) {
  return read_inventory(connection).fingerprint();
}

std::vector<std::string> missing_rights(Connection& connection) {
  const Rows rows = connection.query(fmt::format(
      "SELECT privilege_type FROM information_schema.user_privileges"
      " WHERE grantee = CONCAT(\"'\", REPLACE(CURRENT_USER(), '@', \"'@'\"), \"'\") UNION "
      "SELECT privilege_type FROM information_schema.schema_privileges"
      " WHERE grantee = CONCAT(\"'\", REPLACE(CURRENT_USER(), '@', \"'@'\"), \"'\")"
      " AND {} LIKE table_schema",
      connection.quoted(connection.database())));
  const std::vector<std::string> held = sorted_names(rows);
  std::vector<std::string> missing;
  for (const char* right : {"TRIGGER", "EVENT"}) {
    if (!std::binary_search(held.begin(), held.end(), right)) missing.emplace_back(right);
  }
  return missing;
}

TableData read_table_data(Connection& connection, const std::string& database,
                          const std::string& table) {
  const std::string schema = connection.quoted(database);
  const std::string name = connection.quoted(table);
  const std::vector<std::string> queries = {
      fmt::format("SELECT column_name, data_type, character_set_name, extra, column_type "
                  "FROM information_schema.columns WHERE table_schema = {} AND table_name = {} "
                  "ORDER BY ordinal_position",
                  schema, name),
      fmt::format("SELECT index_name, column_name, nullable, sub_part "
                  "FROM information_schema.statistics "
                  "WHERE table_schema = {} AND table_name = {} AND non_unique = 0 "
                  "ORDER BY index_name <> 'PRIMARY', BINARY index_name, seq_in_index",
                  schema, name)};
  const std::vector<Rows> answers = connection.query_all(queries);
  const Rows& rows = answers[0];
  TableData data;
  data.table = table;
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    const std::string extra = text(rows, i, 3);
    // MySQL says DEFAULT_GENERATED of a column whose default is an expression.
    if (extra.find("VIRTUAL GENERATED") != std::string::npos ||
        extra.find("STORED GENERATED") != std::string::npos) {
      continue;
    }
    const std::string type = lower(text(rows, i, 1));
    data.columns.push_back({text(rows, i, 0), type, text(rows, i, 2),
                            text(rows, i, 4).find('(') != std::string::npos});
  }
  data.order = key_columns(answers[1]);
  if (data.order.empty()) {
    for (const DataColumn& column : data.columns)
      data.order.push_back(column.name);
  }
  return data;
}

}  // namespace dbmig
