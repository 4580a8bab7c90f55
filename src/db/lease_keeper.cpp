#include "db/lease_keeper.h"

#include <chrono>
#include <optional>
#include <utility>

#include "base/error.h"
#include "db/connection.h"
#include "db/quiet_thread.h"

namespace dbmig {

LeaseKeeper::LeaseKeeper(ConnectOptions login, std::string renewal)
    : login_(std::move(login)), renewal_(std::move(renewal)) {
  thread_ = quiet_thread([this](const std::stop_token& stop) { keep(stop); });
}

void LeaseKeeper::keep(const std::stop_token& stop) {
  std::optional<Connection> session;
  std::unique_lock hold(mutex_);
  std::chrono::seconds pause(kLeaseRenewal);
  while (!stop.stop_requested()) {
    wake_.wait_for(hold, stop, pause, [] { return false; });
    if (stop.stop_requested()) return;
    pause = std::chrono::seconds(kLeaseRenewal);
    try {
      if (!session) {
        session.emplace(login_);
        // It shall be in the queue behind an ALTER, not wait for its end before it gets there.
        session->pin("wsrep_sync_wait", "0");
      }
      // Taken by another: the run itself finds that out, before its next statement.
      if (session->execute(renewal_).found_rows == 0) return;
    } catch (const Error&) {
      session.reset();
      pause = std::chrono::seconds(1);
    }
  }
}

}  // namespace dbmig
