#include "dump/schema_dump.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/row_stream.h"
#include "dump/catalog.h"
#include "dump/dump_text.h"

namespace dbmig {
namespace {

using Kind = SchemaObject::Kind;

constexpr std::size_t kRowsBetweenLooks = 1024;

bool is_one_of(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Engines whose rows belong to the snapshot.
bool is_transactional(const std::string& engine) {
  return equals_ignoring_case(engine, "InnoDB") || equals_ignoring_case(engine, "ROCKSDB") ||
         equals_ignoring_case(engine, "TokuDB");
}

Error unknown_table(const std::string& table, const Catalog& catalog) {
  std::vector<std::string> names;
  for (const TableEntry& each : catalog.tables)
    names.push_back(each.name);
  return Error(ErrorCode::usage,
               fmt::format("{} has no table \"{}\"{}", quoted_name(catalog.database),
                           printable(table), did_you_mean(nearest(table, names))))
      .with_hint("--data=TABLE,... names tables of the database; --data alone means all");
}

}  // namespace

bool DataSelection::has(const std::string& table) const {
  return kind == Kind::all || (kind == Kind::some && is_one_of(tables, table));
}

SchemaDump::SchemaDump(Connection& connection, DumpOptions options)
    : connection_(connection), options_(std::move(options)) {
  begin_snapshot(connection_);
  translation_ =
      translate(read_catalog(connection_), connection_.server().dialect(), options_.translate);
  throw_refusals(translation_.notes, database(), options_.translate.target);
  for (const std::string& table : options_.data.tables) {
    if (!translation_.catalog.has_table(table)) throw unknown_table(table, translation_.catalog);
  }
  note_tables();
  for (const std::string& right : missing_rights(connection_)) {
    translation_.notes.push_back(
        {Note::Kind::warning, "database " + quoted_name(database()),
         fmt::format("the user has not got the right {0}, unless a role gives it: without it the "
                     "server hides what is there; GRANT {0} ON {1}.* TO the user",
                     right, quoted_name(database()))});
  }
}

void SchemaDump::note_tables() {
  const auto warn = [&](const std::string& table, std::string text) {
    const SchemaObject object{Kind::table, table, {}, std::nullopt};
    translation_.notes.push_back({Note::Kind::warning, object.shown(), std::move(text)});
  };
  for (const TableEntry& table : translation_.catalog.tables) {
    if (!options_.data.has(table.name)) continue;
    if (!is_transactional(table.engine)) {
      warn(table.name, fmt::format("its engine {} knows no snapshots: its rows are those of the "
                                   "moment they are read",
                                   table.engine));
    }
    if (table.versioned) warn(table.name, "only its rows of today are dumped, not its history");
  }
  const bool has_version_table =
      std::any_of(options_.version_tables.begin(), options_.version_tables.end(),
                  [&](const std::string& each) { return translation_.catalog.has_table(each); });
  if (!has_version_table && !options_.version_tables.empty()) {
    translation_.notes.push_back(
        {Note::Kind::warning, "database " + quoted_name(database()),
         fmt::format("there is no version table {}: where the dump is loaded, nothing will count "
                     "as applied",
                     options_.version_tables.front())});
  }
}

std::vector<std::string> SchemaDump::tables_with_rows() const {
  std::vector<std::string> names;
  for (const TableEntry& table : translation_.catalog.tables) {
    if (options_.data.has(table.name) || is_one_of(options_.version_tables, table.name)) {
      names.push_back(table.name);
    }
  }
  return names;
}

void SchemaDump::write(const TextSink& sink, const DumpEvents& events) {
  const Catalog& catalog = translation_.catalog;
  DumpText text({catalog.database, catalog.character_set, catalog.collation,
                 std::string(name(options_.translate.target))},
                sink);
  text.begin();
  const auto first_program =
      std::find_if(catalog.objects.begin(), catalog.objects.end(), [](const SchemaObject& object) {
        return object.kind != Kind::sequence && object.kind != Kind::table;
      });
  for (auto object = catalog.objects.begin(); object != first_program; ++object)
    text.object(*object);
  for (auto object = catalog.objects.begin(); object != first_program; ++object) {
    const bool counted = options_.data.kind == DataSelection::Kind::all ||
                         options_.translate.auto_increment == Counters::keep;
    if (object->kind == Kind::sequence && counted) text.statement(sequence_value(*object));
  }
  for (const std::string& table : tables_with_rows()) {
    bool open = false;
    write_rows(
        table,
        [&](std::string_view rows) {
          if (!std::exchange(open, true)) text.begin_rows();
          sink(rows);
        },
        events);
  }
  for (auto object = first_program; object != catalog.objects.end(); ++object)
    text.object(*object);
  if (catalog_fingerprint(connection_) != catalog.fingerprint) {
    throw Error(
        ErrorCode::temporary,
        fmt::format("the schema of {} was changed while it was dumped", quoted_name(database())))
        .with_hint("run the same command again");
  }
  text.end();
}

std::string SchemaDump::sequence_value(const SchemaObject& sequence) {
  const Rows rows = connection_.query(
      fmt::format("SELECT next_not_cached_value FROM {}", quoted_name(sequence.name)));
  return fmt::format("DO SETVAL({}, {}, 0)", quoted_name(sequence.name),
                     rows.rows.at(0).at(0).value_or("1"));
}

std::size_t SchemaDump::write_rows(const std::string& table, const TextSink& sink,
                                   const DumpEvents& events) {
  const TableData data = read_table_data(connection_, database(), table);
  if (data.columns.empty()) return 0;
  RowText text(data, sink);
  RowStream rows(connection_, rows_query(data));
  while (rows.next()) {
    text.begin_row();
    for (std::size_t i = 0; i < rows.columns(); ++i)
      text.value(i, rows.value(i));
    text.end_row();
    if (text.rows() % kRowsBetweenLooks != 0) continue;
    if (events.interrupted && events.interrupted()) {
      throw Error(ErrorCode::temporary, "interrupted").with_hint("run the same command again");
    }
    if (events.progress) events.progress({table, text.rows()});
  }
  text.finish();
  return text.rows();
}

}  // namespace dbmig
