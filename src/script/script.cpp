#include "script/script.h"

#include <algorithm>
#include <compare>

#include <fmt/format.h>

namespace dbmig {

bool ServerCondition::holds_for(const Dialect& server) const {
  if (server.flavour != flavour) return false;
  const std::array<unsigned, 3> all = {server.version / 10000, server.version / 100 % 100,
                                       server.version % 100};
  const auto parts = static_cast<std::ptrdiff_t>(std::min(version.size(), all.size()));
  const auto order = std::lexicographical_compare_three_way(all.begin(), all.begin() + parts,
                                                            version.begin(), version.end());
  switch (comparison) {
    case Comparison::any:
      return true;
    case Comparison::less:
      return std::is_lt(order);
    case Comparison::less_or_equal:
      return std::is_lteq(order);
    case Comparison::equal:
      return std::is_eq(order);
    case Comparison::greater_or_equal:
      return std::is_gteq(order);
    case Comparison::greater:
      return std::is_gt(order);
  }
  return false;
}

Sent StatementSink::send(const ScriptStatement& statement, Refusal refusal) {
  if (refusal == Refusal::is_told) {
    throw Error(ErrorCode::data, "what comes of this statement steers what follows")
        .at(statement.location())
        .with_hint("only a run on a server can tell");
  }
  run(statement);
  return {};
}

Rows StatementSink::query(const ScriptStatement& statement) {
  throw Error(ErrorCode::data, "what the database answers here steers what follows")
      .at(statement.location())
      .with_hint("only a run on a server can tell");
}

bool Directives::apply_to(const Dialect& server) const {
  return only_on.empty() || std::any_of(only_on.begin(), only_on.end(),
                                        [&](const auto& one) { return one.holds_for(server); });
}

Error downgrade_refusal(const RevisionId& revision, const NoDowngrade& why) {
  if (why.kind == NoDowngrade::Kind::irreversible) {
    return Error(ErrorCode::policy,
                 fmt::format("revision {} is irreversible: {}", revision, why.reason))
        .at(why.location)
        .with_state("nothing was run")
        .with_hint("stop above it, or restore a backup from before it");
  }
  return Error(ErrorCode::data, fmt::format("revision {} has no downgrade section", revision))
      .at(why.location)
      .with_state("nothing was run")
      .with_hint(
          "add `-- migrate:downgrade` with what takes it back, or `-- migrate:irreversible: why` "
          "below that line when nothing can");
}

}  // namespace dbmig
