#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "base/file.h"
#include "dump/load.h"
#include "dump/schema_dump.h"
#include "sql/splitter.h"
#include "support/temp_dir.h"
#include "support/test_server.h"

namespace dbmig {

inline DumpOptions everything() {
  DumpOptions options;
  options.data.kind = DataSelection::Kind::all;
  options.version_tables = {"alembic_version"};
  return options;
}

/// Runs a script, statement by statement, in a session of ours.
inline void run_script(const TestDatabase& database, const std::string& text) {
  Connection connection(database.options());
  for (const Piece& piece : split_script(text, connection.server().dialect(), "script"))
    try {
      connection.execute(piece.statement.text);
    } catch (const Error& error) {
      throw std::runtime_error(error.report() + "\nin: " + std::string(piece.statement.text));
    }
}

inline std::string zoo_script() {
  return read_file(DBMIG_SOURCE_DIR "/tests/integration/dump/zoo.sql", ErrorCode::data);
}

inline std::string dump_of(const TestDatabase& database, DumpOptions options = everything()) {
  Connection connection(database.options());
  std::string out;
  SchemaDump(connection, std::move(options)).write([&](std::string_view text) { out += text; }, {});
  return out;
}

inline LoadResult load_into(const TestDatabase& database, const std::string& dump) {
  const TempDir folder;
  write_file(folder / "d.sql", dump, Existing::refuse);
  const DumpFile file(folder / "d.sql");
  Connection connection(database.options());
  inspect_dump(file, connection.server().dialect(), {"alembic_version"});
  require_empty_database(connection);
  return load_dump(connection, file, {});
}

/// An empty database of the same name.
inline void recreate(const TestDatabase& database) {
  TestSession(test_server().connect_options(""))
      .run("DROP DATABASE `" + database.name() + "`; CREATE DATABASE `" + database.name() +
           "` CHARACTER SET latin1");
}

}  // namespace dbmig
