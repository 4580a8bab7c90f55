#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.h"
#include "sql/session_effect.h"

namespace dbmig {

/// What the session of an earlier run had, and the one that goes on with its step has not.
class LostSession {
 public:
  /// A part of the session that was made by the statement, or the query, of that number.
  struct Lost {
    std::size_t number;
    SessionPart part;
    std::optional<std::string> refusal;  // What the server said to another attempt.
  };

  /// Of a step: nothing is lost.
  void begin();

  /// What a statement has made cannot be made again.
  void lose(std::size_t number, const SessionEffect& effect,
            const std::optional<std::string>& refusal = std::nullopt);
  /// A statement has made it again.
  void note_made(std::size_t number, const SessionEffect& effect);
  /// A statement was sent that was not before.
  void note_sent(const SessionEffect& effect);
  /// A statement has changed settings of the server: what was made again by those is not the same.
  void note_outliving(const SessionEffect& effect);
  void end(const std::vector<SessionPart>& parts);

  bool empty() const { return lost_.empty(); }
  bool has(const SessionPart& part) const;
  bool has_any(const std::vector<SessionPart>& parts) const;

  /// What of it a statement may need, that `is_needed` does not wave through; null: nothing.
  /// `runs_code` tells whether there is stored code that it may run, and is asked only where that
  /// matters.
  const Lost* needed_by(std::string_view statement, const Dialect& dialect,
                        const std::function<bool()>& runs_code,
                        const std::function<bool(const Lost&)>& is_needed) const;

 private:
  bool may_need(const SessionEffect& effect, const SessionPart& part, bool runs_code) const;

  struct Made {
    std::size_t number;
    SessionEffect effect;
  };
  std::vector<Lost> lost_;
  std::vector<Made> made_;       // Again, in this session.
  std::set<std::string> known_;  // Variables, since anything may have been set.
};

}  // namespace dbmig
