#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <system_error>

#include <fcntl.h>
#include <malloc.h>
#include <sys/mman.h>
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

/// Has memory come from the system in large pieces. The revisions of a long history are some
/// megabytes, and taking them page by page costs a tenth of the time in which they are read.
void prepare_heap() {
  constexpr std::size_t kPiece = std::size_t{16} << 20U;
  constexpr std::size_t kHugePage = std::size_t{2} << 20U;
  ::mallopt(M_TOP_PAD, static_cast<int>(kPiece));
  ::mallopt(M_MMAP_THRESHOLD, static_cast<int>(kPiece / 2));
  void* const grown = std::malloc(kHugePage / 4);  // more than is there: makes the heap grow
  if (grown == nullptr) return;
  const auto begin = reinterpret_cast<std::uintptr_t>(grown);
  const std::uintptr_t aligned = (begin + kHugePage - 1) / kHugePage * kHugePage;
  // Only advice: where it is not taken, pages come one by one.
  ::madvise(reinterpret_cast<void*>(aligned), kPiece - kHugePage, MADV_HUGEPAGE);
  std::free(grown);
}

}  // namespace

int main(int argc, char** argv) {
  occupy_standard_streams();
  prepare_heap();
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
