#include "dump/read_ahead.h"

#include <utility>

namespace dbmig {
namespace {

// Statements with rows are a megabyte each; a few are enough to keep the server busy.
constexpr std::size_t kMostAhead = 16;

}  // namespace

ReadAhead::ReadAhead(const DumpFile& file, const Dialect& dialect)
    : thread_([this, &file, dialect] { split(file, dialect); }) {}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void ReadAhead::split(const DumpFile& file, const Dialect& dialect) {
  std::exception_ptr problem;
  try {
    Splitter splitter(file.text(), dialect, file.name());
    Dialect rules = dialect;
    while (const std::optional<Piece> piece = splitter.next()) {
      if (piece->kind == Piece::Kind::statement && !put({piece->statement, rules})) return;
      rules = splitter.dialect();
    }
  } catch (...) {
    problem = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  problem_ = problem;
  ended_ = true;
  changed_.notify_all();
}

bool ReadAhead::put(Item item) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return closing_ || items_.size() < kMostAhead; });
  if (closing_) return false;
  items_.push_back(std::move(item));
  changed_.notify_all();
  return true;
}

std::optional<ReadAhead::Item> ReadAhead::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return ended_ || !items_.empty(); });
  if (items_.empty()) {
    if (problem_) std::rethrow_exception(problem_);
    return std::nullopt;
  }
  Item item = std::move(items_.front());
  items_.pop_front();
  changed_.notify_all();
  return item;
}

}  // namespace dbmig
