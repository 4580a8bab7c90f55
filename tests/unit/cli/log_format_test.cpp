#include "cli/log_format.h"

#include <gtest/gtest.h>
#include <spdlog/details/log_msg.h>
#include <spdlog/formatter.h>

namespace dbmig {
namespace {

/// A line of the log as it is printed.
std::string line(LogFormat format, const LogContext& context, const std::string& logger,
                 const std::string& message) {
  spdlog::details::log_msg record(spdlog::source_loc{}, logger, spdlog::level::warn, message);
  record.time = std::chrono::system_clock::time_point(std::chrono::milliseconds(1795254861042));
  spdlog::memory_buf_t out;
  log_formatter(format, context)->clone()->format(record, out);
  return {out.data(), out.size()};
}

TEST(LogFormat, TextIsAlembicsWithTheDatabaseWhereThereAreSeveral) {
  EXPECT_EQ(line(LogFormat::text, {}, "dbmig.shop", "hello"), "WARN  [dbmig.shop] hello\n");
  EXPECT_EQ(line(LogFormat::text, {"r1", "shop_eu", {}}, "dbmig.shop", "hello"),
            "WARN  [dbmig.shop shop_eu] hello\n");
}

TEST(LogFormat, JsonIsAnObjectALine) {
  EXPECT_EQ(line(LogFormat::json, {"r1", "", {}}, "dbmig", "hello"),
            "{\"time\":\"2026-11-21T09:54:21.042Z\",\"level\":\"warning\",\"run_id\":\"r1\","
            "\"message\":\"hello\"}\n");
}

TEST(LogFormat, JsonSaysTreeDatabaseAndWhateverElseIsKnown) {
  EXPECT_EQ(line(LogFormat::json, {"r1", "shop_eu", {{"elapsed_ms", 12}}}, "dbmig.shop", "done"),
            "{\"time\":\"2026-11-21T09:54:21.042Z\",\"level\":\"warning\",\"run_id\":\"r1\","
            "\"tree\":\"shop\",\"database\":\"shop_eu\",\"message\":\"done\",\"elapsed_ms\":12}\n");
}

TEST(LogFormat, NoMessageCanLeaveItsLine) {
  const std::string text = line(LogFormat::json, {}, "dbmig", "a\nb\"c\xff");
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  EXPECT_NE(text.find("a\\nb\\\"c\xEF\xBF\xBD"), std::string::npos);
}

TEST(RunId, IsNewEachTime) {
  EXPECT_EQ(new_run_id().size(), 12u);
  EXPECT_TRUE(is_run_id(new_run_id()));
  EXPECT_NE(new_run_id(), new_run_id());
}

TEST(RunId, IsAPlainWord) {
  EXPECT_TRUE(is_run_id("pipeline-17/job:3_a.b"));
  for (const std::string& bad : {std::string(), std::string("a b"), std::string("a\n"),
                                 std::string("ä"), std::string(65, 'a')})
    EXPECT_FALSE(is_run_id(bad)) << bad;
}

}  // namespace
}  // namespace dbmig
