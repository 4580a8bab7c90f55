#include "engine/retry.h"

#include <fmt/format.h>

#include "db/server_error.h"

namespace dbmig {

void pause_before_retry(Backoff& backoff, const Error& error, const Patience& patience) {
  if (!may_pass(error)) throw error;
  const std::optional<std::chrono::milliseconds> time = backoff.next();
  if (!time) throw error;
  if (patience.notice) {
    patience.notice(
        {Wait::Cause::connection,
         fmt::format("{}; connecting again in {} ms ({} of {})", error.server()->message,
                     time->count(), backoff.tries(), patience.policy.retries),
         {},
         *time});
  }
  if (pause(*time, patience.interrupted) == PauseEnd::elapsed) return;
  throw Error(ErrorCode::temporary, "interrupted while waiting to connect again")
      .with_hint("run the same command again");
}

void with_retries(const Patience& patience, const std::function<void()>& attempt) {
  Backoff backoff(patience.policy);
  for (;;) {
    try {
      return attempt();
    } catch (const Error& error) {
      pause_before_retry(backoff, error, patience);
    }
  }
}

}  // namespace dbmig
