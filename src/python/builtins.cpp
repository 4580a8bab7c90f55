// Python's own functions and the methods of its types.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "python/evaluator.h"

namespace dbmig::python {
namespace {

constexpr std::array<std::string_view, 11> kBuiltins = {
    "len", "range", "str", "list", "tuple", "set", "enumerate", "zip", "print", "reversed", "dict"};

constexpr std::int64_t kLongestRange = 1'000'000;

Error unsupported(std::string_view what) {
  return Error(ErrorCode::data, fmt::format("unsupported: {}", what));
}

const std::string& text_of(const Value& value, std::string_view callee) {
  if (!value.is(Value::Kind::text))
    throw unsupported(fmt::format("{}() of a {}", callee, type_name(value)));
  return value.object->text;
}

const std::vector<Value>& items_of(const Value& value, std::string_view callee) {
  const bool countable =
      value.is(Value::Kind::list) || value.is(Value::Kind::tuple) || value.is(Value::Kind::set);
  if (!countable) throw unsupported(fmt::format("{}() of a {}", callee, type_name(value)));
  return value.object->items;
}

Value pair(Heap& heap, const Value& a, const Value& b) {
  return heap.sequence(Value::Kind::tuple, {a, b});
}

Value range(Heap& heap, const std::vector<Value>& given) {
  if (given.empty() || given.size() > 2) throw unsupported("range() with these arguments");
  for (const Value& one : given) {
    if (!one.is(Value::Kind::integer)) throw unsupported("range() of anything but numbers");
  }
  const std::int64_t begin = given.size() == 2 ? given[0].number : 0;
  const std::int64_t end = given.back().number;
  if (end > begin && (begin < -kLongestRange || end > kLongestRange)) {
    throw Error(ErrorCode::data, "limit: this range is too long");
  }
  std::vector<Value> all;
  for (std::int64_t i = begin; i < end; ++i)
    all.push_back(integer(i));
  return heap.sequence(Value::Kind::list, std::move(all));
}

Value call_builtin(Heap& heap, std::string_view name, const Arguments& arguments) {
  const std::vector<Value>& given = arguments.positional;
  if (!arguments.keywords.empty()) throw unsupported(fmt::format("a keyword of {}()", name));
  if (name == "print") return {};
  if (name == "range") return range(heap, given);
  if (name == "dict" && given.empty()) return heap.sequence(Value::Kind::dict, {});
  if (given.empty() && (name == "list" || name == "set" || name == "tuple")) {
    return heap.sequence(name == "list"  ? Value::Kind::list
                         : name == "set" ? Value::Kind::set
                                         : Value::Kind::tuple,
                         {});
  }
  if (name == "zip" && given.size() == 2) {
    const auto& a = items_of(given[0], name);
    const auto& b = items_of(given[1], name);
    std::vector<Value> all;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
      all.push_back(pair(heap, a[i], b[i]));
    return heap.sequence(Value::Kind::list, std::move(all));
  }
  if (given.size() != 1) throw unsupported(fmt::format("{}() with these arguments", name));
  const Value& only = given.front();
  if (name == "str") return heap.text(str(only));
  if (name == "len" && only.is(Value::Kind::text)) {
    return integer(static_cast<std::int64_t>(code_points(only.object->text)));
  }
  if (name == "len" && only.is(Value::Kind::dict)) {
    return integer(static_cast<std::int64_t>(only.object->items.size() / 2));
  }
  std::vector<Value> all = items_of(only, name);
  if (name == "len") return integer(static_cast<std::int64_t>(all.size()));
  if (name == "list") return heap.sequence(Value::Kind::list, std::move(all));
  if (name == "tuple") return heap.sequence(Value::Kind::tuple, std::move(all));
  if (name == "reversed") {
    std::reverse(all.begin(), all.end());
    return heap.sequence(Value::Kind::list, std::move(all));
  }
  if (name == "enumerate") {
    for (std::size_t i = 0; i < all.size(); ++i)
      all[i] = pair(heap, integer(static_cast<std::int64_t>(i)), all[i]);
    return heap.sequence(Value::Kind::list, std::move(all));
  }
  throw unsupported(fmt::format("{}() with these arguments", name));
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

Value text_method(Heap& heap, const std::string& text, std::string_view name,
                  const Arguments& given) {
  const std::vector<Value>& all = given.positional;
  if (name == "format") return heap.text(brace_format(text, given));
  if (!given.keywords.empty()) throw unsupported(fmt::format("a keyword of str.{}()", name));
  if (all.empty() && name == "lower") return heap.text(lower(text));
  if (all.empty() && name == "upper") return heap.text(upper(text));
  if (all.empty() && name == "strip") return heap.text(std::string(trim(text)));
  if (all.size() == 1 && name == "startswith")
    return boolean(text.starts_with(text_of(all[0], name)));
  if (all.size() == 1 && name == "endswith") return boolean(text.ends_with(text_of(all[0], name)));
  if (all.size() == 2 && name == "replace" && !text_of(all[0], name).empty()) {
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
    for (const Value& one : items_of(all[0], name))
      parts.push_back(text_of(one, name));
    return heap.text(join(parts, text));
  }
  throw unsupported(fmt::format("str.{}() with these arguments", name));
}

Value dict_method(Heap& heap, const std::vector<Value>& items, std::string_view name,
                  const std::vector<Value>& given) {
  std::vector<Value> all;
  if (name == "get" && (given.size() == 1 || given.size() == 2)) {
    for (std::size_t i = 0; i < items.size(); i += 2) {
      if (equal(items[i], given[0])) return items[i + 1];
    }
    return given.size() == 2 ? given[1] : Value();
  }
  if (!given.empty()) throw unsupported(fmt::format("dict.{}() with these arguments", name));
  for (std::size_t i = 0; i < items.size(); i += 2) {
    if (name == "keys") all.push_back(items[i]);
    if (name == "values") all.push_back(items[i + 1]);
    if (name == "items") all.push_back(pair(heap, items[i], items[i + 1]));
  }
  if (name != "keys" && name != "values" && name != "items") {
    throw unsupported(fmt::format("dict.{}()", name));
  }
  return heap.sequence(Value::Kind::list, std::move(all));
}

}  // namespace

bool is_builtin(std::string_view name) {
  return std::find(kBuiltins.begin(), kBuiltins.end(), name) != kBuiltins.end();
}

Value call_builtin_method(Heap& heap, const Value& self, std::string_view name,
                          const Arguments& given) {
  if (self.is(Value::Kind::none)) return call_builtin(heap, name, given);
  if (self.is(Value::Kind::text)) return text_method(heap, self.object->text, name, given);
  if (self.is(Value::Kind::dict)) {
    return dict_method(heap, self.object->items, name, given.positional);
  }
  if (self.is(Value::Kind::list) && given.positional.size() == 1) {
    std::vector<Value>& items = self.object->items;
    if (name == "append") {
      items.push_back(given.positional.front());
      return {};
    }
    if (name == "extend") {
      const std::vector<Value> more = items_of(given.positional.front(), name);
      items.insert(items.end(), more.begin(), more.end());
      return {};
    }
  }
  throw unsupported(fmt::format("{}.{}() with these arguments", type_name(self), name));
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
