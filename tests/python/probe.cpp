// Parses files and prints what is in them: the other side of compare_with_python.py.
//
// Reads paths, one per line. Answers `error <TAB> report on one line`, or a line for each node,
// `kind <TAB> begin <TAB> end <TAB> text in hex`, then an empty line.

#include <iostream>
#include <string>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "python/parser.h"

namespace dbmig::python {
namespace {

std::string_view name_of(Expression::Kind kind) {
  using Kind = Expression::Kind;
  switch (kind) {
    case Kind::name:
      return "Name";
    case Kind::constant:
    case Kind::number:
    case Kind::string:
    case Kind::bytes:
      return "Constant";
    case Kind::formatted:
      return "JoinedStr";
    case Kind::tuple:
      return "Tuple";
    case Kind::list:
      return "List";
    case Kind::set:
      return "Set";
    case Kind::dict:
      return "Dict";
    case Kind::attribute:
      return "Attribute";
    case Kind::subscript:
      return "Subscript";
    case Kind::slice:
      return "Slice";
    case Kind::call:
      return "Call";
    case Kind::keyword:
      return "keyword";
    case Kind::unary:
      return "UnaryOp";
    case Kind::binary:
      return "BinOp";
    case Kind::boolean:
      return "BoolOp";
    case Kind::compare:
      return "Compare";
    case Kind::conditional:
      return "IfExp";
    case Kind::lambda:
      return "Lambda";
    case Kind::comprehension:
      return "Comprehension";
    case Kind::await:
      return "Await";
    case Kind::yield:
      return "Yield";
    case Kind::yield_from:
      return "YieldFrom";
    case Kind::starred:
      return "Starred";
    case Kind::named:
      return "NamedExpr";
    case Kind::field:
    case Kind::loop:
    case Kind::pattern:
      return "";
  }
  return "";
}

std::string hex(std::string_view text) {
  std::string result;
  for (const char c : text)
    result += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return result;
}

class Printer {
 public:
  void block(const Block& all) {
    for (const Statement* one : all)
      statement(*one);
  }

  std::string text;

 private:
  void line(std::string_view kind, std::size_t begin, std::size_t end, const std::string& words) {
    text += fmt::format("{}\t{}\t{}\t{}\n", kind, begin, end, hex(words));
  }

  void expression(const Expression* node) {
    if (node == nullptr || node->kind == Expression::Kind::pattern) return;
    const std::string_view name = name_of(node->kind);
    const bool is_text =
        node->kind == Expression::Kind::string || node->kind == Expression::Kind::name ||
        node->kind == Expression::Kind::bytes || node->kind == Expression::Kind::attribute;
    if (!name.empty()) line(name, node->offset, node->end, is_text ? node->text : "");
    if (node->kind == Expression::Kind::formatted) return;  // Python 3.11 has no places in it
    for (const Expression* part : node->parts)
      expression(part);
    if (node->parameters != nullptr) parameters(*node->parameters);
  }

  void parameters(const Parameters& all) {
    for (const Parameters::One& one : all.all) {
      line("arg", one.offset, 0, one.name);
      expression(one.annotation);
      expression(one.value);
    }
  }

  void statement(const Statement& node) {
    line("stmt", node.offset, 0, "");
    for (const Expression* one : node.decorators)
      expression(one);
    for (const Expression* one : node.parts)
      expression(one);
    if (node.parameters != nullptr) parameters(*node.parameters);
    for (const Alias& one : node.aliases) {
      if (node.kind == Statement::Kind::import || node.kind == Statement::Kind::import_from) {
        line("alias", one.offset, 0, one.name + " " + one.as);
      }
    }
    block(node.body);
    for (const Branch& one : node.branches) {
      // An elif is an if statement to Python.
      if (node.kind == Statement::Kind::if_ && &one != &node.branches.front()) {
        line("stmt", one.offset, 0, "");
      }
      expression(one.test);
      expression(one.guard);
      block(one.body);
    }
    block(node.otherwise);
    block(node.finally);
  }
};

std::string answer(const std::string& path) {
  try {
    const std::string text = read_file(path, ErrorCode::data);
    Printer printer;
    const Module module = parse({text, path});
    printer.block(module.body);
    return printer.text;
  } catch (const Error& e) {
    return "error\t" + replaced(e.report(), "\n", " | ") + "\n";
  }
}

}  // namespace
}  // namespace dbmig::python

int main() {
  std::string path;
  while (std::getline(std::cin, path))
    std::cout << dbmig::python::answer(path) << std::endl;
}
