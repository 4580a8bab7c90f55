#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/rows.h"
#include "python/inquiry.h"
#include "python/lexer.h"
#include "python/naming.h"
#include "python/value.h"
#include "script/script.h"
#include "sql/dialect.h"

namespace dbmig::python {

/// What a tree says of the revisions in it, besides their files.
struct Surroundings {
  std::string dialect_name = "mysql";        // What SQLAlchemy calls the server, by the URL.
  std::map<std::string, std::string> names;  // Of the project's modules: `app.types.Id`, and what
                                             // it stands for, as Python.
  Naming naming = Naming::none;
};

/// A statement that a revision came to, and the place of the call that it came from.
struct Emitted {
  enum class Kind { statement, line };  // A line is for people: print().

  std::string text;
  std::size_t offset = 0;
  Kind kind = Kind::statement;
  std::vector<Condition> conditions = {};  // That it is sent under, when it is foreseen.
  bool is_repeated = false;                // Until it meets no row.
};

/// What a function of a revision file did when it was evaluated.
///
/// Without a sink it is foreseen: statements are gathered, and with them all that the file wants
/// and cannot have. What only the database can tell is unknown then; what depends on it is
/// looked at both ways, and `steered` says that the statements are not what will be sent.
struct Evaluation {
  Dialect dialect;
  const Surroundings* surroundings = nullptr;
  const Source* source = nullptr;
  StatementSink* sink = nullptr;
  Heap heap;
  std::vector<Emitted> statements;
  std::vector<Error> findings;
  /// What the batches that are open have gathered: it is sent when a batch ends.
  std::vector<std::pair<const Object*, std::vector<Emitted>>> batches;
  bool steered = false;
  Inquiry inquiry;             // Of what steers it.
  bool told_of_names = false;  // That Alembic may name what the file does not.
  std::size_t touched = 0;     // How often something went to the database, or would have.
  int uncertain = 0;           // Above 0: what is looked at may not come to pass.
  int guards = 0;              // `try` statements that may take up a refusal.
};

/// Foresees the file's top level and then its function of that name (`upgrade`, `downgrade`).
///
/// Nothing outside is touched: no file, no network, no environment, no database. Steps, depth
/// and size are limited; beyond them, Error(data).
Evaluation evaluate(const Source& source, const Module& module, std::string_view function,
                    const Dialect& dialect, const Surroundings& surroundings = {});

/// The same in earnest: each statement is given to the sink when it is reached, and queries are
/// asked of it. Throws Error(data) for the first thing that cannot be had.
void run(const Source& source, const Module& module, std::string_view function,
         const Dialect& dialect, const Surroundings& surroundings, StatementSink& sink);

/// The definition of a function at the file's top level; null when it has none.
const Statement* find_function(const Module& module, std::string_view name);

}  // namespace dbmig::python
