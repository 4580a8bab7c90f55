#include "unit/docs/document.h"

#include <stdexcept>

#include "base/file.h"
#include "base/text.h"

namespace dbmig {

std::vector<Example> examples_in(std::string_view markdown) {
  constexpr std::string_view kFence = "```";
  std::vector<Example> found;
  Example open;
  bool inside = false;
  int number = 0;
  for (const std::string_view line : split(markdown, '\n')) {
    ++number;
    if (line.starts_with(kFence)) {
      if (inside && !open.tag.empty()) found.push_back(open);
      inside = !inside;
      const std::string_view words = trim(line.substr(kFence.size()));
      const std::size_t space = std::min(words.find(' '), words.size());
      open = {std::string(words.substr(0, space)), std::string(trim(words.substr(space))), "",
              number};
    } else if (inside) {
      open.text += line;
      open.text += '\n';
    }
  }
  return found;
}

std::vector<Example> examples_of(const std::string& path) {
  return examples_in(read_file(std::string(DBMIG_SOURCE_DIR "/") + path, ErrorCode::data));
}

std::string example(const std::string& path, std::string_view tag) {
  std::string text;
  for (const Example& each : examples_of(path)) {
    if (each.tag != tag) continue;
    if (!text.empty()) throw std::invalid_argument(path + " has two examples " + std::string(tag));
    text = each.text;
  }
  if (text.empty()) throw std::invalid_argument(path + " has no example " + std::string(tag));
  return text;
}

}  // namespace dbmig
