#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/tree_status.h"

namespace dbmig {
namespace {

constexpr std::size_t kFewPending = 5;
constexpr std::string_view kGreen = "\033[32m";
constexpr std::string_view kYellow = "\033[33m";
constexpr std::string_view kRed = "\033[31m";

/// Lines of a label and a value; further values of a label stand below the first.
class Sheet {
 public:
  explicit Sheet(Palette palette) : palette_(palette) {}

  void add(std::string_view label, std::string_view value, std::string_view color = {}) {
    if (palette_ == Palette::plain || color.empty()) {
      text_ += fmt::format("{:<10}{}\n", label, value);
    } else {
      text_ += fmt::format("{:<10}{}{}\033[0m\n", label, color, value);
    }
  }
  void add(std::string_view label, const std::vector<StatusRevision>& revisions) {
    for (const StatusRevision& each : revisions)
      add(&each == &revisions.front() ? label : "", each.line());
  }

  std::string text() && { return std::move(text_); }

 private:
  Palette palette_;
  std::string text_;
};

void add_current(Sheet& sheet, const TreeStatus& status) {
  if (!status.current) {
    sheet.add("current", "not known");
  } else if (!status.current->empty()) {
    sheet.add("current", *status.current);
  } else if (status.has_version_table) {
    sheet.add("current", "base: nothing is applied");
  } else {
    sheet.add("current",
              fmt::format("base: nothing is applied, there is no table {}", status.version_table));
  }
}

void add_heads(Sheet& sheet, const TreeStatus& status) {
  const std::string_view label = status.heads && status.heads->size() > 1 ? "heads" : "head";
  if (!status.heads) {
    sheet.add(label, "not known");
  } else if (status.heads->empty()) {
    sheet.add(label, "none: the tree has no revisions");
  } else {
    sheet.add(label, *status.heads);
  }
}

void add_pending(Sheet& sheet, const TreeStatus& status, PendingList list) {
  if (!status.pending) {
    sheet.add("pending", "not known");
    return;
  }
  const std::size_t count = status.pending->size();
  if (count == 0) {
    sheet.add("pending", "none", kGreen);
    return;
  }
  sheet.add("pending", counted(count, "revision"), kYellow);
  // One more than a few is shown rather than counted: the line is taken anyway.
  const std::size_t shown =
      list == PendingList::all || count <= kFewPending + 1 ? count : kFewPending;
  for (std::size_t i = 0; i < shown; ++i)
    sheet.add("", (*status.pending)[i].line());
  if (shown < count) {
    sheet.add("", fmt::format("and {} more; dbmig -v status lists all", count - shown));
  }
}

void add_error(Sheet& sheet, const Error& error) {
  bool first = true;
  const std::string report = error.report();
  for (const std::string_view line : split(report, '\n')) {
    sheet.add(first ? "error" : "", line, first ? kRed : std::string_view());
    first = false;
  }
}

}  // namespace

std::string StatusRevision::line() const {
  std::string text = id;
  if (!labels.empty()) text += fmt::format(" ({})", join(labels, ", "));
  if (known) text += ", " + title;
  return printable(text);
}

std::string status_text(const TreeStatus& status, Palette palette, PendingList list) {
  Sheet sheet(palette);
  sheet.add("tree", status.tree);
  sheet.add("database", status.address.empty() ? "not known" : status.address);
  if (status.server) {
    sheet.add("server", fmt::format("{} on {}, {}", status.server->product(),
                                    printable(status.server->hostname),
                                    status.server->read_only ? "read-only" : "read-write"));
  } else {
    sheet.add("server", "not known");
  }
  add_current(sheet, status);
  add_heads(sheet, status);
  add_pending(sheet, status, list);
  if (!status.unfinished.empty()) sheet.add("half done", status.unfinished, kRed);
  if (!status.lock_holder.empty()) sheet.add("lock", status.lock_holder, kYellow);
  for (const Error& error : status.errors)
    add_error(sheet, error);
  return std::move(sheet).text();
}

}  // namespace dbmig
