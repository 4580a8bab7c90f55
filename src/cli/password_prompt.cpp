#include "cli/password_prompt.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/typed_line.h"

namespace dbmig {
namespace {

/// The terminal of this process, with echo off as long as this object lives.
class SilentTerminal {
 public:
  SilentTerminal() : fd_(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (fd_ < 0 || ::tcgetattr(fd_, &before_) != 0) return;
    struct termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    // What was typed ahead was not meant as a password.
    silent_ = ::tcsetattr(fd_, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (silent_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
    if (fd_ >= 0) ::close(fd_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

  bool ok() const { return silent_; }
  void write(const std::string& text) const {
    // A terminal that cannot be written to cannot be read from either.
    [[maybe_unused]] const ssize_t put = ::write(fd_, text.data(), text.size());
  }
  int fd() const { return fd_; }

 private:
  int fd_;
  struct termios before_ {};
  bool silent_ = false;
};

}  // namespace

std::optional<Secret> ask_password(const std::string& question) {
  const SilentTerminal terminal;
  if (!terminal.ok()) return std::nullopt;
  terminal.write(question);
  std::optional<std::string> line;
  try {
    line = typed_line(terminal.fd());
  } catch (const Error&) {
    terminal.write("\n");
    throw;
  }
  terminal.write("\n");
  if (!line) return std::nullopt;
  return Secret(*std::move(line));
}

}  // namespace dbmig
