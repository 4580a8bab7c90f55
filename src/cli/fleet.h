#pragma once

#include <functional>
#include <string>
#include <vector>

#include "config/database_list.h"

namespace CLI {
class App;
}

namespace dbmig {

class Context;
class Tree;

/// The options of a command that can work off a list of databases.
struct FleetOptions {
  std::string file;
  std::string shard;

  void declare(CLI::App& app);
  bool is_given() const { return !file.empty(); }
};

/// The databases of the list that this call is to work off.
std::vector<ListedDatabase> listed_databases(Context& context, const FleetOptions& options);

/// Does the same with each of them in turn. One whose server cannot be reached or whose lock is
/// held does not keep the others from being done; its error is thrown at the end. Any
/// other error ends it at once, since it would come again with the next.
void for_each_database(Context& context, const FleetOptions& options,
                       const std::function<void(Tree&)>& work);

}  // namespace dbmig
