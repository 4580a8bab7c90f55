#include "config/ini.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "config/redact.h"

namespace dbmig {

void SourcedText::start_piece(std::size_t source, Kind kind) {
  pieces_.push_back({text_.size(), source, kind});
}

void SourcedText::append(std::string_view text, std::size_t source) {
  start_piece(source, Kind::copied);
  text_ += text;
}

void SourcedText::append_made(std::string_view text, std::size_t source) {
  start_piece(source, Kind::made);
  text_ += text;
}

void SourcedText::append(const SourcedText& other, std::size_t begin, std::size_t count) {
  const std::size_t end = std::min(begin + count, other.text_.size());
  auto piece = std::upper_bound(other.pieces_.begin(), other.pieces_.end(), begin,
                                [](std::size_t at, const Piece& p) { return at < p.begin; });
  if (piece != other.pieces_.begin()) --piece;
  for (; begin < end && piece != other.pieces_.end(); ++piece) {
    const std::size_t next = piece + 1 == other.pieces_.end() ? end : (piece + 1)->begin;
    const std::size_t stop = std::min(end, next);
    if (stop <= begin) continue;
    const std::size_t skipped = piece->kind == Kind::copied ? begin - piece->begin : 0;
    start_piece(piece->source + skipped, piece->kind);
    text_ += std::string_view(other.text_).substr(begin, stop - begin);
    begin = stop;
  }
}

void SourcedText::trim_end() {
  while (!text_.empty() && is_space(text_.back()))
    text_.pop_back();
  while (pieces_.size() > 1 && pieces_.back().begin > text_.size())
    pieces_.pop_back();
}

std::size_t SourcedText::source(std::size_t index) const {
  index = std::min(index, text_.size());
  auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), index,
                                [](std::size_t at, const Piece& p) { return at < p.begin; });
  if (piece == pieces_.begin()) return 0;
  --piece;
  return piece->kind == Kind::copied ? piece->source + (index - piece->begin) : piece->source;
}

const IniEntry* IniSection::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const IniEntry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

/// Reads the lines of one file, one after another, into an Ini.
class Ini::Parser {
 public:
  explicit Parser(Ini& ini) : ini_(ini), text_(ini.text_) {}

  void run() {
    check_bytes();
    for (std::size_t begin = 0; begin < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', begin), text_.size());
      line(begin, end);
      begin = end + 1;
    }
    finish_value();
  }

 private:
  Error error(const std::string& message, std::size_t offset) const {
    return Error(ErrorCode::config, message).at(ini_.location(offset));
  }

  /// The same, showing nothing of the line from byte `hidden_from` on: where a line is not
  /// understood, that may be a password.
  Error error_without_value(const std::string& message, std::size_t first,
                            std::size_t hidden_from) const {
    return Error(ErrorCode::config, message).at(ini_.location(first, hidden_from));
  }

  void check_bytes() const {
    const std::size_t nul = text_.find('\0');
    if (nul != std::string_view::npos) {
      throw error_without_value("a NUL byte in the file", nul, nul);
    }
    if (const auto invalid = find_invalid_utf8(text_)) {
      throw error_without_value("not valid UTF-8", *invalid, *invalid)
          .with_hint("save the file in UTF-8");
    }
  }

  void line(std::size_t begin, std::size_t end) {
    std::size_t first = begin;
    while (first < end && is_space(text_[first]))
      ++first;
    while (end > first && is_space(text_[end - 1]))
      --end;
    if (first == end) {
      if (value_ != nullptr) value_->raw.append_made("\n", first);
      return;
    }
    if (text_[first] == '#' || text_[first] == ';') return;
    const std::size_t indent = first - begin;
    if (value_ != nullptr && indent > indent_) {
      value_->raw.append_made("\n", first);
      value_->raw.append(text_.substr(first, end - first), first);
      return;
    }
    indent_ = indent;
    const std::size_t bracket =
        text_[first] == '[' ? text_.substr(0, end).rfind(']') : std::string_view::npos;
    if (bracket != std::string_view::npos && bracket > first + 1) {
      section(text_.substr(first + 1, bracket - first - 1), first);
    } else {
      entry(first, end);
    }
  }

  void section(std::string_view name, std::size_t offset) {
    finish_value();
    if (name == "DEFAULT") {
      section_ = kDefaults;
      return;
    }
    if (!section_names_.emplace(name).second) {
      const std::size_t first = ini_.find(name)->offset;
      throw error(
          fmt::format("section [{}] is there twice, first in line {}", name, line_number(first)),
          offset);
    }
    ini_.sections_.push_back({std::string(name), offset, {}});
    section_ = ini_.sections_.size() - 1;
    keys_.clear();
  }

  void entry(std::size_t first, std::size_t end) {
    finish_value();
    const std::string_view line = text_.substr(first, end - first);
    const std::size_t delimiter = line.find_first_of("=:");
    if (section_ == kNoSection) {
      const std::size_t shown = delimiter == std::string_view::npos ? 0 : delimiter + 1;
      throw error_without_value("no section begins above this line", first, first + shown)
          .with_hint("begin the file with [dbmig]");
    }
    if (delimiter == std::string_view::npos) {
      throw error("neither a [section] nor `key = value`", first)
          .with_hint("a value that goes on in the next line is indented there");
    }
    const std::string_view name = trim(line.substr(0, delimiter));
    if (name.empty()) {
      throw error_without_value("a key is missing before this sign", first, first + 1);
    }

    IniSection& section = current();
    IniEntry entry;
    entry.key = lower(name);
    entry.spelling = name;
    entry.key_offset = first;
    std::size_t value = delimiter + 1;
    while (value < line.size() && is_space(line[value]))
      ++value;
    entry.value_offset = first + value;
    entry.raw.append(line.substr(value), first + value);
    std::set<std::string>& keys = section_ == kDefaults ? default_keys_ : keys_;
    if (!keys.insert(entry.key).second) {
      throw error(fmt::format("this key is there twice in [{}], first in line {}", section.name,
                              line_number(section.find(entry.key)->key_offset)),
                  first);
    }
    section.entries.push_back(std::move(entry));
    value_ = &section.entries.back();
  }

  void finish_value() {
    if (value_ != nullptr) value_->raw.trim_end();
    value_ = nullptr;
  }

  IniSection& current() {
    return section_ == kDefaults ? ini_.defaults_ : ini_.sections_[section_];
  }

  int line_number(std::size_t offset) const { return ini_.location(offset).line; }

  static constexpr std::size_t kNoSection = static_cast<std::size_t>(-1);
  static constexpr std::size_t kDefaults = static_cast<std::size_t>(-2);

  Ini& ini_;
  std::string_view text_;
  std::size_t section_ = kNoSection;  // index, or one of the two above
  IniEntry* value_ = nullptr;         // the entry that an indented line goes on with
  std::size_t indent_ = 0;
  std::set<std::string, std::less<>> section_names_;
  std::set<std::string> keys_;
  std::set<std::string> default_keys_;
};

namespace {

/// Every kind of line end as `\n`, and no byte order mark.
std::string normalized(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    out += text[i] == '\r' ? '\n' : text[i];
  }
  return out;
}

std::size_t line_start(std::string_view text, std::size_t offset) {
  if (offset == 0) return 0;
  const std::size_t newline = text.rfind('\n', offset - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

/// True when the line at `start` may hold the rest of a secret of the lines above: an
/// indented line below a URL, or any line below a password or a URL cut short.
bool goes_on_with_a_secret(std::string_view text, std::size_t start) {
  const bool indented = start < text.size() && is_space(text[start]);
  while (start > 0) {
    const std::size_t end = start - 1;
    start = line_start(text, end);
    const std::string_view line = text.substr(start, end - start);
    const std::string_view words = trim(line);
    if (words.empty() || words.front() == '#' || words.front() == ';') continue;
    if (indented && is_space(line.front())) continue;
    const std::size_t delimiter = words.find_first_of("=:");
    if (words.front() == '[' || delimiter == std::string_view::npos) return false;
    const std::string_view value = trim(words.substr(delimiter + 1));
    if (may_be_cut_short(value) || names_a_secret(words.substr(0, delimiter))) return true;
    return indented &&
           (!hidden_in_line(words).empty() || value.find("://") != std::string_view::npos);
  }
  return false;
}

/// `location` showing only what `hidden` leaves of its line.
Location redacted(Location location, std::vector<HiddenRange> hidden, std::size_t byte_column) {
  if (hidden.empty()) return location;
  const RedactedText shown(location.source_line, std::move(hidden));
  const std::string_view before =
      std::string_view(shown.str()).substr(0, shown.position(byte_column));
  location.caret = 1 + static_cast<int>(code_points(before));
  location.source_line = shown.str();
  return location;
}

}  // namespace

Ini::Ini(std::string file, std::string_view text, std::string here)
    : file_(std::move(file)), here_(std::move(here)), text_(normalized(text)) {
  defaults_.name = "DEFAULT";
  index();
  Parser(*this).run();
}

Ini Ini::assembled(std::string file, std::string_view text, std::string here,
                   std::vector<IniSection> sections) {
  Ini ini;
  ini.file_ = std::move(file);
  ini.here_ = std::move(here);
  ini.text_ = normalized(text);
  ini.defaults_.name = "DEFAULT";
  ini.sections_ = std::move(sections);
  ini.index();
  return ini;
}

void Ini::add_section(std::string name) {
  sections_.emplace_back();
  sections_.back().name = std::move(name);
}

const IniSection* Ini::find(std::string_view section) const {
  const auto found = std::find_if(sections_.begin(), sections_.end(),
                                  [&](const IniSection& s) { return s.name == section; });
  return found == sections_.end() ? nullptr : &*found;
}

const IniEntry* Ini::find(const IniSection& section, std::string_view key) const {
  const IniEntry* entry = section.find(key);
  return entry != nullptr ? entry : defaults_.find(key);
}

/// Lines and references are asked for once per key: neither may take a walk through the file.
void Ini::index() {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
  for (std::size_t mark = text_.find("%("); mark != std::string::npos;
       mark = text_.find("%(", mark + 1)) {
    const std::size_t close = text_.find_first_of(")\n", mark);
    if (close == std::string::npos) break;
    references_.insert(lower(std::string_view(text_).substr(mark + 2, close - mark - 2)));
  }
}

Location Ini::location(std::size_t offset, std::size_t hidden_from) const {
  Location location = Location::at(file_, text_, offset);
  const std::size_t start = line_start(text_, std::min(offset, text_.size()));
  const std::size_t column = std::min(offset, text_.size()) - start;
  const std::size_t size = location.source_line.size();
  if (goes_on_with_a_secret(text_, start))
    return redacted(std::move(location), {{0, size}}, column);
  std::vector<HiddenRange> hidden = hidden_in_line(location.source_line);
  if (hidden_from < start + size) {
    std::size_t from = hidden_from - start;
    while (!hidden.empty() && hidden.back().end > from) {
      from = std::min(from, hidden.back().begin);
      hidden.pop_back();
    }
    hidden.push_back({from, size});
  }
  return redacted(std::move(location), std::move(hidden), column);
}

std::size_t Ini::offset(std::size_t line, std::size_t column) const {
  if (line == 0 || line > line_starts_.size()) return text_.size();
  const std::size_t start = line_starts_[line - 1];
  const std::size_t end = line < line_starts_.size() ? line_starts_[line] - 1 : text_.size();
  const std::string_view text = std::string_view(text_).substr(start, end - start);
  return start + code_point_range(text, 0, column == 0 ? 0 : column - 1).size();
}

Location Ini::location_of_key(const IniEntry& entry) const {
  return location(entry.key_offset, entry.value_offset);
}

std::string Ini::line(std::size_t offset) const {
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return fmt::format("{}:{}", file_, next - line_starts_.begin());
}

}  // namespace dbmig
