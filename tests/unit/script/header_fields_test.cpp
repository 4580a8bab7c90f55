#include "script/header_fields.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/script/random_text.h"

namespace dbmig {
namespace {

HeaderBlock block_of(const std::string& text) {
  return find_header_block(text, "a.sql", Extent::whole).value();
}

bool is_plain(const std::string& line) {
  const std::string text = "-- ---\n-- " + line + "\n-- ---\n";
  return plain_fields(text, block_of(text)).has_value();
}

TEST(PlainHeader, ReadsTheShapeThatTheWriterWrites) {
  EXPECT_TRUE(is_plain("revision: 9142c979f5df"));
  EXPECT_TRUE(is_plain("down_revision: null"));
  EXPECT_TRUE(is_plain("down_revision: [a1, b2]"));
  EXPECT_TRUE(is_plain("create_date: 2026-11-21 10:00:00+02:00"));
  EXPECT_TRUE(is_plain("message: Café, 100% (of \"it\")"));
}

TEST(PlainHeader, LeavesToYamlWhatCouldMeanSomethingElse) {
  for (const char* const line : {"message: a: b",
                                 "message: a # b",
                                 "message: 'a'",
                                 "message: \"a\"",
                                 "message: ~",
                                 "message: - a",
                                 "message: !x a",
                                 "message: &a b",
                                 "message: *a",
                                 "message: |",
                                 "message: a:",
                                 "message:a",
                                 "message:null",
                                 "message: a\tb",
                                 " message: a",
                                 "down_revision: [a, null]",
                                 "down_revision: [a,]",
                                 "down_revision: [a, b] # c",
                                 "mesage: a",
                                 "# a",
                                 "? a",
                                 "- a"}) {
    EXPECT_FALSE(is_plain(line)) << line;
  }
}

/// Headers of plain lines, of YAML's traps, and of anything.
std::string random_header(Random& random) {
  static const std::vector<std::string> keys(kHeaderKeys.begin(), kHeaderKeys.end());
  static const std::vector<std::string> odd_keys = {"x", "", "'doc'", "? doc", "<<", "- doc"};
  static const std::vector<std::string> gaps = {": ", ":", ":  ", ":\t", " : "};
  static const std::vector<std::string> words = {"a",
                                                 "b1",
                                                 "9142c979f5df",
                                                 "123e10",
                                                 "012345678901",
                                                 "yes",
                                                 "null",
                                                 "Null",
                                                 "~",
                                                 "é",
                                                 "日本",
                                                 "x:y",
                                                 "10:00:00",
                                                 "-",
                                                 "[",
                                                 "]",
                                                 "[a]",
                                                 ", ",
                                                 " ",
                                                 " #",
                                                 "#",
                                                 ": ",
                                                 ":",
                                                 "'",
                                                 "\"",
                                                 "!tag",
                                                 "&a",
                                                 "*a",
                                                 "|",
                                                 ">",
                                                 "%",
                                                 "@",
                                                 "`",
                                                 "\t",
                                                 "...",
                                                 "---",
                                                 "{",
                                                 "}",
                                                 "\\",
                                                 "/(",
                                                 "?",
                                                 "? ",
                                                 "- ",
                                                 "=",
                                                 "<<",
                                                 "\r",
                                                 "_",
                                                 ",",
                                                 "\xEF\xBB\xBF",
                                                 "\xC2\x85",
                                                 "\xE2\x80\xA8",
                                                 "NULL",
                                                 "true",
                                                 "\x7F",
                                                 "\x01"};
  std::string text = "-- ---\n";
  for (std::size_t n = random.below(5); n > 0; --n) {
    text += "-- ";
    if (random.below(8) == 0) text += random.text({" ", "  ", "- "}, 2);
    text += random.below(12) == 0 ? random.one_of(odd_keys) : random.one_of(keys);
    text += random.below(6) == 0 ? random.one_of(gaps) : ": ";
    text += random.below(4) == 0
                ? "[" + random.text({"a", "b2", ", ", ",", " ", "null", "'c'", "["}, 6) + "]"
                : random.text(words, 5);
    text += random.below(6) == 0 ? "\r\n" : "\n";
  }
  return text + "-- ---\n";
}

TEST(PlainHeader, IsWhatYamlCppReadsWheneverItReadsAtAll) {
  Random random;
  int plain = 0;
  for (int i = 0; i < 5'000; ++i) {
    const std::string text = random_header(random);
    const HeaderBlock block = block_of(text);
    const auto fields = plain_fields(text, block);
    if (!fields) continue;
    ++plain;
    SCOPED_TRACE(testing::Message() << "seed " << random.seed() << "\n" << text);
    HeaderFields expected;
    ASSERT_NO_THROW(expected = yaml_fields(text, "a.sql", block));
    ASSERT_EQ(*fields, expected);
  }
  EXPECT_GT(plain, 500);  // the property is not empty
}

TEST(PlainValue, MeansItselfInYaml) {
  Random random;
  for (int i = 0; i < 5'000; ++i) {
    const std::string value =
        random.text({"a", "Z", "1", " ", ":", "#", "'", "-", ",", "é", "null", "\n", "[", "~"}, 5);
    if (!is_plain_value(value)) continue;
    const std::string text = "-- ---\n-- message: " + value + "\n-- ---\n";
    const HeaderFields fields = yaml_fields(text, "a.sql", block_of(text));
    ASSERT_EQ(fields.of(HeaderKey::message).value.text, value) << "seed " << random.seed();
  }
}

}  // namespace
}  // namespace dbmig
