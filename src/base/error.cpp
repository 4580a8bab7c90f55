#include "base/error.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {

Location Location::at(std::string_view file, std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, offset);
  const std::size_t newline = before.rfind('\n');
  const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
  std::size_t end = text.find('\n', start);
  if (end == std::string_view::npos) end = text.size();
  if (end > start && text[end - 1] == '\r') --end;

  Location location;
  location.file = file;
  location.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  location.column = 1 + static_cast<int>(code_points(text.substr(start, offset - start)));
  location.source_line = text.substr(start, end - start);
  return location;
}

std::string Location::str() const {
  if (line == 0) return file;
  if (column == 0) return fmt::format("{}:{}", file, line);
  return fmt::format("{}:{}:{}", file, line, column);
}

Error&& Error::at(Location location) && {
  location_ = std::move(location);
  return std::move(*this);
}

Error&& Error::with_server(ServerError server) && {
  server_ = std::move(server);
  return std::move(*this);
}

Error&& Error::with_state(std::string state) && {
  state_ = std::move(state);
  return std::move(*this);
}

Error&& Error::with_hint(std::string hint) && {
  hint_ = std::move(hint);
  return std::move(*this);
}

namespace {

/// The source line and a caret under the column. A long line is cut around the
/// column, a tab stays a tab in the padding, so that the caret stands right.
std::string excerpt(const Location& location) {
  constexpr std::size_t kBefore = 60;
  constexpr std::size_t kWidth = 120;
  const std::string line = printable(location.source_line);
  const int caret = location.caret > 0 ? location.caret : std::max(location.column, 1);
  const auto column = static_cast<std::size_t>(caret) - 1;
  const std::size_t skip = column > kWidth - 20 ? column - kBefore : 0;
  const std::string_view shown = code_point_range(line, skip, kWidth);
  std::string padding;
  std::size_t position = 0;
  for (const char c : shown) {
    if (position == column - skip) break;
    if (!is_continuation(c)) ++position;
    if (!is_continuation(c)) padding += c == '\t' ? '\t' : ' ';
  }
  return fmt::format("\n  {}\n  {}^", shown, padding);
}

}  // namespace

std::string Error::report() const {
  std::string text;
  if (location_) text = location_->str() + ": ";
  text += what();
  if (location_ && location_->line > 0 && location_->column > 0) text += excerpt(*location_);
  if (server_) {
    text += fmt::format("\nserver error {} ({}): {}", server_->number, server_->sqlstate,
                        server_->message);
  }
  if (!state_.empty()) text += "\nstate: " + state_;
  if (!hint_.empty()) text += "\nhint: " + hint_;
  return text;
}

std::string_view name(ErrorCode code) {
  switch (code) {
    case ErrorCode::findings:
      return "findings";
    case ErrorCode::statement:
      return "statement";
    case ErrorCode::usage:
      return "usage";
    case ErrorCode::data:
      return "data";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::internal:
      return "internal";
    case ErrorCode::cannot_create:
      return "cannot_create";
    case ErrorCode::temporary:
      return "temporary";
    case ErrorCode::policy:
      return "policy";
    case ErrorCode::config:
      return "config";
  }
  return "internal";
}

bool is_kill(const Error& error) {
  // Numbers of the servers' published error lists: KILL QUERY, and two limits of time.
  constexpr std::array<unsigned, 3> kKilled = {1317, 1969, 3024};
  return error.server() &&
         std::find(kKilled.begin(), kKilled.end(), error.server()->number) != kKilled.end();
}

bool is_refusal(const Error& error) {
  return error.code() == ErrorCode::statement && error.server() && !is_kill(error);
}

}  // namespace dbmig
