#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "python/value.h"

namespace dbmig::python {

/// What a call gives: its positional and its keyword arguments.
struct Arguments {
  std::vector<Value> positional;
  std::vector<std::pair<std::string, Value>> keywords;
};

/// Gives each argument of a call the name that it has in `signature`, as `named` and, for the
/// rest of the positional ones, as `items` of `into`.
///
/// A signature is words: `name` must be given, by place or by name; `name?` may be; `name=` may
/// be, by name only; `*` takes all further places; `**` takes keywords of any dialect's
/// (`mysql_engine`), of which those of other databases are left out; `***` takes all. `~` behind a
/// word: it is taken, and means nothing here. `!`: only
/// whether it is given counts. `0` behind it: it may only be None or False, since
/// anything else is not supported. Throws Error(data), without a place, for what fits none of it.
void bind(std::string_view callee, std::string_view signature, const Arguments& arguments,
          Object& into);

}  // namespace dbmig::python
