#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dump/translate.h"

namespace dbmig {

/// What became of one object: its new text and, line by line, what was noted.
struct Translated {
  std::string text;  // Empty when it was left out.
  std::string notes;
  StoredContext context;
};

inline Dialect mariadb() { return {Flavour::mariadb, 101119}; }
inline Dialect mysql() { return {Flavour::mysql, 80036}; }

inline TranslateOptions options_for(DumpTarget target) {
  TranslateOptions options;
  options.target = target;
  return options;
}

/// Translates a schema of one object, to the other server unless options say otherwise.
inline Translated translated(SchemaObject object, const Dialect& source,
                             const TranslateOptions& options) {
  Catalog catalog;
  catalog.database = "shop";
  catalog.character_set = "utf8mb4";
  catalog.collation = "utf8mb4_bin";
  catalog.objects.push_back(std::move(object));
  const Translation done = translate(std::move(catalog), source, options);
  Translated result;
  for (const Note& note : done.notes)
    result.notes += std::string(name(note.kind)) + ": " + note.text + "\n";
  if (done.catalog.objects.empty()) return result;
  result.text = done.catalog.objects[0].create;
  result.context = done.catalog.objects[0].context.value_or(StoredContext{});
  return result;
}

/// A table with these columns and keys, in the words of MySQL 8.
inline Translated in_mysql(const std::string& items, const std::string& table_options = "",
                           Missing missing = Missing::refuse) {
  TranslateOptions options = options_for(DumpTarget::mysql8);
  options.missing = missing;
  const std::string head = "CREATE TABLE `t` (\n  ";
  Translated done = translated(
      {SchemaObject::Kind::table, "t", head + items + "\n)" + table_options, std::nullopt},
      mariadb(), options);
  if (done.text.starts_with(head)) done.text.erase(0, head.size());
  const std::string tail = table_options.empty() ? "\n)" : "";
  if (!tail.empty() && done.text.ends_with(tail)) done.text.resize(done.text.size() - tail.size());
  return done;
}

/// The options of a table, in the words of MySQL 8.
inline Translated options_in_mysql(const std::string& table_options,
                                   Missing missing = Missing::refuse) {
  Translated done = in_mysql("`a` int", " " + table_options, missing);
  done.text.erase(0, done.text.find("\n)") + 2);
  return done;
}

/// A table out of MySQL, in the words of MariaDB.
inline Translated in_mariadb(const std::string& items, const std::string& table_options = "") {
  const std::string head = "CREATE TABLE `t` (\n  ";
  Translated done = translated(
      {SchemaObject::Kind::table, "t", head + items + "\n)" + table_options, std::nullopt}, mysql(),
      options_for(DumpTarget::mariadb));
  done.text.erase(0, head.size());
  done.text.resize(done.text.rfind("\n)"));
  return done;
}

/// A program or view out of MariaDB, in the words of MySQL 8.
inline Translated program_in_mysql(SchemaObject::Kind kind, const std::string& create,
                                   const std::string& sql_mode = "",
                                   Missing missing = Missing::refuse) {
  TranslateOptions options = options_for(DumpTarget::mysql8);
  options.missing = missing;
  return translated({kind, "p", create,
                     StoredContext{sql_mode, "utf8mb4", "utf8mb4_general_ci", "utf8mb4_bin", ""}},
                    mariadb(), options);
}

}  // namespace dbmig
