#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/dump/schema_text.h"

namespace dbmig {
namespace {

using ::testing::HasSubstr;

TEST(TableForMysql, NamesOfCollationsInStringsAndNamesStayAsTheyAre) {
  const std::string text =
      "`utf8mb4_uca1400_ai_ci` varchar(9) DEFAULT 'utf8mb4_uca1400_ai_ci' COMMENT 'COLLATE "
      "utf8mb4_uca1400_ai_ci'";
  EXPECT_EQ(in_mysql(text).text, text);
}

TEST(TableForMysql, ACollationOfAColumnIsMapped) {
  const Translated done =
      in_mysql("`a` varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_swedish_as_cs");
  EXPECT_EQ(done.text, "`a` varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
  EXPECT_EQ(done.notes,
            "change: column `a`: collation utf8mb4_uca1400_swedish_as_cs is written "
            "utf8mb4_general_ci: MySQL 8 has not got it\n");
}

TEST(TableForMysql, ACollationOfTheTableIsMapped) {
  EXPECT_EQ(options_in_mysql("DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci").text,
            " DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci");
}

TEST(TableForMysql, ACollationInAnExpressionIsMapped) {
  EXPECT_EQ(
      in_mysql("`a` int GENERATED ALWAYS AS ('x' collate utf8mb4_uca1400_ai_ci = 'X') STORED").text,
      "`a` int GENERATED ALWAYS AS ('x' collate utf8mb4_general_ci = 'X') STORED");
}

TEST(TableForMysql, AUniqueKeyOnAMappedColumnIsWarnedOf) {
  const Translated done = in_mysql("`a` varchar(9), `b` int, UNIQUE KEY `u` (`a`), KEY `k` (`a`)",
                                   " DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci");
  EXPECT_THAT(done.notes, HasSubstr("warning: key `u` holds column `a`, whose new collation takes "
                                    "more strings for equal"));
  EXPECT_EQ(done.notes.find("`k`"), std::string::npos);
}

TEST(TableForMysql, AUniqueKeyOnAColumnWithACollationOfItsOwnIsNot) {
  const Translated done =
      in_mysql("`a` varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, UNIQUE KEY `u` (`a`)",
               " DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci");
  EXPECT_EQ(done.notes.find("warning"), std::string::npos);
}

TEST(TableForMysql, MariadbsJsonBecomesAType) {
  EXPECT_EQ(in_mysql("`j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '{}' COMMENT "
                     "'c' CHECK (json_valid(`j`))")
                .text,
            "`j` json DEFAULT ('{}') COMMENT 'c'");
}

TEST(TableForMysql, JsonInAKeyStaysText) {
  const std::string text =
      "`j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK "
      "(json_valid(`j`)), KEY `k` (`j`(10))";
  EXPECT_EQ(in_mysql(text).text, text);
}

TEST(TableForMysql, ACheckOfAnotherColumnMakesNoJson) {
  const std::string text = "`j` longtext DEFAULT NULL CHECK (json_valid(`k`))";
  EXPECT_EQ(in_mysql(text).text, text);
}

TEST(TableForMysql, DefaultsThatAreCallsGetParentheses) {
  EXPECT_EQ(in_mysql("`a` char(36) DEFAULT uuid(), `b` date DEFAULT curdate() COMMENT 'x'").text,
            "`a` char(36) DEFAULT (uuid()), `b` date DEFAULT (curdate()) COMMENT 'x'");
}

TEST(TableForMysql, CurrentTimestampStaysWhereItsPrecisionIsTheColumns) {
  const std::string text =
      "`a` timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3), `b` "
      "datetime DEFAULT current_timestamp()";
  EXPECT_EQ(in_mysql(text).text, text);
  EXPECT_EQ(
      in_mysql("`a` datetime(3) DEFAULT current_timestamp(), `b` date DEFAULT "
               "current_timestamp()")
          .text,
      "`a` datetime(3) DEFAULT (current_timestamp()), `b` date DEFAULT (current_timestamp())");
}

TEST(TableForMysql, DefaultsOfTextAndBlobGetParentheses) {
  EXPECT_EQ(in_mysql("`a` text DEFAULT 'x', `b` blob DEFAULT x'ff', `c` text DEFAULT NULL").text,
            "`a` text DEFAULT ('x'), `b` blob DEFAULT (x'ff'), `c` text DEFAULT NULL");
}

TEST(TableForMysql, PlainDefaultsStay) {
  const std::string text =
      "`a` int DEFAULT -3, `b` bit(2) DEFAULT b'10', `c` int DEFAULT (1 + 2), `d` varchar(3) "
      "DEFAULT 'a,b', `e` decimal(9,2) DEFAULT 0.00";
  EXPECT_EQ(in_mysql(text).text, text);
}

TEST(TableForMysql, DisplayWidthsAreDroppedButWhereTheyMean) {
  EXPECT_EQ(in_mysql("`a` int(11) NOT NULL, `b` bigint(20) unsigned, `c` tinyint(1), `d` int(5) "
                     "unsigned zerofill, `e` year(4)")
                .text,
            "`a` int NOT NULL, `b` bigint unsigned, `c` tinyint(1), `d` int(5) unsigned zerofill, "
            "`e` year");
}

TEST(TableForMysql, AnIgnoredKeyBecomesInvisible) {
  EXPECT_EQ(in_mysql("`a` int, KEY `k` (`a`) IGNORED").text, "`a` int, KEY `k` (`a`) INVISIBLE");
}

TEST(TableForMysql, ACompressedColumnIsWrittenWithout) {
  EXPECT_EQ(in_mysql("`a` text /*M!100301 COMPRESSED*/ DEFAULT NULL").text,
            "`a` text DEFAULT NULL");
}

TEST(TableForMysql, EnginesAndOptionsOfMariadbAreReplaced) {
  EXPECT_EQ(options_in_mysql("ENGINE=Aria COMMENT='ENGINE=Aria' PAGE_CHECKSUM=1 ROW_FORMAT=PAGE "
                             "TRANSACTIONAL=1")
                .text,
            " ENGINE=InnoDB COMMENT='ENGINE=Aria'");
  EXPECT_EQ(options_in_mysql("ENGINE=InnoDB `PAGE_COMPRESSED`='1' `ENCRYPTED`=YES").text,
            " ENGINE=InnoDB");
  EXPECT_EQ(options_in_mysql("ENGINE=MyISAM ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8").text,
            " ENGINE=MyISAM ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8");
}

TEST(TableForMysql, ANameThatMariadbMadeUpForACheckIsDropped) {
  EXPECT_EQ(in_mysql("`a` int, CONSTRAINT `CONSTRAINT_1` CHECK (`a` > 0), CONSTRAINT `ck` CHECK "
                     "(`a` < 9)")
                .text,
            "`a` int, CHECK (`a` > 0), CONSTRAINT `ck` CHECK (`a` < 9)");
}

TEST(TableForMysql, WhatHasNoTypeThereIsRefused) {
  EXPECT_EQ(in_mysql("`a` uuid NOT NULL").notes,
            "refusal: column `a` is of type uuid, which MySQL lacks; change it to char(36), or use "
            "--lossy\n");
  EXPECT_EQ(in_mysql("`a` uuid NOT NULL, `b` inet6", "", Missing::leave_out).text,
            "`a` char(36) NOT NULL, `b` varchar(45)");
}

TEST(TableForMysql, SystemVersioningIsRefused) {
  EXPECT_EQ(options_in_mysql("ENGINE=InnoDB WITH SYSTEM VERSIONING").notes,
            "refusal: WITH SYSTEM VERSIONING does not exist in MySQL; drop it (ALTER TABLE … DROP "
            "SYSTEM VERSIONING), or use --lossy\n");
  EXPECT_EQ(options_in_mysql("ENGINE=InnoDB WITH SYSTEM VERSIONING", Missing::leave_out).text,
            " ENGINE=InnoDB");
}

TEST(TableForMysql, ColumnsAndPeriodOfSystemVersioningGoWithIt) {
  EXPECT_EQ(in_mysql("`rs` timestamp(6) GENERATED ALWAYS AS ROW START, `a` int WITHOUT SYSTEM "
                     "VERSIONING, `re` timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR "
                     "SYSTEM_TIME (`rs`, `re`)",
                     "", Missing::leave_out)
                .text,
            "CREATE TABLE `t` ( `a` int");
}

TEST(TableForMysql, AKeyWithoutOverlapsIsRefused) {
  const Translated done = in_mysql(
      "`a` int, `s` date, `e` date, PERIOD FOR `p` (`s`, `e`), UNIQUE KEY `u` (`a`,`p` WITHOUT "
      "OVERLAPS)");
  EXPECT_EQ(done.notes,
            "refusal: PERIOD does not exist in MySQL; drop it, or use --lossy\n"
            "refusal: WITHOUT OVERLAPS does not exist in MySQL; drop it, or use --lossy\n");
}

TEST(TableForMysql, AUniqueKeyOnAWholeTextIsRefused) {
  EXPECT_EQ(in_mysql("`a` text, UNIQUE KEY `u` (`a`) USING HASH").notes,
            "refusal: a unique key on all of column `a` does not exist in MySQL; drop it, or use "
            "--lossy\n");
}

TEST(TableForMysql, ADefaultFromASequenceIsRefused) {
  EXPECT_EQ(in_mysql("`a` int DEFAULT nextval(`shop`.`s`)").notes,
            "refusal: the function NEXTVAL() does not exist in MySQL 8; write it in another way, "
            "or leave it out with --lossy\n");
  EXPECT_EQ(in_mysql("`a` int DEFAULT nextval(`shop`.`s`)", "", Missing::leave_out).text,
            "`a` int");
}

TEST(TableForMysql, ATableOfInvisibleColumnsIsRefused) {
  EXPECT_EQ(in_mysql("`a` int INVISIBLE DEFAULT 1").notes,
            "refusal: all of its columns are INVISIBLE, which MySQL refuses; make one visible\n");
}

TEST(TableForMysql, ACheckThatIsNotTheSameEachTimeIsRefused) {
  EXPECT_EQ(in_mysql("`a` datetime CHECK (`a` < current_timestamp()), CONSTRAINT `c` CHECK "
                     "(`a` > now())")
                .notes,
            "refusal: the check of column `a` calls CURRENT_TIMESTAMP(), which MySQL refuses "
            "(3814); drop it\n"
            "refusal: a check calls NOW(), which MySQL refuses (3814); drop the check\n");
}

TEST(TableForMysql, AKeyThatIsTooLongIsRefused) {
  EXPECT_EQ(in_mysql("`a` varchar(769), KEY `k` (`a`)", " DEFAULT CHARSET=utf8mb4").notes,
            "refusal: a key of 3076 bytes on (a) is too long there: 3072 bytes are the most; "
            "shorten its columns or give it prefix lengths\n");
  EXPECT_EQ(in_mysql("`a` varchar(768), KEY `k` (`a`)", " DEFAULT CHARSET=utf8mb4").notes, "");
  EXPECT_EQ(in_mysql("`a` varchar(900), KEY `k` (`a`(10))", " DEFAULT CHARSET=utf8mb4").notes, "");
}

TEST(TableForMysql, PartitionsStay) {
  const std::string text =
      " ENGINE=InnoDB\n PARTITION BY RANGE (year(`a`))\n(PARTITION `p0` VALUES LESS THAN (2020) "
      "ENGINE = InnoDB)";
  EXPECT_EQ(options_in_mysql(text.substr(1)).text, text);
}

TEST(TableForMariadb, CommentsThatOnlyMysqlRunsAreWrittenOut) {
  EXPECT_EQ(
      in_mariadb("`a` int DEFAULT '3' /*!80023 INVISIBLE */, `g` point NOT NULL /*!80003 SRID "
                 "4326 */, KEY `k` (`a`) /*!80000 INVISIBLE */")
          .text,
      "`a` int DEFAULT '3' INVISIBLE, `g` point REF_SYSTEM_ID=4326 NOT NULL, KEY `k` (`a`) "
      "IGNORED");
}

TEST(TableForMariadb, AKeyOnAnExpressionIsRefused) {
  EXPECT_EQ(in_mariadb("`a` int, KEY `k` ((`a` + 1))").notes,
            "refusal: key `k` is on an expression, which MariaDB lacks; make a generated column of "
            "it\n");
}

TEST(TableForMariadb, ACheckThatIsNotEnforcedIsRefused) {
  EXPECT_EQ(in_mariadb("`a` int, CONSTRAINT `c` CHECK ((`a` > 0)) /*!80016 NOT ENFORCED */").notes,
            "refusal: a check that is NOT ENFORCED does not exist in MariaDB; drop the check, or "
            "use --lossy\n");
}

TEST(TableForMariadb, ACharacterSetWithoutItsCollationGetsOne) {
  EXPECT_EQ(in_mariadb("`a` varchar(9) CHARACTER SET utf8mb4 DEFAULT NULL").text,
            "`a` varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci DEFAULT NULL");
}

TEST(TableForTheSameServer, OnlyTheCounterIsLeftOut) {
  const SchemaObject table{SchemaObject::Kind::table, "t",
                           "CREATE TABLE `t` (\n  `a` int(11) DEFAULT nextval(`shop`.`s`)\n) "
                           "ENGINE=Aria AUTO_INCREMENT=7 COMMENT='AUTO_INCREMENT=7'",
                           std::nullopt};
  EXPECT_EQ(translated(table, mariadb(), {}).text,
            "CREATE TABLE `t` (\n  `a` int(11) DEFAULT nextval(`s`)\n) ENGINE=Aria "
            "COMMENT='AUTO_INCREMENT=7'");
  TranslateOptions options;
  options.auto_increment = Counters::keep;
  EXPECT_THAT(translated(table, mariadb(), options).text, HasSubstr("AUTO_INCREMENT=7 COMMENT"));
}

TEST(TableForTheSameServer, WhatIsNoCreateTableIsRefused) {
  for (const char* text : {"", "x", "CREATE TABLE `t`", "CREATE TABLE `t` AS SELECT 1", "(", "'"}) {
    EXPECT_EQ(translated({SchemaObject::Kind::table, "t", text, std::nullopt}, mariadb(), {}).notes,
              "refusal: its CREATE TABLE statement is not understood; please report it\n");
  }
}

TEST(TableForMysql, NoCutOffStatementIsACrash) {
  const std::string whole =
      "CREATE TABLE `t` (\n `j` longtext COLLATE utf8mb4_bin DEFAULT '{}' CHECK "
      "(json_valid(`j`)),\n `a` int(11) GENERATED ALWAYS AS (1) STORED ON UPDATE "
      "current_timestamp() `x`='1',\n UNIQUE KEY `u` (`j`(3)) IGNORED,\n CONSTRAINT `c` CHECK (1) "
      "/*M!100301 COMPRESSED */\n) ENGINE=Aria `x`='1' COLLATE=utf8mb4_uca1400_ai_ci WITH SYSTEM "
      "VERSIONING\n PARTITION BY SYSTEM_TIME";
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    for (const Dialect& source : {mariadb(), mysql()}) {
      TranslateOptions options =
          options_for(source.flavour == Flavour::mysql ? DumpTarget::mariadb : DumpTarget::mysql8);
      options.missing = Missing::leave_out;
      translated({SchemaObject::Kind::table, "t", whole.substr(0, length), std::nullopt}, source,
                 options);
    }
  }
}

TEST(TableForMariadb, ALiteralDefaultLosesItsParentheses) {
  EXPECT_EQ(in_mariadb("`a` text DEFAULT (_utf8mb4'x\\0y'), `b` json DEFAULT ('[]')").text,
            "`a` text DEFAULT 'x\\0y', `b` json DEFAULT '[]'");
  EXPECT_EQ(in_mariadb("`a` text DEFAULT (concat(_utf8mb4'x'))").text,
            "`a` text DEFAULT (concat(_utf8mb4'x'))");
}

TEST(TableForMariadb, AnExpressionInWhichAnEmojiMayHaveBeenIsWarnedOf) {
  EXPECT_EQ(
      in_mariadb("`a` int GENERATED ALWAYS AS (length(_utf8mb4'???\?')) STORED").notes,
      "warning: an expression holds '???\?': if a ???? in it is an emoji in truth, the server "
      "does not show it, and the dump is wrong\n");
  EXPECT_EQ(in_mariadb("`a` varchar(9) DEFAULT '???\?' COMMENT '???\?'").notes, "");
}

}  // namespace
}  // namespace dbmig
