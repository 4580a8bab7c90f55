#include "scratch/kept_server.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include "base/error.h"
#include "base/text.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

constexpr auto kPatience = std::chrono::seconds(10);
constexpr std::size_t kLongestName = 64;

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    // A slash may stand in a query as it is, and so an ini file needs no `%%`.
    const bool plain =
        is_letter(c) || is_digit(c) || std::string_view("-._~/").find(c) != std::string_view::npos;
    encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

Error bad_state(const fs::path& path, std::string_view reason) {
  return Error(
             ErrorCode::cannot_create,
             fmt::format("cannot keep a note of a private server in {}: {}", path.string(), reason))
      .with_hint("make that folder writable, or set XDG_CACHE_HOME to one that is");
}

const char* absolute_folder(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value == '/' ? value : nullptr;
}

}  // namespace

std::string private_url(std::string_view socket, std::string_view database) {
  return fmt::format("mysql://root@localhost/{}?unix_socket={}",
                     replaced(percent_encoded(database), "/", "%2F"), percent_encoded(socket));
}

std::string KeptServer::url(std::string_view database) const {
  return private_url(socket, database);
}

fs::path KeptServers::default_state_folder() {
  // Not the runtime folder first: it goes with the login session, the server does not.
  if (const char* cache = absolute_folder("XDG_CACHE_HOME")) {
    return fs::path(cache) / "dbmig" / "scratch";
  }
  if (const char* home = absolute_folder("HOME")) {
    return fs::path(home) / ".cache" / "dbmig" / "scratch";
  }
  if (const char* runtime = absolute_folder("XDG_RUNTIME_DIR")) {
    return fs::path(runtime) / "dbmig" / "scratch";
  }
  throw Error(ErrorCode::config, "no place to keep a note of a private server: HOME is not set")
      .with_hint("set XDG_CACHE_HOME or HOME to a folder of yours");
}

KeptServers::KeptServers(fs::path state_folder) : state_folder_(std::move(state_folder)) {
  std::error_code failed;
  fs::create_directories(state_folder_, failed);
  if (failed) throw bad_state(state_folder_, failed.message());
}

KeptServer KeptServers::start(std::string_view name, const PrivateServerOptions& options) {
  const fs::path link = link_of(name);
  const Descriptor lock = locked();
  if (auto server = running(name)) return *server;
  clear(name);
  PrivateServer server(options);
  std::error_code failed;
  fs::create_directory_symlink(server.folder(), link, failed);
  if (failed) throw bad_state(state_folder_, failed.message());
  server.let_go();
  return {
      std::string(name), server.folder(), server.socket(), {server.flavour(), server.version()}};
}

std::optional<KeptServer> KeptServers::find(std::string_view name) {
  const Descriptor lock = locked();
  return running(name);
}

KeptServers::Stopped KeptServers::stop(std::string_view name) {
  const Descriptor lock = locked();
  return clear(name);
}

Descriptor KeptServers::locked() const {
  Descriptor lock(::open(state_folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock.ok()) throw bad_state(state_folder_, std::strerror(errno));
  while (::flock(lock.get(), LOCK_EX) != 0) {
    if (errno != EINTR) throw bad_state(state_folder_, std::strerror(errno));
  }
  return lock;
}

fs::path KeptServers::link_of(std::string_view name) const {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
  });
  if (!plain || name.empty() || name.front() == '.' || name.size() > kLongestName) {
    throw Error(ErrorCode::usage,
                fmt::format("\"{}\" is no name for a private server", printable(name)))
        .with_hint("use letters, digits, `-`, `_` and `.`, at most 64, not beginning with `.`");
  }
  return state_folder_ / name;
}

std::optional<KeptServer> KeptServers::running(std::string_view name) const {
  std::error_code failed;
  const fs::path folder = fs::read_symlink(link_of(name), failed);
  if (failed || !is_server_folder(folder)) return std::nullopt;
  const std::string socket = server_socket(sockets_of(folder));
  const auto greeting = greet(socket, kPatience);
  if (!greeting) return std::nullopt;
  return KeptServer{std::string(name), folder, socket, *greeting};
}

KeptServers::Stopped KeptServers::clear(std::string_view name) const {
  const fs::path link = link_of(name);
  std::error_code failed;
  const fs::path folder = fs::read_symlink(link, failed);
  if (failed) return Stopped::it_did_not_run;
  StopOutcome outcome = StopOutcome::not_running;
  if (is_server_folder(folder)) {
    const fs::path sockets = sockets_of(folder);
    outcome = stop_kept(control_socket(sockets), kPatience);
    if (outcome == StopOutcome::timed_out) {
      throw Error(ErrorCode::unavailable,
                  fmt::format("the private server \"{}\" did not stop within {} s", name,
                              kPatience.count()))
          .with_hint(fmt::format("its folder is {}; `fuser {}` names its processes",
                                 folder.string(), (folder / "server.log").string()));
    }
    std::vector<fs::path> leftovers = {folder};
    if (is_server_folder(sockets)) leftovers.push_back(sockets);
    remove_folders(leftovers);
  }
  fs::remove(link, failed);
  return outcome == StopOutcome::stopped ? Stopped::it_ran : Stopped::it_did_not_run;
}

}  // namespace dbmig
