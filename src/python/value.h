#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "python/ast.h"

namespace dbmig::python {

struct Object;
struct Scope;

/// A value while a revision file is evaluated. It is copied freely; what is large, or shared
/// between names as in Python, is an Object of the evaluation's Heap.
struct Value {
  enum class Kind {
    none,
    boolean,    // number
    integer,    // number
    real,       // real
    text,       // object->text
    list,       // object->items
    tuple,      // object->items
    set,        // object->items
    dict,       // object->items: key, value, key, value
    iterable,   // object->items; object->text: its type. It can be gone over, and no more.
    function,   // object->function or ->lambda, object->scope
    callable,   // object->text: the name in the catalogue
    module,     // object->text: its dotted name
    construct,  // object->text: what made it; object->named, ->items: with what
    method,     // object->text: its name; object->items: what it belongs to
    missing,    // Cannot be used; object->text says why. Said when somebody tries.
    poison,     // The result of what was refused already.
    unknown,    // Only the database can tell, and it was not asked yet.
  };

  Kind kind = Kind::none;
  std::int64_t number = 0;
  double real = 0;
  Object* object = nullptr;

  bool is(Kind one) const { return kind == one; }
  bool is_construct(std::string_view name) const;
};

/// What a Value refers to; which members mean something depends on its kind.
struct Object {
  std::string text;
  std::vector<Value> items;
  std::vector<std::pair<std::string, Value>> named;
  const Statement* function = nullptr;
  const Expression* lambda = nullptr;
  Scope* scope = nullptr;
  std::size_t offset = 0;  // Of the call that made it.
  bool uncertain = false;  // Changed where nobody knows whether it comes to that.
  bool spent = false;      // An iterator that was gone over: nothing is left in it.

  /// The argument of that name; null when it was not given, or is None.
  const Value* find(std::string_view name) const;
  /// The argument of that name; throws Error(data) when it is None.
  const Value& at(std::string_view name) const;
  /// Whether it was given at all.
  bool has(std::string_view name) const;
  /// What it was given as, None or not; None when it was not.
  Value given(std::string_view name) const;
};

inline bool Value::is_construct(std::string_view name) const {
  return kind == Kind::construct && object->text == name;
}

/// The names of a function or of the file, and the scope around it.
struct Scope {
  std::vector<std::pair<std::string_view, Value>> names;
  Scope* outer = nullptr;

  Value* find(std::string_view name);
  void set(std::string_view name, const Value& value);
};

/// Owns all objects of an evaluation, and counts what they take.
class Heap {
 public:
  /// Throws Error(data) when the evaluation takes more than any revision does.
  Object& object();
  Scope& scope(Scope* outer);
  Value text(std::string text);
  Value sequence(Value::Kind kind, std::vector<Value> items);
  /// What Python calls `type`, such as a `range`, with these values in it.
  Value iterable(std::string_view type, std::vector<Value> items);
  Value construct(std::string_view name, std::size_t offset);
  Value missing(std::string why, std::size_t offset);
  /// Throws Error(data) when a text of that size is more than there is room for.
  void require_room(std::size_t bytes) const;

 private:
  void count(std::size_t bytes);

  std::deque<Object> objects_;
  std::deque<Scope> scopes_;
  std::size_t bytes_ = 0;
};

Value boolean(bool truth);
Value integer(std::int64_t number);
Value poison();

/// Whether something can be gone over once only, as a generator.
bool is_iterator(const Value& value);
/// What `for` finds in a list, a tuple, a set, a dict (its keys) or an iterable, which is spent
/// then; nothing when it is none of them. Throws Error(data) for an iterator that is spent.
std::optional<std::vector<Value>> elements(const Value& value);

/// What Python's type() calls it, for messages.
std::string_view type_name(const Value& value);
/// Throws Error(data) where Python's answer is not known here.
bool equal(const Value& a, const Value& b);
/// Whether it is unknown, or holds in its lists what is.
bool has_unknown(const Value& value);
/// Whether `if value:` is taken.
bool truth(const Value& value);
/// As Python's str() and repr() show it, where that is defined here; else Error(data).
std::string str(const Value& value);
std::string repr(const Value& value);

}  // namespace dbmig::python
