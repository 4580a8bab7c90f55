#include "python/irreversible.h"

#include "base/text.h"

namespace dbmig::python {
namespace {

using Kind = Expression::Kind;

/// `NotImplementedError`, also of `errors.NotImplementedError("words")`.
std::string name_of(const Expression& exception) {
  const Expression& named = exception.kind == Kind::call ? *exception.parts.front() : exception;
  return named.text.empty() ? "an exception" : named.text;
}

bool is_doc(const Statement& statement) {
  return statement.kind == Statement::Kind::expression &&
         statement.parts.front()->kind == Kind::string;
}

}  // namespace

std::optional<std::string> irreversible_reason(const Statement& function) {
  const Block& body = function.body;
  const std::size_t first = !body.empty() && is_doc(*body.front()) ? 1 : 0;
  if (body.size() != first + 1 || body.back()->kind != Statement::Kind::raise) return std::nullopt;
  const Expression* const exception = body.back()->parts.front();
  if (exception == nullptr) return std::nullopt;
  if (exception->kind == Kind::call && exception->parts.size() > 1 &&
      exception->parts[1]->kind == Kind::string && !trim(exception->parts[1]->text).empty()) {
    return std::string(trim(exception->parts[1]->text));
  }
  return "downgrade() raises " + name_of(*exception);
}

}  // namespace dbmig::python
