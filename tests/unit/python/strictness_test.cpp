// What this evaluator does not do as Python does, it refuses to do.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "python/evaluation.h"
#include "python/parser.h"

namespace dbmig::python {
namespace {

/// What is refused in a file whose upgrade() begins at line 1 behind `top`; else the statements.
std::string upgraded(std::string_view body, std::string_view top = "") {
  std::string text = std::string(top) + "from alembic import op\nimport sqlalchemy as sa\n";
  text += "def upgrade():\n  ";
  for (const char c : body)
    text += c == '\n' ? std::string("\n  ") : std::string(1, c);
  text += "\n";
  const Source source{text, "a.py"};
  const Module module = parse(source);
  const Evaluation result = evaluate(source, module, "upgrade", {});
  std::string shown;
  for (const Error& finding : result.findings)
    shown += (shown.empty() ? "" : "\n") + finding.location()->str() + ": " + finding.what();
  for (const Emitted& one : result.statements)
    shown += (shown.empty() ? "" : " ; ") + one.text;
  return shown;
}

TEST(PythonStrictness, AListThatAFileChangesInAWayThatIsNotSupportedCannotBeUsed) {
  const std::string why = "a.py:7:14: unsupported: list.insert() with these arguments (line 2)";
  EXPECT_EQ(upgraded("op.execute(' '.join(names))", "names = ['a']\nnames.insert(0, 'b')\n\n"),
            why);
}

TEST(PythonStrictness, NorOneThatAFunctionOfTheFileMayHaveChangedOrThatHoldsIt) {
  const std::string_view top =
      "names = ['a']\nall = {'k': (names,)}\ndef add(x):\n  names.append(x.title())\nadd('b')\n";
  EXPECT_EQ(upgraded("op.execute(' '.join(names))\nop.execute(all['k'][0][0])", top),
            "a.py:9:14: unsupported: str.title() with these arguments (line 4)\n"
            "a.py:10:14: unsupported: str.title() with these arguments (line 4)");
}

TEST(PythonStrictness, ListsThatHoldEachOtherManyTimesAreLookedAtOnce) {
  std::string top = "v0 = [1]\nx0 = ['a']\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "v" + std::to_string(i - 1);
    top += "v" + std::to_string(i) + " = [" + before + ", " + before + ", " + before + "]\n";
  }
  EXPECT_EQ(upgraded("op.execute('a')", top + "x0.insert(0, 'b')\n"), "a");
}

TEST(PythonStrictness, ButOneThatIsOnlyLookedAtCan) {
  const std::string_view top =
      "import foreign\nnames = ['a']\nkind = foreign.Enum(*names)\nforeign.use(kind)\n";
  EXPECT_EQ(upgraded("op.execute(' '.join(names))", top), "a");
}

TEST(PythonStrictness, AFileThatRaisesAnExceptionWhenItIsLoadedIsRefused) {
  EXPECT_EQ(upgraded("op.execute('a')", "raise Exception('not yet')\n"),
            "a.py:1:1: this file raises an exception here ; a");
  EXPECT_EQ(upgraded("op.execute('a')", "import x\nif x.old:\n  raise Exception('old')\n"), "a");
}

TEST(PythonStrictness, WhatGivesItsValuesOnceIsNotGoneOverAgain) {
  const std::string why =
      ": unsupported: to go over a {} again, in which Python finds nothing that it gave before";
  const auto again = [&](std::string_view place, std::string_view type) {
    return "a.py:" + std::string(place) + std::string(why).replace(why.find("{}"), 2, type);
  };
  EXPECT_EQ(upgraded("g = (x for x in 'ab')\nlist(g)\nlist(g)"), again("6:3", "generator"));
  EXPECT_EQ(upgraded("g = zip([1], [2])\nlist(g)\nfor x in g:\n  pass"), again("6:12", "zip"));
  EXPECT_EQ(upgraded("g = enumerate('ab')\nx = 1 in g\nx = 2 in g"), again("6:7", "enumerate"));
  EXPECT_EQ(upgraded("g = range(2)\nfor x in g:\n  op.execute(str(x in g))"), "True ; True");
}

TEST(PythonStrictness, AnIterableIsNoList) {
  EXPECT_EQ(upgraded("op.execute(str(range(3)))"), "a.py:4:14: a range as text is not supported");
  EXPECT_EQ(upgraded("x = {'a': 1}.keys()[0]"), "a.py:4:7: unsupported: an element of a dict_keys");
  EXPECT_EQ(upgraded("x = [1] + (y for y in [2])"),
            "a.py:4:7: unsupported: `+` between list and generator");
  EXPECT_EQ(upgraded("x = len(zip([1], [2]))"), "a.py:4:7: unsupported: len() of a zip");
  EXPECT_EQ(upgraded("x = range(2) == [0, 1]"), "a.py:4:7: unsupported: to compare a range");
}

TEST(PythonStrictness, ADictMustNotChangeItsSizeInALoopOverIt) {
  EXPECT_EQ(upgraded("d = {'a': 1}\nfor k, v in d.items():\n  d['b'] = 2"),
            "a.py:5:15: this dict_items changes its size while a loop goes over it");
  EXPECT_EQ(upgraded("d = {'a': 1}\nk = d.keys()\nd['b'] = 2\nlist(k)"),
            "a.py:7:3: unsupported: to go over dict_keys of a dict that has changed its size "
            "since");
}

TEST(PythonStrictness, LettersBeyondAsciiAreLeftToPython) {
  EXPECT_EQ(upgraded("x = 'É'.lower()"), "a.py:4:7: unsupported: str.lower() beyond ASCII");
  EXPECT_EQ(upgraded("x = 'a'.strip('è')"), "a.py:4:7: unsupported: str.strip() beyond ASCII");
  EXPECT_EQ(upgraded("x = 'a\\u00a0'.strip()"),
            "a.py:4:7: unsupported: str.strip() of a text with such blanks");
  EXPECT_EQ(upgraded("x = repr('\\u200b')"), "a.py:4:7: unsupported: repr() of such letters");
  EXPECT_EQ(upgraded("op.execute(repr('größe') + 'é a'.strip())"), "'größe'é a");
}

TEST(PythonStrictness, RowsOfOneInsertHaveTheSameKeys) {
  EXPECT_EQ(upgraded("op.bulk_insert(sa.table('t', sa.column('a'), sa.column('b')),\n"
                     "               [{'a': 1}, {'b': 2, 'a': 1}])"),
            "a.py:4:3: unsupported: rows with different keys in one INSERT");
}

TEST(PythonStrictness, AJsonColumnTakesNoPlainValues) {
  const std::string_view table = "t = sa.table('t', sa.column('a', sa.JSON))\n";
  EXPECT_EQ(upgraded(std::string(table) + "op.execute(t.update().values(a='x'))"),
            "a.py:5:3: unsupported: str as a value of a JSON column");
  EXPECT_EQ(upgraded(std::string(table) + "op.execute(t.update().values(a=None))"),
            "a.py:5:3: unsupported: None as a value of a JSON column");
  EXPECT_EQ(upgraded(std::string(table) + "op.execute(t.update().values(a=sa.null()))"),
            "UPDATE t SET a=NULL");
  EXPECT_EQ(upgraded(std::string(table) + "op.execute(t.delete().where(t.c.a == 'x'))"),
            "a.py:5:3: unsupported: to compare a JSON column with a value");
}

TEST(PythonStrictness, AColumnStandsOnceInATable) {
  EXPECT_EQ(upgraded("op.create_table('t', sa.Column('a', sa.Text), sa.Column('a', sa.Text))"),
            "a.py:4:3: this table has the column a twice");
}

TEST(PythonStrictness, OptionsOfAKeyAreNotLeftOut) {
  EXPECT_EQ(upgraded("op.create_table('t', sa.Column('a', sa.Integer),\n"
                     "                sa.PrimaryKeyConstraint('a', mysql_using='HASH'))"),
            "a.py:5:19: unsupported: the argument `mysql_using`");
}

}  // namespace
}  // namespace dbmig::python
