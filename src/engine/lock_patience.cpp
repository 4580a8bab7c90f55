#include "engine/lock_patience.h"

#include <algorithm>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "db/blockers.h"

namespace dbmig {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// How often a pause looks whether the run shall stop.
constexpr milliseconds kGlance{50};

std::string named(const std::vector<Blocker>& list) {
  std::string text;
  for (const Blocker& blocker : list)
    text += (text.empty() ? "" : "; ") + blocker.text();
  return text;
}

}  // namespace

LockPatience::LockPatience(LockLimits limits, Notice notice, std::function<bool()> interrupted)
    : limits_(limits), notice_(std::move(notice)), interrupted_(std::move(interrupted)) {}

void LockPatience::begin() {
  next_pause_ = limits_.first_pause;
  try_start_ = Clock::now();
}

void LockPatience::pause_after(Error& error, Connection& connection,
                               const std::vector<ObjectName>& objects) {
  if (error.code() != ErrorCode::temporary) throw std::move(error);
  const std::string others = named(blockers(connection, objects));
  spent_ += std::chrono::duration_cast<milliseconds>(Clock::now() - try_start_);
  if (spent_ >= limits_.budget) {
    if (!others.empty())
      error.set_hint(fmt::format("in the way: {}; run the same command again", others));
    throw std::move(error);
  }
  // Jitter, so that two that met once do not meet at every try.
  std::uniform_int_distribution<long> part(next_pause_.count() / 2, next_pause_.count());
  const milliseconds pause = std::min(milliseconds(part(random_)), limits_.budget - spent_);
  if (notice_) {
    notice_(fmt::format("{}: {}; trying again in {} ms", error.server()->message,
                        others.empty() ? "the server does not show by whom" : others,
                        pause.count()));
  }
  const Clock::time_point end = Clock::now() + pause;
  while (Clock::now() < end) {
    if (interrupted_ && interrupted_())
      throw Error(ErrorCode::temporary, "interrupted while waiting for a lock");
    std::this_thread::sleep_for(std::min<Clock::duration>(kGlance, end - Clock::now()));
  }
  spent_ += pause;
  next_pause_ = std::min(2 * next_pause_, limits_.longest_pause);
  try_start_ = Clock::now();
}

}  // namespace dbmig
