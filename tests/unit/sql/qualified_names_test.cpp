#include "sql/qualified_names.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

std::string found(std::string_view code, const Dialect& dialect = {}) {
  std::string all;
  for (const ObjectName& each : qualified_names(code, dialect))
    all += (all.empty() ? "" : " ") + each.schema + "." + each.name;
  return all;
}

TEST(QualifiedNames, AreThoseOfTablesThatAreWritten) {
  EXPECT_EQ(found("INSERT INTO a.t VALUES (NEW.x)"), "a.t");
  EXPECT_EQ(found("INSERT a.t SET x = 1; REPLACE DELAYED a.u (x) VALUES (1)"), "a.t a.u");
  EXPECT_EQ(found("INSERT LOW_PRIORITY IGNORE INTO a.t (x) SELECT y FROM b.u"), "a.t b.u");
  EXPECT_EQ(found("UPDATE IGNORE a.t SET x = 1"), "a.t");
  EXPECT_EQ(found("DELETE QUICK FROM a.t WHERE x = 1; TRUNCATE a.u"), "a.t a.u");
  EXPECT_EQ(found("DELETE l FROM t JOIN a.l USING (id)"), "a.l");
  EXPECT_EQ(found("DELETE FROM l USING a.l JOIN t"), "a.l");
}

TEST(QualifiedNames, AreFoundInAllOfAListOfTables) {
  EXPECT_EQ(found("UPDATE t, a.l, (b.m JOIN c.n ON m.x = n.x AND f(1, m.y)), d.o SET l.x = t.x"),
            "a.l b.m c.n d.o");
  EXPECT_EQ(found("SELECT t.a, t.b FROM t JOIN u ON REPLACE(t.a, u.b, '') = 1, a.l WHERE t.x"),
            "a.l");
  EXPECT_EQ(found("SELECT 1 FROM ((a.t)) STRAIGHT_JOIN b.u"), "a.t b.u");
}

TEST(QualifiedNames, AreThoseThatAreCalled) {
  EXPECT_EQ(found("CALL a.p; CALL a.q(1); SET x = a.f(NEW.b) + t.c"), "a.p a.q a.f");
  EXPECT_EQ(found("select `a`.`f`(1) AS `x`,`a`.`t`.`c` AS `c` from `a`.`t`"), "a.f a.t");
}

TEST(QualifiedNames, AreNotThoseOfColumns) {
  EXPECT_EQ(found("SET NEW.a = OLD.b; SELECT t.a INTO x FROM t WHERE t.b IN (1, 2)"), "");
  EXPECT_EQ(found("INSERT INTO l VALUES (1) ON DUPLICATE KEY UPDATE l.a = 1, l.b = 2"), "");
  EXPECT_EQ(found("SELECT EXTRACT(YEAR FROM t.a), TRIM(BOTH ' ' FROM t.b), REPLACE(t.c, 'a', t.d),"
                  " INSERT(t.e, 1, 2, t.f), TRUNCATE(t.g, 2) FROM t ORDER BY t.h, t.i"),
            "");
  EXPECT_EQ(found("SELECT t.* FROM t, u GROUP BY t.a, u.b"), "");
}

TEST(QualifiedNames, AreNotThoseOfFieldsOfARecord) {
  EXPECT_EQ(found("BEGIN DECLARE r ROW(f INT); SELECT 1 INTO r.f; FETCH c INTO r.f, r.g; END"), "");
}

TEST(QualifiedNames, AreReadByTheRulesOfTheirMode) {
  EXPECT_EQ(found("INSERT INTO `a``b` . `c d` VALUES (1)"), "a`b.c d");
  EXPECT_EQ(found("INSERT INTO \"a\".\"t\" VALUES (1)", {.ansi_quotes = true}), "a.t");
  EXPECT_EQ(found("SET @x = 'a\\'; INSERT INTO a.t SET s = ''", {.no_backslash_escapes = true}),
            "a.t");
  EXPECT_EQ(found("INSERT INTO a.2024 VALUES (1)"), "a.2024");
}

TEST(QualifiedNames, AreComparedWithoutCaseWhereverTheServerMayIgnoreIt) {
  EXPECT_EQ(folded("MyDb_2"), "mydb_2");
  EXPECT_EQ(folded("ÄRGER"), folded("ärger"));
  EXPECT_EQ(folded("aÄÖ"), folded("Aé"));
  EXPECT_NE(folded("aÄb"), folded("ab"));
}

}  // namespace
}  // namespace dbmig
