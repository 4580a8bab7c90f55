#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/file.h"
#include "unit/script/random_text.h"

extern "C" int fuzz_python(const std::uint8_t* data, std::size_t size);

namespace dbmig {
namespace {

void feed(const std::string& text) {
  fuzz_python(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

std::vector<std::string> corpus() {
  const std::string folder = DBMIG_SOURCE_DIR "/tests/fuzz/corpus/python";
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    texts.push_back(read_file(entry.path(), ErrorCode::data));
  return texts;
}

TEST(PythonFuzzer, TakesEveryInputOfItsCorpusCutEverywhere) {
  const std::vector<std::string> texts = corpus();
  EXPECT_GE(texts.size(), 5U);
  for (const std::string& text : texts) {
    for (std::size_t size = 0; size <= text.size(); ++size)
      feed(text.substr(0, size));
  }
}

TEST(PythonFuzzer, TakesTheCorpusWithRandomDamage) {
  Random random;
  SCOPED_TRACE(testing::Message() << "seed " << random.seed());
  const std::vector<std::string> texts = corpus();
  for (int i = 0; i < 200; ++i) {
    feed(damaged(random, random.one_of(texts), texts));
  }
}

}  // namespace
}  // namespace dbmig
