#include "revision/node.h"

namespace dbmig {

Links Links::reversed() const {
  Links result;
  std::vector<std::size_t> next(size() + 1, 0);
  for (const Node target : targets_)
    ++next[target + 1];
  for (std::size_t i = 1; i < next.size(); ++i)
    next[i] += next[i - 1];
  result.starts_ = next;
  result.targets_.resize(targets_.size());
  for (std::size_t node = 0; node < size(); ++node) {
    for (const Node target : (*this)[static_cast<Node>(node)]) {
      result.targets_[next[target]++] = static_cast<Node>(node);
    }
  }
  return result;
}

}  // namespace dbmig
