#include "engine/lost_session.h"

#include <algorithm>
#include <utility>

#include "sql/classify.h"
#include "sql/written_table.h"

namespace dbmig {
namespace {

using Kind = SessionPart::Kind;

bool contains(const std::vector<SessionPart>& parts, const SessionPart& part) {
  return std::ranges::find(parts, part) != parts.end();
}

/// Whether a setting is one that only a change of rows uses.
bool is_for_rows(const SessionPart& part) {
  return part.name == "insert_id" || part.name.starts_with("rand_seed");
}

}  // namespace

void LostSession::begin() {
  lost_.clear();
  made_.clear();
  known_.clear();
}

void LostSession::lose(std::size_t number, const SessionEffect& effect,
                       const std::optional<std::string>& refusal) {
  end(effect.makes);
  for (const SessionPart& part : effect.makes) {
    if (part.kind == Kind::variable) known_.erase(part.name);
    if (part.kind == Kind::anything) known_.clear();
    lost_.push_back({number, part, refusal});
  }
}

void LostSession::note_made(std::size_t number, const SessionEffect& effect) {
  note_sent(effect);
  made_.push_back({number, effect});
}

void LostSession::note_sent(const SessionEffect& effect) {
  for (const SessionPart& part : effect.makes) {
    if (part.kind == Kind::variable) known_.insert(part.name);
    // Whether it has made one, the server tells.
    if (part.kind != Kind::last_insert_id) end({part});
  }
  end(effect.ends);
}

void LostSession::note_outliving(const SessionEffect& effect) {
  for (const Made& made : std::vector<Made>(made_)) {
    const bool reads = std::ranges::any_of(effect.outlives, [&](const SessionPart& part) {
      return contains(made.effect.reads, part);
    });
    if (reads) lose(made.number, made.effect);
  }
}

void LostSession::end(const std::vector<SessionPart>& parts) {
  std::erase_if(lost_, [&](const Lost& lost) { return contains(parts, lost.part); });
}

bool LostSession::has(const SessionPart& part) const {
  return std::ranges::any_of(lost_, [&](const Lost& lost) { return lost.part == part; });
}

bool LostSession::has_any(const std::vector<SessionPart>& parts) const {
  return std::ranges::any_of(parts, [this](const SessionPart& part) { return has(part); });
}

const LostSession::Lost* LostSession::needed_by(
    std::string_view statement, const Dialect& dialect, const std::function<bool()>& runs_code,
    const std::function<bool(const Lost&)>& is_needed) const {
  SessionEffect effect = session_effect(statement, dialect);
  const StatementClass type = classify(statement, dialect);
  const bool may_run = may_run_code(statement, dialect);
  std::optional<bool> runs;
  const auto runs_any = [&] {
    if (type == StatementClass::opaque || !may_run) return may_run;
    if (!runs) runs = runs_code();
    return *runs;
  };
  // What looks like one there is the host of an account: GRANT … TO u@localhost.
  if (!may_run) {
    std::erase_if(effect.reads,
                  [](const SessionPart& part) { return part.kind == Kind::variable; });
  }
  const auto is_it = [&](const Lost& lost) {
    // A function executes nothing that is prepared; any change of rows uses up an id.
    const bool runs_it = lost.part.kind == Kind::prepared_statement ? type == StatementClass::opaque
                         : lost.part.kind == Kind::variable         ? runs_any()
                                                                    : may_run;
    return may_need(effect, lost.part, runs_it) && is_needed(lost);
  };
  // What is known by name says more.
  const Lost* unnamed = nullptr;
  for (const Lost& lost : lost_) {
    if (!is_it(lost)) continue;
    if (lost.part.kind != Kind::anything) return &lost;
    if (unnamed == nullptr) unnamed = &lost;
  }
  return unnamed;
}

/// What a statement computes may come from anything but a variable that it does not name.
bool LostSession::may_need(const SessionEffect& effect, const SessionPart& part,
                           bool runs_code) const {
  if (contains(effect.reads, part)) return true;
  switch (part.kind) {
    case Kind::last_insert_id:
    case Kind::sequence_value:
      return false;  // Only what asks for it.
    case Kind::anything:
      return std::ranges::any_of(effect.reads, [&](const SessionPart& read) {
        return read.kind == Kind::variable && !known_.contains(read.name) &&
               !contains(effect.makes, read);
      });
    case Kind::setting:
      if (!is_for_rows(part)) break;
      [[fallthrough]];
    case Kind::variable:
    case Kind::prepared_statement:
      return !effect.session_only && runs_code && !contains(effect.makes, part);
    default:
      break;
  }
  if (contains(effect.makes, part)) return false;
  return !effect.session_only || !effect.repeatable;
}

}  // namespace dbmig
