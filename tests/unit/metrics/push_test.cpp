#include "metrics/push.h"

#include <gtest/gtest.h>

#include "support/message_of.h"

namespace dbmig {
namespace {

TEST(Push, EachDatabaseHasAGroupOfItsOwn) {
  EXPECT_EQ(push_path({"shop", "db:3306", "a"}),
            "/metrics/job/dbmig/tree@base64/c2hvcA/server@base64/ZGI6MzMwNg/database@base64/YQ");
}

TEST(Push, ANameWithASlashAndOneWithoutALetterAreWhole) {
  EXPECT_EQ(push_path({"a/b?>", "", "\xff"}),
            "/metrics/job/dbmig/tree@base64/YS9iPz4/server@base64/=/database@base64/_w");
}

TEST(Push, AGatewayThatIsNotThereIsSaidWithoutItsUrl) {
  EXPECT_EQ(message_of([] { push_metrics("http://u:secret@127.0.0.1:1/", "/metrics", "x 1\n"); }),
            "cannot push metrics: Couldn't connect to server");
}

TEST(Push, NothingButHttpIsSpoken) {
  EXPECT_EQ(message_of([] { push_metrics("file:///etc", "/passwd", ""); }),
            "cannot push metrics: Unsupported protocol");
}

}  // namespace
}  // namespace dbmig
