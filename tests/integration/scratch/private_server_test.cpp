#include "scratch/private_server.h"

#include <array>
#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "integration/scratch/processes.h"
#include "support/message_of.h"
#include "support/temp_dir.h"
#include "support/test_server.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

bool is_empty(const TempDir& dir) { return fs::is_empty(dir.path()); }

PrivateServerOptions below(const TempDir& dir) {
  PrivateServerOptions options;
  options.parent = dir.path();
  return options;
}

TEST(PrivateServer, AnswersQueriesAndLeavesNothing) {
  const TempDir dir;
  {
    const PrivateServer server(below(dir));
    TestSession session(server.connect_options("mysql"));
    EXPECT_EQ(session.run("SELECT CURRENT_USER(), @@skip_networking, @@version"),
              "root@localhost|1|" + server.version() + "\n");
  }
  EXPECT_TRUE(is_empty(dir));
}

TEST(PrivateServer, HasRoutinesAndUsersLikeAnyOther) {
  TestDatabase database;
  EXPECT_EQ(database.run("CREATE PROCEDURE p() SELECT 7; CALL p(); CREATE USER u@localhost;"
                         "GRANT SELECT ON *.* TO u@localhost; SHOW GRANTS FOR u@localhost;"
                         "DROP USER u@localhost"),
            "7\nGRANT SELECT ON *.* TO `u`@`localhost`\n");
}

TEST(PrivateServer, TakesExtraOptions) {
  PrivateServerOptions options;
  options.extra_options = {"--sql-mode=ANSI_QUOTES", "--innodb-buffer-pool-size=32M"};
  options.performance_schema = PerformanceSchema::on;
  options.durability = Durability::on;
  const PrivateServer server(options);
  EXPECT_EQ(TestSession(server.connect_options(""))
                .run("SELECT @@sql_mode, @@innodb_buffer_pool_size DIV 1048576,"
                     " @@performance_schema, @@innodb_flush_log_at_trx_commit"),
            "ANSI_QUOTES|32|1|1\n");
}

TEST(PrivateServer, TwoRunSideBySide) {
  const TempDir dir;
  {
    const PrivateServer one(below(dir));
    const PrivateServer two(below(dir));
    EXPECT_NE(one.socket(), two.socket());
    EXPECT_EQ(TestSession(one.connect_options("")).run("SELECT 1"), "1\n");
    EXPECT_EQ(TestSession(two.connect_options("")).run("SELECT 2"), "2\n");
  }
  EXPECT_TRUE(is_empty(dir));
}

TEST(PrivateServer, PutsItsSocketIntoAShortFolderWhenItsOwnPathIsTooLong) {
  const TempDir dir;
  PrivateServerOptions options;
  options.parent = dir / std::string(120, 'x');
  fs::create_directory(options.parent);
  fs::path sockets;
  {
    const PrivateServer server(options);
    sockets = fs::path(server.socket()).parent_path();
    EXPECT_THAT(server.socket(), StartsWith("/tmp/dbmig-scratch-"));
    EXPECT_EQ(TestSession(server.connect_options("")).run("SELECT 1"), "1\n");
  }
  EXPECT_TRUE(fs::is_empty(options.parent));
  EXPECT_FALSE(fs::exists(sockets));
}

TEST(PrivateServer, ShowsTheEndOfTheServersLogWhenAnOptionIsWrong) {
  const TempDir dir;
  PrivateServerOptions options = below(dir);
  options.extra_options = {"--no-such-option"};
  const std::string message = message_of([&] { const PrivateServer server(options); });
  EXPECT_THAT(message, MatchesRegex("the private M[a-zA-Z]+ server did not start: [^ ]+ ended with "
                                    "exit status [0-9]+; its log ends:\n(.|\n)*"));
  EXPECT_THAT(message, HasSubstr("unknown option '--no-such-option'"));
  EXPECT_TRUE(is_empty(dir));
}

TEST(PrivateServer, GivesUpWhenItsPatienceIsOver) {
  const TempDir dir;
  PrivateServerOptions options = below(dir);
  options.patience = std::chrono::seconds(0);
  EXPECT_THAT(message_of([&] { const PrivateServer server(options); }),
              HasSubstr("did not start: no answer within 0 s"));
  EXPECT_TRUE(is_empty(dir));
}

TEST(PrivateServer, SaysHowTheServerEnded) {
  const TempDir dir;
  PrivateServer server(below(dir));
  EXPECT_EQ(server.ended(), std::nullopt);
  ::kill(server_in(server.folder()), SIGKILL);
  EXPECT_TRUE(eventually([&] { return server.ended().has_value(); }));
  EXPECT_THAT(*server.ended(), HasSubstr("was killed by signal 9 (Killed)"));
}

TEST(PrivateServer, ComesBackWithItsDataAfterACrash) {
  PrivateServerOptions options;
  options.durability = Durability::on;
  PrivateServer server(options);
  TestSession(server.connect_options(""))
      .run(
          "CREATE DATABASE d; CREATE TABLE d.t (a INT);"
          "INSERT INTO d.t VALUES (7)");
  server.restart();
  EXPECT_EQ(TestSession(server.connect_options("d")).run("SELECT a FROM t"), "7\n");
  ::kill(server_in(server.folder()), SIGKILL);
  EXPECT_TRUE(eventually([&] { return server.ended().has_value(); }));
  server.restart();
  EXPECT_EQ(server.ended(), std::nullopt);
  EXPECT_EQ(TestSession(server.connect_options("d")).run("SELECT a FROM t"), "7\n");
}

TEST(PrivateServer, DiesWithItsSupervisorAndStillLeavesNothing) {
  const TempDir dir;
  {
    PrivateServer server(below(dir));
    const pid_t process = server_in(server.folder());
    ::kill(parent_of(process), SIGKILL);
    EXPECT_TRUE(eventually([&] { return !is_running(process); }));
    EXPECT_EQ(server.ended(), "its supervisor was killed");
  }
  EXPECT_TRUE(is_empty(dir));
}

TEST(PrivateServer, BelongsToItsProcessAndNotToAForkOfIt) {
  std::optional<PrivateServer> server(std::in_place);
  const pid_t child = ::fork();
  if (child == 0) {
    server.reset();
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(TestSession(server->connect_options("")).run("SELECT 1"), "1\n");
}

TEST(PrivateServer, HoldsNoneOfItsOwnersFilesOpen) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);  // without O_CLOEXEC, like a shell's `| cat`
  const PrivateServer server;
  ::close(ends[1]);
  pollfd wanted{ends[0], POLLIN, 0};
  EXPECT_EQ(::poll(&wanted, 1, 2000), 1);
  EXPECT_NE(wanted.revents & POLLHUP, 0);
  ::close(ends[0]);
}

TEST(PrivateServer, LeavesNoZombieAndNoOpenFileBehind) {
  const auto open_files = [] {
    return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
  };
  const auto before = open_files();
  pid_t supervisor = -1;
  {
    const PrivateServer server;
    supervisor = parent_of(server_in(server.folder()));
  }
  EXPECT_EQ(open_files(), before);
  EXPECT_EQ(::waitpid(supervisor, nullptr, WNOHANG), -1);
}

TEST(PrivateServer, GoesWithAnOwnerThatIsKilled) {
  ServerOwner owner;
  const pid_t server = server_in(owner.folder());
  EXPECT_TRUE(is_running(server));
  owner.signal_group(SIGKILL);
  EXPECT_EQ(owner.finish(), 128 + SIGKILL);
  EXPECT_TRUE(eventually([&] { return !fs::exists(owner.folder()); }));
  EXPECT_FALSE(is_running(server));
}

TEST(PrivateServer, IsNotHitByAnInterruptFromTheTerminal) {
  ServerOwner owner;
  owner.signal_group(SIGINT);
  EXPECT_EQ(TestSession(private_connect_options(owner.socket(), "")).run("SELECT SLEEP(0.1)"),
            "0\n");
  EXPECT_EQ(owner.finish(), 0);
  EXPECT_FALSE(fs::exists(owner.folder()));
}

}  // namespace
}  // namespace dbmig
