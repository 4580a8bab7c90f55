#include "cli/error_document.h"

#include <nlohmann/json.hpp>

namespace dbmig {

nlohmann::json error_document(const Error& error) {
  nlohmann::json body = {{"code", name(error.code())},
                         {"exit_status", static_cast<int>(error.code())},
                         {"message", error.what()}};
  if (const auto& place = error.location()) {
    body["file"] = place->file;
    if (place->line > 0) body["line"] = place->line;
    if (place->column > 0) body["column"] = place->column;
  }
  if (const auto& server = error.server()) {
    body["server"] = {
        {"number", server->number}, {"sqlstate", server->sqlstate}, {"message", server->message}};
  }
  if (!error.state().empty()) body["state"] = error.state();
  if (!error.hint().empty()) body["hint"] = error.hint();
  return {{"schema_version", 1}, {"error", std::move(body)}};
}

}  // namespace dbmig
