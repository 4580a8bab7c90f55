#include "dump/row_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "db/connection.h"

namespace dbmig {
namespace {

// A statement is closed when it is longer: small beside every server's max_allowed_packet,
// large enough that its parsing costs nothing beside its rows.
constexpr std::size_t kStatementSize = 1'000'000;
constexpr std::size_t kFlushAt = 256 * 1024;

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Character sets that the server turns into utf8mb4 and back without loss.
bool is_unicode_safe(std::string_view character_set) {
  constexpr std::array<std::string_view, 10> kSafe = {
      "utf8mb4", "utf8mb3", "utf8", "latin1", "ascii", "ucs2", "utf16", "utf16le", "utf32", ""};
  return one_of(character_set, kSafe);
}

/// Whether the server would print fewer digits than the value has.
bool is_rounded(const DataColumn& column) { return column.type == "float" && !column.fixed_point; }

/// What a byte is escaped as, or 0.
constexpr std::array<char, 256> make_escapes() {
  std::array<char, 256> escapes{};
  escapes[0] = '0';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\\'] = '\\';
  escapes['\''] = '\'';
  escapes[0x1A] = 'Z';
  return escapes;
}
constexpr std::array<char, 256> kEscapes = make_escapes();

void append_hex(std::string& out, std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::size_t at = out.size();
  out.resize(at + 2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out[at++] = kDigits[byte >> 4];
    out[at++] = kDigits[byte & 15];
  }
}

void append_bits(std::string& out, std::string_view bytes) {
  std::string bits;
  for (const char c : bytes) {
    for (int bit = 7; bit >= 0; --bit)
      bits += (static_cast<unsigned char>(c) >> bit & 1) != 0 ? '1' : '0';
  }
  const std::size_t first = std::min(bits.find('1'), bits.empty() ? 0 : bits.size() - 1);
  out += "b'" + bits.substr(first) + "'";
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '\'';
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char escape = kEscapes[static_cast<unsigned char>(text[i])];
    if (escape == 0) continue;
    out.append(text, start, i - start);
    out += '\\';
    out += escape;
    start = i + 1;
  }
  out.append(text, start);
  out += '\'';
}

std::string rows_query(const TableData& data) {
  std::string query;
  for (const DataColumn& column : data.columns) {
    query += query.empty() ? "SELECT " : ", ";
    const std::string name = quoted_name(column.name);
    if (is_rounded(column)) {
      query += name + " * 1e0";
    } else if (!is_unicode_safe(column.character_set) && column.character_set != "binary") {
      query += "CAST(" + name + " AS BINARY)";
    } else {
      query += name;
    }
  }
  query += " FROM " + quoted_name(data.table);
  for (const std::string& column : data.order)
    query += (&column == &data.order.front() ? " ORDER BY " : ", ") + quoted_name(data.table) +
             "." + quoted_name(column);
  return query;
}

RowText::Form RowText::form_of(const DataColumn& column) {
  constexpr std::array<std::string_view, 11> kNumbers = {
      "tinyint", "smallint", "mediumint", "int",     "bigint", "decimal",
      "float",   "double",   "year",      "integer", "numeric"};
  constexpr std::array<std::string_view, 8> kWritten = {"date", "time",  "datetime", "timestamp",
                                                        "json", "inet4", "inet6",    "uuid"};
  if (one_of(column.type, kNumbers)) return Form::plain;
  if (column.type == "bit") return Form::bits;
  if (one_of(column.type, kWritten)) return Form::quoted;
  if (column.character_set.empty() || column.character_set == "binary") return Form::hex;
  return is_unicode_safe(column.character_set) ? Form::quoted : Form::introduced;
}

RowText::RowText(const TableData& data, TextSink sink) : sink_(std::move(sink)) {
  std::string names;
  for (const DataColumn& column : data.columns) {
    names += (names.empty() ? "" : ", ") + quoted_name(column.name);
    forms_.push_back(form_of(column));
    introducers_.push_back("_" + column.character_set + " ");
  }
  head_ = fmt::format("INSERT INTO {} ({}) VALUES\n", quoted_name(data.table), names);
}

void RowText::begin_row() {
  if (pending_.size() > kFlushAt) {
    sink_(pending_);
    pending_.clear();
  }
  if (statement_ == 0) {
    pending_ += head_;
    pending_ += '(';
  } else {
    pending_ += ",\n(";
  }
  statement_ += 1;
  first_value_ = true;
}

void RowText::value(std::size_t column, std::optional<std::string_view> value) {
  if (!first_value_) pending_ += ", ";
  first_value_ = false;
  if (!value) {
    pending_ += "NULL";
    return;
  }
  const std::size_t before = pending_.size();
  const Form form = value->empty() && forms_[column] != Form::plain ? Form::quoted : forms_[column];
  switch (form) {
    case Form::plain:
      pending_ += *value;
      break;
    case Form::quoted:
      append_quoted(pending_, *value);
      break;
    case Form::introduced:
      pending_ += introducers_[column];
      [[fallthrough]];
    case Form::hex:
      pending_ += "0x";
      append_hex(pending_, *value);
      break;
    case Form::bits:
      append_bits(pending_, *value);
      break;
  }
  statement_ += pending_.size() - before;
}

void RowText::end_row() {
  ++rows_;
  pending_ += ')';
  if (statement_ < kStatementSize) return;
  pending_ += ";\n";
  statement_ = 0;
}

void RowText::finish() {
  if (statement_ != 0) pending_ += ";\n";
  statement_ = 0;
  if (!pending_.empty()) sink_(pending_);
  pending_.clear();
}

}  // namespace dbmig
