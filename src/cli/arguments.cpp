#include "cli/arguments.h"

#include <algorithm>
#include <array>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/usage_error.h"
#include "config/duration.h"

namespace dbmig {
namespace {

/// The long options of Alembic 1.19; the first row is what stands before a command.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kOfAlembic = {
    {{"dbmig", "help version config name raiseerr quiet"},
     {"branches", "help verbose"},
     {"check", "help"},
     {"current", "help check-heads verbose"},
     {"downgrade", "help sql tag"},
     {"edit", "help"},
     {"ensure_version", "help sql"},
     {"heads", "help verbose resolve-dependencies"},
     {"history", "help rev-range verbose indicate-current"},
     {"init", "help template package"},
     {"list_templates", "help"},
     {"merge", "help message branch-label rev-id splice"},
     {"revision",
      "help message autogenerate sql head splice branch-label version-path rev-id depends-on"},
     {"show", "help"},
     {"stamp", "help sql tag purge"},
     {"upgrade", "help sql tag"}}};

std::vector<std::string> options_of_alembic(std::string_view command) {
  const auto found = std::find_if(kOfAlembic.begin(), kOfAlembic.end(),
                                  [&](const auto& row) { return row.first == command; });
  if (found == kOfAlembic.end()) return {};
  std::vector<std::string> options;
  for (const std::string_view word : split(found->second, ' '))
    options.push_back(fmt::format("--{}", word));
  return options;
}

/// Those that begin with `typed`, each once.
std::vector<std::string> beginning_with(std::string_view typed,
                                        const std::vector<std::string>& options) {
  std::vector<std::string> matches;
  for (const std::string& option : options) {
    const bool is_new = std::find(matches.begin(), matches.end(), option) == matches.end();
    if (option.starts_with(typed) && is_new) matches.push_back(option);
  }
  return matches;
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() != 0; }

/// `--data` may stand alone, too.
bool needs_value(const CLI::Option& option) { return option.get_items_expected_min() > 0; }

/// Reads a command line from the left, as far as it takes to know which words are options.
class Reader {
 public:
  explicit Reader(const CLI::App& app) : command_(&app), known_(long_options(app)) {}

  void read(std::string& word) {
    if (waiting_ != nullptr) {
      if (is_option(word)) throw value_missing(fmt::format(" before {}", word));
      waiting_ = nullptr;
    } else if (only_arguments_ || word.size() < 2 || word.front() != '-') {
      enter(word);
    } else if (word == "--") {
      only_arguments_ = true;
    } else if (word.starts_with("--")) {
      read_long(word);
    } else {
      read_short(word);
    }
  }

  void end() const {
    if (waiting_ != nullptr) throw value_missing("");
  }

 private:
  Error wrong(const std::string& message) const {
    return Error(ErrorCode::usage, message).with_hint(help_hint(*command_));
  }

  Error value_missing(const std::string& where) const {
    const std::string type = waiting_->get_type_name();
    return wrong(fmt::format("option {} needs a value{}{}", waiting_->get_name(),
                             type.empty() ? "" : fmt::format(" ({})", type), where));
  }

  /// An option of the command or of the program; nullptr when there is none of this name.
  const CLI::Option* named(const std::string& name) const {
    for (const CLI::App* app = command_; app != nullptr; app = app->get_parent()) {
      if (const CLI::Option* const option = app->get_option_no_throw(name)) return option;
    }
    return nullptr;
  }

  /// All options that `typed` is the beginning of, those of Alembic first of all.
  std::vector<std::string> matches(const std::string& typed) const {
    if (std::find(known_.begin(), known_.end(), typed) != known_.end()) return {typed};
    std::vector<std::string> found =
        beginning_with(typed, options_of_alembic(command_->get_name()));
    return found.empty() ? beginning_with(typed, known_) : found;
  }

  /// Whether a word can only be an option, and not the value of the one before it. Text with
  /// a space is never one, and `-1:` names none.
  bool is_option(const std::string& word) const {
    if (word.size() < 2 || word.front() != '-' || word.find(' ') != std::string::npos) return false;
    if (word.starts_with("--")) {
      return word == "--" || !matches(word.substr(0, word.find('='))).empty();
    }
    return named(word.substr(0, 2)) != nullptr;
  }

  void enter(const std::string& word) {
    const auto commands = command_->get_subcommands([](const CLI::App*) { return true; });
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&](const CLI::App* each) { return each->get_name() == word; });
    if (found == commands.end()) return;
    command_ = *found;
    std::erase(known_, "--version");  // Of the program alone, so that `--ver` is `--verbose`.
    const std::vector<std::string> more = long_options(*command_);
    known_.insert(known_.end(), more.begin(), more.end());
  }

  void read_long(std::string& word) {
    const std::size_t equals = word.find('=');
    const std::string typed = word.substr(0, equals);
    const std::vector<std::string> options = matches(typed);
    if (options.size() > 1) {
      throw Error(ErrorCode::usage,
                  fmt::format("option {} is ambiguous: {}", typed, join(options, ", ")));
    }
    if (options.empty()) return;
    word.replace(0, typed.size(), options.front());
    const CLI::Option* const option = named(options.front());
    if (option == nullptr) return;
    const bool has_value = equals != std::string::npos;
    if (has_value && !takes_value(*option)) {
      throw wrong(fmt::format("option {} takes no value", options.front()));
    }
    if (!has_value && needs_value(*option)) waiting_ = option;
  }

  /// `-v`, `-vnNAME`, `-n=NAME`; the next word is the value of a last one that has none.
  void read_short(std::string& word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const CLI::Option* const option = named({'-', word[i]});
      if (option == nullptr) return;
      if (!takes_value(*option)) continue;
      if (i + 1 == word.size()) {
        waiting_ = option;
      } else if (word[i + 1] == '=') {
        word.erase(i + 1, 1);
        // A value that is empty cannot stand right behind its option.
        if (i + 1 == word.size()) throw wrong(fmt::format("option {} needs a value", word));
      }
      return;
    }
  }

  const CLI::App* command_;
  std::vector<std::string> known_;
  const CLI::Option* waiting_ = nullptr;  // Its value is the next word.
  bool only_arguments_ = false;
};

}  // namespace

std::vector<std::string> long_options(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames())
      names.push_back("--" + name);
  }
  return names;
}

CLI::Validator a_duration() {
  const auto check = [](const std::string& value) -> std::string {
    if (find_duration(value)) return "";
    return fmt::format("\"{}\" is no length of time, as in 500ms, 10s, 2m", printable(value));
  };
  return CLI::Validator([check](std::string& value) { return check(value); }, "");
}

CLI::Validator one_of(std::vector<std::string> words) {
  const std::string shown = join(words, ",");
  const auto check = [words = std::move(words)](const std::string& value) -> std::string {
    if (std::find(words.begin(), words.end(), value) != words.end()) return "";
    return fmt::format("\"{}\" is not one of {}{}", value, join(words, ", "),
                       did_you_mean(nearest(value, words)));
  };
  return CLI::Validator([check](std::string& value) { return check(value); },
                        fmt::format("{{{}}}", shown));
}

std::vector<std::string> plain_arguments(const CLI::App& app, std::vector<std::string> arguments) {
  Reader reader(app);
  for (std::string& argument : arguments)
    reader.read(argument);
  reader.end();
  return arguments;
}

}  // namespace dbmig
