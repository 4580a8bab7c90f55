#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "dump/mapped_file.h"
#include "revision/revision.h"
#include "sql/dialect.h"

namespace dbmig {

/// A dump on disk, as a view of its whole text that takes no memory worth mentioning: the
/// system reads it as it is looked at.
///
/// A pipe is copied first, to a file without a name among the temporary ones: a dump is read
/// twice, once before anything is sent.
class DumpFile {
 public:
  /// `-` is standard input. Throws Error(data) when the file cannot be read,
  /// Error(cannot_create) when a pipe cannot be copied, and Error(temporary) when `interrupted`
  /// says so meanwhile.
  explicit DumpFile(const std::filesystem::path& path,
                    const std::function<bool()>& interrupted = {});

  std::string_view text() const { return file_->bytes(); }
  const std::string& name() const { return name_; }

  bool changed() const { return file_->changed(); }
  /// Throws Error(data), with the state of the database, when the file is not what it was when
  /// this object was made: no byte that was read since can be trusted.
  void require_unchanged(const std::string& state) const;

  /// The text before `offset` is not needed for now; its memory may be had by others.
  void passed(std::size_t offset) const { file_->let_go(offset); }

 private:
  std::string name_;
  std::optional<MappedFile> file_;
};

/// What a dump says of itself before a statement of it is run.
struct DumpFacts {
  std::size_t statements = 0;
  bool has_version_table = false;  // There are rows of it, or a statement that makes it.
  std::vector<RevisionId> rows;    // Of the version table.
};

/// Reads a dump to its end. Throws Error(data), located in the file, when it is not whole,
/// does not parse, or is not about one database; `version_tables` are the names under
/// which its rows may stand.
DumpFacts inspect_dump(const DumpFile& file, const Dialect& dialect,
                       const std::vector<std::string>& version_tables);

/// What to do with a statement of a dump so that it acts on the database it is loaded
/// into, whatever that is called.
struct LoadStatement {
  enum class Kind {
    send,
    skip,
    alter_database,
    refuse,
    leave_out,  // What mysqldump sets of the server's replication: no matter of one database.
  };
  Kind kind = Kind::send;
  std::string_view rest;  // Of ALTER DATABASE: what follows the name.
  std::string database;   // Of USE and CREATE DATABASE: the name.
};
LoadStatement load_statement(std::string_view statement, const Dialect& dialect);

/// The ids that an INSERT puts into one of these tables; nothing for another statement.
std::optional<std::vector<RevisionId>> inserted_rows(std::string_view statement,
                                                     const Dialect& dialect,
                                                     const std::vector<std::string>& tables);

/// A place in a dump, with no more of its line than fits on a terminal.
Location shortened(Location location);

}  // namespace dbmig
