#include "engine/failure.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

TEST(OffsetOfFailure, IsWhereTheServerSaysNear) {
  EXPECT_EQ(offset_of_failure("CREATE TABLE t (\n a INTT)", "... to use near 'INTT)' at line 2"),
            20U);
}

TEST(OffsetOfFailure, IsTheEndWhenTheServerSawNothingMore) {
  EXPECT_EQ(offset_of_failure("SELECT", "... to use near '' at line 1"), 6U);
}

TEST(OffsetOfFailure, TakesTheLineIntoAccount) {
  EXPECT_EQ(offset_of_failure("a x\nb x", "near 'x' at line 2"), 6U);
}

TEST(OffsetOfFailure, UnderstandsQuotesInTheQuotedText) {
  EXPECT_EQ(offset_of_failure("SELECT 'it' FRM t", "near 'FRM t' at line 1"), 12U);
  EXPECT_EQ(offset_of_failure("SELECT a 'b' 'c'", "near ''b' 'c'' at line 1"), 9U);
}

TEST(OffsetOfFailure, IsWhereTheNamedThingStands) {
  EXPECT_EQ(offset_of_failure("DROP TABLE t", "Unknown table 'd.t'"), 11U);
  EXPECT_EQ(offset_of_failure("SELECT a, xa FROM t", "Unknown column 'a' in 'field list'"), 7U);
  EXPECT_EQ(offset_of_failure("ALTER TABLE t DROP x", "Can't DROP COLUMN `x`; check it"), 19U);
}

TEST(OffsetOfFailure, DoesNotGuessAmongSeveralPlaces) {
  EXPECT_EQ(offset_of_failure("CREATE TABLE t (a INT, a INT)", "Duplicate column name 'a'"), 0U);
}

TEST(OffsetOfFailure, IsTheStartForAnyOtherMessage) {
  EXPECT_EQ(offset_of_failure("DROP TABLE t", "Lock wait timeout exceeded; doesn't matter"), 0U);
  EXPECT_EQ(offset_of_failure("DROP TABLE t", "near 'x' at line nine"), 0U);
  EXPECT_EQ(offset_of_failure("DROP TABLE t", "near 'x' at line 7"), 0U);
}

}  // namespace
}  // namespace dbmig
