#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "cli/log_format.h"

namespace spdlog {
class logger;
}

namespace dbmig {

enum class ColorMode { automatic, always, never };
enum class Verbosity { quiet, normal, verbose };

/// Where a command's words go: the result to stdout, log and errors to stderr.
///
/// stdout is gathered and written in large pieces. A reader that goes away early
/// (`dbmig history | head`) is not an error; a full disk is one, Error(cannot_create).
class Output {
 public:
  Output(ColorMode color, Verbosity verbosity, const LogOptions& log = {});
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// One line (or several) of the result; a newline is added.
  void line(std::string_view text);
  /// Text of the result as it is.
  void text(std::string_view text);
  /// The result of a `--json` run; nothing else may be printed beside it.
  void document(const nlohmann::json& json);
  /// Writes out what is gathered. Called at the end of every command.
  void flush();

  /// A logger to stderr named `dbmig`, or `dbmig.NAME`.
  std::shared_ptr<spdlog::logger> log(std::string_view name = {}) const;

  /// Whether lines of that level are written at all.
  bool shows(LogLevel level) const;
  /// A line of the log that says more in JSON than its message.
  void log(std::string_view name, LogLevel level, const std::string& message,
           nlohmann::json fields) const;

  /// Of several databases that one tree is carried out on, the one that the log is about now.
  void set_database(std::string name) { context_->database = std::move(name); }

  LogFormat log_format() const { return log_format_; }

  /// True when words on stdout may carry colour codes.
  bool colored_out() const { return colored_out_; }
  Verbosity verbosity() const { return verbosity_; }
  /// True when a line at the bottom of the terminal may show how far things are.
  bool shows_progress() const {
    return verbosity_ != Verbosity::quiet && log_format_ == LogFormat::text;
  }

 private:
  std::string pending_;
  bool colored_out_ = false;
  bool reader_gone_ = false;
  Verbosity verbosity_;
  LogFormat log_format_;
  std::unique_ptr<LogContext> context_;  // The loggers point to it.
  std::shared_ptr<spdlog::logger> logger_;
};

/// True when the stream is a terminal.
bool is_terminal(std::FILE* stream);

}  // namespace dbmig
