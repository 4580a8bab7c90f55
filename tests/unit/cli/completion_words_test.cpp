#include "cli/completion_words.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "cli/parser.h"

namespace dbmig {
namespace {

/// The words of a line; a blank at its end begins an empty one.
WordToComplete asked(const std::string& line) {
  static const Parser parser;
  std::vector<std::string> words;
  for (const std::string_view word : split(line, ' '))
    words.emplace_back(word);
  return word_to_complete(parser.app, words);
}

TEST(WordToComplete, IsACommandWhereNoneIsNamedYet) {
  EXPECT_EQ(asked("").kind, WordKind::command);
  EXPECT_EQ(asked("-v st").kind, WordKind::command);
  EXPECT_EQ(asked("scratch ").kind, WordKind::command);
}

TEST(WordToComplete, IsAnOptionWhenItBeginsWithADash) {
  EXPECT_EQ(asked("-").kind, WordKind::option);
  EXPECT_EQ(asked("upgrade --s").kind, WordKind::option);
}

TEST(WordToComplete, IsTheValueOfTheOptionBeforeIt) {
  EXPECT_EQ(asked("-n ").kind, WordKind::tree);
  EXPECT_EQ(asked("upgrade --name sh").kind, WordKind::tree);
  EXPECT_EQ(asked("-vn ").kind, WordKind::tree);
  EXPECT_EQ(asked("-c ").kind, WordKind::file);
  EXPECT_EQ(asked("revision --version-path ").kind, WordKind::folder);
  EXPECT_EQ(asked("revision -m ").kind, WordKind::nothing);
}

TEST(WordToComplete, MayStandBehindAnEqualsSign) {
  const WordToComplete word = asked("revision --head=91");
  EXPECT_EQ(word.kind, WordKind::revision);
  EXPECT_EQ(word.before, "--head=");
  EXPECT_EQ(word.typed, "91");
}

TEST(WordToComplete, IsNotTheValueOfAFlag) {
  EXPECT_EQ(asked("upgrade --sql ").kind, WordKind::revision);
  EXPECT_EQ(asked("upgrade --sql=").kind, WordKind::nothing);
}

TEST(WordToComplete, KnowsTheCommandsOwnMeaningOfALetter) {
  EXPECT_EQ(asked("current -c ").kind, WordKind::nothing);
}

TEST(WordToComplete, IsARevisionInTheCommandsThatTakeOne) {
  for (const char* line : {"upgrade ", "downgrade ", "show ", "stamp ", "stamp a ", "merge a b ",
                           "plan ", "history -r ", "revision --head ", "revision --depends-on "})
    EXPECT_EQ(asked(line).kind, WordKind::revision) << line;
}

TEST(WordToComplete, IsNothingBehindTheLastArgument) {
  EXPECT_EQ(asked("upgrade head ").kind, WordKind::nothing);
  EXPECT_EQ(asked("downgrade -1 ").kind, WordKind::nothing);
  EXPECT_EQ(asked("heads ").kind, WordKind::nothing);
}

TEST(WordToComplete, IsTheSecondEndOfARangeBehindItsColon) {
  const WordToComplete word = asked("history -r a1:b");
  EXPECT_EQ(word.before, "a1:");
  EXPECT_EQ(word.typed, "b");
}

TEST(WordToComplete, ComesWithTheConfigurationAndTheTreeThatWereNamed) {
  const WordToComplete word = asked("--config=x.ini upgrade -nshop ");
  EXPECT_EQ(word.config_file, "x.ini");
  EXPECT_EQ(word.tree, "shop");
}

TEST(WordToComplete, IsAnArgumentBehindTwoDashes) {
  EXPECT_EQ(asked("downgrade -- -").kind, WordKind::revision);
}

TEST(WordToComplete, OffersTheChoicesOfAnOption) {
  EXPECT_EQ(asked("--color ").choices, (std::vector<std::string>{"auto", "always", "never"}));
  EXPECT_EQ(asked("completion ").choices, (std::vector<std::string>{"bash", "zsh", "fish"}));
}

TEST(WordToComplete, OfNoWordsAtAllIsACommand) {
  const Parser parser;
  EXPECT_EQ(word_to_complete(parser.app, {}).kind, WordKind::command);
}

}  // namespace
}  // namespace dbmig
