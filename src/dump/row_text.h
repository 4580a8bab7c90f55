#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dump/schema_object.h"

namespace dbmig {

/// Where the text of a dump goes, piece by piece.
using TextSink = std::function<void(std::string_view)>;

/// The query for the rows of a table, with each column asked for in such a way that
/// RowText can write it without loss.
std::string rows_query(const TableData& data);

/// Rows as INSERT statements of many rows each, one row a line.
///
/// Every value is a literal that means the same in any session of ours: binary ones in
/// hexadecimal, strings of character sets that Unicode does not hold with their bytes.
class RowText {
 public:
  RowText(const TableData& data, TextSink sink);

  /// Starts a row; then one call of value() for each column of rows_query().
  void begin_row();
  void value(std::size_t column, std::optional<std::string_view> value);
  void end_row();
  /// Ends the last statement.
  void finish();

  std::size_t rows() const { return rows_; }

 private:
  enum class Form { plain, quoted, hex, bits, introduced };

  static Form form_of(const DataColumn& column);

  TextSink sink_;
  std::string head_;
  std::vector<Form> forms_;
  std::vector<std::string> introducers_;
  std::string pending_;
  std::size_t statement_ = 0;  // Bytes of the open statement; 0: none is open.
  std::size_t rows_ = 0;
  bool first_value_ = true;
};

/// `text` as a string literal on one line, for a session with backslash escapes.
void append_quoted(std::string& out, std::string_view text);

}  // namespace dbmig
