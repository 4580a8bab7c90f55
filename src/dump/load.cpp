#include "dump/load.h"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "dump/catalog.h"
#include "dump/read_ahead.h"
#include "sql/secrets.h"

namespace dbmig {
namespace {

constexpr std::size_t kLetGoEvery = 16 << 20;

/// Runs the statements of one dump.
class Loader {
 public:
  Loader(Connection& connection, const DumpFile& file) : connection_(connection), file_(file) {}

  void run(const Statement& statement, const Dialect& dialect) {
    const LoadStatement load = load_statement(statement.text, dialect);
    try {
      switch (load.kind) {
        case LoadStatement::Kind::send: {
          // The copy is what was looked at: the file may change under the view of it.
          const std::string text(statement.text);
          if (file_.changed()) file_.require_unchanged(partial());
          note_warnings(connection_.execute(text), statement);
          break;
        }
        case LoadStatement::Kind::alter_database:
          connection_.execute(
              fmt::format("ALTER DATABASE {} {}", quoted_name(connection_.database()), load.rest));
          break;
        case LoadStatement::Kind::leave_out:
          ++result_.left_out;
          return;
        case LoadStatement::Kind::skip:
        case LoadStatement::Kind::refuse:
          break;
      }
    } catch (Error& error) {
      file_.require_unchanged(partial());
      error.set_location(shortened(place(statement)));
      hide_secrets_of(statement.text, dialect, error);
      error.set_state(partial());
      if (error.hint().empty()) error.set_hint(hint_for(error));
      throw;
    }
    ++result_.statements;
  }

  /// What ends the load between two statements.
  void look(const LoadEvents& events) {
    if (events.interrupted && events.interrupted()) throw interrupted();
    const Clock::time_point now = Clock::now();
    if (!events.check || now < checked_ + std::chrono::seconds(1)) return;
    checked_ = now;
    try {
      events.check();
    } catch (Error& error) {
      error.set_state(partial());
      error.set_hint(again());
      throw;
    }
  }

  const LoadResult& result() const { return result_; }

 private:
  using Clock = std::chrono::steady_clock;

  Error interrupted() const {
    return Error(ErrorCode::temporary, "interrupted").with_state(partial()).with_hint(again());
  }

  Location place(const Statement& statement) const {
    const std::string_view rest = file_.text().substr(statement.offset);
    return {file_.name(), statement.line, statement.column,
            std::string(rest.substr(0, std::min<std::size_t>(rest.find('\n'), 4096))), 1};
  }

  /// Only what puts in rows is looked at: a conversion there is a value that was changed.
  void note_warnings(const Outcome& outcome, const Statement& statement) {
    if (outcome.warnings == 0 || !equals_ignoring_case(statement.text.substr(0, 6), "insert")) {
      return;
    }
    if (result_.warnings == 0) {
      const std::vector<Warning> all = connection_.warnings();
      result_.first_warning =
          fmt::format("{}: {}", place(statement).str(),
                      all.empty() ? std::string("a warning") : all.front().message);
    }
    result_.warnings += outcome.warnings;
  }

  std::string partial() const {
    return fmt::format("{} ran; {} holds a part of the dump",
                       counted(result_.statements, "statement"),
                       quoted_name(connection_.database()));
  }

  std::string again() const {
    return fmt::format("drop and create {}, then load again", quoted_name(connection_.database()));
  }

  std::string hint_for(const Error& error) const {
    constexpr unsigned kPacketTooLarge = 1153;
    constexpr unsigned kUnknownCollation = 1273;
    const unsigned number = error.server() ? error.server()->number : 0;
    if (number == kPacketTooLarge) return "raise max_allowed_packet of the server; " + again();
    if (number == kUnknownCollation) {
      return "the dump is for another server: make it with `dbmig dump --for`; " + again();
    }
    return again();
  }

  Connection& connection_;
  const DumpFile& file_;
  LoadResult result_;
  Clock::time_point checked_ = Clock::now();
};

}  // namespace

void require_empty_database(Connection& connection) {
  const std::string schema = connection.quoted(connection.database());
  const Rows rows = connection.query(fmt::format(
      "SELECT table_name FROM information_schema.tables WHERE table_schema = {0} UNION ALL "
      "SELECT routine_name FROM information_schema.routines WHERE routine_schema = {0} UNION ALL "
      "SELECT event_name FROM information_schema.events WHERE event_schema = {0} ORDER BY 1",
      schema));
  std::vector<std::string> names;
  for (const auto& row : rows.rows) {
    const std::string name = row.at(0).value_or("");
    if (!is_bookkeeping_table(name)) names.push_back(quoted_name(printable(name)));
  }
  if (names.empty()) return;
  const std::size_t count = names.size();
  constexpr std::size_t kShown = 3;
  if (names.size() > kShown) names.resize(kShown);
  throw Error(
      ErrorCode::policy,
      fmt::format("database {} is not empty: it has {} ({}{})", quoted_name(connection.database()),
                  counted(count, "object"), join(names, ", "), count > kShown ? ", …" : ""))
      .with_state("nothing was changed")
      .with_hint("a dump is loaded into an empty database; name another one with --url");
}

LoadResult load_dump(Connection& connection, const DumpFile& file, const LoadEvents& events) {
  Loader loader(connection, file);
  ReadAhead statements(file, connection.server().dialect());
  std::size_t passed = 0;
  while (const std::optional<ReadAhead::Item> item = statements.next()) {
    loader.look(events);
    loader.run(item->statement, item->dialect);
    const std::size_t end = item->statement.offset + item->statement.text.size();
    if (events.progress) events.progress({end, file.text().size()});
    if (end < passed + kLetGoEvery) continue;
    passed = end;
    file.passed(passed);
  }
  return loader.result();
}

}  // namespace dbmig
