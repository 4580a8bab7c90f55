// Preloaded into dbmig by the crash suite: counts the calls in which the client library talks
// to the server, and sends a signal right before or right after one of them. All that is received
// before something is sent again counts as one call, that of its first piece: in how many pieces
// an answer comes is not always the same.
//
//   DBMIG_CRASH_COUNT=FILE   one line for each call: its number, its name, what it sends
//   DBMIG_CRASH_AT=N         the call at which somebody is hit, counted from 1
//   DBMIG_CRASH_FROM=TEXT    counted from the first statement sent that begins so, which is 1
//   DBMIG_CRASH_SIDE=before  or `after`
//   DBMIG_CRASH_DELAY=N      microseconds that the server may work on before that
//   DBMIG_CRASH_VICTIM=PID   who is hit; without it, this process
//   DBMIG_CRASH_SIGNAL=N     by which signal; without it, SIGKILL
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

constexpr int most_descriptors = 1024;
constexpr std::size_t shown_bytes = 100;
constexpr std::size_t head_bytes = 5;  // Of a packet: length, number, command.

/// What the environment asks for, and how many calls there were.
struct Plan {
  long at = 0;
  bool after = false;
  unsigned delay = 0;
  pid_t victim = 0;
  int signal = SIGKILL;
  int log = -1;
  std::string_view from;
  std::atomic<bool> counts{true};
  std::atomic<long> calls{0};
  // The number of a receive that found nothing yet: its repetition is the same call.
  std::array<std::atomic<long>, most_descriptors> unfinished{};
  // Whether the first piece of an answer has come, and nothing was sent since.
  std::array<std::atomic<bool>, most_descriptors> answered{};
};

long number_in(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? 0 : std::strtol(text, nullptr, 10);
}

Plan& plan() {
  // Never destroyed: exit handlers still close connections.
  static Plan& made = *[] {
    auto* fresh = new Plan;
    fresh->at = number_in("DBMIG_CRASH_AT");
    fresh->delay = static_cast<unsigned>(number_in("DBMIG_CRASH_DELAY"));
    fresh->victim = static_cast<pid_t>(number_in("DBMIG_CRASH_VICTIM"));
    if (const char* side = std::getenv("DBMIG_CRASH_SIDE"); side != nullptr) {
      fresh->after = std::strcmp(side, "after") == 0;
    }
    if (const long number = number_in("DBMIG_CRASH_SIGNAL"); number > 0) {
      fresh->signal = static_cast<int>(number);
    }
    if (const char* text = std::getenv("DBMIG_CRASH_FROM"); text != nullptr) {
      fresh->from = text;
      fresh->counts = fresh->from.empty();
    }
    if (const char* file = std::getenv("DBMIG_CRASH_COUNT"); file != nullptr) {
      fresh->log = ::open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    return fresh;
  }();
  return made;
}

/// Whether `descriptor` is a connected socket and none of the standard streams.
bool talks_to_a_server(int descriptor) {
  if (descriptor <= STDERR_FILENO || descriptor >= most_descriptors) {
    return false;
  }
  const int before = errno;
  sockaddr_storage peer{};
  socklen_t size = sizeof(peer);
  const bool connected =
      ::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0 &&
      (peer.ss_family == AF_UNIX || peer.ss_family == AF_INET || peer.ss_family == AF_INET6);
  errno = before;
  return connected;
}

void strike() {
  if (plan().delay > 0) {
    ::usleep(plan().delay);
  }
  ::kill(plan().victim > 0 ? plan().victim : ::getpid(), plan().signal);
}

/// The statement of a sent packet, also behind a look at the lock.
std::string_view statement_of(const void* bytes, std::size_t size) {
  constexpr std::string_view look = "SET @dbmig_lock";
  if (size < head_bytes) {
    return {};
  }
  const std::string_view message(static_cast<const char*>(bytes) + head_bytes, size - head_bytes);
  const std::size_t end = message.starts_with(look) ? message.find(';') : std::string_view::npos;
  return end == std::string_view::npos ? message : message.substr(end + 1);
}

void note(long number, const char* name, const void* bytes, std::size_t size) {
  if (plan().log < 0) {
    return;
  }
  std::array<char, shown_bytes + 64> line{};
  int length = std::snprintf(line.data(), line.size(), "%ld %s ", number, name);
  for (const char byte : statement_of(bytes, size).substr(0, shown_bytes)) {
    line[static_cast<std::size_t>(length++)] = byte >= ' ' && byte <= '~' ? byte : '.';
  }
  line[static_cast<std::size_t>(length++)] = '\n';
  // Not write(): that one is ours.
  ::syscall(SYS_write, plan().log, line.data(), static_cast<std::size_t>(length));
}

/// Counts a call; strikes here if it is the one and its time is before it.
long begin_call(const char* name, const void* bytes, std::size_t size) {
  if (!plan().counts) {
    if (!statement_of(bytes, size).starts_with(plan().from)) {
      return 0;
    }
    plan().counts = true;
  }
  const long number = ++plan().calls;
  note(number, name, bytes, size);
  if (number == plan().at && !plan().after) {
    strike();
  }
  return number;
}

void end_call(long number) {
  const int before = errno;
  if (number == plan().at && plan().after) {
    strike();
  }
  errno = before;
}

template <class Function>
Function next_function(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

template <class Call>
ssize_t counted_send(int descriptor, const void* bytes, std::size_t size, Call call) {
  if (!talks_to_a_server(descriptor)) {
    return call();
  }
  plan().answered[static_cast<std::size_t>(descriptor)] = false;
  const long number = begin_call("send", bytes, size);
  const ssize_t result = call();
  end_call(number);
  return result;
}

template <class Call>
ssize_t counted_receive(int descriptor, Call call) {
  if (!talks_to_a_server(descriptor)) {
    return call();
  }
  std::atomic<bool>& answered = plan().answered[static_cast<std::size_t>(descriptor)];
  if (answered) {
    return call();
  }
  std::atomic<long>& unfinished = plan().unfinished[static_cast<std::size_t>(descriptor)];
  long number = unfinished.exchange(0);
  if (number == 0) {
    number = begin_call("receive", nullptr, 0);
  }
  const ssize_t result = call();
  if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
    unfinished = number;
    return result;
  }
  answered = true;
  end_call(number);
  return result;
}

}  // namespace

extern "C" {

ssize_t send(int descriptor, const void* bytes, size_t size, int flags) {
  static const auto next = next_function<ssize_t (*)(int, const void*, size_t, int)>("send");
  return counted_send(descriptor, bytes, size,
                      [&] { return next(descriptor, bytes, size, flags); });
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
  static const auto next = next_function<ssize_t (*)(int, const void*, size_t)>("write");
  return counted_send(descriptor, bytes, size, [&] { return next(descriptor, bytes, size); });
}

ssize_t recv(int descriptor, void* bytes, size_t size, int flags) {
  static const auto next = next_function<ssize_t (*)(int, void*, size_t, int)>("recv");
  return counted_receive(descriptor, [&] { return next(descriptor, bytes, size, flags); });
}

ssize_t read(int descriptor, void* bytes, size_t size) {
  static const auto next = next_function<ssize_t (*)(int, void*, size_t)>("read");
  return counted_receive(descriptor, [&] { return next(descriptor, bytes, size); });
}

}  // extern "C"
