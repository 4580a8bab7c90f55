#include <exception>
#include <filesystem>
#include <iostream>

#include <unistd.h>

#include "cli/app.h"

int main(int argc, char** argv) {
  try {
    dbmig::Invocation invocation;
    invocation.arguments.assign(argv + 1, argv + argc);
    invocation.environment = dbmig::environment(environ);
    invocation.cwd = std::filesystem::current_path();
    return dbmig::run(invocation);
  } catch (const std::exception& error) {
    // Before anything is set up: no working folder, no memory.
    std::cerr << "dbmig: " << error.what() << "\n";
    return 70;
  }
}
