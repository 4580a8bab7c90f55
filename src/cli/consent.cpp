#include "cli/consent.h"

#include <iostream>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/tree.h"
#include "cli/typed_line.h"

namespace dbmig {
namespace {

/// What is typed; nothing when the terminal is left. Words that follow begin a line then.
std::string answer_on_terminal() {
  try {
    if (std::optional<std::string> line = typed_line(STDIN_FILENO)) return *std::move(line);
  } catch (const Error&) {
    std::cerr << "\n";
    throw;
  }
  std::cerr << "\n";
  return {};
}

}  // namespace

void require_consent(Context& context, Tree& tree, std::string_view action,
                     const std::string& yes_i_mean) {
  if (!tree.settings().is_protected || context.options().scratch) return;
  const std::string& database = tree.settings().server().database;
  if (yes_i_mean == database) return;
  const auto refusal = [&](const std::string& why) {
    return Error(ErrorCode::policy, fmt::format("{} of {} refused: database {} is protected{}",
                                                action, tree.name(), database, why))
        .with_state("nothing was changed")
        .with_hint(fmt::format("if you are sure: --yes-i-mean={}", database));
  };
  if (!yes_i_mean.empty()) throw refusal(fmt::format(", and --yes-i-mean names {}", yes_i_mean));
  if (!is_terminal(stdin) || !is_terminal(stderr)) throw refusal("");
  std::cerr << fmt::format("Database {} is protected. Type its name to {} it: ", database, action)
            << std::flush;
  if (trim(answer_on_terminal()) != database) throw refusal(", and its name was not typed");
}

}  // namespace dbmig
