#pragma once

#include <memory>
#include <string>
#include <vector>

#include "script/sql_script.h"

namespace dbmig {

/// The header of the files that these tests write; five lines long.
inline const std::string kHeader =
    "-- ---\n-- revision: a1\n-- down_revision: null\n-- message: m\n-- ---\n";

/// Keeps what a script gives.
class Collector : public StatementSink {
 public:
  void run(const ScriptStatement& statement) override { statements.push_back(statement); }

  std::vector<ScriptStatement> statements;
};

inline std::unique_ptr<const ScriptFile> script(const std::string& body,
                                                const std::string& header = kHeader) {
  Revision revision;
  revision.id = "a1";
  revision.message = "m";
  return parse_sql_script(header + body, "a.sql", revision, {});
}

/// What a script runs: `line:column text`, one after another with `; `.
inline std::string text(const Script& script) {
  Collector collector;
  script.run(collector);
  std::string out;
  for (const ScriptStatement& s : collector.statements) {
    if (!out.empty()) out += "; ";
    out += std::to_string(s.line) + ":" + std::to_string(s.column) + " " + std::string(s.text);
  }
  return out;
}

}  // namespace dbmig
