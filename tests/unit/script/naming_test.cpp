#include "script/naming.h"

#include <string>

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/text.h"

namespace dbmig {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i)
    out += text;
  return out;
}

TEST(Slug, JoinsTheWordsInLowerCaseAndCutsAfterAWord) {
  EXPECT_EQ(slug("Add a Column!! to  the (foo) table; é ünïcode 100%", 40),
            "add_a_column_to_the_foo_table_é_ünïcode_");
  EXPECT_EQ(slug(repeated("word ", 15), 40), "word_word_word_word_word_word_word_word_");
  EXPECT_EQ(slug(repeated("x", 60), 40), repeated("x", 40) + "_");
  EXPECT_EQ(slug("Some message of length", 10), "some_");
}

TEST(Slug, FitsExactlyWithoutACut) {
  EXPECT_EQ(slug(repeated("x", 40), 40), repeated("x", 40));
  EXPECT_EQ(slug("some message", 12), "some_message");
  EXPECT_EQ(slug("some message", 11), "some_");
}

TEST(Slug, ALimitOfZeroMeansForty) { EXPECT_EQ(slug(repeated("x", 60), 0).size(), 41U); }

TEST(Slug, IsEmptyWithoutWords) {
  EXPECT_EQ(slug("", 40), "");
  EXPECT_EQ(slug(" -- / .. ! ", 40), "");
}

TEST(Slug, KeepsUnderscoresAsTheyAre) { EXPECT_EQ(slug("__a  _b_", 40), "__a__b_"); }

TEST(Slug, KnowsLettersAndCapitalsBeyondAscii) {
  EXPECT_EQ(slug("ÀÉÎ Ñandú ŁÓDŹ Ÿ", 40), "àéî_ñandú_łódź_ÿ");
  EXPECT_EQ(slug("Ταβλα ΆΈΏ «νέα»", 40), "ταβλα_άέώ_νέα");
  EXPECT_EQ(slug("Добавить ТАБЛИЦУ Ёлка-Ђ", 40), "добавить_таблицу_ёлка_ђ");
  EXPECT_EQ(slug("고객 테이블、追加「表」", 40), "고객_테이블_追加_表");
  EXPECT_EQ(slug("a×b÷c€d…e—f 🚀 g½", 40), "a_b_c_d_e_f_g½");
}

TEST(Slug, CountsCharactersNotBytes) {
  EXPECT_EQ(slug(repeated("é", 60), 40), repeated("é", 40) + "_");
}

TEST(Slug, NeverLeavesTheFolder) {
  EXPECT_EQ(slug("../../etc/passwd", 40), "etc_passwd");
  EXPECT_EQ(slug("a\xFF\xFE"
                 "b\xE2\x82",
                 40),
            "a_b");
}

/// Saturday, 3 January 2026, 04:05:06.
WallTime time() {
  WallTime t;
  t.epoch = 1767413106;
  t.year = 2026, t.month = 1, t.day = 3, t.hour = 4, t.minute = 5, t.second = 6;
  return t;
}

std::string name(const std::string& file_template) {
  return file_name({.file_template = file_template}, "ae10", "Add a table", time());
}

std::string problem(const std::string& file_template) {
  try {
    return name(file_template);
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::config);
    return (e.location() ? e.location()->str() + ": " : "") + e.what();
  }
}

TEST(FileName, IsIdAndSlugByDefault) {
  EXPECT_EQ(file_name({}, "ae10", "Add a table", time()), "ae10_add_a_table.sql");
  EXPECT_EQ(file_name({}, "ae10", "", time()), "ae10_.sql");
}

TEST(FileName, TakesEveryTokenWithPrintfsFlags) {
  EXPECT_EQ(name("%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d%(second).2d-%(rev)s"),
            "2026_01_03_040506-ae10.sql");
  EXPECT_EQ(name("%(year)d_%(month)02d_%(epoch)s_%(rev)6s_%(rev)-6s_%(slug).3s"),
            "2026_01_1767413106_  ae10_ae10  _add.sql");
  EXPECT_EQ(name("%(day)3d|%(day)-3d|%(day)+03d|%(day) d|%(day)03i"), "  3|3  |+03| 3|003.sql");
  EXPECT_EQ(name("100%%_%(rev)s"), "100%_ae10.sql");
}

TEST(FileName, ASlashMakesAFolder) { EXPECT_EQ(name("%(year)d/%(rev)s"), "2026/ae10.sql"); }

TEST(FileName, AWrongTemplateIsPointedAt) {
  EXPECT_EQ(problem("%(rev)s_%(slag)s"),
            "file_template:1:11: unknown token \"slag\", did you mean \"slug\"?");
  EXPECT_EQ(problem("%(rev)s%"), "file_template:1:8: a `%` stands alone");
  EXPECT_EQ(problem("%(rev"), "file_template:1:2: this `(` is not closed");
  EXPECT_EQ(problem("%(rev)"), "file_template:1:1: the token that begins here has no end");
  EXPECT_EQ(problem("%(rev)d"), "file_template:1:1: `rev` is text: write %(rev)s");
  EXPECT_EQ(problem("%(rev)q"), "file_template:1:7: a token ends in s or d");
  EXPECT_EQ(problem("%(day)99999999999999999999d"),
            "file_template:1:7: a width of more than 200 characters");
}

TEST(FileName, StaysBelowItsFolder) {
  EXPECT_EQ(problem("../%(rev)s"),
            "file_template \"../%(rev)s\" gives \"../ae10\", which is no name for a revision file");
  EXPECT_EQ(problem("/%(rev)s"),
            "file_template \"/%(rev)s\" gives \"/ae10\", which is no name for a revision file");
  EXPECT_EQ(problem(""), "file_template \"\" gives \"\", which is no name for a revision file");
}

TEST(NamingRule, TakesTableActionTypeItems) {
  for (const char* const message :
       {"customers_create_table", "customers create table", "customers_add_column_email",
        "phone numbers add columns type, status", "customers_remove_index_ix_customers_email",
        "ps_endpoints_update_column_allow", "calls_add_foreign_key_customer_id",
        "calls_add_primary_key", "create_log_add_column_a", "a_update_update_column_b"}) {
    EXPECT_EQ(naming_problem(message), std::nullopt) << message;
  }
}

TEST(NamingRule, LooksAtTheTitleAlone) {
  EXPECT_EQ(naming_problem("customers create table\n\nbecause of reasons"), std::nullopt);
}

TEST(NamingRule, SaysWhatIsWrongWithAnExample) {
  const std::string example = "; for example \"customers add column email\"";
  const auto says = [&](const std::string& message) {
    const std::string problem = naming_problem(message).value_or("nothing");
    return problem.ends_with(example) ? problem.substr(0, problem.size() - example.size())
                                      : "no example: " + problem;
  };
  EXPECT_EQ(says(""), "the message is empty");
  EXPECT_EQ(says("fix things"), "it has no action (create, remove, add, update)");
  EXPECT_EQ(says("customers_drop_table"), "`drop` is called `remove`");
  EXPECT_EQ(says("add column email"), "the name of a table comes before `add`");
  EXPECT_EQ(says("customers add"), "a type (table, column, index, ...) is missing after `add`");
  EXPECT_EQ(says("customers add email"),
            "`email` after `add` is no type (table, column, index, ...)");
  EXPECT_EQ(says("customers add column"), "it does not say which column");
}

}  // namespace
}  // namespace dbmig
