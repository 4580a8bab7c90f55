#include "cli/man_page.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/parser.h"
#include "support/temp_dir.h"

namespace dbmig {
namespace {

std::string page(const CommandHelp& help) {
  return man_page(help, {"dbmig", "dbmig-upgrade"}, "2026-11-21");
}

CommandHelp upgrade() {
  CommandHelp help;
  help.name = "dbmig upgrade";
  help.summary = "bring databases up";
  help.usage = "dbmig upgrade [OPTIONS] REVISION";
  return help;
}

TEST(ManPage, BeginsWithNameAndSynopsis) {
  const std::string text = page(upgrade());
  EXPECT_EQ(
      text.substr(text.find(".SH NAME"), text.find(".SH DESCRIPTION") - text.find(".SH NAME")),
      ".SH NAME\ndbmig\\-upgrade \\- bring databases up\n"
      ".SH SYNOPSIS\n.B dbmig upgrade\n[OPTIONS] REVISION\n");
}

TEST(ManPage, HasTheSectionsOfEveryManualPage) {
  const std::string text = page(upgrade());
  for (const char* title :
       {"NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "FILES", "ENVIRONMENT", "SEE ALSO"})
    EXPECT_NE(text.find(std::string(".SH ") + title + "\n"), std::string::npos) << title;
}

TEST(ManPage, RefersToTheOtherPagesOnly) {
  EXPECT_TRUE(page(upgrade()).ends_with(".SH SEE ALSO\n.BR dbmig (1)\n"));
}

TEST(ManPage, PrintsWhatTroffWouldRead) {
  CommandHelp help = upgrade();
  help.paragraphs = {".so x \\n -1 \"q\" 'r' ~ ^ and `bold`"};
  EXPECT_NE(page(help).find("\n\\&.so x \\en \\-1 \\(dqq\\(dq \\(aqr\\(aq \\(ti \\(ha and "
                            "\\fBbold\\fR\n"),
            std::string::npos);
}

TEST(ManPage, BreaksLongLinesButLeavesNoRequestAtTheBeginningOfOne) {
  CommandHelp help = upgrade();
  help.paragraphs = {};
  help.summary = std::string(77, 'x') + " .so y";
  EXPECT_NE(page(help).find("x\n\\&.so y"), std::string::npos);
}

TEST(ManPages, AreWrittenForDbmigAndEveryCommand) {
  const Parser parser;
  const TempDir folder;
  write_man_pages(parser.app, folder.path(), "2026-11-21");
  const std::string text = read_file(folder.path() / "dbmig-status.1", ErrorCode::data);
  EXPECT_TRUE(text.starts_with(".TH DBMIG\\-STATUS 1 2026-11-21 \"dbmig "));
  EXPECT_NE(text.find("\\-\\-exit\\-code\n"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "dbmig.1"));
}

}  // namespace
}  // namespace dbmig
