#pragma once

#include <functional>

#include <nlohmann/json_fwd.hpp>

#include "cli/context.h"

namespace dbmig {

/// Prints the same thing of each tree: alone it is Alembic's output to the letter;
/// with several, each has a line `[name]` above it and an empty line between them.
void list_trees(Context& context, const std::vector<Tree*>& trees,
                const std::function<void(Tree&)>& list);

/// The `--json` form: `{"trees": [{"tree": name, …}]}` with what `body` gives for each.
void print_trees_document(Context& context, std::string_view command,
                          const std::vector<Tree*>& trees,
                          const std::function<nlohmann::json(Tree&)>& body);

}  // namespace dbmig
