// Starts a private server, prints its folder and socket, and waits for a line on stdin or
// for its own violent end.
#include <cstdio>
#include <iostream>
#include <string>

#include "base/error.h"
#include "scratch/private_server.h"

int main(int argc, char** argv) {
  try {
    dbmig::PrivateServerOptions options;
    if (argc > 1) options.parent = argv[1];
    const dbmig::PrivateServer server(options);
    std::cout << server.folder().string() << '\n' << server.socket() << std::endl;
    std::string line;
    std::getline(std::cin, line);
    return 0;
  } catch (const dbmig::Error& error) {
    std::cerr << error.report() << '\n';
    return static_cast<int>(error.code());
  }
}
