#include "db/evidence.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/sha256.h"
#include "base/text.h"
#include "sql/code_reader.h"

namespace dbmig {
namespace {

using Kind = ObjectName::Kind;
using Presence = ObjectState::Presence;

constexpr std::size_t kShownDigits = 16;

// How the server says that a thing is not there: unknown database, table, routine,
// trigger, server, event, user (1141 and 1269 for grants of nobody), package.
constexpr std::array<unsigned, 9> kAbsent = {1049, 1146, 1305, 1360, 1477, 1539, 1141, 1269, 1396};

std::string qualified(const ObjectName& object) {
  return object.schema.empty() ? quoted_name(object.name)
                               : quoted_name(object.schema) + "." + quoted_name(object.name);
}

std::string_view show_words(Kind kind) {
  switch (kind) {
    case Kind::view:
      return "VIEW";
    case Kind::trigger:
      return "TRIGGER";
    case Kind::procedure:
      return "PROCEDURE";
    case Kind::function:
      return "FUNCTION";
    case Kind::package:
      return "PACKAGE";
    case Kind::event:
      return "EVENT";
    case Kind::sequence:
      return "SEQUENCE";
    case Kind::database:
      return "DATABASE";
    case Kind::server:
      return "SERVER";
    default:
      return "TABLE";
  }
}

/// The definition without what traffic moves: ` AUTO_INCREMENT=17`.
std::string steady(std::string text) {
  constexpr std::string_view kCounter = " AUTO_INCREMENT=";
  for (std::size_t at = text.find(kCounter); at != std::string::npos; at = text.find(kCounter)) {
    std::size_t end = at + kCounter.size();
    while (end < text.size() && is_digit(text[end]))
      ++end;
    text.erase(at, end - at);
  }
  return text;
}

std::string all_cells(const Rows& rows) {
  std::string all;
  for (const auto& row : rows.rows) {
    for (const auto& cell : row)
      all += cell ? *cell + '\0' : std::string("\1\0", 2);
  }
  return all;
}

/// While it lives, names and definitions come out as in a session of dbmig's own,
/// whatever a script has set.
class NeutralSession {
 public:
  explicit NeutralSession(Connection& connection) : connection_(connection) {
    const std::vector<std::string> changed = connection.state().changed;
    const std::array<std::pair<std::string, std::string>, 3> kSettings = {{
        {"sql_mode", connection.quoted(connection.server().sql_mode)},
        {"sql_quote_show_create", "1"},
        {"character_set_results", "utf8mb4"},
    }};
    std::string set;
    for (const auto& [variable, value] : kSettings) {
      if (std::find(changed.begin(), changed.end(), variable) == changed.end()) continue;
      const Rows rows = connection.query("SELECT @@SESSION." + variable);
      const std::optional<std::string>& now = rows.rows.at(0).at(0);
      back_ += (back_.empty() ? "SET SESSION " : ", SESSION ") + variable + " = " +
               (now ? connection.quoted(*now) : "NULL");
      set += (set.empty() ? "SET SESSION " : ", SESSION ") + variable + " = " + value;
    }
    if (!set.empty()) connection.execute(set);
  }
  NeutralSession(const NeutralSession&) = delete;
  NeutralSession& operator=(const NeutralSession&) = delete;
  ~NeutralSession() {
    try {
      if (!back_.empty()) connection_.execute(back_);
    } catch (const Error&) {
      // The connection is gone, and the session with it: the next statement says so.
    }
  }

 private:
  Connection& connection_;
  std::string back_;
};

/// Asks for one thing; what the server answers instead of it becomes a state.
template <typename Ask>
ObjectState state_of(std::string object, Ask ask) {
  ObjectState state;
  state.object = std::move(object);
  try {
    state.fingerprint = ask();
    state.presence = Presence::present;
  } catch (const Error& error) {
    if (!error.server() || error.code() == ErrorCode::unavailable) throw;
    const unsigned number = error.server()->number;
    const bool absent = std::find(kAbsent.begin(), kAbsent.end(), number) != kAbsent.end();
    state.presence = absent ? Presence::absent : Presence::unreadable;
    if (!absent) state.fingerprint = fmt::format("error={}", number);
  }
  return state;
}

/// The expression for a name as InnoDB files it: letters, digits and `_` as they are, other
/// ASCII as `@` and four hex digits; nothing for the rest where the server cannot say (only
/// MariaDB gives its `filename` character set away).
std::optional<std::string> file_name(Connection& connection, const std::string& name) {
  std::string encoded;
  for (const char c : name) {
    if (static_cast<unsigned char>(c) >= 0x80) {
      if (connection.server().flavour != Flavour::mariadb) return std::nullopt;
      return fmt::format("CAST(CONVERT({} USING filename) AS BINARY)", connection.quoted(name));
    }
    if (is_letter(c) || is_digit(c) || c == '_') {
      encoded += c;
    } else {
      encoded += fmt::format("@{:04x}", static_cast<unsigned>(c));
    }
  }
  return "CAST('" + encoded + "' AS BINARY)";
}

/// InnoDB's ids of a table and its partitions; nothing when the account may not see them
/// or another engine keeps it.
std::optional<std::string> table_ids(Connection& connection, const ObjectName& table) {
  const bool mariadb = connection.server().flavour == Flavour::mariadb;
  const std::optional<std::string> schema = file_name(connection, table.schema);
  const std::optional<std::string> name = file_name(connection, table.name);
  if (!schema || !name) return std::nullopt;
  const std::string path = fmt::format("CONCAT({}, '/', {})", *schema, *name);
  try {
    const Rows rows = connection.query(
        fmt::format("SELECT GROUP_CONCAT(TABLE_ID ORDER BY TABLE_ID) FROM information_schema.{0}"
                    " WHERE CAST(NAME AS BINARY) = {1}"
                    " OR LEFT(LOWER(CAST(NAME AS CHAR)), CHAR_LENGTH({1}) + 3) ="
                    " LOWER(CONCAT(CAST({1} AS CHAR), '#p#'))",
                    mariadb ? "INNODB_SYS_TABLES" : "INNODB_TABLES", path));
    return rows.rows.at(0).at(0);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::unavailable) throw;
    return std::nullopt;
  }
}

/// What tells two tables of one definition apart.
std::string identity(Connection& connection, const ObjectName& table) {
  if (const std::optional<std::string> ids = table_ids(connection, table)) return " id=" + *ids;
  const Rows made =
      connection.query(fmt::format("SELECT CREATE_TIME, ENGINE FROM information_schema.TABLES"
                                   " WHERE TABLE_SCHEMA = {} AND TABLE_NAME = {}",
                                   connection.quoted(table.schema), connection.quoted(table.name)));
  if (made.rows.empty()) return "";
  const Rows any = connection.query("SELECT 1 FROM " + qualified(table) + " LIMIT 1");
  std::string parts =
      fmt::format(" created={} rows={}", replaced(made.rows[0].at(0).value_or("?"), " ", "T"),
                  any.rows.empty() ? "no" : "yes");
  // A checksum reads all rows: only of engines that keep no id, whose tables are small.
  if (!equals_ignoring_case(made.rows[0].at(1).value_or(""), "InnoDB")) {
    const Rows sum = connection.query("CHECKSUM TABLE " + qualified(table));
    parts += " checksum=" + sum.rows.at(0).at(1).value_or("?");
  }
  return parts;
}

std::string title(const ObjectName& object) {
  return std::string(name(object.kind)) + " " + qualified(object);
}

std::string show_create(const ObjectName& object) {
  return fmt::format("SHOW CREATE {} {}", show_words(object.kind), qualified(object));
}

ObjectState look_at_object(Connection& connection, const ObjectName& object, bool with_identity) {
  return state_of(title(object), [&] {
    const Rows shown = connection.query(show_create(object));
    std::string parts = "definition=" + sha256(steady(all_cells(shown))).substr(0, kShownDigits);
    if (with_identity && object.kind == Kind::table) parts += identity(connection, object);
    return parts;
  });
}

ObjectState look_at_account(Connection& connection, const std::string& account) {
  return state_of("account " + account, [&] {
    std::string all;
    // A role has grants only; an account has both.
    try {
      all = all_cells(connection.query("SHOW CREATE USER " + account));
    } catch (const Error& error) {
      if (error.code() == ErrorCode::unavailable) throw;
    }
    all += all_cells(connection.query("SHOW GRANTS FOR " + account));
    return "definition=" + sha256(all).substr(0, kShownDigits);
  });
}

bool rebuilds(std::string_view statement, const Dialect& dialect) {
  constexpr std::array<std::string_view, 12> kWords = {
      "force",      "engine",  "exchange", "truncate", "rebuild", "optimize",
      "reorganize", "discard", "import",   "convert",  "rename",  "partition"};
  const std::vector<std::string> all = names(statement, dialect);
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return std::binary_search(all.begin(), all.end(), word);
  });
}

std::optional<Kind> kind_named(std::string_view word) {
  for (const Kind kind :
       {Kind::table, Kind::view, Kind::trigger, Kind::procedure, Kind::function, Kind::package,
        Kind::event, Kind::sequence, Kind::database, Kind::server}) {
    if (name(kind) == word) return kind;
  }
  return std::nullopt;
}

}  // namespace

std::string text(const Evidence& evidence) {
  std::string out;
  for (const ObjectState& state : evidence) {
    if (!out.empty()) out += '\n';
    out += state.object;
    switch (state.presence) {
      case Presence::absent:
        out += ": absent";
        break;
      case Presence::unreadable:
        out += ": unreadable " + state.fingerprint;
        break;
      case Presence::present:
        out += ": present " + state.fingerprint;
        break;
    }
  }
  return out;
}

Evidence parse_evidence(std::string_view text) {
  Evidence evidence;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t at = line.rfind(": ");
    if (at == std::string_view::npos) continue;
    ObjectState state;
    state.object = std::string(line.substr(0, at));
    const std::string_view rest = line.substr(at + 2);
    const std::size_t blank = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, blank);
    state.presence = word == "present"  ? Presence::present
                     : word == "absent" ? Presence::absent
                                        : Presence::unreadable;
    state.fingerprint = std::string(rest.substr(std::min(blank + 1, rest.size())));
    evidence.push_back(std::move(state));
  }
  return evidence;
}

Subject subject_of(std::string_view statement, const Dialect& dialect,
                   const std::string& database) {
  Subject subject;
  subject.verb = ddl_verb(statement, dialect);
  if (subject.verb == DdlVerb::account) {
    subject.accounts = accounts(statement, dialect);
    return subject;
  }
  for (ObjectName& object : objects(statement, dialect)) {
    if (object.kind == Kind::index) {  // Its table shows it, as a change.
      subject.verb = DdlVerb::alter;
      continue;
    }
    const bool has_schema = object.kind != Kind::database && object.kind != Kind::server;
    if (has_schema && object.schema.empty()) object.schema = database;
    subject.objects.push_back(std::move(object));
  }
  if (subject.objects.empty() && subject.verb == DdlVerb::alter && !database.empty()) {
    subject.objects.push_back({Kind::database, "", database});  // ALTER DATABASE without a name.
  }
  subject.needs_identity = subject.verb == DdlVerb::truncate || subject.verb == DdlVerb::rename ||
                           (subject.verb == DdlVerb::alter && rebuilds(statement, dialect));
  return subject;
}

Subject subject_of(const Evidence& evidence, DdlVerb verb) {
  Subject subject;
  subject.verb = verb;
  const Dialect dialect;
  for (const ObjectState& state : evidence) {
    const std::size_t blank = state.object.find(' ');
    if (blank == std::string::npos) continue;
    const std::string word = state.object.substr(0, blank);
    if (word == "account") {
      subject.accounts.push_back(state.object.substr(blank + 1));
      continue;
    }
    const std::optional<Kind> kind = kind_named(word);
    if (!kind) continue;
    ObjectName object;
    object.kind = *kind;
    CodeReader code(std::string_view(state.object).substr(blank + 1), dialect);
    object.name = unquoted(code.token(), dialect);
    code.advance();
    if (code.take('.')) object.schema = std::exchange(object.name, unquoted(code.token(), dialect));
    subject.objects.push_back(std::move(object));
    const std::string& print = state.fingerprint;
    subject.needs_identity = subject.needs_identity || print.find(" id=") != std::string::npos ||
                             print.find(" created=") != std::string::npos;
  }
  // One that was absent had no identity; its verb asks for it all the same.
  subject.needs_identity =
      subject.needs_identity || verb == DdlVerb::truncate || verb == DdlVerb::rename;
  return subject;
}

std::optional<Absence> expected_absence(const Subject& subject) {
  const bool one_table = subject.verb == DdlVerb::create && subject.accounts.empty() &&
                         subject.objects.size() == 1 && subject.objects.front().kind == Kind::table;
  if (!one_table) return std::nullopt;
  const ObjectName& table = subject.objects.front();
  return Absence{show_create(table), {{title(table), Presence::absent, ""}}};
}

Evidence look_at(Connection& connection, const Subject& subject) {
  Evidence evidence;
  if (subject.objects.empty() && subject.accounts.empty()) return evidence;
  const NeutralSession neutral(connection);
  for (const ObjectName& object : subject.objects)
    evidence.push_back(look_at_object(connection, object, subject.needs_identity));
  for (const std::string& account : subject.accounts)
    evidence.push_back(look_at_account(connection, account));
  return evidence;
}

}  // namespace dbmig
