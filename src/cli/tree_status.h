#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/error.h"
#include "cli/context.h"
#include "db/server_info.h"
#include "revision/revision.h"

namespace dbmig {

/// A revision as a line of a report shows it.
struct StatusRevision {
  RevisionId id;
  std::vector<std::string> labels;
  std::string title;
  bool known = true;  // False for a row that no file has.

  /// `9142c979f5df (label), users create table`
  std::string line() const;
};

/// Where one tree and its database stand, as far as that can be found out.
///
/// Whatever fails becomes an error in the list; what does not depend on it is looked at
/// all the same.
struct TreeStatus {
  std::string tree;
  std::string address;  // `user@host:port/database`; empty when the login is not known.
  std::string database;
  std::optional<ServerInfo> server;
  std::string version_table;
  bool has_version_table = false;
  std::optional<std::vector<StatusRevision>> current;  // Absent: not known.
  std::optional<std::vector<StatusRevision>> heads;
  std::optional<std::vector<StatusRevision>> pending;
  std::string lock_holder;  // Who is at work; empty: nobody, or not known.
  std::string unfinished;   // What an earlier run left; empty: nothing.
  std::vector<Error> errors;

  bool at_head() const { return pending && pending->empty(); }
};

TreeStatus tree_status(Context& context, Tree& tree);

/// The tree's entry in the document of `--json`.
nlohmann::json status_json(const TreeStatus& status);

enum class Palette { plain, colored };
/// How many pending revisions are listed.
enum class PendingList { first_few, all };

/// The tree's part of the screen: a label and a value on each line, the values aligned.
std::string status_text(const TreeStatus& status, Palette palette, PendingList list);

}  // namespace dbmig
