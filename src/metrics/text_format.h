#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dbmig {

using MetricLabels = std::vector<std::pair<std::string_view, std::string_view>>;

/// Metrics in Prometheus' text format (version 0.0.4), family by family.
class MetricText {
 public:
  /// Begins a family: `type` is gauge, counter or histogram.
  void family(std::string_view name, std::string_view type, std::string_view help);
  /// A sample of the family that was begun last; `suffix` is `_sum`, `_count` … of a histogram.
  void sample(const MetricLabels& labels, double value, std::string_view suffix = {});

  const std::string& str() const { return text_; }

 private:
  std::string name_;
  std::string text_;
};

/// `newer`, and of the family `name` those samples of `older` whose labels it does not have: what
/// an earlier run said of a database that this one says nothing of is still true.
std::string with_samples_kept(const std::string& newer, std::string_view older,
                              std::string_view name);

}  // namespace dbmig
