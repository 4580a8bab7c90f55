// Revisions that the database steers: what is foreseen of them, and what they do.
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "python/evaluation.h"
#include "python/parser.h"
#include "support/message_of.h"

namespace dbmig::python {
namespace {

std::string file(std::string_view body, std::string_view top) {
  std::string text = "from alembic import op, context\nimport sqlalchemy as sa\n" +
                     std::string(top) + "def upgrade():\n  ";
  for (const char c : body)
    text += c == '\n' ? std::string("\n  ") : std::string(1, c);
  return text + "\n";
}

/// A database that has answers for queries, and refuses statements.
class Database : public StatementSink {
 public:
  std::map<std::string, std::vector<std::string>> answers;  // Of one column, `x`.
  std::map<std::string, unsigned> refused;                  // By which number.
  std::vector<std::string> log;
  bool live = true;

  void run(const ScriptStatement& statement) override { send(statement, Refusal::fails); }
  Sent send(const ScriptStatement& statement, Refusal refusal) override {
    const auto found = refused.find(std::string(statement.text));
    if (found == refused.end()) {
      log.emplace_back(statement.text);
      return {3, std::nullopt};
    }
    Error error = Error(ErrorCode::statement, "the server refused the statement")
                      .at(statement.location())
                      .with_server({found->second, "HY000", "no way"});
    if (refusal == Refusal::fails) throw error;
    return {std::nullopt, error};
  }
  Rows query(const ScriptStatement& statement) override {
    Rows rows;
    rows.columns = {"x"};
    rows.types = {CellType::integer};
    for (const std::string& one : answers[std::string(statement.text)])
      rows.rows.push_back({one});
    return rows;
  }
  void say(std::string_view line) override { log.push_back("said " + std::string(line)); }
  bool is_live() const override { return live; }
};

/// What is foreseen: findings, else `steered` or the statements with ` ; ` between them.
std::string foreseen(std::string_view body, std::string_view top = "") {
  const std::string text = file(body, top);
  const Source source{text, "a.py"};
  const Evaluation result = evaluate(source, parse(source), "upgrade", {});
  std::string shown;
  for (const Error& finding : result.findings)
    shown += (shown.empty() ? "" : "\n") + finding.location()->str() + ": " + finding.what();
  if (!shown.empty()) return shown;
  if (result.steered) return "steered";
  for (const Emitted& one : result.statements)
    shown += (shown.empty() ? "" : " ; ") + one.text;
  return shown;
}

/// What was sent and said with ` ; ` between, or the first line of the error.
std::string done(Database& database, std::string_view body, std::string_view top = "",
                 const Surroundings& surroundings = {}) {
  const std::string text = file(body, top);
  const Source source{text, "a.py"};
  const Module module = parse(source);
  const std::string error =
      message_of([&] { run(source, module, "upgrade", {}, surroundings, database); });
  if (error != "no error") return error.substr(0, error.find('\n'));
  std::string shown;
  for (const std::string& one : database.log)
    shown += (shown.empty() ? "" : " ; ") + one;
  return shown;
}

std::string done(std::string_view body, std::string_view top = "") {
  Database database;
  return done(database, body, top);
}

constexpr std::string_view kAsk = "n = op.get_bind().execute('SELECT 1').scalar()\n";

TEST(PythonSteered, AnAnswerDecides) {
  Database database;
  database.answers["SELECT 1"] = {"7"};
  EXPECT_EQ(done(database, std::string(kAsk) + "if n > 5: op.execute(f'a{n}')\n"
                                               "else: op.execute('b')"),
            "a7");
}

TEST(PythonSteered, BothWaysAreForeseenAndAllThatIsUnsupportedIsFound) {
  EXPECT_EQ(foreseen(std::string(kAsk) + "if n: op.drop_table('t', cascade=1)\n"
                                         "else: op.run_async(n)"),
            "a.py:5:9: unsupported: the argument `cascade` of alembic.op.drop_table()\n"
            "a.py:6:9: unsupported: alembic.op.run_async");
  EXPECT_EQ(foreseen(std::string(kAsk) + "for i in range(n): op.drop_table('t', cascade=i)"),
            "a.py:5:22: unsupported: the argument `cascade` of alembic.op.drop_table()");
}

TEST(PythonSteered, WhatHangsOnAnAnswerIsUnknownAndNoMistake) {
  for (const std::string_view body :
       {"x = None\nif n: x = 'a'\nop.execute(x + 'b')", "x = []\nif n: x.append(1)\ny = x[0]",
        "x = {}\nif n: x['a'] = 1\ny = x['a']", "x = [r for r in n if r.y]\nop.execute(x[0])",
        "def f(v):\n  if v: return 1\n  raise ValueError('no')\nop.execute('a' * f(n))",
        "if n: raise Exception('no')\nop.execute('a')", "if not n: return\nraise Exception()",
        "a, b = n\nop.add_column('t', sa.Column(a, sa.Integer))", "while n: n = n - 1",
        "x = [1, n]\nfor i in x: op.execute('a%s' % i)", "x = '%s' % n\nx += 'b'",
        "assert n\nx = n[0].y[1:].z(*n, **n)", "d = {'a': n}\nfor k in d: op.execute(k)"}) {
    EXPECT_EQ(foreseen(std::string(kAsk) + std::string(body)), "steered") << body;
  }
}

TEST(PythonSteered, WhatDoesNotHangOnAnAnswerIsStillAMistake) {
  EXPECT_EQ(foreseen(std::string(kAsk) + "raise ValueError('no')"),
            "a.py:5:3: this revision raises ValueError here: no");
  EXPECT_EQ(foreseen("x = {}\nop.execute(x['a'])"), "a.py:5:14: this key is not in the dict");
}

TEST(PythonSteered, AStatementWhoseResultNobodyReadsIsKnownBeforehand) {
  EXPECT_EQ(foreseen("op.get_bind().execute('DELETE FROM t')"), "DELETE FROM t");
}

TEST(PythonSteered, ARefusalIsTakenUpByItsClass) {
  Database database;
  database.refused = {{"DROP TABLE t", 1051}};
  const std::string_view drop = "try:\n  op.drop_table('t')\n";
  EXPECT_EQ(done(database, std::string(drop) +
                               "except (sa.exc.IntegrityError, sa.exc.OperationalError) as e:\n"
                               "  op.execute('c%d' % e.orig.args[0])"),
            "c1051");
  EXPECT_EQ(done(database, std::string(drop) + "except sa.exc.ProgrammingError:\n  pass"),
            "a.py:5:5: the server refused the statement");
  EXPECT_EQ(done(database, std::string(drop) + "except Exception:\n  raise"),
            "a.py:5:5: the server refused the statement");
}

TEST(PythonSteered, AHandlerOfWhatNobodyKnowsIsRefusedBeforehand) {
  EXPECT_EQ(foreseen("try:\n  op.drop_table('t')\nexcept Odd:\n  op.run_async()",
                     "from app import Odd\n"),
            "a.py:7:10: unsupported: app.Odd, imported at line 3\n"
            "a.py:8:5: unsupported: alembic.op.run_async");
}

TEST(PythonSteered, FinallyRunsWhateverHappens) {
  EXPECT_EQ(done("def f():\n  try:\n    return 'a'\n  finally:\n    op.execute('b')\n"
                 "op.execute(f())\n"
                 "try:\n  raise ValueError()\nexcept KeyError:\n  op.execute('no')\n"
                 "finally:\n  op.execute('c')"),
            "a.py:11:5: this revision raises ValueError here");
  EXPECT_EQ(done("def f():\n  try:\n    return 'a'\n  finally:\n    op.execute('b')\n"
                 "op.execute(f())"),
            "b ; a");
}

TEST(PythonSteered, ABatchThatAnExceptionLeavesIsNotSent) {
  EXPECT_EQ(done("try:\n  with op.batch_alter_table('t') as b:\n    b.drop_column('a')\n"
                 "    raise ValueError()\nexcept ValueError:\n  op.execute('x')"),
            "x");
}

TEST(PythonSteered, WhetherSqlIsPrintedIsToldToTheFile) {
  Database database;
  const std::string_view body =
      "op.execute('off' if context.is_offline_mode() else 'live')\n"
      "op.execute(str(op.get_context().as_sql))";
  EXPECT_EQ(done(database, body), "live ; False");
  database.log.clear();
  database.live = false;
  EXPECT_EQ(done(database, body), "off ; True");
}

TEST(PythonSteered, PrintIsForPeopleAndLoggersSayNothing) {
  EXPECT_EQ(done("print('a', 1)\nlog.info('%s', 1)\nLOG.warning(f'x')",
                 "import logging\nfrom app import LOG\nlog = logging.getLogger(__name__)\n"),
            "said a 1");
}

TEST(PythonSteered, TheIniSaysWhatNamesOfTheProjectStandFor) {
  Database database;
  Surroundings known;
  known.names = {{"app.types.Id", "String(36)"}, {"app.consts.KIND", "'a'"}, {"app.bad", "f("}};
  EXPECT_EQ(done(database,
                 "op.add_column('t', sa.Column(KIND, Id()))\n"
                 "op.add_column('t', sa.Column(c.KIND, Id))",
                 "from app.types import Id\nfrom app.consts import KIND\nfrom app import consts as "
                 "c\n",
                 known),
            "ALTER TABLE t ADD COLUMN a VARCHAR(36) ; ALTER TABLE t ADD COLUMN a VARCHAR(36)");
  EXPECT_NE(done(database, "op.execute(bad)", "from app import bad\n", known)
                .find("app.bad of [dbmig:names]: "),
            std::string::npos);
}

TEST(PythonSteered, TheDialectIsNamedByTheUrlAndItsKeywordsCount) {
  Database database;
  Surroundings maria;
  maria.dialect_name = "mariadb";
  const std::string_view body =
      "op.create_table(op.get_bind().dialect.name, sa.Column('a', sa.Integer), "
      "mysql_engine='X', mariadb_engine='Y')";
  EXPECT_EQ(done(database, body, "", maria), "CREATE TABLE mariadb (\n    a INTEGER\n)ENGINE=Y");
  database.log.clear();
  EXPECT_EQ(done(database, body), "CREATE TABLE mysql (\n    a INTEGER\n)ENGINE=X");
}

TEST(PythonSteered, ANameThatANamingConventionWouldMakeIsRefused) {
  EXPECT_EQ(naming_of("target_metadata = None"), Naming::none);
  EXPECT_EQ(naming_of("m = MetaData(naming_convention={})\n# target_metadata = m\n"
                      "target_metadata = None\nconfigure(target_metadata=target_metadata)"),
            Naming::none);
  EXPECT_EQ(naming_of("target_metadata = Base.metadata"), Naming::unseen);
  EXPECT_EQ(naming_of("target_metadata = MetaData(naming_convention=c)"), Naming::convention);
  EXPECT_EQ(naming_of("target_metadata = ("), Naming::unseen);
  Surroundings named;
  named.naming = Naming::convention;
  Database database;
  EXPECT_EQ(done(database, "op.create_unique_constraint(None, 't', ['a'])", "", named),
            "a.py:4:3: unsupported: a name that comes from the naming convention of env.py");
  named.naming = Naming::unseen;
  EXPECT_EQ(
      done(database, "op.create_unique_constraint(None, 't', ['a'])", "", named),
      "said a constraint has no name here; alembic gives it one if the metadata of env.py has "
      "a naming convention ; ALTER TABLE t ADD UNIQUE (a)");
}

TEST(PythonSteered, HowManyRowsAStatementMet) {
  EXPECT_EQ(done("op.execute(str(op.get_bind().execute('DELETE FROM t').rowcount))"),
            "DELETE FROM t ; 3");
}

TEST(PythonSteered, WhatTakesLongIsCountedAsSteps) {
  std::string many;
  for (int i = 0; i < 50'000; ++i)
    many += "a" + std::to_string(i) + " = 1\n";
  EXPECT_NE(foreseen(many).find("limit: this file takes more than 300000 steps"),
            std::string::npos);
  EXPECT_EQ(foreseen("x = set()\nfor i in range(100000): x.add(i)"),
            "a.py:5:27: limit: this file takes more than 300000 steps");
}

TEST(PythonSteered, ATextThatIsTooLargeIsNotMade) {
  const std::string bomb = "x = 'a'\nfor i in range(12): x = x.join([x, x, x, x, x])\n";
  EXPECT_NE(foreseen(bomb).find("this file takes more memory than any revision needs"),
            std::string::npos);
}

TEST(PythonSteered, HostileFilesEndInAClearErrorWhenTheyRun) {
  Database database;
  database.answers["SELECT 1"] = {"1"};
  EXPECT_EQ(done(database, std::string(kAsk) + "while n: pass"),
            "a.py:5:12: limit: this file takes more than 300000 steps");
  EXPECT_EQ(done(database, std::string(kAsk) + "try:\n  while n: pass\nexcept BaseException:\n"
                                               "  pass"),
            "a.py:6:5: limit: this file takes more than 300000 steps");
  EXPECT_EQ(done(database, std::string(kAsk) + "try:\n  f = open('/etc/passwd')\nexcept "
                                               "Exception:\n  pass"),
            "a.py:6:9: unsupported: the name open");
  const std::string_view knot = "x = []\nx.append(x)\nx += x\n";
  EXPECT_EQ(done(std::string(knot) + "print(x)\nop.execute('a')"), "said <list> ; a");
  EXPECT_NE(done(std::string(knot) + "y = []\ny.append(y)\ny += y\nz = x == y")
                .find("limit: lists are nested too deep"),
            std::string::npos);
  EXPECT_EQ(done(std::string(knot) + "for i in x: pass\nop.execute('a')"), "a");
}

}  // namespace
}  // namespace dbmig::python
