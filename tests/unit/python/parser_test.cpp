#include "python/parser.h"

#include <string>

#include <gtest/gtest.h>

#include "support/message_of.h"

namespace dbmig::python {
namespace {

/// An expression with every operation in parentheses.
std::string shown(const Expression* node) {
  if (node == nullptr) return "-";
  const auto parts = [&](std::string_view between) {
    std::string text;
    for (const Expression* part : node->parts)
      text += (text.empty() ? "" : std::string(between)) + shown(part);
    return text;
  };
  using Kind = Expression::Kind;
  switch (node->kind) {
    case Kind::string:
      return "'" + node->text + "'";
    case Kind::name:
    case Kind::number:
    case Kind::constant:
      return node->text;
    case Kind::compare:
      return "(" + parts(" " + node->operators.front() + " ") + ")";
    case Kind::binary:
    case Kind::boolean:
      return "(" + parts(" " + node->text + " ") + ")";
    case Kind::unary:
      return "(" + node->text + " " + parts("") + ")";
    case Kind::attribute:
      return parts("") + "." + node->text;
    case Kind::keyword:
      return node->text + "=" + parts("");
    case Kind::call:
      return "call(" + parts(", ") + ")";
    default:
      return "[" + parts(", ") + "]";
  }
}

std::string expression(const std::string& text) {
  const Module module = parse({text, "a.py"});
  return shown(module.body.front()->parts.front());
}

std::string problem(const std::string& text) {
  return message_of([&] { parse({text, "a.py"}); });
}

TEST(PythonParser, OperatorsBindAsInPython) {
  EXPECT_EQ(expression("a or b and not c == d | e"), "(a or (b and (not (c == (d | e)))))");
  EXPECT_EQ(expression("a + b * -c ** -d"), "(a + (b * (- (c ** (- d)))))");
  EXPECT_EQ(expression("a - b - c"), "((a - b) - c)");
  EXPECT_EQ(expression("a not in b"), "(a not in b)");
}

TEST(PythonParser, CallsTakeEveryKindOfArgument) {
  EXPECT_EQ(expression("f.g(a, *b, c=1, **d)(e)"), "call(call(f.g, a, [b], c=1, =d), e)");
}

TEST(PythonParser, AdjacentStringsAreOne) {
  EXPECT_EQ(expression("('a\\n' \"b\"\n r'\\c')"), "'a\nb\\c'");
}

TEST(PythonParser, EscapesHaveTheirMeaning) {
  EXPECT_EQ(expression(R"('\x41\101\u00e9\q\
b')"),
            "'AA\xC3\xA9\\qb'");
}

TEST(PythonParser, FieldsOfAFormattedStringAreExpressions) {
  const Module module = parse({"f'a{b.c!r:>{w}}{{'", "a.py"});
  const Expression& text = *module.body.front()->parts.front();
  ASSERT_EQ(text.parts.size(), 3U);
  EXPECT_EQ(shown(text.parts[1]->parts[0]), "b.c");
  EXPECT_EQ(text.parts[1]->text, "r");
  EXPECT_EQ(text.parts[2]->text, "{");
}

TEST(PythonParser, WhatIsWrongIsShownWhereItIs) {
  EXPECT_EQ(problem("def f(a:\n  pass"), "a.py:1:6: '(' is never closed\n  def f(a:\n       ^");
  EXPECT_EQ(problem("a b"), "a.py:1:3: expected the end of the statement, found 'b'\n  a b\n    ^");
  EXPECT_EQ(problem("if a:\nb"), "a.py:2:1: expected an indented block, found 'b'\n  b\n  ^");
  EXPECT_EQ(problem("f() = 1"), "a.py:1:1: this cannot be assigned to\n  f() = 1\n  ^");
  EXPECT_EQ(problem("print 'x'"),
            "a.py:1:7: expected the end of the statement, found a string\n  print 'x'\n        ^");
}

TEST(PythonParser, ANameCanBeCalledMatch) {
  EXPECT_EQ(expression("match(a, b)"), "call(match, a, b)");
  EXPECT_EQ(parse({"match a:\n case 1: pass", "a.py"}).body.front()->kind, Statement::Kind::match);
}

TEST(PythonParser, HostileDepthEndsInAnError) {
  const auto repeated = [](std::string_view text, int count) {
    std::string all;
    for (int i = 0; i < count; ++i)
      all += text;
    return all;
  };
  EXPECT_NE(problem(repeated("not ", 5'000) + "a").find("nested too deep"), std::string::npos);
  EXPECT_NE(problem(repeated("a+", 5'000) + "a").find("nested too deep"), std::string::npos);
  EXPECT_NE(problem("a" + repeated("**a", 5'000)).find("nested too deep"), std::string::npos);
  EXPECT_NE(problem("a" + repeated(".b", 5'000)).find("nested too deep"), std::string::npos);
  EXPECT_NE(problem(repeated("lambda: ", 5'000) + "a").find("nested too deep"), std::string::npos);
  EXPECT_EQ(problem("a" + repeated(" or a", 5'000)), "no error");
}

}  // namespace
}  // namespace dbmig::python
