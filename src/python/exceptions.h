#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "python/evaluation.h"
#include "python/value.h"

namespace dbmig::python {

/// An exception of Python on its way to the `except` that takes it.
struct Raised {
  Value exception;
  std::size_t offset = 0;
  std::optional<Error> error;  // What the server said, when that is the reason.
};

/// Whether a name of the catalogue is a class of exceptions.
bool is_exception(std::string_view name);

/// Whether `except CLASS` takes an exception: by the classes of Python, SQLAlchemy and Alembic.
bool is_kind_of(std::string_view exception, std::string_view name_of_class);

/// What a refusal of the server is to Python: the class that SQLAlchemy and PyMySQL give its
/// number, with the words.
Raised raised_by_server(Evaluation& evaluation, const Error& error, std::string_view statement,
                        std::size_t offset);

/// An attribute of an exception: `args`, `orig`. Nothing: it has none.
std::optional<Value> attribute_of_exception(Heap& heap, const Value& exception,
                                            std::string_view name);
/// As str() shows it.
std::string text_of_exception(const Value& exception);

}  // namespace dbmig::python
