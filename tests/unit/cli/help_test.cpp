#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/help_text.h"
#include "cli/parser.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

const fs::path kGolden = fs::path(DBMIG_SOURCE_DIR) / "tests/golden/help";

/// What `--help` of a command and of all its own commands prints, by file.
void gather(const CommandHelp& help, std::map<std::string, std::string>& texts) {
  texts[replaced(help.name, " ", "-") + ".txt"] = help_text(help);
  for (const CommandHelp& command : help.commands)
    gather(command, texts);
}

std::map<std::string, std::string> all_help() {
  const Parser parser;
  std::map<std::string, std::string> texts;
  gather(command_help(parser.app), texts);
  return texts;
}

// Rewritten by tools/update-golden.
TEST(GoldenHelp, IsWhatTheFilesSay) {
  const char* const update = std::getenv("DBMIG_UPDATE_GOLDEN");
  for (const auto& [file, text] : all_help()) {
    if (update != nullptr) write_file(kGolden / file, text, Existing::replace);
    EXPECT_EQ(read_file(kGolden / file, ErrorCode::data), text) << "in " << file;
  }
}

TEST(GoldenHelp, HasNoFileOfACommandThatIsGone) {
  const std::map<std::string, std::string> texts = all_help();
  for (const auto& entry : fs::directory_iterator(kGolden))
    EXPECT_TRUE(texts.contains(entry.path().filename().string())) << entry.path();
}

TEST(HelpText, HasNoLineWiderThanEightyEightColumnsAndNoBlanksAtItsEnd) {
  for (const auto& [file, text] : all_help()) {
    for (const std::string_view line : split(text, '\n')) {
      EXPECT_LE(code_points(line), 88U) << line;
      EXPECT_FALSE(line.ends_with(' ')) << file << ": " << line;
    }
  }
}

TEST(HelpText, IsWhatTheParserPrints) {
  const Parser parser;
  EXPECT_EQ(parser.app.help(), all_help().at("dbmig.txt"));
}

TEST(CommandDetails, AreOnlyOfCommandsThatExistAndEachIsThereOnce) {
  const std::map<std::string, std::string> texts = all_help();
  std::set<std::string> seen;
  for (const CommandDetails& details : all_command_details()) {
    const std::string name = *details.name == '\0' ? "dbmig" : "dbmig-" + std::string(details.name);
    EXPECT_TRUE(texts.contains(replaced(name, " ", "-") + ".txt")) << name;
    EXPECT_TRUE(seen.insert(name).second) << name;
  }
}

TEST(CommandDetails, EveryExampleIsOfItsCommand) {
  for (const CommandDetails& details : all_command_details()) {
    for (const Example& example : details.examples)
      EXPECT_NE(std::string(example.command).find(details.name), std::string::npos);
  }
}

TEST(ChoicesOf, AreBetweenTheBraces) {
  EXPECT_EQ(choices_of("WHEN:{auto,always,never}"),
            (std::vector<std::string>{"auto", "always", "never"}));
  EXPECT_TRUE(choices_of("FILE").empty());
  EXPECT_TRUE(choices_of("}{").empty());
}

}  // namespace
}  // namespace dbmig
