#include "cli/log_format.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <string_view>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>

#include "base/text.h"

namespace dbmig {
namespace {

using Message = spdlog::details::log_msg;

void append(spdlog::memory_buf_t& out, std::string_view text) {
  out.append(text.data(), text.data() + text.size());
}

/// The level as Alembic writes it: upper case, five columns.
class LevelFlag : public spdlog::custom_flag_formatter {
 public:
  void format(const Message& message, const std::tm&, spdlog::memory_buf_t& out) override {
    constexpr std::string_view kNames[] = {"TRACE", "DEBUG", "INFO ", "WARN ",
                                           "ERROR", "FATAL", ""};
    append(out, kNames[message.level]);
  }
  std::unique_ptr<spdlog::custom_flag_formatter> clone() const override {
    return std::make_unique<LevelFlag>();
  }
};

/// The database, where there is one to tell.
class DatabaseFlag : public spdlog::custom_flag_formatter {
 public:
  explicit DatabaseFlag(const LogContext& context) : context_(&context) {}
  void format(const Message&, const std::tm&, spdlog::memory_buf_t& out) override {
    if (!context_->database.empty()) append(out, " " + context_->database);
  }
  std::unique_ptr<spdlog::custom_flag_formatter> clone() const override {
    return std::make_unique<DatabaseFlag>(*context_);
  }

 private:
  const LogContext* context_;
};

std::string_view level_name(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::trace:
    case spdlog::level::debug:
      return "debug";
    case spdlog::level::info:
      return "info";
    case spdlog::level::warn:
      return "warning";
    default:
      return "error";
  }
}

/// One JSON object for each line.
class JsonFormatter : public spdlog::formatter {
 public:
  explicit JsonFormatter(const LogContext& context) : context_(&context) {}

  void format(const Message& message, spdlog::memory_buf_t& out) override {
    constexpr std::string_view kPrefix = "dbmig.";
    const std::string_view logger(message.logger_name.data(), message.logger_name.size());
    const auto time = std::chrono::floor<std::chrono::milliseconds>(message.time);
    const auto part = time.time_since_epoch().count() % 1000;
    nlohmann::ordered_json line = {
        {"time", fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                             fmt::gmtime(std::chrono::system_clock::to_time_t(time)), part)},
        {"level", level_name(message.level)},
        {"run_id", context_->run_id}};
    if (logger.starts_with(kPrefix)) line["tree"] = logger.substr(kPrefix.size());
    if (!context_->database.empty()) line["database"] = context_->database;
    line["message"] = std::string(message.payload.data(), message.payload.size());
    for (const auto& [key, value] : context_->fields.items())
      line[key] = value;
    append(out, line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  }
  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<JsonFormatter>(*context_);
  }

 private:
  const LogContext* context_;
};

}  // namespace

std::unique_ptr<spdlog::formatter> log_formatter(LogFormat format, const LogContext& context) {
  if (format == LogFormat::json) return std::make_unique<JsonFormatter>(context);
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<LevelFlag>('*').add_flag<DatabaseFlag>('~', context);
  formatter->set_pattern("%^%*%$ [%n%~] %v");
  return formatter;
}

std::string new_run_id() {
  std::random_device random;
  return fmt::format("{:06x}{:06x}", random() & 0xFFFFFF, random() & 0xFFFFFF);
}

bool is_run_id(const std::string& text) {
  constexpr std::size_t kLongest = 64;
  constexpr std::string_view kBesides = "-_.:/";
  return !text.empty() && text.size() <= kLongest &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return is_letter(c) || is_digit(c) || kBesides.find(c) != std::string_view::npos;
         });
}

}  // namespace dbmig
