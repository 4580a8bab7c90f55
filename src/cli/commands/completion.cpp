#include <CLI/CLI.hpp>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/completion_scripts.h"
#include "cli/context.h"

namespace dbmig {
namespace {

class CompletionCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("shell", shell_, "whose script to print")
        ->required()
        ->check(one_of({"bash", "zsh", "fish"}));
  }

  Verdict run(Context& context) override {
    context.output().text(completion_script(shell_));
    return Verdict::done;
  }

 private:
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> make_completion() { return std::make_unique<CompletionCommand>(); }

}  // namespace dbmig
