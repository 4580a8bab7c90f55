#include "dump/collations.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace dbmig {
namespace {

/// A language of the UCA collations, and its code in MySQL's 0900 names ("": it has none).
struct Language {
  std::string_view name;
  std::string_view code;
};
constexpr auto kLanguages = std::to_array<Language>({
    {"croatian", "hr"},  {"czech", "cs"},      {"danish", "da"},        {"esperanto", "eo"},
    {"estonian", "et"},  {"german2", "de_pb"}, {"hungarian", "hu"},     {"icelandic", "is"},
    {"latvian", "lv"},   {"lithuanian", "lt"}, {"persian", ""},         {"polish", "pl"},
    {"roman", "la"},     {"romanian", "ro"},   {"sinhala", ""},         {"slovak", "sk"},
    {"slovenian", "sl"}, {"spanish", "es"},    {"spanish2", "es_trad"}, {"swedish", "sv"},
    {"turkish", "tr"},   {"vietnamese", "vi"},
});

/// The parts of `utf8mb4_uca1400_swedish_nopad_as_cs`.
struct Uca {
  std::string_view character_set;  // Empty in the contextual form.
  std::string_view language;       // Empty: the root's.
  bool nopad = false;
  std::string_view accents;  // ai or as
  std::string_view cases;    // ci or cs
};

bool is_unicode_set(std::string_view name) {
  constexpr std::array<std::string_view, 5> kSets = {"utf8mb4", "utf8mb3", "ucs2", "utf16",
                                                     "utf32"};
  return std::find(kSets.begin(), kSets.end(), name) != kSets.end();
}

const Language* find_language(std::string_view name) {
  const auto found = std::find_if(kLanguages.begin(), kLanguages.end(),
                                  [&](const Language& each) { return each.name == name; });
  return found == kLanguages.end() ? nullptr : &*found;
}

std::optional<Uca> parse_uca(std::string_view name) {
  std::vector<std::string_view> parts = split(name, '_');
  Uca uca;
  if (is_unicode_set(parts.front())) {
    uca.character_set = parts.front();
    parts.erase(parts.begin());
  }
  if (parts.size() < 3 || parts.front() != "uca1400") return std::nullopt;
  parts.erase(parts.begin());
  uca.cases = parts.back();
  uca.accents = parts[parts.size() - 2];
  parts.resize(parts.size() - 2);
  if (!parts.empty() && parts.back() == "nopad") {
    uca.nopad = true;
    parts.pop_back();
  }
  if (!parts.empty() && find_language(parts.front()) != nullptr) {
    uca.language = parts.front();
    parts.erase(parts.begin());
  }
  const bool known = (uca.accents == "ai" || uca.accents == "as") &&
                     (uca.cases == "ci" || uca.cases == "cs") && parts.empty();
  return known ? std::optional(uca) : std::nullopt;
}

std::string nearest_in_mysql(const Uca& uca) {
  const std::string_view set = uca.character_set.empty() ? "utf8mb4" : uca.character_set;
  const Language* language = find_language(uca.language);
  if (set != "utf8mb4") {
    // Only utf8mb4 has collations that know case and accents.
    return fmt::format(
        "{}_{}", set,
        language == nullptr ? "unicode_520_ci" : fmt::format("{}_ci", language->name));
  }
  const bool folds_all = uca.accents == "ai" && uca.cases == "ci";
  if (language != nullptr && language->code.empty())
    return fmt::format("{}_{}_ci", set, uca.language);
  // The 0900 collations do not ignore blanks at the end; this one does.
  if (language == nullptr && folds_all && !uca.nopad) return "utf8mb4_unicode_520_ci";
  const std::string prefix =
      language == nullptr ? "utf8mb4_0900" : fmt::format("utf8mb4_{}_0900", language->code);
  if (folds_all) return prefix + "_ai_ci";
  if (uca.cases == "cs") return prefix + "_as_cs";
  return language == nullptr ? prefix + "_as_ci" : prefix + "_as_cs";
}

/// Names of MariaDB's other collations without what only MariaDB has of them.
std::string without_nopad(std::string name) { return replaced(name, "_nopad_", "_"); }

std::optional<std::string> general_in_mysql(const std::string& name) {
  if (const std::optional<Uca> uca = parse_uca(name)) {
    return fmt::format("{}_general_ci",
                       uca->character_set.empty() ? "utf8mb4" : uca->character_set);
  }
  if (name.find("_nopad_") != std::string::npos) return without_nopad(name);
  if (name.ends_with("_croatian_mysql561_ci")) return replaced(name, "_mysql561", "");
  const std::string set(character_set_of(name));
  if (name.ends_with("_myanmar_ci") || name.ends_with("_thai_520_w2")) {
    return set + "_unicode_520_ci";
  }
  return set + "_general_ci";
}

std::string nearest_in_mariadb(const std::string& name) {
  if (name == "utf8mb4_0900_bin") return "utf8mb4_nopad_bin";
  std::string_view rest = name;
  rest.remove_prefix(std::string_view("utf8mb4_").size());
  const std::size_t tail = rest.find("0900_");
  const std::string_view strength = rest.substr(tail + 5);
  std::string language;
  for (const Language& each : kLanguages) {
    if (!each.code.empty() && rest.substr(0, tail) == std::string(each.code) + "_")
      language = std::string(each.name) + "_";
  }
  // MySQL's marks for kana (`_ks`) have no twin.
  return fmt::format("utf8mb4_uca1400_{}nopad_{}", language,
                     strength.starts_with("as_cs") ? "as_cs" : strength);
}

}  // namespace

std::string_view name(DumpTarget target) {
  switch (target) {
    case DumpTarget::same:
      return "same";
    case DumpTarget::mysql8:
      return "mysql8";
    case DumpTarget::mariadb:
      return "mariadb";
  }
  return "same";
}

std::string_view product(DumpTarget target) {
  return target == DumpTarget::mysql8 ? "MySQL 8" : "MariaDB";
}

std::string_view character_set_of(std::string_view collation) {
  return collation.substr(0, collation.find('_'));
}

bool is_mariadb_collation(std::string_view collation) {
  const std::string name = lower(collation);
  return parse_uca(name).has_value() || name.find("_nopad_") != std::string::npos ||
         name.ends_with("_croatian_mysql561_ci") || name.ends_with("_myanmar_ci") ||
         name.ends_with("_thai_520_w2") || name.find("_general1400_") != std::string::npos;
}

bool is_mysql_collation(std::string_view collation) {
  const std::string name = lower(collation);
  return (name.starts_with("utf8mb4_") && name.find("0900_") != std::string::npos) ||
         name.starts_with("gb18030_") || name.ends_with("_tolower_ci");
}

CollationMap::CollationMap(CollationPreset preset,
                           std::vector<std::pair<std::string, std::string>> own)
    : preset_(preset), own_(std::move(own)) {
  for (auto& [from, to] : own_) {
    from = lower(from);
    to = lower(to);
    const bool contextual = from.starts_with("uca1400_");
    if (contextual || character_set_of(from) == character_set_of(to)) continue;
    throw Error(ErrorCode::config,
                fmt::format("{} cannot stand for {}: they are of two character sets", to, from))
        .with_hint(
            fmt::format("name a collation of {} in [dbmig:collations]", character_set_of(from)));
  }
}

std::optional<std::string> CollationMap::mapped(std::string_view collation,
                                                DumpTarget target) const {
  if (target == DumpTarget::same) return std::nullopt;
  const std::string name = lower(collation);
  for (const auto& [from, to] : own_) {
    if (from == name) return to;
  }
  if (target == DumpTarget::mysql8 && is_mariadb_collation(name)) {
    const std::optional<Uca> uca = parse_uca(name);
    if (uca && preset_ == CollationPreset::nearest) return nearest_in_mysql(*uca);
    return general_in_mysql(name);
  }
  if (target == DumpTarget::mariadb && is_mysql_collation(name) && !name.starts_with("gb18030_")) {
    if (name.ends_with("_tolower_ci")) return replaced(name, "_tolower_", "_general_");
    if (preset_ == CollationPreset::nearest) return nearest_in_mariadb(name);
    return name == "utf8mb4_0900_bin" ? "utf8mb4_bin" : "utf8mb4_general_ci";
  }
  return std::nullopt;
}

}  // namespace dbmig
