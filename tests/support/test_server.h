#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/connect_options.h"
#include "scratch/private_server.h"

typedef struct st_mysql MYSQL;

namespace dbmig {

/// The one private server of this test binary: started when first asked for, stopped
/// after the last test. A machine without a server makes the test fail, not skip.
PrivateServer& test_server();

/// A plain connection by the client library, with nothing of dbmig's between.
class TestSession {
 public:
  explicit TestSession(const ConnectOptions& options);

  /// Runs one or more statements and gives the rows of all of them: a line each, columns
  /// separated by `|`, NULL as `NULL`. Throws std::runtime_error("1064 (42000): ...").
  std::string run(std::string_view sql);
  /// The server's number for this connection, as in `KILL 17`.
  unsigned long id() const;

 private:
  struct Closer {
    void operator()(MYSQL* session) const;
  };
  std::unique_ptr<MYSQL, Closer> session_;
};

/// A fresh database on the test server, dropped with this object.
class TestDatabase {
 public:
  TestDatabase();
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& name() const { return name_; }
  /// How to log in to it.
  ConnectOptions options() const;
  /// As TestSession::run(), in a session of this object's own.
  std::string run(std::string_view sql) { return session_.run(sql); }

 private:
  std::string name_;
  TestSession session_;
};

}  // namespace dbmig
