#include "cli/telemetry.h"

#include <utility>

#include <fmt/format.h>
#include <spdlog/logger.h>

#include "base/backoff.h"
#include "base/connect_options.h"
#include "base/file.h"
#include "cli/output.h"
#include "cli/signals.h"
#include "metrics/push.h"
#include "metrics/text_format.h"

namespace dbmig {
namespace {

/// What is in a file; nothing when it cannot be read.
std::string earlier(const std::string& path) {
  constexpr std::size_t kLongest = 16'000'000;
  try {
    return read_file_head(path, kLongest, ErrorCode::data);
  } catch (const Error&) {
    return {};  // The first run has none; any other reason shows when it is written.
  }
}

}  // namespace

Telemetry::Telemetry(TelemetryOptions options, RunLabels run, const Output& output)
    : options_(std::move(options)), output_(output), metrics_(std::move(run)) {}

void Telemetry::begin(const std::string& command) {
  metrics_.set_command(command);
  if (options_.listen.empty()) return;
  try {
    listener_ =
        std::make_unique<MetricsListener>(options_.listen, [this] { return metrics_.text(); });
    output_.log()->debug("metrics at port {}, path /metrics", listener_->port());
  } catch (const Error& error) {
    warn(error);
  }
}

void Telemetry::end(int exit_code) {
  metrics_.finish(exit_code);
  if (!options_.file.empty()) write_file();
  if (!options_.push_gateway.empty()) push();
  if (listener_ && options_.linger.count() > 0) {
    output_.log()->debug("metrics can be had for {} ms", options_.linger.count());
    pause(options_.linger, [] { return SignalGuard::received() != 0; });
  }
  listener_.reset();
}

void Telemetry::write_file() const {
  try {
    dbmig::write_file(
        options_.file,
        with_samples_kept(metrics_.text(), earlier(options_.file), RunMetrics::kLastSuccess),
        Existing::replace);
  } catch (const Error& error) {
    warn(error);
  }
}

void Telemetry::push() const {
  try {
    RunMetrics::Place place = 0;
    for (const DatabaseLabels& labels : metrics_.databases())
      push_metrics(options_.push_gateway, push_path(labels), metrics_.text_of(place++));
  } catch (const Error& error) {
    warn(error);
  }
}

void Telemetry::warn(const Error& error) const {
  output_.log()->warn("{}{}", error.what(), error.hint().empty() ? "" : "; " + error.hint());
}

std::string server_label(const ConnectOptions& options) {
  if (!options.socket.empty()) return options.socket;
  return fmt::format("{}:{}", options.host.empty() ? "localhost" : options.host, options.port);
}

}  // namespace dbmig
