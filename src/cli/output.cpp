#include "cli/output.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <unistd.h>

#include "base/error.h"

namespace dbmig {
namespace {

constexpr std::size_t kFlushAt = 1 << 16;

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

bool use_color(ColorMode mode, std::FILE* stream) {
  if (mode == ColorMode::always) return true;
  if (mode == ColorMode::never) return false;
  const char* no_color = std::getenv("NO_COLOR");
  return is_terminal(stream) && (no_color == nullptr || *no_color == '\0');
}

}  // namespace

bool is_terminal(std::FILE* stream) { return ::isatty(::fileno(stream)) == 1; }

Output::Output(ColorMode color, Verbosity verbosity, const LogOptions& log)
    : colored_out_(use_color(color, stdout)),
      verbosity_(verbosity),
      log_format_(log.format),
      context_(std::make_unique<LogContext>()) {
  context_->run_id = log.run_id;
  const bool colored = log.format == LogFormat::text && use_color(color, stderr);
  const auto mode = colored ? spdlog::color_mode::always : spdlog::color_mode::never;
  auto sink = std::make_shared<spdlog::sinks::ansicolor_stderr_sink_st>(mode);
  sink->set_formatter(log_formatter(log.format, *context_));
  logger_ = std::make_shared<spdlog::logger>("dbmig", std::move(sink));
  logger_->set_level(spdlog_level(log.level));
}

Output::~Output() = default;

void Output::line(std::string_view text) {
  pending_ += text;
  pending_ += '\n';
  if (pending_.size() > kFlushAt) flush();
}

void Output::text(std::string_view text) {
  pending_ += text;
  if (pending_.size() > kFlushAt) flush();
}

void Output::document(const nlohmann::json& json) {
  line(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

void Output::flush() {
  std::string_view rest = pending_;
  while (!rest.empty() && !reader_gone_) {
    const ssize_t put = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (put >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(put));
    } else if (errno == EPIPE) {
      reader_gone_ = true;
    } else if (errno != EINTR) {
      pending_.clear();
      throw Error(ErrorCode::cannot_create,
                  fmt::format("cannot write to standard output: {}", std::strerror(errno)));
    }
  }
  pending_.clear();
}

std::shared_ptr<spdlog::logger> Output::log(std::string_view name) const {
  return name.empty() ? logger_ : logger_->clone(fmt::format("dbmig.{}", name));
}

bool Output::shows(LogLevel level) const { return logger_->should_log(spdlog_level(level)); }

void Output::log(std::string_view name, LogLevel level, const std::string& message,
                 nlohmann::json fields) const {
  context_->fields = std::move(fields);
  log(name)->log(spdlog_level(level), "{}", message);
  context_->fields.clear();
}

}  // namespace dbmig
