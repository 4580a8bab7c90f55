#pragma once

#include <functional>
#include <string>

#include "db/version_table.h"
#include "engine/target.h"

namespace dbmig {

/// A plan printed as SQL, in Alembic's layout: a comment for each step, its
/// statements, its changes of the version table.
///
/// The plain client applies the text to the same end state; statements that hold a
/// delimiter of their own come with DELIMITER lines. Statement text is printed byte
/// for byte.
class SqlTarget : public Target {
 public:
  struct Options {
    std::optional<Dialect> server;  // The one that the text is for, when it is known.
    std::string version_table = "alembic_version";
    std::string version_table_schema;  // Empty: not printed.
    VersionTable::PrimaryKey version_table_key = VersionTable::PrimaryKey::yes;
    bool starts_empty = true;  // No row exists at the start: print CREATE TABLE.
  };

  SqlTarget(Options options, std::function<void(std::string_view)> print);

  std::optional<Dialect> dialect() const override { return options_.server; }
  bool is_live() const override { return false; }
  void begin(const Step& step) override;
  Outcome run(const NumberedStatement& statement) override;
  Outcome run_round(const NumberedStatement& statement) override;
  Rows query(const NumberedQuery& query) override;
  bool is_true(const NumberedStatement& statement) override;
  std::vector<Warning> warnings() override { return {}; }
  std::vector<std::string> finish(const Step& step) override;
  Aftermath abandon(const Error&) override { return {}; }

  /// CREATE TABLE for the version table, as `ensure_version --sql` prints it.
  void print_version_table();

 private:
  void chunk(std::string_view statement);
  std::string shown_table() const;

  Options options_;
  std::function<void(std::string_view)> print_;
};

/// `name` as Alembic writes it: in backticks only where the server needs them.
std::string shown_name(std::string_view name);

}  // namespace dbmig
