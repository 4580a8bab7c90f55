#include "dump/token_editor.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace dbmig {

TokenEditor::TokenEditor(std::string_view text, const Dialect& dialect)
    : text_(text), dialect_(dialect) {
  Lexer lexer(text, dialect);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (token.kind == TokenKind::executable_open || token.kind == TokenKind::executable_close) {
      brackets_.push_back(token);
    } else if (!is_blank(token.kind)) {
      tokens_.push_back(token);
    }
  }
  end_.offset = text.size();
}

bool TokenEditor::is(std::size_t i, std::string_view word) const {
  const Token& token = (*this)[i];
  return token.kind == TokenKind::word && equals_ignoring_case(token.text, word);
}

bool TokenEditor::is_any(std::size_t i, std::initializer_list<std::string_view> words) const {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return is(i, word); });
}

bool TokenEditor::are(std::size_t i, std::initializer_list<std::string_view> words) const {
  return std::all_of(words.begin(), words.end(),
                     [&](std::string_view word) { return is(i++, word); });
}

std::string_view TokenEditor::text(std::size_t first, std::size_t last) const {
  if (first >= last || first >= size()) return {};
  const std::size_t begin = tokens_[first].offset;
  return text_.substr(begin, (*this)[last - 1].end() - begin);
}

std::size_t TokenEditor::after_parentheses(std::size_t i) const {
  std::size_t depth = 0;
  for (; i < size(); ++i) {
    if (is(i, '(')) ++depth;
    if (is(i, ')') && --depth == 0) return i + 1;
  }
  return i;
}

void TokenEditor::replace(std::size_t i, std::string text) { replace(i, i + 1, std::move(text)); }

void TokenEditor::replace(std::size_t first, std::size_t last, std::string text) {
  const std::size_t begin = (*this)[first].offset;
  edits_.push_back({begin, (*this)[last - 1].end() - begin, std::move(text)});
}

void TokenEditor::insert_before(std::size_t i, std::string text) {
  edits_.push_back({(*this)[i].offset, 0, std::move(text)});
}

void TokenEditor::insert_after(std::size_t i, std::string text) {
  edits_.push_back({(*this)[i].end(), 0, std::move(text)});
}

void TokenEditor::erase(std::size_t first, std::size_t last) {
  if (first >= last) return;
  const std::size_t begin = first == 0 ? (*this)[first].offset : (*this)[first - 1].end();
  edits_.push_back({begin, (*this)[last - 1].end() - begin, {}});
}

void TokenEditor::unwrap() {
  for (const Token& bracket : brackets_) {
    std::size_t begin = bracket.offset;
    std::size_t end = bracket.end();
    if (bracket.kind == TokenKind::executable_open) {
      while (end < text_.size() && is_space(text_[end]))
        ++end;
    } else {
      while (begin > 0 && is_space(text_[begin - 1]))
        --begin;
    }
    edits_.push_back({begin, end - begin, {}});
  }
}

std::string TokenEditor::result() const {
  std::vector<Edit> edits = edits_;
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.offset < b.offset; });
  std::string out;
  std::size_t position = 0;
  for (const Edit& edit : edits) {
    if (edit.offset < position) continue;
    out += text_.substr(position, edit.offset - position);
    out += edit.text;
    position = edit.offset + edit.length;
  }
  out += text_.substr(position);
  return out;
}

}  // namespace dbmig
