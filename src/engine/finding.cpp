#include "engine/finding.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "db/connection.h"

namespace dbmig {
namespace {

using Presence = ObjectState::Presence;
using Terms = std::optional<DdlTerms>;

constexpr std::array<std::pair<DdlVerb, std::string_view>, 9> kVerbs = {{
    {DdlVerb::create, "create"},
    {DdlVerb::create_or_replace, "create or replace"},
    {DdlVerb::alter, "alter"},
    {DdlVerb::drop, "drop"},
    {DdlVerb::rename, "rename"},
    {DdlVerb::truncate, "truncate"},
    {DdlVerb::account, "account"},
    {DdlVerb::maintenance, "maintenance"},
    {DdlVerb::other, "other"},
}};

// Seconds.
constexpr long long kClockSlack = 2;

/// The value of one part of a fingerprint: `17` of `definition=ab id=17`.
std::string_view part(const ObjectState& state, std::string_view key) {
  for (const std::string_view each : split(state.fingerprint, ' ')) {
    if (each.size() > key.size() && each.starts_with(key) && each[key.size()] == '=')
      return each.substr(key.size() + 1);
  }
  return {};
}

Finding judge_create(const ObjectState& before, const ObjectState& now) {
  const bool made = before.presence == Presence::absent && now.presence == Presence::present;
  return made ? Finding::happened : Finding::not_happened;
}

Finding judge_replacement(const ObjectState& before, const ObjectState& now) {
  // Crash-safe only: the old one may be gone and the new one not there yet.
  if (now.presence == Presence::absent) return Finding::not_happened;
  return before == now ? Finding::not_happened : Finding::happened;
}

bool is_tolerant(const Terms& terms) { return terms && terms->tolerant; }

Finding judge_drop(const Terms& terms, const Evidence& before, const Evidence& now) {
  std::size_t were = 0;
  std::size_t gone = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i].presence == Presence::absent) continue;
    ++were;
    if (now[i].presence == Presence::absent) ++gone;
  }
  if (gone == 0) return Finding::not_happened;
  // It was refused for the absent ones, whatever it dropped, and is refused again.
  if (were < before.size() && !is_tolerant(terms))
    return terms ? Finding::not_happened : Finding::unknown;
  return gone == were ? Finding::happened : Finding::partly;
}

/// Whether an account is as it was wanted, and was not before.
bool is_wanted(const Terms& terms, const ObjectState& before, const ObjectState& now) {
  using Action = DdlTerms::Action;
  const bool was = before.presence == Presence::present;
  const bool is = now.presence == Presence::present;
  switch (terms ? terms->action : Action::other) {
    case Action::create:
      return !was && is;
    case Action::drop:
      return was && !is;
    case Action::other:
      break;
  }
  return before != now;
}

/// Whether the statement puts up with an account as it was, and does nothing to it.
bool is_passed_over(const Terms& terms, const ObjectState& before) {
  if (!is_tolerant(terms)) return false;
  return (before.presence == Presence::present) == (terms->action == DdlTerms::Action::create);
}

Finding judge_accounts(const Terms& terms, const Evidence& before, const Evidence& now) {
  std::size_t meant = 0;
  std::size_t wanted = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (is_passed_over(terms, before[i])) continue;
    ++meant;
    if (is_wanted(terms, before[i], now[i])) ++wanted;
  }
  if (before == now || meant == 0) return Finding::not_happened;
  if (wanted == meant) return Finding::happened;
  // GRANT, ALTER: what some had before they have after it too, and a second time does no harm.
  const bool is_grant =
      terms && terms->action == DdlTerms::Action::other &&
      std::ranges::equal(before, now, {}, &ObjectState::presence, &ObjectState::presence);
  // One that is refused for some of them has its effect on the others.
  return is_grant ? Finding::not_happened : Finding::unknown;
}

/// An event that is not there may have run for the last time.
bool may_be_over(DdlVerb verb, const Terms& terms, const Evidence& now) {
  const auto is_gone = [](const ObjectState& state) {
    return state.presence == Presence::absent && state.object.starts_with("event ");
  };
  const bool defines =
      verb == DdlVerb::create || verb == DdlVerb::create_or_replace || verb == DdlVerb::alter;
  if (!defines || !std::all_of(now.begin(), now.end(), is_gone)) return false;
  // An ALTER does not say all of the event.
  return !terms || terms->fleeting || verb == DdlVerb::alter;
}

/// One object that a statement was to change in place.
Finding judge_change(const ObjectState& before, const ObjectState& now) {
  if (before == now) return Finding::not_happened;
  if (before.presence != now.presence) return Finding::happened;
  for (const std::string_view key : {"definition", "id", "created"}) {
    if (part(before, key) != part(now, key)) return Finding::happened;
  }
  // Only the rows differ, and others may have changed those; but an empty table was emptied.
  const bool had_rows = part(before, "rows") == "yes";
  const bool has_rows = part(now, "rows") == "yes";
  return had_rows && has_rows ? Finding::unknown : Finding::happened;
}

/// Whether the statement may have happened though everything looks as before, since no
/// table id was to be had: a swap of two names, a TRUNCATE of which no checksum tells.
bool may_look_the_same(DdlVerb verb, const Evidence& before) {
  const auto has_id = [](const ObjectState& state) { return !part(state, "id").empty(); };
  const auto is_present = [](const ObjectState& state) {
    return state.presence == Presence::present;
  };
  if (std::any_of(before.begin(), before.end(), has_id)) return false;
  if (verb == DdlVerb::truncate) {
    return part(before.front(), "rows") == "yes" && part(before.front(), "checksum").empty();
  }
  // RENAME of a to b and b to a, also by way of a name that nothing has; EXCHANGE PARTITION.
  return std::count_if(before.begin(), before.end(), is_present) > 1 &&
         (verb == DdlVerb::rename || verb == DdlVerb::alter);
}

Finding judge_changes(DdlVerb verb, const Evidence& before, const Evidence& now) {
  Finding finding = may_look_the_same(verb, before) ? Finding::unknown : Finding::not_happened;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const Finding one = judge_change(before[i], now[i]);
    if (one == Finding::happened) return one;
    if (one == Finding::unknown) finding = one;
  }
  return finding;
}

/// Which of the objects (by its place in `before`) stands at each place after the tables among them
/// are renamed; nothing where a table is none of them.
std::optional<std::vector<std::size_t>> renamed(std::span<const SchemaChange> changes,
                                                const Evidence& before) {
  std::vector<std::size_t> there(before.size());
  std::iota(there.begin(), there.end(), std::size_t{0});
  const auto place_of = [&](const std::string& schema, const std::string& name) {
    const std::string title = fmt::format("table {}.{}", quoted_name(schema), quoted_name(name));
    const auto at = std::find_if(before.begin(), before.end(),
                                 [&](const ObjectState& state) { return state.object == title; });
    return at == before.end() ? nullptr : &there[static_cast<std::size_t>(at - before.begin())];
  };
  for (const SchemaChange& change : changes) {
    if (change.action != SchemaChange::Action::rename || change.kind != "table") continue;
    std::size_t* const from = place_of(change.scope, change.name);
    std::size_t* const to = place_of(change.scope, change.to);
    if (from == nullptr || to == nullptr) return std::nullopt;
    std::swap(*from, *to);
  }
  return there;
}

bool is_unreadable(const ObjectState& state) { return state.presence == Presence::unreadable; }

/// A fingerprint without the definition, which has the name in it.
std::string_view rest_of(const ObjectState& state) {
  const std::string_view all = state.fingerprint;
  return all.substr(std::min(all.find(' '), all.size()));
}

/// Of a swap of tables, which leaves the same names in use: whether all else that is known of them
/// was swapped. Nothing where that was the same for both.
std::optional<Finding> judge_swap(std::span<const std::size_t> after, const Evidence& before,
                                  const Evidence& now) {
  bool differ = false;
  bool swapped = true;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::string_view moved = rest_of(before[after[i]]);
    differ = differ || moved != rest_of(before[i]);
    swapped = swapped && rest_of(now[i]) == moved;
  }
  if (!differ) return std::nullopt;
  if (before == now) return Finding::not_happened;
  return swapped ? std::optional(Finding::happened) : std::nullopt;
}

}  // namespace

Finding judge(DdlVerb verb, const Terms& terms, const Evidence& before, const Evidence& now) {
  if (verb == DdlVerb::maintenance) return Finding::not_happened;
  if (verb == DdlVerb::other || before.empty() || before.size() != now.size())
    return Finding::unknown;
  if (std::any_of(before.begin(), before.end(), is_unreadable) ||
      std::any_of(now.begin(), now.end(), is_unreadable)) {
    return Finding::unknown;
  }
  if (may_be_over(verb, terms, now)) return Finding::unknown;
  switch (verb) {
    case DdlVerb::create:
      return judge_create(before.front(), now.front());
    case DdlVerb::create_or_replace:
      return judge_replacement(before.front(), now.front());
    case DdlVerb::drop:
      return judge_drop(terms, before, now);
    case DdlVerb::account:
      return judge_accounts(terms, before, now);
    default:
      return judge_changes(verb, before, now);
  }
}

std::optional<Finding> judge_names(std::span<const SchemaChange> changes, const Evidence& before,
                                   const Evidence& now) {
  const std::optional<std::vector<std::size_t>> after = renamed(changes, before);
  if (!after || before.size() != now.size()) return std::nullopt;
  bool moves = false;
  bool as_before = true;
  bool as_after = true;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (is_unreadable(before[i]) || is_unreadable(now[i])) return std::nullopt;
    const Presence moved = before[(*after)[i]].presence;
    moves = moves || moved != before[i].presence;
    as_before = as_before && now[i].presence == before[i].presence;
    as_after = as_after && now[i].presence == moved;
  }
  if (!moves) return judge_swap(*after, before, now);
  if (as_before) return Finding::not_happened;
  return as_after ? Finding::happened : Finding::unknown;
}

Finding judge_rows(const Evidence& before, const Evidence& now) {
  if (before.empty() || before.size() != now.size()) return Finding::unknown;
  bool changed = false;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (is_unreadable(before[i]) || is_unreadable(now[i])) return Finding::unknown;
    if (part(before[i], "checksum") == "none") return Finding::unknown;
    const std::string_view lengths = part(before[i], "lengths");  // An older one has none.
    changed = changed || part(before[i], "checksum") != part(now[i], "checksum") ||
              (!lengths.empty() && lengths != part(now[i], "lengths"));
  }
  if (!changed) return Finding::not_happened;
  // One that fails leaves the row that it was run for.
  if (part(before.front(), "triggers") == "yes") return Finding::unknown;
  const auto start = [](const Evidence& evidence) {
    return std::strtoll(std::string(part(evidence.front(), "server")).c_str(), nullptr, 10);
  };
  // The second is the difference of two clocks, read one after the other.
  const bool same_server = std::abs(start(before) - start(now)) <= kClockSlack;
  return same_server ? Finding::happened : Finding::unknown;
}

std::string_view name(DdlVerb verb) {
  const auto* at = std::find_if(kVerbs.begin(), kVerbs.end(),
                                [&](const auto& pair) { return pair.first == verb; });
  return at == kVerbs.end() ? "other" : at->second;
}

DdlVerb parse_verb(std::string_view word) {
  const auto* at = std::find_if(kVerbs.begin(), kVerbs.end(),
                                [&](const auto& pair) { return pair.second == word; });
  return at == kVerbs.end() ? DdlVerb::other : at->first;
}

}  // namespace dbmig
