#include "config/section_reader.h"

#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "config/duration.h"
#include "config/keys.h"

namespace dbmig {
namespace {

std::string default_of(std::string_view key) {
  const Key* known = find_key(key);
  return known == nullptr ? std::string() : std::string(known->default_value);
}

}  // namespace

const IniEntry* SectionReader::find_entry(std::string_view key) const {
  const IniEntry* entry = section_.find(key);
  if (entry == nullptr && shared_ != nullptr) entry = shared_->find(key);
  return entry != nullptr ? entry : ini_.defaults().find(key);
}

std::optional<FoundValue> SectionReader::find(std::string_view key) const {
  const IniEntry* entry = section_.find(key);
  const IniSection* home = &section_;
  if (entry == nullptr && shared_ != nullptr && (entry = shared_->find(key)) != nullptr) {
    home = shared_;  // `%(name)s` means the keys beside it
  }
  if (entry == nullptr) entry = ini_.defaults().find(key);
  if (entry == nullptr && pyproject_ != nullptr) {
    const IniSection& table = pyproject_->table();
    entry = table.find(key);
    if (entry == nullptr) return std::nullopt;
    return FoundValue{&pyproject_->ini(), entry,
                      pyproject_->ini().value(table, *entry, environment_)};
  }
  if (entry == nullptr) return std::nullopt;
  return FoundValue{&ini_, entry, ini_.value(*home, *entry, environment_)};
}

std::optional<FoundValue> SectionReader::text(std::string_view key) {
  std::optional<FoundValue> value = find(key);
  if (value && value->text.empty()) value.reset();
  add_line(key, value ? value->str() : default_of(key), value ? origin(*value) : "default");
  return value;
}

std::string SectionReader::text_or_default(std::string_view key) {
  const std::optional<FoundValue> value = text(key);
  return value ? value->str() : default_of(key);
}

bool SectionReader::flag(std::string_view key) {
  const std::optional<FoundValue> value = text(key);
  if (!value) return default_of(key) == "true";
  if (const auto found = find_bool(value->str())) return *found;
  throw error(*value, fmt::format("{} is neither true nor false", key));
}

std::chrono::milliseconds SectionReader::duration(std::string_view key) {
  const std::optional<FoundValue> value = text(key);
  const auto found = find_duration(value ? value->str() : default_of(key));
  if (!found) {
    throw error(*value, fmt::format("{} is not a length of time", key))
        .with_hint("write it as 5, 5s, 500ms or 2m");
  }
  lines_.back().value = duration_text(*found);
  return *found;
}

unsigned SectionReader::number(std::string_view key, unsigned limit) {
  const std::optional<FoundValue> value = text(key);
  const std::string digits = value ? value->str() : default_of(key);
  unsigned result = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (!is_digit(digits[i])) throw error(*value, fmt::format("{} is not a number", key), i);
    result = result * 10 + static_cast<unsigned>(digits[i] - '0');
    if (result > limit) throw error(*value, fmt::format("{} is at most {}", key, limit));
  }
  return result;
}

double SectionReader::factor(std::string_view key) {
  const std::optional<FoundValue> value = text(key);
  const std::string number = value ? value->str() : default_of(key);
  bool plain = number.size() < 20 && is_digit(number.front());
  std::size_t points = 0;
  for (const char c : number) {
    if (c == '.') ++points;
    plain = plain && (is_digit(c) || c == '.') && points < 2;
  }
  double result = 0;
  if (plain) std::from_chars(number.data(), number.data() + number.size(), result);
  if (result < 1 || result > 100) {
    throw error(*value, fmt::format("{} is not a factor from 1 to 100, such as 1.5", key));
  }
  return result;
}

Error SectionReader::error(const FoundValue& value, const std::string& message,
                           std::size_t index) const {
  return Error(ErrorCode::config, message).at(value.ini->location(value.source(index)));
}

std::string SectionReader::origin(const FoundValue& value) const {
  return value.ini->line(value.entry->key_offset);
}

void SectionReader::add_line(std::string_view key, std::string value, std::string origin) {
  lines_.push_back({section_.name, std::string(key), std::move(value), std::move(origin)});
}

void SectionReader::replace_last_line(std::string value, std::string origin) {
  lines_.back().value = std::move(value);
  lines_.back().origin = std::move(origin);
}

}  // namespace dbmig
