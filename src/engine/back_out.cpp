#include "engine/back_out.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/sha256.h"
#include "base/text.h"
#include "db/evidence.h"
#include "engine/finding.h"
#include "engine/statement_kind.h"
#include "engine/step_journal.h"
#include "sql/classify.h"
#include "sql/code_reader.h"
#include "sql/objects.h"
#include "sql/schema_change.h"

namespace dbmig {
namespace {

using Action = SchemaChange::Action;
using Condition = SchemaChange::Condition;

constexpr std::string_view kUndo = "undo ";

/// A statement of a script, kept.
struct Kept {
  std::size_t number = 0;
  std::string text;
  std::string place;  // `a.sql:12`
  Directives directives;
  std::string database;  // Of the session when it is sent.
};

/// The database after a statement: USE changes it.
std::string database_after(std::string_view text, const Dialect& dialect,
                           const std::string& database) {
  CodeReader code(text, dialect);
  return code.take("use") ? unquoted(code.token(), dialect) : database;
}

class Keeper : public StatementSink {
 public:
  Keeper(const Dialect& dialect, std::string database)
      : dialect_(dialect), database_(std::move(database)) {}

  void run(const ScriptStatement& statement) override {
    kept_.push_back({kept_.size() + 1, std::string(statement.text),
                     fmt::format("{}:{}", statement.file, statement.line), statement.directives,
                     database_});
    database_ = database_after(statement.text, dialect_, database_);
  }
  std::vector<Kept> kept() { return std::move(kept_); }

 private:
  Dialect dialect_;
  std::string database_;
  std::vector<Kept> kept_;
};

std::vector<Kept> statements(const Script& script, const Dialect& dialect,
                             const std::string& database) {
  Keeper keeper(dialect, database);
  script.run(keeper);
  return keeper.kept();
}

/// One change by a statement of the way forth.
struct Effect {
  std::size_t number = 0;
  SchemaChange change;
  bool happened = false;
  bool undone = false;  // By a statement of the way back that is sent.
};

std::string table_name(const SchemaChange& change) {
  return change.kind == "table" ? change.scope + "." + change.name : "";
}

/// Pairs the statements of both directions.
class Pairing {
 public:
  Pairing(const JournalStep& left, const BothWays& scripts)
      : left_(left),
        dialect_(scripts.dialect),
        forth_(statements(scripts.forth, dialect_, scripts.database)),
        back_(statements(scripts.back, dialect_, scripts.database)) {}

  /// What of the way back is not to be sent.
  std::map<std::size_t, std::string> left_out() {
    for (const Kept& each : forth_)
      read_effects(each);
    for (const Kept& each : back_)
      match(each);
    require_undone();
    return std::move(left_out_);
  }

  const std::vector<std::string>& problems() const { return problems_; }

 private:
  static bool happened(const JournalRow* row) {
    return row != nullptr && (row->state == JournalState::done || is_effect(*row) ||
                              (row->kind == kKindRepeated && row->rounds > 0));
  }

  /// Whether a statement that ran has changed nothing that outlives its session.
  static bool left_nothing(const JournalRow& row) {
    return row.kind == kKindSession || row.kind == kKindTransaction ||
           parse_verb(row.kind) == DdlVerb::maintenance ||
           (row.kind == kKindTransactional && row.changed_rows == 0);
  }

  void read_effects(const Kept& each) {
    const JournalRow* row = left_.find(each.number);
    const bool ran = happened(row);
    if (ran && sha256(each.text) != row->sha256) {
      problem("the file has another text now than the one that ran", left_.head.direction, each);
      return;
    }
    const auto changes = schema_changes(each.text, dialect_, each.database);
    if (!changes) {
      if (ran && !left_nothing(*row)) others_.push_back(each);
      return;
    }
    const Evidence before = ran ? parse_evidence(row->evidence) : Evidence{};
    for (std::size_t i = 0; i < changes->size(); ++i) {
      const SchemaChange& change = (*changes)[i];
      bool changed = ran;
      if (ran && change.condition != Condition::none) {
        // It may have found its work done; what its object looked like before tells.
        if (!change.table.empty() || i >= before.size()) {
          problem("IF EXISTS hides whether it did anything", left_.head.direction, each);
        }
        const bool was_there =
            i < before.size() && before[i].presence == ObjectState::Presence::present;
        changed = was_there == (change.condition == Condition::if_exists);
      }
      effects_.push_back({each.number, change, changed, false});
      if (change.action == Action::create && change.kind == "table")
        tables_.insert(table_name(change));
    }
  }

  void match(const Kept& each) {
    if (!each.directives.apply_to(dialect_)) return;  // The executor leaves it out.
    const StatementClass kind = classify(each.text, dialect_);
    if (kind == StatementClass::session || kind == StatementClass::transaction) return;
    const auto changes = schema_changes(each.text, dialect_, each.database);
    if (!changes) {
      const auto table = table_of_rows(each.text, dialect_, each.database);
      const std::vector<ObjectName> named = objects(each.text, dialect_);
      if ((table && tables_.contains(*table)) ||
          (named.size() == 1 && tables_.contains(qualified(named.front(), each.database)))) {
        left_out_[each.number] = "its table goes as a whole";
      } else {
        problem("it is the opposite of no statement", opposite(left_.head.direction), each);
      }
      return;
    }
    decide(each, *changes);
  }

  void decide(const Kept& each, const std::vector<SchemaChange>& changes) {
    std::vector<Effect*> undone;
    std::size_t needless = 0;
    for (const SchemaChange& change : changes) {
      Effect* effect = opposite_of(change);
      if (effect != nullptr && effect->happened) {
        undone.push_back(effect);
      } else if (effect != nullptr || tables_.contains(change.table)) {
        ++needless;
      } else {
        return problem("it is the opposite of no statement", opposite(left_.head.direction), each);
      }
    }
    if (undone.empty()) {
      left_out_[each.number] = "what it is the opposite of is not in effect";
      return;
    }
    if (needless > 0) {
      return problem("only a part of what it undoes is in effect", opposite(left_.head.direction),
                     each);
    }
    if (each.directives.skip_if) {
      return problem("skip-if may leave it out", opposite(left_.head.direction), each);
    }
    for (Effect* effect : undone)
      effect->undone = true;
  }

  /// What `change` undoes; rather something that happened. Null: nothing does.
  Effect* opposite_of(const SchemaChange& change) {
    Effect* found = nullptr;
    for (Effect& effect : effects_) {
      if (effect.undone || !are_opposite(effect.change, change)) continue;
      if (found == nullptr || effect.happened) found = &effect;
    }
    return found;
  }

  void require_undone() {
    std::set<std::string> gone;  // Tables that are dropped again, with all that is in them.
    for (const Effect& effect : effects_) {
      if (effect.undone && effect.change.action == Action::create)
        gone.insert(table_name(effect.change));
    }
    gone.erase("");
    for (const Effect& effect : effects_) {
      if (!effect.happened || effect.undone || gone.contains(effect.change.table)) continue;
      problem("it has no opposite", left_.head.direction, forth_.at(effect.number - 1));
    }
    for (const Kept& each : others_) {
      const auto table = table_of_rows(each.text, dialect_, each.database);
      const std::vector<ObjectName> named = objects(each.text, dialect_);
      const bool of_one =
          named.size() == 1 && gone.contains(qualified(named.front(), each.database));
      if (of_one || (table && gone.contains(*table))) continue;
      problem("it has no opposite", left_.head.direction, each);
    }
  }

  static std::string qualified(const ObjectName& object, const std::string& database) {
    if (object.kind != ObjectName::Kind::table) return "";
    return (object.schema.empty() ? database : object.schema) + "." + object.name;
  }

  static Direction opposite(Direction direction) {
    return direction == Direction::upgrade ? Direction::downgrade : Direction::upgrade;
  }

  void problem(std::string_view why, Direction direction, const Kept& each) {
    std::string line = fmt::format("statement {} of the {}, {}: {}\n    {}", each.number,
                                   name(direction), each.place, why, summary(each.text, dialect_));
    if (problems_.empty() || problems_.back() != line) problems_.push_back(std::move(line));
  }

  const JournalStep& left_;
  Dialect dialect_;
  std::vector<Kept> forth_;
  std::vector<Kept> back_;
  std::vector<Effect> effects_;
  std::vector<Kept> others_;      // That ran, and are no changes of a schema alone.
  std::set<std::string> tables_;  // That the way forth creates.
  std::map<std::size_t, std::string> left_out_;
  std::vector<std::string> problems_;
};

}  // namespace

std::string undoing_text(std::uint64_t undone) { return fmt::format("{}{}", kUndo, undone); }

std::uint64_t undone_step(const JournalRow& head) {
  if (head.kind != kKindBack || !head.text.starts_with(kUndo)) return 0;
  std::uint64_t number = 0;
  std::from_chars(head.text.data() + kUndo.size(), head.text.data() + head.text.size(), number);
  return number;
}

Step undoing_step(const JournalRow& left, const std::vector<RevisionId>& rows) {
  Step step;
  step.direction = left.direction == Direction::upgrade ? Direction::downgrade : Direction::upgrade;
  step.revision = left.revision;
  step.from = rows;
  step.to = rows;
  return step;
}

BackOut back_out(const JournalStep& left, const BothWays& scripts, const Step& step) {
  Pairing pairing(left, scripts);
  BackOut result{step, left.head.step, pairing.left_out()};
  if (pairing.problems().empty()) return result;
  throw Error(ErrorCode::data,
              fmt::format("what ran of {} {} cannot be undone by its {}", name(left.head.direction),
                          left.head.revision, name(step.direction)))
      .with_state(fmt::format("nothing was changed by this command; what stands in the way:\n  {}",
                              fmt::join(pairing.problems(), "\n  ")))
      .with_hint(
          "`dbmig resume` finishes it instead; after undoing by hand what ran of it, `dbmig resume "
          "--forget` closes it");
}

}  // namespace dbmig
