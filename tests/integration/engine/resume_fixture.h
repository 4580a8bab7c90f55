#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"
#include "one_run.h"
#include "support/memory_scripts.h"

namespace dbmig {

/// Runs one revision in sessions of their own, as one dbmig after another would.
class ResumeFixture : public testing::Test {
 protected:
  std::string ask(const std::string& query) { return std::string(trim(database_.run(query))); }

  /// One run of dbmig that brings revision `a` up by `sql`; the reasons why statements
  /// were not sent.
  std::vector<std::string> upgrade(const std::string& sql, Assume assume = Assume::nothing) {
    OneRun run(database_);
    run.live.assume = assume;
    std::vector<std::string> skipped;
    MemoryScripts scripts;
    scripts.add("a", sql);
    run_live(run.context, {upgrade_step("a")}, scripts,
             [&](const Event& event) {
               if (const auto* each = std::get_if<StatementSkipped>(&event))
                 skipped.push_back(each->reason.substr(0, each->reason.find(" 2")));
             },
             {}, run.live, {});
    return skipped;
  }

  std::string journal() {
    return replaced(ask("SELECT GROUP_CONCAT(number, ' ', state, ' ', kind ORDER BY number"
                        " SEPARATOR ', ') FROM dbmig_journal"),
                    "\n", " ");
  }

  /// Makes the journal say that the run died at `number`, before it was recorded.
  void die_at(int number, const std::string& evidence) {
    database_.run("UPDATE dbmig_journal SET state = 'running' WHERE number = 0");
    database_.run("DELETE FROM dbmig_journal WHERE number > " + std::to_string(number));
    database_.run("UPDATE dbmig_journal SET state = 'running', evidence = '" + evidence +
                  "' WHERE number = " + std::to_string(number));
    database_.run("DELETE FROM alembic_version");
  }

  TestDatabase database_;
};

}  // namespace dbmig
