#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "config/environment.h"

namespace dbmig {

/// A text that knows for each of its bytes which byte of a file it came from.
class SourcedText {
 public:
  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }

  /// Adds bytes that stand in the file as they are, from byte `source` on.
  void append(std::string_view text, std::size_t source);
  /// Adds bytes that stand for something else: all of them came from byte `source`.
  void append_made(std::string_view text, std::size_t source);
  /// Adds part of another text with its origins.
  void append(const SourcedText& other, std::size_t begin, std::size_t count);
  /// Drops white space at the end.
  void trim_end();

  /// The byte of the file that byte `index` came from; past the end: just behind the
  /// last one.
  std::size_t source(std::size_t index) const;

 private:
  enum class Kind { copied, made };
  struct Piece {
    std::size_t begin;   // in text_
    std::size_t source;  // in the file
    Kind kind;
  };

  void start_piece(std::size_t source, Kind kind);

  std::string text_;
  std::vector<Piece> pieces_;
};

/// `key = value` as it stands in an ini file.
struct IniEntry {
  std::string key;       // lower-cased
  std::string spelling;  // as it stands in the file
  std::size_t key_offset = 0;
  std::size_t value_offset = 0;
  SourcedText raw;  // before any `%(name)s` or `${NAME}` is replaced
};

/// `[name]` and the entries below it, in the order of the file.
struct IniSection {
  std::string name;
  std::size_t offset = 0;
  std::vector<IniEntry> entries;

  const IniEntry* find(std::string_view key) const;
};

/// An ini file, read by the rules of Python's configparser, which Alembic uses.
///
/// Sections are case-sensitive, keys are not; comments are whole lines; an indented
/// line goes on with the value above it; keys of `[DEFAULT]` are visible in every
/// section. Holding an Ini means that no section and no key is there twice. Values
/// are kept as they stand: value() replaces what is to be replaced, so that a mistake
/// in a value nobody asks for harms nobody.
class Ini {
 public:
  /// Throws Error(config) pointing at the first thing that is wrong. `here` is what
  /// `%(here)s` stands for.
  Ini(std::string file, std::string_view text, std::string here = {});

  /// The same of what another parser has read: `text` is there to point into.
  static Ini assembled(std::string file, std::string_view text, std::string here,
                       std::vector<IniSection> sections);

  /// An empty section, for settings that come from elsewhere.
  void add_section(std::string name);

  const std::string& file() const { return file_; }
  /// Without `[DEFAULT]`, in the order of the file.
  const std::vector<IniSection>& sections() const { return sections_; }
  const IniSection& defaults() const { return defaults_; }
  /// nullptr when there is no such section (`DEFAULT` is none).
  const IniSection* find(std::string_view section) const;
  /// The entry of the section, else of `[DEFAULT]`; nullptr when neither has it.
  const IniEntry* find(const IniSection& section, std::string_view key) const;

  /// The value with `%(name)s`, `%%`, `${NAME}` and `${NAME:-default}` replaced and
  /// white space at both ends dropped. `$${` is a plain `${`. Throws Error(config).
  SourcedText value(const IniSection& section, const IniEntry& entry,
                    const Environment& environment) const;

  /// True when some value refers to `%(key)s`.
  bool refers_to(std::string_view key) const { return references_.contains(key); }

  /// A place for a message, with passwords taken out of the line it shows, and
  /// everything from byte `hidden_from` on.
  Location location(std::size_t offset, std::size_t hidden_from = std::string_view::npos) const;
  /// The byte at a line and a column, both counted from 1.
  std::size_t offset(std::size_t line, std::size_t column) const;
  /// A key without its value.
  Location location_of_key(const IniEntry& entry) const;
  /// `file:line` of a byte.
  std::string line(std::size_t offset) const;

 private:
  class Parser;
  friend class Pyproject;  // Fills the sections of an assembled one.

  Ini() = default;

  void index();

  std::string file_;
  std::string here_;
  std::string text_;
  IniSection defaults_;
  std::vector<IniSection> sections_;
  std::vector<std::size_t> line_starts_;
  std::set<std::string, std::less<>> references_;  // names within %( and )s
};

}  // namespace dbmig
