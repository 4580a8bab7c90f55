#pragma once

#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace dbmig {

/// Random choices from one seed, which a failing test prints. DBMIG_TEST_SEED sets it.
class Random {
 public:
  Random() : seed_(chosen_seed()), engine_(seed_) {}

  std::uint32_t seed() const { return seed_; }
  /// A number from 0 to `limit` - 1.
  std::size_t below(std::size_t limit) { return engine_() % limit; }
  template <typename T>
  const T& one_of(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }
  /// Up to `most` pieces, one after another.
  std::string text(const std::vector<std::string>& pieces, std::size_t most) {
    std::string out;
    for (std::size_t n = below(most + 1); n > 0; --n)
      out += one_of(pieces);
    return out;
  }

 private:
  static std::uint32_t chosen_seed() {
    const char* const given = std::getenv("DBMIG_TEST_SEED");
    return given != nullptr ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10))
                            : std::random_device{}();
  }

  std::uint32_t seed_;
  std::mt19937 engine_;
};

/// A text with up to three pieces changed, taken away, or put in from other texts.
inline std::string damaged(Random& random, std::string text,
                           const std::vector<std::string>& others) {
  for (std::size_t n = random.below(4); n > 0 && !text.empty(); --n) {
    const std::size_t at = random.below(text.size());
    switch (random.below(3)) {
      case 0:
        text[at] = static_cast<char>(random.below(256));
        break;
      case 1:
        text.erase(at, random.below(10));
        break;
      default:
        text.insert(at, random.one_of(others).substr(0, random.below(60)));
    }
  }
  return text;
}

}  // namespace dbmig
