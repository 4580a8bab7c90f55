#include <algorithm>

#include <fmt/format.h>

#include "base/file.h"
#include "script/revision_loader.h"

namespace dbmig {
namespace {

using Kind = HistoryProblem::Kind;

/// Finds the line that a problem of the history is about.
class Locator {
 public:
  Locator(const HistoryProblem& problem, const LoadedRevisions& loaded)
      : problem_(problem), loaded_(loaded), revisions_(loaded.revisions) {}

  Error error() const {
    Error error(ErrorCode::data, problem_.message);
    switch (problem_.kind) {
      case Kind::duplicate_id:
        return duplicate();
      case Kind::bad_id:
      case Kind::long_id:
        return std::move(error).at(place(first(), HeaderKey::revision, revision().id));
      case Kind::missing_parent:
        return std::move(error)
            .at(place(first(), HeaderKey::down_revision, named(revision().down_revisions)))
            .with_hint("correct `down_revision`, or bring the file of that revision back");
      case Kind::repeated_parent:
        return std::move(error).at(
            place(first(), HeaderKey::down_revision, named(revision().down_revisions)));
      case Kind::missing_dependency:
        return std::move(error)
            .at(place(first(), HeaderKey::depends_on, named(revision().depends_on)))
            .with_hint("correct `depends_on`, or bring the file of that revision back");
      case Kind::self_loop:
        return std::move(error).at(place(first(), HeaderKey::down_revision, revision().id));
      case Kind::dependency_self_loop:
        return std::move(error).at(
            place(first(), HeaderKey::depends_on, named(revision().depends_on)));
      case Kind::cycle:
      case Kind::dependency_cycle:
        return std::move(error).at(cycle());
      case Kind::label_in_use:
        return std::move(error).at(label());
      case Kind::bad_replacement:
        return std::move(error).at(place(first(), HeaderKey::replaces, named(revision().replaces)));
    }
    return error;
  }

 private:
  Node first() const { return problem_.revisions.front(); }
  const Revision& revision() const { return revisions_[first()]; }

  /// The name among `names` that the message speaks of, longest first: one may be part
  /// of another.
  std::string named(std::vector<std::string> names) const {
    std::stable_sort(names.begin(), names.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
    for (const std::string& name : names) {
      if (problem_.message.find(name) != std::string::npos && name != revision().id) return name;
    }
    return names.empty() ? std::string() : names.front();
  }

  Location place(Node node, HeaderKey key, const std::string& value) const {
    const RevisionFile& file = loaded_.files[node];
    try {
      return file.format->location(read_file(file.path, ErrorCode::data), file.path, key, value);
    } catch (const Error&) {
      return in_file(file.path);  // gone or changed since it was read
    }
  }

  Error duplicate() const {
    const Node last = problem_.revisions.back();
    return Error(ErrorCode::data,
                 fmt::format("{}: also in {}", problem_.message, loaded_.files[first()].path))
        .at(place(last, HeaderKey::revision, revisions_[last].id))
        .with_hint("remove one of the two files, or give one a new id");
  }

  /// The link of the first revision that leads to another one of the cycle.
  Location cycle() const {
    const auto in_cycle = [&](const std::string& name) {
      return std::any_of(problem_.revisions.begin(), problem_.revisions.end(), [&](Node node) {
        const Revision& other = revisions_[node];
        return other.id == name || std::find(other.branch_labels.begin(), other.branch_labels.end(),
                                             name) != other.branch_labels.end();
      });
    };
    for (const auto& [key, names] :
         {std::pair{HeaderKey::down_revision, &revision().down_revisions},
          std::pair{HeaderKey::depends_on, &revision().depends_on}}) {
      const auto link = std::find_if(names->begin(), names->end(), in_cycle);
      if (link != names->end()) return place(first(), key, *link);
    }
    return place(first(), HeaderKey::down_revision, "");
  }

  /// The last declaration of the label that the message speaks of.
  Location label() const {
    for (auto node = problem_.revisions.rbegin(); node != problem_.revisions.rend(); ++node) {
      for (const std::string& name : revisions_[*node].branch_labels) {
        if (problem_.message.find(fmt::format("'{}'", name)) != std::string::npos) {
          return place(*node, HeaderKey::branch_labels, name);
        }
      }
    }
    return place(problem_.revisions.back(), HeaderKey::branch_labels, "");
  }

  const HistoryProblem& problem_;
  const LoadedRevisions& loaded_;
  const std::vector<Revision>& revisions_;
};

}  // namespace

std::vector<Error> located(const std::vector<HistoryProblem>& problems,
                           const LoadedRevisions& loaded) {
  std::vector<Error> errors;
  errors.reserve(problems.size());
  for (const HistoryProblem& problem : problems)
    errors.push_back(Locator(problem, loaded).error());
  return errors;
}

}  // namespace dbmig
