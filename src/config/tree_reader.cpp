#include "config/tree_reader.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kMaxNumber = 1'000'000;
constexpr std::size_t kMaxIdentifier = 64;  // characters of a table's name, on every server

/// A piece of a list and where it begins in the value.
struct Piece {
  std::string text;
  std::size_t offset = 0;
};

std::vector<Piece> pieces(std::string_view value, std::string_view separators) {
  std::vector<Piece> list;
  for (std::size_t begin = 0; begin <= value.size();) {
    const std::size_t end = std::min(value.find_first_of(separators, begin), value.size());
    std::size_t first = begin;
    while (first < end && is_space(value[first]))
      ++first;
    const std::string_view text = trim(value.substr(first, end - first));
    if (!text.empty()) list.push_back({std::string(text), first});
    begin = end + 1;
  }
  return list;
}

/// The characters that a separator's name stands for.
std::string separator(const SectionReader& reader, std::string_view key, const FoundValue& value) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kNames = {
      {{"os", ":"}, {"space", " "}, {"newline", "\n"}, {":", ":"}, {";", ";"}}};
  const std::string& name = value.str();
  const auto known = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const auto& each) { return each.first == name; });
  if (known != kNames.end()) return std::string(known->second);
  const std::string guess = did_you_mean(nearest(name, {"space", "newline", "os"}));
  const bool has_comment = name.find_first_of("#;") != std::string::npos;
  throw reader.error(value, fmt::format("{} is not a separator{}", key, guess))
      .with_hint(has_comment ? "a comment begins a line of its own: behind a value it is part of it"
                             : "one of os, space, newline, : and ;");
}

/// What separates the paths of `version_locations`: `path_separator`, else Alembic's older
/// key, else commas and white space. An alembic.ini may say anything in a key that does
/// not count: `alembic init` itself wrote a comment behind the value for years.
std::string separators(SectionReader& reader, ConfigStyle style, bool has_locations) {
  std::optional<std::string> found;
  for (const std::string_view key : {"path_separator", "version_path_separator"}) {
    const std::optional<FoundValue> value = reader.find(key);
    const bool counts = has_locations && !found;
    if (value && (counts || style == ConfigStyle::dbmig)) {
      std::string characters = separator(reader, key, *value);
      if (!found) found = std::move(characters);
    }
    reader.add_line(key, value ? value->str() : "", value ? reader.origin(*value) : "default");
  }
  return found.value_or(", \n");
}

fs::path scripts_path(SectionReader& reader, const FoundValue& value, const Piece& piece,
                      const fs::path& base) {
  const fs::path path = piece.text;
  const std::size_t colon = piece.text.find(':');
  if (path.is_relative() && colon != std::string::npos) {
    throw reader
        .error(value, "package:folder is a place inside a Python package", piece.offset + colon)
        .with_hint("give the path of the folder itself");
  }
  return (base / path).lexically_normal();
}

std::string joined(const std::vector<fs::path>& paths) {
  std::vector<std::string> texts;
  texts.reserve(paths.size());
  for (const fs::path& path : paths)
    texts.push_back(path.string());
  return join(texts, ", ");
}

std::vector<fs::path> version_locations(SectionReader& reader, ConfigStyle style,
                                        const fs::path& base, const fs::path& script_location) {
  const std::optional<FoundValue> value = reader.find("version_locations");
  // A list of a pyproject.toml needs no separator.
  const bool is_text = value && !value->text.empty() && value->ini == &reader.ini();
  const std::string split_at = separators(reader, style, is_text);
  std::vector<fs::path> paths;
  if (value) {
    const bool is_list = value->ini != &reader.ini();  // Of a pyproject.toml: line by line.
    for (const Piece& piece : pieces(value->str(), is_list ? "\n" : split_at))
      paths.push_back(scripts_path(reader, *value, piece, base));
  }
  const bool is_default = paths.empty();
  if (is_default) paths.push_back(script_location / "versions");
  reader.add_line("version_locations", joined(paths),
                  is_default ? "default" : reader.origin(*value));
  return paths;
}

/// Alembic turns it on for the exact word `true` alone.
bool recursive(SectionReader& reader, ConfigStyle style) {
  constexpr std::string_view kKey = "recursive_version_locations";
  if (style == ConfigStyle::dbmig) return reader.flag(kKey);
  return reader.text_or_default(kKey) == "true";
}

std::string identifier(SectionReader& reader, std::string_view key) {
  const std::optional<FoundValue> value = reader.text(key);
  if (!value) return std::string();
  if (code_points(value->str()) > kMaxIdentifier) {
    throw reader.error(*value, fmt::format("{} is longer than 64 characters", key));
  }
  if (value->str().find('\n') != std::string::npos) {
    throw reader.error(*value, fmt::format("a line break in {}", key), value->str().find('\n'));
  }
  return value->str();
}

std::optional<std::string> sql_mode(SectionReader& reader) {
  const std::optional<FoundValue> value = reader.find("sql_mode");
  if (!value) {
    reader.add_line("sql_mode", "", "default");
    return std::nullopt;
  }
  std::string mode;
  for (std::size_t i = 0; i < value->str().size(); ++i) {
    const char c = value->str()[i];
    if (is_space(c)) continue;
    if (!is_letter(c) && !is_digit(c) && c != '_' && c != ',') {
      throw reader.error(*value, "a character that no sql_mode has", i)
          .with_hint("write modes with commas between, as in STRICT_TRANS_TABLES,ANSI_QUOTES");
    }
    mode += to_upper(c);
  }
  reader.add_line("sql_mode", mode, reader.origin(*value));
  return mode;
}

void read_waits(SectionReader& reader, TreeSettings& tree) {
  tree.lock_timeout = reader.duration("lock_timeout");
  tree.lock_wait = reader.duration("lock_wait");
  tree.lock_budget = reader.duration("lock_budget");
  tree.statement_timeout = reader.duration("statement_timeout");
  tree.retries = reader.number("retries", kMaxNumber);
  tree.retry_delay = reader.duration("retry_delay");
  tree.retry_backoff = reader.factor("retry_backoff");
  if (tree.lock_wait.count() == 0) {
    // The server takes 0 for "do not wait at all": every ALTER of a used table would fail.
    throw reader.error(*reader.find("lock_wait"), "lock_wait is at least 1ms");
  }
}

std::vector<PostWriteHook> pyproject_hooks(const Pyproject& pyproject,
                                           const Environment& environment) {
  std::vector<PostWriteHook> hooks;
  for (const IniSection& section : pyproject.hooks()) {
    const auto value = [&](std::string_view key) {
      const IniEntry* entry = section.find(key);
      return entry == nullptr ? std::string()
                              : pyproject.ini().value(section, *entry, environment).str();
    };
    hooks.push_back({value("name"), value("type"), value("entrypoint"), value("executable"),
                     value("module"), value("options"), value("cwd")});
  }
  return hooks;
}

}  // namespace

fs::path script_base(ConfigStyle style, const fs::path& config_file, const fs::path& cwd) {
  return style == ConfigStyle::alembic ? cwd : config_file.parent_path();
}

fs::path read_script_location(SectionReader& reader, const fs::path& base) {
  const std::optional<FoundValue> value = reader.find("script_location");
  if (!value || value->text.empty()) {
    throw Error(ErrorCode::config, fmt::format("no script_location in [{}]", reader.section().name))
        .at(value ? reader.ini().location(value->source(0))
                  : reader.ini().location(reader.section().offset))
        .with_hint("name the folder that holds versions/, as in %(here)s/main");
  }
  fs::path path = scripts_path(reader, *value, {value->str(), 0}, base);
  reader.add_line("script_location", path.string(), reader.origin(*value));
  return path;
}

TreeSettings read_tree(SectionReader& reader, ConfigStyle style, const fs::path& base) {
  TreeSettings tree;
  tree.name = reader.section().name;
  tree.script_location = read_script_location(reader, base);
  tree.version_locations = version_locations(reader, style, base, tree.script_location);
  tree.recursive_version_locations = recursive(reader, style);
  tree.version_table = identifier(reader, "version_table");
  if (tree.version_table.empty()) tree.version_table = "alembic_version";
  tree.version_table_schema = identifier(reader, "version_table_schema");
  tree.version_table_pk = reader.flag("version_table_pk");
  tree.adopt_version_table = identifier(reader, "adopt_version_table");
  tree.file_template = reader.text_or_default("file_template");
  tree.truncate_slug_length = reader.number("truncate_slug_length", kMaxNumber);
  if (tree.truncate_slug_length == 0) tree.truncate_slug_length = 40;  // as Alembic reads it
  tree.timezone = reader.text_or_default("timezone");
  tree.is_protected = reader.flag("protected");
  read_waits(reader, tree);
  tree.sql_mode = sql_mode(reader);
  return tree;
}

std::vector<PostWriteHook> read_post_write_hooks(const Ini& ini, const Pyproject* pyproject,
                                                 const Environment& environment) {
  std::vector<PostWriteHook> hooks;
  const IniSection* section = ini.find("post_write_hooks");
  if (section == nullptr) {
    if (pyproject == nullptr) return hooks;
    return pyproject_hooks(*pyproject, environment);
  }
  const SectionReader reader(ini, *section, nullptr, environment);
  const std::optional<FoundValue> names = reader.find("hooks");
  if (!names) return hooks;
  for (const Piece& piece : pieces(names->str(), ", \n\t")) {
    const auto value = [&](std::string_view key) {
      const auto found = reader.find(fmt::format("{}.{}", lower(piece.text), key));
      return found ? found->str() : std::string();
    };
    hooks.push_back({piece.text, value("type"), value("entrypoint"), value("executable"),
                     value("module"), value("options"), value("cwd")});
  }
  return hooks;
}

}  // namespace dbmig
