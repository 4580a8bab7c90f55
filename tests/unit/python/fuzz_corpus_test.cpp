#include "unit/fuzz_corpus.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/script/random_text.h"

extern "C" int fuzz_python(const std::uint8_t* data, std::size_t size);

namespace dbmig {
namespace {

TEST(PythonFuzzer, TakesEveryInputOfItsCorpusCutEverywhere) {
  const std::vector<std::string> texts = fuzz_corpus("python");
  EXPECT_GE(texts.size(), 5U);
  for (const std::string& text : texts) {
    for (std::size_t size = 0; size <= text.size(); ++size)
      feed(fuzz_python, text.substr(0, size));
  }
}

TEST(PythonFuzzer, TakesTheCorpusWithRandomDamage) {
  Random random;
  SCOPED_TRACE(testing::Message() << "seed " << random.seed());
  const std::vector<std::string> texts = fuzz_corpus("python");
  for (int i = 0; i < 200; ++i) {
    feed(fuzz_python, damaged(random, random.one_of(texts), texts));
  }
}

}  // namespace
}  // namespace dbmig
