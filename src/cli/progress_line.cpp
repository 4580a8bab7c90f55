#include "cli/progress_line.h"

#include <cstdio>
#include <utility>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/output.h"

namespace dbmig {
namespace {

constexpr std::chrono::milliseconds kTick{200};
// What is over sooner is not worth a line that flickers.
constexpr std::chrono::milliseconds kQuickWork{400};

std::size_t terminal_width() {
  struct winsize size {};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

}  // namespace

ProgressLine::ProgressLine(bool wanted) : shown_(wanted && is_terminal(stderr)) {
  if (shown_) ticker_ = std::thread([this] { tick(); });
}

ProgressLine::~ProgressLine() {
  if (!shown_) return;
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    erase();
  }
  changed_.notify_all();
  ticker_.join();
}

void ProgressLine::show(std::string text) {
  if (!shown_) return;
  // Called while a Pause is held, which has the lock.
  text_ = std::move(text);
  since_ = std::chrono::steady_clock::now();
}

void ProgressLine::tick() {
  std::unique_lock lock(mutex_);
  while (!closing_) {
    changed_.wait_for(lock, kTick);
    if (!closing_ && !text_.empty()) draw();
  }
}

void ProgressLine::draw() {
  const auto elapsed = std::chrono::steady_clock::now() - since_;
  if (elapsed < kQuickWork) return;
  const double seconds = std::chrono::duration<double>(elapsed).count();
  const std::string line = fmt::format("  {}  {:.1f} s", printable(text_), seconds);
  const std::string_view cut = code_point_range(line, 0, terminal_width() - 1);
  // Not fmt::print(), which throws when the terminal is gone: that would end the process.
  std::fputs(fmt::format("\r\033[K{}", cut).c_str(), stderr);
  std::fflush(stderr);
  on_screen_ = true;
}

void ProgressLine::erase() {
  if (!on_screen_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  on_screen_ = false;
}

ProgressLine::Pause::Pause(ProgressLine& line) : line_(line) {
  if (!line_.shown_) return;
  line_.mutex_.lock();
  line_.erase();
}

ProgressLine::Pause::~Pause() {
  if (line_.shown_) line_.mutex_.unlock();
}

}  // namespace dbmig
