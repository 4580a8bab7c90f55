#include "cli/commands/run_options.h"

#include <CLI/CLI.hpp>

#include "cli/arguments.h"
#include "config/duration.h"

namespace dbmig {
namespace {

void add_duration(CLI::App& app, const std::string& name,
                  std::optional<std::chrono::milliseconds>& value, const std::string& help) {
  app.add_option_function<std::string>(
         name,
         [&value, name](const std::string& text) {
           value = find_duration(text);
           if (!value) {
             throw CLI::ValidationError(
                 name, text + " is not a length of time: 500ms, 5s, 2m, 1h and 1m30s are");
           }
         },
         help)
      ->type_name("TIME");
}

}  // namespace

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

void RunOptions::declare_limits(CLI::App& app) {
  add_duration(app, "--lock-timeout", lock_timeout,
               "wait so long for another run on the database: 10s, 2m");
  add_duration(app, "--statement-timeout", statement_timeout,
               "end a statement that takes longer; 0 is no limit");
}

}  // namespace dbmig
