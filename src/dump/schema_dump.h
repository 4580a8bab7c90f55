#pragma once

#include <functional>
#include <string>
#include <vector>

#include "db/connection.h"
#include "dump/row_text.h"
#include "dump/translate.h"

namespace dbmig {

/// Whose rows a dump holds, beside those of the version table.
struct DataSelection {
  enum class Kind { none, all, some };
  Kind kind = Kind::none;
  std::vector<std::string> tables;  // For some.

  bool has(const std::string& table) const;
};

struct DumpOptions {
  TranslateOptions translate;
  DataSelection data;
  std::vector<std::string> version_tables;  // Their rows are always part of a dump.
};

/// How far a dump is.
struct DumpProgress {
  std::string table;
  std::size_t rows = 0;
};

/// What a dump asks of its caller while it runs.
struct DumpEvents {
  std::function<void(const DumpProgress&)> progress;
  std::function<bool()> interrupted;
};

/// A dump that is ready to be written: the schema has been read and translated, and
/// nothing of it is refused. The connection is in the snapshot that the rows come from.
class SchemaDump {
 public:
  /// Reads the connection's database. Throws Error(data) for what cannot be written,
  /// Error(usage) for a table of the selection that is not there, and as Connection does.
  SchemaDump(Connection& connection, DumpOptions options);

  /// What was changed, what may differ, what is left out.
  const std::vector<Note>& notes() const { return translation_.notes; }
  const std::string& database() const { return translation_.catalog.database; }

  /// Writes the whole of it. Throws Error(temporary) when it is interrupted, or when the
  /// schema was changed meanwhile: what was written then must be thrown away.
  void write(const TextSink& sink, const DumpEvents& events);

 private:
  void note_tables();
  std::vector<std::string> tables_with_rows() const;
  std::size_t write_rows(const std::string& table, const TextSink& sink, const DumpEvents& events);
  std::string sequence_value(const SchemaObject& sequence);

  Connection& connection_;
  DumpOptions options_;
  Translation translation_;
};

}  // namespace dbmig
