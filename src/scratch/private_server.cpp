#include "scratch/private_server.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace dbmig {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kTailLines = 12;
constexpr auto kPause = std::chrono::milliseconds(3);

SupervisedServer work_for(const ServerProgram& program, const ServerFolder& folder,
                          const PrivateServerOptions& options) {
  const std::filesystem::path bootstrap = folder.path() / "bootstrap.sql";
  SupervisedServer work;
  work.commands = server_commands(program, folder, bootstrap, options);
  work.environment = server_environment();
  work.log = folder.log();
  work.control = folder.control();
  work.folders = folder.all();
  if (!program.system_tables.empty()) {
    write_file(bootstrap, bootstrap_sql(program), Existing::refuse);
  }
  return work;
}

std::string tail_of(const std::filesystem::path& log) {
  std::string text;
  try {
    text = read_file(log, ErrorCode::unavailable);
  } catch (const Error&) {
    return {};
  }
  std::vector<std::string_view> lines = split(trim(text), '\n');
  const std::size_t skipped = lines.size() - std::min(lines.size(), kTailLines);
  std::string tail;
  for (const std::string_view line : std::span(lines).subspan(skipped)) {
    if (!trim(line).empty()) tail += "\n  " + printable(trim(line));
  }
  return tail;
}

Error not_started(const ServerProgram& program, const std::string& why, const std::string& tail) {
  const bool denied = tail.find("ermission denied") != std::string::npos ||
                      tail.find("rrcode: 13") != std::string::npos;
  Error error(ErrorCode::unavailable,
              fmt::format("the private {} server did not start: {}{}{}", name(program.flavour), why,
                          tail.empty() ? "" : "; its log ends:", tail));
  if (denied) {
    error.set_hint(
        fmt::format("a security profile (AppArmor, SELinux) may keep {} out of other "
                    "folders than its own: see `dmesg`",
                    program.path.string()));
  }
  return error;
}

/// Waits until the server greets us, it ends, or `patience` is over.
ServerGreeting await_greeting(const ServerProgram& program, const ServerFolder& folder,
                              Supervisor& supervisor, std::chrono::seconds patience) {
  const auto deadline = Clock::now() + patience;
  while (Clock::now() < deadline) {
    if (auto greeting = greet(folder.socket(), std::chrono::seconds(1))) return *greeting;
    if (const auto how = supervisor.ended(kPause)) {
      throw not_started(program, *how, tail_of(folder.log()));
    }
  }
  throw not_started(program, fmt::format("no answer within {} s", patience.count()),
                    tail_of(folder.log()));
}

}  // namespace

PrivateServer::PrivateServer(const PrivateServerOptions& options)
    : patience_(options.patience),
      program_(find_server(options.program)),
      folder_(options.parent),
      supervisor_(work_for(program_, folder_, options)),
      greeting_(await_greeting(program_, folder_, supervisor_, patience_)) {}

ConnectOptions PrivateServer::connect_options(std::string_view database) const {
  return private_connect_options(socket(), database);
}

std::string PrivateServer::log_tail() const { return tail_of(folder_.log()); }

void PrivateServer::restart() {
  supervisor_.restart();
  greeting_ = await_greeting(program_, folder_, supervisor_, patience_);
}

void PrivateServer::let_go() {
  supervisor_.let_go();
  folder_.let_go();
}

ConnectOptions private_connect_options(const std::string& socket, std::string_view database) {
  ConnectOptions options;
  options.socket = socket;
  options.user = "root";
  options.database = database;
  options.ssl_mode = SslMode::disabled;  // nothing leaves this machine
  return options;
}

}  // namespace dbmig
