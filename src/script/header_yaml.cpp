#include <algorithm>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "base/text.h"
#include "script/header_fields.h"

namespace dbmig {
namespace {

/// The text of a header without its `-- `, and the way back to the file.
class YamlText {
 public:
  YamlText(std::string_view text, std::string_view file, const HeaderBlock& block)
      : text_(text), file_(file), block_(block) {
    for (std::size_t at = block.begin; at < block.close;) {
      const std::size_t end = std::min(text.find('\n', at), block.close);
      std::string_view line = text.substr(at, end - at);
      if (line.ends_with('\r')) line.remove_suffix(1);
      const std::size_t prefix = std::min<std::size_t>(3, line.size());
      lines_.push_back({at + prefix, line.size() - prefix});
      yaml_.append(line.substr(prefix));
      yaml_ += '\n';
      at = end + 1;
    }
    check_characters();
  }

  const std::string& yaml() const { return yaml_; }

  /// The offset in the file of a place in the YAML text.
  std::size_t offset(const YAML::Mark& mark) const {
    if (mark.line < 0 || static_cast<std::size_t>(mark.line) >= lines_.size()) return block_.close;
    const auto& [begin, size] = lines_[static_cast<std::size_t>(mark.line)];
    return begin + std::min(static_cast<std::size_t>(std::max(mark.column, 0)), size);
  }

  char at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }

  Error error(std::size_t offset, const std::string& message) const {
    return Error(ErrorCode::data, message).at(Location::at(file_, text_, offset));
  }

  /// yaml-cpp takes the end of its input for a missing quote; this does not.
  void check_closed(std::size_t opener) const {
    const char quote = text_[opener];
    for (std::size_t i = opener + 1; i < block_.close; ++i) {
      if (quote == '"' && text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        if (quote == '"' || at(i + 1) != quote) return;
        ++i;
      }
    }
    throw error(opener, "the quote that opens here is not closed");
  }

 private:
  void check_characters() const {
    for (std::size_t i = block_.begin; i < block_.close; ++i) {
      const auto byte = static_cast<unsigned char>(text_[i]);
      const bool line_end = byte == '\n' || (byte == '\r' && at(i + 1) == '\n');
      if ((byte >= 0x20 && byte != 0x7F) || byte == '\t' || line_end) continue;
      throw error(i, fmt::format("control character 0x{:02X} in the header", byte))
          .with_hint("in double quotes, write it as \"\\x" + fmt::format("{:02X}", byte) + "\"");
    }
  }

  struct Span {
    std::size_t begin;
    std::size_t size;
  };

  std::string_view text_;
  std::string_view file_;
  const HeaderBlock& block_;
  std::vector<Span> lines_;
  std::string yaml_;
};

/// Turns yaml-cpp's events into fields. It looks at what stands there and builds no
/// tree, so that nothing can be hidden behind an alias.
class FieldReader : public YAML::EventHandler {
 public:
  explicit FieldReader(const YamlText& source) : source_(source) {}

  const HeaderFields& fields() const { return fields_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (std::exchange(started_, true)) {
      throw source_.error(source_.offset(mark), "a header is one YAML document");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (anchor != 0) throw no_references(source_.offset(mark));
    switch (state_) {
      case State::start:
        return;  // an empty document
      case State::key:
        throw not_a_mapping(source_.offset(mark));
      case State::value:
        field_->kind = HeaderField::Kind::null;
        state_ = State::key;
        return;
      case State::list:
        throw no_plain_value(field_->offset);
    }
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    throw no_references(source_.offset(mark));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& text) override {
    const std::size_t at = plain_offset(mark);
    if (source_.at(at) == '"' || source_.at(at) == '\'') source_.check_closed(at);
    switch (state_) {
      case State::start:
        throw not_a_mapping(at);
      case State::key:
        take_key(text, at);
        return;
      case State::value:
        field_->kind = HeaderField::Kind::scalar;
        field_->value = {text, at};
        state_ = State::key;
        return;
      case State::list:
        field_->items.push_back({text, at});
    }
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/,
                       YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value /*style*/) override {
    const std::size_t at = plain_offset(mark);
    if (state_ == State::list) throw no_plain_value(at);
    if (state_ != State::value) throw not_a_mapping(at);
    field_->kind = HeaderField::Kind::list;
    state_ = State::list;
  }
  void OnSequenceEnd() override { state_ = State::key; }

  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    const std::size_t at = plain_offset(mark);
    if (state_ == State::list) throw no_plain_value(at);
    if (state_ == State::key) throw not_a_mapping(at);
    if (state_ == State::value) {
      throw source_.error(at, fmt::format("`{}` cannot take a mapping", name_));
    }
    state_ = State::key;
  }
  void OnMapEnd() override {}

 private:
  /// What comes next.
  enum class State { start, key, value, list };

  void take_key(const std::string& name, std::size_t at) {
    const auto known = header_key(name);
    if (!known) throw unknown(name, at);
    field_ = &fields_.of(*known);
    name_ = name;
    if (field_->kind != HeaderField::Kind::absent) {
      throw source_.error(at, fmt::format("`{}` is given twice", name));
    }
    field_->offset = at;
    state_ = State::value;
  }

  /// Where something stands that has no tag and no anchor in front of it.
  std::size_t plain_offset(const YAML::Mark& mark) const {
    const std::size_t at = source_.offset(mark);
    if (source_.at(at) == '&' || source_.at(at) == '!') throw no_references(at);
    return at;
  }

  Error not_a_mapping(std::size_t at) const {
    return source_.error(at, "a header is a list of `key: value` lines");
  }

  Error no_plain_value(std::size_t at) const {
    return source_.error(at, fmt::format("every element of `{}` is one plain value", name_));
  }

  Error no_references(std::size_t at) const {
    return source_.error(at, "a header takes no tags, anchors or aliases")
        .with_hint("put a value that begins with `!`, `&` or `*` in quotes");
  }

  Error unknown(const std::string& word, std::size_t at) const {
    const std::vector<std::string> keys(kHeaderKeys.begin(), kHeaderKeys.end());
    return source_
        .error(at, fmt::format("unknown key \"{}\"{}", printable(word),
                               did_you_mean(nearest(word, keys))))
        .with_hint("the keys of a header are " + join(keys, ", "));
  }

  const YamlText& source_;
  HeaderFields fields_;
  bool started_ = false;
  State state_ = State::start;
  HeaderField* field_ = nullptr;  // Of the key that was read last,
  std::string name_;              // and its name.
};

}  // namespace

HeaderFields yaml_fields(std::string_view text, std::string_view file, const HeaderBlock& block) {
  const YamlText source(text, file, block);
  FieldReader reader(source);
  try {
    std::istringstream stream(source.yaml());
    YAML::Parser parser(stream);
    // Twice, and no more: what the first call leaves over is an error, and yaml-cpp 0.7
    // never gets past a document that begins with a comma.
    if (parser.HandleNextDocument(reader)) parser.HandleNextDocument(reader);
  } catch (const YAML::Exception& e) {
    throw source.error(source.offset(e.mark), "not valid YAML: " + e.msg)
        .with_hint(
            "a value that holds `: ` or ` #`, or begins with a special character, "
            "is written in quotes");
  }
  return reader.fields();
}

}  // namespace dbmig
