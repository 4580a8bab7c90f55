#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>

namespace dbmig {

/// How a failed attempt is made again: how often, and after which pauses.
struct RetryPolicy {
  unsigned retries = 0;
  std::chrono::milliseconds delay{1'000};  // Before the first retry.
  double growth = 2;
  std::chrono::milliseconds longest{30'000};  // No pause is longer, unless `delay` is.
};

/// The pauses between attempts. Each is `growth` times as long as the one before; of each
/// a random part, at least half, is taken, so that many that failed together do not come
/// back together.
class Backoff {
 public:
  explicit Backoff(const RetryPolicy& policy, std::uint32_t seed = std::random_device{}());

  /// The pause before the next attempt; nothing when no retry is left.
  std::optional<std::chrono::milliseconds> next();
  /// Retries that next() has given out.
  unsigned tries() const { return tries_; }
  /// Something has succeeded: the next failure is a first one again.
  void reset();

 private:
  RetryPolicy policy_;
  std::mt19937 random_;
  double pause_;
  unsigned tries_ = 0;
};

enum class PauseEnd { elapsed, interrupted };

/// Sleeps, and looks several times a second whether it shall stop. `interrupted` may be empty.
PauseEnd pause(std::chrono::milliseconds time, const std::function<bool()>& interrupted);

}  // namespace dbmig
