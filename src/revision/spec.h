#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dbmig {

/// What a person typed to name a revision: `head`, `ae10`, `shop@head`, `+2`, `head-1` ...
///
/// Parsed without a graph, so both readings of a text like `main-1` are kept: a name, and a
/// number of steps from `main`. The graph decides: a revision or label of exactly that name
/// wins over the steps.
class RevisionSpec {
 public:
  /// Steps up (positive) or down from a symbol, or from the database when there is none.
  struct Relative {
    std::string branch;  // Empty: none was given.
    std::string symbol;  // Empty: where the database is.
    std::int64_t steps = 0;
    std::string number;  // The steps as typed, `+007`.
  };

  /// Throws Error(usage), with the place, for an empty text, a range, two `@`, a control
  /// character, invalid UTF-8, and for anything after the number of a form like `+1`.
  static RevisionSpec parse(std::string_view text);

  const std::string& text() const { return text_; }
  /// The part before `@`; empty when there is none.
  const std::string& branch() const { return branch_; }
  /// The part after `@`, or all of it.
  const std::string& name() const { return name_; }
  const std::optional<Relative>& relative() const { return relative_; }
  /// True for `+1`, `-2`, `shop@-1`: nothing but a number, so never a name.
  bool is_only_relative() const { return relative_ && relative_->symbol.empty(); }

  /// For a text that is neither a name nor steps, such as `ae10+1x`: throws Error(usage) at
  /// the text that is too much. Does nothing when there is none.
  void refuse_trailing_text() const;

 private:
  std::string text_;
  std::string branch_;
  std::string name_;
  std::optional<Relative> relative_;
  std::optional<std::size_t> trailing_;  // Where the text after `symbol+N` begins.
};

/// The two ends of `A:B`, as typed; either may be empty.
struct RevisionRange {
  std::string lower;
  std::string upper;

  /// Splits at the colon; nothing when there is no colon. Throws Error(usage) at a second one.
  static std::optional<RevisionRange> parse(std::string_view text);
};

}  // namespace dbmig
