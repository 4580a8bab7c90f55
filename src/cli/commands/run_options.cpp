#include "cli/commands/run_options.h"

#include <CLI/CLI.hpp>

#include "cli/arguments.h"

namespace dbmig {

void RunOptions::declare_sql(CLI::App& app) {
  app.add_flag("--sql", sql, "print SQL instead of running it; no server is asked");
  app.add_option("--tag", tag, "accepted for Alembic's sake; without effect")->type_name("TAG");
  app.add_option("--server", server, "with --sql: the server that the SQL is for, as mysql-8.0")
      ->type_name("NAME");
}

void RunOptions::declare_warnings(CLI::App& app) {
  app.add_option("--warnings", warnings, "what a server's warning is: show it, or an error")
      ->type_name("HOW")
      ->check(one_of({"show", "error"}));
}

void RunOptions::declare_consent(CLI::App& app) {
  app.add_option("--yes-i-mean", yes_i_mean, "consent to change the protected database NAME")
      ->type_name("NAME");
}

}  // namespace dbmig
