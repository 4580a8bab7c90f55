#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dbmig {

/// The words of a command line by the rules of a shell, without running one: white space
/// separates, quotes and backslashes keep together. Nothing when a quote is never closed.
std::optional<std::vector<std::string>> shell_words(std::string_view text);

}  // namespace dbmig
