#include "sql/block_tracker.h"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {

namespace {

using Kind = BlockTracker::Block::Kind;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// A token as a keyword in lower case; empty when it cannot be one.
std::string keyword(const Token& token, const Token& before) {
  constexpr std::size_t kLongest = 16;
  if (token.kind != TokenKind::word || token.text.size() > kLongest || before.is('.')) return {};
  return lower(token.text);
}

/// A `;` in a body, whatever ends statements outside of it.
bool ends_statement(const Token& token) {
  return token.is(';') || token.kind == TokenKind::delimiter;
}

/// Whether a value may have ended with this token, so that an END after it closes a
/// CASE expression rather than being a name in it.
bool ends_value(const Token& token) {
  if (token.kind == TokenKind::punctuation) return token.is(')');
  if (token.kind != TokenKind::word) return true;
  return !is_one_of(lower(token.text.substr(0, 16)),
                    {"case", "when", "then", "else", "and", "or", "not", "xor", "like", "in",
                     "between", "div", "mod", "is", "regexp", "rlike", "as", "until", "select"});
}

/// The word after END that closes this kind of block; empty for BEGIN … END.
std::string_view closing_word(Kind kind) {
  switch (kind) {
    case Kind::if_block:
      return "if";
    case Kind::case_block:
      return "case";
    case Kind::loop:
      return "loop";
    case Kind::while_block:
      return "while";
    case Kind::for_block:
      return "for";
    case Kind::repeat:
      return "repeat";
    case Kind::begin:
    case Kind::declarations:
      break;
  }
  return {};
}

}  // namespace

void BlockTracker::feed(const Token& token) {
  if (token.kind == TokenKind::executable_open || token.kind == TokenKind::executable_close ||
      token.kind == TokenKind::hint || phase_ == Phase::plain) {
    return;
  }
  const std::string word = keyword(token, before_);
  switch (phase_) {
    case Phase::start:
      start(token, word);
      break;
    case Phase::begin:
      after_begin(token, word);
      break;
    case Phase::label:
      phase_ = token.is(':') ? Phase::body : Phase::plain;
      fresh_ = true;
      break;
    case Phase::create:
    case Phase::alter:
      after_create(word);
      break;
    case Phase::definer:
      if (!token.is('=')) phase_ = Phase::create;
      break;
    case Phase::name:
      name(token, word);
      break;
    case Phase::header:
    case Phase::returns:
    case Phase::row:
      header(token, word);
      break;
    case Phase::body:
      body(token, word);
      break;
    case Phase::plain:
      break;
  }
  before_ = token;
}

void BlockTracker::start(const Token& token, std::string_view word) {
  if (word == "create") {
    phase_ = Phase::create;
  } else if (word == "alter") {
    phase_ = Phase::alter;
  } else if (word == "begin") {
    phase_ = Phase::begin;
  } else if (is_one_of(word, {"if", "case", "loop", "while", "repeat", "for"}) ||
             (oracle_ && (word == "declare" || token.text == "<<"))) {
    enter_body(token, word);
  } else if (token.kind == TokenKind::word || token.kind == TokenKind::quoted_name) {
    phase_ = Phase::label;
  } else {
    phase_ = Phase::plain;
  }
}

/// `BEGIN NOT ATOMIC` is a block, and any BEGIN under ORACLE that statements follow;
/// `BEGIN`, `BEGIN WORK` is a transaction.
void BlockTracker::after_begin(const Token& token, std::string_view word) {
  if (word != "not" && (!oracle_ || word == "work" || ends_statement(token))) {
    phase_ = Phase::plain;
    return;
  }
  blocks_.push_back({Kind::begin, before_});
  enter_body(token, word);
}

void BlockTracker::after_create(std::string_view word) {
  if (is_one_of(word, {"", "or", "replace", "aggregate"})) return;
  const bool alter = phase_ == Phase::alter;
  phase_ = Phase::name;
  if (word == "definer") {
    phase_ = Phase::definer;
  } else if (word == "event") {
    program_ = Program::event;
  } else if (!alter && (word == "procedure" || word == "function")) {
    program_ = Program::routine;
  } else if (!alter && word == "trigger") {
    program_ = Program::trigger;
  } else if (!alter && word == "package") {
    program_ = Program::package;
  } else {
    phase_ = Phase::plain;
  }
}

void BlockTracker::name(const Token& token, std::string_view word) {
  if (ends_statement(token)) {
    enter_body(token, word);
  } else if (!is_one_of(word, {"if", "not", "exists"}) &&
             !(program_ == Program::package && word == "body")) {
    phase_ = Phase::header;
    parentheses_ = 0;
    for_each_row_ = 0;
  }
}

void BlockTracker::header(const Token& token, std::string_view word) {
  if (token.is('(')) ++parentheses_;
  if (token.is(')') && parentheses_ > 0) --parentheses_;
  if (parentheses_ > 0 || token.is(')')) return;
  if (skip_one_) {
    skip_one_ = false;
    return;
  }
  switch (program_) {
    case Program::routine:
      routine_header(token, word);
      break;
    case Program::package:
      package_header(token, word);
      break;
    case Program::event:
      if (word != "do") break;
      phase_ = Phase::body;
      fresh_ = true;
      break;
    case Program::trigger:
      trigger_header(token, word);
      break;
  }
}

/// Up to FOR EACH ROW, then past FOLLOWS or PRECEDES another.
void BlockTracker::trigger_header(const Token& token, std::string_view word) {
  if (phase_ == Phase::header) {
    const std::string_view expected = for_each_row_ == 0   ? "for"
                                      : for_each_row_ == 1 ? "each"
                                                           : "row";
    for_each_row_ = word == expected ? for_each_row_ + 1 : 0;
    if (for_each_row_ == 3) phase_ = Phase::row;
  } else if (word == "follows" || word == "precedes") {
    skip_one_ = true;
  } else {
    enter_body(token, word);
  }
}

void BlockTracker::routine_header(const Token& token, std::string_view word) {
  if (ends_statement(token)) {  // A declaration in a package.
    enter_body(token, word);
  } else if (token.is(':')) {  // The label of the body.
    phase_ = Phase::body;
    fresh_ = true;
  } else if (word == "as" || word == "is") {
    if (oracle_) {
      enter_declarations(token);
    } else if (blocks_.empty()) {
      phase_ = Phase::plain;  // A body in another language is one string.
    }
  } else if (word == "returns" || (oracle_ && word == "return")) {
    phase_ = Phase::returns;
  } else if (word == "language" || word == "security") {
    skip_one_ = true;
  } else if (phase_ == Phase::returns) {
    const bool type = !is_one_of(
        word, {"return", "begin", "if", "case", "loop", "while", "repeat", "for", "signal"});
    if (!type) enter_body(token, word);
  } else if (word == "soname") {
    phase_ = Phase::plain;
  } else if (!is_one_of(word, {"", "comment", "not", "deterministic", "contains", "no", "sql",
                               "reads", "modifies", "data", "aggregate", "authid", "definer",
                               "invoker", "current_user", "using"})) {
    enter_body(token, word);
  }
}

void BlockTracker::package_header(const Token& token, std::string_view word) {
  if (word == "as" || word == "is") {
    enter_declarations(token);
  } else if (word == "security") {
    skip_one_ = true;
  } else if (!is_one_of(word,
                        {"", "comment", "sql", "authid", "definer", "invoker", "current_user"})) {
    enter_declarations(token);
    body(token, word);
  }
}

void BlockTracker::enter_body(const Token& token, std::string_view word) {
  phase_ = Phase::body;
  fresh_ = true;
  body(token, word);
}

/// Declarations up to a BEGIN that makes them the head of its block.
void BlockTracker::enter_declarations(const Token& opener) {
  blocks_.push_back({Kind::declarations, opener});
  phase_ = Phase::body;
  fresh_ = true;
}

void BlockTracker::body(const Token& token, std::string_view word) {
  if (closed_) {
    const bool qualifier = is_one_of(word, {"if", "case", "loop", "while", "for", "repeat"});
    check_end(token, word);
    if (qualifier) return;
  }
  if (handler_ != Handler::none && handler_condition(token, word)) return;
  if (ends_statement(token)) {
    fresh_ = true;
    label_ = false;
    cases_ = 0;
    awaiting_ = Awaiting::nothing;
    declare_words_ = 0;
  } else if (fresh_) {
    statement_start(token, word);
  } else {
    statement_rest(token, word);
  }
}

void BlockTracker::statement_start(const Token& token, std::string_view word) {
  fresh_ = false;
  label_ = false;
  const bool declarations = open() != nullptr && open()->kind == Kind::declarations;
  if (word == "end") {
    close(token);
  } else if (opens_block(token, word) || continues_block(word)) {
    return;
  } else if (word == "declare") {
    declare_words_ = 1;
  } else if (declarations && is_one_of(word, {"continue", "exit", "undo"})) {
    declare_words_ = 2;
  } else if (declarations && is_one_of(word, {"procedure", "function"})) {
    phase_ = Phase::name;
    program_ = Program::routine;
  } else {
    label_ = token.kind == TokenKind::word || token.kind == TokenKind::quoted_name;
    oracle_label_ = oracle_ && token.text == "<<";
  }
}

bool BlockTracker::opens_block(const Token& token, std::string_view word) {
  if (word == "begin") {
    if (open() != nullptr && open()->kind == Kind::declarations) {
      blocks_.back().kind = Kind::begin;
    } else {
      blocks_.push_back({Kind::begin, token});
    }
    fresh_ = true;
  } else if (word == "loop" || word == "repeat") {
    blocks_.push_back({word == "loop" ? Kind::loop : Kind::repeat, token});
    fresh_ = true;
  } else if (word == "if" || word == "case") {
    blocks_.push_back({word == "if" ? Kind::if_block : Kind::case_block, token});
    awaiting_ = Awaiting::then;
  } else if (word == "while" || word == "for") {
    blocks_.push_back({word == "while" ? Kind::while_block : Kind::for_block, token});
    awaiting_ = Awaiting::loop_body;
  } else if (word == "declare" && oracle_) {
    enter_declarations(token);
  } else {
    return false;
  }
  return true;
}

bool BlockTracker::continues_block(std::string_view word) {
  // NOT ATOMIC belongs to the BEGIN before it.
  if (is_one_of(word, {"else", "exception", "not", "atomic"})) {
    fresh_ = true;
  } else if (is_one_of(word, {"elseif", "elsif", "when"})) {
    awaiting_ = Awaiting::then;
  } else if (word == "until") {
    awaiting_ = Awaiting::end;
  } else {
    return false;
  }
  return true;
}

void BlockTracker::statement_rest(const Token& token, std::string_view word) {
  if (declare_words_ > 0) declare_word(word);
  if ((token.is(':') && label_) || (token.text == ">>" && oracle_label_)) {
    fresh_ = true;
    oracle_label_ = false;
  } else if (word == "case") {
    ++cases_;
  } else if (word == "end" && ends_value(before_)) {
    if (cases_ > 0) {
      --cases_;
    } else if (awaiting_ == Awaiting::end) {
      awaiting_ = Awaiting::nothing;
      close(token);
    }
  } else if (cases_ == 0 &&
             ((word == "then" && awaiting_ == Awaiting::then) ||
              ((word == "do" || word == "loop") && awaiting_ == Awaiting::loop_body))) {
    awaiting_ = Awaiting::nothing;
    fresh_ = true;
  }
  label_ = false;
}

/// DECLARE {CONTINUE | EXIT | UNDO} HANDLER FOR: a statement follows the conditions.
void BlockTracker::declare_word(std::string_view word) {
  if (declare_words_ == 1) {
    declare_words_ = is_one_of(word, {"continue", "exit", "undo"}) ? 2 : 0;
  } else {
    declare_words_ = 0;
    if (word == "handler") handler_ = Handler::condition;
  }
}

/// Whether the token belongs to the conditions of a handler.
bool BlockTracker::handler_condition(const Token& token, std::string_view word) {
  switch (handler_) {
    case Handler::condition:
      if (word == "for") return true;
      handler_ = word == "sqlstate" ? Handler::sqlstate
                 : word == "not"    ? Handler::found
                                    : Handler::next;
      return true;
    case Handler::sqlstate:
      if (word != "value") handler_ = Handler::next;
      return true;
    case Handler::found:
      handler_ = Handler::next;
      return true;
    case Handler::next:
      if (token.is(',')) {
        handler_ = Handler::condition;
        return true;
      }
      break;
    case Handler::none:
      return false;
  }
  handler_ = Handler::none;
  fresh_ = true;
  if (word != "begin") return false;
  // Even among declarations this BEGIN is the handler's own.
  blocks_.push_back({Kind::begin, token});
  return true;
}

void BlockTracker::close(const Token& end) {
  if (blocks_.empty()) return;
  closed_ = blocks_.back();
  blocks_.pop_back();
  end_ = end;
}

void BlockTracker::check_end(const Token& next, std::string_view word) {
  const Block block = *closed_;
  closed_.reset();
  const std::string_view expected = closing_word(block.kind);
  const bool qualified = is_one_of(word, {"if", "case", "loop", "while", "for", "repeat"});
  // Oracle's WHILE and FOR are loops that END LOOP closes.
  const bool loop =
      word == "loop" && (block.kind == Kind::while_block || block.kind == Kind::for_block);
  if (mismatch_ || loop || (expected.empty() ? !qualified : word == expected)) return;
  if (expected.empty()) {
    mismatch_ = {end_, fmt::format("END {} closes no {}", next.text, next.text)};
  } else {
    mismatch_ = {block.opener,
                 fmt::format("{} is not closed by END {}", block.opener.text, upper(expected))};
  }
}

std::optional<BlockTracker::Mismatch> BlockTracker::mismatch(const Token& next) {
  if (closed_) check_end(next, keyword(next, before_));
  return mismatch_;
}

}  // namespace dbmig
