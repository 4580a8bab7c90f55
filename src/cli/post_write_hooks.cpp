#include "cli/post_write_hooks.h"

#include <fmt/format.h>
#include <spdlog/logger.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/editor.h"
#include "cli/shell_words.h"
#include "scratch/run_interactive.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFileToken = "REVISION_SCRIPT_FILENAME";

Error wrong(const std::string& message) {
  return Error(ErrorCode::config, message).with_state("nothing was written");
}

void require(const PostWriteHook& hook, std::string_view key, const std::string& value) {
  if (!value.empty()) return;
  const std::string shown = key == "type" ? fmt::format("'{}.type' (or 'type' in toml)", hook.name)
                                          : fmt::format("{}.{}", hook.name, key);
  throw wrong(fmt::format("Key {} is required for post write hook '{}'", shown, hook.name));
}

/// What the hook runs, as its type has it.
std::string program_of(const PostWriteHook& hook) {
  require(hook, "type", hook.type);
  if (hook.type == "exec") {
    require(hook, "executable", hook.executable);
    return hook.executable;
  }
  if (hook.type == "console_scripts") {
    require(hook, "entrypoint", hook.entrypoint);
    return hook.entrypoint;
  }
  if (hook.type == "module") {
    require(hook, "module", hook.module);
    throw wrong(fmt::format("post write hook '{}' runs a module of Python, and dbmig has no Python",
                            hook.name))
        .with_hint(fmt::format("use {0}.type = exec, {0}.executable = python3 and {0}.options = "
                               "-m {1} {2} {3}",
                               hook.name, hook.module, kFileToken, hook.options));
  }
  throw wrong(fmt::format("No formatter with name '{}' registered", hook.type))
      .with_hint("the types are exec and console_scripts");
}

}  // namespace

std::vector<std::string> hook_arguments(std::string_view options, const std::string& file) {
  std::string line(options);
  if (line.find(kFileToken) == std::string::npos) line = fmt::format("{} {}", kFileToken, line);
  std::vector<std::string> words = shell_words(line).value_or(std::vector<std::string>());
  for (std::string& word : words)
    word = replaced(word, kFileToken, file);
  return words;
}

PostWriteHooks::PostWriteHooks(const std::vector<PostWriteHook>& hooks,
                               const Environment& environment, const fs::path& cwd) {
  for (const PostWriteHook& hook : hooks) {
    const std::string name = program_of(hook);
    const fs::path folder = hook.cwd.empty() ? cwd : cwd / hook.cwd;
    // A path is looked up where the program will run, a bare name in $PATH.
    const fs::path program = find_executable(name, environment, folder);
    if (program.empty()) {
      const bool is_script = hook.type == "console_scripts";
      throw wrong(is_script ? fmt::format("Could not find entrypoint console_scripts.{}", name)
                            : fmt::format("post write hook '{}': cannot run {}", hook.name, name))
          .with_hint(
              fmt::format("{} has to be a program {}", name,
                          name.find('/') == std::string::npos ? "in $PATH" : "that may be run"));
    }
    if (hook_arguments(hook.options, "file").empty()) {
      throw wrong(fmt::format("a quote in {}.options of post write hook '{}' is never closed",
                              hook.name, hook.name));
    }
    hooks_.push_back({hook.name, program, hook.options, folder});
  }
}

void PostWriteHooks::run(Context& context, std::string_view logger, const fs::path& file) const {
  const bool json = context.options().json;
  for (const Hook& hook : hooks_) {
    InteractiveProgram program;
    program.command = hook_arguments(hook.options, file.string());
    program.command.insert(program.command.begin(), hook.program.string());
    program.folder = hook.folder;
    // A document has stdout for itself.
    program.output =
        json ? InteractiveProgram::Output::to_stderr : InteractiveProgram::Output::ours;
    if (!json) {
      context.output().line(fmt::format("Running post write hook '{}' ...", hook.name));
      context.output().flush();
    }
    const ProgramEnd end = run_interactive(program);
    if (!json) context.output().line("  done");
    if (end.status == 0) continue;
    const std::string why = end.failure.empty() ? fmt::format("ended with status {}", end.status)
                                                : "could not be run: " + end.failure;
    context.output().log(logger)->warn("post write hook '{}' {}", hook.name, why);
  }
}

}  // namespace dbmig
