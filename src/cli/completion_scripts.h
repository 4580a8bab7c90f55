#pragma once

#include <string_view>

namespace dbmig {

/// The script that teaches `shell` (bash, zsh or fish) to complete dbmig; empty for
/// another shell. All of them ask `dbmig __complete` and only know how their shell wants
/// the answer.
std::string_view completion_script(std::string_view shell);

}  // namespace dbmig
