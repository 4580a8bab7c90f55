#include "script/import.h"

#include <algorithm>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/error_document.h"
#include "cli/tree.h"
#include "python/python_format.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

/// The folder that holds the revisions: `folder` itself, or the `versions` in it.
fs::path versions_in(const fs::path& folder) {
  std::error_code ignored;
  if (fs::is_directory(folder / "versions", ignored)) return folder / "versions";
  if (fs::is_directory(folder, ignored)) return folder;
  throw Error(ErrorCode::usage, fmt::format("there is no folder {}", folder.string()))
      .with_hint("name the folder of an Alembic tree, or the folder of its revisions");
}

bool is_same_folder(const fs::path& one, const fs::path& other) {
  std::error_code ignored;
  return fs::equivalent(one, other, ignored);
}

/// What an import did with a revision.
enum class Deed { written, overwritten, kept, unchanged };

std::string_view word(Deed deed) {
  switch (deed) {
    case Deed::written:
      return "written";
    case Deed::overwritten:
      return "overwritten";
    case Deed::kept:
      return "kept";
    case Deed::unchanged:
      return "unchanged";
  }
  return "";
}

struct Result {
  ImportedRevision revision;
  Deed deed = Deed::unchanged;
};

using Results = std::vector<Result>;

std::ptrdiff_t stay_python(const Results& results) {
  return std::count_if(results.begin(), results.end(),
                       [](const Result& one) { return one.revision.why.has_value(); });
}

void print_document(Context& context, const Tree& tree, const Results& results) {
  nlohmann::json list = nlohmann::json::array();
  for (const auto& [revision, deed] : results) {
    nlohmann::json entry = {{"revision", revision.id},
                            {"source", revision.source},
                            {"path", revision.path.string()},
                            {"format", revision.why ? "python" : "sql"},
                            {"result", word(deed)}};
    if (revision.why) entry["why"] = error_document(*revision.why)["error"];
    list.push_back(std::move(entry));
  }
  context.print_document("import", {{"tree", tree.name()}, {"revisions", std::move(list)}});
}

/// Why a revision stays Python, and what to do; but for what the summary says of those that are
/// refused when they run, too.
std::string reason(Error why) {
  if (!why.state().empty()) why.set_hint("");
  why.set_state("");
  const std::string report = why.report();
  std::string text;
  for (const std::string_view line : split(report, '\n'))
    text += fmt::format("\n    {}", line);
  return text;
}

/// A line for each revision that is new, or that is not as it would be written.
void print_list(Context& context, const Results& results) {
  for (const auto& [revision, deed] : results) {
    if (deed == Deed::unchanged && !revision.why) continue;
    context.output().line(fmt::format("{:<11}  {}  {}{}", word(deed), revision.id,
                                      revision.path.string(),
                                      revision.why ? reason(*revision.why) : ""));
  }
}

void log_summary(Context& context, const Tree& tree, const Results& results) {
  const auto count = [&](Deed deed) {
    return std::count_if(results.begin(), results.end(),
                         [&](const Result& one) { return one.deed == deed; });
  };
  const auto log = context.output().log(tree.name());
  std::vector<std::string> parts;
  for (const Deed deed : {Deed::written, Deed::overwritten, Deed::kept, Deed::unchanged}) {
    if (count(deed) > 0) parts.push_back(fmt::format("{} {}", count(deed), word(deed)));
  }
  log->info("{}: {}", counted(results.size(), "revision"), join(parts, ", "));
  if (const auto kept = static_cast<std::size_t>(count(Deed::kept)); kept > 0) {
    log->warn(
        "{} not what would be written now, and kept; --overwrite writes over what was "
        "changed by hand, too",
        kept == 1 ? "1 file is" : fmt::format("{} files are", kept));
  }
  if (const auto python = static_cast<std::size_t>(stay_python(results)); python > 0) {
    const bool is_one = python == 1;
    log->warn(
        "{} {} Python, and {} run as such where that can be; to have {} as SQL, write a .sql "
        "file with the same revision and down_revision beside it",
        counted(python, "revision"), is_one ? "stays" : "stay", is_one ? "is" : "are",
        is_one ? "it" : "one");
  }
}

class ImportCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("dir", folder_, "an Alembic tree, or the folder of its revisions")
        ->required()
        ->type_name("DIR");
    app.add_option("--to", to_, "the format to write; there is one")
        ->type_name("FORMAT")
        ->check(one_of({"sql"}));
    app.add_option("--version-path", version_path_, "which of several version locations")
        ->type_name("DIR");
    app.add_flag("--overwrite", overwrite_, "write files again that were changed");
  }

  Verdict run(Context& context) override {
    Tree& tree = context.only_tree();
    const fs::path from = versions_in(folder_);
    const auto depth = tree.settings().recursive_version_locations
                           ? ScriptLocations::Depth::recursive
                           : ScriptLocations::Depth::flat;
    RevisionFormats formats;
    formats.push_back(python_format());
    const LoadedRevisions sources = load_revisions({from}, depth, formats);
    if (sources.revisions.empty()) {
      throw Error(ErrorCode::data,
                  fmt::format("there are no Python revisions in {}", from.string()));
    }
    std::vector<Result> results;
    for (ImportedRevision& revision :
         imported(tree.scripts(), sources, from, destination(tree, from))) {
      const Deed deed = carry_out(revision);
      results.push_back({std::move(revision), deed});
    }
    if (context.options().json) {
      print_document(context, tree, results);
    } else {
      print_list(context, results);
      log_summary(context, tree, results);
    }
    return stay_python(results) > 0 ? Verdict::findings : Verdict::done;
  }

 private:
  /// Where the files belong: beside their originals when these are in the tree.
  fs::path destination(Tree& tree, const fs::path& from) const {
    for (const fs::path& location : tree.scripts().version_locations()) {
      if (version_path_.empty() && is_same_folder(location, from)) return location;
    }
    return tree.scripts().location_for({}, version_path_);
  }

  Deed carry_out(const ImportedRevision& revision) const {
    using There = ImportedRevision::There;
    if (revision.there == There::same) return Deed::unchanged;
    if (revision.there == There::different && !overwrite_) return Deed::kept;
    std::error_code problem;
    fs::create_directories(revision.path.parent_path(), problem);
    if (problem) {
      throw Error(ErrorCode::cannot_create,
                  fmt::format("cannot create {}: {}", revision.path.parent_path().string(),
                              problem.message()));
    }
    const bool is_new = revision.there == There::absent;
    write_file(revision.path, revision.text, is_new ? Existing::refuse : Existing::replace);
    return is_new ? Deed::written : Deed::overwritten;
  }

  std::string folder_;
  std::string to_ = "sql";
  std::string version_path_;
  bool overwrite_ = false;
};

}  // namespace

std::unique_ptr<Command> make_import() { return std::make_unique<ImportCommand>(); }

}  // namespace dbmig
