#include "dump/dump_text.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "db/connection.h"

namespace dbmig {
namespace {

// No value of a row is changed or refused: not a zero in an AUTO_INCREMENT column, nor the 31st of
// February of an application that allowed it.
constexpr std::string_view kBaseMode = "NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES";

constexpr std::array<std::string_view, 8> kSaved = {"character_set_client",
                                                    "character_set_results",
                                                    "collation_connection",
                                                    "sql_mode",
                                                    "time_zone",
                                                    "foreign_key_checks",
                                                    "unique_checks",
                                                    "sql_notes"};

/// A delimiter that the text does not hold.
std::string delimiter_for(std::string_view text) {
  std::string delimiter = ";;";
  for (int i = 0; text.find(delimiter) != std::string_view::npos; ++i)
    delimiter = fmt::format("$${}$$", i == 0 ? std::string() : std::to_string(i));
  return delimiter;
}

std::string as_literal(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

/// `CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`, from the collation alone.
std::string charset_clause(std::string_view collation) {
  return fmt::format("CHARACTER SET {} COLLATE {}", collation.substr(0, collation.find('_')),
                     collation);
}

}  // namespace

DumpText::DumpText(DumpHead head, TextSink sink)
    : head_(std::move(head)), sink_(std::move(sink)), now_(base()) {}

StoredContext DumpText::base() const {
  return {std::string(kBaseMode), "utf8mb4", "utf8mb4_general_ci", head_.collation, "+00:00"};
}

void DumpText::begin() {
  std::string text = fmt::format("-- dbmig dump 1: {}\n\nSET ", head_.target);
  for (const std::string_view variable : kSaved)
    text += fmt::format("{}@dbmig_{} = @@{}", variable == kSaved[0] ? "" : ",\n    ", variable,
                        variable);
  const std::string database = quoted_name(head_.database);
  text += fmt::format(
      ";\nSET NAMES utf8mb4 COLLATE utf8mb4_general_ci;\n"
      "SET sql_mode = '{3}', time_zone = '+00:00',\n"
      "    foreign_key_checks = 0, unique_checks = 0, sql_notes = 0;\n\n"
      "CREATE DATABASE IF NOT EXISTS {0} CHARACTER SET {1} COLLATE {2};\n"
      "USE {0};\n"
      "ALTER DATABASE CHARACTER SET {1} COLLATE {2};\n",
      database, head_.character_set, head_.collation, kBaseMode);
  sink_(text);
}

void DumpText::set(std::string_view assignments) { sink_(fmt::format("SET {};\n", assignments)); }

void DumpText::use(const StoredContext& context) {
  const std::string& database_collation =
      context.database_collation.empty() ? now_.database_collation : context.database_collation;
  if (database_collation != now_.database_collation) {
    sink_(fmt::format("ALTER DATABASE {};\n", charset_clause(database_collation)));
    now_.database_collation = database_collation;
  }
  if (context.character_set != now_.character_set || context.collation != now_.collation) {
    set(fmt::format("character_set_client = {}, collation_connection = {}", context.character_set,
                    context.collation));
    now_.character_set = context.character_set;
    now_.collation = context.collation;
  }
  const std::string& time_zone = context.time_zone.empty() ? now_.time_zone : context.time_zone;
  if (time_zone != now_.time_zone) {
    set("time_zone = " + as_literal(time_zone));
    now_.time_zone = time_zone;
  }
  if (context.sql_mode != now_.sql_mode) {
    set("sql_mode = " + as_literal(context.sql_mode));
    now_.sql_mode = context.sql_mode;
  }
}

void DumpText::object(const SchemaObject& object) {
  sink_("\n");
  StoredContext context = object.context.value_or(base());
  if (!object.is_program()) context.sql_mode = base().sql_mode;
  use(context);
  if (!object.is_program()) {
    sink_(object.create);
    sink_(";\n");
    return;
  }
  const std::string delimiter = delimiter_for(object.create);
  sink_(fmt::format("DELIMITER {0}\n{1}\n{0}\nDELIMITER ;\n", delimiter, object.create));
}

void DumpText::begin_rows() {
  use(base());
  // Each statement is a transaction of its own: in one for all rows MariaDB would sort them in
  // temporary files first, which takes more than twice the time.
  sink_("\n");
}

void DumpText::statement(std::string_view text) {
  use(base());
  sink_(fmt::format("{};\n", text));
}

void DumpText::end() {
  use(base());
  std::string text = "\nSET ";
  for (const std::string_view variable : kSaved)
    text +=
        fmt::format("{}{} = @dbmig_{}", variable == kSaved[0] ? "" : ",\n    ", variable, variable);
  sink_(text + ";\n" + std::string(kDumpEnd) + "\n");
}

}  // namespace dbmig
