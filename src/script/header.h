#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "revision/revision.h"

namespace dbmig {

/// What the header of a native revision file says: the YAML behind `-- ` between
/// the two `-- ---` lines that a file begins with.
///
/// Holding one means that every key is known and given once, that `revision`,
/// `down_revision` and `message` are there, and that each id is fit to be one.
struct Header {
  Revision revision;        // Its `message` is the title: the first paragraph.
  std::string message;      // As the file has it, with all its paragraphs.
  std::string doc;          // What follows the title, then the text of `doc`.
  std::string create_date;  // As the file has it; empty when it has none.
  std::size_t end = 0;      // Offset of the first byte after the header.
};

/// How much of a file a text is.
enum class Extent { head, whole };

/// The header of `text`, which was read from `file`. Nothing when `text` is only
/// the head of a file and the header goes on beyond it.
/// Throws Error(data) that points at what is wrong.
std::optional<Header> parse_header(std::string_view text, std::string_view file, Extent extent);

/// The longest header that is read. What is longer has most likely no end.
constexpr std::size_t kLongestHeader = 65'536;

/// The keys of a header, in the order in which they are written.
enum class HeaderKey {
  revision,
  down_revision,
  branch_labels,
  depends_on,
  replaces,
  create_date,
  message,
  doc,
};

/// Where `value` stands in the header of `text`: the value of `key` itself, else
/// the key, else the header's first line.
Location header_location(std::string_view text, std::string_view file, HeaderKey key,
                         std::string_view value);

/// Throws Error(data) unless `id` can be a revision's: not empty, none of `@ - + :`
/// (which steer a revision argument), no blank, comma or control character.
void check_revision_id(std::string_view id);
/// The same for a branch label, which may hold a `-` and a `+`: a name wins over steps.
void check_branch_label(std::string_view label);

/// The first paragraph of a message, and the rest without the blanks around it.
std::string_view title_of(std::string_view message);
std::string_view body_of(std::string_view message);

}  // namespace dbmig
