#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dbmig {

/// What the open transaction has run so far, to run it again when a deadlock has taken it away.
///
/// That is the same only as long as it was nothing but changes of rows: a variable would have
/// the value of the first time, and what a CALL does is not known.
class TransactionReplay {
 public:
  /// A new transaction.
  void clear() {
    statements_.clear();
    bytes_ = 0;
    is_whole_ = true;
  }
  void note(std::string_view statement) {
    bytes_ += statement.size();
    if (bytes_ > kKept || has_once_ || has_value_) note_unrepeatable();
    if (is_whole_) statements_.emplace_back(statement);
    has_once_ = false;
  }
  /// Something was run in it that is not to be run a second time.
  void note_unrepeatable() {
    is_whole_ = false;
    statements_.clear();
  }

  /// Something was set that the next transaction uses up: that is not the same a second time. It
  /// stays across clear().
  void note_once() { has_once_ = true; }

  /// Likewise a value that a change of rows uses up, also one that only waits for a lock.
  void note_value() { has_value_ = true; }
  void note_value_used() { has_value_ = false; }
  bool has_value() const { return has_value_; }

  /// Whether nothing was run in it.
  bool is_empty() const { return is_whole_ && statements_.empty(); }
  /// Whether statements() is all that was run.
  bool is_whole() const { return is_whole_ && !has_once_ && !has_value_; }
  const std::vector<std::string>& statements() const { return statements_; }

 private:
  static constexpr std::size_t kKept = 64'000'000;  // Bytes.

  std::vector<std::string> statements_;
  std::size_t bytes_ = 0;
  bool is_whole_ = true;
  bool has_once_ = false;
  bool has_value_ = false;
};

}  // namespace dbmig
