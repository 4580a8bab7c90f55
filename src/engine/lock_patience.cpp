#include "engine/lock_patience.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "db/blockers.h"
#include "db/galera.h"
#include "db/server_error.h"

namespace dbmig {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::string named(const std::vector<Blocker>& list) {
  std::string text;
  for (const Blocker& blocker : list)
    text += (text.empty() ? "" : "; ") + blocker.text();
  return text;
}

}  // namespace

LockPatience::LockPatience(LockLimits limits, WaitNotice notice, std::function<bool()> interrupted)
    : limits_(limits),
      notice_(std::move(notice)),
      interrupted_(std::move(interrupted)),
      // The budget is what ends it.
      backoff_({std::numeric_limits<unsigned>::max(), limits.first_pause, 2, limits.longest_pause}),
      spent_(limits.spent) {}

void LockPatience::begin() {
  backoff_.reset();
  try_start_ = Clock::now();
}

void LockPatience::pause_after(Error& error, Connection& connection,
                               const std::vector<ObjectName>& objects) {
  // A node without the others may come back, but what it says is not about a lock; after some
  // of its answers the statement may be in effect. What no server said is about dbmig's own.
  const bool is_about_lock = error.code() == ErrorCode::temporary && error.server() &&
                             !is_node_closed(*error.server()) && !is_node_failure(*error.server());
  if (!is_about_lock) throw std::move(error);
  // A node without the others lets what looks at rows wait for them, and calls that a lock.
  if (connection.server().galera)
    require_usable(parse_node(connection.query_all(node_questions())));
  const std::string others = named(blockers(connection, objects));
  const auto lost = std::chrono::duration_cast<milliseconds>(Clock::now() - try_start_);
  spent_ += lost;
  if (spent_ >= limits_.budget) {
    if (!others.empty())
      error.set_hint(fmt::format("in the way: {}; run the same command again", others));
    throw std::move(error);
  }
  const milliseconds time =
      std::min(backoff_.next().value_or(limits_.longest_pause), limits_.budget - spent_);
  if (notice_) {
    notice_(
        {Wait::Cause::table_lock,
         fmt::format("{}: {}; trying again in {} ms", error.server()->message,
                     others.empty() ? "the server does not show by whom" : others, time.count()),
         lost, time});
  }
  if (pause(time, interrupted_) == PauseEnd::interrupted)
    throw Error(ErrorCode::temporary, "interrupted while waiting for a lock");
  spent_ += time;
  try_start_ = Clock::now();
}

}  // namespace dbmig
