#pragma once

#include <string>
#include <string_view>

#include "dump/row_text.h"
#include "dump/schema_object.h"

namespace dbmig {

/// The last line of a dump. A file without it is not whole.
inline constexpr std::string_view kDumpEnd = "-- dbmig dump complete";

/// What of a dump's session is put back at its end.
struct DumpHead {
  std::string database;
  std::string character_set;
  std::string collation;
  std::string target;  // Of the first line: `mysql8`, `mariadb`, `same`.
};

/// The layout of a dump: the statements around those of the objects, in an order and with
/// a session that give the same objects on any server.
///
/// Any client can run it. What it changes of the session it puts back.
class DumpText {
 public:
  DumpText(DumpHead head, TextSink sink);

  void begin();
  void object(const SchemaObject& object);
  /// Before the rows of a table.
  void begin_rows();
  /// Any other statement, without its delimiter.
  void statement(std::string_view text);
  void end();

 private:
  void use(const StoredContext& context);
  void set(std::string_view assignments);
  StoredContext base() const;

  DumpHead head_;
  TextSink sink_;
  StoredContext now_;
};

}  // namespace dbmig
