#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/context.h"

namespace dbmig {
namespace {

class ListTemplatesCommand : public Command {
 public:
  void declare(CLI::App&) override {}

  Verdict run(Context& context) override {
    constexpr const char* kSynopsis = "Revision files in SQL, one database for each tree.";
    if (context.options().json) {
      context.print_document("list_templates",
                             {{"templates", {{{"name", "generic"}, {"synopsis", kSynopsis}}}}});
      return Verdict::done;
    }
    Output& output = context.output();
    output.line("Available templates:\n");
    output.line(std::string("generic - ") + kSynopsis);
    output.line("\nTemplates are used via the 'init' command, e.g.:\n");
    output.line("  dbmig init --template generic ./scripts");
    return Verdict::done;
  }
};

}  // namespace

std::unique_ptr<Command> make_list_templates() { return std::make_unique<ListTemplatesCommand>(); }

}  // namespace dbmig
