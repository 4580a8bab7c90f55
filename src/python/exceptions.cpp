#include "python/exceptions.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig::python {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

/// Each class and the one that it derives from.
constexpr Pair kClasses[] = {
    {"Exception", "BaseException"},
    {"ValueError", "Exception"},
    {"TypeError", "Exception"},
    {"KeyError", "LookupError"},
    {"IndexError", "LookupError"},
    {"LookupError", "Exception"},
    {"AttributeError", "Exception"},
    {"AssertionError", "Exception"},
    {"ImportError", "Exception"},
    {"ModuleNotFoundError", "ImportError"},
    {"RuntimeError", "Exception"},
    {"NotImplementedError", "RuntimeError"},
    {"StopIteration", "Exception"},
    {"sqlalchemy.exc.SQLAlchemyError", "Exception"},
    {"sqlalchemy.exc.InvalidRequestError", "sqlalchemy.exc.SQLAlchemyError"},
    {"sqlalchemy.exc.NoSuchTableError", "sqlalchemy.exc.InvalidRequestError"},
    {"sqlalchemy.exc.NoResultFound", "sqlalchemy.exc.InvalidRequestError"},
    {"sqlalchemy.exc.MultipleResultsFound", "sqlalchemy.exc.InvalidRequestError"},
    {"sqlalchemy.exc.StatementError", "sqlalchemy.exc.SQLAlchemyError"},
    {"sqlalchemy.exc.DBAPIError", "sqlalchemy.exc.StatementError"},
    {"sqlalchemy.exc.InterfaceError", "sqlalchemy.exc.DBAPIError"},
    {"sqlalchemy.exc.DatabaseError", "sqlalchemy.exc.DBAPIError"},
    {"sqlalchemy.exc.DataError", "sqlalchemy.exc.DatabaseError"},
    {"sqlalchemy.exc.OperationalError", "sqlalchemy.exc.DatabaseError"},
    {"sqlalchemy.exc.IntegrityError", "sqlalchemy.exc.DatabaseError"},
    {"sqlalchemy.exc.InternalError", "sqlalchemy.exc.DatabaseError"},
    {"sqlalchemy.exc.ProgrammingError", "sqlalchemy.exc.DatabaseError"},
    {"sqlalchemy.exc.NotSupportedError", "sqlalchemy.exc.DatabaseError"},
    {"alembic.util.CommandError", "Exception"},
};

const Pair* find(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kClasses), std::end(kClasses),
                                         [&](const Pair& one) { return one.first == name; });
  return found == std::end(kClasses) ? nullptr : found;
}

template <std::size_t n>
bool holds(const std::array<unsigned, n>& numbers, unsigned number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// The class that PyMySQL gives an error by its number.
std::string_view class_of(unsigned number) {
  constexpr std::array kProgramming = {1007U, 1149U, 1064U, 1146U, 1102U, 1103U,
                                       1110U, 1111U, 1112U, 1113U, 1179U, 1166U};
  constexpr std::array kData = {1265U, 1263U, 1264U, 1230U, 1171U, 1406U, 1441U, 1366U, 1367U};
  constexpr std::array kIntegrity = {1062U, 1216U, 1452U, 1217U, 1451U, 1215U, 1048U};
  constexpr std::array kNotSupported = {1196U, 1235U, 1289U, 1286U};
  if (holds(kProgramming, number)) return "ProgrammingError";
  if (holds(kData, number)) return "DataError";
  if (holds(kIntegrity, number)) return "IntegrityError";
  if (holds(kNotSupported, number)) return "NotSupportedError";
  return number < 1000 ? "InternalError" : "OperationalError";
}

}  // namespace

bool is_exception(std::string_view name) {
  return name == "BaseException" || find(name) != nullptr;
}

bool is_kind_of(std::string_view exception, std::string_view name_of_class) {
  for (;;) {
    if (exception == name_of_class) return true;
    const Pair* const derived = find(exception);
    if (derived == nullptr) return false;
    exception = derived->second;
  }
}

Raised raised_by_server(Evaluation& evaluation, const Error& error, std::string_view statement,
                        std::size_t offset) {
  Heap& heap = evaluation.heap;
  const ServerError& said = error.server().value();
  const std::string_view name = class_of(said.number);
  const Value exception = heap.construct(fmt::format("sqlalchemy.exc.{}", name), offset);
  const Value orig = heap.construct(fmt::format("pymysql.err.{}", name), offset);
  orig.object->items = {integer(said.number), heap.text(said.message)};
  exception.object->named = {{"orig", orig}, {"sql", heap.text(std::string(statement))}};
  exception.object->items = {heap.text(
      fmt::format("(pymysql.err.{}) ({}, {})", name, said.number, repr(orig.object->items[1])))};
  return {exception, offset, error};
}

std::optional<Value> attribute_of_exception(Heap& heap, const Value& exception,
                                            std::string_view name) {
  if (name == "args") return heap.sequence(Value::Kind::tuple, exception.object->items);
  if (name == "orig") {
    if (const Value* const orig = exception.object->find("orig")) return *orig;
  }
  return std::nullopt;
}

std::string text_of_exception(const Value& exception) {
  const std::vector<Value>& all = exception.object->items;
  if (all.empty()) return {};
  if (const Value* const sql = exception.object->find("sql")) {
    return fmt::format("{}\n[SQL: {}]", str(all.front()), sql->object->text);
  }
  const bool is_key = is_kind_of(exception.object->text, "KeyError");
  if (all.size() == 1) return is_key ? repr(all.front()) : str(all.front());
  std::string text;
  for (const Value& one : all)
    text += (text.empty() ? "(" : ", ") + repr(one);
  return text + ")";
}

}  // namespace dbmig::python
