#include "cli/arguments.h"

#include <array>
#include <span>

#include <gtest/gtest.h>

#include "base/text.h"
#include "cli/parser.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

/// The command line as the parser gets it; words are separated by one space.
std::string plain(std::string_view line) {
  const Parser parser;
  std::vector<std::string> words;
  for (const std::string_view word : split(line, ' '))
    words.emplace_back(word);
  return join(plain_arguments(parser.app, std::move(words)), " ");
}

std::string complaint(std::string_view line) {
  return message_of([&] { plain(line); });
}

TEST(Arguments, ABeginningMeansWhatItMeansToAlembic) {
  EXPECT_EQ(plain("--v"), "--version");
  EXPECT_EQ(plain("--c x.ini heads --v"), "--config x.ini heads --verbose");
  EXPECT_EQ(plain("current --c"), "current --check-heads");
  EXPECT_EQ(plain("history --r=a:b --i"), "history --rev-range=a:b --indicate-current");
  EXPECT_EQ(plain("upgrade --s --t x head"), "upgrade --sql --tag x head");
  EXPECT_EQ(plain("stamp --p head"), "stamp --purge head");
}

TEST(Arguments, ABeginningMayBeOfAnOptionThatAlembicDoesNotHave) {
  EXPECT_EQ(plain("--sc heads"), "--scratch heads");
  EXPECT_EQ(plain("upgrade --w error --j head"), "upgrade --warnings error --json head");
  EXPECT_EQ(plain("plan --down -1 --ver"), "plan --downgrade -1 --verbose");
}

TEST(Arguments, EveryOptionOfAlembicIsThere) {
  constexpr std::array<std::string_view, 14> kLines = {
      "branches -v",
      "current -c -v",
      "downgrade --sql --tag",
      "ensure_version --sql",
      "heads -v --resolve-dependencies",
      "history -r -v -i",
      "init -t --package",
      "merge -m --branch-label --rev-id --splice",
      "revision -m --autogenerate --sql --head --splice --branch-label --version-path --rev-id "
      "--depends-on",
      "stamp --sql --tag --purge",
      "upgrade --sql --tag",
      "edit -h",
      "show -h",
      "check -h"};
  Parser parser;
  for (const std::string_view line : kLines) {
    const std::vector<std::string_view> words = split(line, ' ');
    CLI::App* const command = parser.app.get_subcommand(std::string(words.front()));
    for (const std::string_view option : std::span(words).subspan(1)) {
      const std::string name(option);
      EXPECT_TRUE(command->get_option_no_throw(name) || parser.app.get_option_no_throw(name))
          << line << ": " << option;
    }
  }
}

TEST(Arguments, ABeginningOfSeveralIsRefused) {
  EXPECT_EQ(complaint("revision --s"), "option --s is ambiguous: --sql, --splice");
  EXPECT_EQ(complaint("revision --he x"), "option --he is ambiguous: --help, --head");
}

TEST(Arguments, AnEqualsSignMayStandBehindAShortOption) {
  EXPECT_EQ(plain("-n=shop history -r=a:b"), "-nshop history -ra:b");
  EXPECT_EQ(plain("-xa=b heads"), "-xa=b heads");
  EXPECT_EQ(plain("-vn=shop heads"), "-vnshop heads");
  EXPECT_EQ(complaint("-n= heads"),
            "option -n needs a value\nhint: dbmig --help lists the commands");
}

TEST(Arguments, AnOptionIsNotTheValueOfTheOneBeforeIt) {
  EXPECT_EQ(complaint("revision --rev-id -m x"),
            "option --rev-id needs a value (ID) before -m\n"
            "hint: dbmig revision --help shows what it takes");
  EXPECT_EQ(complaint("revision -m"),
            "option --message needs a value (TEXT)\n"
            "hint: dbmig revision --help shows what it takes");
  EXPECT_EQ(complaint("revision -m -- x"),
            "option --message needs a value (TEXT) before --\n"
            "hint: dbmig revision --help shows what it takes");
}

TEST(Arguments, AValueMayLookLikeAnOptionThatThereIsNot) {
  EXPECT_EQ(plain("history -r -1:"), "history -r -1:");
  EXPECT_EQ(plain("-x -a heads"), "-x -a heads");
  EXPECT_EQ(plain("-n heads heads --ver"), "-n heads heads --verbose");
}

TEST(Arguments, AFlagTakesNoValue) {
  EXPECT_EQ(complaint("heads --verb=1"),
            "option --verbose takes no value\nhint: dbmig heads --help shows what it takes");
}

TEST(Arguments, BehindTwoDashesNothingIsAnOption) {
  EXPECT_EQ(plain("downgrade -- --v"), "downgrade -- --v");
}

TEST(Arguments, WhatIsUnknownStaysAsItIs) {
  EXPECT_EQ(plain("heads --nosuch -Z x"), "heads --nosuch -Z x");
  EXPECT_EQ(plain(""), "");
}

}  // namespace
}  // namespace dbmig
