#include "python/metadata.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig::python {
namespace {

/// The strings that a name is given, each with its place.
using Strings = std::vector<const Expression*>;

/// What a statement assigns; null when it assigns nothing (`revision: str`).
const Expression* assigned_value(const Source& source, std::string_view name,
                                 const Statement& statement) {
  const bool plain =
      statement.kind == Statement::Kind::assign || statement.kind == Statement::Kind::annotated;
  if (!plain || statement.parts.front()->kind != Expression::Kind::name) {
    throw source.error(statement.offset, fmt::format("`{}` is not simply given a value here", name))
        .with_hint(
            fmt::format("write `{} = ...` with a string, a tuple of strings, or None", name));
  }
  return statement.parts.back();
}

Error not_literal(const Source& source, std::string_view name, const Expression& node) {
  return source
      .error(node.offset, fmt::format("`{}` must be a string, a tuple of strings, or None", name))
      .with_hint("the history of a tree is read without running its files");
}

Strings strings(const Source& source, std::string_view name, const Expression& node) {
  using Kind = Expression::Kind;
  if (node.kind == Kind::string) return {&node};
  if (node.kind == Kind::constant && node.text == "None") return {};
  if (node.kind != Kind::tuple && node.kind != Kind::list && node.kind != Kind::set) {
    throw not_literal(source, name, node);
  }
  for (const Expression* part : node.parts) {
    if (part->kind != Kind::string) throw not_literal(source, name, *part);
  }
  return node.parts;
}

/// The last value of a name; nothing when the file gives it none.
std::optional<Strings> find(const Source& source, const TopLevel& top, std::string_view name) {
  std::optional<Strings> found;
  for (const auto& [its_name, statement] : top.statements) {
    if (its_name != name) continue;
    if (const Expression* value = assigned_value(source, name, *statement)) {
      found = strings(source, name, *value);
    }
  }
  return found;
}

std::vector<std::string> texts(const Strings& nodes) {
  std::vector<std::string> result;
  result.reserve(nodes.size());
  for (const Expression* node : nodes)
    result.push_back(node->text);
  return result;
}

void check_id(const Source& source, const Expression& node) {
  try {
    check_revision_id(node.text);
  } catch (const Error& e) {
    throw source.error(node.offset, e.what());
  }
}

/// The id of a file that is named `<hex>.py` and says none, as very old ones do.
std::string id_of_file(const Source& source) {
  std::string_view name = source.file.substr(source.file.rfind('/') + 1);
  name.remove_suffix(name.ends_with(".py") ? 3 : 0);
  const bool hex = std::all_of(name.begin(), name.end(),
                               [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
  if (!name.empty() && hex) return std::string(name);
  throw source.error(0, "this file says no `revision`")
      .with_hint("a file in a folder of revisions must be one; move others elsewhere");
}

std::string id(const Source& source, const TopLevel& top) {
  const auto found = find(source, top, kRevision);
  if (!found) return id_of_file(source);
  if (found->size() == 1) {
    check_id(source, *found->front());
    return found->front()->text;
  }
  throw source.error(top.statements.front().second->offset, "`revision` must be one string");
}

constexpr std::string_view kIdLine = "Revision ID:";
constexpr std::string_view kParentLine = "Revises:";
constexpr std::string_view kDateLine = "Create Date:";

/// The message is the first paragraph; of the rest, the lines that Alembic's template writes
/// only repeat what the file says otherwise, but for the date.
void take_doc(const std::string& text, RevisionMetadata& metadata) {
  const std::string_view whole = trim(text);
  const std::size_t gap = std::min(whole.find("\n\n"), whole.size());
  metadata.revision.message = whole.substr(0, gap);
  std::string rest;
  for (const std::string_view line : split(trim(whole.substr(gap)), '\n')) {
    const std::string_view words = trim(line);
    if (words.starts_with(kDateLine)) metadata.create_date = trim(words.substr(kDateLine.size()));
    if (words.starts_with(kIdLine) || words.starts_with(kParentLine) ||
        words.starts_with(kDateLine)) {
      continue;
    }
    rest += line;
    rest += '\n';
  }
  metadata.doc = trim(rest);
}

}  // namespace

RevisionMetadata metadata(const Source& source, const TopLevel& top) {
  RevisionMetadata result;
  Revision& revision = result.revision;
  revision.id = id(source, top);
  const auto parents = find(source, top, kDownRevision);
  if (!parents) {
    throw source.error(0, "this file says no `down_revision`")
        .with_hint("write `down_revision = None` for the first revision of a history");
  }
  for (const Expression* parent : *parents)
    check_id(source, *parent);
  revision.down_revisions = texts(*parents);
  revision.branch_labels = texts(find(source, top, kBranchLabels).value_or(Strings()));
  revision.depends_on = texts(find(source, top, kDependsOn).value_or(Strings()));
  if (top.doc != nullptr) take_doc(top.doc->text, result);
  return result;
}

Location metadata_location(const Source& source, HeaderKey key, std::string_view value) {
  std::string_view name;
  if (key == HeaderKey::revision) name = kRevision;
  if (key == HeaderKey::down_revision) name = kDownRevision;
  if (key == HeaderKey::branch_labels) name = kBranchLabels;
  if (key == HeaderKey::depends_on) name = kDependsOn;
  const TopLevel top = top_level(source);
  std::size_t offset = 0;
  for (const auto& [its_name, statement] : top.statements) {
    if (its_name != name) continue;
    offset = statement->offset;
    const Expression* given = assigned_value(source, name, *statement);
    if (given == nullptr) continue;
    for (const Expression* one : strings(source, name, *given)) {
      if (one->text == value) return source.at(one->offset);
    }
  }
  return source.at(offset);
}

}  // namespace dbmig::python
