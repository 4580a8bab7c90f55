#include "cli/fleet.h"

#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spdlog/logger.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/context.h"
#include "cli/ending.h"
#include "cli/signals.h"
#include "cli/tree.h"

namespace dbmig {
namespace {

bool may_do_others(const Error& error) {
  return error.code() == ErrorCode::unavailable || error.code() == ErrorCode::temporary;
}

std::string done_of(std::size_t done, std::size_t all) {
  return fmt::format("{} of {} {} done", done, counted(all, "database"), all == 1 ? "is" : "are");
}

void append_state(Error& error, const std::string& more) {
  error.set_state(error.state().empty() ? more : error.state() + "; " + more);
}

}  // namespace

void FleetOptions::declare(CLI::App& app) {
  CLI::Option* const list =
      app.add_option("--databases-file", file, "act on each database that this file lists")
          ->type_name("FILE");
  app.add_option("--shard", shard, "only a part of them: 2/8 is the third of eight")
      ->type_name("INDEX/COUNT")
      ->needs(list)
      ->check([](const std::string& value) -> std::string {
        if (find_shard(value)) return "";
        return fmt::format("\"{}\" is no shard, as in 0/4 to 3/4", printable(value));
      });
}

std::vector<ListedDatabase> listed_databases(Context& context, const FleetOptions& options) {
  if (!context.options().url.empty()) {
    throw Error(ErrorCode::usage, "--url is one database, and --databases-file lists others")
        .with_hint("leave one of them out");
  }
  ListTrees trees{context.settings().sections, {}};
  for (const Tree* tree : context.trees(TreeCount::any))
    trees.acted_on.push_back(tree->name());
  const std::string text = read_file(context.cwd() / options.file, ErrorCode::config);
  return shard_of(parse_database_list(options.file, text, trees),
                  find_shard(options.shard).value_or(Shard{}));
}

void for_each_database(Context& context, const FleetOptions& options,
                       const std::function<void(Tree&)>& work) {
  const std::vector<ListedDatabase> list = listed_databases(context, options);
  for (const ListedDatabase& entry : list)
    context.tree_of(entry);  // A URL that is wrong is known before anything is changed.
  context.output().set_database("");
  if (list.empty()) context.output().log()->info("no database is listed for this part");
  std::optional<Error> passing;
  std::size_t done = 0;
  for (const ListedDatabase& entry : list) {
    if (SignalGuard::received() != 0) {
      throw Error(ErrorCode::temporary, "interrupted before the next database")
          .with_state(done_of(done, list.size()))
          .with_hint("run the same command again");
    }
    try {
      Tree& tree = context.tree_of(entry);
      work(tree);
      ++done;
    } catch (Error& error) {
      if (!may_do_others(error) || SignalGuard::received() != 0) {
        append_state(error, done_of(done, list.size()));
        throw;
      }
      context.output().log(entry.tree)->error("{}", one_line(error));
      if (!passing) passing = error;
    }
  }
  context.output().set_database("");
  if (!passing) return;
  throw Error(passing->code(), fmt::format("{} of {} could not be done", list.size() - done,
                                           counted(list.size(), "database")))
      .with_state("the others are done")
      .with_hint("run the same command again: what is done stays done");
}

}  // namespace dbmig
