#include "python/value.h"

#include <algorithm>
#include <optional>

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
    if (depth > kDeepestList || ++count_ > kMostVisited) {
      throw Error(ErrorCode::data, "limit: lists are nested too deep");
    }
  }

 private:
  std::size_t count_ = 0;
};

bool is_number(const Value& value) {
  return value.is(Value::Kind::boolean) || value.is(Value::Kind::integer);
}

}  // namespace

const Value* Object::find(std::string_view name) const {
  for (const auto& [its_name, value] : named) {
    if (its_name == name) return value.is(Value::Kind::none) ? nullptr : &value;
  }
  return nullptr;
}

bool Object::has(std::string_view name) const {
  return std::any_of(named.begin(), named.end(),
                     [&](const auto& one) { return one.first == name; });
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

std::string_view type_name(const Value& value) {
  switch (value.kind) {
    case Value::Kind::none:
      return "None";
    case Value::Kind::boolean:
      return "bool";
    case Value::Kind::integer:
      return "int";
    case Value::Kind::real:
      return "float";
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
  return cells && a.object->find("text")->object->text == b.object->find("text")->object->text;
}

bool equal_to_depth(const Value& a, const Value& b, int depth, Visit& visit) {
  visit.enter(depth);
  if (is_number(a) && is_number(b)) return a.number == b.number;
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Value::Kind::none:
      return true;
    case Value::Kind::real:
      return a.real == b.real;
    case Value::Kind::text:
      return a.object->text == b.object->text;
    case Value::Kind::list:
    case Value::Kind::tuple:
      return std::equal(a.object->items.begin(), a.object->items.end(), b.object->items.begin(),
                        b.object->items.end(), [&](const Value& one, const Value& other) {
                          return equal_to_depth(one, other, depth + 1, visit);
                        });
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
    default:
      return true;
  }
}

namespace {

bool has_unknown_to_depth(const Value& value, int depth, Visit& visit) {
  if (value.is(Value::Kind::unknown)) return true;
  const bool holds_more = value.is(Value::Kind::list) || value.is(Value::Kind::tuple) ||
                          value.is(Value::Kind::set) || value.is(Value::Kind::dict);
  if (!holds_more) return false;
  visit.enter(depth);
  return std::any_of(value.object->items.begin(), value.object->items.end(),
                     [&](const Value& one) { return has_unknown_to_depth(one, depth + 1, visit); });
}

/// A text in the quotes that Python chooses.
std::string quoted(std::string_view text) {
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
  if (value.is(Value::Kind::real) && value.number != 0) return value.object->text;  // Decimal
  if (value.is_construct("date")) return value.object->find("text")->object->text;
  if (!value.is_construct("datetime")) return std::nullopt;
  const std::string& text = value.object->find("text")->object->text;
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
