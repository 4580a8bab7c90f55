#pragma once

#include "engine/live_run.h"
#include "support/test_server.h"

namespace dbmig {

/// One run of dbmig in a session of its own: locked, prepared, and set to go on with what an
/// earlier one left.
struct OneRun {
  explicit OneRun(const TestDatabase& database) : context(options(database)) {
    // The server frees the lock of the run before a moment after that run has hung up.
    take_lock(context, {std::chrono::seconds(10)});
    context.prepare();
    context.prepare_journal();
    if (std::optional<UnfinishedStep> left = unfinished_step(context)) live.left = left->journal;
  }

  static DatabaseOptions options(const TestDatabase& database) {
    DatabaseOptions options;
    options.connect = database.options();
    options.runner = "pat@laptop";
    return options;
  }

  MigrationContext context;
  LiveOptions live;
};

}  // namespace dbmig
