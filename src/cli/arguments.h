#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace dbmig {

/// `arguments` (without the program's name) as Alembic's parser would take them: a unique
/// beginning of a long option is written out (`--verb` becomes `--verbose`), and `-n=NAME`
/// is `-nNAME`. A beginning means what it means to Alembic, whatever more options there
/// are here. What is unknown is left for the parser to complain about. Throws Error(usage)
/// for the beginning of several, for an option whose value is missing, and for a flag with one.
std::vector<std::string> plain_arguments(const CLI::App& app, std::vector<std::string> arguments);

/// The long options of a command with their dashes.
std::vector<std::string> long_options(const CLI::App& app);

/// A check that a value is a length of time: `500ms`, `10s`, `2m`.
CLI::Validator a_duration();

/// A check that a value is one of these words.
CLI::Validator one_of(std::vector<std::string> words);

}  // namespace dbmig
