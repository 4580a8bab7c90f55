#include "dump/dump_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "base/text.h"
#include "dump/dump_text.h"
#include "sql/code_reader.h"
#include "sql/splitter.h"

namespace dbmig {
namespace {

constexpr const char* kUntouched = "nothing was changed";

/// The last line that is not empty.
std::string_view last_line(std::string_view text) {
  while (!text.empty() && is_space(text.back()))
    text.remove_suffix(1);
  const std::size_t start = text.rfind('\n');
  return start == std::string_view::npos ? text : text.substr(start + 1);
}

bool is_complete(std::string_view text) {
  const std::string_view line = last_line(text);
  return line == kDumpEnd || line.starts_with("-- Dump completed");
}

void check_complete(const DumpFile& file) {
  if (is_complete(file.text())) return;
  throw Error(ErrorCode::data, fmt::format("{} is not a whole dump: its last line does not say "
                                           "that it is complete",
                                           file.name()))
      .with_state(kUntouched)
      .with_hint(
          "make the dump again; for mysqldump and mariadb-dump, without --skip-comments and "
          "--compact");
}

Error unreadable(const std::string& name, int reason) {
  return Error(ErrorCode::data, fmt::format("cannot read {}: {}", name, std::strerror(reason)));
}

Error not_copied(const std::string& name, const std::filesystem::path& folder, int reason) {
  return Error(ErrorCode::cannot_create, fmt::format("cannot copy {} to a temporary file in {}: {}",
                                                     name, folder.string(), std::strerror(reason)))
      .with_state(kUntouched)
      .with_hint("set TMPDIR to a folder on a disk with room, or load from a file");
}

/// A new file without a name, gone with its descriptor.
int unnamed_file(const std::string& name, const std::filesystem::path& folder) {
  std::string pattern = (folder / "dbmig-load-XXXXXX").string();
  const int fd = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (fd < 0) throw not_copied(name, folder, errno);
  ::unlink(pattern.c_str());
  return fd;
}

/// What a pipe gives up to its end, as a file. Takes over the descriptor.
int spooled(int pipe, const std::string& name, const std::function<bool()>& interrupted) {
  const Descriptor from(pipe);
  const char* wanted = std::getenv("TMPDIR");
  const std::filesystem::path folder = wanted != nullptr && *wanted != '\0' ? wanted : "/tmp";
  Descriptor to(unnamed_file(name, folder));
  std::vector<char> buffer(1 << 20);
  for (;;) {
    if (interrupted && interrupted()) {
      throw Error(ErrorCode::temporary, fmt::format("interrupted while reading {}", name))
          .with_state(kUntouched);
    }
    // A signal ends this wait, where a read() would go on.
    pollfd input{from.get(), POLLIN, 0};
    if (::poll(&input, 1, -1) < 0) continue;
    const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
    if (got == 0) return to.release();
    if (got < 0 && errno != EINTR && errno != EAGAIN) throw unreadable(name, errno);
    for (ssize_t done = 0; done < got;) {
      const ssize_t put =
          ::write(to.get(), buffer.data() + done, static_cast<std::size_t>(got - done));
      if (put < 0 && errno != EINTR) throw not_copied(name, folder, errno);
      done += std::max<ssize_t>(put, 0);
    }
  }
}

/// Reads the statements of a dump for what they say together.
class Inspector {
 public:
  Inspector(const DumpFile& file, const std::vector<std::string>& version_tables)
      : file_(file), version_tables_(version_tables) {}

  void read(const Statement& statement, const Dialect& dialect) {
    const LoadStatement load = load_statement(statement.text, dialect);
    if (load.kind == LoadStatement::Kind::refuse) {
      fail(statement, "a dump that drops a database is not loaded",
           "make it without --add-drop-database");
    }
    if (load.kind == LoadStatement::Kind::skip) another_database(statement, load.database);
    ++facts_.statements;
    if (const auto rows = inserted_rows(statement.text, dialect, version_tables_)) {
      facts_.has_version_table = true;
      facts_.rows.insert(facts_.rows.end(), rows->begin(), rows->end());
    }
  }

  const DumpFacts& facts() const { return facts_; }

 private:
  void another_database(const Statement& statement, const std::string& name) {
    if (database_.empty()) database_ = name;
    if (equals_ignoring_case(database_, name)) return;
    fail(statement,
         fmt::format("the dump is of more than one database: {} and {}", database_, name),
         "make a dump of one database");
  }

  [[noreturn]] void fail(const Statement& statement, const std::string& what,
                         const std::string& hint) const {
    throw Error(ErrorCode::data, what)
        .at(shortened(Location::at(file_.name(), file_.text(), statement.offset)))
        .with_state(kUntouched)
        .with_hint(hint);
  }

  const DumpFile& file_;
  const std::vector<std::string>& version_tables_;
  DumpFacts facts_;
  std::string database_;
};

}  // namespace

DumpFile::DumpFile(const std::filesystem::path& path, const std::function<bool()>& interrupted)
    : name_(path == "-" ? "standard input" : path.string()) {
  const int fd =
      path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) throw unreadable(name_, errno);
  struct stat status {};
  const int reason = ::fstat(fd, &status) != 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
  if (reason != 0) {
    ::close(fd);
    throw unreadable(name_, reason);
  }
  try {
    file_.emplace(S_ISREG(status.st_mode) ? fd : spooled(fd, name_, interrupted));
  } catch (const std::system_error& problem) {
    throw unreadable(name_, problem.code().value());
  }
}

void DumpFile::require_unchanged(const std::string& state) const {
  if (!changed()) return;
  throw Error(ErrorCode::data, fmt::format("{} was changed while it was read", name_))
      .with_state(state)
      .with_hint("load it when whatever writes it has come to its end");
}

DumpFacts inspect_dump(const DumpFile& file, const Dialect& dialect,
                       const std::vector<std::string>& version_tables) {
  constexpr std::size_t kLetGoEvery = 16 << 20;
  Inspector inspector(file, version_tables);
  try {
    check_complete(file);
    Splitter splitter(file.text(), dialect, file.name());
    std::size_t passed = 0;
    for (Dialect rules = dialect; const std::optional<Piece> piece = splitter.next();
         rules = splitter.dialect()) {
      if (piece->kind == Piece::Kind::statement) inspector.read(piece->statement, rules);
      if (piece->statement.offset < passed + kLetGoEvery) continue;
      passed = piece->statement.offset;
      file.passed(passed);
    }
    file.require_unchanged(kUntouched);
  } catch (Error& error) {
    file.require_unchanged(
        kUntouched);  // Else what is wrong with a text that is gone would be told.
    if (error.location()) error.set_location(shortened(*error.location()));
    if (error.state().empty()) error.set_state(kUntouched);
    throw;
  }
  return inspector.facts();
}

namespace {

/// `SET @@GLOBAL.GTID_PURGED=…`, `SET @@SESSION.SQL_LOG_BIN= 0`. The reader is behind SET.
bool sets_replication(std::string_view statement, const CodeReader& reader) {
  constexpr std::size_t kLongestName = 40;
  const std::size_t at = std::min(reader.token().offset, statement.size());
  const std::string text = lower(statement.substr(at, kLongestName));
  const std::string_view name = trim(std::string_view(text).substr(0, text.find('=')));
  return name.ends_with("gtid_purged") || name.ends_with("sql_log_bin");
}

}  // namespace

LoadStatement load_statement(std::string_view statement, const Dialect& dialect) {
  using Kind = LoadStatement::Kind;
  CodeReader reader(statement, dialect);
  const auto name = [&] {
    while (reader.take("if") || reader.take("not") || reader.take("exists"))
      continue;
    return unquoted(reader.token(), dialect);
  };
  if (reader.take("use")) return {Kind::skip, {}, name()};
  if (reader.take("set")) {
    return {sets_replication(statement, reader) ? Kind::leave_out : Kind::send, {}, {}};
  }
  const bool create = reader.at("create");
  const bool drop = reader.at("drop");
  if (!create && !drop && !reader.at("alter")) return {};
  reader.advance();
  if (!reader.take("database") && !reader.take("schema")) return {};
  if (create) return {Kind::skip, {}, name()};
  if (drop) return {Kind::refuse, {}, {}};
  // mysqldump names the database it comes from.
  const bool named = !reader.at_any({"character", "charset", "collate", "default", "comment"});
  if (named) reader.advance();
  return {Kind::alter_database,
          statement.substr(std::min(reader.token().offset, statement.size())),
          {}};
}

std::optional<std::vector<RevisionId>> inserted_rows(std::string_view statement,
                                                     const Dialect& dialect,
                                                     const std::vector<std::string>& tables) {
  CodeReader reader(statement, dialect);
  if (!reader.take("insert") && !reader.take("replace")) return std::nullopt;
  reader.take("ignore");
  reader.take("into");
  const std::string table = unquoted(reader.token(), dialect);
  if (std::find(tables.begin(), tables.end(), table) == tables.end()) return std::nullopt;
  std::vector<RevisionId> ids;
  for (; !reader.at_end(); reader.advance()) {
    if (reader.token().kind == TokenKind::string) ids.push_back(unquoted(reader.token(), dialect));
  }
  return ids;
}

Location shortened(Location location) {
  constexpr std::size_t kBefore = 30;
  constexpr std::size_t kMost = 100;
  if (code_points(location.source_line) <= kMost) return location;
  const auto column = static_cast<std::size_t>(std::max(location.column, 1));
  const std::size_t first = column > kBefore ? column - kBefore : 0;
  location.source_line = printable(code_point_range(location.source_line, first, kMost));
  location.caret = static_cast<int>(column - first);
  return location;
}

}  // namespace dbmig
