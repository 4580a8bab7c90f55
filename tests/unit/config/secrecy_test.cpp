// No message about a URL or an ini ever holds any of a password, whatever single mistake
// was made in it.
#include <cstdlib>
#include <random>

#include <gtest/gtest.h>

#include "config/redact.h"
#include "config/url.h"
#include "unit/config/config_text.h"

namespace dbmig {
namespace {

// The passwords below are made of this mark, so that any piece of one holds it.
constexpr std::string_view kMark = "QZ";

std::string shown_by_url(const std::string& url) {
  return complaint([&] { parse_url(url, locate_in("DBMIG_URL", url)); }) + redacted_url(url);
}

std::string shown_by_ini(const std::string& text) {
  return complaint([&] {
    const Settings read = settings(text);
    for (const TreeSettings& tree : read.trees)
      tree.server();
  });
}

/// DBMIG_TEST_SEED, or a new one.
unsigned seed() {
  const char* given = std::getenv("DBMIG_TEST_SEED");
  return given == nullptr ? std::random_device()()
                          : static_cast<unsigned>(std::strtoul(given, nullptr, 10));
}

/// Calls `check` with texts that are one slip away from `text`: cut short, a character
/// lost, swapped, added or mistaken for another one, at every place.
template <typename Check>
void for_each_slip(const std::string& text, std::mt19937& random, Check check) {
  constexpr std::string_view kCharacters = "@:/?#&=%[]()+;$ \n\tx7\xFF";
  const auto any = [&] { return kCharacters[random() % kCharacters.size()]; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    check(text.substr(0, i));
    check(std::string(text).erase(i, 1));
    check(std::string(text).insert(i, 1, any()));
    check(std::string(text).replace(i, 1, 1, any()));
    if (i + 1 == text.size()) continue;
    std::string swapped = text;
    std::swap(swapped[i], swapped[i + 1]);
    check(swapped);
  }
}

TEST(Secrecy, HoldsForASlipAnywhereInAUrl) {
  const unsigned number = seed();
  SCOPED_TRACE("DBMIG_TEST_SEED=" + std::to_string(number));
  std::mt19937 random(number);
  for (const std::string url : {"mysql://root:QZQZQZQZ@localhost/voipbin",
                                "mysql+pymysql://root:QZQZQZQZ@[::1]:3306/d?ssl=1",
                                "mysql://root:QZQZ%40QZQZ@db:3306/voipbin?charset=utf8mb4",
                                "root:QZQZQZQZ@tcp(db:3306)/voipbin?parseTime=true",
                                "root:QZQZQZQZ@unix(/run/s)/voipbin", "root:QZQZQZQZ@/voipbin"}) {
    for_each_slip(url, random, [&](const std::string& slip) {
      EXPECT_EQ(shown_by_url(slip).find(kMark), std::string::npos) << slip << shown_by_url(slip);
    });
  }
}

TEST(Secrecy, HoldsForAPasswordAmongTheOptions) {
  for (const std::string url :
       {"mysql://db/d?password=QZQZ", "mysql://db/d?x=1&passwd=QZQZ", "u@/d?password=QZQZ",
        "mysql://db/d?pasword=QZQZ", "mysql://db/d?passwordQZQZ", "mysql//db/d?password=QZQZ",
        "mysql://u:QZ@h/d?password=QZQZ", "mysql://db:x/d?password=QZQZ",
        "mysql://db/dxpassword=QZQZ"}) {
    EXPECT_EQ(shown_by_url(url).find(kMark), std::string::npos) << url << shown_by_url(url);
  }
}

TEST(Secrecy, HoldsWhereAPasswordIsNotUtf8) {
  for (const std::string line : {"url = mysql://u:QZ\xE4QZ@h/d", "db_password = QZ\xE4QZ",
                                 "url = u:QZ\xE4QZ@tcp(h)/d", "pass\xE4 = QZ"}) {
    const std::string shown = shown_by_ini("[dbmig]\n" + line + "\n");
    EXPECT_EQ(shown.find(kMark), std::string::npos) << shown;
  }
}

TEST(Secrecy, HoldsForASlipAnywhereInAnIni) {
  const unsigned number = seed();
  SCOPED_TRACE("DBMIG_TEST_SEED=" + std::to_string(number));
  std::mt19937 random(number);
  const std::string text =
      "[DEFAULT]\ndb_password = QZQZQZ\n[dbmig]\ntrees = a, b\n"
      "[a]\nscript_location = a\nurl = mysql://root:QZQZQZ@localhost/d\n"
      "[b]\nurl = mysql://u:%(db_password)s@h/d\nscript_location = b\n";
  for_each_slip(text, random, [&](const std::string& slip) {
    EXPECT_EQ(shown_by_ini(slip).find(kMark), std::string::npos) << slip << shown_by_ini(slip);
  });
}

}  // namespace
}  // namespace dbmig
