#include "dump/mysql8_floor.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "unit/dump/schema_text.h"

namespace dbmig {
namespace {

using Kind = SchemaObject::Kind;

const Dialect kNine{Flavour::mysql, 90704};

std::string beyond(Kind kind, const std::string& create) {
  SchemaObject object{kind, "o", create, std::nullopt};
  if (kind != Kind::table) object.context = StoredContext{};
  return join(beyond_mysql8(object, kNine), "; ");
}

TEST(MysqlFloor, VectorsAreBeyondIt) {
  EXPECT_EQ(beyond(Kind::table, "CREATE TABLE `t` (\n  `v` vector(3) DEFAULT NULL\n)"),
            "the type VECTOR");
  EXPECT_EQ(beyond(Kind::procedure, "CREATE PROCEDURE `p`(IN v VECTOR(3)) SELECT VECTOR_DIM(v)"),
            "the type VECTOR; the function VECTOR_DIM()");
  EXPECT_EQ(beyond(Kind::view, "CREATE VIEW `v` AS select string_to_vector('[1]') AS `x`"),
            "the function STRING_TO_VECTOR()");
}

TEST(MysqlFloor, ClausesOfNewerVersionsAreBeyondIt) {
  EXPECT_EQ(beyond(Kind::function,
                   "CREATE FUNCTION `f`() RETURNS int DETERMINISTIC LANGUAGE JAVASCRIPT AS $$1$$"),
            "routines in JavaScript");
  EXPECT_EQ(beyond(Kind::view, "CREATE JSON RELATIONAL DUALITY VIEW `v` AS SELECT 1"),
            "JSON duality views");
  EXPECT_EQ(beyond(Kind::view, "CREATE VIEW `v` AS select 1 from `t` qualify 1"), "QUALIFY");
}

TEST(MysqlFloor, WhatMysql8HasIsNot) {
  EXPECT_EQ(beyond(Kind::table,
                   "CREATE TABLE `t` (\n  `vector` int DEFAULT (uuid()) INVISIBLE COMMENT "
                   "'vector(3) qualify',\n  KEY `distance` (`vector`) INVISIBLE\n)"),
            "");
  EXPECT_EQ(beyond(Kind::view,
                   "CREATE VIEW `v` AS select `a`.`distance`(1) AS `qualify`, 'vector_dim(1)' "
                   "AS `x` intersect select 1,2"),
            "");
}

Translated for_mysql8(Kind kind, const std::string& create, const Dialect& source,
                      Missing missing = Missing::refuse) {
  TranslateOptions options = options_for(DumpTarget::mysql8);
  options.missing = missing;
  SchemaObject object{kind, "o", create, std::nullopt};
  if (kind != Kind::table) object.context = StoredContext{};
  return translated(std::move(object), source, options);
}

TEST(MysqlFloor, ADumpForMysql8FromANewerMysqlRefusesWhatIsBeyond) {
  const std::string table = "CREATE TABLE `t` (\n  `v` vector(3) DEFAULT NULL\n)";
  EXPECT_EQ(for_mysql8(Kind::table, table, kNine).notes,
            "refusal: MySQL 8.0 has not got the type VECTOR; use another type or function\n");
  const std::string view = "CREATE VIEW `v` AS select vector_dim('') AS `x`";
  EXPECT_EQ(for_mysql8(Kind::view, view, kNine).notes,
            "refusal: MySQL 8.0 has not got the function VECTOR_DIM(); write it in another way, or "
            "leave it out with --lossy\n");
  const Translated lossy = for_mysql8(Kind::view, view, kNine, Missing::leave_out);
  EXPECT_EQ(lossy.notes, "loss: MySQL 8.0 has not got the function VECTOR_DIM(): left out\n");
  EXPECT_EQ(lossy.text, "");
}

TEST(MysqlFloor, AnOlderServerMayCallItsOwnFunctionsSo) {
  const std::string view = "CREATE VIEW `v` AS select distance(1) AS `x`";
  EXPECT_EQ(for_mysql8(Kind::view, view, mysql()).notes, "");
  EXPECT_EQ(for_mysql8(Kind::view, view, mariadb()).notes, "");
}

}  // namespace
}  // namespace dbmig
