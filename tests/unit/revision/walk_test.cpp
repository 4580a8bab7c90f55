#include "revision/walk.h"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "revision/planner.h"
#include "support/graph_text.h"

namespace dbmig {
namespace {

using Random = std::mt19937;

unsigned seed() {
  const char* given = std::getenv("DBMIG_TEST_SEED");
  return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                          : std::random_device{}();
}

std::size_t below(Random& random, std::size_t limit) { return random() % limit; }

/// A random history with branches, merges, several bases and dependencies, in random load order.
std::vector<Revision> random_revisions(Random& random) {
  const std::size_t count = 1 + below(random, 24);
  const std::size_t merges = below(random, 4);
  std::vector<Revision> list(count);
  for (std::size_t i = 0; i < count; ++i) {
    list[i].id = fmt::format("r{:02}", i);
    if (i == 0 || below(random, 8) == 0) continue;
    std::set<std::size_t> parents{i - 1 - below(random, std::min<std::size_t>(i, 4))};
    while (below(random, 4) < merges && parents.size() < std::min<std::size_t>(i, 3))
      parents.insert(below(random, i));
    for (const std::size_t parent : parents)
      list[i].down_revisions.push_back(list[parent].id);
    if (below(random, 4) == 0) list[i].depends_on.push_back(list[below(random, i)].id);
  }
  std::shuffle(list.begin(), list.end(), random);
  return list;
}

std::vector<Node> random_antichain(const RevisionGraph& graph, Random& random) {
  std::vector<Node> nodes;
  for (std::size_t tries = below(random, 4); tries > 0; --tries) {
    const Node node = static_cast<Node>(below(random, graph.size()));
    nodes.push_back(node);
    const NodeSet lineage = graph.lineage(std::span(&node, 1), Follow::dependencies);
    for (std::size_t i = 0; i + 1 < nodes.size(); ++i) {
      if (!lineage.contains(nodes[i])) continue;
      nodes.pop_back();
      break;
    }
  }
  return nodes;
}

/// The walk as Alembic's manual of behaviour puts it, word for word: cursors, each with the set
/// of its ancestors, and an index.
std::vector<Node> literal_walk(const RevisionGraph& graph, NodeSet todo,
                               std::span<const Node> starts) {
  std::set<Node> first;
  for (const Node start : starts) {
    if (todo.contains(start)) first.insert(start);
  }
  std::vector<Node> cursors(first.begin(), first.end());
  std::vector<NodeSet> ancestors;
  const auto ancestors_of = [&](Node node) {
    return graph.ancestors(std::span(&node, 1), Follow::dependencies);
  };
  for (const Node cursor : cursors)
    ancestors.push_back(ancestors_of(cursor));
  std::vector<Node> output;
  std::size_t i = 0;
  while (!cursors.empty()) {
    const Node candidate = cursors[i];
    std::size_t j = 0;
    while (j < cursors.size() && (j == i || !ancestors[j].contains(candidate)))
      ++j;
    if (j < cursors.size()) {
      i = j;
      continue;
    }
    if (todo.contains(candidate)) output.push_back(candidate);
    todo.erase(candidate);
    std::vector<Node> next;
    for (const Node need : graph.needs(candidate)) {
      const bool is_cursor = std::find(cursors.begin(), cursors.end(), need) != cursors.end();
      if (todo.contains(need) && !is_cursor) next.push_back(need);
    }
    const auto at = static_cast<std::ptrdiff_t>(i);
    if (next.empty()) {
      cursors.erase(cursors.begin() + at);
      ancestors.erase(ancestors.begin() + at);
      i = i > 0 ? i - 1 : 0;
      continue;
    }
    cursors[i] = next.front();
    ancestors[i] = ancestors_of(next.front());
    for (std::size_t k = 1; k < next.size(); ++k) {
      cursors.push_back(next[k]);
      ancestors.push_back(ancestors_of(next[k]));
    }
  }
  return output;
}

/// Runs a property on random histories; a failure names the seed.
template <typename Property>
void on_random_graphs(std::size_t times, Property&& property) {
  const unsigned first = seed();
  SCOPED_TRACE(fmt::format("DBMIG_TEST_SEED={}", first));
  Random random(first);
  for (std::size_t i = 0; i < times && !::testing::Test::HasFailure(); ++i) {
    const RevisionGraph graph(random_revisions(random));
    property(graph, random);
  }
}

std::vector<RevisionId> sorted(std::vector<RevisionId> rows) {
  std::sort(rows.begin(), rows.end());
  return rows;
}

TEST(OrderedWalk, EqualsTheLiteralRule) {
  on_random_graphs(250, [](const RevisionGraph& graph, Random& random) {
    const std::vector<Node> targets = random_antichain(graph, random);
    NodeSet todo = graph.ancestors(targets, Follow::dependencies);
    const std::vector<Node> rows = random_antichain(graph, random);
    for (const Node applied : graph.ancestors(rows, Follow::dependencies).nodes())
      todo.erase(applied);
    EXPECT_EQ(ordered_walk(graph, todo, targets), literal_walk(graph, todo, targets));
    EXPECT_EQ(history(graph),
              literal_walk(graph, graph.ancestors(graph.real_heads(), Follow::dependencies),
                           graph.real_heads()));
  });
}

TEST(OrderedWalk, ListsEverythingBeforeWhatItNeeds) {
  on_random_graphs(60, [](const RevisionGraph& graph, Random& random) {
    // Any set at all, also one with holes that only a dependency leads across.
    NodeSet todo(graph.size());
    for (Node node = 0; node < graph.size(); ++node) {
      if (below(random, 3) != 0) todo.insert(node);
    }
    const std::vector<Node> order = ordered_walk(graph, todo, random_antichain(graph, random));
    EXPECT_EQ(order.size(), todo.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      const NodeSet above = graph.descendants(std::span(&order[i], 1), Follow::dependencies);
      for (std::size_t later = i + 1; later < order.size(); ++later)
        EXPECT_FALSE(above.contains(order[later]));
    }
  });
}

TEST(OrderedWalk, FollowsOneBranchAsFarAsPossible) {
  const RevisionGraph tree = graph("a1; b1<-a1; b2<-b1; c1<-a1; c2<-c1");
  EXPECT_EQ(text(tree, history(tree)), "b2 b1 c2 c1 a1");
}

TEST(PlanProperties, UpAndDownAgainIsNowhere) {
  on_random_graphs(100, [](const RevisionGraph& graph, Random& random) {
    const std::vector<RevisionId> rows = graph.ids(random_antichain(graph, random));
    const Plan up = plan_upgrade(graph, rows, "heads");
    const std::vector<RevisionId> heads = rows_after(rows, up);
    EXPECT_EQ(heads, sorted(graph.ids(graph.real_heads())));
    EXPECT_EQ(rows_after(heads, plan_downgrade(graph, heads, "base")), std::vector<RevisionId>{});
  });
}

TEST(PlanProperties, ADowngradeUndoesAnUpgradeStepByStep) {
  on_random_graphs(30, [](const RevisionGraph& graph, Random&) {
    const Plan up = plan_upgrade(graph, {}, "heads");
    const std::vector<RevisionId> heads = rows_after({}, up);
    const Plan down = plan_downgrade(graph, heads, "base");
    ASSERT_EQ(up.size(), down.size());
    for (std::size_t i = 0; i < up.size(); ++i) {
      EXPECT_EQ(up[i].revision, down[down.size() - 1 - i].revision);
      const Plan part(up.begin(), up.begin() + static_cast<std::ptrdiff_t>(i));
      const Plan rest(down.begin(), down.end() - static_cast<std::ptrdiff_t>(i));
      EXPECT_EQ(rows_after({}, part), rows_after(heads, rest));
    }
  });
}

TEST(PlanProperties, RowsNeverOverlap) {
  on_random_graphs(30, [](const RevisionGraph& graph, Random&) {
    const Plan up = plan_upgrade(graph, {}, "heads");
    std::vector<RevisionId> rows;
    for (const Step& step : up) {
      rows = rows_after(rows, {step});
      EXPECT_EQ(plan_upgrade(graph, rows, step.revision), Plan{});
    }
  });
}

TEST(PlanProperties, AfterAStampTheTargetsAreRows) {
  on_random_graphs(100, [](const RevisionGraph& graph, Random& random) {
    const std::vector<RevisionId> rows = graph.ids(random_antichain(graph, random));
    const std::vector<RevisionId> targets = graph.ids(random_antichain(graph, random));
    if (targets.empty()) return;
    const std::vector<RevisionId> after =
        rows_after(rows, plan_stamp(graph, rows, targets, Purge::no));
    for (const RevisionId& target : targets)
      EXPECT_EQ(std::count(after.begin(), after.end(), target), 1);
    EXPECT_NO_THROW(plan_upgrade(graph, after, "base"));
    EXPECT_EQ(rows_after(rows, plan_stamp(graph, rows, targets, Purge::yes)), sorted(targets));
  });
}

}  // namespace
}  // namespace dbmig
