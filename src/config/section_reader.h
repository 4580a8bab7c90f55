#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/ini.h"
#include "config/pyproject.h"
#include "config/settings.h"

namespace dbmig {

/// A value of the ini with all references replaced, and where it stands.
struct FoundValue {
  const Ini* ini = nullptr;  // The file that it stands in.
  const IniEntry* entry = nullptr;
  SourcedText text;

  const std::string& str() const { return text.str(); }
  /// The byte of the file that byte `index` of the value came from.
  std::size_t source(std::size_t index) const {
    return text.empty() ? entry->value_offset : text.source(index);
  }
};

/// Reads the settings of one section: its own keys, `[DEFAULT]`, then those of a section
/// that holds for all (`[dbmig]`), or else those of a pyproject.toml. Each read leaves a line for
/// `dbmig config`.
class SectionReader {
 public:
  /// `shared` and `pyproject` are nullptr when none counts. All are kept by reference.
  SectionReader(const Ini& ini, const IniSection& section, const IniSection* shared,
                const Environment& environment, const Pyproject* pyproject = nullptr)
      : ini_(ini),
        section_(section),
        shared_(shared),
        environment_(environment),
        pyproject_(pyproject) {}

  const Ini& ini() const { return ini_; }
  const IniSection& section() const { return section_; }

  /// The value of a key, without a line; nothing when it is not set.
  std::optional<FoundValue> find(std::string_view key) const;
  /// The entry of a key, its references not replaced.
  const IniEntry* find_entry(std::string_view key) const;

  /// A value that is set and not empty; nothing otherwise.
  std::optional<FoundValue> text(std::string_view key);
  /// The value, or the key's default.
  std::string text_or_default(std::string_view key);
  bool flag(std::string_view key);
  std::chrono::milliseconds duration(std::string_view key);
  unsigned number(std::string_view key, unsigned limit);
  double factor(std::string_view key);

  Error error(const FoundValue& value, const std::string& message, std::size_t index = 0) const;
  std::string origin(const FoundValue& value) const;

  void add_line(std::string_view key, std::string value, std::string origin);
  void replace_last_line(std::string value, std::string origin);
  std::size_t line_count() const { return lines_.size(); }
  /// Forgets all but the first `count` lines.
  void drop_lines(std::size_t count) { lines_.resize(count); }
  std::vector<SettingLine> take_lines() { return std::move(lines_); }

 private:
  const Ini& ini_;
  const IniSection& section_;
  const IniSection* shared_;
  const Environment& environment_;
  const Pyproject* pyproject_;
  std::vector<SettingLine> lines_;
};

}  // namespace dbmig
