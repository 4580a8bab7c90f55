#include "unit/fuzz_corpus.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/script/random_text.h"
#include "unit/script/script_text.h"

extern "C" int fuzz_header(const std::uint8_t* data, std::size_t size);

namespace dbmig {
namespace {

TEST(HeaderFuzzer, TakesEveryInputOfItsCorpusCutAtEveryByte) {
  const std::vector<std::string> texts = fuzz_corpus("header");
  EXPECT_GT(texts.size(), 20U);
  for (const std::string& text : texts) {
    for (std::size_t size = 0; size <= std::min<std::size_t>(text.size(), 600); ++size)
      feed(fuzz_header, text.substr(0, size));
    feed(fuzz_header, text);
  }
}

TEST(HeaderFuzzer, TakesTheCorpusWithRandomDamage) {
  Random random;
  SCOPED_TRACE(testing::Message() << "seed " << random.seed());
  const std::vector<std::string> texts = fuzz_corpus("header");
  for (int i = 0; i < 2'000; ++i) {
    feed(fuzz_header, damaged(random, random.one_of(texts).substr(0, 2'000), texts));
  }
}

}  // namespace
}  // namespace dbmig
