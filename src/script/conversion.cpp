#include "script/conversion.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "script/header.h"
#include "script/revision_loader.h"
#include "script/sql_script.h"
#include "script/writer.h"
#include "sql/client_text.h"
#include "sql/lexer.h"

namespace dbmig {
namespace {

/// A statement of the file that is converted.
struct Given {
  std::string text;
  Location location;
  Directives directives = {};  // But for `only-on`.
};

using Statements = std::vector<Given>;

/// Keeps the statements that a server of one dialect would be sent.
class Gatherer : public StatementSink {
 public:
  explicit Gatherer(const Dialect& dialect) : dialect_(dialect) {}

  void run(const ScriptStatement& statement) override {
    if (!statement.directives.apply_to(dialect_)) return;
    Directives directives = statement.directives;
    directives.only_on.clear();
    statements_.push_back(
        {std::string(statement.text), statement.location(), std::move(directives)});
  }
  bool takes_directives() const override { return true; }
  Statements statements() && { return std::move(statements_); }

 private:
  Dialect dialect_;
  Statements statements_;
};

Statements statements_of(const Script& script, const Dialect& dialect) {
  Gatherer gatherer(dialect);
  script.run(gatherer);
  return std::move(gatherer).statements();
}

/// What a file does on one kind of server.
struct Reading {
  Dialect dialect;
  Statements upgrade;
  Statements downgrade;
  std::optional<NoDowngrade> no_downgrade;
};

Reading reading_of(const ScriptFile& file, const Dialect& dialect) {
  Reading reading{dialect, statements_of(file.upgrade(), dialect), {}, file.no_downgrade()};
  if (file.downgrade() != nullptr) reading.downgrade = statements_of(*file.downgrade(), dialect);
  return reading;
}

constexpr Dialect kMariadb{Flavour::mariadb, 101100, false, false, false};
constexpr Dialect kMysql{Flavour::mysql, 80000, false, false, false};

/// A statement as it is to stand in the file, without what the server would not be sent.
std::string written(const Given& given, const Dialect& dialect) {
  const TextRange range = meaning_of(given.text, dialect);
  const std::string_view kept = std::string_view(given.text).substr(0, range.end);
  return client_text(trim(kept), dialect) + "\n";
}

/// One statement for both servers out of two that differ in which names they quote, since the
/// servers reserve different words: what is quoted in either. Nothing when more differs.
std::optional<std::string> joined(std::string_view one, std::string_view other) {
  Lexer left(one, kMariadb);
  Lexer right(other, kMysql);
  std::string text;
  for (;;) {
    const Token a = left.next();
    const Token b = right.next();
    const bool is_name = a.kind == TokenKind::word || a.kind == TokenKind::quoted_name;
    const bool is_other = b.kind == TokenKind::word || b.kind == TokenKind::quoted_name;
    if (a.text != b.text &&
        (!is_name || !is_other || unquoted(a, kMariadb) != unquoted(b, kMysql))) {
      return std::nullopt;
    }
    text += a.kind == TokenKind::quoted_name ? a.text : b.text;
    if (a.kind == TokenKind::end || b.kind == TokenKind::end) return text;
  }
}

std::string directive_lines(const Directives& directives) {
  std::string lines;
  if (directives.skip_if) lines += fmt::format("-- migrate:skip-if {}\n", *directives.skip_if);
  if (directives.repeat) lines += "-- migrate:repeat-until-no-rows\n";
  return lines;
}

bool same_directives(const Directives& one, const Directives& other) {
  return one.skip_if == other.skip_if && one.repeat.has_value() == other.repeat.has_value();
}

std::string section_text(const Statements& mariadb, const Statements& mysql) {
  const auto same = [](const Given& a, const Given& b) {
    return a.text == b.text && same_directives(a.directives, b.directives);
  };
  std::string text;
  const auto add = [&](const Given& given, const Dialect& dialect, std::string_view directive) {
    if (!text.empty()) text += '\n';
    text += fmt::format("{}{}{}", directive, directive_lines(given.directives),
                        written(given, dialect));
  };
  const auto add_both = [&](const Given& one, const Given& other) {
    const auto both = joined(one.text, other.text);
    if (both && same_directives(one.directives, other.directives)) {
      return add({*both, one.location, one.directives}, kMariadb, "");
    }
    add(one, kMariadb, "-- migrate:only-on mariadb\n");
    add(other, kMysql, "-- migrate:only-on mysql\n");
  };
  if (mariadb.size() == mysql.size()) {
    for (std::size_t i = 0; i < mariadb.size(); ++i)
      add_both(mariadb[i], mysql[i]);
    return text;
  }
  const std::size_t most = std::min(mariadb.size(), mysql.size());
  std::size_t head = 0;
  while (head < most && same(mariadb[head], mysql[head]))
    ++head;
  std::size_t tail = 0;
  while (tail < most - head &&
         same(mariadb[mariadb.size() - 1 - tail], mysql[mysql.size() - 1 - tail]))
    ++tail;
  for (std::size_t i = 0; i < head; ++i)
    add(mariadb[i], kMariadb, "");
  for (std::size_t i = head; i < mariadb.size() - tail; ++i)
    add(mariadb[i], kMariadb, "-- migrate:only-on mariadb\n");
  for (std::size_t i = head; i < mysql.size() - tail; ++i)
    add(mysql[i], kMysql, "-- migrate:only-on mysql\n");
  for (std::size_t i = mariadb.size() - tail; i < mariadb.size(); ++i)
    add(mariadb[i], kMariadb, "");
  return text;
}

std::string one_line(std::string_view text) {
  std::string line = printable(replaced(text, "\n", " "));
  return std::string(trim(line));
}

std::string body_text(const Reading& mariadb, const Reading& mysql) {
  std::string text = "\n-- migrate:upgrade\n" + section_text(mariadb.upgrade, mysql.upgrade);
  if (!mariadb.no_downgrade) {
    return text + "\n-- migrate:downgrade\n" + section_text(mariadb.downgrade, mysql.downgrade);
  }
  if (mariadb.no_downgrade->kind == NoDowngrade::Kind::no_section) return text;
  return text + fmt::format("\n-- migrate:downgrade\n-- migrate:irreversible: {}\n",
                            one_line(mariadb.no_downgrade->reason));
}

std::string header_of(const RevisionMetadata& metadata) {
  const Revision& from = metadata.revision;
  return header_text({from.id, from.down_revisions, from.branch_labels, from.depends_on,
                      from.replaces, from.message, metadata.doc},
                     metadata.create_date);
}

void check_header(const std::string& native, const RevisionMetadata& metadata) {
  const Header header = parse_header(native, "", Extent::whole).value();
  if (header.revision == metadata.revision && header.doc == metadata.doc &&
      header.create_date == metadata.create_date) {
    return;
  }
  throw Error(ErrorCode::data, "its message or doc cannot stand in a header as it is");
}

bool is_written_as(const Given& given, const Given& native, const Dialect& dialect) {
  const TextRange range = meaning_of(given.text, dialect);
  const std::string_view meant =
      std::string_view(given.text).substr(range.begin, range.end - range.begin);
  return joined(meant, native.text).has_value();
}

/// Throws unless the native file has exactly the statements that were given.
void check_statements(const Statements& given, const Statements& native, const Dialect& dialect) {
  const std::size_t both = std::min(given.size(), native.size());
  std::size_t same = 0;
  while (same < both && is_written_as(given[same], native[same], dialect) &&
         same_directives(given[same].directives, native[same].directives))
    ++same;
  if (same == given.size() && same == native.size()) return;
  Error error(ErrorCode::data, "a .sql file cannot hold this statement as it is");
  if (!given.empty()) error.set_location(given[std::min(same, given.size() - 1)].location);
  throw Error(std::move(error));
}

void check_reading(const Reading& given, const Reading& native) {
  check_statements(given.upgrade, native.upgrade, given.dialect);
  check_statements(given.downgrade, native.downgrade, given.dialect);
}

}  // namespace

std::string native_text(const RevisionFormat& format, const std::string& text,
                        const std::string& file, const RevisionMetadata& metadata) {
  const Revision& revision = metadata.revision;
  const auto read = [&](const Dialect& dialect) {
    return reading_of(*format.script(text, file, revision, dialect), dialect);
  };
  const std::array<Reading, 2> given = {read(kMariadb), read(kMysql)};
  try {
    std::string native = header_of(metadata) + body_text(given[0], given[1]);
    check_header(native, metadata);
    for (const Reading& one : given) {
      check_reading(one,
                    reading_of(*parse_sql_script(native, "", revision, one.dialect), one.dialect));
    }
    return native;
  } catch (const Error& e) {
    // What is wrong stands in no file yet: the message alone says it, at the original's place.
    const bool is_placed = e.location() && e.location()->file == file;
    throw Error(ErrorCode::data, is_placed ? e.what() : fmt::format("as a .sql file: {}", e.what()))
        .at(is_placed ? *e.location() : in_file(file));
  }
}

}  // namespace dbmig
