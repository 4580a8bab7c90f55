// Python's own functions and the methods of its types.
#include "python/builtins.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "python/exceptions.h"
#include "python/results.h"
#include "python/text_methods.h"

namespace dbmig::python {
namespace {

constexpr std::array<std::string_view, 21> kBuiltins = {
    "len",       "repr", "range", "str",        "list", "tuple",  "set",
    "enumerate", "zip",  "print", "reversed",   "dict", "sorted", "any",
    "all",       "int",  "bool",  "isinstance", "min",  "max",    "frozenset"};

constexpr std::array<std::string_view, 13> kMutators = {
    "append",  "extend", "add",  "update",     "insert",  "remove", "pop",
    "discard", "clear",  "sort", "setdefault", "reverse", "popitem"};

constexpr std::int64_t kLongestRange = 1'000'000;

Error unsupported(std::string_view what) {
  return Error(ErrorCode::data, fmt::format("unsupported: {}", what));
}

bool is_less(const Value& a, const Value& b) {
  if (a.is(Value::Kind::text) && b.is(Value::Kind::text)) return a.object->text < b.object->text;
  const bool numbers = (a.is(Value::Kind::integer) || a.is(Value::Kind::boolean)) &&
                       (b.is(Value::Kind::integer) || b.is(Value::Kind::boolean));
  const bool tuples = a.kind == b.kind && (a.is(Value::Kind::tuple) || a.is(Value::Kind::list));
  if (tuples) {
    return std::lexicographical_compare(a.object->items.begin(), a.object->items.end(),
                                        b.object->items.begin(), b.object->items.end(), is_less);
  }
  if (!numbers) throw unsupported("to order these values");
  return a.number < b.number;
}

Value sorted(Heap& heap, const Arguments& arguments) {
  bool down = false;
  for (const auto& [name, value] : arguments.keywords) {
    if (name != "reverse") throw unsupported(fmt::format("the argument `{}` of sorted()", name));
    down = truth(value);
  }
  if (arguments.positional.size() != 1) throw unsupported("sorted() with these arguments");
  std::vector<Value> all = items_of(heap, arguments.positional.front(), "sorted");
  std::stable_sort(all.begin(), all.end(), [&](const Value& a, const Value& b) {
    return down ? is_less(b, a) : is_less(a, b);
  });
  return heap.sequence(Value::Kind::list, std::move(all));
}

/// Python's own words for values of one kind: `int('3')`, `max(1, 2)`.
std::optional<Value> simple(Heap& heap, std::string_view name, const std::vector<Value>& given) {
  if (given.empty()) return std::nullopt;
  const Value& only = given.front();
  if (name == "bool" && given.size() == 1) return boolean(truth(only));
  if (name == "int" && given.size() == 1) {
    if (only.is(Value::Kind::integer) || only.is(Value::Kind::boolean)) return integer(only.number);
    if (!only.is(Value::Kind::text)) return std::nullopt;
    const std::string_view digits = trim(only.object->text);
    std::int64_t number = 0;
    const auto [end, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (problem != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return integer(number);
  }
  if ((name == "any" || name == "all") && given.size() == 1) {
    const std::vector<Value> all = items_of(heap, only, name);
    return boolean(name == "any" ? std::any_of(all.begin(), all.end(), truth)
                                 : std::all_of(all.begin(), all.end(), truth));
  }
  if (name == "min" || name == "max") {
    const std::vector<Value> all = given.size() == 1 ? items_of(heap, only, name) : given;
    if (all.empty()) return std::nullopt;
    return name == "min" ? *std::min_element(all.begin(), all.end(), is_less)
                         : *std::max_element(all.begin(), all.end(), is_less);
  }
  return std::nullopt;
}

std::vector<Value> without_doubles(const std::vector<Value>& values) {
  std::vector<Value> all;
  if (values.size() > 10'000) throw Error(ErrorCode::data, "limit: this set is too large");
  for (const Value& value : values) {
    const bool there =
        std::any_of(all.begin(), all.end(), [&](const Value& one) { return equal(one, value); });
    if (!there) all.push_back(value);
  }
  return all;
}

Value pair(Heap& heap, const Value& a, const Value& b) {
  return heap.sequence(Value::Kind::tuple, {a, b});
}

Value range(Heap& heap, const std::vector<Value>& given) {
  if (given.empty() || given.size() > 3) throw unsupported("range() with these arguments");
  for (const Value& one : given) {
    if (!one.is(Value::Kind::integer)) throw unsupported("range() of anything but numbers");
    if (one.number < -kLongestRange || one.number > kLongestRange) {
      throw Error(ErrorCode::data, "limit: this range is too long");
    }
  }
  const std::int64_t begin = given.size() == 1 ? 0 : given[0].number;
  const std::int64_t end = given.size() == 1 ? given[0].number : given[1].number;
  const std::int64_t step = given.size() == 3 ? given[2].number : 1;
  if (step == 0) throw Error(ErrorCode::data, "range() goes in steps of 0");
  std::vector<Value> all;
  for (std::int64_t i = begin; step > 0 ? i < end : i > end; i += step)
    all.push_back(integer(i));
  return heap.iterable("range", std::move(all));
}

/// `enumerate(values)`, `enumerate(values, start=1)`.
Value enumerated(Heap& heap, const Arguments& arguments) {
  std::vector<Value> given = arguments.positional;
  for (const auto& [key, value] : arguments.keywords) {
    if (key != "start") throw unsupported("this keyword of enumerate()");
    given.push_back(value);
  }
  const bool fits = given.size() == 1 || (given.size() == 2 && given[1].is(Value::Kind::integer));
  if (!fits) throw unsupported("enumerate() with these arguments");
  std::int64_t number = given.size() == 2 ? given[1].number : 0;
  if (number < -kLongestRange || number > kLongestRange) {
    throw Error(ErrorCode::data, "limit: this number is too large");
  }
  std::vector<Value> all = items_of(heap, given[0], "enumerate");
  for (Value& one : all)
    one = pair(heap, integer(number++), one);
  return heap.iterable("enumerate", std::move(all));
}

/// `zip(values, ...)`: tuples of the first ones, the second ones, as far as the shortest goes.
Value zipped(Heap& heap, const std::vector<Value>& given) {
  std::vector<std::vector<Value>> columns;
  std::size_t shortest = std::numeric_limits<std::size_t>::max();
  for (const Value& one : given) {
    columns.push_back(items_of(heap, one, "zip"));
    shortest = std::min(shortest, columns.back().size());
  }
  std::vector<Value> all;
  for (std::size_t i = 0; i < shortest; ++i) {
    std::vector<Value> row;
    for (const std::vector<Value>& column : columns)
      row.push_back(column[i]);
    all.push_back(heap.sequence(Value::Kind::tuple, std::move(row)));
  }
  return heap.iterable("zip", std::move(all));
}

/// `dict(a=1)`, `dict(other, a=1)`, `dict(pairs)`, `dict(row)`.
Value made_dict(Heap& heap, const Arguments& arguments) {
  if (arguments.positional.size() > 1) throw unsupported("dict() with these arguments");
  std::vector<Value> all;
  if (!arguments.positional.empty()) {
    const Value& from = arguments.positional.front();
    const std::optional<Value> dict =
        is_row(from) ? attribute_of_row(heap, from, "_mapping") : from;
    if (dict->is(Value::Kind::dict)) {
      all = dict->object->items;
    } else {
      for (const Value& one : items_of(heap, from, "dict")) {
        const std::vector<Value> both = items_of(heap, one, "dict");
        if (both.size() != 2) throw unsupported("dict() of anything but pairs");
        put(all, both[0], both[1]);
      }
    }
  }
  for (const auto& [key, value] : arguments.keywords)
    put(all, heap.text(key), value);
  return heap.sequence(Value::Kind::dict, std::move(all));
}

Value call_builtin(Heap& heap, std::string_view name, const Arguments& arguments) {
  const std::vector<Value>& given = arguments.positional;
  if (name == "sorted") return sorted(heap, arguments);
  if (name == "enumerate") return enumerated(heap, arguments);
  if (name == "dict") return made_dict(heap, arguments);
  if (!arguments.keywords.empty()) throw unsupported(fmt::format("a keyword of {}()", name));
  if (const auto value = simple(heap, name, given)) return *value;
  if (name == "range") return range(heap, given);
  if (given.empty() && (name == "list" || name == "set" || name == "tuple")) {
    return heap.sequence(name == "list"  ? Value::Kind::list
                         : name == "set" ? Value::Kind::set
                                         : Value::Kind::tuple,
                         {});
  }
  if (name == "zip" && !given.empty()) return zipped(heap, given);
  if (given.size() != 1) throw unsupported(fmt::format("{}() with these arguments", name));
  const Value& only = given.front();
  if (name == "str" && only.is_construct("Url")) return only;
  if (name == "str") return heap.text(str(only));
  if (name == "repr") return heap.text(repr(only));
  if (name == "len" && only.is(Value::Kind::text)) {
    return integer(static_cast<std::int64_t>(code_points(only.object->text)));
  }
  if (name == "len" && only.is(Value::Kind::dict)) {
    return integer(static_cast<std::int64_t>(only.object->items.size() / 2));
  }
  if (name == "len" && is_iterator(only)) {
    throw unsupported(fmt::format("len() of a {}", type_name(only)));
  }
  std::vector<Value> all = items_of(heap, only, name);
  if (name == "len") return integer(static_cast<std::int64_t>(all.size()));
  if (name == "list") return heap.sequence(Value::Kind::list, std::move(all));
  if (name == "tuple") return heap.sequence(Value::Kind::tuple, std::move(all));
  if (name == "set" || name == "frozenset") {
    return heap.sequence(Value::Kind::set, without_doubles(all));
  }
  if (name == "reversed") {
    const bool ordered = only.is(Value::Kind::list) || only.is(Value::Kind::tuple) ||
                         only.is(Value::Kind::dict) || only.is(Value::Kind::text) ||
                         type_name(only) == "range";
    if (!ordered) throw unsupported(fmt::format("reversed() of a {}", type_name(only)));
    std::reverse(all.begin(), all.end());
    return heap.iterable("reversed", std::move(all));
  }
  throw unsupported(fmt::format("{}() with these arguments", name));
}

Value dict_method(Heap& heap, const Value& self, std::string_view name,
                  const std::vector<Value>& given) {
  const std::vector<Value>& items = self.object->items;
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
  const Value made = heap.iterable(fmt::format("dict_{}", name), std::move(all));
  made.object->named = {{"dict", self}};
  return made;
}

Value change_dict(std::vector<Value>& items, std::string_view name,
                  const std::vector<Value>& given) {
  if (name == "update" && given.size() == 1 && given[0].is(Value::Kind::dict)) {
    const std::vector<Value> more = given[0].object->items;
    for (std::size_t i = 0; i < more.size(); i += 2)
      put(items, more[i], more[i + 1]);
    return {};
  }
  if ((name != "pop" && name != "setdefault") || given.empty() || given.size() > 2) {
    throw unsupported(fmt::format("dict.{}() with these arguments", name));
  }
  for (std::size_t i = 0; i < items.size(); i += 2) {
    if (!equal(items[i], given[0])) continue;
    const Value found = items[i + 1];
    const auto at = items.begin() + static_cast<std::ptrdiff_t>(i);
    if (name == "pop") items.erase(at, at + 2);
    return found;
  }
  if (name == "pop" && given.size() == 1) {
    throw Error(ErrorCode::data, "this key is not in the dict");
  }
  const Value otherwise = given.size() == 2 ? given[1] : Value();
  if (name == "setdefault") put(items, given[0], otherwise);
  return otherwise;
}

Value set_method(Heap& heap, std::vector<Value>& items, std::string_view name, const Value& given) {
  const auto holds = [](const std::vector<Value>& all, const Value& value) {
    return std::any_of(all.begin(), all.end(), [&](const Value& one) { return equal(one, value); });
  };
  if (name == "add") {
    if (!holds(items, given)) items.push_back(given);
    return {};
  }
  if (name == "discard" || name == "remove") {
    if (name == "remove" && !holds(items, given)) {
      throw Error(ErrorCode::data, "this value is not in the set");
    }
    std::erase_if(items, [&](const Value& one) { return equal(one, given); });
    return {};
  }
  const std::vector<Value> other = items_of(heap, given, name);
  std::vector<Value> all = items;
  if (name == "union" || name == "update") {
    all.insert(all.end(), other.begin(), other.end());
    all = without_doubles(all);
  } else if (name == "difference") {
    std::erase_if(all, [&](const Value& one) { return holds(other, one); });
  } else if (name == "intersection") {
    std::erase_if(all, [&](const Value& one) { return !holds(other, one); });
  } else if (name == "issubset") {
    return boolean(std::all_of(items.begin(), items.end(),
                               [&](const Value& one) { return holds(other, one); }));
  } else {
    throw unsupported(fmt::format("set.{}()", name));
  }
  if (name != "update") return heap.sequence(Value::Kind::set, std::move(all));
  items = std::move(all);
  return {};
}

std::optional<Value> change_list(std::vector<Value>& items, std::string_view name,
                                 const std::vector<Value>& given) {
  if (name == "pop" && given.empty() && !items.empty()) {
    const Value last = items.back();
    items.pop_back();
    return last;
  }
  if (name == "sort" && given.empty()) {
    std::stable_sort(items.begin(), items.end(), is_less);
    return Value();
  }
  if (name == "reverse" && given.empty()) {
    std::reverse(items.begin(), items.end());
    return Value();
  }
  if (given.size() != 1 || (name != "remove" && name != "index" && name != "count")) {
    return std::nullopt;
  }
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const Value& one) { return equal(one, given[0]); });
  if (name == "count") {
    return integer(std::count_if(items.begin(), items.end(),
                                 [&](const Value& one) { return equal(one, given[0]); }));
  }
  if (found == items.end()) throw Error(ErrorCode::data, "this value is not in the list");
  if (name == "index") return integer(found - items.begin());
  items.erase(found);
  return Value();
}

}  // namespace

std::vector<Value> letters(Heap& heap, std::string_view text) {
  std::vector<Value> all;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && is_continuation(text[end]))
      ++end;
    all.push_back(heap.text(std::string(text.substr(at, end - at))));
    at = end;
  }
  return all;
}

std::vector<Value> items_of(Heap& heap, const Value& value, std::string_view callee) {
  if (value.is(Value::Kind::text)) return letters(heap, value.object->text);
  if (value.is_construct("Result")) return rest_of(heap, value);
  if (auto all = elements(value)) return std::move(*all);
  throw unsupported(fmt::format("{}() of a {}", callee, type_name(value)));
}

bool is_builtin(std::string_view name) {
  return std::find(kBuiltins.begin(), kBuiltins.end(), name) != kBuiltins.end() ||
         (name.find('.') == std::string_view::npos && is_exception(name));
}

Value call_builtin_method(Heap& heap, const Value& self, std::string_view name,
                          const Arguments& given) {
  if (self.is(Value::Kind::none)) return call_builtin(heap, name, given);
  if (self.is(Value::Kind::text)) return text_method(heap, self.object->text, name, given);
  if (self.is(Value::Kind::dict)) {
    if (is_mutator(name) && given.keywords.empty()) {
      return change_dict(self.object->items, name, given.positional);
    }
    return dict_method(heap, self, name, given.positional);
  }
  if (self.is(Value::Kind::set) && given.positional.size() == 1 && given.keywords.empty()) {
    return set_method(heap, self.object->items, name, given.positional.front());
  }
  if (self.is(Value::Kind::tuple) && given.positional.empty() && is_row(self)) {
    if (name == "_asdict") return *attribute_of_row(heap, self, "_mapping");
    if (name == "keys") {
      return heap.iterable("RMKeyView", attribute_of_row(heap, self, "_fields")->object->items);
    }
  }
  if (self.is(Value::Kind::list) && given.positional.size() == 1) {
    std::vector<Value>& items = self.object->items;
    if (name == "append") {
      items.push_back(given.positional.front());
      return {};
    }
    if (name == "extend") {
      const std::vector<Value> more = items_of(heap, given.positional.front(), name);
      items.insert(items.end(), more.begin(), more.end());
      return {};
    }
  }
  if (self.is(Value::Kind::list) && given.keywords.empty()) {
    if (const auto value = change_list(self.object->items, name, given.positional)) return *value;
  }
  throw unsupported(fmt::format("{}.{}() with these arguments", type_name(self), name));
}

bool is_mutator(std::string_view method) {
  return std::find(kMutators.begin(), kMutators.end(), method) != kMutators.end();
}

}  // namespace dbmig::python
