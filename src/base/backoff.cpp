#include "base/backoff.h"

#include <algorithm>
#include <thread>

namespace dbmig {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// How often a pause looks whether it shall stop.
constexpr milliseconds kGlance{50};

}  // namespace

Backoff::Backoff(const RetryPolicy& policy, std::uint32_t seed)
    : policy_(policy), random_(seed), pause_(static_cast<double>(policy.delay.count())) {
  policy_.longest = std::max(policy_.longest, policy_.delay);
}

std::optional<milliseconds> Backoff::next() {
  if (tries_ == policy_.retries) return std::nullopt;
  ++tries_;
  const double whole = std::min(pause_, static_cast<double>(policy_.longest.count()));
  pause_ = whole * policy_.growth;
  std::uniform_real_distribution<double> part(whole / 2, whole);
  return milliseconds(whole > 0 ? static_cast<long>(part(random_)) : 0);
}

void Backoff::reset() {
  tries_ = 0;
  pause_ = static_cast<double>(policy_.delay.count());
}

PauseEnd pause(milliseconds time, const std::function<bool()>& interrupted) {
  const Clock::time_point end = Clock::now() + time;
  for (;;) {
    if (interrupted && interrupted()) return PauseEnd::interrupted;
    const Clock::time_point now = Clock::now();
    if (now >= end) return PauseEnd::elapsed;
    std::this_thread::sleep_for(std::min<Clock::duration>(kGlance, end - now));
  }
}

}  // namespace dbmig
