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

/// Calls `check` with every text that is one slip away from `text`.
template <typename Check>
void for_each_slip(const std::string& text, std::string_view characters, Check check) {
  for (std::size_t i = 0; i <= text.size(); ++i) {
    check(text.substr(0, i));
    check(text.substr(i));
    for (const char c : characters)
      check(std::string(text).insert(i, 1, c));
    if (i == text.size()) break;
    check(std::string(text).erase(i, 1));
    for (const char c : characters)
      check(std::string(text).replace(i, 1, 1, c));
    if (i + 1 == text.size()) continue;
    std::string swapped = text;
    std::swap(swapped[i], swapped[i + 1]);
    check(swapped);
  }
}

constexpr std::string_view kCharacters = "@:/?#&=%[(x7 \n";

TEST(Secrecy, HoldsForEverySlipInAUrl) {
  for (const std::string url : {"mysql://root:QZQZQZQZ@localhost/voipbin",
                                "mysql+pymysql://root:QZQZQZQZ@[::1]:3306/d?ssl=1",
                                "mysql://root:QZQZ%40QZQZ@db:3306/voipbin?charset=utf8mb4",
                                "root:QZQZQZQZ@tcp(db:3306)/voipbin?parseTime=true",
                                "root:QZQZQZQZ@unix(/run/s)/voipbin", "root:QZQZQZQZ@/voipbin"}) {
    for_each_slip(url, kCharacters, [&](const std::string& slip) {
      // A text that begins inside the password has nothing that tells it from a name.
      if (slip.starts_with(kMark) || slip.starts_with("Z")) return;
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

TEST(Secrecy, HoldsForEverySlipInAnIni) {
  const std::string text =
      "[DEFAULT]\ndb_password = QZQZQZ\n[dbmig]\ntrees = a, b\n"
      "[a]\nscript_location = a\nurl = mysql://root:QZQZQZ@localhost/d\n"
      "[b]\nurl = mysql://u:%(db_password)s@h/d\nscript_location = b\n";
  for_each_slip(text, "@:/=% \n", [&](const std::string& slip) {
    if (slip.size() > 8 && text.ends_with(slip)) return;  // half a file is another file
    EXPECT_EQ(shown_by_ini(slip).find(kMark), std::string::npos) << slip << shown_by_ini(slip);
  });
}

}  // namespace
}  // namespace dbmig
