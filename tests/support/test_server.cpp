#include "support/test_server.h"

#include <optional>
#include <random>
#include <stdexcept>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <mysql.h>

namespace dbmig {
namespace {

std::optional<PrivateServer>& the_server() {
  static std::optional<PrivateServer> server;
  return server;
}

class StopsTheServer : public ::testing::Environment {
 public:
  void TearDown() override { the_server().reset(); }
};

const auto* const kRegistered = ::testing::AddGlobalTestEnvironment(new StopsTheServer);

std::string failure(MYSQL* session) {
  return fmt::format("{} ({}): {}", ::mysql_errno(session), ::mysql_sqlstate(session),
                     ::mysql_error(session));
}

void append_rows(std::string& text, MYSQL_RES* result) {
  const unsigned columns = ::mysql_num_fields(result);
  while (MYSQL_ROW row = ::mysql_fetch_row(result)) {
    const unsigned long* lengths = ::mysql_fetch_lengths(result);
    for (unsigned i = 0; i < columns; ++i) {
      if (i > 0) text += '|';
      text += row[i] == nullptr ? std::string("NULL") : std::string(row[i], lengths[i]);
    }
    text += '\n';
  }
}

/// A name that no other test, and no earlier run on a kept server, has.
std::string fresh_name() {
  std::random_device random;
  return fmt::format("t_{:08x}{:08x}", random(), random());
}

TestSession session_with_database(const std::string& name) {
  TestSession(test_server().connect_options("")).run(fmt::format("CREATE DATABASE `{}`", name));
  return TestSession(test_server().connect_options(name));
}

}  // namespace

PrivateServer& test_server() {
  if (!the_server()) the_server().emplace();
  return *the_server();
}

void TestSession::Closer::operator()(MYSQL* session) const { ::mysql_close(session); }

TestSession::TestSession(const ConnectOptions& options) : session_(::mysql_init(nullptr)) {
  ::mysql_options(session_.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
  const char* socket = options.socket.empty() ? nullptr : options.socket.c_str();
  const char* host = options.host.empty() ? nullptr : options.host.c_str();
  if (::mysql_real_connect(session_.get(), host, options.user.c_str(),
                           options.password.reveal().c_str(), options.database.c_str(),
                           options.port, socket, CLIENT_MULTI_STATEMENTS) == nullptr) {
    throw std::runtime_error(failure(session_.get()));
  }
}

std::string TestSession::run(std::string_view sql) {
  MYSQL* session = session_.get();
  if (::mysql_real_query(session, sql.data(), sql.size()) != 0) {
    throw std::runtime_error(failure(session));
  }
  std::string text;
  for (;;) {
    if (MYSQL_RES* result = ::mysql_store_result(session)) {
      append_rows(text, result);
      ::mysql_free_result(result);
    }
    const int more = ::mysql_next_result(session);
    if (more < 0) return text;
    if (more > 0) throw std::runtime_error(failure(session));
  }
}

unsigned long TestSession::id() const { return ::mysql_thread_id(session_.get()); }

TestDatabase::TestDatabase() : name_(fresh_name()), session_(session_with_database(name_)) {}

TestDatabase::~TestDatabase() {
  try {
    // A session of a failed test may still hold a lock on a table; it must not hang the rest.
    TestSession(test_server().connect_options(""))
        .run(fmt::format("SET SESSION lock_wait_timeout = 5; DROP DATABASE IF EXISTS `{}`", name_));
  } catch (const std::exception& error) {
    ADD_FAILURE() << "cannot drop database " << name_ << ": " << error.what();
  }
}

ConnectOptions TestDatabase::options() const { return test_server().connect_options(name_); }

}  // namespace dbmig
