// Starts a private server, prints its folder and its socket, and waits for the end of its
// stdin or for its own violent one. A SIGINT it takes note of and goes on, as dbmig does
// that lets a statement finish.
#include <csignal>
#include <iostream>
#include <string>

#include "base/error.h"
#include "scratch/private_server.h"

int main() {
  struct sigaction noted {};
  noted.sa_handler = [](int) {};
  noted.sa_flags = SA_RESTART;
  ::sigaction(SIGINT, &noted, nullptr);
  try {
    const dbmig::PrivateServer server;
    std::cout << server.folder().string() << '\n' << server.socket() << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
    }
    return 0;
  } catch (const dbmig::Error& error) {
    std::cerr << error.report() << '\n';
    return static_cast<int>(error.code());
  }
}
