#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "db/connection.h"

namespace dbmig {

/// The rows of one query as they come from the server, one at a time, so that memory
/// does not grow with their number.
///
/// The connection is busy until the last row has been read. A stream that ends before
/// takes the connection with it: reading the rest could take as long as all before.
class RowStream {
 public:
  /// Sends the query. Throws as Connection::query().
  RowStream(Connection& connection, std::string_view query);
  ~RowStream();
  RowStream(const RowStream&) = delete;
  RowStream& operator=(const RowStream&) = delete;

  /// Goes to the next row; false after the last one. Throws as Connection::query().
  bool next();

  std::size_t columns() const;
  /// A value of the row, nothing for NULL; good until the next call of next().
  std::optional<std::string_view> value(std::size_t column) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dbmig
