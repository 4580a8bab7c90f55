// The methods of str, and its `%`.
#include "python/text_methods.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "python/builtins.h"

namespace dbmig::python {
namespace {

Error unsupported(std::string_view what) {
  return Error(ErrorCode::data, fmt::format("unsupported: {}", what));
}

const std::string& text_of(const Value& value, std::string_view callee) {
  if (!value.is(Value::Kind::text))
    throw unsupported(fmt::format("{}() of a {}", callee, type_name(value)));
  return value.object->text;
}

/// Python knows what is a letter, a digit or a blank in all of Unicode; here it is known in ASCII.
const std::string& ascii(const std::string& text, std::string_view method) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
  if (!plain) throw unsupported(fmt::format("str.{}() beyond ASCII", method));
  return text;
}

/// Blanks that Python strips, and that are none to us: at an end of `text`, or in it.
void mind_blanks(std::string_view text, std::string_view method) {
  constexpr std::array<std::string_view, 4> kSeparators = {"\x1c", "\x1d", "\x1e", "\x1f"};
  constexpr std::array<std::string_view, 6> kLeads = {"\xc2\x85", "\xc2\xa0",     "\xe1\x9a\x80",
                                                      "\xe2\x80", "\xe2\x81\x9f", "\xe3\x80\x80"};
  const auto is_there = [&](std::string_view one) {
    return text.find(one) != std::string_view::npos;
  };
  if (std::any_of(kSeparators.begin(), kSeparators.end(), is_there) ||
      std::any_of(kLeads.begin(), kLeads.end(), is_there)) {
    throw unsupported(fmt::format("str.{}() of a text with such blanks", method));
  }
}

/// `{}`, `{0}` and `{name}` in a text, with `{{` and `}}` for braces.
std::string brace_format(std::string_view text, const Arguments& given) {
  std::string result;
  std::size_t next = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c != '{' && c != '}') {
      result += c;
      continue;
    }
    if (at + 1 < text.size() && text[at + 1] == c) {
      result += text[at++];
      continue;
    }
    const std::size_t close = text.find('}', at);
    if (c == '}' || close == std::string_view::npos) throw unsupported("this format");
    const std::string_view field = text.substr(at + 1, close - at - 1);
    at = close;
    const auto keyword = std::find_if(given.keywords.begin(), given.keywords.end(),
                                      [&](const auto& one) { return one.first == field; });
    if (keyword != given.keywords.end()) {
      result += str(keyword->second);
      continue;
    }
    const bool numbered = field.size() == 1 && is_digit(field.front());
    if (!field.empty() && !numbered) throw unsupported("this format");
    const std::size_t place = numbered ? static_cast<std::size_t>(field.front() - '0') : next++;
    if (place >= given.positional.size())
      throw Error(ErrorCode::data, "a value for this format is missing");
    result += str(given.positional[place]);
  }
  return result;
}

}  // namespace

Value text_method(Heap& heap, const std::string& text, std::string_view name,
                  const Arguments& given) {
  const std::vector<Value>& all = given.positional;
  if (name == "format") return heap.text(brace_format(text, given));
  if (!given.keywords.empty()) throw unsupported(fmt::format("a keyword of str.{}()", name));
  if (all.empty() && name == "lower") return heap.text(lower(ascii(text, name)));
  if (all.empty() && name == "upper") return heap.text(upper(ascii(text, name)));
  if (all.size() < 2 && (name == "rstrip" || name == "lstrip" || name == "strip")) {
    if (all.empty()) mind_blanks(text, name);
    const std::string_view away = all.empty()
                                      ? std::string_view(" \t\n\r\v\f")
                                      : std::string_view(ascii(text_of(all[0], name), name));
    std::string_view rest = text;
    while (name != "rstrip" && !rest.empty() && away.find(rest.front()) != std::string_view::npos)
      rest.remove_prefix(1);
    while (name != "lstrip" && !rest.empty() && away.find(rest.back()) != std::string_view::npos)
      rest.remove_suffix(1);
    return heap.text(std::string(rest));
  }
  if (all.empty() && name == "isdigit") {
    return boolean(!text.empty() &&
                   std::all_of(ascii(text, name).begin(), ascii(text, name).end(), is_digit));
  }
  if (all.empty() && name == "split") {
    mind_blanks(text, name);
    std::vector<Value> parts;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && !is_space(text[end]))
        ++end;
      if (end > at) parts.push_back(heap.text(text.substr(at, end - at)));
      at = end + 1;
    }
    return heap.sequence(Value::Kind::list, std::move(parts));
  }
  if (all.size() == 1 && name == "startswith")
    return boolean(text.starts_with(text_of(all[0], name)));
  if (all.size() == 1 && name == "endswith") return boolean(text.ends_with(text_of(all[0], name)));
  if (all.size() == 2 && name == "replace" && !text_of(all[0], name).empty()) {
    heap.require_room(text.size() / text_of(all[0], name).size() * text_of(all[1], name).size());
    return heap.text(replaced(text, text_of(all[0], name), text_of(all[1], name)));
  }
  if (all.size() == 1 && name == "split" && text_of(all[0], name).size() == 1) {
    std::vector<Value> parts;
    for (const std::string_view part : split(text, text_of(all[0], name).front()))
      parts.push_back(heap.text(std::string(part)));
    return heap.sequence(Value::Kind::list, std::move(parts));
  }
  if (all.size() == 1 && name == "join") {
    std::vector<std::string> parts;
    std::size_t size = 0;
    for (const Value& one : items_of(heap, all[0], name)) {
      heap.require_room(size += text_of(one, name).size() + text.size());
      parts.push_back(text_of(one, name));
    }
    return heap.text(join(parts, text));
  }
  throw unsupported(fmt::format("str.{}() with these arguments", name));
}

std::string percent_format(std::string_view text, const Value& value) {
  std::vector<Value> values = {value};
  if (value.is(Value::Kind::tuple)) values = value.object->items;
  std::string result;
  std::size_t next = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      result += text[at];
      continue;
    }
    const char kind = at + 1 < text.size() ? text[++at] : '\0';
    if (kind == '%') {
      result += '%';
      continue;
    }
    if (kind == '(' && value.is(Value::Kind::dict)) {
      const std::size_t close = std::min(text.find(')', at), text.size());
      const std::string_view key = text.substr(at + 1, close - at - 1);
      if (close + 1 >= text.size() || text[close + 1] != 's') throw unsupported("this format");
      bool found = false;
      for (std::size_t i = 0; i < value.object->items.size() && !found; i += 2) {
        found = str(value.object->items[i]) == key;
        if (found) result += str(value.object->items[i + 1]);
      }
      if (!found) throw Error(ErrorCode::data, "a value for this format is missing");
      at = close + 1;
      continue;
    }
    if (kind != 's' && kind != 'd') throw unsupported("this format");
    if (next >= values.size()) throw Error(ErrorCode::data, "a value for this format is missing");
    if (kind == 'd' && !values[next].is(Value::Kind::integer))
      throw unsupported("%d of this value");
    result += str(values[next++]);
  }
  const bool by_name = value.is(Value::Kind::dict);
  if (!by_name && next != values.size())
    throw Error(ErrorCode::data, "too many values for this format");
  return result;
}

}  // namespace dbmig::python
