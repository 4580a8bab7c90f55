#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/rows.h"
#include "revision/revision.h"
#include "sql/dialect.h"

namespace dbmig {

/// One server that `only-on` names: `mysql`, `mariadb >= 10.6`.
///
/// A version is compared in the parts that are given: 10.6.21 is 10.6, so `= 10.6`
/// holds for it and `> 10.6` does not.
struct ServerCondition {
  enum class Comparison { any, less, less_or_equal, equal, greater_or_equal, greater };

  Flavour flavour = Flavour::mysql;
  Comparison comparison = Comparison::any;
  std::vector<unsigned> version;  // One to three parts; empty for `any`.

  bool holds_for(const Dialect& server) const;
};

/// `repeat-until-no-rows`: the statement is run, each round a transaction of its own,
/// until it changes no row.
struct Repetition {
  std::chrono::milliseconds pause{0};  // Between two rounds.
};

/// What the `-- migrate:` lines above a statement ask for. With several: a statement
/// whose `only_on` fails is skipped without `skip_if` being asked, and `skip_if` is
/// asked once, before the first round.
struct Directives {
  std::vector<ServerCondition> only_on;  // Any of them is enough; empty: every server.
  std::optional<std::string> skip_if;    // A query; skipped when its first column is true.
  std::optional<Repetition> repeat;

  bool empty() const { return only_on.empty() && !skip_if && !repeat; }
  /// False when `only_on` leaves this server out.
  bool apply_to(const Dialect& server) const;
};

/// One statement of a script, with where it came from and what is asked of its run.
/// The views belong to the script, or to what it is running when it makes its
/// statements as it goes: a sink copies what it keeps.
struct ScriptStatement {
  std::string_view text;    // Exactly what is sent.
  std::string_view file;    // For messages.
  std::string_view source;  // The whole text of that file.
  std::size_t offset = 0;   // Where it stands in `source`, in bytes.
  int line = 0;             // The same place, counted from 1.
  int column = 0;
  Directives directives;

  Location location() const { return Location::at(file, source, offset); }
};

/// What a statement did.
struct Sent {
  std::optional<std::uint64_t> found_rows;  // Rows that it met; nothing: nobody knows.
  std::optional<Error> refusal;             // Why the server refused it.
};

/// Where a script's statements go, one at a time and in order.
class StatementSink {
 public:
  enum class Refusal { fails, is_told };

  virtual ~StatementSink() = default;
  virtual void run(const ScriptStatement& statement) = 0;

  /// run() for a script that looks at what came of the statement. With `is_told` it goes
  /// on after one that the server refuses; a lost connection, a lock that is not given and
  /// the like are failures all the same. Throws Error(data) where there is no server.
  virtual Sent send(const ScriptStatement& statement, Refusal refusal);

  /// What the database answers to a query that steers the script. Throws Error(data) where
  /// there is no server.
  virtual Rows query(const ScriptStatement& statement);

  /// A line that the script has for people.
  virtual void say(std::string_view) {}

  /// Whether statements take effect at once; false where they are only written down.
  virtual bool is_live() const { return true; }

  /// Whether statements are written down with their directives. A script that the database
  /// steers gives directives then that ask what it would ask itself, and throws Error(data)
  /// where these do not say the same.
  virtual bool takes_directives() const { return false; }
};

/// What one revision does in one direction.
class Script {
 public:
  virtual ~Script() = default;
  /// How many statements run() gives, skipped ones included; nothing when that shows
  /// only as they run.
  virtual std::optional<std::size_t> size() const = 0;
  /// The first statement, for looking ahead; null when there is none, or nobody knows it yet.
  virtual const ScriptStatement* first() const { return nullptr; }
  /// Gives every statement to the sink. What the sink throws ends it.
  virtual void run(StatementSink& sink) const = 0;
};

/// Why a revision cannot be reverted.
struct NoDowngrade {
  enum class Kind { no_section, irreversible };

  Kind kind = Kind::no_section;
  std::string reason;  // The words behind `irreversible:`.
  Location location;   // Of that directive, or of the upgrade section that stands alone.
};

/// One revision file, read whole and checked: what it does in each direction.
/// Holding one means that nothing that can be known without a server is wrong with it.
class ScriptFile {
 public:
  virtual ~ScriptFile() = default;
  virtual const Script& upgrade() const = 0;
  /// Null when the revision cannot be reverted.
  virtual const Script* downgrade() const = 0;
  /// Why downgrade() is null.
  virtual const std::optional<NoDowngrade>& no_downgrade() const = 0;
};

/// What to throw instead of a plan that would revert such a revision: policy when it
/// says itself that it is irreversible, data when its downgrade was never written.
Error downgrade_refusal(const RevisionId& revision, const NoDowngrade& why);

}  // namespace dbmig
