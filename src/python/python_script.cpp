#include "python/python_script.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "python/directed.h"
#include "python/evaluation.h"
#include "python/irreversible.h"
#include "python/parser.h"
#include "script/revision_loader.h"

namespace dbmig::python {
namespace {

/// A file's text and its tree, which both directions share.
struct ParsedFile {
  std::string text;
  std::string file;
  Module module;
  Dialect dialect;
  Surroundings surroundings;

  Source source() const { return {text, file}; }
};

Error refusal(std::vector<Error> findings) {
  Error error = combined(std::move(findings));
  error.set_state("nothing was run");
  error.set_hint(
      "write this revision as SQL with the same id beside it, or apply it with alembic and "
      "`dbmig stamp` it; `history`, `heads`, `current` and `stamp` work without it");
  return error;
}

/// One function of a file.
class FunctionScript : public Script {
 public:
  FunctionScript(const ParsedFile& file, std::string_view function)
      : file_(file), function_(function) {}

  std::optional<std::size_t> size() const override {
    const Foreseen& known = foreseen();
    if (known.steered) return std::nullopt;
    return static_cast<std::size_t>(
        std::count_if(known.statements.begin(), known.statements.end(),
                      [](const Emitted& one) { return one.kind == Emitted::Kind::statement; }));
  }

  void run(StatementSink& sink) const override {
    if (foreseen().steered && sink.takes_directives()) return run_directed(sink);
    if (foreseen().steered) {
      return python::run(file_.source(), file_.module, function_, file_.dialect, file_.surroundings,
                         sink);
    }
    for (const Emitted& one : foreseen().statements) {
      if (one.kind == Emitted::Kind::line) {
        sink.say(one.text);
        continue;
      }
      const Location place = Location::at(file_.file, file_.text, one.offset);
      sink.run({one.text, file_.file, file_.text, one.offset, place.line, place.column, {}});
    }
  }

 private:
  struct Foreseen {
    std::vector<Emitted> statements;
    bool steered = false;
  };

  void run_directed(StatementSink& sink) const {
    const Source source = file_.source();
    const Evaluation done =
        evaluate(source, file_.module, function_, file_.dialect, file_.surroundings);
    for (const DirectedStatement& one : directed(done)) {
      const Location place = source.at(one.offset);
      sink.run(
          {one.text, file_.file, file_.text, one.offset, place.line, place.column, one.directives});
    }
  }

  /// Evaluated when first wanted: a file that cannot be reverted may still be applied.
  const Foreseen& foreseen() const {
    if (!foreseen_) {
      Evaluation done =
          evaluate(file_.source(), file_.module, function_, file_.dialect, file_.surroundings);
      if (!done.findings.empty()) throw refusal(std::move(done.findings));
      foreseen_ = {std::move(done.statements), done.steered};
    }
    return *foreseen_;
  }

  const ParsedFile& file_;
  std::string_view function_;
  mutable std::optional<Foreseen> foreseen_;
};

/// A revision file that was parsed.
class PythonScriptFile : public ScriptFile {
 public:
  explicit PythonScriptFile(ParsedFile file) : file_(std::move(file)) {
    if (find_function(file_.module, "upgrade") == nullptr) {
      throw Error(ErrorCode::data, "this file has no upgrade()").at(in_file(file_.file));
    }
    const Statement* const downgrade = find_function(file_.module, "downgrade");
    if (downgrade == nullptr) {
      no_downgrade_ = NoDowngrade{NoDowngrade::Kind::no_section, "", in_file(file_.file)};
    } else if (auto reason = irreversible_reason(*downgrade)) {
      no_downgrade_ = NoDowngrade{NoDowngrade::Kind::irreversible, std::move(*reason),
                                  file_.source().at(downgrade->offset)};
    }
  }

  const Script& upgrade() const override { return upgrade_; }
  const Script* downgrade() const override { return no_downgrade_ ? nullptr : &downgrade_; }
  const std::optional<NoDowngrade>& no_downgrade() const override { return no_downgrade_; }

 private:
  ParsedFile file_;
  FunctionScript upgrade_{file_, "upgrade"};
  FunctionScript downgrade_{file_, "downgrade"};
  std::optional<NoDowngrade> no_downgrade_;
};

}  // namespace

std::unique_ptr<const ScriptFile> python_script(std::string text, std::string file,
                                                const Dialect& dialect,
                                                const Surroundings& surroundings) {
  ParsedFile parsed{std::move(text), std::move(file), {}, dialect, surroundings};
  parsed.module = parse(parsed.source());
  return std::make_unique<PythonScriptFile>(std::move(parsed));
}

}  // namespace dbmig::python
