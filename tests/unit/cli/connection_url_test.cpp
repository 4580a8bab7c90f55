#include "cli/connection_url.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

ConnectOptions login(const std::string& host) {
  ConnectOptions options;
  options.host = host;
  options.user = "u";
  options.database = "am";
  return options;
}

TEST(ConnectionUrl, HidesThePassword) {
  ConnectOptions options = login("127.0.0.1");
  options.port = 33077;
  options.password = Secret("geheim");
  EXPECT_EQ(connection_url(options), "mysql://u:***@127.0.0.1:33077/am");
}

TEST(ConnectionUrl, SaysNothingOfWhatIsNotThere) {
  ConnectOptions options = login("db");
  EXPECT_EQ(connection_url(options), "mysql://u@db/am");
  options.user = "";
  options.scheme = "mariadb";
  EXPECT_EQ(connection_url(options), "mariadb://db/am");
}

TEST(ConnectionUrl, NamesTheSocket) {
  ConnectOptions options = login("");
  options.socket = "/run/my sql.sock";
  EXPECT_EQ(connection_url(options), "mysql://u@localhost/am?unix_socket=/run/my%20sql.sock");
}

TEST(ConnectionUrl, EncodesWhatWouldEndAPart) {
  ConnectOptions options = login("::1");
  options.user = "a@b:c";
  options.database = "x/y?";
  EXPECT_EQ(connection_url(options), "mysql://a%40b%3Ac@[::1]/x%2Fy%3F");
}

}  // namespace
}  // namespace dbmig
