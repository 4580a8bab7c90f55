#include <cstdlib>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "db/connection.h"
#include "scratch/private_server.h"
#include "support/message_of.h"
#include "support/temp_dir.h"
#include "support/test_server.h"

namespace dbmig {
namespace {

/// A loopback port that nobody listens on at this moment.
unsigned free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(fd, reinterpret_cast<struct sockaddr*>(&address), size);
  ::getsockname(fd, reinterpret_cast<struct sockaddr*>(&address), &size);
  ::close(fd);
  return ::ntohs(address.sin_port);
}

/// Two authorities, and a certificate for `localhost` and one for `db.example`, both signed
/// by the first of them.
class Certificates {
 public:
  Certificates() {
    authority("ca");
    authority("stranger");
    certificate("local", "DNS:localhost,IP:127.0.0.1");
    certificate("far", "DNS:db.example");
  }
  std::string path(const std::string& name) const { return (dir_ / name).string(); }

 private:
  void authority(const std::string& name) const {
    openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=" + name + " -keyout " + name +
            ".key -out " + name + ".pem");
  }
  void certificate(const std::string& name, const std::string& names) const {
    openssl("req -newkey rsa:2048 -nodes -subj /CN=" + name + " -addext subjectAltName=" + names +
            " -keyout " + name + ".key -out " + name + ".csr");
    openssl("x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2" +
            " -copy_extensions copyall -out " + name + ".pem");
  }
  void openssl(const std::string& words) const {
    const std::string command =
        "cd " + dir_.path().string() + " && openssl " + words + " >openssl.log 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }

  TempDir dir_;
};

class TlsTest : public testing::Test {
 protected:
  /// Starts a server on loopback that shows `certificate`; none when it is empty.
  void serve(const std::string& certificate) {
    PrivateServerOptions options;
    options.extra_options = {"--skip-networking=0", "--bind-address=127.0.0.1",
                             "--port=" + std::to_string(port_)};
    if (!certificate.empty()) {
      options.extra_options.push_back("--ssl-cert=" + certificates_.path(certificate + ".pem"));
      options.extra_options.push_back("--ssl-key=" + certificates_.path(certificate + ".key"));
    }
    server_.emplace(options);
    TestSession(server_->connect_options(""))
        .run(
            "CREATE USER u@'127.0.0.1' IDENTIFIED BY 'pw'; CREATE USER u@localhost IDENTIFIED BY "
            "'pw'; CREATE DATABASE d; GRANT ALL ON d.* TO u@'127.0.0.1'; GRANT ALL ON d.* TO "
            "u@localhost");
  }

  /// `plain`, `encrypted`, or the server error's number.
  std::string connect(SslMode mode, const std::string& authority) {
    ConnectOptions options;
    options.host = "127.0.0.1";
    options.port = port_;
    options.user = "u";
    options.password = Secret("pw");
    options.database = "d";
    options.ssl_mode = mode;
    if (!authority.empty()) options.ssl_ca = certificates_.path(authority + ".pem");
    try {
      Connection connection(options);
      const Rows rows = connection.query("SHOW STATUS LIKE 'Ssl_cipher'");
      return rows.rows.at(0).at(1)->empty() ? "plain" : "encrypted";
    } catch (const Error& error) {
      return error.server() ? std::to_string(error.server()->number) : error.report();
    }
  }

  const unsigned port_ = free_port();
  Certificates certificates_;
  std::optional<PrivateServer> server_;
};

TEST_F(TlsTest, VerifiesTheNameTheAuthorityOrNothingAsTheModeSays) {
  serve("local");
  EXPECT_EQ(connect(SslMode::disabled, ""), "plain");
  EXPECT_EQ(connect(SslMode::preferred, ""), "encrypted");
  EXPECT_EQ(connect(SslMode::required, ""), "encrypted");
  EXPECT_EQ(connect(SslMode::verify_ca, "ca"), "encrypted");
  EXPECT_EQ(connect(SslMode::verify_ca, "stranger"), "2026");
  EXPECT_EQ(connect(SslMode::verify_identity, "ca"), "encrypted");
  EXPECT_EQ(connect(SslMode::verify_identity, "stranger"), "2026");
  EXPECT_EQ(connect(SslMode::verify_identity, ""), "2026");  // Not signed by a public authority.
}

TEST_F(TlsTest, AWrongNameIsRefusedByVerifyIdentityAlone) {
  serve("far");
  EXPECT_EQ(connect(SslMode::verify_ca, "ca"), "encrypted");
  EXPECT_EQ(connect(SslMode::verify_identity, "ca"), "2026");
}

TEST_F(TlsTest, AServerWithoutTlsIsRefusedFromRequiredOn) {
  serve("");
  EXPECT_EQ(connect(SslMode::preferred, ""), "plain");
  EXPECT_EQ(connect(SslMode::required, ""), "2026");
  EXPECT_EQ(connect(SslMode::verify_ca, "ca"), "2026");
  EXPECT_EQ(connect(SslMode::verify_identity, "ca"), "2026");
}

}  // namespace
}  // namespace dbmig
