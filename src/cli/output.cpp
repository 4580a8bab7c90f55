#include "cli/output.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <unistd.h>

#include "base/error.h"

namespace dbmig {
namespace {

constexpr std::size_t kFlushAt = 1 << 16;

/// The level as Alembic writes it: upper case, five columns.
class LevelFlag : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& out) override {
    constexpr std::string_view kNames[] = {"TRACE", "DEBUG", "INFO ", "WARN ",
                                           "ERROR", "FATAL", ""};
    const std::string_view name = kNames[message.level];
    out.append(name.data(), name.data() + name.size());
  }
  std::unique_ptr<spdlog::custom_flag_formatter> clone() const override {
    return std::make_unique<LevelFlag>();
  }
};

bool use_color(ColorMode mode, std::FILE* stream) {
  if (mode == ColorMode::always) return true;
  if (mode == ColorMode::never) return false;
  const char* no_color = std::getenv("NO_COLOR");
  return is_terminal(stream) && (no_color == nullptr || *no_color == '\0');
}

}  // namespace

bool is_terminal(std::FILE* stream) { return ::isatty(::fileno(stream)) == 1; }

Output::Output(ColorMode color, Verbosity verbosity)
    : colored_out_(use_color(color, stdout)), verbosity_(verbosity) {
  const auto mode =
      use_color(color, stderr) ? spdlog::color_mode::always : spdlog::color_mode::never;
  auto sink = std::make_shared<spdlog::sinks::ansicolor_stderr_sink_st>(mode);
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<LevelFlag>('*').set_pattern("%^%*%$ [%n] %v");
  sink->set_formatter(std::move(formatter));
  logger_ = std::make_shared<spdlog::logger>("dbmig", std::move(sink));
  logger_->set_level(verbosity == Verbosity::quiet     ? spdlog::level::warn
                     : verbosity == Verbosity::verbose ? spdlog::level::debug
                                                       : spdlog::level::info);
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

}  // namespace dbmig
