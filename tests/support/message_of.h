#pragma once

#include <optional>
#include <string>

#include "base/error.h"

namespace dbmig {

/// The whole report of the Error that `action` throws; "no error" when it throws none.
template <typename Action>
std::string message_of(Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.report();
  }
  return "no error";
}

/// The code of the Error that `action` throws, or nothing.
template <typename Action>
std::optional<ErrorCode> code_of(Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

}  // namespace dbmig
