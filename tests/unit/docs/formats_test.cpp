// docs/formats.md is normative: what its examples show is what the parsers do.
#include <gtest/gtest.h>

#include "base/file.h"
#include "base/text.h"
#include "db/version_table.h"
#include "engine/sql_target.h"
#include "revision/planner.h"
#include "script/header.h"
#include "script/sql_script.h"
#include "support/graph_text.h"
#include "support/message_of.h"
#include "unit/config/config_text.h"
#include "unit/docs/document.h"
#include "unit/script/script_text.h"

namespace dbmig {
namespace {

constexpr const char* kFormats = "docs/formats.md";
constexpr const char* kFile = "example.sql";

Header header_of(const std::string& text) {
  return parse_header(text, kFile, Extent::whole).value();
}

std::unique_ptr<const ScriptFile> file_of(const std::string& text) {
  return parse_sql_script(text, kFile, header_of(text).revision, {});
}

Header header(std::string_view tag) { return header_of(example(kFormats, tag)); }
std::unique_ptr<const ScriptFile> file(std::string_view tag) {
  return file_of(example(kFormats, tag));
}

std::vector<ScriptStatement> statements(const Script& script) {
  Collector collector;
  script.run(collector);
  return collector.statements;
}

Settings configuration(const std::string& text) { return settings(text); }

/// What the real parser says about a `refused` example.
std::string refusal(const Example& example) {
  if (example.language == "ini") {
    return message_of([&] { configuration(example.text).trees.front().server(); });
  }
  return message_of([&] { file_of(example.text); });
}

/// What the parser says about each revision of a document.
std::vector<std::string> problems_of_revisions(const std::string& path) {
  std::vector<std::string> problems;
  for (const Example& each : examples_of(path)) {
    if (!each.tag.starts_with("revision:")) continue;
    problems.push_back(message_of([&] { file_of(each.text); }));
  }
  return problems;
}

/// No line of a document ends in a blank.
std::string without_trailing_blanks(std::string_view text) { return replaced(text, " \n", "\n"); }

TEST(Formats, EveryRefusedExampleGivesTheMessageBelowIt) {
  const std::vector<Example> examples = examples_of(kFormats);
  int refused = 0;
  for (std::size_t i = 0; i + 1 < examples.size(); ++i) {
    if (examples[i].tag != "refused") continue;
    SCOPED_TRACE(std::string(kFormats) + ":" + std::to_string(examples[i].line));
    ASSERT_EQ(examples[i + 1].tag, "report");
    EXPECT_EQ(refusal(examples[i]) + "\n", examples[i + 1].text);
    ++refused;
  }
  EXPECT_EQ(refused, 9);
}

TEST(Formats, EveryRevisionIsAFileThatCanBeRun) {
  EXPECT_EQ(problems_of_revisions(kFormats), std::vector<std::string>(4, "no error"));
}

TEST(Manual, EveryRevisionIsAFileThatCanBeRun) {
  EXPECT_EQ(problems_of_revisions("docs/manual.md"), std::vector<std::string>(3, "no error"));
}

TEST(ErrorsDocument, HasARowForEachCodeWithItsName) {
  const std::string document = read_file(DBMIG_SOURCE_DIR "/docs/errors.md", ErrorCode::data);
  for (const ErrorCode code :
       {ErrorCode::findings, ErrorCode::statement, ErrorCode::usage, ErrorCode::data,
        ErrorCode::unavailable, ErrorCode::internal, ErrorCode::cannot_create, ErrorCode::temporary,
        ErrorCode::policy, ErrorCode::config}) {
    const std::string number = std::to_string(static_cast<int>(code));
    const std::string word(name(code));
    EXPECT_NE(document.find("| " + number + " | `" + word + "` |"), std::string::npos) << word;
    EXPECT_NE(document.find("### " + number + " " + word + "\n"), std::string::npos) << word;
  }
}

TEST(Formats, ThePlainRevisionSaysWhatTheTableSays) {
  const Header read = header("revision:plain");
  EXPECT_EQ(read.revision.id, "9142c979f5df");
  EXPECT_EQ(read.revision.down_revisions, std::vector<RevisionId>{"2b56bd21e419"});
  EXPECT_EQ(read.revision.message, "customers create table");
  EXPECT_EQ(read.create_date, "2026-11-21 10:00:00");
  EXPECT_EQ(statements(file("revision:plain")->upgrade()).size(), 2U);
  EXPECT_EQ(text(*file("revision:plain")->downgrade()), "16:1 DROP TABLE customers");
}

TEST(Formats, AMergeHasListsAndQuotedValues) {
  const Header read = header("revision:merge");
  EXPECT_EQ(read.revision.down_revisions,
            (std::vector<RevisionId>{"3c0000000003", "4d0000000004"}));
  EXPECT_EQ(read.revision.branch_labels, std::vector<std::string>{"billing"});
  EXPECT_EQ(read.revision.depends_on, std::vector<std::string>{"1a0000000001"});
  EXPECT_EQ(read.revision.replaces, (std::vector<RevisionId>{"777700000001", "777700000002"}));
  EXPECT_EQ(read.revision.message, "orders: join billing and shipping");
  EXPECT_EQ(read.doc, "Nothing to run; both branches\ngo on as one.");
  EXPECT_EQ(text(file("revision:merge")->upgrade()), "");
  EXPECT_NE(file("revision:merge")->downgrade(), nullptr);
}

TEST(Formats, StatementsAreSentByteForByte) {
  const auto routine = file("revision:routine");
  const std::vector<ScriptStatement> sent = statements(routine->upgrade());
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].text,
            "CREATE PROCEDURE touch()\nBEGIN\n    SELECT 'a; b' AS `semi;colon`;  -- not an end: "
            ";\nEND");
  EXPECT_EQ(sent[1].text, "INSERT INTO customers VALUES ('100 %', ':name', 'C:\\\\temp')");
}

TEST(Formats, ACommentBeforeAStatementIsNotSentAndOneInsideIs) {
  const auto plain = file("revision:plain");
  const std::string sent(statements(plain->upgrade())[0].text);
  EXPECT_TRUE(sent.starts_with("CREATE TABLE"));
  EXPECT_NE(sent.find("-- the tenant: one row each"), std::string::npos);
}

TEST(Formats, DirectivesAreAboutTheNextStatement) {
  const auto read = file("revision:directives");
  const std::vector<ScriptStatement> sent = statements(read->upgrade());
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].directives.skip_if,
            "SELECT COUNT(*) FROM information_schema.statistics WHERE index_name = "
            "'orders_status'");
  EXPECT_FALSE(sent[0].directives.repeat);
  EXPECT_EQ(sent[1].directives.only_on.size(), 2U);
  EXPECT_EQ(sent[1].directives.repeat->pause, std::chrono::milliseconds(100));
}

TEST(Formats, AVersionIsComparedInThePartsThatAreGiven) {
  const auto read = file("revision:directives");
  const Directives directives = statements(read->upgrade())[1].directives;
  EXPECT_TRUE(directives.apply_to({.flavour = Flavour::mysql, .version = 80036}));
  EXPECT_TRUE(directives.apply_to({.flavour = Flavour::mariadb, .version = 100621}));
  EXPECT_FALSE(directives.apply_to({.flavour = Flavour::mariadb, .version = 100521}));
  EXPECT_FALSE(directives.apply_to({.flavour = Flavour::mysql, .version = 50744}));
}

TEST(Formats, AnIrreversibleRevisionRefusesWithItsReason) {
  const auto read = file("revision:directives");
  ASSERT_EQ(read->downgrade(), nullptr);
  const Error refused = downgrade_refusal("4d0000000004", *read->no_downgrade());
  EXPECT_EQ(refused.code(), ErrorCode::policy);
  EXPECT_STREQ(refused.what(), "revision 4d0000000004 is irreversible: the void orders are gone");
}

TEST(Formats, AMissingDowngradeSectionIsAWrongHistory) {
  std::string shortened = example(kFormats, "revision:plain");
  shortened.resize(shortened.find("-- migrate:downgrade"));
  const auto read = file_of(shortened);
  EXPECT_EQ(downgrade_refusal("9142c979f5df", *read->no_downgrade()).code(), ErrorCode::data);
}

TEST(Formats, AMigrateIniListsTreesAndSharesSettings) {
  const Settings read = configuration(example(kFormats, "settings:two-trees"));
  EXPECT_EQ(read.style, ConfigStyle::dbmig);
  EXPECT_EQ(read.tree_names, (std::vector<std::string>{"bin-manager", "asterisk_config"}));
  EXPECT_EQ(read.trees[0].script_location, "/project/bin-manager/main");
  EXPECT_EQ(read.trees[0].lock_wait, std::chrono::milliseconds(500));
  EXPECT_EQ(read.trees[1].lock_wait, std::chrono::milliseconds(2000));
  EXPECT_EQ(read.trees[1].adopt_version_table, "alembic_version_config");
}

TEST(Formats, BothFormsOfAUrlAreRead) {
  const Settings read = configuration(example(kFormats, "settings:two-trees"));
  const ConnectOptions& first = read.trees[0].server();
  EXPECT_EQ(first.display(), "deploy@db.example:3307/voipbin");
  EXPECT_EQ(first.ssl_mode, SslMode::verify_identity);
  EXPECT_EQ(first.ssl_ca, "/etc/ca.pem");
  const ConnectOptions& second = read.trees[1].server();
  EXPECT_EQ(second.display(), "deploy@db.example:3307/asterisk");
  EXPECT_EQ(second.password.reveal(), "p%40ss");
}

TEST(Formats, AnAlembicIniIsOneTree) {
  const Settings read = configuration(example(kFormats, "settings:alembic"));
  EXPECT_EQ(read.style, ConfigStyle::alembic);
  EXPECT_EQ(read.tree_names, std::vector<std::string>{"alembic"});
  EXPECT_EQ(read.trees[0].script_location, "/project/migrations");
  EXPECT_EQ(read.trees[0].server().display(), "app@127.0.0.1:3306/shop");
  EXPECT_EQ(read.trees[0].server().password.reveal(), "secret");
}

TEST(Formats, TheVersionTableIsCreatedAsShown) {
  const VersionTableName name{"voipbin", "alembic_version"};
  const std::string ddl = version_table_ddl(name.qualified(), quoted_name(name.table + "_pkc"),
                                            "\t", VersionTable::PrimaryKey::yes);
  EXPECT_EQ(without_trailing_blanks(ddl + "\n"), example(kFormats, "version-table"));
}

TEST(Formats, RowsAreEditedAsShown) {
  const RevisionGraph history = graph(example(kFormats, "graph"));
  std::string printed;
  SqlTarget target({}, [&](std::string_view text) { printed += text; });
  for (const Step& step : plan_upgrade(history, {}, "head"))
    target.finish(step);
  EXPECT_EQ(replaced(printed, "\n\n", "\n"), example(kFormats, "row-edits"));
}

TEST(Formats, TheWayDownUndoesEachEdit) {
  const RevisionGraph history = graph(example(kFormats, "graph"));
  const std::vector<RevisionId> top{"d1"};
  EXPECT_TRUE(rows_after(top, plan_downgrade(history, top, "base")).empty());
}

}  // namespace
}  // namespace dbmig
