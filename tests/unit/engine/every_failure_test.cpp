#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/executor.h"
#include "support/memory_scripts.h"
#include "support/memory_target.h"

namespace dbmig {
namespace {

/// A plan with its scripts and a server that they are carried out on.
struct World {
  Plan plan;
  MemoryScripts scripts;
  MemoryTarget target;
};

std::string random_statement(std::mt19937& random, int number) {
  const std::string end = " n" + std::to_string(number) + ";\n";
  switch (random() % 6) {
    case 0:
    case 1:
      return "INSERT INTO" + end;
    case 2:
      return "-- migrate:repeat-until-no-rows\nDELETE FROM n" + std::to_string(number) +
             " LIMIT 1;\n";
    case 3:
      return "-- migrate:skip-if SELECT " + std::string(random() % 2 == 0 ? "yes" : "no") +
             "\nCREATE TABLE" + end;
    default:
      return "CREATE TABLE" + end;
  }
}

/// A script that asks, tries and looks at rows, and takes another way for each answer. Where the
/// same run is told otherwise a second time, its statements are others.
class RandomSteering {
 public:
  RandomSteering(std::mt19937& random, int& number) {
    for (std::size_t n = 1 + random() % 4; n > 0; --n)
      moves_.push_back({static_cast<Kind>(random() % 4), ++number, random() % 3 == 0});
  }

  void run(StatementSink& sink) const {
    for (const Move& move : moves_)
      make(move, sink);
  }

  /// Each is taken once the statement in its place is in effect: nobody may try it again then.
  void add_refused(std::map<std::string, std::string>& refused) const {
    for (const Move& move : moves_) {
      if (!move.refused) continue;
      refused[text(move)] = instead(move);
      refused["SELECT " + name(move)] = "CREATE TABLE after_refused_" + name(move);
    }
  }

 private:
  enum class Kind { ask, try_change, try_creation, count_rows };
  struct Move {
    Kind kind;
    int number;
    bool refused;
  };

  static std::string name(const Move& move) { return "n" + std::to_string(move.number); }
  static std::string text(const Move& move) {
    return (move.kind == Kind::try_creation ? "CREATE TABLE " : "INSERT INTO ") + name(move);
  }

  static std::string instead(const Move& move) { return "ALTER TABLE instead_of_" + name(move); }

  static void make(const Move& move, StatementSink& sink) {
    if (move.kind == Kind::ask) return sink.run(bare("CREATE TABLE after_" + answer(move, sink)));
    const auto refusal = move.kind == Kind::count_rows ? StatementSink::Refusal::fails
                                                       : StatementSink::Refusal::is_told;
    if (move.kind == Kind::count_rows && move.refused) return;  // It would end the plan.
    const Sent sent = sink.send(bare(text(move)), refusal);
    if (sent.refusal) return sink.run(bare(instead(move)));
    if (sent.found_rows.value_or(0) > 0) sink.run(bare("CREATE INDEX on_" + name(move)));
  }

  static std::string answer(const Move& move, StatementSink& sink) {
    try {
      return sink.query(bare("SELECT " + name(move))).rows.at(0).at(0).value_or("null");
    } catch (const Error& error) {
      if (error.code() != ErrorCode::statement || !error.server()) throw;
      return "refused_" + name(move);
    }
  }

  std::vector<Move> moves_;
};

World random_world(unsigned seed) {
  std::mt19937 random(seed);
  World world;
  int number = 0;
  const std::size_t steps = 1 + random() % 4;
  for (std::size_t i = 0; i < steps; ++i) {
    const RevisionId id = "r" + std::to_string(i);
    world.plan.push_back(upgrade_step(id, i == 0 ? "" : "r" + std::to_string(i - 1)));
    if (random() % 2 == 0) {
      const RandomSteering steering(random, number);
      steering.add_refused(world.target.refused);
      world.scripts.add_steered(id, [=](StatementSink& sink) { steering.run(sink); });
      continue;
    }
    std::string sql;
    for (std::size_t n = random() % 6; n > 0; --n)
      sql += random_statement(random, ++number);
    world.scripts.add(id, sql);
  }
  for (int i = 0; i < 40; ++i)
    world.target.round_rows.push_back(random() % 3);
  world.target.true_queries = {"SELECT yes"};
  return world;
}

void run(World& world) {
  execute(world.plan, world.scripts, world.target, [](const Event&) {});
}

/// Takes out of the plan what the version table says is done.
void plan_again(World& world) {
  const auto is_last_done = [&](const Step& step) {
    return world.target.rows == std::set(step.to.begin(), step.to.end());
  };
  const auto done = std::find_if(world.plan.begin(), world.plan.end(), is_last_done);
  if (done != world.plan.end()) world.plan.erase(world.plan.begin(), std::next(done));
}

/// Fails at the call `at`, then goes on; whether it came to that call at all.
bool run_with_failure(World& world, std::size_t at, MemoryTarget::Side side) {
  world.target.fail_at = at;
  world.target.fail_side = side;
  bool failed = false;
  try {
    run(world);
  } catch (const Error&) {
    failed = true;
  }
  world.target.fail_at = 0;
  plan_again(world);
  run(world);
  return failed;
}

TEST(EveryFailure, OfAnyCallOfAnyPlanIsGoneOnFromExactlyOnce) {
  const char* given = std::getenv("DBMIG_TEST_SEED");
  const auto first = static_cast<unsigned>(given != nullptr ? std::strtoul(given, nullptr, 10)
                                                            : std::random_device{}());
  SCOPED_TRACE("DBMIG_TEST_SEED=" + std::to_string(first));
  constexpr unsigned kPlans = 300;
  std::size_t failures = 0;
  for (unsigned seed = first; seed < first + kPlans; ++seed) {
    World calm = random_world(seed);
    run(calm);
    for (const auto side : {MemoryTarget::Side::before, MemoryTarget::Side::after}) {
      for (std::size_t at = 1; at <= calm.target.calls; ++at) {
        World world = random_world(seed);
        EXPECT_TRUE(run_with_failure(world, at, side));
        EXPECT_EQ(world.target.rows, calm.target.rows);
        ASSERT_EQ(world.target.effects, calm.target.effects) << "plan " << seed << ", call " << at;
        ++failures;
      }
    }
  }
  EXPECT_GT(failures, kPlans);
}

}  // namespace
}  // namespace dbmig
