#include "cli/man_page.h"

#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/version.h"

namespace dbmig {
namespace {

/// `text` so that troff prints it as it is, hyphens as what can be copied and typed.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '"') {
      out += "\\(dq";
    } else if (c == '^') {
      out += "\\(ha";
    } else if (c == '~') {
      out += "\\(ti";
    } else if (c == '`' || c == '\'') {
      out += c == '`' ? "\\(ga" : "\\(aq";
    } else {
      out += c;
    }
  }
  return out;
}

/// Running text in lines that are not too long for an editor; what stands between
/// backquotes is bold instead.
std::string prose(std::string_view text) {
  constexpr std::size_t kLine = 78;
  std::string marked;
  bool bold = false;
  for (const std::string_view part : split(text, '`')) {
    marked += bold ? "\\fB" + escaped(part) + "\\fR" : escaped(part);
    bold = !bold;
  }
  std::string out;
  std::size_t length = 0;
  for (const std::string_view word : split(marked, ' ')) {
    const bool fits = length == 0 || length + 1 + word.size() <= kLine;
    if (!out.empty()) out += fits ? ' ' : '\n';
    if (!fits) length = 0;
    // A line that begins with a full stop would be a request.
    if (length == 0 && word.starts_with('.')) out += "\\&";
    out += word;
    length += word.size() + 1;
  }
  return out;
}

std::string page_name(std::string_view command) { return replaced(command, " ", "-"); }

std::string tagged(const std::vector<HelpItem>& items) {
  std::string out;
  for (const HelpItem& item : items)
    out += fmt::format(".TP\n.B {}\n{}\n", escaped(item.form), prose(item.text));
  return out;
}

std::string section(std::string_view title, const std::string& body) {
  return body.empty() ? "" : fmt::format(".SH {}\n{}", title, body);
}

/// What a command's own commands are and take: of dbmig itself the others' pages tell.
std::string commands_of(const CommandHelp& help) {
  std::string out;
  for (const CommandHelp& command : help.commands) {
    const std::string name = command.name.substr(help.name.size() + 1);
    out += fmt::format(".TP\n.B {}\n{}\n", escaped(name), prose(command.summary));
    if (help.global_options.empty()) continue;
    const std::string inner = tagged(command.arguments) + tagged(command.options);
    out += ".RS\n" + inner + ".RE\n";
  }
  return out;
}

std::string description(const CommandHelp& help) {
  std::string out;
  for (const std::string& paragraph : help.paragraphs)
    out += (out.empty() ? "" : ".PP\n") + prose(paragraph) + "\n";
  return out.empty() ? prose(help.summary) + ".\n" : out;
}

std::string examples(const CommandHelp& help) {
  std::string out;
  for (const Example& example : help.examples) {
    out += fmt::format(".TP\n.B {}\n{}\n", escaped(example.command), prose(example.meaning));
  }
  return out;
}

std::string exit_status() {
  return tagged({
      {"0", "done"},
      {"1", "something is pending or was found, and an option asked for this status"},
      {"2", "the server refused a statement"},
      {"64", "wrong usage"},
      {"65", "a revision file or the history is wrong"},
      {"69", "the server cannot be reached, or refuses the login; may pass"},
      {"70", "a bug in dbmig"},
      {"73", "an output cannot be written"},
      {"75", "a lock is busy, or the run was interrupted; run it again"},
      {"77", "refused: protected, irreversible, or without consent"},
      {"78", "the configuration is wrong"},
  });
}

std::string files() {
  return tagged({
      {"migrate.ini, alembic.ini",
       "the configuration: -c names another one; else the first of these in this folder, then in "
       "each one above it"},
      {"versions/ID_SLUG.sql", "a revision, below the script location of its tree"},
      {"/etc/my.cnf, /etc/mysql/my.cnf, ~/.my.cnf",
       "option files; the groups client and dbmig may hold the login"},
  });
}

std::string environment_variables() {
  return tagged({
      {"DBMIG_CONFIG, ALEMBIC_CONFIG", "the configuration file, when -c is not given"},
      {"DBMIG_URL", "the database URL; DBMIG_URL_SHOP is that of the tree shop alone"},
      {"DBMIG_PASSWORD_FILE, DBMIG_PASSWORD", "the password, or a file that holds it"},
      {"NO_COLOR", "when it is set and not empty, no colours unless --color=always"},
  });
}

std::string see_also(const CommandHelp& help, const std::vector<std::string>& siblings) {
  std::string out;
  for (const std::string& sibling : siblings) {
    if (sibling == page_name(help.name)) continue;
    out += fmt::format("{}.BR {} (1)", out.empty() ? "" : ",\n", escaped(sibling));
  }
  return out.empty() ? "" : out + "\n";
}

}  // namespace

std::string man_page(const CommandHelp& help, const std::vector<std::string>& siblings,
                     const std::string& date) {
  std::string out = fmt::format(".TH {} 1 {} \"dbmig {}\" \"dbmig manual\"\n",
                                escaped(upper(page_name(help.name))), date, escaped(kVersion));
  out += section("NAME",
                 fmt::format("{} \\- {}\n", escaped(page_name(help.name)), prose(help.summary)));
  const std::size_t rest = help.usage.find(" [");
  out += section("SYNOPSIS", fmt::format(".B {}\n{}\n", escaped(help.usage.substr(0, rest)),
                                         escaped(help.usage.substr(rest + 1))));
  out += section("DESCRIPTION", description(help));
  out += section("COMMANDS", commands_of(help));
  std::string options = tagged(help.arguments) + tagged(help.options);
  if (!help.global_options.empty()) {
    options += ".SS Options of every command\n" + tagged(help.global_options);
  }
  out += section("OPTIONS", options);
  out += section("EXAMPLES", examples(help));
  out += section("EXIT STATUS", exit_status());
  out += section("FILES", files());
  out += section("ENVIRONMENT", environment_variables());
  return out + section("SEE ALSO", see_also(help, siblings));
}

void write_man_pages(const CLI::App& app, const std::filesystem::path& folder,
                     const std::string& date) {
  const CommandHelp root = command_help(app);
  std::vector<std::string> pages = {page_name(root.name)};
  for (const CommandHelp& command : root.commands)
    pages.push_back(page_name(command.name));
  const auto write = [&](const CommandHelp& help) {
    write_file(folder / (page_name(help.name) + ".1"), man_page(help, pages, date),
               Existing::replace);
  };
  write(root);
  for (const CommandHelp& command : root.commands)
    write(command);
}

}  // namespace dbmig
