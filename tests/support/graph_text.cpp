#include "support/graph_text.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

std::vector<std::string> list(std::string_view text) {
  std::vector<std::string> items;
  for (const std::string_view item : split(text, ','))
    items.emplace_back(item);
  return items;
}

Revision revision(std::string_view text) {
  Revision result;
  const std::vector<std::string> parts = words(text);
  if (parts.empty()) throw std::invalid_argument("a revision without an id");
  const std::string& head = parts.front();
  const std::size_t arrow = head.find("<-");
  result.id = head.substr(0, arrow);
  if (arrow != std::string::npos) result.down_revisions = list(head.substr(arrow + 2));
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::size_t colon = parts[i].find(':');
    const std::string key = parts[i].substr(0, colon);
    const std::string value = colon == std::string::npos ? "" : parts[i].substr(colon + 1);
    if (key == "label") {
      result.branch_labels = list(value);
    } else if (key == "dep") {
      result.depends_on = list(value);
    } else if (key == "rep") {
      result.replaces = list(value);
    } else if (key == "msg") {
      result.message = value;
    } else {
      throw std::invalid_argument(fmt::format("what is {}?", parts[i]));
    }
  }
  return result;
}

std::string text(const RowEdit& edit) {
  switch (edit.kind) {
    case RowEdit::Kind::insert:
      return fmt::format("+{}", edit.to);
    case RowEdit::Kind::remove:
      return fmt::format("-{}", edit.from);
    case RowEdit::Kind::update:
      return fmt::format("{}->{}", edit.from, edit.to);
  }
  return "?";
}

}  // namespace

std::vector<Revision> revisions(std::string_view text) {
  std::vector<Revision> result;
  for (const std::string_view part : split(text, ';')) {
    if (!trim(part).empty()) result.push_back(revision(part));
  }
  return result;
}

RevisionGraph graph(std::string_view text) { return RevisionGraph(revisions(text)); }

std::string text(const Step& step) {
  std::string result;
  if (step.direction == Direction::stamp) {
    result = fmt::format("stamp {}->{}:", join(step.from, ","), join(step.to, ","));
  } else {
    const bool is_up = step.direction == Direction::upgrade;
    result = fmt::format("{} {}:", is_up ? "up" : "down", step.revision);
  }
  for (const RowEdit& edit : step.rows)
    result += fmt::format(" {}", text(edit));
  return result;
}

std::string text(const Plan& plan) {
  std::vector<std::string> steps;
  for (const Step& step : plan)
    steps.push_back(text(step));
  return join(steps, "; ");
}

std::string text(const RevisionGraph& graph, const std::vector<Node>& nodes) {
  return join(graph.ids(nodes), " ");
}

std::string order(const Plan& plan) {
  std::vector<std::string> ids;
  for (const Step& step : plan)
    ids.push_back(step.revision);
  return join(ids, " ");
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> result;
  for (const std::string_view word : split(text, ' ')) {
    if (!trim(word).empty()) result.emplace_back(trim(word));
  }
  return result;
}

std::vector<RevisionId> rows_after(std::vector<RevisionId> rows, const Plan& plan) {
  for (const Step& step : plan) {
    for (const RowEdit& edit : step.rows) {
      if (edit.kind != RowEdit::Kind::insert) {
        const auto row = std::find(rows.begin(), rows.end(), edit.from);
        if (row == rows.end()) throw std::invalid_argument(fmt::format("no row {}", edit.from));
        rows.erase(row);
      }
      if (edit.kind == RowEdit::Kind::remove) continue;
      if (std::find(rows.begin(), rows.end(), edit.to) != rows.end())
        throw std::invalid_argument(fmt::format("row twice: {}", edit.to));
      rows.push_back(edit.to);
    }
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace dbmig
