#include "cli/help_text.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

constexpr std::size_t kWidth = 88;
constexpr std::size_t kWidestForm = 28;

/// `text` in lines of at most kWidth columns; those after the first begin with `indent`
/// blanks, and the first is taken to have as many columns before it.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  for (const std::string_view word : split(text, ' ')) {
    const std::size_t length = code_points(word);
    if (column > indent && column + 1 + length > kWidth) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += length;
  }
  return out;
}

std::string list(std::string_view title, const std::vector<HelpItem>& items) {
  if (items.empty()) return "";
  std::size_t widest = 0;
  for (const HelpItem& item : items)
    widest = std::max(widest, std::min(item.form.size(), kWidestForm));
  std::string out = fmt::format("\n{}:\n", title);
  const std::size_t indent = widest + 4;
  for (const HelpItem& item : items) {
    out += "  " + item.form;
    out += item.form.size() > widest ? "\n" + std::string(indent, ' ')
                                     : std::string(indent - 2 - item.form.size(), ' ');
    out += wrapped(item.text, indent) + "\n";
  }
  return out;
}

/// `-c FILE, -n NAME, …`: the shortest form of each.
std::string short_forms(const std::vector<HelpItem>& items) {
  std::string out;
  for (const HelpItem& item : items)
    out += (out.empty() ? "" : ", ") + item.form.substr(0, item.form.find_first_of(", "));
  return out;
}

}  // namespace

std::string help_text(const CommandHelp& help) {
  std::string out = wrapped(fmt::format("{}: {}", help.name, help.summary), 0) + "\n";
  out += fmt::format("\nUsage: {}\n", help.usage);
  for (const std::string& paragraph : help.paragraphs)
    out += "\n" + wrapped(paragraph, 0) + "\n";
  std::vector<HelpItem> commands;
  for (const CommandHelp& command : help.commands) {
    commands.push_back({command.name.substr(help.name.size() + 1), command.summary});
  }
  out += list("Commands", commands) + list("Arguments", help.arguments);
  out += list("Options", help.options);
  if (!help.global_options.empty()) {
    out += "\n" + wrapped(fmt::format("Options of every command (dbmig --help explains them): {}",
                                      short_forms(help.global_options)),
                          0);
    out += "\n";
  }
  if (!help.examples.empty()) out += "\nExamples:\n";
  for (const Example& example : help.examples)
    out += fmt::format("  {}\n      {}\n", example.command, wrapped(example.meaning, 6));
  return out;
}

}  // namespace dbmig
