#include "cli/shell_words.h"

#include "base/text.h"

namespace dbmig {
namespace {

/// Reads the words from left to right.
class WordReader {
 public:
  explicit WordReader(std::string_view text) : text_(text) {}

  /// False at the end of the text, or when it ends too early.
  bool next() {
    while (at_ < text_.size() && is_space(text_[at_]))
      ++at_;
    word_.clear();
    if (at_ == text_.size()) return false;
    while (complete_ && at_ < text_.size() && !is_space(text_[at_]))
      take();
    return complete_;
  }

  const std::string& word() const { return word_; }
  bool complete() const { return complete_; }

 private:
  void take() {
    const char c = text_[at_++];
    if (c == '\'' || c == '"') return quoted(c);
    if (c != '\\') {
      word_ += c;
    } else if (at_ < text_.size()) {
      word_ += text_[at_++];
    } else {
      complete_ = false;
    }
  }

  /// Between double quotes a backslash escapes only them and itself.
  void quoted(char quote) {
    for (; at_ < text_.size() && text_[at_] != quote; ++at_) {
      const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
      if (quote == '"' && text_[at_] == '\\' && (next == '"' || next == '\\')) ++at_;
      word_ += text_[at_];
    }
    complete_ = at_ < text_.size();
    if (complete_) ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string word_;
  bool complete_ = true;
};

}  // namespace

std::optional<std::vector<std::string>> shell_words(std::string_view text) {
  std::vector<std::string> words;
  WordReader reader(text);
  while (reader.next())
    words.push_back(reader.word());
  if (!reader.complete()) return std::nullopt;
  return words;
}

}  // namespace dbmig
