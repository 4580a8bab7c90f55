#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "metrics/listener.h"
#include "metrics/run_metrics.h"

namespace dbmig {

class Output;
struct ConnectOptions;

/// Where the metrics of a run go; empty: nowhere.
struct TelemetryOptions {
  std::string file;
  std::string push_gateway;
  std::string listen;
  std::chrono::milliseconds linger{0};
};

/// The metrics of this run and their ways out. What fails of them is said in one warning
/// each and changes nothing else.
class Telemetry {
 public:
  Telemetry(TelemetryOptions options, RunLabels run, const Output& output);

  RunMetrics& metrics() { return metrics_; }

  /// The command starts: from here on the listener answers.
  void begin(const std::string& command);
  /// The command is over: writes the file, pushes, and lets the listener linger.
  void end(int exit_code);

 private:
  void write_file() const;
  void push() const;
  void warn(const Error& error) const;

  TelemetryOptions options_;
  const Output& output_;
  RunMetrics metrics_;
  std::unique_ptr<MetricsListener> listener_;
};

/// `db.example.net:3306`, or the path of a socket.
std::string server_label(const ConnectOptions& options);

}  // namespace dbmig
