// Answers questions about a history, one per line: the other side of compare_with_alembic.py.
//
//   graph <TAB> a1; b1<-a1 label:x dep:y     the history that the next lines are about
//   rows <TAB> a1 b1                         the version table from now on
//   upgrade|downgrade|history|show <TAB> ARGUMENT
//   stamp <TAB> ARGUMENT <TAB> ARGUMENT ...
//   heads, real_heads, tips, labels
//   time <TAB> linear|branches|merges|star|comb|tangle <TAB> COUNT     milliseconds to build and
//   plan
//
// The answer is one line: `ok <TAB> result` or `error <TAB> code <TAB> message`.

#include <ctime>
#include <iostream>
#include <optional>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "revision/planner.h"
#include "revision/resolve.h"
#include "support/graph_text.h"

namespace dbmig {
namespace {

std::string id_of(std::size_t number) { return fmt::format("{:012x}", number * 2654435761U); }

/// Everything on one base, or merges of anything with anything: the shapes that hurt.
std::vector<Revision> hostile_shape(std::string_view kind, std::size_t count) {
  std::vector<Revision> revisions(count);
  for (std::size_t i = 0; i < count; ++i) {
    revisions[i].id = id_of(i);
    if (i == 0) continue;
    revisions[i].down_revisions = {id_of(0)};
    if (kind == "comb") revisions[i].down_revisions = {id_of(i % 2 == 0 ? i - 2 : i - 1)};
    if (kind != "tangle") continue;
    const std::size_t other = (i * 2654435761U >> 7) % i;
    revisions[i].down_revisions = {id_of((i * 40503U >> 3) % i)};
    if (id_of(other) != revisions[i].down_revisions.front())
      revisions[i].down_revisions.push_back(id_of(other));
  }
  return revisions;
}

/// A history of a known shape; `branches` and `merges` have one branch point in ten revisions.
std::vector<Revision> shape(std::string_view kind, std::size_t count) {
  if (kind == "star" || kind == "comb" || kind == "tangle") return hostile_shape(kind, count);
  std::vector<Revision> revisions(count);
  std::size_t trunk = 0;
  for (std::size_t i = 0; i < count; ++i) {
    revisions[i].id = id_of(i);
    if (i == 0) continue;
    const bool is_twig = kind != "linear" && i % 10 == 5;
    revisions[i].down_revisions = {id_of(trunk)};
    if (kind == "merges" && i % 10 == 7) revisions[i].down_revisions.push_back(id_of(i - 2));
    if (!is_twig) trunk = i;
  }
  return revisions;
}

/// Processor time of the best of three runs: other work on the machine does not count.
template <typename Work>
double milliseconds(Work&& work) {
  double best = 0;
  for (int i = 0; i < 3; ++i) {
    const std::clock_t start = std::clock();
    work();
    const double taken = 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    if (i == 0 || taken < best) best = taken;
  }
  return best;
}

std::string timed(const std::vector<std::string>& words) {
  const std::vector<Revision> revisions = shape(words.at(1), std::stoul(words.at(2)));
  std::optional<RevisionGraph> tree;
  const double build = milliseconds([&] { tree.emplace(revisions); });
  std::vector<RevisionId> heads;
  const double list = milliseconds([&] { heads = tree->ids(tree->heads()); });
  std::size_t steps = 0;
  const double up = milliseconds([&] { steps = plan_upgrade(*tree, {}, "heads").size(); });
  const double down = milliseconds([&] { steps = plan_downgrade(*tree, heads, "base").size(); });
  const double all = milliseconds([&] { steps = history(*tree).size(); });
  return fmt::format(
      "build {:.1f} ms, heads {:.1f}, upgrade {:.1f}, downgrade {:.1f}, history {:.1f}"
      " ({} steps)",
      build, list, up, down, all, steps);
}

std::string labels(const RevisionGraph& tree) {
  std::vector<std::string> all;
  for (Node node = 0; node < tree.size(); ++node)
    all.push_back(tree.id(node) + "=" + join(tree.labels(node), ","));
  return join(all, " ");
}

/// What has been set up so far.
struct State {
  std::optional<RevisionGraph> tree;
  std::vector<RevisionId> rows;
};

std::string answer(State& state, const std::vector<std::string>& words) {
  const std::string& command = words.front();
  const std::string argument = words.size() > 1 ? words[1] : "";
  if (command == "time") return timed(words);
  if (command == "graph") {
    state.rows.clear();
    state.tree.emplace(revisions(argument));
    return {};
  }
  const RevisionGraph& tree = state.tree.value();
  if (command == "rows") {
    state.rows = dbmig::words(argument);
    return {};
  }
  if (command == "upgrade") return text(plan_upgrade(tree, state.rows, argument));
  if (command == "downgrade") return text(plan_downgrade(tree, state.rows, argument));
  if (command == "stamp") {
    const std::vector<std::string> targets(words.begin() + 1, words.end());
    return text(plan_stamp(tree, state.rows, targets, Purge::no));
  }
  if (command == "history") return text(tree, history_range(tree, argument, state.rows));
  if (command == "show") return text(tree, resolved(tree, argument));
  if (command == "heads") return text(tree, tree.heads());
  if (command == "real_heads") return text(tree, tree.real_heads());
  if (command == "tips") return text(tree, current_tips(tree, state.rows));
  if (command == "labels") return labels(tree);
  return "unknown command";
}

int serve() {
  State state;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::vector<std::string> words;
    for (const std::string_view word : split(line, '\t'))
      words.emplace_back(word);
    try {
      const std::string result = answer(state, words);
      std::cout << "ok\t" << result << '\n';
    } catch (const Error& error) {
      std::cout << "error\t" << name(error.code()) << '\t' << replaced(error.what(), "\n", " | ")
                << '\n';
    }
    std::cout.flush();
  }
  return 0;
}

}  // namespace
}  // namespace dbmig

int main() { return dbmig::serve(); }
