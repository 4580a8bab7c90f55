// Every input that a fuzzer was started from or broke something with, and each cut short at
// every byte, replayed through the fuzzers' own functions.
#include <algorithm>
#include <cstdint>

#include <gtest/gtest.h>

#include "base/file.h"

extern "C" int fuzz_ini(const std::uint8_t* data, std::size_t size);
extern "C" int fuzz_url(const std::uint8_t* data, std::size_t size);

namespace dbmig {
namespace {

constexpr std::size_t kMaxCut = 400;  // longer files are replayed whole only

void replay(const std::string& folder, int (*fuzz)(const std::uint8_t*, std::size_t)) {
  std::size_t count = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(DBMIG_SOURCE_DIR "/tests/fuzz/corpus/" + folder)) {
    const std::string text = read_file(entry.path(), ErrorCode::data);
    const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
    fuzz(data, text.size());
    for (std::size_t size = 0; size < std::min(text.size(), kMaxCut); ++size)
      fuzz(data, size);
    ++count;
  }
  EXPECT_GT(count, 10U);
}

TEST(FuzzCorpus, OfTheIniParserIsReplayed) { replay("ini", fuzz_ini); }

TEST(FuzzCorpus, OfTheUrlParserIsReplayed) { replay("url", fuzz_url); }

}  // namespace
}  // namespace dbmig
