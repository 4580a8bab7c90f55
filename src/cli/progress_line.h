#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace dbmig {

/// One line at the bottom of a terminal's stderr that says what is going on, with the
/// time since it last changed. Off a terminal it shows nothing at all.
class ProgressLine {
 public:
  explicit ProgressLine(bool wanted);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Whether there is a terminal to show anything on.
  bool is_shown() const { return shown_; }
  void show(std::string text);

  /// While one is held the line is off the screen, and other lines may be printed.
  class Pause {
   public:
    explicit Pause(ProgressLine& line);
    ~Pause();
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

   private:
    ProgressLine& line_;
  };

 private:
  void tick();
  void draw();
  void erase();

  const bool shown_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string text_;
  std::chrono::steady_clock::time_point since_;
  bool on_screen_ = false;
  bool closing_ = false;
  std::thread ticker_;
};

}  // namespace dbmig
