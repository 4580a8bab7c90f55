#include "unit/fuzz_corpus.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/script/random_text.h"

extern "C" int fuzz_dump(const std::uint8_t* data, std::size_t size);

namespace dbmig {
namespace {

// Each input is translated by both servers' rules for every target, so not at every byte.
TEST(DumpFuzzer, TakesEveryInputOfItsCorpusCutAnywhere) {
  constexpr std::size_t kCuts = 200;
  const std::vector<std::string> texts = fuzz_corpus("dump");
  EXPECT_GT(texts.size(), 30U);
  for (const std::string& text : texts) {
    for (std::size_t size = 0; size < text.size(); size += text.size() / kCuts + 1)
      feed(fuzz_dump, text.substr(0, size));
    feed(fuzz_dump, text);
  }
}

TEST(DumpFuzzer, TakesTheCorpusWithRandomDamage) {
  Random random;
  SCOPED_TRACE(testing::Message() << "DBMIG_TEST_SEED=" << random.seed());
  const std::vector<std::string> texts = fuzz_corpus("dump");
  for (int i = 0; i < 1'000; ++i)
    feed(fuzz_dump, damaged(random, random.one_of(texts).substr(0, 2'000), texts));
}

}  // namespace
}  // namespace dbmig
