#include "dump/collations.h"

#include <set>

#include <gtest/gtest.h>

#include "support/message_of.h"

namespace dbmig {
namespace {

const CollationMap kNearest(CollationPreset::nearest, {});

std::string general(std::string_view name) {
  return CollationMap().mapped(name, DumpTarget::mysql8).value_or("as it is");
}
std::string nearest(std::string_view name) {
  return kNearest.mapped(name, DumpTarget::mysql8).value_or("as it is");
}

/// Every name of the family, made as the server makes them.
std::vector<std::string> all_uca1400() {
  std::vector<std::string> names;
  for (const char* set : {"utf8mb3_", "utf8mb4_", "ucs2_", "utf16_", "utf32_", ""}) {
    for (const char* language :
         {"",         "croatian_",  "czech_",     "danish_",  "esperanto_",  "estonian_",
          "german2_", "hungarian_", "icelandic_", "latvian_", "lithuanian_", "persian_",
          "polish_",  "roman_",     "romanian_",  "sinhala_", "slovak_",     "slovenian_",
          "spanish_", "spanish2_",  "swedish_",   "turkish_", "vietnamese_"}) {
      for (const char* pad : {"", "nopad_"}) {
        for (const char* strength : {"ai_ci", "ai_cs", "as_ci", "as_cs"})
          names.push_back(std::string(set) + "uca1400_" + language + pad + strength);
      }
    }
  }
  return names;
}

TEST(Collations, AllNamesOfTheFamilyAreMappedWithinTheirCharacterSet) {
  const std::vector<std::string> names = all_uca1400();
  EXPECT_EQ(names.size(), 920U + 184U);  // With the names that have no character set.
  for (const std::string& name : names) {
    const bool contextual = name.starts_with("uca1400");
    const std::string set(contextual ? "utf8mb4" : character_set_of(name));
    EXPECT_EQ(general(name), set + "_general_ci");
    EXPECT_EQ(character_set_of(nearest(name)), set);
    EXPECT_FALSE(is_mariadb_collation(nearest(name))) << name;
  }
}

TEST(Collations, TheNearestKeepsLanguageCaseAndPadding) {
  EXPECT_EQ(nearest("utf8mb4_uca1400_ai_ci"), "utf8mb4_unicode_520_ci");
  EXPECT_EQ(nearest("utf8mb4_uca1400_nopad_ai_ci"), "utf8mb4_0900_ai_ci");
  EXPECT_EQ(nearest("utf8mb4_uca1400_as_ci"), "utf8mb4_0900_as_ci");
  EXPECT_EQ(nearest("utf8mb4_uca1400_swedish_nopad_as_cs"), "utf8mb4_sv_0900_as_cs");
  EXPECT_EQ(nearest("utf8mb4_uca1400_spanish2_ai_ci"), "utf8mb4_es_trad_0900_ai_ci");
  EXPECT_EQ(nearest("utf8mb4_uca1400_persian_ai_ci"), "utf8mb4_persian_ci");
  EXPECT_EQ(nearest("ucs2_uca1400_czech_as_cs"), "ucs2_czech_ci");
}

TEST(Collations, OtherNamesThatOnlyMariadbHasAreMapped) {
  EXPECT_EQ(general("latin1_swedish_nopad_ci"), "latin1_swedish_ci");
  EXPECT_EQ(general("utf8mb4_nopad_bin"), "utf8mb4_bin");
  EXPECT_EQ(general("utf8mb4_croatian_mysql561_ci"), "utf8mb4_croatian_ci");
  EXPECT_EQ(general("utf8mb4_thai_520_w2"), "utf8mb4_unicode_520_ci");
}

TEST(Collations, WhatBothServersHaveStays) {
  for (const char* name :
       {"utf8mb4_general_ci", "utf8mb4_unicode_520_ci", "latin1_swedish_ci", "binary",
        "utf8mb4_bin", "uca1400", "utf8mb4_uca1400", "", "_", "utf8mb4_uca1400_klingon_ai_ci",
        "latin1_uca1400_ai_ci", "my_uca1400_ai_ci"}) {
    EXPECT_EQ(general(name), "as it is") << name;
  }
}

TEST(Collations, CaseOfTheNameDoesNotMatter) {
  EXPECT_EQ(general("UTF8MB4_UCA1400_AI_CI"), "utf8mb4_general_ci");
}

TEST(Collations, MysqlsAreMappedForMariadb) {
  const auto general_there = [](std::string_view name) {
    return CollationMap().mapped(name, DumpTarget::mariadb).value_or("as it is");
  };
  EXPECT_EQ(general_there("utf8mb4_0900_ai_ci"), "utf8mb4_general_ci");
  EXPECT_EQ(general_there("utf8mb4_0900_bin"), "utf8mb4_bin");
  EXPECT_EQ(general_there("utf8mb3_tolower_ci"), "utf8mb3_general_ci");
  EXPECT_EQ(general_there("utf8mb4_uca1400_ai_ci"), "as it is");
  EXPECT_EQ(kNearest.mapped("utf8mb4_sv_0900_as_cs", DumpTarget::mariadb),
            "utf8mb4_uca1400_swedish_nopad_as_cs");
  EXPECT_EQ(kNearest.mapped("utf8mb4_ja_0900_as_cs_ks", DumpTarget::mariadb),
            "utf8mb4_uca1400_nopad_as_cs");
}

TEST(Collations, NothingIsMappedForTheSameServer) {
  EXPECT_EQ(CollationMap().mapped("utf8mb4_uca1400_ai_ci", DumpTarget::same), std::nullopt);
}

TEST(Collations, TheUsersListWins) {
  const CollationMap map(CollationPreset::general,
                         {{"utf8mb4_uca1400_ai_ci", "utf8mb4_0900_ai_ci"}});
  EXPECT_EQ(map.mapped("utf8mb4_uca1400_AI_ci", DumpTarget::mysql8), "utf8mb4_0900_ai_ci");
  EXPECT_EQ(map.mapped("utf8mb4_uca1400_as_ci", DumpTarget::mysql8), "utf8mb4_general_ci");
}

TEST(Collations, OneOfAnotherCharacterSetIsRefused) {
  EXPECT_EQ(message_of([] {
              CollationMap(CollationPreset::general, {{"utf8mb4_bin", "latin1_bin"}});
            }),
            "latin1_bin cannot stand for utf8mb4_bin: they are of two character sets\n"
            "hint: name a collation of utf8mb4 in [dbmig:collations]");
}

}  // namespace
}  // namespace dbmig
