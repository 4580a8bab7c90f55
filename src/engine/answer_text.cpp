#include "engine/answer_text.h"

#include <charconv>

#include <fmt/format.h>

#include "base/sha256.h"
#include "base/text.h"

namespace dbmig {
namespace {

/// Tabs and line feeds part cells and rows; what is no text is written byte by byte.
std::string escaped(std::string_view cell) {
  const bool is_text = !find_invalid_utf8(cell);
  std::string text;
  for (const char c : cell) {
    const bool plain = c >= ' ' && c != '\\' && c != 0x7f;
    if (plain || (is_text && c < 0)) {
      text += c;
    } else {
      text += fmt::format("\\{:02x}", static_cast<unsigned char>(c));
    }
  }
  return text;
}

std::string unescaped(std::string_view text) {
  std::string cell;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned byte = 0;
    if (text[at] != '\\' || at + 2 >= text.size()) {
      cell += text[at];
      continue;
    }
    std::from_chars(text.data() + at + 1, text.data() + at + 3, byte, 16);
    cell += static_cast<char>(byte);
    at += 2;
  }
  return cell;
}

}  // namespace

std::string answer_text(const Rows& rows) {
  std::string text;
  for (std::size_t i = 0; i < rows.columns.size(); ++i) {
    text += fmt::format("{}{}:{}", i == 0 ? "" : "\t", static_cast<int>(rows.types.at(i)),
                        escaped(rows.columns[i]));
  }
  for (const auto& row : rows.rows) {
    text += '\n';
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += '\t';
      if (row[i]) text += "=" + escaped(*row[i]);
    }
  }
  return text;
}

std::string kept_answer(const Rows& rows) {
  constexpr std::size_t kLongest = 262'144;
  std::string text = answer_text(rows);
  return text.size() <= kLongest ? text : "sha256 " + sha256(text);
}

std::optional<Rows> parse_answer(std::string_view text) {
  Rows rows;
  const std::vector<std::string_view> lines = split(text, '\n');
  for (const std::string_view column : split(lines.front(), '\t')) {
    int type = 0;
    const std::size_t colon = column.find(':');
    if (text.empty()) break;
    if (colon == std::string_view::npos) return std::nullopt;
    std::from_chars(column.data(), column.data() + colon, type);
    if (type < 0 || type > static_cast<int>(CellType::time)) return std::nullopt;
    rows.types.push_back(static_cast<CellType>(type));
    rows.columns.push_back(unescaped(column.substr(colon + 1)));
  }
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto& row = rows.rows.emplace_back();
    for (const std::string_view cell : split(lines[i], '\t')) {
      if (cell.empty()) {
        row.emplace_back();
      } else {
        row.emplace_back(unescaped(cell.substr(1)));
      }
    }
    if (row.size() != rows.columns.size()) return std::nullopt;
  }
  return rows;
}

std::string refusal_text(const Error& error) {
  if (!error.server()) return error.what();
  return fmt::format("{} ({}): {}", error.server()->number, error.server()->sqlstate,
                     error.server()->message);
}

ServerError parse_refusal(std::string_view line) {
  ServerError error;
  const std::size_t open = line.find(" (");
  const std::size_t close = line.find("): ");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    error.message = line;
    return error;
  }
  std::from_chars(line.data(), line.data() + open, error.number);
  error.sqlstate = line.substr(open + 2, close - open - 2);
  error.message = line.substr(close + 3);
  return error;
}

}  // namespace dbmig
