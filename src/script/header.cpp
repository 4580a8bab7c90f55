#include "script/header.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "script/header_fields.h"

namespace dbmig {
namespace {

/// `reserved` are what a revision argument is read by, in the order in which they are named.
void check_name(std::string_view text, std::string_view reserved, std::string_view what) {
  if (text.empty()) throw Error(ErrorCode::data, fmt::format("a {} cannot be empty", what));
  std::vector<std::string> found;
  for (const char c : reserved) {
    if (text.find(c) != std::string_view::npos) found.emplace_back(1, c);
  }
  if (!found.empty()) {
    throw Error(ErrorCode::data, fmt::format("Character(s) '{}' not allowed in {} '{}'",
                                             join(found, ", "), what, printable(text)));
  }
  const bool unfit = std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F || c == ',' || c == '/';
  });
  if (unfit) {
    throw Error(ErrorCode::data, fmt::format("'{}' cannot be a {}: it holds a blank, a comma, a "
                                             "slash or a control character",
                                             printable(text), what));
  }
}

/// Turns fields into a Header, and says what is wrong with them.
class HeaderBuilder {
 public:
  HeaderBuilder(std::string_view text, std::string_view file, const HeaderBlock& block,
                HeaderFields& fields)
      : text_(text), file_(file), block_(block), fields_(fields) {}

  Header build() {
    Header header;
    header.end = block_.end;
    header.revision.id = id();
    header.revision.down_revisions = list(Need::required, HeaderKey::down_revision, Names::ids);
    header.revision.branch_labels = list(Need::optional, HeaderKey::branch_labels, Names::labels);
    header.revision.depends_on = list(Need::optional, HeaderKey::depends_on, Names::labels);
    header.revision.replaces = list(Need::optional, HeaderKey::replaces, Names::ids);
    header.message = scalar(Need::required, HeaderKey::message);
    header.create_date = scalar(Need::optional, HeaderKey::create_date);
    header.revision.message = title_of(header.message);
    header.doc = body_of(header.message);
    const std::string more = scalar(Need::optional, HeaderKey::doc);
    if (!header.doc.empty() && !more.empty()) header.doc += "\n\n";
    header.doc += trim(more);
    return header;
  }

 private:
  enum class Need { required, optional };
  enum class Names { ids, labels };

  static std::string_view name(HeaderKey key) { return kHeaderKeys[static_cast<std::size_t>(key)]; }

  Error error(std::size_t offset, const std::string& message) const {
    return Error(ErrorCode::data, message).at(Location::at(file_, text_, offset));
  }

  /// The field of a key, checked to be there when it has to be.
  HeaderField& field(Need need, HeaderKey key) {
    HeaderField& field = fields_.of(key);
    if (need == Need::optional || field.kind != HeaderField::Kind::absent) return field;
    const bool base = key == HeaderKey::down_revision;
    throw error(block_.opener, fmt::format("the header has no `{}`", name(key)))
        .with_hint(base ? "the first revision of a history says `down_revision: null`"
                        : fmt::format("add a line `-- {}: ...`", name(key)));
  }

  std::string scalar(Need need, HeaderKey key) {
    HeaderField& found = field(need, key);
    if (found.kind == HeaderField::Kind::list) {
      throw error(found.offset, fmt::format("`{}` takes one value, not a list", name(key)));
    }
    return std::move(found.value.text);
  }

  std::string id() {
    const HeaderField& found = field(Need::required, HeaderKey::revision);
    if (found.kind == HeaderField::Kind::null) {
      throw error(found.offset, "`revision` has no value")
          .with_hint("it takes the id of this revision, as in `revision: 9142c979f5df`");
    }
    if (found.kind == HeaderField::Kind::scalar) check(found.value, Names::ids);
    return scalar(Need::required, HeaderKey::revision);
  }

  std::vector<std::string> list(Need need, HeaderKey key, Names names) {
    HeaderField& found = field(need, key);
    std::vector<std::string> values;
    values.reserve(found.values().size());
    std::set<std::string_view> seen;
    for (const HeaderValue& value : found.values()) {
      check(value, names);
      const bool alone = found.kind == HeaderField::Kind::scalar;
      if (!alone && !seen.insert(value.text).second) {
        throw error(value.offset, fmt::format("`{}` names {} twice", name(key), value.text));
      }
      values.push_back(value.text);
    }
    return values;
  }

  void check(const HeaderValue& value, Names names) const {
    try {
      if (names == Names::labels) {
        check_branch_label(value.text);
      } else {
        check_revision_id(value.text);
      }
    } catch (Error& e) {
      e.set_location(Location::at(file_, text_, value.offset));
      throw;
    }
  }

  std::string_view text_;
  std::string_view file_;
  const HeaderBlock& block_;
  HeaderFields& fields_;  // Their texts are taken out.
};

}  // namespace

std::optional<Header> parse_header(std::string_view text, std::string_view file, Extent extent) {
  const auto block = find_header_block(text, file, extent);
  if (!block) return std::nullopt;
  auto fields = plain_fields(text, *block);
  if (!fields) fields = yaml_fields(text, file, *block);
  return HeaderBuilder(text, file, *block, *fields).build();
}

Location header_location(std::string_view text, std::string_view file, HeaderKey key,
                         std::string_view value) {
  const auto block = find_header_block(text, file, Extent::whole);
  const HeaderFields fields = yaml_fields(text, file, *block);
  const HeaderField& field = fields.of(key);
  std::size_t offset = field.kind == HeaderField::Kind::absent ? block->opener : field.offset;
  for (const HeaderValue& candidate : field.values()) {
    if (candidate.text == value) offset = candidate.offset;
  }
  return Location::at(file, text, offset);
}

void check_revision_id(std::string_view id) { check_name(id, "+-:@", "revision identifier"); }

void check_branch_label(std::string_view label) { check_name(label, ":@", "branch label"); }

namespace {

/// The offset of the first empty line in a trimmed message, or its size.
std::size_t title_size(std::string_view message) {
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t end = std::min(message.find('\n', at), message.size());
    if (trim(message.substr(at, end - at)).empty()) return at;
    at = end + 1;
  }
  return message.size();
}

}  // namespace

std::string_view title_of(std::string_view message) {
  message = trim(message);
  return trim(message.substr(0, title_size(message)));
}

std::string_view body_of(std::string_view message) {
  message = trim(message);
  return trim(message.substr(title_size(message)));
}

}  // namespace dbmig
