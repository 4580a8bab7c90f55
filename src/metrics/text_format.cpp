#include "metrics/text_format.h"

#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

/// The labels of a sample's line, or the whole line when it has none.
std::string_view up_to_value(std::string_view line) { return line.substr(0, line.rfind(' ')); }

}  // namespace

void MetricText::family(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void MetricText::sample(const MetricLabels& labels, double value, std::string_view suffix) {
  text_ += name_;
  text_ += suffix;
  std::string_view before = "{";
  for (const auto& [label, text] : labels) {
    // The format is UTF-8; a name that is not would make all of it unreadable.
    text_ += fmt::format("{}{}=\"{}\"", before, label,
                         escaped(find_invalid_utf8(text) ? printable(text) : std::string(text)));
    before = ",";
  }
  text_ += labels.empty() ? "" : "}";
  text_ += std::isinf(value) ? fmt::format(" {}Inf\n", value < 0 ? "-" : "+")
                             : fmt::format(" {}\n", value);
}

std::string with_samples_kept(const std::string& newer, std::string_view older,
                              std::string_view name) {
  const std::string begin = fmt::format("{}{{", name);
  const std::string help = fmt::format("# HELP {} ", name);
  const std::string head = fmt::format("# TYPE {} ", name);
  std::string heads;
  std::string kept;
  for (const std::string_view line : split(older, '\n')) {
    if (line.starts_with(help) || line.starts_with(head)) heads += std::string(line) + "\n";
    if (!line.starts_with(begin)) continue;
    if (("\n" + newer).find(fmt::format("\n{} ", up_to_value(line))) != std::string::npos) continue;
    kept += std::string(line) + "\n";
  }
  if (kept.empty()) return newer;
  const std::size_t at = newer.find(head);
  if (at == std::string::npos) return newer + heads + kept;
  const std::size_t end = newer.find('\n', at) + 1;
  return newer.substr(0, end) + kept + newer.substr(end);
}

}  // namespace dbmig
