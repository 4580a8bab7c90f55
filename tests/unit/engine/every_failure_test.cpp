#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>

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

World random_world(unsigned seed) {
  std::mt19937 random(seed);
  World world;
  int number = 0;
  const std::size_t steps = 1 + random() % 4;
  for (std::size_t i = 0; i < steps; ++i) {
    const RevisionId id = "r" + std::to_string(i);
    std::string sql;
    for (std::size_t n = random() % 6; n > 0; --n)
      sql += random_statement(random, ++number);
    world.scripts.add(id, sql);
    world.plan.push_back(upgrade_step(id, i == 0 ? "" : "r" + std::to_string(i - 1)));
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
