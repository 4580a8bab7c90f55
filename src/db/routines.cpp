#include "db/routines.h"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

std::string key(const std::string& schema, const std::string& name) {
  return lower(schema) + '\n' + lower(name);
}

}  // namespace

CalledCode Routines::code(std::string_view statement) {
  CalledCode all;
  struct Part {
    std::string text;
    std::string schema;  // Where a name without one is looked for.
  };
  std::vector<Part> parts = {{std::string(statement), connection_->state().database}};
  std::set<std::string> seen;
  while (!parts.empty()) {
    const Part part = std::move(parts.back());
    parts.pop_back();
    const CodeEffect effect = code_effect(part.text, connection_->dialect());
    all.text += part.text + "\n;\n";
    all.effect.add(effect);
    for (const ObjectName& each : effect.calls) {
      const std::string& schema = each.schema.empty() ? part.schema : each.schema;
      if (!seen.insert(key(schema, each.name)).second) continue;
      const std::vector<Body>& found = bodies(schema, each.name);
      // Of none at all the server will say so, but for what is in a package.
      all.effect.rolls_back = all.effect.rolls_back || (found.empty() && !each.schema.empty());
      for (const Body& body : found) {
        all.effect.rolls_back = all.effect.rolls_back || !body.is_known;
        all.text += schema + "\n";
        parts.push_back({body.text, schema});
      }
    }
  }
  return all;
}

const std::vector<Routines::Body>& Routines::bodies(const std::string& schema,
                                                    const std::string& name) {
  const auto [at, is_new] = known_.try_emplace(key(schema, name));
  if (!is_new) return at->second;
  const Rows rows = connection_->query(fmt::format(
      "SELECT ROUTINE_DEFINITION, SQL_MODE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA ="
      " {} AND ROUTINE_NAME = {} AND ROUTINE_TYPE = 'PROCEDURE'",
      connection_->quoted(schema), connection_->quoted(name)));
  for (const auto& row : rows.rows) {
    // In Oracle's mode a procedure is called by its name alone.
    const bool is_oracle = row.at(1).value_or("").find("ORACLE") != std::string::npos;
    at->second.push_back({row.at(0).value_or(""), row.at(0).has_value() && !is_oracle});
  }
  return at->second;
}

}  // namespace dbmig
