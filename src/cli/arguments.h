#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace dbmig {

/// `arguments` (without the program's name) with every unique beginning of a long
/// option written out: `--verb` becomes `--verbose`, as Alembic's parser allows.
/// What is unknown is left for the parser to complain about. Throws Error(usage) when it
/// is the beginning of several.
std::vector<std::string> with_long_options(const CLI::App& app, std::vector<std::string> arguments);

/// The long options of a command with their dashes.
std::vector<std::string> long_options(const CLI::App& app);

/// A check that a value is one of these words.
CLI::Validator one_of(std::vector<std::string> words);

}  // namespace dbmig
