#include "python/directed.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "python/inquiry.h"
#include "sql/classify.h"
#include "sql/code_reader.h"
#include "sql/objects.h"
#include "sql/schema_change.h"

namespace dbmig::python {
namespace {

using About = Question::About;
using Action = SchemaChange::Action;

const std::string kDatabase = "d";  // Stands for the session's.

/// The table that a question is about, in lower case; empty for a query.
std::string table_of(const Condition::Asked& asked) {
  const Question& question = *asked.question;
  const bool names_it = question.about == About::tables || question.about == About::views;
  return lower(names_it ? asked.name : question.table);
}

bool asks_for_tables(About about) {
  return about == About::tables || about == About::views || about == About::table;
}

/// Whether a change of a schema may change the answer.
bool changes(const SchemaChange& change, const Condition::Asked& asked) {
  const About about = asked.question->about;
  const std::string table = table_of(asked);
  const auto is = [](const std::string& name, std::string_view other) {
    return lower(name) == lower(other);
  };
  if (change.kind == "table" || change.kind == "view") {
    return is(change.name, table) || is(change.to, table);
  }
  if (!is(change.scope, kDatabase + "." + table)) return false;
  const bool is_it = is(change.name, asked.name) || is(change.to, asked.name);
  if (asks_for_tables(about)) return false;
  if (about == About::columns) return change.kind == "column" && is_it;
  if (change.kind == "column") return change.action != Action::create;
  switch (about) {
    case About::indexes:
      // A new index may take the place of one that the server made for a foreign key.
      return is_it || change.action == Action::create || change.kind != "index";
    case About::unique_constraints:
      return is_it;
    case About::foreign_keys:
      return is_it && change.kind != "index" && change.kind != "check";
    default:
      return true;
  }
}

/// The views of the server's catalogue that a query reads, which are there always; nothing when it
/// reads anything else.
std::optional<std::vector<std::string>> catalogue_views(std::string_view query,
                                                        const Dialect& dialect) {
  std::vector<std::string> views;
  CodeReader code(query, dialect);
  for (; !code.at_end(); code.advance()) {
    if (!code.at_any({"from", "join"})) continue;
    code.advance();
    if (lower(unquoted(code.token(), dialect)) != "information_schema") return std::nullopt;
    code.advance();
    code.advance();
    views.push_back(lower(unquoted(code.token(), dialect)));
  }
  return views;
}

/// Whether what a query reads says nothing of rows.
bool is_of_definitions(std::string_view query, const Dialect& dialect) {
  constexpr std::array<std::string_view, 5> kViews = {
      "columns", "key_column_usage", "table_constraints", "referential_constraints", "views"};
  const auto views = catalogue_views(query, dialect);
  return views && std::all_of(views->begin(), views->end(), [&](const std::string& one) {
           return std::find(kViews.begin(), kViews.end(), one) != kViews.end();
         });
}

/// Whether an answer may be another one behind a statement.
bool may_change(std::string_view statement, const Condition::Asked& asked, const Dialect& dialect) {
  const bool is_query = asked.question->about == About::rows;
  const bool is_of_rows = is_query && !is_of_definitions(asked.question->query, dialect);
  if (classify(statement, dialect) == StatementClass::transactional) return is_of_rows;
  if (is_query) return true;
  if (const auto all = schema_changes(statement, dialect, kDatabase)) {
    return std::any_of(all->begin(), all->end(),
                       [&](const SchemaChange& one) { return changes(one, asked); });
  }
  const std::vector<ObjectName> named = objects(statement, dialect);
  return named.empty() || std::any_of(named.begin(), named.end(), [&](const ObjectName& one) {
           const bool is_table =
               one.kind == ObjectName::Kind::table || one.kind == ObjectName::Kind::view;
           return !is_table || lower(one.name) == table_of(asked);
         });
}

/// Whether the server refuses a statement if there is no such table.
bool needs_table(std::string_view statement, std::string_view table, const Dialect& dialect) {
  CodeReader code(statement, dialect);
  if (code.take("alter")) {
    if (!code.take("table") || code.at("if")) return false;
  } else if (code.take("update")) {
  } else if (code.take("insert") || code.take("replace")) {
    code.take("into");
  } else if (code.take("delete")) {
    if (!code.take("from")) return false;
  } else if (code.at_any({"create", "drop"})) {
    const bool creates = code.take("create");
    if (!creates) code.advance();
    while (code.at_any({"unique", "fulltext", "spatial"}))
      code.advance();
    if (!creates && code.take("table")) {
      if (code.at("if")) return false;
    } else if (code.take("index") && !code.at("if")) {
      code.advance();
      if (!code.take("on")) return false;
    } else {
      return false;
    }
  } else {
    return false;
  }
  return lower(unquoted(code.token(), dialect)) == lower(table);
}

bool asks_of_table(const Question& question) {
  return question.about != About::rows && !asks_for_tables(question.about);
}

/// Whether the table of a question is there for certain when it is asked.
bool is_sure_of_table(const Question& question) {
  const std::string table = lower(question.table);
  return std::any_of(
      question.conditions.begin(), question.conditions.end(), [&](const Condition& one) {
        return one.asked.size() == 1 && one.asked.front().question != nullptr &&
               one.asked.front().is_there && asks_for_tables(one.asked.front().question->about) &&
               table_of(one.asked.front()) == table;
      });
}

class Director {
 public:
  explicit Director(const Evaluation& evaluation)
      : evaluation_(evaluation), all_(evaluation.statements), dialect_(evaluation.dialect) {}

  std::vector<DirectedStatement> run() const {
    if (evaluation_.inquiry.inexact) throw *evaluation_.inquiry.inexact;
    for (const Question& question : evaluation_.inquiry.questions)
      check_refusal(question);
    std::vector<DirectedStatement> result;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (all_[i].kind != Emitted::Kind::statement) continue;
      DirectedStatement one{all_[i].text, all_[i].offset, {}};
      if (!all_[i].conditions.empty()) one.directives.skip_if = skip_if(i);
      if (all_[i].is_repeated) one.directives.repeat.emplace();
      result.push_back(std::move(one));
    }
    return result;
  }

 private:
  std::string skip_if(std::size_t index) const {
    const Condition condition = all_of(all_[index].conditions);
    std::set<std::string> tables;
    for (const Condition::Asked& asked : condition.asked) {
      if (asked.question == nullptr) throw decides(all_[index].offset);
      check_unchanged(asked, index);
      const Question& question = *asked.question;
      if (!asks_of_table(question) || is_sure_of_table(question)) continue;
      // Without the table the question fails, and so must the statement.
      if (!needs_table(all_[index].text, question.table, dialect_)) throw decides(question.offset);
      tables.insert(question.table);
    }
    std::string text = condition.fails;
    for (const std::string& table : tables)
      text = fmt::format("{} AND ({})", table_exists(table, dialect_), text);
    return "SELECT " + text;
  }

  void check_unchanged(const Condition::Asked& asked, std::size_t index) const {
    for (std::size_t i = asked.question->since; i < index; ++i) {
      if (all_[i].kind != Emitted::Kind::statement) continue;
      if (!may_change(all_[i].text, asked, dialect_)) continue;
      const Source& source = *evaluation_.source;
      throw source
          .error(
              all_[index].offset,
              fmt::format("this hangs on what was asked on line {}, and the statement of line {} "
                          "may have changed it by then",
                          source.at(asked.question->offset).line, source.at(all_[i].offset).line))
          .with_hint(
              "put a `-- migrate:skip-if SELECT ...` above it that asks for what it makes itself");
    }
  }

  /// A question that the database refuses ends the revision; so has the statement behind it to.
  void check_refusal(const Question& question) const {
    const bool of_table = asks_of_table(question) && !is_sure_of_table(question);
    const bool of_rows =
        question.about == About::rows && !catalogue_views(question.query, dialect_);
    if (!of_table && !of_rows) return;
    const auto next =
        std::find_if(all_.begin() + static_cast<std::ptrdiff_t>(question.at), all_.end(),
                     [](const Emitted& one) { return one.kind == Emitted::Kind::statement; });
    if (next == all_.end()) throw decides(question.offset);
    const std::vector<Condition>& conditions = next->conditions;
    if (conditions.empty()) {
      if (of_table && needs_table(next->text, question.table, dialect_)) return;
      throw decides(question.offset);
    }
    const std::vector<Condition::Asked> asked = all_of(conditions).asked;
    const bool asks_it = std::any_of(asked.begin(), asked.end(), [&](const auto& one) {
      return one.question != nullptr && one.question->offset == question.offset;
    });
    if (!asks_it) throw decides(question.offset);
  }

  Error decides(std::size_t offset) const {
    return evaluation_.source
        ->error(offset, "what the database answers decides here in a way that no directive says")
        .with_hint(
            "say it in SQL: `-- migrate:skip-if SELECT ...` above each statement that hangs on it");
  }

  const Evaluation& evaluation_;
  const std::vector<Emitted>& all_;
  const Dialect& dialect_;
};

}  // namespace

std::vector<DirectedStatement> directed(const Evaluation& evaluation) {
  return Director(evaluation).run();
}

}  // namespace dbmig::python
