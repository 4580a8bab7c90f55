#include <exception>
#include <filesystem>
#include <iostream>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "cli/app.h"

namespace {

/// A file or socket must never be opened as 0, 1 or 2 because the caller had closed them:
/// log lines would go to the server. The wrong way round, so that a write still fails.
void occupy_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) != -1) continue;
    // The lowest free descriptor is taken, and those below are open.
    [[maybe_unused]] const int taken =
        ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

}  // namespace

int main(int argc, char** argv) {
  occupy_standard_streams();
  try {
    dbmig::Invocation invocation;
    invocation.arguments.assign(argv + 1, argv + argc);
    invocation.environment = dbmig::environment(environ);
    std::error_code gone;  // No folder then: who needs one says so.
    invocation.cwd = std::filesystem::current_path(gone);
    return dbmig::run(invocation);
  } catch (const std::exception& error) {
    // Before anything is set up: no memory.
    std::cerr << "dbmig: " << error.what() << "\n";
    return 70;
  }
}
