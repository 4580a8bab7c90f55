#include "script/writer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <sys/random.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "script/header_fields.h"

namespace dbmig {
namespace {

constexpr std::size_t kLongestId = 32;  // version_num VARCHAR(32)

std::string quoted_yaml(std::string_view value) {
  std::string out = "\"";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02X}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// A value as YAML: as it is where that is clear, else in double quotes.
std::string yaml(std::string_view value) {
  return is_plain_value(value) ? std::string(value) : quoted_yaml(value);
}

/// No value is `null`, one stands alone, more are a list.
std::string yaml(const std::vector<std::string>& values) {
  if (values.empty()) return "null";
  if (values.size() == 1) return yaml(values.front());
  std::vector<std::string> quoted;
  for (const std::string& value : values) {
    // In a list these mean something, so they need quotes where alone they do not.
    const bool special = value.find_first_of(",[]{}") != std::string::npos;
    quoted.push_back(special ? quoted_yaml(value) : yaml(value));
  }
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

/// Lines that YAML takes as they are in a block: no control characters, none of Unicode's own
/// line ends and byte order marks, no blanks at an end.
bool is_block(std::string_view text) {
  const auto is_control = [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
  };
  const auto holds = [&](std::string_view part) { return text.find(part) != text.npos; };
  constexpr std::array<std::string_view, 6> kOdd = {"\xC2\x85",     "\xE2\x80\xA8", "\xE2\x80\xA9",
                                                    "\xEF\xBB\xBF", "\xEF\xBF\xBE", "\xEF\xBF\xBF"};
  return holds("\n") && trim(text) == text && !holds(" \n") &&
         std::none_of(text.begin(), text.end(), is_control) &&
         std::none_of(kOdd.begin(), kOdd.end(), holds);
}

/// A text of several lines as a YAML block, which people can read, or else in quotes.
std::string yaml_text(std::string_view text) {
  if (!is_block(text)) return yaml(text);
  std::string out = "|-";
  for (const std::string_view line : split(text, '\n'))
    out += line.empty() ? std::string("\n--") : fmt::format("\n--   {}", line);
  return out;
}

/// Throws unless the header that was written can be read.
void check(std::string_view text, const NewRevision& revision) {
  if (text.size() > kLongestHeader) {
    throw Error(ErrorCode::usage, fmt::format("the message is too long: a header has at most {} "
                                              "bytes",
                                              kLongestHeader));
  }
  if (find_invalid_utf8(text)) {
    throw Error(ErrorCode::usage, "the message and the names of a revision are UTF-8")
        .with_hint("use a terminal with a UTF-8 locale");
  }
  try {
    parse_header(text, "", Extent::whole);
  } catch (const Error& e) {
    throw Error(ErrorCode::usage, e.what());
  }
  if (code_points(revision.id) > kLongestId) {
    throw Error(ErrorCode::usage,
                fmt::format("revision identifier '{}' is longer than the {} characters that the "
                            "version table can hold",
                            printable(revision.id), kLongestId));
  }
}

}  // namespace

RevisionId new_revision_id(const std::function<bool(const RevisionId&)>& taken) {
  for (;;) {
    std::array<unsigned char, 6> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
      if (errno == EINTR) continue;
      throw Error(ErrorCode::internal,
                  fmt::format("cannot get random bytes: {}", std::strerror(errno)));
    }
    RevisionId id = fmt::format("{:02x}", fmt::join(bytes, ""));
    if (!taken(id)) return id;
  }
}

std::string header_text(const NewRevision& revision, std::string_view created) {
  std::string text = "-- ---\n";
  const auto add = [&](HeaderKey key, const std::string& value) {
    text += fmt::format("-- {}: {}\n", kHeaderKeys[static_cast<std::size_t>(key)], value);
  };
  add(HeaderKey::revision, yaml(revision.id));
  add(HeaderKey::down_revision, yaml(revision.down_revisions));
  if (!revision.branch_labels.empty()) add(HeaderKey::branch_labels, yaml(revision.branch_labels));
  if (!revision.depends_on.empty()) add(HeaderKey::depends_on, yaml(revision.depends_on));
  if (!revision.replaces.empty()) add(HeaderKey::replaces, yaml(revision.replaces));
  if (!created.empty()) add(HeaderKey::create_date, yaml(created));
  add(HeaderKey::message, yaml(revision.message));
  if (!revision.doc.empty()) add(HeaderKey::doc, yaml_text(revision.doc));
  text += "-- ---\n";
  check(text, revision);
  return text;
}

std::string revision_text(const NewRevision& revision, const WallTime& created) {
  return header_text(revision, created.str()) +
         "\n"
         "-- migrate:upgrade\n"
         "-- SQL that takes the schema to this revision, each statement ended by `;`.\n"
         "\n"
         "-- migrate:downgrade\n"
         "-- SQL that takes it back; if nothing can, write: -- migrate:irreversible: why\n";
}

std::filesystem::path write_revision(const std::filesystem::path& folder, NewRevision revision,
                                     const FileNaming& naming, const WallTime& created) {
  std::filesystem::path path = folder / file_name(naming, revision.id, revision.message, created);
  if (revision.message.empty()) revision.message = "empty message";
  const std::string text = revision_text(revision, created);
  std::error_code problem;
  std::filesystem::create_directories(path.parent_path(), problem);
  if (problem) {
    throw Error(
        ErrorCode::cannot_create,
        fmt::format("cannot create {}: {}", path.parent_path().string(), problem.message()));
  }
  write_file(path, text, Existing::refuse);
  return path;
}

}  // namespace dbmig
