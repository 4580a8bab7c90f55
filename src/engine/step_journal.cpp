#include "engine/step_journal.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/sha256.h"
#include "base/text.h"
#include "engine/back_out.h"
#include "engine/statement_kind.h"
#include "sql/secrets.h"

namespace dbmig {
namespace {

// What the journal keeps of a statement's text, in bytes.
constexpr std::size_t kKept = 16'384;
// One write stays far below the smallest max_allowed_packet in use (4 MiB).
constexpr std::size_t kRowsPerWrite = 200;
constexpr std::size_t kBytesPerWrite = 1'000'000;

std::size_t size_of(const JournalRow& row) {
  return row.text.size() + row.evidence.size() + row.error.size() + 512;
}

void set_rolled_back(JournalRow& row) {
  if (row.kind == kKindSession) return;  // A rollback does not change it back.
  if (row.state == JournalState::asked) {
    row.kind = kKindQuery;
    return;
  }
  row.state = JournalState::skipped;
  row.error = kRolledBack;
}

void set_out(JournalRow& head, const Step& step) {
  head.direction = step.direction;
  head.revision = step.revision;
  head.text = edits_text(step);
}

}  // namespace

void StepJournal::begin(const Step& step, std::optional<JournalStep> left) {
  left_ = std::move(left);
  head_ = {};
  pending_.clear();
  announced_ = 0;
  certain_ = 0;
  rewritten_.clear();
  unsure_.clear();
  last_number_ = 0;
  last_state_ = JournalState::running;
  done_.clear();
  uncommitted_.clear();
  start_ = std::chrono::steady_clock::now();
  written_ = closed_ = unsettled_ = false;
  open_ = left_.has_value();
  asked_ = false;
  head_.step = next_;
  if (left_) {
    head_.step = left_->head.step;
    for (const JournalRow& row : left_->statements) {
      if (is_effect(row)) done_.insert(row.number);
      asked_ = asked_ || row.state == JournalState::asked;
    }
  }
  set_out(head_, step);
  if (!opening_) return;
  written_ = open_ = true;
  announced_ = opening_->number;
  next_ = head_.step + 1;
}

void StepJournal::note_undoing(std::uint64_t step) {
  head_.kind = std::string(kKindBack);
  head_.text = undoing_text(step);
}

const JournalRow* StepJournal::earlier(std::size_t number) const {
  return left_ ? left_->find(number) : nullptr;
}

bool StepJournal::went_on(std::size_t number) const {
  if (!left_) return false;
  return std::any_of(
      left_->statements.begin(), left_->statements.end(), [&](const JournalRow& row) {
        if (row.state == JournalState::refused) return row.number >= number && is_effect(row);
        if (row.number > kQueries) return row.rounds >= number && may_count(row);
        const bool nothing = row.state == JournalState::failed || row.state == JournalState::undone;
        return row.number > number && !nothing;
      });
}

JournalRow StepJournal::row(std::size_t number, const ScriptStatement& statement, std::string kind,
                            const Dialect& dialect) const {
  JournalRow row;
  row.step = head_.step;
  row.number = number;
  row.direction = head_.direction;
  row.revision = head_.revision;
  row.kind = std::move(kind);
  row.sha256 = sha256(statement.text);
  row.text = without_secrets(statement.text, dialect, kKept);
  return row;
}

void StepJournal::note(JournalRow row) {
  pending_.push_back(std::move(row));
  if (!connection_->state().in_transaction) certain_ = pending_.size();
}

void StepJournal::note_script_rollback() {
  const bool is_begun = announced_is_done();
  std::set<std::size_t> begun = settle(RolledBack::by_script);
  if (is_begun) begun.insert(announced_);
  for (std::size_t i = certain_; i < pending_.size(); ++i) {
    JournalRow& row = pending_[i];
    if (!begun.contains(row.number)) set_rolled_back(row);
  }
  certain_ = pending_.size();
}

void StepJournal::note_partial_rollback() {
  if (!unsettled_) return;
  pending_.insert(pending_.begin() + static_cast<std::ptrdiff_t>(certain_), unsure_.begin(),
                  unsure_.end());
  pending_.insert(pending_.begin(), rewritten_.begin(), rewritten_.end());
  certain_ += rewritten_.size();
  unsure_.clear();
  rewritten_.clear();
  uncommitted_.clear();
  written_ = open_;
}

std::set<std::size_t> StepJournal::note_rollback() {
  const bool is_begun = announced_is_done();
  pending_.resize(certain_);
  std::set<std::size_t> begun = settle(RolledBack::by_failure);
  if (is_begun) begun.insert(announced_);
  return begun;
}

/// Whether that was noted in the open transaction: then it has begun that, and what it did before
/// is in effect, as the announcement in the table says.
bool StepJournal::announced_is_done() const {
  return announced_ != 0 &&
         std::any_of(pending_.begin() + static_cast<std::ptrdiff_t>(certain_), pending_.end(),
                     [this](const JournalRow& row) { return row.number == announced_; });
}

/// Looks which of the rows that were written since the last commit that was seen are there.
std::set<std::size_t> StepJournal::settle(RolledBack by) {
  std::set<std::size_t> begun;
  if (!std::exchange(unsettled_, false)) return begun;
  const std::optional<JournalStep> step = journal_->step(head_.step);
  const auto kept = [&](std::size_t number) -> const JournalRow* {
    if (!step) return nullptr;
    const JournalRow* row = number == 0 ? &step->head : step->find(number);
    return row != nullptr && row->connection == connection_->id() ? row : nullptr;
  };
  std::vector<JournalRow> again;  // Is so all the same, and to be written once more.
  for (JournalRow& row : rewritten_) {
    const JournalRow* there = kept(row.number);
    if (there == nullptr || there->state != row.state)
      again.push_back(std::move(row));
    else if (is_effect(row))
      done_.insert(row.number);
  }
  std::map<std::size_t, JournalRow> last;
  for (JournalRow& row : unsure_)
    last.insert_or_assign(row.number, std::move(row));
  for (auto& [number, row] : last) {
    const JournalRow* there = kept(number);
    const bool is_begun = there != nullptr && there->state == JournalState::running;
    if (there != nullptr && there->state == row.state) {
      if (is_effect(row)) done_.insert(number);
      if (is_begun) begun.insert(number);
    } else if (by == RolledBack::by_script) {
      // It was carried out, and the script has undone its end: as it is to be.
      if (!is_begun) set_rolled_back(row);
      again.push_back(std::move(row));
    } else if (is_begun) {
      begun.insert(number);
    }
  }
  pending_.insert(pending_.begin(), again.begin(), again.end());
  certain_ += again.size();
  rewritten_.clear();
  unsure_.clear();
  uncommitted_.clear();
  if (!open_ && kept(0) != nullptr) {
    open_ = true;
    next_ = head_.step + 1;
  }
  written_ = written_ && open_;
  return begun;
}

std::size_t StepJournal::waiting_in_effect() const {
  const auto certain = pending_.begin() + static_cast<std::ptrdiff_t>(certain_);
  return static_cast<std::size_t>(std::count_if(pending_.begin(), certain, is_effect) +
                                  std::count_if(rewritten_.begin(), rewritten_.end(), is_effect));
}

void StepJournal::write_before(std::string_view statement) {
  if (head_.step == 0) {
    next_ = journal_->next_step();
    head_.step = next_;
  }
  std::vector<JournalRow> rows;
  if (!written_) {
    rows.push_back(head_);
    last_number_ = 0;
    last_state_ = head_.state;
  }
  // What is in effect is to be written again if this write is rolled back.
  const auto certain = pending_.begin() + static_cast<std::ptrdiff_t>(certain_);
  rewritten_.insert(rewritten_.end(), pending_.begin(), certain);
  unsure_.insert(unsure_.end(), certain, pending_.end());
  unsettled_ = unsettled_ || !pending_.empty() || !written_;
  // Nothing of it waits any more, whichever of the writes fails.
  std::vector<JournalRow> waiting = std::exchange(pending_, {});
  announced_ = 0;
  certain_ = 0;
  std::size_t bytes = 0;
  for (JournalRow& row : waiting) {
    row.step = head_.step;
    if (is_effect(row)) uncommitted_.push_back(row.number);
    asked_ = asked_ || row.state == JournalState::asked;
    bytes += size_of(row);
    last_number_ = row.number;
    last_state_ = row.state;
    rows.push_back(std::move(row));
    if (rows.size() < kRowsPerWrite && bytes < kBytesPerWrite) continue;
    journal_->write(rows);
    rows.clear();
    bytes = 0;
  }
  journal_->write(rows, statement);
  written_ = true;
}

void StepJournal::note_commit() {
  unsettled_ = false;
  done_.insert(uncommitted_.begin(), uncommitted_.end());
  uncommitted_.clear();
  rewritten_.clear();
  unsure_.clear();
  closed_ = head_.state == JournalState::done;
  if (!written_ || open_) return;
  open_ = true;
  next_ = head_.step + 1;
}

void StepJournal::announce(JournalRow row, std::string_view statement) {
  row.state = JournalState::running;
  const std::size_t number = row.number;
  note(std::move(row));
  write_before(statement);
  announced_ = number;
  // autocommit=0, a script's BEGIN, or DML before this statement.
  if (connection_->state().in_transaction) return commit();
  note_commit();
}

void StepJournal::send_commit() {
  try {
    connection_->execute("COMMIT");
  } catch (const Error& error) {
    if (!is_kill(error)) throw;
    connection_->execute("DO 0");  // The next answer says which state the session is in.
    if (!connection_->state().in_transaction && holds_last_row()) note_commit();
    throw;
  }
}

void StepJournal::commit() {
  send_commit();
  try {
    journal_->require_lock();  // Another session had nothing to commit.
  } catch (const Error&) {
    if (holds_last_row()) note_commit();
    throw;
  }
  note_commit();
}

bool StepJournal::holds_last_row() const {
  const std::optional<JournalRow> row = journal_->row(head_.step, last_number_);
  return row && row->state == last_state_ && row->connection == connection_->id();
}

bool StepJournal::ends_at_once(std::span<const RowEdit> edits) const {
  return open_ && !left_ && !asked_ && pending_.size() == 1 && announced_ != 0 &&
         pending_.front().number == announced_ && pending_.front().state == JournalState::done &&
         edits.size() == 1 && edits.front().kind == RowEdit::Kind::update;
}

bool StepJournal::finish(std::span<const RowEdit> edits) {
  if (!ends_at_once(edits)) return false;
  time();
  if (!journal_->finish(head_, pending_.front(), edits.front())) return false;
  note_finish();
  return true;
}

bool StepJournal::finish_and_announce(std::span<const RowEdit> edits, const Upcoming& first,
                                      JournalRow row, std::string_view absence) {
  if (!ends_at_once(edits)) return false;
  time();
  JournalRow head;
  head.step = next_;
  set_out(head, first.step);
  row.step = head.step;
  row.direction = head.direction;
  row.revision = head.revision;
  Journal::Opening opening = {{std::move(head), std::move(row)}, absence, first.statement.text};
  if (!journal_->finish_and_open(head_, pending_.front(), edits.front(), opening)) return false;
  note_finish();
  opening_ = std::move(opening.rows.back());
  return true;
}

void StepJournal::note_finish() {
  if (is_effect(pending_.front())) uncommitted_.push_back(announced_);
  pending_.clear();
  announced_ = 0;
  certain_ = 0;
  note_commit();
}

void StepJournal::time() {
  head_.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - start_);
}

void StepJournal::close(JournalState state, const std::string& error) {
  head_.state = state;
  head_.error = error;
  time();
  if (state != JournalState::stopped) drop_queries();
  if (written_) note(head_);
  write();
}

/// They are there for the run that goes on with the step; what they told is nobody's business
/// afterwards.
void StepJournal::drop_queries() {
  const auto certain = pending_.begin() + static_cast<std::ptrdiff_t>(certain_);
  const auto is_query = [](const JournalRow& row) { return row.state == JournalState::asked; };
  certain_ -= static_cast<std::size_t>(std::count_if(pending_.begin(), certain, is_query));
  std::erase_if(pending_, is_query);
  if (asked_) journal_->forget_queries(head_.step);
}

bool is_effect(const JournalRow& row) {
  if (row.number == 0) return false;
  if (row.state == JournalState::asked) return row.kind == kKindOpaque;
  if (row.state == JournalState::refused) return row.kind == kKindOpaque || row.kind == kKindRows;
  return row.state == JournalState::done && row.kind != kKindSession &&
         row.kind != kKindTransaction;
}

bool may_count(const JournalRow& row) {
  const bool is_under_way = row.state == JournalState::running && row.kind != kKindSession &&
                            row.kind != kKindTransaction;
  return is_under_way || is_effect(row);
}

std::string edits_text(const Step& step) {
  std::string text;
  for (const RowEdit& edit : step.rows) {
    if (!text.empty()) text += '\n';
    switch (edit.kind) {
      case RowEdit::Kind::insert:
        text += "insert " + edit.to;
        break;
      case RowEdit::Kind::update:
        text += fmt::format("update {} to {}", edit.from, edit.to);
        break;
      case RowEdit::Kind::remove:
        text += "remove " + edit.from;
        break;
    }
  }
  return text;
}

Step parse_step(const JournalRow& head) {
  Step step;
  step.direction = head.direction;
  step.revision = head.revision;
  for (const std::string_view line : split(head.text, '\n')) {
    const std::vector<std::string_view> words = split(line, ' ');
    const auto word = [&](std::size_t i) { return std::string(i < words.size() ? words[i] : ""); };
    if (word(0) == "insert") step.rows.push_back({RowEdit::Kind::insert, "", word(1)});
    if (word(0) == "remove") step.rows.push_back({RowEdit::Kind::remove, word(1), ""});
    if (word(0) == "update") step.rows.push_back({RowEdit::Kind::update, word(1), word(3)});
  }
  for (const RowEdit& edit : step.rows) {
    if (!edit.from.empty()) step.from.push_back(edit.from);
    if (!edit.to.empty()) step.to.push_back(edit.to);
  }
  return step;
}

}  // namespace dbmig
