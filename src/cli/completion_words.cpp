#include "cli/completion_words.h"

#include <map>
#include <optional>

#include <CLI/CLI.hpp>

#include "cli/command_help.h"

namespace dbmig {
namespace {

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() != 0; }

const CLI::Option* named(const CLI::App* command, std::string_view name) {
  for (; command != nullptr; command = command->get_parent()) {
    for (const CLI::Option* option : command->get_options()) {
      if (option->nonpositional() && option->check_name(std::string(name))) return option;
    }
  }
  return nullptr;
}

/// Of `-vnNAME`, the option whose value begins in this word or is the next one.
struct ShortOption {
  const CLI::Option* option = nullptr;
  std::string_view value;
};
ShortOption short_option(const CLI::App* command, std::string_view word) {
  for (std::size_t i = 1; i < word.size(); ++i) {
    const CLI::Option* const option = named(command, "-" + std::string(1, word[i]));
    if (option != nullptr && takes_value(*option)) return {option, word.substr(i + 1)};
  }
  return {};
}

const CLI::App* subcommand(const CLI::App* command, const std::string& name) {
  for (const CLI::App* each : command->get_subcommands([](const CLI::App*) { return true; })) {
    if (each->get_name() == name) return each;
  }
  return nullptr;
}

bool has_subcommands(const CLI::App* command) {
  return !command->get_subcommands([](const CLI::App*) { return true; }).empty();
}

std::vector<std::string> symbols_of(const std::string& command) {
  static const std::map<std::string, std::vector<std::string>, std::less<>> kSymbols = {
      {"upgrade", {"head", "heads", "+1"}},
      {"plan", {"head", "heads", "+1", "base", "-1"}},
      {"downgrade", {"-1", "base"}},
      {"stamp", {"head", "heads", "base"}},
      {"show", {"head", "heads", "current"}},
      {"edit", {"head", "heads", "current"}},
      {"merge", {"heads"}},
      {"revision", {"head", "base"}},
      {"history", {"base", "current", "head"}}};
  const auto found = kSymbols.find(command);
  return found == kSymbols.end() ? std::vector<std::string>{} : found->second;
}

/// The words before the one under the cursor, read one after another.
class Reader {
 public:
  explicit Reader(const CLI::App& app) : command_(&app) {}

  void read(const std::string& word) {
    if (waiting_ != nullptr) {
      keep(*waiting_, word);
      waiting_ = nullptr;
    } else if (only_arguments_ || word.size() < 2 || word.front() != '-') {
      read_argument(word);
    } else if (word == "--") {
      only_arguments_ = true;
    } else if (word.starts_with("--")) {
      read_long(word);
    } else if (const ShortOption found = short_option(command_, word); found.option != nullptr) {
      take(*found.option, found.value, !found.value.empty());
    } else if (is_steps(word)) {
      ++arguments_;
    }
  }

  WordToComplete last(const std::string& word) {
    result_.command = command_;
    result_.typed = word;
    const std::size_t equals = word.find('=');
    if (waiting_ != nullptr) {
      describe(*waiting_);
    } else if (!only_arguments_ && word.starts_with("--") && equals != std::string::npos) {
      cut(equals + 1);
      const CLI::Option* const option = named(command_, word.substr(0, equals));
      if (option != nullptr && takes_value(*option)) describe(*option);
    } else if (!only_arguments_ && word.starts_with('-')) {
      result_.kind = WordKind::option;
      const CLI::Option* const argument = open_argument();
      if (argument != nullptr && is_revision(*argument)) {
        result_.symbols = symbols_of(command_->get_name());
      }
    } else if (has_subcommands(command_)) {
      result_.kind = WordKind::command;
    } else if (const CLI::Option* const argument = open_argument(); argument != nullptr) {
      describe(*argument);
    }
    return std::move(result_);
  }

 private:
  static bool is_revision(const CLI::Option& option) {
    if (option.nonpositional()) {
      return option.get_type_name() == "REVISION" || option.get_type_name() == "RANGE";
    }
    return option.get_name().starts_with("revision");
  }
  static bool is_steps(std::string_view word) {
    return word.find_first_not_of("0123456789", 1) == std::string_view::npos;
  }

  void keep(const CLI::Option& option, std::string_view value) {
    if (option.check_lname("config")) result_.config_file = value;
    if (option.check_lname("name")) result_.tree = value;
  }

  void take(const CLI::Option& option, std::string_view value, bool is_there) {
    if (!takes_value(option)) return;
    if (is_there) {
      keep(option, value);
    } else {
      waiting_ = &option;
    }
  }

  void read_long(const std::string& word) {
    const std::size_t equals = word.find('=');
    const CLI::Option* const option = named(command_, word.substr(0, equals));
    if (option == nullptr) return;
    const bool is_there = equals != std::string::npos;
    take(*option, is_there ? std::string_view(word).substr(equals + 1) : "", is_there);
  }

  void read_argument(const std::string& word) {
    if (const CLI::App* const found = subcommand(command_, word)) {
      command_ = found;
      arguments_ = 0;
    } else {
      ++arguments_;
    }
  }

  /// The argument that the next word would be.
  const CLI::Option* open_argument() const {
    const std::vector<const CLI::Option*> all =
        command_->get_options([](const CLI::Option* o) { return o->get_positional(); });
    if (arguments_ < all.size()) return all[arguments_];
    const bool more = !all.empty() && all.back()->get_expected_max() > 1;
    return more ? all.back() : nullptr;
  }

  void cut(std::size_t length) {
    result_.before += result_.typed.substr(0, length);
    result_.typed.erase(0, length);
  }

  void describe(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    result_.choices = choices_of(type);
    if (!result_.choices.empty()) {
      result_.kind = WordKind::choice;
    } else if (is_revision(option)) {
      result_.kind = WordKind::revision;
      result_.symbols = symbols_of(command_->get_name());
      const std::size_t colon = result_.typed.rfind(':');
      if (colon != std::string::npos) cut(colon + 1);
    } else if (type == "FILE") {
      result_.kind = WordKind::file;
    } else if (type == "DIR" || option.get_name() == "directory") {
      result_.kind = WordKind::folder;
    } else if (option.check_lname("name")) {
      result_.kind = WordKind::tree;
    } else if (option.check_lname("server")) {
      result_.kind = WordKind::choice;
      result_.choices = {"mariadb-10.11", "mariadb-11.4", "mysql-8.0", "mysql-8.4"};
    }
  }

  const CLI::App* command_;
  const CLI::Option* waiting_ = nullptr;  // Its value is the next word.
  std::size_t arguments_ = 0;
  bool only_arguments_ = false;
  WordToComplete result_;
};

}  // namespace

WordToComplete word_to_complete(const CLI::App& app, std::span<const std::string> words) {
  Reader reader(app);
  if (words.empty()) return reader.last("");
  for (const std::string& word : words.first(words.size() - 1))
    reader.read(word);
  return reader.last(words.back());
}

}  // namespace dbmig
