#include "db/connection.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>
#include <mysql.h>
#include <soci/soci.h>

#include "base/error.h"
#include "base/text.h"
#include "db/server_error.h"
#include "db/session.h"
#include "db/soci_connect.h"

namespace dbmig {

struct Connection::Impl {
  std::unique_ptr<soci::session> session;
  MYSQL* handle = nullptr;
  std::string database;
  ServerInfo server;
  std::optional<SessionTracker> tracker;
  /// Whether the server takes many statements in one message at this moment; it may not be
  /// able to (a proxy).
  enum class Batches { off, on, refused } batches = Batches::off;
  bool awaited = false;  // The answer to a statement behind another one is still to come.

  ServerError last_error() const {
    return {mysql_errno(handle), mysql_sqlstate(handle), mysql_error(handle)};
  }

  [[noreturn]] void fail() const {
    const ServerError reason = last_error();
    throw statement_failure(is_connection_loss(reason.number) ? "the connection was lost"
                                                              : "the server refused the statement",
                            reason);
  }

  void send(std::string_view statement) {
    if (std::exchange(awaited, false)) drop_answer();
    if (mysql_real_query(handle, statement.data(), statement.size()) != 0) fail();
  }

  Rows fetch() const;
  void skip_rows(Outcome& outcome) const;
  bool next_result() const;
  Outcome read_answer();
  Rows read_rows();
  Outcome read_first(std::size_t statements);
  void drop_answer();
  std::size_t longest_message() const;
  bool start_batches();
  void end_batches();
};

namespace {

/// Rows that an UPDATE changed: affected_rows() counts matched ones in a SOCI session
/// (CLIENT_FOUND_ROWS), so the text `Rows matched: 4  Changed: 2  Warnings: 0` is read.
std::uint64_t changed_rows(MYSQL* handle) {
  const char* info = mysql_info(handle);
  if (info != nullptr) {
    const std::string_view text(info);
    constexpr std::string_view kChanged = "Changed: ";
    const std::size_t at = text.find(kChanged);
    if (at != std::string_view::npos)
      return std::strtoull(info + at + kChanged.size(), nullptr, 10);
  }
  const my_ulonglong affected = mysql_affected_rows(handle);
  return affected == ~my_ulonglong{0} ? 0 : affected;
}

CellType type_of(const MYSQL_FIELD& field) {
  constexpr unsigned kBinary = 63;
  switch (field.type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR:
      return CellType::integer;
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE:
      return CellType::real;
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL:
      return CellType::decimal;
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_TIMESTAMP:
      return CellType::datetime;
    case MYSQL_TYPE_DATE:
      return CellType::date;
    case MYSQL_TYPE_TIME:
      return CellType::time;
    case MYSQL_TYPE_BIT:
      return CellType::bits;
    case MYSQL_TYPE_JSON:
      return CellType::text;
    default:
      return field.charsetnr == kBinary ? CellType::bytes : CellType::text;
  }
}

constexpr unsigned kSyntaxError = 1064;

// Of several statements in one message, in bytes.
constexpr std::size_t kLongestMessage = 256 * 1024;

// A SET that turns reports off is looked for in the beginning of a statement only.
constexpr std::size_t kLongestSet = 4096;

/// Whether a server that takes several statements in a message may read more than one here.
bool may_be_several(std::string_view statement) {
  return statement.find(';') != std::string_view::npos;
}

using Result = std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)>;

}  // namespace

void Connection::Impl::skip_rows(Outcome& outcome) const {
  // Not stored: a result of any size passes through in constant memory.
  const Result result(mysql_use_result(handle), &mysql_free_result);
  if (!result) {
    if (mysql_errno(handle) != 0) fail();
    outcome.changed_rows += changed_rows(handle);
    const my_ulonglong affected = mysql_affected_rows(handle);
    if (affected != ~my_ulonglong{0}) outcome.found_rows += affected;
    return;
  }
  while (mysql_fetch_row(result.get()) != nullptr)
    ++outcome.result_rows;
  if (mysql_errno(handle) != 0) fail();
}

bool Connection::Impl::next_result() const {
  const int status = mysql_next_result(handle);
  if (status > 0) fail();
  return status == 0;
}

Rows Connection::Impl::fetch() const {
  Rows rows;
  const Result result(mysql_store_result(handle), &mysql_free_result);
  if (!result) {
    if (mysql_errno(handle) != 0) fail();
    return rows;
  }
  const unsigned columns = mysql_num_fields(result.get());
  const MYSQL_FIELD* fields = mysql_fetch_fields(result.get());
  for (unsigned i = 0; i < columns; ++i) {
    rows.columns.emplace_back(fields[i].name);
    rows.types.push_back(type_of(fields[i]));
  }
  while (MYSQL_ROW row = mysql_fetch_row(result.get())) {
    const unsigned long* lengths = mysql_fetch_lengths(result.get());
    auto& out = rows.rows.emplace_back(columns);
    for (unsigned i = 0; i < columns; ++i) {
      if (row[i] != nullptr) out[i].emplace(row[i], lengths[i]);
    }
  }
  return rows;
}

Outcome Connection::Impl::read_answer() {
  Outcome outcome;
  do {
    tracker->note_reply();
    skip_rows(outcome);
  } while (next_result());
  outcome.warnings = mysql_warning_count(handle);
  return outcome;
}

/// The first result of what is left of an answer.
Rows Connection::Impl::read_rows() {
  tracker->note_reply();
  Rows rows = fetch();
  Outcome ignored;
  while (next_result())
    skip_rows(ignored);
  return rows;
}

/// The answers to the first `statements` of a message.
Outcome Connection::Impl::read_first(std::size_t statements) {
  Outcome outcome;
  while (true) {
    tracker->note_reply();
    // Rows are of something inside a compound statement, which is not done then.
    if (mysql_field_count(handle) == 0) --statements;
    skip_rows(outcome);
    if (statements == 0 || !next_result()) return outcome;
  }
}

void Connection::Impl::drop_answer() {
  try {
    if (next_result()) read_answer();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::unavailable) throw;
  }
}

std::size_t Connection::Impl::longest_message() const {
  return server.longest_packet > 0 ? std::min(kLongestMessage, server.longest_packet / 2)
                                   : kLongestMessage;
}

bool Connection::Impl::start_batches() {
  if (batches == Batches::off) {
    const bool taken = mysql_set_server_option(handle, MYSQL_OPTION_MULTI_STATEMENTS_ON) == 0;
    batches = taken ? Batches::on : Batches::refused;
  }
  return batches == Batches::on;
}

void Connection::Impl::end_batches() {
  if (batches != Batches::on) return;
  if (mysql_set_server_option(handle, MYSQL_OPTION_MULTI_STATEMENTS_OFF) != 0) fail();
  batches = Batches::off;
}

Connection::Connection(const ConnectOptions& options, const SessionOptions& session)
    : impl_(std::make_unique<Impl>()) {
  impl_->session = open_session(options);
  impl_->handle = handle_of(*impl_->session);
  impl_->database = options.database;
  impl_->server = parse_version(mysql_get_server_info(impl_->handle));
  impl_->tracker.emplace(impl_->handle, impl_->server, session, options.database);

  impl_->server = ask_server();
  if (!impl_->server.galera) return;
  // The log of all nodes is one, but each applies it at its own pace: reads wait for it.
  pin("wsrep_sync_wait", kSyncWait);
  pin("wait_timeout", std::to_string(std::min(session.idle_limit, kLeaseSilence)));
}

ServerInfo Connection::ask_server() {
  const std::string question =
      "SELECT VERSION(), @@version_comment, @@hostname, @@SESSION.sql_mode, @@GLOBAL.read_only,"
      " @@SESSION.max_allowed_packet";
  Rows rows;
  try {
    const bool may_be_node = impl_->server.flavour == Flavour::mariadb;
    rows = query(question + (may_be_node ? ", @@wsrep_provider" : ""));
  } catch (const Error& error) {
    constexpr unsigned kUnknownVariable = 1193;  // A build without the replication.
    if (!error.server() || error.server()->number != kUnknownVariable) throw;
    rows = query(question);
  }
  const auto text = [&](std::size_t i) { return rows.rows.at(0).at(i).value_or(""); };
  ServerInfo server = parse_version(text(0));
  server.comment = text(1);
  server.hostname = text(2);
  server.sql_mode = text(3);
  server.read_only = text(4) != "0";
  server.longest_packet = std::strtoull(text(5).c_str(), nullptr, 10);
  constexpr std::size_t kProvider = 6;
  const bool has_provider = rows.columns.size() > kProvider && text(kProvider) != "none";
  // MySQL has no such variable unless it was built for a cluster, and its comment tells that.
  const std::string comment = lower(server.comment);
  if (has_provider || comment.find("wsrep") != std::string::npos ||
      comment.find("xtradb cluster") != std::string::npos) {
    GaleraNode node = parse_node(query_all(node_questions()));
    if (!node.component.empty() && node.component != "Disconnected") server.galera = node;
  }
  return server;
}

Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

void Connection::prepare_for(std::string_view statement) {
  // The one change that the server does not report is that it shall report no more.
  if (lower(statement.substr(0, kLongestSet)).find("session_track") != std::string::npos) {
    impl_->tracker->distrust();
  }
  // The server would hang up on it, which looks like a link that can be tried again.
  const std::size_t longest = impl_->server.longest_packet;
  if (longest > 0 && statement.size() >= longest) {
    throw Error(ErrorCode::statement,
                fmt::format("the statement has {} bytes, and the server takes {} at most",
                            statement.size(), longest - 1))
        .with_hint("raise max_allowed_packet on the server, or split the statement");
  }
  // What comes from a file is one statement, or an error.
  if (may_be_several(statement)) impl_->end_batches();
}

Outcome Connection::execute(std::string_view statement) {
  prepare_for(statement);
  impl_->send(statement);
  return impl_->read_answer();
}

std::optional<Outcome> Connection::execute_ahead(std::span<const std::string> own,
                                                 std::string_view statement) {
  if (may_be_several(statement)) return std::nullopt;
  const std::string message = fmt::format("{};{}", fmt::join(own, ";"), statement);
  if (message.size() >= impl_->longest_message() || !impl_->start_batches()) return std::nullopt;
  prepare_for(statement);
  try {
    impl_->send(message);
    const Outcome outcome = impl_->read_first(own.size());
    impl_->awaited = mysql_more_results(impl_->handle);
    return outcome;
  } catch (const Error& error) {
    if (!error.server() || error.server()->number != kSyntaxError) throw;
    // Read as one statement, by another session than the one that was told of several.
    impl_->batches = Impl::Batches::refused;
    return std::nullopt;
  }
}

bool Connection::awaits_answer() const { return impl_->awaited; }

Outcome Connection::answer() {
  impl_->awaited = false;
  impl_->next_result();
  return impl_->read_answer();
}

Rows Connection::answer_rows() {
  impl_->awaited = false;
  impl_->next_result();
  return impl_->read_rows();
}

Rows Connection::query(std::string_view statement) {
  prepare_for(statement);
  impl_->send(statement);
  return impl_->read_rows();
}

std::vector<Rows> Connection::query_all(std::span<const std::string> statements) {
  const std::size_t longest = impl_->longest_message();
  std::vector<Rows> results;
  if (statements.size() < 2 || !impl_->start_batches()) {
    for (const std::string& statement : statements)
      results.push_back(query(statement));
    return results;
  }
  for (std::size_t i = 0; i < statements.size();) {
    std::string message = statements[i++];
    while (i < statements.size() && message.size() + statements[i].size() + 1 < longest)
      message += ";" + statements[i++];
    impl_->send(message);
    do {
      impl_->tracker->note_reply();
      results.push_back(impl_->fetch());
    } while (impl_->next_result());
  }
  return results;
}

std::vector<Warning> Connection::warnings() {
  std::vector<Warning> list;
  for (const auto& row : query("SHOW WARNINGS").rows) {
    Warning& warning = list.emplace_back();
    warning.level = row.at(0).value_or("");
    warning.number =
        static_cast<unsigned>(std::strtoul(row.at(1).value_or("0").c_str(), nullptr, 10));
    warning.message = row.at(2).value_or("");
  }
  return list;
}

SessionState Connection::state() const { return impl_->tracker->state(); }
bool Connection::is_untouched() const { return impl_->tracker->is_untouched(); }
std::vector<std::string> Connection::restore() { return impl_->tracker->restore(); }
void Connection::pin(const std::string& variable, const std::string& value) {
  impl_->tracker->pin(variable, value);
}
soci::session& Connection::bookkeeping() { return *impl_->session; }
const ServerInfo& Connection::server() const { return impl_->server; }
Dialect Connection::dialect() const {
  const std::optional<std::string> mode = impl_->tracker->state().sql_mode;
  return mode ? dialect_of(impl_->server, *mode) : impl_->server.dialect();
}
const std::string& Connection::database() const { return impl_->database; }
unsigned long Connection::id() const { return mysql_thread_id(impl_->handle); }

ServerError Connection::last_error(const std::string& fallback) const {
  ServerError error = impl_->last_error();
  if (error.number == 0) error = {0, "HY000", fallback};
  return error;
}

std::string Connection::quoted(std::string_view text) const {
  std::string out(text.size() * 2 + 1, '\0');
  // Follows the session's NO_BACKSLASH_ESCAPES, which the server reports with each reply.
  const unsigned long length = mysql_real_escape_string(impl_->handle, out.data(), text.data(),
                                                        static_cast<unsigned long>(text.size()));
  out.resize(length);
  return "'" + out + "'";
}

std::string quoted_name(std::string_view name) { return "`" + replaced(name, "`", "``") + "`"; }

}  // namespace dbmig
