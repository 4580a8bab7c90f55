// The splits of this table hold on MariaDB 10.11 and 11.8 and on MySQL 9.7, rows for comments alone
// aside.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sql/splitter.h"

namespace dbmig {
namespace {

using namespace std::string_view_literals;

struct Row {
  std::string_view text;
  std::size_t statements;
  Dialect dialect = {};
};

constexpr Dialect kAnsi{.ansi_quotes = true};
constexpr Dialect kNoEscapes{.no_backslash_escapes = true};
constexpr Dialect kOracle{.ansi_quotes = true, .oracle = true};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    EXPECT_EQ(split_script(row.text, row.dialect, "f.sql").size(), row.statements) << row.text;
  }
}

TEST(SplitTable, EmptyStatementsAreNone) {
  check({{"", 0},
         {"select 1; select 2", 2},
         {"select 1;;; ;select 2", 2},
         {"-- x\n", 0},
         {";;;", 0},
         {"/* only */ ; # this\n;", 0},
         {"\xEF\xBB\xBFselect 1; select 2", 2},
         {"\xEF\xBB\xBF", 0},
         {"select 1;\r\nselect 2;\r\n", 2}});
}

TEST(SplitTable, QuotesHideDelimiters) {
  check({{"select 'a;b'; select 2", 2},
         {"select \"a;b\"; select 2", 2},
         {"select 1 as `a;b`; select 2", 2},
         {"select 'it''s;'; select 2", 2},
         {"select \"a\"\";\"; select 2", 2},
         {"select 1 as `a``;`; select 2", 2},
         {"select 'a\\';'; select 2", 2},
         {"select 'a\\\\'; select 2", 2},
         {"select 1 as `a\\`; select 2", 2},
         {"select 'a\\'; select 2", 2, kNoEscapes},
         {"select 1 as \"a\\\"; select 2", 2, kAnsi},
         {"select 'one\n; -- \n /*'; select 2", 2},
         {"select 'a\0;b'; select 2"sv, 2},
         {"select n';', _utf8mb4';'; select 2", 2},
         {"select 'a' ';' \"b\"; select 2", 2},
         {"set @`a;b`=1; select @'a;b', @\"a;b\"; select 3", 3},
         {"grant select on *.* to 'root'@`localhost`; select 2", 2},
         {"select 1 as été; select 2", 2},
         {"create table t (a int default ';' comment 'x;y'); select 2", 2},
         {"prepare s from 'select 1; '; execute s; deallocate prepare s", 3}});
}

TEST(SplitTable, LineCommentsEndAtTheLineFeed) {
  check({{"select 1 -- c; d\n; select 2", 2},
         {"select 5--1; select 2", 2},
         {"select 1 --\tc;\n; select 2", 2},
         {"select 1; --", 1},
         {"select 1 --\n+1; select 2", 2},
         {"select 1 --\x01 c; d\n; select 2", 2},
         {"select 1 # c; d '\n; select 2", 2},
         {"select 1;#c; d\nselect 2", 2},
         {"select 1; -- it's; fine\nselect 2", 2},
         {"select 1; -- a\rselect 2", 1}});
}

TEST(SplitTable, BlockCommentsDoNotNest) {
  check({{"select 1 /* a; b */; select 2", 2},
         {"select 1 /* it's */; select 2", 2},
         {"select 1 /* /* ; */; select 2", 2},
         {"select 1 /*/ ; */; select 2", 2},
         {"select /**/1/***/; select 2", 2},
         {"select /*+ MAX_EXECUTION_TIME(1000) */ 1; select 2", 2}});
}

TEST(SplitTable, ExecutableCommentsAreCodeWhenTheServerRunsThem) {
  check({{"select 1 /*! +1 */; select 2", 2},
         {"select 1 /*!99999 ; nonsense */; select 2", 2},
         {"select 1 /*!40101 +1 /* inner ; */ +1 */; select 2", 2},
         {"select 1 /*!40101 , '*/;' */; select 2", 2},
         {"select 1 /*!99999 ' */; select 2", 2},
         {"/*!99999 ' */; select 2", 1},
         {"/*M!999999\\- enable the sandbox mode */ \nselect 2", 1},
         {"/*!40101 set names utf8 */; select 2", 2},
         {"/*! */; select 2", 1}});
}

TEST(SplitTable, BodiesAreOneStatement) {
  check({{"create procedure a select 1; select 2", 2},
         {"create procedure a begin select 1; select 3; end; select 2", 2},
         {"create procedure a() begin case 1 when 1 then select 1; else select 2; end case; if 1 "
          "then select 1; elseif 2 then select 2; else select 3; end if; l: loop leave l; end loop "
          "l; while 0 do select 1; end while; repeat set @a = 1; until 1 end repeat; end; select 2",
          2},
         {"create procedure a() begin declare exit handler for sqlstate value '23000', not found, "
          "sqlexception begin select 1; end; declare continue handler for 1051 if 1 then select 1; "
          "end if; select 2; end; select 2",
          2},
         {"create procedure a(x int) begin select case x when 1 then 2 end, 1 as `end`; end; "
          "select 2",
          2},
         {"create trigger t before insert on x for each row begin set new.a = 1; end; select 2", 2},
         {"create event e on schedule every 1 day do begin select 1; end; select 2", 2},
         {"alter event e on schedule every 1 day do begin select 1; end; select 2", 2},
         {"create function f() returns int begin return 1; end; select 2", 2},
         {"create procedure a() main: begin select 1; leave main; end main; select 2", 2},
         {"create procedure a(x int) begin select if(1,2,3); if x then select 1; end if; end; "
          "select 2",
          2},
         {"create procedure a() begin signal sqlstate '45000' set message_text='x;y'; end; select "
          "2",
          2},
         {"delimiter //\ncreate procedure a() begin select 1; end//\ndelimiter ;\nselect 1;", 2}});
}

TEST(SplitTable, KeywordsOutsideBodiesAreJustWords) {
  check({{"begin; select 1; commit; select 2", 4},
         {"begin work; select 1; commit; select 2", 4},
         {"xa begin 'a'; select 1; xa end 'a'; select 2", 4},
         {"create table z (begin int, end int); select 2", 2},
         {"select 1 as end; select 2", 2},
         {"select case 1 when 1 then 2 end; select 2", 2}});
}

TEST(SplitTable, AnonymousBlocksAreOneStatement) {
  check({{"begin not atomic select 1; select 3; end; select 2", 2},
         {"if 1 then select 1; select 3; end if; select 2", 2},
         {"for i in 1..3 do select i; end for; select 2", 2},
         {"case 1 when 1 then select 1; end case; select 2", 2},
         {"l: while 0 do select 1; end while l; select 2", 2},
         {"repeat set @a = 1; until 1 end repeat; select 2", 2},
         {"x: begin not atomic select 1; end; select 2", 2}});
}

TEST(SplitTable, OracleModeHasBlocksOfItsOwn) {
  check({{"create procedure p(a int) as x int; begin select 1; end; select 2", 2, kOracle},
         {"create function f(a int) return int is x int := 1; begin if x = 1 then return 2; elsif "
          "x = 2 then return 3; end if; exception when others then return 4; end f; select 2",
          2, kOracle},
         {"begin select 1; for i in 1..3 loop select i; end loop; end; select 2", 2, kOracle},
         {"declare x int; begin x := 1; <<l>> loop exit l; end loop l; end; select 2", 2, kOracle},
         {"create package a as procedure p; function f return int; end; create package body a as x "
          "int; procedure p as begin select 1; end; function f return int as begin return 1; end; "
          "begin x := 1; end; select 2",
          3, kOracle},
         {"begin work; select 1", 2, kOracle}});
}

}  // namespace
}  // namespace dbmig
