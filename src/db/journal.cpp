#include "db/journal.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/server_error.h"

namespace dbmig {
namespace {

constexpr unsigned kNoSuchColumn = 1054;
constexpr unsigned kDuplicateKey = 1062;
constexpr std::string_view kAdopted = "adopted";  // The kind of a step that took rows over.

constexpr std::array<std::pair<JournalState, std::string_view>, 8> kStates = {{
    {JournalState::running, "running"},
    {JournalState::done, "done"},
    {JournalState::skipped, "skipped"},
    {JournalState::stopped, "stopped"},
    {JournalState::failed, "failed"},
    {JournalState::refused, "refused"},
    {JournalState::asked, "asked"},
    {JournalState::undone, "undone"},
}};

template <typename Value, std::size_t N>
std::string_view word(const std::array<std::pair<Value, std::string_view>, N>& words, Value value) {
  const auto* at = std::find_if(words.begin(), words.end(),
                                [&](const auto& pair) { return pair.first == value; });
  return at == words.end() ? std::string_view() : at->second;
}

template <typename Value, std::size_t N>
Value value(const std::array<std::pair<Value, std::string_view>, N>& words, std::string_view text) {
  const auto* at = std::find_if(words.begin(), words.end(),
                                [&](const auto& pair) { return pair.second == text; });
  if (at == words.end()) {
    throw Error(ErrorCode::data, fmt::format("the journal holds a word that dbmig does not know: "
                                             "{}",
                                             text))
        .with_hint("a newer dbmig wrote it: use that one");
  }
  return at->first;
}

constexpr std::string_view kDefinition = R"( (
  version_table VARCHAR(64) NOT NULL COMMENT 'The version table whose history this is',
  step BIGINT UNSIGNED NOT NULL COMMENT 'One revision carried out in one direction; counts up',
  number INT UNSIGNED NOT NULL COMMENT 'The statement in its file, from 1; 0 is the step as a whole',
  direction VARCHAR(9) NOT NULL COMMENT 'upgrade, downgrade or stamp',
  revision VARCHAR(255) NOT NULL COMMENT 'The revision; empty for a stamp',
  state VARCHAR(7) NOT NULL COMMENT 'running, done, skipped, stopped (part of the step is in effect), failed, refused (and the script went on), asked (a query) or undone',
  kind VARCHAR(24) NOT NULL COMMENT 'What sort of statement: decides how it is resumed',
  sha256 CHAR(64) NOT NULL COMMENT 'SHA-256 of the text as it was sent, in hex',
  statement MEDIUMTEXT NOT NULL COMMENT 'The text, secrets hidden, cut when long; of a step its changes of the version table',
  evidence MEDIUMTEXT NOT NULL COMMENT 'What the objects concerned looked like before, for telling after a crash whether it happened',
  changed_rows BIGINT UNSIGNED NOT NULL COMMENT 'Rows that it changed',
  rounds BIGINT UNSIGNED NOT NULL COMMENT 'Committed rounds of a repeated statement; else the rows that it found',
  error TEXT NOT NULL COMMENT 'What the server said when it refused',
  took BIGINT UNSIGNED NOT NULL COMMENT 'How long it took, in microseconds',
  started_at DATETIME(6) NOT NULL COMMENT 'When it began, UTC',
  finished_at DATETIME(6) NULL COMMENT 'When it ended, UTC',
  runner VARCHAR(255) NOT NULL COMMENT 'Who ran it: person, host, tool',
  run_id VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'In which run: the id that log and metrics have too',
  db_user VARCHAR(255) NOT NULL COMMENT 'The account on the server',
  connection_id BIGINT UNSIGNED NOT NULL COMMENT 'The session on the server',
  PRIMARY KEY (version_table, step, number),
  KEY ix_dbmig_journal_state (version_table, number, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What dbmig has run, statement by statement')";

constexpr std::string_view kColumns =
    "step, number, direction, revision, state, kind, sha256, statement, evidence, changed_rows, "
    "rounds, error, took, started_at, runner, connection_id, db_user";

constexpr std::array<std::string_view, 14> kReplaced = {
    "state", "kind", "sha256", "statement", "evidence", "changed_rows", "rounds",
    "error", "took", "runner", "run_id",    "db_user",  "finished_at",  "connection_id"};

/// What `lock --break` has sent, as a mark has it.
std::string kill_of(unsigned long session) { return fmt::format("KILL {}", session); }

std::uint64_t number(const std::optional<std::string>& text) {
  return text ? std::strtoull(text->c_str(), nullptr, 10) : 0;
}

Direction direction_of(std::string_view word) {
  if (word == name(Direction::stamp)) return Direction::stamp;
  return word == name(Direction::downgrade) ? Direction::downgrade : Direction::upgrade;
}

JournalRow parse(const std::vector<std::optional<std::string>>& cells) {
  const auto text = [&](std::size_t i) { return cells.at(i).value_or(""); };
  JournalRow row;
  row.step = number(cells.at(0));
  row.number = number(cells.at(1));
  row.direction = direction_of(text(2));
  row.revision = text(3);
  row.state = value(kStates, text(4));
  row.kind = text(5);
  row.sha256 = text(6);
  row.text = text(7);
  row.evidence = text(8);
  row.changed_rows = number(cells.at(9));
  row.rounds = number(cells.at(10));
  row.error = text(11);
  row.took = std::chrono::microseconds(number(cells.at(12)));
  row.started_at = text(13);
  row.runner = text(14);
  row.connection = number(cells.at(15));
  row.account = text(16);
  row.run_id = text(17);
  return row;
}

}  // namespace

std::string_view name(JournalState state) { return word(kStates, state); }

std::string JournalRow::started() const { return started_at.substr(0, started_at.find('.')); }

const JournalRow* JournalStep::find(std::size_t number) const {
  const auto at = std::lower_bound(
      statements.begin(), statements.end(), number,
      [](const JournalRow& row, std::size_t wanted) { return row.number < wanted; });
  return at == statements.end() || at->number != number ? nullptr : &*at;
}

std::size_t JournalStep::in_effect() const {
  return static_cast<std::size_t>(
      std::count_if(statements.begin(), statements.end(),
                    [](const JournalRow& row) { return row.state == JournalState::done; }));
}

Journal::Journal(Connection& connection, const RunLock& lock, const VersionTableName& versions,
                 std::string runner, std::string run_id)
    : connection_(&connection),
      lock_(&lock),
      versions_(versions),
      runner_(std::move(runner)),
      run_id_(std::move(run_id)) {}

std::string Journal::qualified() const {
  return quoted_name(versions_.schema) + "." + std::string(kTable);
}

void Journal::create() {
  const std::string& mode = connection_->server().sql_mode;
  constexpr std::string_view kNoEmptyDefault = "EMPTY_STRING_IS_NULL";
  if (mode.find(kNoEmptyDefault) == std::string::npos) return define();
  connection_->execute(
      fmt::format("SET sql_mode = REPLACE(@@sql_mode, '{}', '')", kNoEmptyDefault));
  define();
  connection_->execute("SET sql_mode = " + connection_->quoted(mode));
}

void Journal::define() {
  try {
    connection_->query("SELECT run_id FROM " + qualified() + " LIMIT 0");
  } catch (const Error& error) {
    const unsigned reason = error.server() ? error.server()->number : 0;
    if (reason == kNoSuchTable) {
      connection_->execute("CREATE TABLE " + qualified() + std::string(kDefinition));
    } else if (reason == kNoSuchColumn) {
      connection_->execute(
          "ALTER TABLE " + qualified() +
          " ADD COLUMN run_id VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'In which run: the id that"
          " log and metrics have too' AFTER runner");
    } else {
      throw;
    }
  }
}

std::vector<JournalStep> Journal::read(const std::string& condition) const {
  const auto select = [&](std::string_view run_id) {
    return connection_->query(fmt::format(
        "SELECT {}, {} FROM {} WHERE version_table = {} AND {}"
        " ORDER BY step, number",
        kColumns, run_id, qualified(), connection_->quoted(versions_.table), condition));
  };
  Rows rows;
  try {
    rows = select("run_id");
  } catch (const Error& error) {
    if (is_no_such_table(error)) return {};
    if (!error.server() || error.server()->number != kNoSuchColumn) throw;
    rows = select("''");  // An old one: create() has not been called.
  }
  std::vector<JournalStep> steps;
  for (const auto& cells : rows.rows) {
    JournalRow row = parse(cells);
    if (steps.empty() || steps.back().head.step != row.step) steps.emplace_back().head = row;
    if (row.number > 0) steps.back().statements.push_back(std::move(row));
  }
  return steps;
}

std::optional<JournalStep> Journal::unfinished() const {
  const std::string heads = fmt::format(
      "SELECT MAX(step) FROM {} WHERE version_table = {} AND number = 0"
      " AND state IN ('running', 'stopped')",
      qualified(), connection_->quoted(versions_.table));
  std::vector<JournalStep> steps = read("step = (" + heads + ")");
  if (steps.empty()) return std::nullopt;
  return std::move(steps.front());
}

std::optional<JournalStep> Journal::step(std::uint64_t number) const {
  std::vector<JournalStep> found = read(fmt::format("step = {}", number));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<JournalRow> Journal::row(std::uint64_t step, std::size_t number) const {
  std::vector<JournalStep> found = read(fmt::format("step = {} AND number = {}", step, number));
  if (found.empty()) return std::nullopt;
  return std::move(found.front().head);
}

void Journal::mark_undone(std::uint64_t step) {
  const std::string statement = fmt::format(
      "UPDATE {} SET state = '{}', finished_at = NOW(6) WHERE version_table = {} AND step = {}"
      " AND (number = 0 OR state = '{}') AND {}",
      qualified(), name(JournalState::undone), connection_->quoted(versions_.table), step,
      name(JournalState::done), lock_->condition());
  if (lock_->write(statement).changed_rows == 0) lock_->refuse();
}

std::vector<RevisionId> Journal::adopted() const {
  std::vector<JournalStep> steps;
  try {
    steps = read(fmt::format("number = 0 AND kind = '{}'", kAdopted));
  } catch (const Error& error) {
    if (!error.server() || error.code() != ErrorCode::statement) throw;
    throw unseen_position(qualified(), *error.server());
  }
  if (steps.empty()) return {};
  std::vector<RevisionId> rows;
  for (const std::string_view row : split(steps.back().head.text, ' '))
    rows.emplace_back(row);
  return rows;
}

std::vector<std::string> Journal::texts_with(std::string_view part) const {
  const Rows found = connection_->query(fmt::format(
      "SELECT statement FROM {} WHERE version_table = {} AND step < {} AND number > 0 AND state ="
      " '{}' AND LOCATE({}, LOWER(statement)) > 0 ORDER BY step DESC LIMIT 1000",
      qualified(), connection_->quoted(versions_.table), kMarks, name(JournalState::done),
      connection_->quoted(part)));
  std::vector<std::string> texts;
  for (const auto& row : found.rows)
    texts.push_back(row.at(0).value_or(""));
  return texts;
}

void Journal::write_adopted(const std::vector<RevisionId>& rows) {
  JournalRow row;
  row.step = next_step();
  row.direction = Direction::stamp;
  row.revision = rows.front();
  row.state = JournalState::done;
  row.kind = kAdopted;
  row.text = join(rows, " ");
  write({&row, 1});
}

std::vector<JournalStep> Journal::steps() const {
  std::vector<JournalStep> all = read(fmt::format("step < {}", kMarks));
  for (JournalStep& mark : read(fmt::format("step > {}", kMarks))) {
    const auto later = std::find_if(all.begin(), all.end(), [&](const JournalStep& step) {
      return step.head.started_at > mark.head.started_at;
    });
    all.insert(later, std::move(mark));
  }
  return all;
}

std::uint64_t Journal::newest(std::string_view condition) const {
  try {
    const Rows rows = connection_->query(
        fmt::format("SELECT COALESCE(MAX(step), 0) FROM {} WHERE version_table = {} AND {}",
                    qualified(), connection_->quoted(versions_.table), condition));
    return number(rows.rows.at(0).at(0));
  } catch (const Error& error) {
    if (is_no_such_table(error)) return 0;
    throw;
  }
}

std::uint64_t Journal::next_step() const { return newest(fmt::format("step < {}", kMarks)) + 1; }

std::uint64_t Journal::last_mark() const { return newest(fmt::format("step > {}", kMarks)); }

void Journal::mark_broken(unsigned long session, const std::string& holder) {
  JournalRow mark;
  mark.direction = Direction::stamp;
  mark.state = JournalState::done;
  mark.kind = kKindBroken;
  mark.text = kill_of(session);
  mark.error = fmt::format("ended {}", holder);
  constexpr int kTries = 5;
  for (int i = 1;; ++i) {
    const std::uint64_t number = std::max(last_mark(), kMarks) + 1;
    try {
      connection_->execute(columns() + values(mark, std::to_string(number)));
      return;
    } catch (const Error& error) {
      // Somebody else wrote one at the same moment.
      const bool is_taken = error.server() && error.server()->number == kDuplicateKey;
      if (!is_taken || i == kTries) throw;
    }
  }
}

std::optional<JournalRow> Journal::mark_of(std::span<const unsigned long> sessions,
                                           std::uint64_t mark) const {
  std::optional<JournalRow> found;
  for (JournalStep& each : read(fmt::format("step > {}", std::max(mark, kMarks)))) {
    const bool is_ours = std::any_of(sessions.begin(), sessions.end(), [&](unsigned long session) {
      return each.head.text == kill_of(session);
    });
    if (is_ours) found = std::move(each.head);
  }
  return found;
}

void Journal::forget_queries(std::uint64_t step) {
  connection_->execute(
      fmt::format("DELETE FROM {} WHERE version_table = {} AND step = {} AND number > {}",
                  qualified(), connection_->quoted(versions_.table), step, kQueries));
}

std::string Journal::values(const JournalRow& row, const std::string& step) const {
  // An empty literal is NULL where sql_mode has EMPTY_STRING_IS_NULL.
  const auto q = [&](std::string_view text) {
    return text.empty() ? "SPACE(0)" : connection_->quoted(text);
  };
  const bool open = row.state == JournalState::running;
  return fmt::format(
      "({}, {}, {}, '{}', {}, '{}', {}, {}, {}, {}, {}, {}, {}, {},"
      " NOW(6) - INTERVAL {} MICROSECOND, {}, {}, {}, USER(), CONNECTION_ID())",
      q(versions_.table), step, row.number, name(row.direction), q(row.revision), name(row.state),
      q(row.kind), q(row.sha256), q(row.text), q(row.evidence), row.changed_rows, row.rounds,
      q(row.error), row.took.count(), row.took.count(), open ? "NULL" : "NOW(6)", q(runner_),
      q(run_id_));
}

std::string Journal::columns() const {
  return "INSERT INTO " + qualified() +
         " (version_table, step, number, direction, revision, state, kind, sha256, statement,"
         " evidence, changed_rows, rounds, error, took, started_at, finished_at, runner, run_id,"
         " db_user, connection_id) VALUES ";
}

std::string Journal::insertion(std::span<const JournalRow> rows) const {
  std::string statement =
      columns() +
      // A VALUES list has no WHERE, and as a SELECT it would take the server half as long again.
      values(rows.front(), lock_->demand(std::to_string(rows.front().step)));
  for (const JournalRow& row : rows.subspan(1)) {
    statement += ", " + values(row, std::to_string(row.step));
  }
  statement += " ON DUPLICATE KEY UPDATE ";
  for (const std::string_view column : kReplaced) {
    if (!statement.ends_with(' ')) statement += ", ";
    statement += fmt::format("{0} = VALUES({0})", column);
  }
  return statement;
}

Outcome Journal::run(const std::string& statement, std::string_view next) const {
  if (!next.empty()) {
    if (const auto outcome = lock_->write_ahead({&statement, 1}, next)) return *outcome;
  }
  return lock_->write(statement);
}

void Journal::write(std::span<const JournalRow> rows, std::string_view next) {
  if (rows.empty()) return;
  try {
    if (run(insertion(rows), next).changed_rows == 0) lock_->refuse();
  } catch (const Error& error) {
    lock_->explain(error);
    refuse_record(error);
    throw;
  }
}

void Journal::refuse_record(const Error& error) const {
  if (!is_refusal(error)) return;
  std::string hint = error.hint();
  const unsigned reason = error.server()->number;
  if (hint.empty() && !is_missing_right(reason) && !is_read_only(reason))
    hint = "see that dbmig can write that table, and run the same command again";
  throw Error(error.code(), fmt::format("the server refused dbmig's own record in {}", qualified()))
      .with_server(*error.server())
      .with_hint(std::move(hint));
}

bool Journal::finish(const JournalRow& head, const JournalRow& last, const RowEdit& edit) {
  const auto q = [&](std::string_view text) { return connection_->quoted(text); };
  const std::uint64_t changed =
      lock_
          ->write(fmt::format(
              "UPDATE {0} AS head JOIN {0} AS last JOIN {1} AS versions"
              " SET head.state = '{2}', head.took = {3}, head.finished_at = NOW(6),"
              " last.state = '{2}', last.took = {4}, last.finished_at = NOW(6),"
              " last.changed_rows = {5}, versions.version_num = {6}"
              " WHERE head.version_table = {7} AND head.step = {8} AND head.number = 0"
              " AND last.version_table = {7} AND last.step = {8} AND last.number = {9}"
              " AND versions.version_num = {10} AND {11}",
              qualified(), versions_.qualified(), name(JournalState::done), head.took.count(),
              last.took.count(), last.changed_rows, q(edit.to), q(versions_.table), head.step,
              last.number, q(edit.from), lock_->condition()))
          .changed_rows;
  constexpr std::uint64_t kAll = 3;
  if (changed != 0 && changed != kAll) {  // A version table without a key, and a row twice.
    throw unmatched_edit(edit, versions_.table, static_cast<long long>(changed) - 2);
  }
  return changed == kAll;
}

}  // namespace dbmig
