#include <algorithm>

#include <fmt/format.h>
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

/// Turns one document into fields.
class FieldReader {
 public:
  explicit FieldReader(const YamlText& source) : source_(source) {}

  void read(const YAML::Node& key, const YAML::Node& value) {
    const std::size_t at = plain_offset(key);
    if (!key.IsScalar()) throw source_.error(at, "a header is a list of `key: value` lines");
    const auto known = header_key(key.Scalar());
    if (!known) throw unknown(key.Scalar(), at);
    name_ = key.Scalar();
    HeaderField& field = fields_.of(*known);
    if (field.kind != HeaderField::Kind::absent) {
      throw source_.error(at, fmt::format("`{}` is given twice", name_));
    }
    field.offset = at;
    // An alias stands where its anchor does, in front of the key.
    if (!value.IsNull() && source_.offset(value.Mark()) < at) throw no_references(at);
    read_value(value, field);
  }

  const HeaderFields& fields() const { return fields_; }

 private:
  void read_value(const YAML::Node& value, HeaderField& field) const {
    if (value.IsNull()) {
      field.kind = HeaderField::Kind::null;
    } else if (value.IsScalar()) {
      field.kind = HeaderField::Kind::scalar;
      add(value, field);
    } else if (value.IsSequence()) {
      plain_offset(value);
      field.kind = HeaderField::Kind::list;
      for (const YAML::Node& element : value)
        add(element, field);
    } else {
      throw source_.error(source_.offset(value.Mark()),
                          fmt::format("`{}` cannot take a mapping", name_));
    }
  }

  void add(const YAML::Node& value, HeaderField& field) const {
    const std::size_t last = field.values.empty() ? field.offset : field.values.back().offset;
    if (value.IsNull() || !value.IsScalar()) {
      throw source_.error(value.IsNull() ? field.offset : source_.offset(value.Mark()),
                          fmt::format("every element of `{}` is one plain value", name_));
    }
    const std::size_t at = plain_offset(value);
    if (at < last) throw no_references(last);
    field.values.push_back({value.Scalar(), at});
  }

  /// Where a node stands, when nothing but quotes stands in front of it.
  std::size_t plain_offset(const YAML::Node& node) const {
    const std::size_t at = source_.offset(node.Mark());
    const char first = source_.at(at);
    if (first == '&' || first == '!' || first == '*') throw no_references(at);
    if (node.IsScalar() && (first == '"' || first == '\'')) source_.check_closed(at);
    return at;
  }

  Error no_references(std::size_t at) const {
    return source_.error(at, "a header takes no tags, anchors or aliases")
        .with_hint("put a value that begins with `!`, `&` or `*` in quotes");
  }

  Error unknown(const std::string& word, std::size_t at) const {
    const std::vector<std::string> keys(kHeaderKeys.begin(), kHeaderKeys.end());
    return source_
        .error(at, fmt::format("unknown key \"{}\"{}", word, did_you_mean(nearest(word, keys))))
        .with_hint("the keys of a header are " + join(keys, ", "));
  }

  const YamlText& source_;
  HeaderFields fields_;
  std::string name_;
};

}  // namespace

HeaderFields yaml_fields(std::string_view text, std::string_view file, const HeaderBlock& block) {
  const YamlText source(text, file, block);
  FieldReader reader(source);
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(source.yaml());
    if (documents.size() > 1) {
      throw source.error(source.offset(documents[1].Mark()), "a header is one YAML document");
    }
    if (documents.empty() || documents[0].IsNull()) return {};
    if (!documents[0].IsMap()) {
      throw source.error(source.offset(documents[0].Mark()),
                         "a header is a list of `key: value` lines");
    }
    for (const auto& entry : documents[0])
      reader.read(entry.first, entry.second);
  } catch (const YAML::Exception& e) {
    throw source.error(source.offset(e.mark), "not valid YAML: " + e.msg)
        .with_hint(
            "a value that holds `: ` or ` #`, or begins with a special character, "
            "is written in quotes");
  }
  return reader.fields();
}

}  // namespace dbmig
