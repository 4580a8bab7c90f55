#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "dump/dump_file.h"
#include "sql/splitter.h"

namespace dbmig {

/// The statements of a dump, split by a thread of its own while the server is busy with
/// those before. The file must outlive it.
class ReadAhead {
 public:
  struct Item {
    Statement statement;
    Dialect dialect;  // By which the statement is read.
  };

  ReadAhead(const DumpFile& file, const Dialect& dialect);
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  /// The next statement, or nothing at the end. Throws what splitting throws.
  std::optional<Item> next();

 private:
  void split(const DumpFile& file, const Dialect& dialect);
  bool put(Item item);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  std::exception_ptr problem_;
  bool ended_ = false;
  bool closing_ = false;
  std::thread thread_;  // Last: it uses all of the above.
};

}  // namespace dbmig
