#include "metrics/listener.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "base/error.h"
#include "base/text.h"

namespace dbmig {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostClients = 16;
constexpr std::size_t kLongestRequest = 8192;
constexpr std::chrono::seconds kPatience{5};

struct Address {
  std::string host;  // Empty: every address.
  std::string port;
};

Address parse_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  const auto wrong = [&] {
    return Error(ErrorCode::usage,
                 fmt::format("\"{}\" is no address to listen on", printable(text)))
        .with_hint("write :PORT or HOST:PORT, as in :2112 or 127.0.0.1:2112");
  };
  if (colon == std::string::npos) throw wrong();
  Address address{text.substr(0, colon), text.substr(colon + 1)};
  if (address.host.starts_with('[') && address.host.ends_with(']'))
    address.host = address.host.substr(1, address.host.size() - 2);
  else if (address.host.find(':') != std::string::npos)
    throw wrong();
  const bool digits = !address.port.empty() && address.port.size() <= 5 &&
                      std::all_of(address.port.begin(), address.port.end(), is_digit);
  if (!digits || std::stoul(address.port) > 65535) throw wrong();
  return address;
}

Error cannot_listen(const std::string& address, const std::string& why) {
  return Error(ErrorCode::unavailable,
               fmt::format("cannot listen on {} for metrics: {}", address, why));
}

/// A socket that listens on one of the addresses that a name stands for.
Descriptor try_to_listen(const addrinfo& info) {
  Descriptor socket(::socket(info.ai_family, info.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.ok()) return socket;
  const int on = 1;
  const int off = 0;
  // A run that follows another finds its port still held by finished connections.
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (info.ai_family == AF_INET6)
    ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  if (::bind(socket.get(), info.ai_addr, info.ai_addrlen) != 0 ||
      ::listen(socket.get(), static_cast<int>(kMostClients)) != 0) {
    const int reason = errno;
    socket = Descriptor();
    errno = reason;
  }
  return socket;
}

Descriptor listen_on(const std::string& text) {
  const Address address = parse_address(text);
  addrinfo wish{};
  wish.ai_socktype = SOCK_STREAM;
  wish.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(address.host.empty() ? nullptr : address.host.c_str(),
                                   address.port.c_str(), &wish, &found);
  if (failed != 0) throw cannot_listen(text, ::gai_strerror(failed));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> list(found, ::freeaddrinfo);
  int reason = 0;
  // IPv6 first: such a socket of every address takes IPv4, too.
  for (const int family : {AF_INET6, AF_INET}) {
    for (const addrinfo* each = list.get(); each != nullptr; each = each->ai_next) {
      if (each->ai_family != family) continue;
      Descriptor socket = try_to_listen(*each);
      if (socket.ok()) return socket;
      reason = errno;
    }
  }
  throw cannot_listen(text, std::strerror(reason));
}

std::string reply(std::string_view status, std::string_view type, std::string_view body) {
  return fmt::format(
      "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
      status, type, body.size(), body);
}

/// The answer to a whole request.
std::string answer(std::string_view request, const std::function<std::string()>& body) {
  constexpr std::string_view kPlain = "text/plain; charset=utf-8";
  const std::vector<std::string_view> words = split(request.substr(0, request.find('\r')), ' ');
  if (words.size() != 3 || !words[2].starts_with("HTTP/1."))
    return reply("400 Bad Request", kPlain, "not an HTTP request\n");
  if (words[0] != "GET" && words[0] != "HEAD")
    return reply("405 Method Not Allowed", kPlain, "only GET\n");
  if (words[1].substr(0, words[1].find('?')) != "/metrics")
    return reply("404 Not Found", kPlain, "metrics are at /metrics\n");
  std::string whole = reply("200 OK", "text/plain; version=0.0.4; charset=utf-8", body());
  if (words[0] == "HEAD") whole.resize(whole.find("\r\n\r\n") + 4);
  return whole;
}

/// One connection: what has come, what is to go, and until when.
struct Client {
  Descriptor socket;
  Clock::time_point deadline;
  std::string request;
  std::string response;
  std::size_t sent = 0;

  short wants() const { return response.empty() ? POLLIN : POLLOUT; }
  void read(const std::function<std::string()>& body);
  void write();
  bool is_done() const { return !socket.ok() || (!response.empty() && sent == response.size()); }
};

void Client::read(const std::function<std::string()>& body) {
  std::array<char, 2048> buffer{};
  const ssize_t got = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) {
    socket = Descriptor();
    return;
  }
  request.append(buffer.data(), static_cast<std::size_t>(got));
  if (request.find("\r\n\r\n") != std::string::npos) {
    response = answer(request, body);
  } else if (request.size() > kLongestRequest) {
    socket = Descriptor();
  }
}

void Client::write() {
  const ssize_t put =
      ::send(socket.get(), response.data() + sent, response.size() - sent, MSG_NOSIGNAL);
  if (put < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (put < 0) {
    socket = Descriptor();
    return;
  }
  sent += static_cast<std::size_t>(put);
  // The client has all of it before the connection is gone.
  if (sent == response.size()) ::shutdown(socket.get(), SHUT_WR);
}

}  // namespace

class MetricsListener::Server {
 public:
  Server(const std::string& address, std::function<std::string()> body)
      : body_(std::move(body)),
        listening_(listen_on(address)),
        wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    // Signals are for the thread that runs the migration.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this] { serve(); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }

  ~Server() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t put = ::write(wake_.get(), &one, sizeof one);
    thread_.join();
  }

  unsigned port() const {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ::getsockname(listening_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.ss_family == AF_INET6
                     ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                     : reinterpret_cast<const sockaddr_in&>(address).sin_port);
  }

 private:
  void serve() {
    for (;;) {
      const bool is_full = clients_.size() >= kMostClients;
      std::vector<pollfd> files = {{wake_.get(), POLLIN, 0},
                                   {listening_.get(), static_cast<short>(is_full ? 0 : POLLIN), 0}};
      for (const Client& client : clients_)
        files.push_back({client.socket.get(), client.wants(), 0});
      constexpr int kGlanceMs = 500;  // Deadlines are looked at this often.
      const int ready = ::poll(files.data(), files.size(), clients_.empty() ? -1 : kGlanceMs);
      if (ready < 0 && errno != EINTR) return;
      if (files[0].revents != 0) return;
      for (std::size_t i = 0; i < clients_.size(); ++i)
        attend(clients_[i], files[i + 2].revents);
      if (files[1].revents != 0) accept();
      const Clock::time_point now = Clock::now();
      std::erase_if(clients_,
                    [&](const Client& each) { return each.is_done() || each.deadline < now; });
    }
  }

  void attend(Client& client, short happened) const {
    if (happened == 0) return;
    if (client.response.empty()) {
      client.read(body_);
    } else {
      client.write();
    }
  }

  void accept() {
    Descriptor socket(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (socket.ok()) {
      clients_.push_back({std::move(socket), Clock::now() + kPatience, {}, {}});
    } else if (errno == EMFILE || errno == ENFILE) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));  // It stays ready meanwhile.
    }
  }

  std::function<std::string()> body_;
  Descriptor listening_;
  Descriptor wake_;
  std::vector<Client> clients_;
  std::thread thread_;
};

MetricsListener::MetricsListener(const std::string& address, std::function<std::string()> body)
    : server_(std::make_unique<Server>(address, std::move(body))) {}

MetricsListener::~MetricsListener() = default;

unsigned MetricsListener::port() const { return server_->port(); }

void check_listen_address(const std::string& address) { parse_address(address); }

}  // namespace dbmig
