#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace dbmig::python {

struct Parameters;

/// One expression of a Python file; what `text` and `parts` hold depends on its kind.
///
/// Parts belong to the Module, so that neither building nor freeing a long chain of
/// operators recurses. A part may be null where it is left out.
struct Expression {
  enum class Kind {
    name,           // text: the name
    constant,       // text: None, True, False, ...
    number,         // text: as written
    string,         // text: the value, adjacent literals joined
    bytes,          // text: the value
    formatted,      // parts: strings and fields
    field,          // parts: value, format (or null); text: the conversion
    tuple,          // parts: elements
    list,           // parts: elements
    set,            // parts: elements
    dict,           // parts: key, value, key, value; a null key: `**value`
    attribute,      // parts: object; text: the name
    subscript,      // parts: object, index
    slice,          // parts: lower, upper, step (each may be null)
    call,           // parts: function, arguments
    keyword,        // parts: value; text: the name; empty: `**value`
    unary,          // text: operator; parts: operand
    binary,         // text: operator; parts: left, right
    boolean,        // text: and, or; parts: two or more
    compare,        // parts: first, others; operators: between them
    conditional,    // parts: value, condition, other
    lambda,         // parts: body; parameters
    comprehension,  // text: list, set, dict, generator; parts: element, (value of a dict), loops
    loop,           // of a comprehension: text: async or empty; parts: target, iterable, conditions
    await,          // parts: operand
    yield,          // parts: operand (or null)
    yield_from,     // parts: operand
    starred,        // parts: operand
    named,          // `name := value`: parts: name, value
    pattern,        // of a match statement: text: what it is; parts
  };

  Kind kind = Kind::name;
  std::size_t offset = 0;
  std::size_t end = 0;
  int height = 0;  // Levels of expressions below this one.
  std::string text;
  std::vector<const Expression*> parts;
  std::vector<std::string> operators;
  const Parameters* parameters = nullptr;
};

/// What a function takes, in the order in which it is written.
struct Parameters {
  struct One {
    enum class Kind { positional_only, normal, star, keyword_only, double_star };

    std::string name;
    Kind kind = Kind::normal;
    std::size_t offset = 0;
    const Expression* annotation = nullptr;
    const Expression* value = nullptr;  // The default.
  };

  std::vector<One> all;
};

struct Statement;
using Block = std::vector<const Statement*>;

/// A name that an import, `global` or `nonlocal` brings in.
struct Alias {
  std::string name;  // Dotted for an import; `*` for all of a module.
  std::string as;    // Empty: none.
  std::size_t offset = 0;
};

/// A part of a statement with a body of its own: `if`, `except`, `case`.
struct Branch {
  std::size_t offset = 0;
  const Expression* test = nullptr;   // The condition, the exception, the pattern.
  const Expression* guard = nullptr;  // Of a case.
  std::string name;                   // `except X as name`
  Block body;
};

/// One statement of a Python file.
struct Statement {
  enum class Kind {
    expression,  // parts: it
    assign,      // parts: targets, then the value
    augmented,   // text: operator; parts: target, value
    annotated,   // parts: target, annotation, value (or null)
    return_,     // parts: value (or null)
    raise,       // parts: exception, cause (each may be null)
    global,      // aliases
    nonlocal,    // aliases
    del,         // parts: targets
    pass,
    break_,
    continue_,
    assert_,      // parts: condition, message (or null)
    import,       // aliases
    import_from,  // text: the module; level: dots before it; aliases
    if_,          // branches; otherwise
    while_,       // parts: condition; body; otherwise
    for_,         // parts: target, iterable; body; otherwise
    try_,         // body; branches; otherwise; finally; text: `*` for except*
    with,         // parts: expression, target (or null), for each item; body
    function,     // text: name; parameters; parts: annotation (or null); body; decorators
    class_,       // text: name; parts: arguments; body; decorators
    match,        // parts: subject; branches
  };

  Kind kind = Kind::pass;
  std::size_t offset = 0;
  std::size_t end = 0;
  std::string text;
  int level = 0;
  bool is_async = false;
  std::vector<const Expression*> parts;
  std::vector<const Expression*> decorators;
  std::vector<Alias> aliases;
  std::vector<Branch> branches;
  const Parameters* parameters = nullptr;
  Block body;
  Block otherwise;
  Block finally;
};

/// A whole file; it owns all nodes.
struct Module {
  std::deque<Expression> expressions;
  std::deque<Statement> statements;
  std::deque<Parameters> parameters;
  Block body;
};

}  // namespace dbmig::python
