#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dbmig {

/// Part of a text that is not to be shown: bytes `begin` up to, not including, `end`.
struct HiddenRange {
  std::size_t begin = 0;
  std::size_t end = 0;

  friend bool operator==(const HiddenRange&, const HiddenRange&) = default;
};

/// A text with its secrets taken out, each replaced by `***`.
///
/// Everything that a message says about a URL or a line of configuration is taken
/// from one of these, so that no message can hold more than this shows.
class RedactedText {
 public:
  /// `hidden` is in order and does not overlap.
  RedactedText(std::string_view text, std::vector<HiddenRange> hidden);

  const std::string& str() const { return shown_; }
  /// Where byte `offset` of the original stands in str(); inside a secret: its start.
  std::size_t position(std::size_t offset) const;
  /// Bytes `begin` to `end` of the original as they may be shown.
  std::string slice(std::size_t begin, std::size_t end) const;

 private:
  std::vector<HiddenRange> hidden_;
  std::string shown_;
};

/// What may hold a password in `url`, of either family and however broken. Exact for
/// a well-formed URL; otherwise everything a password could have ended up in.
std::vector<HiddenRange> hidden_in_url(std::string_view url);

/// The same for one line of an ini file, whatever keys it is about.
std::vector<HiddenRange> hidden_in_line(std::string_view line);

/// True for a key whose value is a secret in itself: `password`, `passwd`, `secret` …,
/// but not `password_file`.
bool names_a_secret(std::string_view key);

/// True when `value` looks like a URL that a line break or a typo has cut short, so
/// that the lines below it may hold the rest of a password.
bool may_be_cut_short(std::string_view value);

}  // namespace dbmig
