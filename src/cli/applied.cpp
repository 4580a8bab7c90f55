#include "cli/applied.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "engine/back_out.h"
#include "engine/statement_kind.h"
#include "sql/classify.h"

namespace dbmig {
namespace {

double seconds(std::chrono::microseconds time) {
  return std::chrono::duration<double>(time).count();
}

std::int64_t milliseconds(std::chrono::microseconds time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

/// `upgrade 9142c979f5df`, `stamp`, `undoing upgrade 9142c979f5df`.
std::string title(const JournalRow& head) {
  if (head.kind == kKindBroken) return "lock --break";
  std::string text(name(head.direction));
  if (!head.revision.empty()) text += " " + head.revision;
  const std::uint64_t undone = undone_step(head);
  return undone == 0 ? text : fmt::format("{} to undo step {}", text, undone);
}

std::string step_line(const JournalStep& step) {
  const JournalRow& head = step.head;
  std::string line =
      fmt::format("{}  {:>4}  {:7}  {}, {} in {:.2f} s, by {} as {}", head.started(),
                  head.step > kMarks ? "" : std::to_string(head.step), name(head.state),
                  title(head), counted(step.statements.size(), "statement"), seconds(head.took),
                  printable(head.runner), printable(head.account));
  if (!head.error.empty()) line += ": " + printable(head.error);
  return line;
}

std::string statement_line(const JournalRow& row) {
  std::string line = fmt::format("    {:>4}  {:7}  {:>8.2f} s  {}", row.number, name(row.state),
                                 seconds(row.took), printable(summary(row.text)));
  if (row.changed_rows > 0) line += fmt::format("  ({})", counted(row.changed_rows, "row"));
  if (!row.error.empty()) line += ": " + printable(row.error);
  return line;
}

nlohmann::json statement_json(const JournalRow& row) {
  return {{"number", row.number},
          {"state", name(row.state)},
          {"kind", row.kind},
          {"sha256", row.sha256},
          {"statement", row.text},
          {"started_at", row.started()},
          {"elapsed_ms", milliseconds(row.took)},
          {"changed_rows", row.changed_rows},
          {"rounds", row.rounds},
          {"error", row.error}};
}

nlohmann::json step_json(const JournalStep& step) {
  const JournalRow& head = step.head;
  const std::uint64_t undone = undone_step(head);
  nlohmann::json statements = nlohmann::json::array();
  for (const JournalRow& row : step.statements)
    statements.push_back(statement_json(row));
  return {{"step", head.step},
          {"direction", name(head.direction)},
          {"revision", head.revision.empty() ? nlohmann::json() : nlohmann::json(head.revision)},
          {"undoes", undone == 0 ? nlohmann::json() : nlohmann::json(undone)},
          {"state", name(head.state)},
          {"started_at", head.started()},
          {"elapsed_ms", milliseconds(head.took)},
          {"runner", head.runner},
          {"account", head.account},
          {"connection", head.connection},
          {"error", head.error},
          {"statements", std::move(statements)}};
}

}  // namespace

std::vector<std::string> applied_lines(const std::vector<JournalStep>& steps,
                                       AppliedDetail detail) {
  std::vector<std::string> lines;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    lines.push_back(step_line(*step));
    if (detail == AppliedDetail::steps) continue;
    for (const JournalRow& row : step->statements)
      lines.push_back(statement_line(row));
  }
  return lines;
}

nlohmann::json applied_json(const std::vector<JournalStep>& steps) {
  nlohmann::json list = nlohmann::json::array();
  std::for_each(steps.rbegin(), steps.rend(),
                [&](const JournalStep& step) { list.push_back(step_json(step)); });
  return list;
}

}  // namespace dbmig
