#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dump/catalog.h"
#include "dump/collations.h"
#include "sql/dialect.h"

namespace dbmig {

/// What to do with the user that a view or program belongs to.
struct DefinerRule {
  enum class Kind { keep, drop, map };
  Kind kind = Kind::keep;
  std::string definer;  // For map: `app`@`%`, quoted.
};

/// What to do with what the target has no word for.
enum class Missing {
  refuse,
  leave_out,  // Write the nearest thing, or nothing, and list it.
};

enum class Counters { leave_out, keep };

struct TranslateOptions {
  DumpTarget target = DumpTarget::same;
  CollationMap collations;
  DefinerRule definer;
  Missing missing = Missing::refuse;
  Counters auto_increment = Counters::leave_out;
};

/// Something about one object that a person should know.
struct Note {
  enum class Kind {
    change,   // Written in another way, with the same meaning.
    warning,  // It may behave differently.
    loss,     // Not written, since Missing::leave_out was asked for.
    refusal,  // Cannot be written: the dump must not be made.
  };
  Kind kind = Kind::change;
  std::string object;  // `table `users``
  std::string text;    // What and why; for a refusal, and what to do.

  std::string line() const { return object + ": " + text; }
  friend bool operator==(const Note&, const Note&) = default;
};

struct Translation {
  Catalog catalog;
  std::vector<Note> notes;
};

/// The word for a kind: `change`, `warning` …
std::string_view name(Note::Kind kind);

/// A schema in the words of another server. Reads tokens, never text: what stands in
/// strings, comments and quoted names stays as it is.
///
/// Pure. Throws nothing; what cannot be written is a note of its own kind.
Translation translate(Catalog catalog, const Dialect& source, const TranslateOptions& options);

/// The refusals among the notes as one Error(data), if there are any.
void throw_refusals(const std::vector<Note>& notes, std::string_view database, DumpTarget target);

}  // namespace dbmig
