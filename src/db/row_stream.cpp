#include "db/row_stream.h"

#include <mysql.h>
#include <sys/socket.h>

#include "db/server_error.h"
#include "db/soci_connect.h"

namespace dbmig {

struct RowStream::Impl {
  MYSQL* handle = nullptr;
  MYSQL_RES* result = nullptr;
  MYSQL_ROW row = nullptr;
  const unsigned long* lengths = nullptr;
  unsigned columns = 0;
  bool ended = false;

  [[noreturn]] void fail() const {
    const unsigned number = mysql_errno(handle);
    throw statement_failure(is_connection_loss(number)
                                ? "the connection was lost while rows were read"
                                : "the server refused the statement",
                            {number, mysql_sqlstate(handle), mysql_error(handle)});
  }
};

RowStream::RowStream(Connection& connection, std::string_view query)
    : impl_(std::make_unique<Impl>()) {
  impl_->handle = handle_of(connection.bookkeeping());
  if (mysql_real_query(impl_->handle, query.data(), query.size()) != 0) impl_->fail();
  impl_->result = mysql_use_result(impl_->handle);
  if (impl_->result == nullptr) impl_->fail();
  impl_->columns = mysql_num_fields(impl_->result);
}

RowStream::~RowStream() {
  // mysql_free_result() reads to the end; with nobody at the other side it is there at once.
  if (!impl_->ended) ::shutdown(mysql_get_socket(impl_->handle), SHUT_RDWR);
  mysql_free_result(impl_->result);
}

bool RowStream::next() {
  impl_->row = mysql_fetch_row(impl_->result);
  if (impl_->row == nullptr) {
    impl_->ended = true;
    if (mysql_errno(impl_->handle) != 0) impl_->fail();
    return false;
  }
  impl_->lengths = mysql_fetch_lengths(impl_->result);
  return true;
}

std::size_t RowStream::columns() const { return impl_->columns; }

std::optional<std::string_view> RowStream::value(std::size_t column) const {
  if (impl_->row[column] == nullptr) return std::nullopt;
  return std::string_view(impl_->row[column], impl_->lengths[column]);
}

}  // namespace dbmig
