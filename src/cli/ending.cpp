#include "cli/ending.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/text.h"

namespace dbmig {
namespace {

constexpr std::size_t kLongest = 4096;  // The kubelet keeps no more.

/// At most `limit` bytes, whole characters only.
std::string cut(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  constexpr std::string_view kMore = "…";
  std::size_t end = limit - kMore.size();
  while (end > 0 && is_continuation(text[end]))
    --end;
  return text.substr(0, end) + std::string(kMore);
}

}  // namespace

std::string one_line(const Error& error) {
  std::string text;
  if (error.location()) text = error.location()->str() + ": ";
  text += error.what();
  if (const auto& server = error.server()) {
    text += fmt::format("; server error {} ({}): {}", server->number, server->sqlstate,
                        server->message);
  }
  if (!error.state().empty()) text += "; state: " + error.state();
  if (!error.hint().empty()) text += "; hint: " + error.hint();
  return printable(replaced(text, "\n", " "));
}

void write_termination_log(const std::string& path, std::string_view line) {
  const auto fail = [&] {
    throw Error(ErrorCode::cannot_create,
                fmt::format("cannot write {}: {}", path, std::strerror(errno)));
  };
  // A pipe that nobody reads must not hold up the end of the run.
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0644);
  if (fd < 0) fail();
  const std::string text = cut(std::string(line), kLongest - 1) + "\n";
  const ssize_t put = ::write(fd, text.data(), text.size());
  const int reason = errno;
  ::close(fd);
  errno = reason;
  if (put < 0) fail();
}

}  // namespace dbmig
