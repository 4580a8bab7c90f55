#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/file.h"
#include "unit/script/random_text.h"
#include "unit/script/script_text.h"

extern "C" int fuzz_header(const std::uint8_t* data, std::size_t size);

namespace dbmig {
namespace {

void feed(const std::string& text) {
  fuzz_header(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

std::vector<std::string> corpus() {
  const std::string folder = DBMIG_SOURCE_DIR "/tests/fuzz/corpus/header";
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    texts.push_back(read_file(entry.path(), ErrorCode::data));
  return texts;
}

TEST(HeaderFuzzer, TakesEveryInputOfItsCorpusCutAtEveryByte) {
  const std::vector<std::string> texts = corpus();
  EXPECT_GT(texts.size(), 20U);
  for (const std::string& text : texts) {
    for (std::size_t size = 0; size <= std::min<std::size_t>(text.size(), 600); ++size)
      feed(text.substr(0, size));
    feed(text);
  }
}

TEST(HeaderFuzzer, TakesTheCorpusWithRandomDamage) {
  Random random;
  SCOPED_TRACE(testing::Message() << "seed " << random.seed());
  const std::vector<std::string> texts = corpus();
  for (int i = 0; i < 2'000; ++i) {
    feed(damaged(random, random.one_of(texts).substr(0, 2'000), texts));
  }
}

}  // namespace
}  // namespace dbmig
