#include "revision/shown.h"

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

constexpr std::size_t kMostCharacters = 64;

}  // namespace

std::string shown(std::string_view word) {
  if (code_points(word) <= kMostCharacters) return printable(word);
  return printable(code_point_range(word, 0, kMostCharacters)) + "...";
}

std::string shown_in_list(const RevisionGraph& graph, Node node) {
  std::string line = shown(graph.id(node));
  if (const auto labels = graph.labels(node); !labels.empty()) {
    line += fmt::format(" ({})", shown(join(labels, ", ")));
  }
  const std::string& message = graph[node].message;
  if (!message.empty()) line += "  " + shown(message.substr(0, message.find('\n')));
  return line;
}

}  // namespace dbmig
