#pragma once

#include <string>

#include "base/error.h"

namespace dbmig {

/// The whole message of the Error that `action` throws, for comparing it.
std::string message_of(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.report();
  }
  return "no error";
}

}  // namespace dbmig
