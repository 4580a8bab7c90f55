#include "scratch/handshake.h"

#include <thread>

#include <gtest/gtest.h>
#include <sys/socket.h>

#include "scratch/unix_socket.h"
#include "support/temp_dir.h"

namespace dbmig {
namespace {

using std::chrono::milliseconds;

std::string greeting(std::string_view version) {
  return std::string("\x4a\0\0\0\x0a", 5) + std::string(version) + std::string("\0rest", 5);
}

std::string shown(const std::optional<ServerGreeting>& greeting) {
  if (!greeting) return "none";
  return std::string(name(greeting->flavour)) + " " + greeting->version;
}

TEST(Greeting, TellsMariaDbFromMySql) {
  EXPECT_EQ(shown(parse_greeting(greeting("8.0.36"))), "MySQL 8.0.36");
  EXPECT_EQ(shown(parse_greeting(greeting("11.4.2-MariaDB"))), "MariaDB 11.4.2-MariaDB");
}

TEST(Greeting, LosesTheDisguiseOfAnOlderMariaDb) {
  EXPECT_EQ(shown(parse_greeting(greeting("5.5.5-10.11.19-MariaDB-0+deb12u1"))),
            "MariaDB 10.11.19-MariaDB-0+deb12u1");
}

TEST(Greeting, IsNothingWhenItStopsTooEarly) {
  const std::string whole = greeting("8.0.36");
  const std::size_t needed = 5 + std::string("8.0.36").size() + 1;
  for (std::size_t size = 0; size < needed; ++size) {
    EXPECT_EQ(parse_greeting(whole.substr(0, size)), std::nullopt) << size;
  }
  EXPECT_NE(parse_greeting(whole.substr(0, needed)), std::nullopt);
}

TEST(Greeting, IsNothingWhenAnotherProtocolAnswers) {
  EXPECT_EQ(parse_greeting("SSH-2.0-OpenSSH_9.2\r\n"), std::nullopt);
  EXPECT_EQ(parse_greeting(std::string("\x10\0\0\0\xff\x10\x04Too many", 15)), std::nullopt);
}

TEST(Greeting, IsMadeFitForATerminal) {
  EXPECT_EQ(shown(parse_greeting(greeting("8.0\x1b[31m\xff"))), "MySQL 8.0?[31m?");
}

TEST(Greet, FindsNobodyWhereNobodyListens) {
  const TempDir dir;
  EXPECT_EQ(greet(dir / "none", milliseconds(1000)), std::nullopt);
  EXPECT_EQ(greet("", milliseconds(1000)), std::nullopt);
  EXPECT_EQ(greet("/" + std::string(200, 'x'), milliseconds(1000)), std::nullopt);
}

TEST(Greet, StopsWaitingForOneWhoSaysNothing) {
  const TempDir dir;
  const Descriptor listener = listen_unix(dir / "s");
  EXPECT_EQ(greet(dir / "s", milliseconds(20)), std::nullopt);
}

/// Sends each piece on its own, then closes.
std::optional<ServerGreeting> greeting_in_pieces(const std::vector<std::string>& pieces) {
  const TempDir dir;
  const Descriptor listener = listen_unix(dir / "s");
  std::thread server([&] {
    const Descriptor client(::accept(listener.get(), nullptr, nullptr));
    for (const std::string& piece : pieces) {
      ::send(client.get(), piece.data(), piece.size(), MSG_NOSIGNAL);
      std::this_thread::sleep_for(milliseconds(2));
    }
  });
  auto found = greet(dir / "s", milliseconds(5000));
  server.join();
  return found;
}

TEST(Greet, PutsTogetherWhatComesInPieces) {
  EXPECT_EQ(shown(greeting_in_pieces(
                {"\x4a", std::string("\0\0\0\x0a", 4), "8.0", std::string(".36\0", 4)})),
            "MySQL 8.0.36");
}

TEST(Greet, IsNothingWhenTheServerHangsUp) {
  EXPECT_EQ(greeting_in_pieces({"\x4a"}), std::nullopt);
  EXPECT_EQ(greeting_in_pieces({}), std::nullopt);
}

TEST(Greet, DoesNotReadWithoutEnd) {
  EXPECT_EQ(greeting_in_pieces({std::string("\x4a\0\0\0\x0a", 5), std::string(4000, 'x')}),
            std::nullopt);
}

}  // namespace
}  // namespace dbmig
