#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace dbmig {

/// `arguments` (without the program's name) with every unique beginning of a long
/// option written out: `--verb` becomes `--verbose`, as Alembic's parser allows.
/// What is ambiguous or unknown is left for the parser to complain about.
std::vector<std::string> with_long_options(const CLI::App& app, std::vector<std::string> arguments);

}  // namespace dbmig
