#include "python/value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "python/exceptions.h"

namespace dbmig::python {
namespace {

constexpr std::size_t kMostBytes = 64U << 20U;

/// Lists may hold themselves.
constexpr int kDeepestList = 50;
constexpr std::size_t kMostVisited = 1'000'000;

/// Counts what is visited of a value: a list that holds itself twice has no end in sight.
class Visit {
 public:
  void enter(int depth) {
    if (depth > kDeepestList) throw Error(ErrorCode::data, "limit: lists are nested too deep");
    if (++count_ > kMostVisited) throw Error(ErrorCode::data, "limit: these values are too large");
  }

 private:
  std::size_t count_ = 0;
};

bool is_whole(const Value& value) {
  return value.is(Value::Kind::boolean) || value.is(Value::Kind::integer);
}

bool is_number(const Value& value) { return is_whole(value) || value.is(Value::Kind::real); }

bool is_decimal(const Value& value) { return value.is(Value::Kind::real) && value.number != 0; }

double as_real(const Value& value) {
  return value.is(Value::Kind::real) ? value.real : static_cast<double>(value.number);
}

}  // namespace

const Value* Object::find(std::string_view name) const {
  for (const auto& [its_name, value] : named) {
    if (its_name == name) return value.is(Value::Kind::none) ? nullptr : &value;
  }
  return nullptr;
}

const Value& Object::at(std::string_view name) const {
  if (const Value* const value = find(name)) return *value;
  throw Error(ErrorCode::data, fmt::format("the argument `{}` must not be None", name));
}

bool Object::has(std::string_view name) const {
  return std::any_of(named.begin(), named.end(),
                     [&](const auto& one) { return one.first == name; });
}

Value Object::given(std::string_view name) const {
  const Value* const value = find(name);
  return value == nullptr ? Value() : *value;
}

Value* Scope::find(std::string_view name) {
  for (auto& [its_name, value] : names) {
    if (its_name == name) return &value;
  }
  return nullptr;
}

void Scope::set(std::string_view name, const Value& value) {
  if (Value* const found = find(name)) {
    *found = value;
  } else {
    names.emplace_back(name, value);
  }
}

void Heap::require_room(std::size_t bytes) const {
  if (bytes_ + bytes > kMostBytes) {
    throw Error(ErrorCode::data, "this file takes more memory than any revision needs");
  }
}

void Heap::count(std::size_t bytes) {
  bytes_ += bytes;
  require_room(0);
}

Object& Heap::object() {
  count(sizeof(Object));
  return objects_.emplace_back();
}

Scope& Heap::scope(Scope* outer) {
  count(sizeof(Scope));
  Scope& scope = scopes_.emplace_back();
  scope.outer = outer;
  return scope;
}

Value Heap::text(std::string text) {
  count(text.size());
  Object& one = object();
  one.text = std::move(text);
  return {Value::Kind::text, 0, 0, &one};
}

Value Heap::sequence(Value::Kind kind, std::vector<Value> items) {
  count(items.size() * sizeof(Value));
  Object& one = object();
  one.items = std::move(items);
  return {kind, 0, 0, &one};
}

Value Heap::iterable(std::string_view type, std::vector<Value> items) {
  const Value made = sequence(Value::Kind::iterable, std::move(items));
  made.object->text = type;
  return made;
}

Value Heap::construct(std::string_view name, std::size_t offset) {
  Object& one = object();
  one.text = name;
  one.offset = offset;
  return {Value::Kind::construct, 0, 0, &one};
}

Value Heap::missing(std::string why, std::size_t offset) {
  Object& one = object();
  one.text = std::move(why);
  one.offset = offset;
  return {Value::Kind::missing, 0, 0, &one};
}

Value boolean(bool truth) { return {Value::Kind::boolean, truth ? 1 : 0, 0, nullptr}; }
Value integer(std::int64_t number) { return {Value::Kind::integer, number, 0, nullptr}; }
Value poison() { return {Value::Kind::poison, 0, 0, nullptr}; }

bool is_iterator(const Value& value) {
  if (!value.is(Value::Kind::iterable)) return false;
  const std::string_view type = value.object->text;
  return type != "range" && type != "RMKeyView" && !type.starts_with("dict_");
}

std::optional<std::vector<Value>> elements(const Value& value) {
  switch (value.kind) {
    case Value::Kind::list:
    case Value::Kind::tuple:
    case Value::Kind::set:
      return value.object->items;
    case Value::Kind::dict: {
      std::vector<Value> keys;
      for (std::size_t i = 0; i < value.object->items.size(); i += 2)
        keys.push_back(value.object->items[i]);
      return keys;
    }
    case Value::Kind::iterable:
      break;
    default:
      return std::nullopt;
  }
  if (value.object->spent) {
    throw Error(ErrorCode::data, fmt::format("unsupported: to go over a {} again, in which Python "
                                             "finds nothing that it gave before",
                                             value.object->text))
        .with_hint("make a list of it where it is made: `list(...)`");
  }
  const Value* const dict = value.object->find("dict");
  if (dict != nullptr && dict->object->items.size() != 2 * value.object->items.size()) {
    throw Error(ErrorCode::data,
                fmt::format("unsupported: to go over {} of a dict that has changed "
                            "its size since",
                            value.object->text));
  }
  value.object->spent = is_iterator(value);
  return value.object->items;
}

std::string_view type_name(const Value& value) {
  switch (value.kind) {
    case Value::Kind::none:
      return "None";
    case Value::Kind::boolean:
      return "bool";
    case Value::Kind::integer:
      return "int";
    case Value::Kind::real:
      return value.number != 0 ? "Decimal" : "float";
    case Value::Kind::text:
      return "str";
    case Value::Kind::list:
      return "list";
    case Value::Kind::tuple:
      return "tuple";
    case Value::Kind::set:
      return "set";
    case Value::Kind::dict:
      return "dict";
    case Value::Kind::iterable:
      return value.object->text;
    case Value::Kind::module:
      return "module";
    case Value::Kind::construct:
      return value.object->text;
    case Value::Kind::unknown:
      return "value of the database";
    default:
      return "function";
  }
}

namespace {

/// Dates and bytes out of the database, which say what they are as text.
bool equal_cells(const Value& a, const Value& b) {
  const bool cells = a.object->text == b.object->text &&
                     (a.is_construct("bytes") || a.is_construct("date") ||
                      a.is_construct("datetime") || a.is_construct("timedelta"));
  return cells && a.object->at("text").object->text == b.object->at("text").object->text;
}

/// A Decimal and a float are equal where both are exactly the same number.
bool equal_numbers(const Value& a, const Value& b) {
  if (is_whole(a) && is_whole(b)) return a.number == b.number;
  if (as_real(a) != as_real(b)) return false;
  if (is_decimal(a) == is_decimal(b)) return true;
  // A Decimal of the server has 38 digits behind its point at most.
  const auto is_whole_times = [&](int twos) {
    const double scaled = std::ldexp(as_real(a), twos);
    return std::trunc(scaled) == scaled;
  };
  if (!is_whole_times(38)) return false;
  const std::string& digits = (is_decimal(a) ? a : b).object->text;
  if (is_whole_times(8) && digits.size() < 15) return true;
  throw Error(ErrorCode::data, "unsupported: to compare a Decimal with this float");
}

bool equal_to_depth(const Value& a, const Value& b, int depth, Visit& visit);

/// Sets and dicts, whatever their order: as many, and each of one in the other.
bool equal_unordered(const Value& a, const Value& b, int depth, Visit& visit) {
  const std::vector<Value>& all = a.object->items;
  const std::vector<Value>& others = b.object->items;
  if (all.size() != others.size()) return false;
  const bool has_values = a.is(Value::Kind::dict);
  const std::size_t step = has_values ? 2 : 1;
  for (std::size_t i = 0; i < all.size(); i += step) {
    std::size_t at = 0;
    while (at < others.size() && !equal_to_depth(all[i], others[at], depth + 1, visit))
      at += step;
    if (at == others.size()) return false;
    if (has_values && !equal_to_depth(all[i + 1], others[at + 1], depth + 1, visit)) return false;
  }
  return true;
}

bool equal_to_depth(const Value& a, const Value& b, int depth, Visit& visit) {
  visit.enter(depth);
  if (is_number(a) && is_number(b)) return equal_numbers(a, b);
  if (a.is(Value::Kind::iterable) || b.is(Value::Kind::iterable)) {
    const Value& one = a.is(Value::Kind::iterable) ? a : b;
    throw Error(ErrorCode::data, fmt::format("unsupported: to compare a {}", type_name(one)));
  }
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Value::Kind::none:
      return true;
    case Value::Kind::text:
    case Value::Kind::callable:
    case Value::Kind::module:
      return a.object->text == b.object->text;
    case Value::Kind::list:
    case Value::Kind::tuple:
      return std::equal(a.object->items.begin(), a.object->items.end(), b.object->items.begin(),
                        b.object->items.end(), [&](const Value& one, const Value& other) {
                          return equal_to_depth(one, other, depth + 1, visit);
                        });
    case Value::Kind::set:
    case Value::Kind::dict:
      return equal_unordered(a, b, depth, visit);
    case Value::Kind::construct:
      return a.object == b.object || equal_cells(a, b);
    default:
      return a.object == b.object;
  }
}

}  // namespace

bool equal(const Value& a, const Value& b) {
  Visit visit;
  return equal_to_depth(a, b, 0, visit);
}

bool truth(const Value& value) {
  switch (value.kind) {
    case Value::Kind::none:
      return false;
    case Value::Kind::boolean:
    case Value::Kind::integer:
      return value.number != 0;
    case Value::Kind::real:
      return value.real != 0;
    case Value::Kind::text:
      return !value.object->text.empty();
    case Value::Kind::list:
    case Value::Kind::tuple:
    case Value::Kind::set:
    case Value::Kind::dict:
      return !value.object->items.empty();
    case Value::Kind::iterable:
      return is_iterator(value) || !value.object->items.empty();
    default:
      return true;
  }
}

namespace {

bool has_unknown_to_depth(const Value& value, int depth, Visit& visit) {
  if (value.is(Value::Kind::unknown)) return true;
  const bool holds_more = value.is(Value::Kind::list) || value.is(Value::Kind::tuple) ||
                          value.is(Value::Kind::set) || value.is(Value::Kind::dict) ||
                          value.is(Value::Kind::iterable);
  if (!holds_more) return false;
  visit.enter(depth);
  return std::any_of(value.object->items.begin(), value.object->items.end(),
                     [&](const Value& one) { return has_unknown_to_depth(one, depth + 1, visit); });
}

/// Letters that Python's repr() shows as they are; of others it is not known here.
bool is_shown(std::string_view text) {
  constexpr std::array<std::pair<char32_t, char32_t>, 8> kShown = {{{0xA1, 0xAC},
                                                                    {0xAE, 0x377},
                                                                    {0x3B1, 0x3C9},
                                                                    {0x400, 0x52F},
                                                                    {0x3041, 0x3096},
                                                                    {0x30A1, 0x30FA},
                                                                    {0x4E00, 0x9FFF},
                                                                    {0xAC00, 0xD7A3}}};
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t letter = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size && at + i < text.size(); ++i)
      letter = (letter << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    const bool shown = size == 1 || std::any_of(kShown.begin(), kShown.end(), [&](const auto& one) {
                         return letter >= one.first && letter <= one.second;
                       });
    if (!shown) return false;
    at += size;
  }
  return true;
}

/// A text in the quotes that Python chooses.
std::string quoted(std::string_view text) {
  if (!is_shown(text)) throw Error(ErrorCode::data, "unsupported: repr() of such letters");
  const bool single =
      text.find('\'') == std::string_view::npos || text.find('"') != std::string_view::npos;
  const char quote = single ? '\'' : '"';
  std::string shown(1, quote);
  for (const char c : text) {
    if (c == '\n') {
      shown += "\\n";
    } else if (c == '\t') {
      shown += "\\t";
    } else if (c == '\r') {
      shown += "\\r";
    } else if (c == '\\' || c == quote) {
      shown += {'\\', c};
    } else if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      shown += c;
    }
  }
  return shown + quote;
}

/// The values of a list or tuple with commas between them.
std::string listed(const std::vector<Value>& values, int depth, Visit& visit);

std::string repr_to_depth(const Value& value, int depth, Visit& visit) {
  visit.enter(depth);
  switch (value.kind) {
    case Value::Kind::none:
      return "None";
    case Value::Kind::boolean:
      return value.number != 0 ? "True" : "False";
    case Value::Kind::integer:
      return std::to_string(value.number);
    case Value::Kind::text:
      return quoted(value.object->text);
    case Value::Kind::list:
      return "[" + listed(value.object->items, depth, visit) + "]";
    case Value::Kind::tuple: {
      const bool alone = value.object->items.size() == 1;
      return "(" + listed(value.object->items, depth, visit) + (alone ? ",)" : ")");
    }
    default:
      break;
  }
  throw Error(ErrorCode::data, fmt::format("a {} as text is not supported", type_name(value)));
}

std::string listed(const std::vector<Value>& values, int depth, Visit& visit) {
  std::string text;
  for (const Value& one : values)
    text += (text.empty() ? "" : ", ") + repr_to_depth(one, depth + 1, visit);
  return text;
}

/// What the server sent, where Python shows it in the same way.
std::optional<std::string> text_of_cell(const Value& value) {
  if (is_decimal(value)) {
    // Python writes such a number with an exponent.
    const bool small = std::abs(value.real) < 1e-6 && value.object->text.size() > 8;
    return small ? std::nullopt : std::optional(value.object->text);
  }
  if (value.is_construct("date")) return value.object->at("text").object->text;
  if (!value.is_construct("datetime")) return std::nullopt;
  const std::string& text = value.object->at("text").object->text;
  const std::size_t point = text.find('.');
  if (point == std::string::npos) return text;
  const std::string fraction = (text.substr(point + 1) + "000000").substr(0, 6);
  return fraction == "000000" ? text.substr(0, point) : text.substr(0, point + 1) + fraction;
}

}  // namespace

bool has_unknown(const Value& value) {
  Visit visit;
  return has_unknown_to_depth(value, 0, visit);
}

std::string str(const Value& value) {
  if (value.is(Value::Kind::text)) return value.object->text;
  if (const auto cell = text_of_cell(value)) return *cell;
  const bool raised =
      value.is(Value::Kind::construct) &&
      (is_exception(value.object->text) || value.object->text.starts_with("pymysql.err."));
  if (raised) return text_of_exception(value);
  return repr(value);
}

std::string repr(const Value& value) {
  Visit visit;
  return repr_to_depth(value, 0, visit);
}

}  // namespace dbmig::python
