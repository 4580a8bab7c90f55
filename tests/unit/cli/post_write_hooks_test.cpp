#include "cli/post_write_hooks.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace dbmig {
namespace {

using Words = std::vector<std::string>;

std::string refusal(const PostWriteHook& hook) {
  try {
    PostWriteHooks({hook}, {{"PATH", "/bin"}}, "/");
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

PostWriteHook hook(const std::string& type, const std::string& executable = {}) {
  PostWriteHook made;
  made.name = "a";
  made.type = type;
  made.executable = executable;
  return made;
}

TEST(HookArguments, BeginWithTheFileThatTheOptionsDoNotName) {
  EXPECT_EQ(hook_arguments("-l 79", "/p/x y.sql"), (Words{"/p/x y.sql", "-l", "79"}));
  EXPECT_EQ(hook_arguments("", "/f"), Words{"/f"});
}

TEST(HookArguments, HaveTheFileWhereTheOptionsNameIt) {
  EXPECT_EQ(hook_arguments("fix \"--file=REVISION_SCRIPT_FILENAME\" -q", "/f"),
            (Words{"fix", "--file=/f", "-q"}));
}

TEST(HookArguments, AreNoneWhenAQuoteIsNeverClosed) {
  EXPECT_EQ(hook_arguments("-x 'a", "/f"), Words{});
}

TEST(PostWriteHooks, AreRefusedWithAlembicsWords) {
  EXPECT_EQ(refusal(hook("")),
            "Key 'a.type' (or 'type' in toml) is required for post write hook 'a'");
  EXPECT_EQ(refusal(hook("exec")), "Key a.executable is required for post write hook 'a'");
  EXPECT_EQ(refusal(hook("console_scripts")),
            "Key a.entrypoint is required for post write hook 'a'");
  EXPECT_EQ(refusal(hook("black")), "No formatter with name 'black' registered");
}

TEST(PostWriteHooks, NeedAProgramThatIsThere) {
  EXPECT_EQ(refusal(hook("exec", "sh")), "none");
  EXPECT_EQ(refusal(hook("exec", "/bin/sh")), "none");
  EXPECT_EQ(refusal(hook("exec", "no-such-program")),
            "post write hook 'a': cannot run no-such-program");
}

}  // namespace
}  // namespace dbmig
