// migrate.ini.sample, which is the manual of the configuration, says neither more nor less
// than the parser knows.
#include <set>

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/text.h"
#include "config/keys.h"
#include "unit/config/config_text.h"

namespace dbmig {
namespace {

std::string sample() { return read_file(DBMIG_SOURCE_DIR "/migrate.ini.sample", ErrorCode::data); }

/// The settings of the sample, commented out or not, with the values they show.
std::vector<std::pair<std::string, std::string>> shown_settings() {
  std::vector<std::pair<std::string, std::string>> list;
  const std::string text = sample();
  for (std::string_view line : split(text, '\n')) {
    if (line.starts_with("[post_write_hooks]") || line.starts_with("# [post_write_hooks]")) break;
    if (line.starts_with("# ")) line.remove_prefix(2);
    const std::size_t equals = line.find(" =");
    const std::string_view key = line.substr(0, equals);
    const bool is_key =
        equals != std::string_view::npos && !key.empty() &&
        key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
    if (is_key) list.emplace_back(key, trim(line.substr(equals + 2)));
  }
  return list;
}

TEST(Sample, IsAConfigurationAsItStands) {
  const Settings read = settings(sample());
  EXPECT_EQ(read.tree_names, (std::vector<std::string>{"bin-manager", "asterisk_config"}));
  EXPECT_EQ(read.trees[0].script_location, "/project/bin-manager/main");
  EXPECT_EQ(read.trees[0].server().display(), "root@localhost:3306/voipbin");
  EXPECT_EQ(read.trees[1].script_location, "/project/asterisk_config/config");
  EXPECT_EQ(read.trees[1].server().display(), "root@localhost:3306/asterisk");
  EXPECT_EQ(read.trees[1].adopt_version_table, "alembic_version_config");
}

TEST(Sample, NamesEveryKeyAndNoOther) {
  std::set<std::string> shown;
  for (const auto& [key, value] : shown_settings())
    shown.insert(key);
  std::set<std::string> known;
  for (const Key& key : known_keys())
    known.emplace(key.name);
  EXPECT_EQ(shown, known);
}

TEST(Sample, ShowsTheDefaultOfWhatIsCommentedOut) {
  const Settings all = settings("[dbmig]\n[t]\nscript_location = x\nurl = mysql://h/d\n");
  for (const auto& [key, value] : shown_settings()) {
    for (const SettingLine& line : all.trees[0].lines) {
      const bool is_own = key == "script_location" || key == "url" || key == "version_locations" ||
                          key == "adopt_version_table" || line.key != key;
      if (is_own) continue;
      EXPECT_EQ(replaced(value, "%%", "%"), line.value) << key;
    }
  }
}

TEST(Sample, WorksWithEverySettingWrittenOut) {
  std::string text;
  const std::string from = sample();
  for (std::string_view line : split(from, '\n')) {
    const std::string_view body = line.starts_with("# ") ? line.substr(2) : line;
    const bool is_default = body.find(" = ") != std::string_view::npos &&
                            body.find_first_of(" ") == body.find(" = ") && !body.starts_with("%");
    text += std::string(is_default || body.starts_with('[') ? body : line) + "\n";
  }
  const Settings read = settings(text);
  EXPECT_EQ(read.post_write_hooks.size(), 1U);
  EXPECT_EQ(read.collations[0].value, "utf8mb4_general_ci");
  EXPECT_EQ(read.names[0].name, "myproject.db.StringID");
  EXPECT_EQ(read.trees[0].lock_budget, std::chrono::milliseconds(600000));
}

}  // namespace
}  // namespace dbmig
