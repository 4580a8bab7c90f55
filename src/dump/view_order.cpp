#include "dump/view_order.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "dump/token_editor.h"

namespace dbmig {

std::vector<std::string> tables_read(std::string_view view, std::string_view database,
                                     const Dialect& dialect) {
  const TokenEditor tokens(view, dialect);
  std::set<std::string> names;
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::quoted_name || tokens.is(i + 1, '.')) continue;
    std::size_t before = i - 1;
    if (tokens.is(before, '.') && i >= 3 && tokens.value(i - 2) == database) before = i - 3;
    const bool table = tokens.is(i + 1, '(') ||
                       tokens.is_any(before, {"from", "join", "straight_join"}) ||
                       tokens.is(before, '(') || tokens.is(before, ',');
    if (table) names.insert(tokens.value(i));
  }
  return {names.begin(), names.end()};
}

std::vector<SchemaObject> in_view_order(std::vector<SchemaObject> views, std::string_view database,
                                        const Dialect& dialect) {
  std::sort(views.begin(), views.end(),
            [](const SchemaObject& a, const SchemaObject& b) { return a.name < b.name; });
  std::map<std::string, std::size_t, std::less<>> place;
  for (std::size_t i = 0; i < views.size(); ++i)
    place.emplace(views[i].name, i);

  std::vector<std::set<std::size_t>> readers(views.size());
  std::vector<std::size_t> waits_for(views.size(), 0);
  for (std::size_t i = 0; i < views.size(); ++i) {
    for (const std::string& read : tables_read(views[i].create, database, dialect)) {
      const auto found = place.find(read);
      if (found == place.end() || found->second == i) continue;
      if (readers[found->second].insert(i).second) ++waits_for[i];
    }
  }

  std::set<std::size_t> ready;
  std::set<std::size_t> waiting;
  for (std::size_t i = 0; i < views.size(); ++i)
    (waits_for[i] == 0 ? ready : waiting).insert(i);
  std::vector<SchemaObject> ordered;
  while (!ready.empty() || !waiting.empty()) {
    // Real views cannot wait for each other; where aliases make it look so, one goes first.
    std::set<std::size_t>& from = ready.empty() ? waiting : ready;
    const std::size_t next = *from.begin();
    from.erase(from.begin());
    for (const std::size_t reader : readers[next]) {
      if (waits_for[reader] > 0 && --waits_for[reader] == 0 && waiting.erase(reader) > 0) {
        ready.insert(reader);
      }
    }
    ordered.push_back(std::move(views[next]));
  }
  return ordered;
}

}  // namespace dbmig
