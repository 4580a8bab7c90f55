#include "db/watchdog.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "db/quiet_thread.h"

namespace dbmig {
namespace {

// How often it looks whether a statement is to be ended.
constexpr std::chrono::milliseconds kGlance{50};
// Between two tries: one may come before the server has begun with the statement.
constexpr std::chrono::seconds kAgain{1};

std::optional<Connection> connection_to(const ConnectOptions& options) {
  try {
    return std::make_optional<Connection>(options);
  } catch (const Error&) {
    return std::nullopt;  // The next try may reach it.
  }
}

}  // namespace

Watchdog::Watchdog(ConnectOptions options, std::string lock, WatchLimits limits)
    : options_(std::move(options)), lock_(std::move(lock)), limits_(std::move(limits)) {
  if (limits_.statement_timeout.count() == 0 && !limits_.wanted) return;
  thread_ = quiet_thread([this](const std::stop_token& stop) { guard(stop); });
}

Watchdog::~Watchdog() = default;  // The thread is told to stop, and waited for.

void Watchdog::watch(unsigned long id) {
  const std::lock_guard hold(mutex_);
  session_ = id;
  ++round_;
  since_ = Clock::now();
  next_try_ = since_;
}

Watchdog::Ended Watchdog::rest() {
  const std::lock_guard hold(mutex_);
  session_ = 0;
  return std::exchange(ended_, Ended::no);
}

Watchdog::Ended Watchdog::due() const {
  const Clock::time_point now = Clock::now();
  if (session_ == 0 || now < next_try_) return Ended::no;
  if (limits_.wanted && limits_.wanted()) return Ended::wanted;
  const bool is_limited = limits_.statement_timeout.count() > 0;
  return is_limited && now - since_ >= limits_.statement_timeout ? Ended::too_long : Ended::no;
}

void Watchdog::guard(const std::stop_token& stop) {
  std::unique_lock hold(mutex_);
  while (!stop.stop_requested()) {
    wake_.wait_for(hold, stop, kGlance, [] { return false; });
    const Ended why = due();
    if (why == Ended::no || stop.stop_requested()) continue;
    const std::uint64_t round = round_;
    hold.unlock();
    std::optional<Connection> beside = connection_to(options_);
    hold.lock();
    next_try_ = Clock::now() + kAgain;
    // Only what was due: the session may be at another statement by now. While this is
    // held, rest() waits.
    if (beside && session_ != 0 && round == round_) end_statement(*beside, why);
  }
}

void Watchdog::end_statement(Connection& beside, Ended why) {
  try {
    const Rows holder =
        beside.query(fmt::format("SELECT IS_USED_LOCK('{}') = {}", lock_, session_));
    if (holder.rows.at(0).at(0) != "1") return;
    beside.execute(fmt::format("KILL QUERY {}", session_));
    ended_ = why;
  } catch (const Error&) {
    // The next try may do it; a server that is gone ends the statement by itself.
  }
}

}  // namespace dbmig
