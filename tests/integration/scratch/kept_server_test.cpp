#include "scratch/kept_server.h"

#include <csignal>
#include <fstream>
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "integration/scratch/processes.h"
#include "support/temp_dir.h"
#include "support/test_server.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;
using Stopped = KeptServers::Stopped;

/// Kept servers with a state folder of their own; whatever a test leaves is stopped.
class KeptServersTest : public ::testing::Test {
 protected:
  ~KeptServersTest() override { kept_.stop("dev"); }

  std::string query(const KeptServer& server, std::string_view sql) {
    return TestSession(private_connect_options(server.socket, "")).run(sql);
  }

  TempDir state_;
  KeptServers kept_{state_.path()};
};

TEST_F(KeptServersTest, OneIsFoundUntilItIsStopped) {
  EXPECT_FALSE(kept_.find("dev").has_value());
  const KeptServer server = kept_.start("dev");
  EXPECT_EQ(query(server, "SELECT 1"), "1\n");
  EXPECT_EQ(kept_.find("dev")->url("x"), "mysql://root@localhost/x?unix_socket=" + server.socket);
  EXPECT_EQ(kept_.stop("dev"), Stopped::it_ran);
  EXPECT_FALSE(fs::exists(server.folder));
  EXPECT_FALSE(kept_.find("dev").has_value());
  EXPECT_EQ(kept_.stop("dev"), Stopped::it_did_not_run);
  EXPECT_TRUE(fs::is_empty(state_.path()));
}

TEST_F(KeptServersTest, StartingTwiceGivesTheSameServerAndData) {
  const KeptServer first = kept_.start("dev");
  query(first, "CREATE DATABASE mine");
  const KeptServer second = kept_.start("dev");
  EXPECT_EQ(second.socket, first.socket);
  EXPECT_EQ(second.greeting.version, first.greeting.version);
  EXPECT_EQ(query(second, "SHOW DATABASES LIKE 'mine'"), "mine\n");
}

TEST_F(KeptServersTest, TwoStartsAtOnceGiveOneServer) {
  const auto start = [&] { return KeptServers(state_.path()).start("dev").folder; };
  auto one = std::async(std::launch::async, start);
  auto two = std::async(std::launch::async, start);
  EXPECT_EQ(one.get(), two.get());
}

TEST_F(KeptServersTest, NamesAreIndependent) {
  const KeptServer dev = kept_.start("dev");
  const KeptServer other = kept_.start("other");
  EXPECT_NE(dev.folder, other.folder);
  EXPECT_EQ(kept_.stop("other"), Stopped::it_ran);
  EXPECT_EQ(query(dev, "SELECT 1"), "1\n");
}

TEST_F(KeptServersTest, AServerThatWasKilledIsReplaced) {
  const KeptServer first = kept_.start("dev");
  ::kill(server_in(first.folder), SIGKILL);
  EXPECT_TRUE(eventually([&] { return !fs::exists(first.folder); }));
  EXPECT_FALSE(kept_.find("dev").has_value());
  EXPECT_EQ(query(kept_.start("dev"), "SELECT 1"), "1\n");
}

TEST_F(KeptServersTest, WhatALostSupervisorLeavesIsClearedAway) {
  const KeptServer first = kept_.start("dev");
  const pid_t server = server_in(first.folder);
  ::kill(parent_of(server), SIGKILL);
  EXPECT_TRUE(eventually([&] { return !is_running(server); }));
  EXPECT_FALSE(kept_.find("dev").has_value());
  EXPECT_EQ(kept_.stop("dev"), Stopped::it_did_not_run);
  EXPECT_FALSE(fs::exists(first.folder));
}

TEST_F(KeptServersTest, AnOldServerIsNotTakenForAnAbandonedOne) {
  const TempDir dir;
  PrivateServerOptions options;
  options.parent = dir.path();
  const KeptServer server = kept_.start("dev", options);
  fs::last_write_time(server.folder, fs::file_time_type::clock::now() - std::chrono::hours(100));
  remove_abandoned(dir.path());
  EXPECT_EQ(query(server, "SELECT 1"), "1\n");
  kept_.stop("dev");
  EXPECT_TRUE(fs::is_empty(dir.path()));
}

TEST_F(KeptServersTest, ALinkToAnythingElseIsDroppedAndItsTargetLeftAlone) {
  const TempDir foreign;
  std::ofstream(foreign / "file") << "mine";
  fs::create_directory_symlink(foreign.path(), state_ / "dev");
  EXPECT_EQ(kept_.stop("dev"), Stopped::it_did_not_run);
  EXPECT_TRUE(fs::exists(foreign / "file"));
  EXPECT_FALSE(fs::is_symlink(state_ / "dev"));
}

}  // namespace
}  // namespace dbmig
