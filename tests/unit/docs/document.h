#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dbmig {

/// A fenced block of a document whose first line names a language and a tag:
/// "```sql revision:merge".
struct Example {
  std::string language;  // `sql`
  std::string tag;       // `revision:merge`
  std::string text;      // With a line feed behind every line.
  int line = 0;          // Of the fence, for messages.
};

/// The tagged blocks of a Markdown text, in order. Blocks without a tag are left out.
std::vector<Example> examples_in(std::string_view markdown);

/// The same of a file below the root of the source.
std::vector<Example> examples_of(const std::string& path);

/// The text of the one example with this tag. Throws std::invalid_argument when there is
/// none, or more than one.
std::string example(const std::string& path, std::string_view tag);

}  // namespace dbmig
