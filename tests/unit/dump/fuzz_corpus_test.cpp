#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/file.h"
#include "unit/script/random_text.h"

extern "C" int fuzz_dump(const std::uint8_t* data, std::size_t size);

namespace dbmig {
namespace {

void feed(const std::string& text) {
  fuzz_dump(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

std::vector<std::string> corpus() {
  const std::string folder = DBMIG_SOURCE_DIR "/tests/fuzz/corpus/dump";
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    texts.push_back(read_file(entry.path(), ErrorCode::data));
  return texts;
}

// Each input is translated by both servers' rules for every target, so a few cuts of each, at
// other places in every run; the fuzzer itself tries them all.
TEST(DumpFuzzer, TakesEveryInputOfItsCorpusCutAnywhere) {
  constexpr int kCuts = 4;
  Random random;
  SCOPED_TRACE(testing::Message() << "DBMIG_TEST_SEED=" << random.seed());
  const std::vector<std::string> texts = corpus();
  EXPECT_GT(texts.size(), 30U);
  for (const std::string& text : texts) {
    for (int i = 0; i < kCuts; ++i)
      feed(text.substr(0, random.below(text.size() + 1)));
    feed(text);
  }
}

TEST(DumpFuzzer, TakesTheCorpusWithRandomDamage) {
  Random random;
  SCOPED_TRACE(testing::Message() << "DBMIG_TEST_SEED=" << random.seed());
  const std::vector<std::string> texts = corpus();
  for (int i = 0; i < 50; ++i) {
    std::string text = random.one_of(texts).substr(0, 2'000);
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
          text.insert(at, random.one_of(texts).substr(0, random.below(60)));
      }
    }
    feed(text);
  }
}

}  // namespace
}  // namespace dbmig
