#include "python/evaluation.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "python/parser.h"
#include "python/python_script.h"
#include "support/message_of.h"

namespace dbmig::python {
namespace {

constexpr std::string_view kHead = "from alembic import op\nimport sqlalchemy as sa\n";

/// A file whose upgrade() is `body`, each line of it indented.
std::string file(std::string_view body, std::string_view top = "") {
  std::string text = std::string(kHead) + std::string(top) + "def upgrade():\n  ";
  for (const char c : body)
    text += c == '\n' ? std::string("\n  ") : std::string(1, c);
  return text + "\n";
}

/// The statements with ` ; ` between them, or the findings one after another.
std::string run(const std::string& text, const Dialect& dialect = {}) {
  const Source source{text, "a.py"};
  const Module module = parse(source);
  const Evaluation result = evaluate(source, module, "upgrade", dialect);
  std::string shown;
  for (const Error& finding : result.findings)
    shown += (shown.empty() ? "" : "\n") + finding.location()->str() + ": " + finding.what();
  if (!shown.empty()) return shown;
  for (const Emitted& one : result.statements)
    shown += (shown.empty() ? "" : " ; ") + one.text;
  return shown;
}

std::string sql(std::string_view body) { return run(file(body)); }

TEST(PythonEvaluation, AnOperationBecomesSql) {
  EXPECT_EQ(sql("op.add_column('notes', sa.Column('kind', sa.String(10), nullable=False))"),
            "ALTER TABLE notes ADD COLUMN kind VARCHAR(10) NOT NULL");
}

TEST(PythonEvaluation, AlsoABranchThatIsTakenByTheDialect) {
  EXPECT_EQ(sql("if op.get_bind().dialect.name == 'postgresql':\n  op.execute('no')\nelse:\n  "
                "op.execute('yes')"),
            "yes");
}

TEST(PythonEvaluation, TheServerDecidesReservedWordsAndDropCheck) {
  const std::string text =
      file("op.drop_column('t', 'rank')\nop.drop_constraint('c', 't', type_='check')");
  EXPECT_EQ(run(text), "ALTER TABLE t DROP COLUMN rank ; ALTER TABLE t DROP CONSTRAINT c");
  EXPECT_EQ(run(text, {.flavour = Flavour::mysql, .version = 80036}),
            "ALTER TABLE t DROP COLUMN `rank` ; ALTER TABLE t DROP CHECK c");
}

TEST(PythonEvaluation, ABatchIsSentAtItsEnd) {
  EXPECT_EQ(sql("with op.batch_alter_table('t') as b:\n  b.drop_column('a')\n  op.execute('x')"),
            "x ; ALTER TABLE t DROP COLUMN a");
}

TEST(PythonEvaluation, AnArgumentThatIsNotListedIsRefused) {
  EXPECT_EQ(sql("op.create_table('t', sa.Column('a', sa.Integer), prefixes=['TEMPORARY'])"),
            "a.py:4:3: unsupported: the argument `prefixes` of alembic.op.create_table()");
  EXPECT_EQ(sql("op.drop_table('t', cascade=True)"),
            "a.py:4:3: unsupported: the argument `cascade` of alembic.op.drop_table()");
}

TEST(PythonEvaluation, EverythingUnsupportedIsFoundAtOnce) {
  EXPECT_EQ(run(file("helper(1)\nop.add_column('t', sa.Column('a', GUID()))\nop.execute('x')\n"
                     "op.create_exclude_constraint('a')",
                     "from app.tools import helper, GUID, unused\n")),
            "a.py:5:3: unsupported: app.tools.helper, imported at line 3\n"
            "a.py:6:37: unsupported: app.tools.GUID, imported at line 3\n"
            "a.py:8:3: unsupported: alembic.op.create_exclude_constraint");
}

TEST(PythonEvaluation, WhatAFileDefinesAndDoesNotUseMayBeAnything) {
  EXPECT_EQ(run(file("op.execute('x')",
                     "import logging\nlog = logging.getLogger(__name__)\nclass A(B): pass\n"
                     "try:\n  import x\nexcept ImportError:\n  x = None\n")),
            "x");
}

TEST(PythonEvaluation, AColonInSqlIsAParameterAsInAlembic) {
  EXPECT_EQ(sql("op.execute(\"UPDATE t SET a = '10:30', b = '\\\\:x';\")"),
            "UPDATE t SET a = '10:30', b = ':x'");
  EXPECT_EQ(sql("op.execute('UPDATE t SET a = :x')"),
            "a.py:4:3: `:x` in SQL is a parameter, and has no value");
}

TEST(PythonEvaluation, AFunctionOfTheFileIsCalled) {
  EXPECT_EQ(run(file("add('t', n=2)",
                     "def add(table, *rest, n=1):\n  for i in range(n):\n    "
                     "op.execute(f'{table} {i}')\n")),
            "t 0 ; t 1");
}

TEST(PythonEvaluation, HostileFilesEndInAClearError) {
  EXPECT_EQ(sql("while True: pass"), "a.py:4:15: limit: this file takes more than 300000 steps");
  EXPECT_NE(
      run(file("f()", "def f(): return f()\n")).find("limit: calls or expressions are nested"),
      std::string::npos);
  EXPECT_EQ(sql("x = 9223372036854775807 + 1"), "a.py:4:7: limit: this number is too large");
  EXPECT_EQ(sql("x = 99999999999999999999"), "a.py:4:7: limit: this number is too large");
  EXPECT_EQ(sql("x = range(10000000)"), "a.py:4:7: limit: this range is too long");
  EXPECT_EQ(sql("x = 'a' * 1000000000"), "a.py:4:7: unsupported: `*` between str and int");
  EXPECT_NE(sql("x = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'\nfor i in range(40): x = x + x")
                .find("this file takes more memory than any revision needs"),
            std::string::npos);
  EXPECT_EQ(sql("x = open('/etc/passwd')"), "a.py:4:7: unsupported: the name open");
  EXPECT_EQ(sql("x = __import__('os')"), "a.py:4:7: unsupported: the name __import__");
}

TEST(PythonEvaluation, ListsThatHoldThemselvesAndLargeDictsAreNoTrap) {
  EXPECT_EQ(sql("x = []\nx.append(x)\ny = []\ny.append(y)\nz = x == y"),
            "a.py:8:7: limit: lists are nested too deep");
  EXPECT_EQ(sql("d = {}\nfor i in range(100000): d[i] = i"),
            "a.py:5:27: limit: this file takes more than 300000 steps");
}

TEST(PythonEvaluation, APartOfSqlIsNoConditionOfPython) {
  EXPECT_EQ(sql("t = sa.table('t', sa.column('a'))\nop.execute(t.delete().where(t.c.a == 1 and "
                "t.c.a == 2))"),
            "a.py:5:31: unsupported: a part of SQL as a condition of Python");
}

TEST(PythonEvaluation, ALongChainOfTextsIsOneText) {
  std::string chain = "op.execute('a'";
  for (int i = 0; i < 500; ++i)
    chain += " + 'b'";
  EXPECT_EQ(sql(chain + ")"), "a" + std::string(500, 'b'));
}

TEST(PythonEvaluation, ALargeTextIsNoProblem) {
  const std::string text(1'000'000, 'x');
  EXPECT_EQ(sql("op.execute('" + text + "')"), text);
}

TEST(PythonScript, ARefusalSaysThatNothingWasRunAndTheWaysOut) {
  const auto script = python_script(file("op.run_async(1)"), "a.py", {});
  EXPECT_EQ(message_of([&] { script->upgrade().size(); }),
            "a.py:4:3: unsupported: alembic.op.run_async\n    op.run_async(1)\n    ^\n"
            "state: nothing was run\n"
            "hint: write this revision as SQL with the same id beside it, or apply it with alembic "
            "and `dbmig stamp` it; `history`, `heads`, `current` and `stamp` work without it");
  EXPECT_EQ(script->downgrade(), nullptr);
}

}  // namespace
}  // namespace dbmig::python
