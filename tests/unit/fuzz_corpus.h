#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"

namespace dbmig {

/// The inputs kept for one fuzzer, by its folder's name.
inline std::vector<std::string> fuzz_corpus(const std::string& name) {
  const std::string folder = DBMIG_SOURCE_DIR "/tests/fuzz/corpus/" + name;
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    texts.push_back(read_file(entry.path(), ErrorCode::data));
  return texts;
}

/// Gives a text to a fuzzer's entry.
inline void feed(int (*fuzzer)(const std::uint8_t*, std::size_t), const std::string& text) {
  fuzzer(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

}  // namespace dbmig
