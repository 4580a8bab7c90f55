#include <fmt/format.h>

#include "base/error.h"
#include "revision/planner.h"
#include "revision/resolve.h"
#include "revision/shown.h"

namespace dbmig {
namespace {

/// The rows that the lower end of a range stands for: one revision, or none at base.
std::vector<RevisionId> starting_rows(const RevisionGraph& graph, const std::string& lower) {
  const RevisionSpec spec = RevisionSpec::parse(lower);
  if (graph.hidden_by(lower)) return {lower};
  if (is_relative(graph, spec)) {
    refuse_relative(spec, "a range of --sql begins at a revision or at base");
  }
  const Place start = NameLookup(graph, lower).single(spec.branch(), spec.name());
  return start ? std::vector<RevisionId>{graph.id(*start)} : std::vector<RevisionId>{};
}

void require_both_ends(const RevisionRange& range) {
  if (!range.lower.empty() && !range.upper.empty()) return;
  throw Error(ErrorCode::usage,
              fmt::format("The range '{}:{}' lacks its {}", shown(range.lower), shown(range.upper),
                          range.lower.empty() ? "start" : "end"))
      .with_hint("write START:END; base stands for nothing applied");
}

}  // namespace

Plan plan_upgrade_range(const RevisionGraph& graph, std::string_view text) {
  const std::optional<RevisionRange> range = RevisionRange::parse(text);
  if (!range) return plan_upgrade(graph, {}, text);
  require_both_ends(*range);
  return plan_upgrade(graph, starting_rows(graph, range->lower), range->upper);
}

Plan plan_downgrade_range(const RevisionGraph& graph, std::string_view text) {
  const std::optional<RevisionRange> range = RevisionRange::parse(text);
  if (!range) {
    throw Error(ErrorCode::usage, "downgrade with --sql requires <fromrev>:<torev>");
  }
  require_both_ends(*range);
  return plan_downgrade(graph, starting_rows(graph, range->lower), range->upper);
}

Plan plan_stamp_range(const RevisionGraph& graph, std::span<const std::string> arguments) {
  std::optional<std::string> lower;
  std::vector<std::string> targets;
  for (const std::string& argument : arguments) {
    const std::optional<RevisionRange> range = RevisionRange::parse(argument);
    targets.push_back(range ? range->upper : argument);
    if (!range) continue;
    require_both_ends(*range);
    if (lower && *lower != range->lower) {
      throw Error(ErrorCode::usage,
                  "Stamp operation with --sql only supports a single starting revision at a time");
    }
    lower = range->lower;
  }
  const std::vector<RevisionId> rows =
      lower ? starting_rows(graph, *lower) : std::vector<RevisionId>{};
  return plan_stamp(graph, rows, targets, Purge::no);
}

}  // namespace dbmig
