#include "metrics/listener.h"

#include <array>
#include <string>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/message_of.h"

namespace dbmig {
namespace {

/// A TCP connection to a port of this machine.
class Caller {
 public:
  explicit Caller(unsigned port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = ::htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    is_connected_ =
        ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Caller() { ::close(fd_); }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  bool is_connected() const { return is_connected_; }
  void say(const std::string& text) const { ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL); }
  /// Everything until the other side hangs up.
  std::string hear() const {
    std::string text;
    std::array<char, 4096> buffer{};
    for (;;) {
      const ssize_t got = ::recv(fd_, buffer.data(), buffer.size(), 0);
      if (got <= 0) return text;
      text.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }

 private:
  int fd_;
  bool is_connected_;
};

class ListenerTest : public testing::Test {
 protected:
  std::string ask(const std::string& request) const {
    const Caller caller(listener_.port());
    caller.say(request);
    return caller.hear();
  }

  MetricsListener listener_{"127.0.0.1:0", [] { return std::string("up 1\n"); }};
};

TEST_F(ListenerTest, GivesMetricsToWhoAsksForThem) {
  EXPECT_EQ(ask("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
            "Content-Length: 5\r\nConnection: close\r\n\r\nup 1\n");
  EXPECT_TRUE(ask("GET /metrics?x=1 HTTP/1.0\r\n\r\n").ends_with("\r\n\r\nup 1\n"));
}

TEST_F(ListenerTest, AHeadHasNoBody) {
  EXPECT_TRUE(
      ask("HEAD /metrics HTTP/1.1\r\n\r\n").ends_with("Length: 5\r\nConnection: close\r\n\r\n"));
}

TEST_F(ListenerTest, AnythingElseIsRefused) {
  EXPECT_TRUE(ask("GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 "));
  EXPECT_TRUE(ask("POST /metrics HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405 "));
  EXPECT_TRUE(ask("\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(ask(std::string(100, '\0') + "\r\n\r\n").starts_with("HTTP/1.1 400 "));
}

TEST_F(ListenerTest, ARequestWithoutAnEndIsHungUpOn) {
  EXPECT_EQ(ask("GET /metrics HTTP/1.1\r\nX: " + std::string(20'000, 'x')), "");
}

TEST_F(ListenerTest, ARequestMayComeInPieces) {
  const Caller caller(listener_.port());
  caller.say("GET /met");
  ::usleep(20'000);
  caller.say("rics HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(caller.hear().ends_with("up 1\n"));
}

TEST_F(ListenerTest, OneThatSaysNothingDoesNotKeepOthersWaiting) {
  const Caller silent(listener_.port());
  EXPECT_TRUE(ask("GET /metrics HTTP/1.1\r\n\r\n").ends_with("up 1\n"));
}

TEST(Listener, IsGoneWithItsObject) {
  unsigned port = 0;
  {
    const MetricsListener listener("127.0.0.1:0", [] { return std::string(); });
    port = listener.port();
    EXPECT_TRUE(Caller(port).is_connected());
  }
  EXPECT_FALSE(Caller(port).is_connected());
}

TEST(Listener, WithoutAHostEveryAddressAnswers) {
  const MetricsListener listener(":0", [] { return std::string("up 1\n"); });
  const Caller caller(listener.port());
  caller.say("GET /metrics HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(caller.hear().ends_with("up 1\n"));
}

TEST(Listener, APortThatIsTakenIsSaid) {
  const MetricsListener first("127.0.0.1:0", [] { return std::string(); });
  const std::string address = "127.0.0.1:" + std::to_string(first.port());
  EXPECT_EQ(message_of([&] { MetricsListener(address, [] { return std::string(); }); }),
            "cannot listen on " + address + " for metrics: Address already in use");
}

TEST(Listener, AnAddressIsAHostAndAPort) {
  for (const char* good : {":2112", "127.0.0.1:0", "[::1]:65535", "localhost:2112"})
    EXPECT_EQ(message_of([&] { check_listen_address(good); }), "no error") << good;
  for (const char* bad : {"", ":", "2112", ":65536", ":x", "::1:2112", ":-1", ":2112 "})
    EXPECT_EQ(code_of([&] { check_listen_address(bad); }), ErrorCode::usage) << bad;
}

}  // namespace
}  // namespace dbmig
