#include "revision/resolve.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "revision/shown.h"

namespace dbmig {
namespace {

constexpr std::size_t kShortestPrefixed = 4;  // Shorter names have to be given whole.
constexpr std::size_t kMostListed = 10;

std::string guess(const RevisionGraph& graph, std::string_view name) {
  constexpr std::size_t kLongestGuess = 64;
  if (name.size() > kLongestGuess) return {};
  std::vector<std::string> words{"head", "heads", "base"};
  words.insert(words.end(), graph.names().begin(), graph.names().end());
  return did_you_mean(nearest(name, words));
}

template <typename Item, typename Line>
std::string listed(std::span<const Item> items, Line&& line) {
  std::string text;
  for (std::size_t i = 0; i < std::min(items.size(), kMostListed); ++i)
    text += "\n  " + line(items[i]);
  if (items.size() > kMostListed)
    text += fmt::format("\n  and {} more", items.size() - kMostListed);
  return text;
}

}  // namespace

Node NameLookup::revision(std::string_view branch_name, std::string_view name) const {
  std::optional<Node> stands_for;
  if (!branch_name.empty()) stands_for = branch(branch_name);
  std::optional<NodeSet> members;
  if (stands_for) members = graph_.lineage(std::span(&*stands_for, 1), Follow::down_revisions);

  if (const std::optional<Node> exact = graph_.find_name(name)) {
    if (members && !members->contains(*exact)) {
      throw Error(ErrorCode::data, fmt::format("Revision {} is not a member of branch '{}'",
                                               shown(graph_.id(*exact)), shown(branch_name)));
    }
    return *exact;
  }
  std::vector<std::string_view> fitting;
  for (const std::string_view candidate : graph_.names()) {
    if (candidate.size() < kShortestPrefixed || !candidate.starts_with(name)) continue;
    if (members && !members->contains(*graph_.find_name(candidate))) continue;
    fitting.push_back(candidate);
  }
  if (fitting.empty()) refuse_unknown(name);
  if (fitting.size() > 1) refuse_ambiguous(name, fitting);
  return *graph_.find_name(fitting.front());
}

Node NameLookup::branch(std::string_view name) const {
  if (const std::optional<Node> exact = graph_.find_name(name)) return *exact;
  const auto fits = [&](std::string_view candidate) {
    return candidate.size() >= kShortestPrefixed && candidate.starts_with(name);
  };
  if (std::none_of(graph_.names().begin(), graph_.names().end(), fits)) {
    throw Error(ErrorCode::data,
                fmt::format("No such branch: '{}'{}", shown(name), guess(graph_, name)));
  }
  return revision({}, name);
}

NodeSet NameLookup::branch_members(std::string_view name, Follow follow) const {
  std::vector<Node> roots;
  if (name == "head" || name == "heads") {
    roots = several({}, name);
  } else if (name != "base") {
    roots = {branch(name)};
  }
  if (!roots.empty()) return graph_.lineage(roots, follow);
  NodeSet all(graph_.size());
  for (Node node = 0; node < graph_.size(); ++node)
    all.insert(node);
  return all;
}

std::vector<Node> NameLookup::heads_of(std::string_view branch_name) const {
  std::vector<Node> heads = graph_.heads();
  if (branch_name.empty()) return heads;
  const Node stands_for = branch(branch_name);
  const NodeSet members = graph_.lineage(std::span(&stands_for, 1), Follow::down_revisions);
  std::erase_if(heads, [&](Node head) { return !members.contains(head); });
  return heads;
}

std::vector<Node> NameLookup::several(std::string_view branch_name, std::string_view name) const {
  if (name == "heads") return branch_name.empty() ? graph_.real_heads() : heads_of(branch_name);
  if (name == "head") {
    std::vector<Node> heads = heads_of(branch_name);
    if (heads.size() > 1) refuse_heads(heads);
    return heads;
  }
  if (name == "base") {
    if (!branch_name.empty()) branch(branch_name);
    return {};
  }
  return {revision(branch_name, name)};
}

Place NameLookup::single(std::string_view branch_name, std::string_view name) const {
  const std::vector<Node> nodes = several(branch_name, name);
  if (nodes.size() > 1) refuse_heads(nodes);
  return nodes.empty() ? Place() : Place(nodes.front());
}

void NameLookup::refuse_heads(std::span<const Node> heads) const {
  const std::string argument = shown(argument_);
  throw Error(
      ErrorCode::data,
      fmt::format("Multiple head revisions are present for given argument '{0}'; please "
                  "specify a specific target revision, '<branchname>@{0}' to narrow to a "
                  "specific head, or 'heads' for all heads{1}",
                  argument, listed(heads, [&](Node head) { return shown_in_list(graph_, head); })));
}

void NameLookup::refuse_unknown(std::string_view name) const {
  if (const auto replacing = graph_.hidden_by(name)) {
    throw Error(ErrorCode::data, fmt::format("Can't locate revision identified by '{}': it is part "
                                             "of the history that {} replaces",
                                             shown(name), shown(*replacing)));
  }
  throw Error(ErrorCode::data, fmt::format("Can't locate revision identified by '{}'{}",
                                           shown(name), guess(graph_, name)));
}

void NameLookup::refuse_ambiguous(std::string_view name,
                                  std::span<const std::string_view> fitting) const {
  const auto line = [&](std::string_view candidate) {
    const Node node = *graph_.find_name(candidate);
    if (graph_.id(node) == candidate) return shown_in_list(graph_, node);
    return fmt::format("{}, the branch of {}", shown(candidate), shown_in_list(graph_, node));
  };
  throw Error(ErrorCode::data, fmt::format("Multiple revisions start with '{}':{}", shown(name),
                                           listed(fitting, line)))
      .with_hint("give more of the id");
}

WalkEnd walked_up(const RevisionGraph& graph, Place from, std::int64_t steps,
                  const NodeSet* branch) {
  WalkEnd end{from, 0};
  std::vector<Node> next;
  for (; end.steps < steps; ++end.steps) {
    if (end.place) {
      next.assign(graph.children(*end.place).begin(), graph.children(*end.place).end());
    } else {
      next = graph.bases();
    }
    if (branch != nullptr) std::erase_if(next, [&](Node node) { return !branch->contains(node); });
    if (next.empty()) return end;
    if (next.size() > 1) {
      throw Error(ErrorCode::data,
                  fmt::format("Ambiguous walk: {} is followed by several revisions{}",
                              end.place ? shown(graph.id(*end.place)) : "base",
                              listed(std::span<const Node>(next),
                                     [&](Node node) { return shown_in_list(graph, node); })))
          .with_hint("name the revision, or the branch: BRANCH@+N");
    }
    end.place = next.front();
  }
  return end;
}

WalkEnd walked_down(const RevisionGraph& graph, Node from, std::int64_t steps) {
  WalkEnd end{from, 0};
  for (; end.steps < steps && end.place; ++end.steps) {
    const auto parents = graph.parents(*end.place);
    if (parents.size() > 1) {
      throw Error(
          ErrorCode::data,
          fmt::format("Ambiguous walk: {} merges several revisions{}", shown(graph.id(*end.place)),
                      listed(parents, [&](Node node) { return shown_in_list(graph, node); })))
          .with_hint("name the revision to go to");
    }
    end.place = parents.empty() ? Place() : Place(parents.front());
  }
  return end;
}

void refuse_steps(const RevisionSpec::Relative& relative) {
  throw Error(ErrorCode::data, fmt::format("Relative revision {} didn't produce {} migrations",
                                           shown(relative.number), std::abs(relative.steps)));
}

void refuse_relative(const RevisionSpec& spec, const std::string& hint) {
  throw Error(ErrorCode::data,
              fmt::format("Can't locate revision identified by '{}'", shown(spec.name())))
      .with_hint(hint);
}

bool is_relative(const RevisionGraph& graph, const RevisionSpec& spec) {
  if (graph.find_name(spec.name())) return false;
  spec.refuse_trailing_text();
  return spec.relative().has_value();
}

std::vector<Node> resolved(const RevisionGraph& graph, std::string_view argument) {
  const RevisionSpec spec = RevisionSpec::parse(argument);
  const NameLookup names(graph, spec.text());
  if (!is_relative(graph, spec)) return names.several(spec.branch(), spec.name());
  const RevisionSpec::Relative& relative = *spec.relative();
  if (!relative.symbol.empty() || relative.steps >= 0) {
    refuse_relative(spec, "only -N and BRANCH@-N, counted down from the heads, work here");
  }
  std::vector<Node> nodes;
  std::optional<NodeSet> members;
  if (!relative.branch.empty()) members = names.branch_members(relative.branch);
  for (const Node head : graph.real_heads()) {
    if (members && !members->contains(head)) continue;
    const WalkEnd end = walked_down(graph, head, -relative.steps);
    if (!end.place) refuse_steps(relative);
    nodes.push_back(*end.place);
  }
  return nodes;
}

}  // namespace dbmig
