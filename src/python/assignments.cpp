#include "python/assignments.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "python/parser.h"
#include "python/string_scan.h"

namespace dbmig::python {
namespace {

constexpr std::array<std::string_view, 4> kNames = {kRevision, kDownRevision, kBranchLabels,
                                                    kDependsOn};

bool is_word(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// The name of ours that stands at `at` as a whole word; empty: none.
std::string_view name_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != 'r' && text[at] != 'd' && text[at] != 'b')) return {};
  for (const std::string_view name : kNames) {
    if (text.compare(at, name.size(), name) != 0) continue;
    const std::size_t end = at + name.size();
    if (end == text.size() || !is_word(text[end])) return name;
  }
  return {};
}

/// Whether a line opens a block on itself: what follows a `;` in it is in that block.
bool opens_block(std::string_view line) {
  static constexpr std::array<std::string_view, 14> kWords = {
      "if",  "elif",   "else",    "for",   "while", "with",  "try",
      "def", "except", "finally", "class", "async", "match", "case"};
  const auto end = std::find_if_not(line.begin(), line.end(), is_word);
  const std::string_view word(line.begin(), end);
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// A byte that can begin or end something; all others are stepped over at once.
constexpr std::array<bool, 256> interesting() {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("\"'#()[]{}\\\r\n;"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}
constexpr std::array<bool, 256> kInteresting = interesting();

/// Steps over a file from statement to statement of its top level.
class Skimmer {
 public:
  explicit Skimmer(const Source& source) : source_(source), text_(source.text) {}

  enum class Place { line_start, after_semicolon };

  /// Calls `take` with where each simple statement, or each line of a block, begins and ends.
  template <typename Action>
  void run(Action take) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    Place place = Place::line_start;
    while (at_ < text_.size()) {
      const std::size_t begin = at_;
      skip_statement();
      take(begin, at_, place);
      place = at_ < text_.size() && text_[at_] == ';' ? Place::after_semicolon : Place::line_start;
      skip_separator();
    }
  }

 private:
  /// Up to the line's end or the `;` behind a statement.
  void skip_statement() {
    std::size_t brackets = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (!kInteresting[static_cast<unsigned char>(c)]) {
        ++at_;
      } else if (c == '"' || c == '\'') {
        at_ = end_of_string(source_, string_start(), text_.size(), 0);
      } else if (c == '#') {
        while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r')
          ++at_;
      } else if (c == '\\') {
        at_ = std::max(after_line_end(text_, at_ + 1), at_ + 1);
      } else if (c == '(' || c == '[' || c == '{') {
        ++brackets;
        ++at_;
      } else if (c == ')' || c == ']' || c == '}') {
        brackets -= brackets > 0 ? 1 : 0;
        ++at_;
      } else if (brackets > 0) {
        ++at_;
      } else {
        return;
      }
    }
  }

  void skip_separator() {
    if (at_ == text_.size()) return;
    if (text_[at_] == ';') {
      for (++at_; at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t');)
        ++at_;
      return;
    }
    at_ = after_line_end(text_, at_);
  }

  /// Where the string begins whose quote is at hand: at its prefix, if what is before the
  /// quote is one as a whole word.
  std::size_t string_start() const {
    std::size_t begin = at_;
    while (begin > 0 && at_ - begin < 3 && is_word(text_[begin - 1]))
      --begin;
    return at_ - begin < 3 && is_string_start(text_, begin) ? begin : at_;
  }

  const Source& source_;
  std::string_view text_;
  std::size_t at_ = 0;
};

/// What may stand before a statement; a backslash joins its line to the next one.
constexpr std::string_view kBlanks = " \t\f\v\r\n\\";

/// Where a line begins: blanks before a form feed are no indentation.
std::size_t behind_form_feed(std::string_view text, std::size_t begin) {
  const std::size_t end = std::min(text.find_first_not_of(" \t\f", begin), text.size());
  const std::size_t feed = text.substr(begin, end - begin).rfind('\f');
  return feed == std::string_view::npos ? begin : begin + feed + 1;
}

/// The string that a statement is; null when it is something else.
const Expression* doc_of(const Statement& statement) {
  const bool is_doc = statement.kind == Statement::Kind::expression &&
                      statement.parts.front()->kind == Expression::Kind::string;
  return is_doc ? statement.parts.front() : nullptr;
}

}  // namespace

TopLevel top_level(const Source& source) {
  TopLevel result;
  bool first = true;
  bool in_block = false;
  const auto take = [&](std::size_t begin, std::size_t end, Skimmer::Place place) {
    if (place == Skimmer::Place::line_start) begin = behind_form_feed(source.text, begin);
    const std::string_view text = source.text.substr(begin, end - begin);
    const std::size_t blank = std::min(text.find_first_not_of(kBlanks), text.size());
    if (blank == text.size() || text[blank] == '#') return;
    if (place == Skimmer::Place::line_start) {
      in_block = is_space(text.front()) || opens_block(text.substr(blank));
    }
    if (text.front() == '\\') begin += blank;  // Goes on in the next line, where it begins.
    const bool may_be_doc = std::exchange(first, false) && is_string_start(source.text, begin);
    const std::string_view name = in_block ? std::string_view() : name_at(source.text, begin);
    if (name.empty() && !may_be_doc) return;
    const Statement* statement = parse_statement(source, begin, end, result.module);
    if (!name.empty()) {
      result.statements.emplace_back(name, statement);
    } else {
      result.doc = doc_of(*statement);
    }
  };
  Skimmer(source).run(take);
  return result;
}

TopLevel top_level(const Source& source, Module module) {
  TopLevel result;
  result.module = std::move(module);
  const Block& body = result.module.body;
  if (!body.empty()) result.doc = doc_of(*body.front());
  for (const Statement* statement : body) {
    const std::string_view name = name_at(source.text, statement->offset);
    if (!name.empty()) result.statements.emplace_back(name, statement);
  }
  return result;
}

}  // namespace dbmig::python
