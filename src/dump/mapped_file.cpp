#include "dump/mapped_file.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <system_error>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dbmig {
namespace {

struct Mapping {
  std::atomic<bool> taken{false};
  std::atomic<char*> begin{nullptr};
  std::atomic<std::size_t> size{0};
  std::atomic<bool> damaged{false};
};

// A signal handler can reach nothing else.
std::array<Mapping, 8> mappings;
std::atomic<std::size_t> page_size{4096};

/// Puts zeros where bytes are missing, so that whoever looked at them goes on to ask changed().
void on_bus_error(int /*signal*/, siginfo_t* info, void* /*context*/) {
  const auto* address = static_cast<const char*>(info->si_addr);
  for (Mapping& mapping : mappings) {
    char* const begin = mapping.begin;
    if (begin == nullptr || address < begin || address >= begin + mapping.size) continue;
    mapping.damaged = true;
    const auto before = static_cast<std::size_t>(address - begin) / page_size * page_size;
    const void* zeros = ::mmap(begin + before, mapping.size - before, PROT_READ,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (zeros != MAP_FAILED) return;
  }
  // Somebody else's: it comes again, and does what it does by itself.
  ::signal(SIGBUS, SIG_DFL);
}

void handle_bus_errors() {
  page_size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  struct sigaction action {};
  action.sa_sigaction = on_bus_error;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = SA_SIGINFO;
  ::sigaction(SIGBUS, &action, nullptr);
}

std::size_t free_place() {
  for (std::size_t i = 0; i < mappings.size(); ++i) {
    if (!mappings[i].taken.exchange(true)) return i;
  }
  throw std::system_error(EMFILE, std::generic_category());
}

}  // namespace

MappedFile::MappedFile(int fd) : fd_(fd) {
  const auto fail = [&](int reason) {
    ::close(fd_);
    return std::system_error(reason, std::generic_category());
  };
  struct stat status {};
  if (::fstat(fd_, &status) != 0) throw fail(errno);
  modified_ = status.st_mtim;
  if (status.st_size == 0) return;
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd_, 0);
  if (memory == MAP_FAILED) throw fail(errno);
  ::madvise(memory, size, MADV_SEQUENTIAL);
  bytes_ = {static_cast<const char*>(memory), size};
  handle_bus_errors();
  place_ = free_place();
  mappings[place_].damaged = false;
  mappings[place_].size = size;
  mappings[place_].begin = static_cast<char*>(memory);
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) {
    mappings[place_].begin = nullptr;
    mappings[place_].taken = false;
    ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
  }
  ::close(fd_);
}

bool MappedFile::changed() const {
  if (!bytes_.empty() && mappings[place_].damaged) return true;
  struct stat now {};
  return ::fstat(fd_, &now) != 0 || static_cast<std::size_t>(now.st_size) != bytes_.size() ||
         now.st_mtim.tv_sec != modified_.tv_sec || now.st_mtim.tv_nsec != modified_.tv_nsec;
}

void MappedFile::let_go(std::size_t offset) const {
  const std::size_t whole = offset / page_size * page_size;
  if (whole > 0) ::madvise(const_cast<char*>(bytes_.data()), whole, MADV_DONTNEED);
}

}  // namespace dbmig
