#include "dump/dump_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "dump/dump_text.h"
#include "sql/code_reader.h"
#include "sql/splitter.h"

namespace dbmig {
namespace {

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
      .with_state("nothing was changed")
      .with_hint(
          "make the dump again; for mysqldump and mariadb-dump, without --skip-comments and "
          "--compact");
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
        .with_state("nothing was changed")
        .with_hint(hint);
  }

  const DumpFile& file_;
  const std::vector<std::string>& version_tables_;
  DumpFacts facts_;
  std::string database_;
};

}  // namespace

DumpFile::DumpFile(const std::filesystem::path& path) : name_(path.string()) {
  const auto fail = [&](int reason) {
    return Error(ErrorCode::data, fmt::format("cannot read {}: {}", name_, std::strerror(reason)));
  };
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw fail(errno);
  struct stat status {};
  const bool known = ::fstat(fd, &status) == 0;
  if (!known || !S_ISREG(status.st_mode)) {
    const int reason = !known ? errno : S_ISDIR(status.st_mode) ? EISDIR : ESPIPE;
    ::close(fd);
    throw fail(reason).with_hint("a dump is read twice, once before anything is sent: name a file");
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  void* memory = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  const int reason = errno;
  ::close(fd);
  if (memory == MAP_FAILED) throw fail(reason);
  if (memory == nullptr) return;
  ::madvise(memory, size, MADV_SEQUENTIAL);
  text_ = {static_cast<const char*>(memory), size};
}

DumpFile::~DumpFile() {
  if (!text_.empty()) ::munmap(const_cast<char*>(text_.data()), text_.size());
}

void DumpFile::passed(std::size_t offset) const {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t whole = offset / page * page;
  if (whole > 0) ::madvise(const_cast<char*>(text_.data()), whole, MADV_DONTNEED);
}

DumpFacts inspect_dump(const DumpFile& file, const Dialect& dialect,
                       const std::vector<std::string>& version_tables) {
  constexpr std::size_t kLetGoEvery = 16 << 20;
  check_complete(file);
  Inspector inspector(file, version_tables);
  try {
    Splitter splitter(file.text(), dialect, file.name());
    std::size_t passed = 0;
    for (Dialect rules = dialect; const std::optional<Piece> piece = splitter.next();
         rules = splitter.dialect()) {
      if (piece->kind == Piece::Kind::statement) inspector.read(piece->statement, rules);
      if (piece->statement.offset < passed + kLetGoEvery) continue;
      passed = piece->statement.offset;
      file.passed(passed);
    }
  } catch (Error& error) {
    if (error.location()) error.set_location(shortened(*error.location()));
    if (error.state().empty()) error.set_state("nothing was changed");
    throw;
  }
  return inspector.facts();
}

LoadStatement load_statement(std::string_view statement, const Dialect& dialect) {
  using Kind = LoadStatement::Kind;
  CodeReader reader(statement, dialect);
  const auto name = [&] {
    while (reader.take("if") || reader.take("not") || reader.take("exists"))
      continue;
    return unquoted(reader.token(), dialect);
  };
  if (reader.take("use")) return {Kind::skip, {}, name()};
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
