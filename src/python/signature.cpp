#include "python/signature.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace dbmig::python {
namespace {

/// One word of a signature.
struct Slot {
  std::string_view name;
  bool required = false;
  bool by_place = false;
  bool ignored = false;
  bool only_none = false;
  bool only_whether = false;
};

Slot slot_of(std::string_view word) {
  Slot slot;
  if (word.ends_with('~')) slot.ignored = true;
  if (word.ends_with('0')) slot.only_none = true;
  if (word.ends_with('!')) slot.only_whether = true;
  if (slot.ignored || slot.only_none || slot.only_whether) word.remove_suffix(1);
  const bool optional = word.ends_with('?');
  const bool keyword = word.ends_with('=');
  if (optional || keyword) word.remove_suffix(1);
  slot.name = word;
  slot.by_place = !keyword;
  slot.required = !optional && !keyword;
  return slot;
}

bool is_dialect_keyword(std::string_view name) {
  static constexpr std::array<std::string_view, 7> kDialects = {
      "mysql_", "mariadb_", "postgresql_", "sqlite_", "mssql_", "oracle_", "firebird_"};
  return std::any_of(kDialects.begin(), kDialects.end(),
                     [&](std::string_view dialect) { return name.starts_with(dialect); });
}

bool is_own_keyword(std::string_view name) {
  return name.starts_with("mysql_") || name.starts_with("mariadb_");
}

/// Puts arguments into slots.
class Binder {
 public:
  Binder(std::string_view callee, std::string_view signature, Object& into)
      : callee_(callee), into_(into) {
    for (const std::string_view word : split(signature, ' ')) {
      if (word.empty()) continue;
      if (word == "*") {
        rest_ = true;
      } else if (word == "**") {
        dialects_ = true;
      } else if (word == "***") {
        any_ = true;
      } else {
        slots_.push_back(slot_of(word));
      }
    }
  }

  void take(const Arguments& arguments) {
    auto slot = slots_.begin();
    for (const Value& value : arguments.positional) {
      if (slot != slots_.end() && slot->by_place) {
        put(*slot++, value);
      } else if (rest_) {
        into_.items.push_back(value);
      } else {
        throw Error(ErrorCode::data,
                    fmt::format("{}() does not take that many arguments", callee_));
      }
    }
    for (const auto& [name, value] : arguments.keywords)
      take_keyword(name, value);
    for (const Slot& one : slots_) {
      if (one.required && !into_.has(one.name)) {
        throw Error(ErrorCode::data,
                    fmt::format("{}() needs the argument `{}`", callee_, one.name));
      }
    }
  }

 private:
  void take_keyword(const std::string& name, const Value& value) {
    const auto found = std::find_if(slots_.begin(), slots_.end(),
                                    [&](const Slot& slot) { return slot.name == name; });
    if (found != slots_.end()) return put(*found, value);
    if (dialects_ && is_dialect_keyword(name)) {
      if (is_own_keyword(name)) into_.named.emplace_back(name, value);
      return;
    }
    if (!any_) throw unsupported(name);
    into_.named.emplace_back(name, value);
  }

  Error unsupported(std::string_view name) const {
    return Error(ErrorCode::data,
                 fmt::format("unsupported: the argument `{}` of {}()", name, callee_));
  }

  void put(const Slot& slot, const Value& value) {
    if (into_.has(slot.name)) {
      throw Error(ErrorCode::data,
                  fmt::format("{}() is given the argument `{}` twice", callee_, slot.name));
    }
    if (slot.ignored) return;
    if (slot.only_whether) {
      if (!value.is(Value::Kind::none)) into_.named.emplace_back(slot.name, boolean(true));
      return;
    }
    if (slot.only_none) {
      if (!value.is(Value::Kind::poison) && truth(value)) throw unsupported(slot.name);
      return;
    }
    into_.named.emplace_back(slot.name, value);
  }

  std::string_view callee_;
  Object& into_;
  std::vector<Slot> slots_;
  bool rest_ = false;
  bool dialects_ = false;
  bool any_ = false;
};

}  // namespace

void bind(std::string_view callee, std::string_view signature, const Arguments& arguments,
          Object& into) {
  Binder(callee, signature, into).take(arguments);
}

}  // namespace dbmig::python
