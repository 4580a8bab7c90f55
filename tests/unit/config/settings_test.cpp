#include "config/settings.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "unit/config/config_text.h"

namespace dbmig {
namespace {

constexpr std::string_view kTwoTrees = R"([dbmig]
trees = bin-manager, asterisk_config
[bin-manager]
script_location = %(here)s/bin-manager/main
url = mysql://root@localhost/voipbin
[asterisk_config]
script_location = %(here)s/asterisk_config/config
url = mysql://root@localhost/asterisk
adopt_version_table = alembic_version_config
)";

TEST(Settings, ReadsBothTreesInTheOrderOfTheList) {
  const Settings read = settings(kTwoTrees);
  ASSERT_EQ(read.trees.size(), 2U);
  EXPECT_EQ(read.trees[0].name, "bin-manager");
  EXPECT_EQ(read.trees[0].script_location, "/project/bin-manager/main");
  EXPECT_EQ(read.trees[0].version_locations.front(), "/project/bin-manager/main/versions");
  EXPECT_EQ(read.trees[1].adopt_version_table, "alembic_version_config");
  EXPECT_EQ(read.trees[1].server().display(), "root@localhost:3306/asterisk");
}

}  // namespace
}  // namespace dbmig
