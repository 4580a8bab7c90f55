#pragma once

#include <string>
#include <vector>

#include "dump/translate.h"

namespace dbmig {

/// The notes on one object while it is translated.
class Notes {
 public:
  Notes(std::string object, Missing missing) : object_(std::move(object)), missing_(missing) {}

  void change(std::string text) { add(Note::Kind::change, std::move(text)); }
  void warn(std::string text) { add(Note::Kind::warning, std::move(text)); }
  void refuse(std::string text) { add(Note::Kind::refusal, std::move(text)); }

  /// There is no such thing over there. True when it may be left out, which is noted as
  /// `instead`; else it is refused with `advice`.
  bool leave_out(const std::string& what, const std::string& instead, const std::string& advice) {
    if (missing_ == Missing::leave_out) {
      add(Note::Kind::loss, what + ": " + instead);
      return true;
    }
    add(Note::Kind::refusal, what + "; " + advice);
    return false;
  }

  /// Whether the object as a whole cannot be written.
  bool refused() const;
  Missing missing() const { return missing_; }
  const std::vector<Note>& all() const { return notes_; }

 private:
  void add(Note::Kind kind, std::string text);

  std::string object_;
  Missing missing_;
  std::vector<Note> notes_;
};

}  // namespace dbmig
