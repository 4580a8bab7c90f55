#include "config/pyproject.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/file.h"
#include "base/text.h"
#include "config/keys.h"

namespace dbmig {
namespace {

constexpr std::size_t kMostText = 1U << 20;  // Nobody's pyproject.toml; a parser's long day.

constexpr std::array<std::string_view, 3> kFlags = {"recursive_version_locations",
                                                    "version_table_pk", "protected"};

/// A list needs no separator, and a login does not belong into this file.
constexpr std::array<std::string_view, 11> kElsewhere = {
    "trees",      "path_separator", "version_path_separator",
    "url",        "password_file",  "ssl_mode",
    "ssl_ca",     "ssl_cert",       "ssl_key",
    "plugin_dir", "connect_timeout"};

template <typename Words>
bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

/// Turns the parser's tables into sections.
class Pyproject::Reader {
 public:
  explicit Reader(Pyproject& out) : out_(out) {}

  /// The settings that dbmig knows; others are some other tool's business.
  void settings(const toml::table& table) {
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      if (find_key(name) == nullptr || contains(kElsewhere, name)) continue;
      if (contains(kFlags, name) && !node.is_boolean()) {
        throw error(node, fmt::format("boolean value expected for TOML parameter '{}'", name));
      }
      out_.ini_.sections_.front().entries.push_back(entry(name, key, node));
    }
  }

  void hooks(const toml::node* list) {
    if (list == nullptr) return;
    const toml::array* tables = list->as_array();
    if (tables == nullptr) {
      throw error(*list, "post_write_hooks is a list of tables").with_hint(kHookHint);
    }
    for (const toml::node& node : *tables) {
      const toml::table* table = node.as_table();
      if (table == nullptr || !table->contains("name")) {
        throw error(node, "a post write hook is a table with a name").with_hint(kHookHint);
      }
      IniSection section;
      section.name = "tool.alembic.post_write_hooks";
      section.offset = offset(node.source().begin);
      for (const auto& [key, value] : *table)
        section.entries.push_back(entry(lower(key.str()), key, value));
      out_.hooks_.push_back(std::move(section));
    }
  }

  std::size_t offset(const toml::source_position& place) const {
    return out_.ini_.offset(place.line, place.column);
  }

  Error error(const toml::source_position& place, const std::string& message) const {
    return Error(ErrorCode::config, message).at(out_.ini_.location(offset(place)));
  }
  Error error(const toml::node& node, const std::string& message) const {
    return error(node.source().begin, message);
  }

 private:
  static constexpr const char* kHookHint =
      "write [[tool.alembic.post_write_hooks]], and below it name = \"...\" and type = \"...\"";

  IniEntry entry(const std::string& name, const toml::key& key, const toml::node& node) const {
    IniEntry made;
    made.key = name;
    made.spelling = key.str();
    made.key_offset = offset(key.source().begin);
    made.value_offset = offset(node.source().begin);
    const toml::array* list = node.as_array();
    if (list == nullptr) {
      made.raw.append_made(word(name, node), made.value_offset);
      return made;
    }
    for (const toml::node& element : *list) {
      const std::string text = word(name, element);
      const std::size_t place = offset(element.source().begin);
      if (text.find('\n') != std::string::npos) throw error(element, "a line break in a list");
      if (!made.raw.empty()) made.raw.append_made("\n", place);
      made.raw.append_made(text, place);
    }
    return made;
  }

  /// A single value as an ini would have it.
  std::string word(const std::string& name, const toml::node& node) const {
    if (const auto text = node.value_exact<std::string>()) return *text;
    if (const auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
    if (const auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
    if (const auto number = node.value_exact<double>()) return fmt::format("{}", *number);
    throw error(node, fmt::format("{} is no text", name));
  }

  Pyproject& out_;
};

std::optional<Pyproject> Pyproject::parse(const std::string& file, std::string_view text,
                                          std::string here) {
  if (text.size() > kMostText) {
    throw Error(ErrorCode::config, fmt::format("{}: longer than a megabyte", file));
  }
  IniSection section;
  section.name = "alembic";
  Pyproject result(Ini::assembled(file, text, std::move(here), {section}));
  Reader reader(result);
  try {
    const toml::table document = toml::parse(text, file);
    const toml::node_view<const toml::node> tool = document["tool"]["alembic"];
    if (!tool) return std::nullopt;
    const toml::table* table = tool.as_table();
    if (table == nullptr) throw reader.error(*tool.node(), "tool.alembic is not a table");
    result.ini_.sections_.front().offset = reader.offset(table->source().begin);
    reader.settings(*table);
    reader.hooks(table->get("post_write_hooks"));
    return result;
  } catch (const toml::parse_error& error) {
    throw reader.error(error.source().begin,
                       fmt::format("not TOML: {}", printable(error.description())));
  }
}

}  // namespace dbmig
