#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "sql/dialect.h"

namespace dbmig::python {

struct Question;

/// A condition that the database decides, as SQL that is never NULL, and its opposite.
struct Condition {
  /// What it hangs on: a question, and the name that is looked for in its answer.
  struct Asked {
    const Question* question;  // Null: how many rows a statement met.
    std::string name;
    bool is_there = true;       // Whether that has to be there for the condition to hold.
    std::size_t statement = 0;  // By its index.
  };

  std::string holds;
  std::string fails;
  std::vector<Asked> asked;
};

/// Whether a condition is that a statement met rows, or none, and nothing else.
bool is_of_found_rows(const Condition& condition);
Condition negated(const Condition& condition);
Condition all_of(const std::vector<Condition>& conditions);
Condition any_of(const std::vector<Condition>& conditions);

/// A condition that statements are under, and how long it lasts: behind an `if` that is left by
/// `continue`, what follows in the loop is under its opposite.
struct Guard {
  enum class Until { branch, iteration, loop, function };

  Condition condition;
  Until until = Until::branch;
};

/// What a revision asked the database when it was foreseen.
struct Question {
  enum class About {
    tables,  // The names of all.
    views,
    table,  // Whether there is one of that name.
    columns,
    indexes,
    unique_constraints,
    foreign_keys,
    primary_key,
    rows,  // A query.
  };

  About about = About::rows;
  std::string table;
  std::string query;
  std::size_t offset = 0;  // Of the call.
  /// How many statements stand before the answer was given, and before it is asked for here: an
  /// inspector keeps its answers.
  std::size_t since = std::string::npos;
  std::size_t at = 0;
  std::vector<Condition> conditions;  // That it is asked under.
};

/// What is known of a value that only the database can tell.
struct Unknown {
  enum class Form {
    records,      // `get_columns()`: dicts with a name
    record,       // one of them
    name,         // its name
    names,        // those of all
    key,          // `get_pk_constraint()`
    key_columns,  // its columns
    result,       // of a query
    rows,         // all of them
    row,          // the first one, or None
    cell,         // its first value
    count,        // how many there are
    found,        // how many rows a statement met
    each,         // of all records: whether it is the one of that name
    condition,
  };

  Form form = Form::condition;
  const Question* question = nullptr;
  Condition condition;
  std::string name;           // Of `each`.
  std::size_t statement = 0;  // Of `found`, by its index.
  bool is_used = false;       // Of a `result`: its rows were taken.
};

/// What can be said of a revision that the database steers, beside what is foreseen of it: where
/// its statements hang on conditions that SQL can ask as well.
struct Inquiry {
  std::deque<Question> questions;
  std::deque<Unknown> unknowns;
  std::vector<Guard> guards;
  std::optional<Error> inexact;  // Why SQL cannot say what it does.

  std::vector<Condition> conditions() const;
};

/// Whether a name is in the answer, such as a column in a table; as Python compares names. Nothing
/// when SQL cannot ask so.
std::optional<Condition> name_condition(const Question& question, std::string_view name,
                                        const Dialect& dialect);
/// Whether a query finds rows. Nothing when SQL cannot ask so.
std::optional<Condition> rows_condition(const Question& question, const Dialect& dialect);
/// How a single number that a query counts compares with another: `> 0`.
std::optional<Condition> count_condition(const Question& question, std::string_view op,
                                         std::int64_t number, const Dialect& dialect);
/// Whether a value of a query is a number that is never 0, for it is written in it.
bool is_constant(const Question& question, const Dialect& dialect);

/// Whether there is a table or a view of that name.
std::string table_exists(std::string_view table, const Dialect& dialect);

}  // namespace dbmig::python
