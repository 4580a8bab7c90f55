#pragma once

#include <memory>
#include <string>

#include <nlohmann/json.hpp>

namespace spdlog {
class formatter;
}

namespace dbmig {

enum class LogFormat {
  text,  // `INFO  [dbmig.bin-manager] …`, as Alembic's
  json,  // an object a line
};
enum class LogLevel { debug, info, warning, error };

struct LogOptions {
  LogFormat format = LogFormat::text;
  LogLevel level = LogLevel::info;
  std::string run_id;
};

/// What all lines of a log have in common, and what the next one says besides its message.
struct LogContext {
  std::string run_id;
  std::string database;   // Of several that a tree is carried out on; else empty.
  nlohmann::json fields;  // Members of the next line of a JSON log.
};

/// `context` outlives the formatter and every copy of it.
std::unique_ptr<spdlog::formatter> log_formatter(LogFormat format, const LogContext& context);

/// Twelve random hex digits.
std::string new_run_id();
/// True for what may be given as a run's id: 1 to 64 letters, digits and `-_.:/`.
bool is_run_id(const std::string& text);

}  // namespace dbmig
