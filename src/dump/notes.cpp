#include "dump/notes.h"

#include <algorithm>
#include <utility>

namespace dbmig {

std::string_view name(Note::Kind kind) {
  switch (kind) {
    case Note::Kind::change:
      return "change";
    case Note::Kind::warning:
      return "warning";
    case Note::Kind::loss:
      return "loss";
    case Note::Kind::refusal:
      return "refusal";
  }
  return "note";
}

bool Notes::refused() const {
  return std::any_of(notes_.begin(), notes_.end(),
                     [](const Note& note) { return note.kind == Note::Kind::refusal; });
}

void Notes::add(Note::Kind kind, std::string text) {
  Note note{kind, object_, std::move(text)};
  if (std::find(notes_.begin(), notes_.end(), note) == notes_.end()) {
    notes_.push_back(std::move(note));
  }
}

}  // namespace dbmig
