#include "cli/complete.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/parser.h"
#include "support/temp_dir.h"

namespace dbmig {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Completions : public ::testing::Test {
 protected:
  Completions() {
    write("migrate.ini",
          "[dbmig]\ntrees = shop, phones\n"
          "[shop]\nscript_location = %(here)s/shop\nurl = mysql://root@localhost/shop\n"
          "[phones]\nscript_location = %(here)s/phones\nurl = mysql://root@localhost/phones\n");
    write("shop/versions/a1_x.sql", revision("a1", "null", "first one"));
    write("shop/versions/b1_x.sql", revision("b1", "a1", "second one\n-- branch_labels: shop_1"));
  }

  static std::string revision(const std::string& id, const std::string& down,
                              const std::string& message) {
    return "-- ---\n-- revision: " + id + "\n-- down_revision: " + down +
           "\n-- message: " + message + "\n-- ---\n\n-- migrate:upgrade\nSELECT 1;\n";
  }
  void write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories((folder_.path() / path).parent_path());
    write_file(folder_.path() / path, text, Existing::replace);
  }
  /// What is offered for a line, each as `word` or `word: description`.
  std::vector<std::string> offered(const std::string& line) const {
    std::vector<std::string> words;
    for (const std::string_view word : split(line, ' '))
      words.emplace_back(word);
    const Parser parser;
    std::vector<std::string> list;
    for (const Completion& each : completions(parser.app, words, {}, folder_.path()))
      list.push_back(each.word + (each.description.empty() ? "" : ": " + each.description));
    return list;
  }

  TempDir folder_;
};

TEST_F(Completions, OfACommandAreThoseThatBeginLikeIt) {
  EXPECT_THAT(offered("he"), ElementsAre("heads: list the newest revisions"));
  EXPECT_THAT(offered("nonsense"), IsEmpty());
}

TEST_F(Completions, OfATreeAreTheSectionsOfTheConfiguration) {
  EXPECT_THAT(offered("-n sh"), ElementsAre("shop: " + (folder_.path() / "shop").string()));
}

TEST_F(Completions, OfARevisionAreSymbolsLabelsAndIdsNewestFirst) {
  write("shop/versions/a1_x.sql", revision("a1", "null", "first one"));
  EXPECT_THAT(
      offered("-n shop upgrade "),
      ElementsAre("head: the newest revision", "heads: all newest revisions", "+1: one step up",
                  "shop_1@head: in the branch of second one", "b1: second one", "a1: first one"));
}

TEST_F(Completions, BehindABranchAreItsSymbols) {
  EXPECT_THAT(offered("-n shop downgrade shop_1@"),
              ElementsAre("shop_1@-1: in the branch shop_1", "shop_1@base: in the branch shop_1"));
}

TEST_F(Completions, NameTheTreeWhereThereAreSeveral) {
  write("phones/versions/p1_x.sql", revision("p1", "null", "calls"));
  EXPECT_THAT(offered("show p"), ElementsAre("p1: [phones] calls"));
}

TEST_F(Completions, SkipATreeThatIsBroken) {
  write("phones/versions/p1_x.sql", "no header");
  EXPECT_THAT(offered("show b"), ElementsAre("b1: [shop] second one"));
}

TEST_F(Completions, KeepWhatStandsBeforeTheColon) {
  EXPECT_THAT(offered("-n shop history -r a1:b"),
              ElementsAre("a1:base: before the first revision", "a1:b1: second one"));
}

TEST_F(Completions, ContainNeitherControlCharactersNorTabs) {
  write("shop/versions/a1_x.sql", revision("a1", "null", R"("first\tone\e[31m")"));
  EXPECT_THAT(offered("-n shop upgrade a"), ElementsAre("a1: first one?[31m"));
}

TEST_F(Completions, AreOnlyTheSymbolsWithoutAConfiguration) {
  write("migrate.ini", "[dbmig\n");
  EXPECT_THAT(offered("downgrade "),
              ElementsAre("-1: one step down", "base: before the first revision"));
  EXPECT_THAT(offered("-n "), IsEmpty());
}

TEST_F(Completions, OfAFileAreLeftToTheShell) {
  EXPECT_THAT(offered("-c "), ElementsAre(":file"));
  EXPECT_THAT(offered("init "), ElementsAre(":folder"));
}

}  // namespace
}  // namespace dbmig
