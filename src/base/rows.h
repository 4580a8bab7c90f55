#pragma once

#include <optional>
#include <string>
#include <vector>

namespace dbmig {

/// What sort of value a column of a result holds, as the server declares it.
enum class CellType { text, integer, real, decimal, bytes, bits, datetime, date, time };

/// A small result, all as text; nullopt is NULL.
struct Rows {
  std::vector<std::string> columns;
  std::vector<CellType> types;  // As many as columns.
  std::vector<std::vector<std::optional<std::string>>> rows;
};

}  // namespace dbmig
