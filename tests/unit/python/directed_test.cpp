// Revisions that the database steers, as statements below directives.
#include "python/directed.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "python/parser.h"
#include "support/message_of.h"

namespace dbmig::python {
namespace {

constexpr std::string_view kTable =
    "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 't'";

std::string file(std::string_view body) {
  std::string text =
      "from alembic import op\nimport sqlalchemy as sa\n"
      "def has(c): return c in [x['name'] for x in sa.inspect(op.get_bind()).get_columns('t')]\n"
      "def upgrade():\n  bind = op.get_bind(); i = sa.inspect(bind)\n  ";
  for (const char c : body)
    text += c == '\n' ? std::string("\n  ") : std::string(1, c);
  return text + "\n";
}

/// The statements, each behind the query that leaves it out and ` => `; or what stands in the way.
std::string directions(std::string_view body) {
  const std::string text = file(body);
  const Source source{text, "a.py"};
  const Module module = parse(source);
  std::string shown;
  const std::string problem = message_of([&] {
    const Evaluation evaluation = evaluate(source, module, "upgrade", {});
    for (const Error& finding : evaluation.findings)
      throw Error(finding);
    for (const DirectedStatement& one : directed(evaluation)) {
      shown += shown.empty() ? "" : "\n";
      if (one.directives.skip_if) shown += *one.directives.skip_if + " => ";
      if (one.directives.repeat) shown += "repeat => ";
      shown += one.text;
    }
  });
  return problem == "no error" ? shown : problem.substr(0, problem.find('\n'));
}

std::string column(std::string_view name) {
  return "(SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND "
         "TABLE_NAME = 't' AND COLUMN_NAME = '" +
         std::string(name) + "' AND CAST(COLUMN_NAME AS BINARY) = '" + std::string(name) + "')";
}

constexpr std::string_view kDecides =
    "what the database answers decides here in a way that no directive says";

TEST(PythonDirected, AGeneratorThatIsKeptSaysNothingWhenItIsAskedAgain) {
  EXPECT_EQ(directions("g = (c['name'] for c in i.get_columns('t'))\n"
                       "if 'a' in g: op.execute('ALTER TABLE t DROP COLUMN a')"),
            "a.py:7:6: " + std::string(kDecides));
}

TEST(PythonDirected, OneThatIsGoneOverAtOnceDoes) {
  EXPECT_EQ(directions("if any(c['name'] == 'a' for c in sa.inspect(bind).get_columns('t')):\n"
                       "  op.execute('ALTER TABLE t DROP COLUMN a')"),
            "SELECT EXISTS (" + std::string(kTable) + ") AND (NOT EXISTS " + column("a") +
                ") => ALTER TABLE t DROP COLUMN a");
}

TEST(PythonDirected, NorDoesALoopOverAListThatItMayChange) {
  EXPECT_EQ(directions("names = ['a', 'b']\n"
                       "for n in names:\n"
                       "  if has(n): names.remove(n)\n"
                       "  op.execute('SELECT 1')"),
            "a.py:7:12: this loop hangs on what the database answers, and no directive says it");
}

TEST(PythonDirected, AConditionIsAskedRightBeforeTheStatement) {
  EXPECT_EQ(directions("if not i.has_table('t'): op.execute('CREATE TABLE t (i INT)')"),
            "SELECT EXISTS (" + std::string(kTable) + ") => CREATE TABLE t (i INT)");
  EXPECT_EQ(directions("if i.has_table('t'): op.drop_table('t')"),
            "SELECT NOT EXISTS (" + std::string(kTable) + ") => DROP TABLE t");
}

TEST(PythonDirected, AQuestionThatFailsWithoutItsTableDoesNotLeaveTheStatementOut) {
  EXPECT_EQ(directions("if has('c'): op.drop_column('t', 'c')"),
            "SELECT EXISTS (" + std::string(kTable) + ") AND (NOT EXISTS " + column("c") +
                ") => ALTER TABLE t DROP COLUMN c");
  EXPECT_EQ(directions("if i.has_table('t') and has('c'): op.drop_column('t', 'c')"),
            "SELECT (NOT EXISTS (" + std::string(kTable) + ")) OR (NOT EXISTS " + column("c") +
                ") => ALTER TABLE t DROP COLUMN c");
}

TEST(PythonDirected, BehindAReturnTheRestHangsOnTheOpposite) {
  EXPECT_EQ(directions("if i.has_table('t'): return\nop.execute('CREATE TABLE t (i INT)')"),
            "SELECT EXISTS (" + std::string(kTable) + ") => CREATE TABLE t (i INT)");
  EXPECT_EQ(directions("def f():\n  if i.has_table('t'): return\n"
                       "  op.execute('CREATE TABLE t (i INT)')\nf()\nop.execute('DO 1')"),
            "SELECT EXISTS (" + std::string(kTable) + ") => CREATE TABLE t (i INT)\nDO 1");
}

TEST(PythonDirected, ContinueLeavesOutTheRestOfItsRoundOnly) {
  const std::string there = "SELECT EXISTS (" + std::string(kTable) + ") AND (EXISTS ";
  EXPECT_EQ(directions("for c in ('a', 'b'):\n  if has(c): continue\n"
                       "  op.execute(f'ALTER TABLE t ADD COLUMN {c} INT')\n"
                       "op.execute('UPDATE t SET b = 1')"),
            there + column("a") + ") => ALTER TABLE t ADD COLUMN a INT\n" + there + column("b") +
                ") => ALTER TABLE t ADD COLUMN b INT\nUPDATE t SET b = 1");
}

TEST(PythonDirected, AnAnswerThatAStatementMayHaveChangedIsNotAskedAgain) {
  EXPECT_EQ(
      directions("if not i.has_table('t'):\n  op.execute('CREATE TABLE t (i INT)')\n"
                 "  op.execute('INSERT INTO t VALUES (1)')"),
      "a.py:8:5: this hangs on what was asked on line 6, and the statement of line 7 may have "
      "changed it by then");
  EXPECT_EQ(directions("if i.has_table('t'):\n  op.execute('INSERT INTO t VALUES (1)')\n"
                       "  op.execute('ALTER TABLE u ADD COLUMN x INT')\n  op.drop_table('t')"),
            "SELECT NOT EXISTS (" + std::string(kTable) + ") => INSERT INTO t VALUES (1)\n" +
                "SELECT NOT EXISTS (" + std::string(kTable) +
                ") => ALTER TABLE u ADD COLUMN x INT\nSELECT NOT EXISTS (" + std::string(kTable) +
                ") => DROP TABLE t");
  EXPECT_EQ(
      directions("if has('c'): op.drop_column('t', 'c')\nelse: op.drop_column('t', 'd')"),
      "a.py:7:9: this hangs on what was asked on line 3, and the statement of line 6 may have "
      "changed it by then");
}

TEST(PythonDirected, AQueryOfOneLineIsAskedAsItIs) {
  EXPECT_EQ(directions("n = bind.execute(sa.text('SELECT COUNT(*)\\n FROM t -- all\\n')).scalar()\n"
                       "if n > 5: op.execute('DELETE FROM t')"),
            "SELECT (SELECT COUNT(*) FROM t) <= 5 => DELETE FROM t");
  EXPECT_EQ(directions("if not bind.execute(sa.text('SELECT a FROM t')).first():\n"
                       "  op.execute('DELETE FROM t')"),
            "SELECT EXISTS (SELECT a FROM t) => DELETE FROM t");
  EXPECT_EQ(directions("if bind.execute(sa.text('SELECT MAX(a) FROM t')).scalar() > 5:\n"
                       "  op.execute('DELETE FROM t')"),
            "a.py:6:6: what the database answers decides here in a way that no directive says");
}

TEST(PythonDirected, ALoopUntilNoRowIsMetIsARepetition) {
  const std::string_view chunk = "bind.execute(sa.text('DELETE FROM t LIMIT 9'))";
  EXPECT_EQ(directions("while True:\n  r = " + std::string(chunk) +
                       "\n  print(r.rowcount)\n  if r.rowcount == 0:\n    break"),
            "repeat => DELETE FROM t LIMIT 9");
  EXPECT_EQ(directions("n = 1\nwhile n: n = " + std::string(chunk) + ".rowcount"),
            "repeat => DELETE FROM t LIMIT 9");
  EXPECT_EQ(directions("n = 0\nwhile True:\n  n += 1\n  r = " + std::string(chunk) +
                       "\n  if not r.rowcount or n > 5:\n    break"),
            "a.py:7:3: this loop hangs on what the database answers, and no directive says it");
}

TEST(PythonDirected, ALoopThatIsLeftByAnAnswerIsForeseenOnce) {
  EXPECT_EQ(directions("while True:\n  if bind.execute('SELECT 1').scalar() == 2: break\n"
                       "  op.execute('DO 1')"),
            "a.py:7:8: what the database answers decides here in a way that no directive says");
}

}  // namespace
}  // namespace dbmig::python
