#pragma once

#include <functional>
#include <memory>
#include <string>

namespace dbmig {

/// Answers `GET /metrics` on a TCP port, from a thread of its own, for the life of this object.
///
/// Nothing a client does can hold up the run: a few clients at a time, each with a few seconds
/// and a few kilobytes.
class MetricsListener {
 public:
  /// `address` is `:2112` for every address of this machine, or `127.0.0.1:2112`,
  /// `[::1]:2112`; port 0 takes a free one. `body` is called on the thread. Throws Error(usage)
  /// for an address that is none, Error(unavailable) when it cannot be had.
  MetricsListener(const std::string& address, std::function<std::string()> body);
  ~MetricsListener();
  MetricsListener(const MetricsListener&) = delete;
  MetricsListener& operator=(const MetricsListener&) = delete;

  unsigned port() const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

/// Throws Error(usage) when this is no address to listen on.
void check_listen_address(const std::string& address);

}  // namespace dbmig
