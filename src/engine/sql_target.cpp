#include "engine/sql_target.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "sql/client_text.h"

namespace dbmig {
namespace {

std::string literal(std::string_view text) { return "'" + replaced(text, "'", "''") + "'"; }

}  // namespace

std::string shown_name(std::string_view name) {
  const bool plain =
      !name.empty() && !is_digit(name.front()) && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '$';
      });
  return plain ? std::string(name) : quoted_name(name);
}

SqlTarget::SqlTarget(Options options, std::function<void(std::string_view)> print)
    : options_(std::move(options)), print_(std::move(print)) {}

std::string SqlTarget::shown_table() const {
  const std::string table = shown_name(options_.version_table);
  return options_.version_table_schema.empty()
             ? table
             : shown_name(options_.version_table_schema) + "." + table;
}

void SqlTarget::chunk(std::string_view statement) { print_(fmt::format("{};\n\n", statement)); }

void SqlTarget::print_version_table() {
  chunk(version_table_ddl(shown_table(), shown_name(options_.version_table + "_pkc"), "    ",
                          options_.version_table_key));
}

void SqlTarget::begin(const Step& step) {
  if (options_.starts_empty) {
    print_version_table();
    options_.starts_empty = false;
  }
  print_(fmt::format("-- Running {} {} -> {}\n\n", running_name(step.direction),
                     fmt::join(step.from, ", "), fmt::join(step.to, ", ")));
}

Outcome SqlTarget::run(const NumberedStatement& numbered) {
  print_(client_text(numbered.statement.text, options_.server.value_or(Dialect{})) + "\n\n");
  return {};
}

Outcome SqlTarget::run_round(const NumberedStatement&) {
  throw Error(ErrorCode::data, "repeat-until-no-rows needs a live server: SQL has no loop for it")
      .with_hint("run without --sql, or give a range that leaves this revision out");
}

Rows SqlTarget::query(const NumberedQuery&) {
  throw Error(ErrorCode::data, "this revision asks the database what to do, and SQL cannot")
      .with_hint("run without --sql, or give a range that leaves this revision out");
}

bool SqlTarget::is_true(const NumberedStatement&) {
  throw Error(ErrorCode::data, "skip-if needs a live server to answer its query")
      .with_hint("run without --sql, or give a range that leaves this revision out");
}

std::vector<std::string> SqlTarget::finish(const Step& step) {
  const std::string table = shown_table();
  for (const RowEdit& edit : step.rows) {
    switch (edit.kind) {
      case RowEdit::Kind::insert:
        chunk(fmt::format("INSERT INTO {} (version_num) VALUES ({})", table, literal(edit.to)));
        break;
      case RowEdit::Kind::update:
        chunk(fmt::format("UPDATE {0} SET version_num={1} WHERE {0}.version_num = {2}", table,
                          literal(edit.to), literal(edit.from)));
        break;
      case RowEdit::Kind::remove:
        chunk(
            fmt::format("DELETE FROM {0} WHERE {0}.version_num = {1}", table, literal(edit.from)));
        break;
    }
  }
  return {};
}

}  // namespace dbmig
