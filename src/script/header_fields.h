#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "script/header.h"

namespace dbmig {

// How a header is read, step by step; only header.cpp, the writer and the tests
// look in here.

/// The lines between the two `-- ---` lines, as a part of the file's text.
struct HeaderBlock {
  std::size_t opener = 0;  // Offset of the first `-- ---`.
  std::size_t begin = 0;   // Of the first line between.
  std::size_t close = 0;   // Of the second `-- ---`.
  std::size_t end = 0;     // Of what follows.
};

/// Finds the header; as parse_header() for what it returns and throws.
std::optional<HeaderBlock> find_header_block(std::string_view text, std::string_view file,
                                             Extent extent);

/// One value as YAML understands it, and the offset in the file where it stands.
struct HeaderValue {
  std::string text;
  std::size_t offset = 0;

  friend bool operator==(const HeaderValue&, const HeaderValue&) = default;
};

/// What stands behind one key.
struct HeaderField {
  enum class Kind { absent, null, scalar, list };

  Kind kind = Kind::absent;
  std::size_t offset = 0;  // Of the key.
  HeaderValue value;       // Of a scalar: most headers have nothing else.
  std::vector<HeaderValue> items;

  /// What there is, of a scalar or a list.
  std::span<const HeaderValue> values() const {
    return kind == Kind::scalar ? std::span(&value, 1) : std::span(items);
  }

  friend bool operator==(const HeaderField&, const HeaderField&) = default;
};

constexpr std::array<std::string_view, 8> kHeaderKeys = {
    "revision", "down_revision", "branch_labels", "depends_on",
    "replaces", "create_date",   "message",       "doc",
};

/// The fields of a header, one for each HeaderKey.
struct HeaderFields : std::array<HeaderField, kHeaderKeys.size()> {
  HeaderField& of(HeaderKey key) { return (*this)[static_cast<std::size_t>(key)]; }
  const HeaderField& of(HeaderKey key) const { return (*this)[static_cast<std::size_t>(key)]; }
};

/// The key of that name.
std::optional<HeaderKey> header_key(std::string_view name);

/// The fields of a header of the plain shape: on each line a known key and a plain
/// scalar, nothing, null, or a flow list of plain words. Nothing whenever YAML
/// could see anything else in it; then yaml_fields() decides.
std::optional<HeaderFields> plain_fields(std::string_view text, const HeaderBlock& block);

/// The fields as yaml-cpp reads them. Throws Error(data).
HeaderFields yaml_fields(std::string_view text, std::string_view file, const HeaderBlock& block);

/// True when `text` means itself as a value: no quotes are needed to write it.
bool is_plain_value(std::string_view text);

}  // namespace dbmig
