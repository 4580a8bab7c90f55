#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/context.h"

namespace dbmig {
namespace {

class ConfigCommand : public Command {
 public:
  void declare(CLI::App&) override {}

  Verdict run(Context& context) override {
    const std::vector<SettingLine> lines = setting_lines(context.settings());
    if (context.options().json) {
      nlohmann::json list = nlohmann::json::array();
      for (const SettingLine& line : lines) {
        list.push_back({{"section", line.section},
                        {"key", line.key},
                        {"value", line.value},
                        {"origin", line.origin}});
      }
      context.print_document("config", {{"settings", std::move(list)}});
      return Verdict::done;
    }
    const std::string* section = nullptr;
    for (const SettingLine& line : lines) {
      if (section == nullptr || *section != line.section) {
        if (section != nullptr) context.output().line("");
        context.output().line(fmt::format("[{}]", line.section));
      }
      section = &line.section;
      const std::string setting = fmt::format("{} = {}", line.key, line.value);
      context.output().line(fmt::format("{:<60}  ; {}", setting, line.origin));
    }
    return Verdict::done;
  }
};

}  // namespace

std::unique_ptr<Command> make_config() { return std::make_unique<ConfigCommand>(); }

}  // namespace dbmig
