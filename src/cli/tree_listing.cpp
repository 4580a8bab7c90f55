#include "cli/tree_listing.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/tree.h"

namespace dbmig {

void list_trees(Context& context, const std::vector<Tree*>& trees,
                const std::function<void(Tree&)>& list) {
  for (Tree* tree : trees) {
    if (trees.size() > 1) {
      if (tree != trees.front()) context.output().line("");
      context.output().line(fmt::format("[{}]", tree->name()));
    }
    list(*tree);
  }
}

void print_trees_document(Context& context, std::string_view command,
                          const std::vector<Tree*>& trees,
                          const std::function<nlohmann::json(Tree&)>& body) {
  nlohmann::json list = nlohmann::json::array();
  for (Tree* tree : trees) {
    nlohmann::json entry = body(*tree);
    entry["tree"] = tree->name();
    list.push_back(std::move(entry));
  }
  context.print_document(command, {{"trees", std::move(list)}});
}

}  // namespace dbmig
