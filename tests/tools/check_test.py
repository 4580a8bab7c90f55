#!/usr/bin/python3
"""Tests of tools/check and tools/check-layers: each rule passes what it should and can fail."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = """\
| folder | its one job | may include | only place for |
|---|---|---|---|
| base | errors | nothing of ours | OpenSSL |
| sql | tokens | base | |
| db | sessions | base sql | SOCI, `mysql.h` |
| scratch | a server | base | starting processes |
| cli | flags | base sql db scratch | CLI11, spdlog |
"""


class ToolTest(unittest.TestCase):
    tool = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve()

    def put(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def report(self):
        """What the tool says of the tree; it must say something exactly when it fails."""
        done = subprocess.run([ROOT / "tools" / self.tool, "--root", self.root], capture_output=True, text=True)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.returncode, 1 if done.stderr else 0)
        return done.stderr


class CheckLayersTest(ToolTest):
    tool = "check-layers"

    def setUp(self):
        super().setUp()
        self.put("src/README.md", TABLE)
        for folder in ("base", "sql", "db", "scratch", "cli"):
            self.put(f"src/{folder}/CMakeLists.txt", "")

    def problem(self, name, *includes):
        self.put(name, "".join(f"#include {include}\n" for include in includes))
        return self.report()

    def test_what_the_table_allows_passes(self):
        self.put("src/main.cpp", '#include "cli/app.h"\n#include <unistd.h>\n')
        self.put("src/base/sha256.cpp", '#include "base/sha256.h"\n#include <openssl/evp.h>\n')
        self.put("src/scratch/run.cpp", "#include <sys/wait.h>\n#include <poll.h>\n")
        self.put("src/cli/app.cpp", "#include <CLI/CLI.hpp>\n#include <iostream>\n#include <fmt/format.h>\n")
        self.assertEqual(self.problem("src/db/a.cpp", '"sql/token.h"', "<mysql.h>", "<soci/soci.h>", "<string>"), "")

    def test_a_layer_above_is_refused(self):
        self.assertEqual(
            self.problem("src/sql/token.h", '"base/error.h"', '"db/session.h"'),
            'src/sql/token.h:2: #include "db/session.h": sql may not include db\n',
        )

    def test_a_layer_above_is_refused_in_angle_brackets_too(self):
        self.assertIn("sql may not include db", self.problem("src/sql/token.h", "<db/session.h>"))

    def test_a_library_of_another_layer_is_refused(self):
        cases = {
            "<mysql.h>": "mysql.h belongs to db, not to sql",
            "<soci/mysql/soci-mysql.h>": "SOCI belongs to db, not to sql",
            "<openssl/sha.h>": "OpenSSL belongs to base, not to sql",
            "<CLI/CLI.hpp>": "CLI11 belongs to cli, not to sql",
            "<sys/wait.h>": "starting processes belongs to scratch, not to sql",
            "<yaml-cpp/yaml.h>": "yaml-cpp belongs to no folder, not to sql",
            "<boost/any.hpp>": "neither ours, nor the system's, nor of a library that the table names",
            "<zlib.h>": "neither ours, nor the system's, nor of a library that the table names",
        }
        for include, problem in cases.items():
            with self.subTest(include):
                report = self.problem("src/sql/a.cpp", include)
                self.assertEqual(report, f"src/sql/a.cpp:1: #include {include}: {problem}\n")

    def test_only_cli_writes_to_stdout(self):
        self.assertIn("only cli writes to stdout, not db", self.problem("src/db/a.cpp", "<iostream>"))

    def test_a_pure_layer_touches_no_file_and_no_clock(self):
        for include in ("<fstream>", '"base/file.h"', "<unistd.h>", "<thread>"):
            with self.subTest(include):
                self.assertIn("sql is pure: no files", self.problem("src/sql/a.cpp", include))

    def test_a_header_without_its_folder_is_refused(self):
        self.assertIn("by its path from src/", self.problem("src/db/a.cpp", '"a.h"'))
        self.assertIn("by its path from src/", self.problem("src/db/a.cpp", '"../sql/token.h"'))

    def test_odd_spellings_are_seen(self):
        self.put("src/sql/a.cpp", '  #  include\t"db/a.h"\n#include NAME\n')
        self.assertEqual(
            self.report(),
            'src/sql/a.cpp:1: #  include\t"db/a.h": sql may not include db\n'
            "src/sql/a.cpp:2: #include NAME: not a plain #include\n",
        )

    def test_main_is_thin(self):
        self.assertIn("main may include only base and cli", self.problem("src/main.cpp", '"db/session.h"'))

    def test_folders_and_rows_agree(self):
        self.put("src/new/a.h", "")
        self.put("src/README.md", TABLE + "| gone | was here | base nowhere | libfoo |\n")
        self.assertEqual(
            self.report(),
            "src/new: has no row in the table of src/README.md\n"
            "src/README.md: row `gone`: there is no such folder\n"
            "src/README.md: row `gone`: `nowhere` is no folder of the table\n"
            "src/README.md: row `gone`: tools/check-layers does not know the headers of `libfoo`\n",
        )

    def test_a_readme_without_a_table_fails(self):
        self.put("src/README.md", "# The source\n")
        self.assertIn("src/README.md: no table of layers", self.report())


class CheckTest(ToolTest):
    tool = "check"

    def test_a_clean_tree_passes(self):
        self.put("a.cpp", "int main() { return 0; }\n")
        self.put("b.md", "# B\n\n[code](a.cpp#L1) [web](https://example.org/x) [here](#b) `[no](link)`\n")
        self.put("empty.txt", "")
        self.assertEqual(self.report(), "")

    def test_white_space_at_the_end_of_a_line_is_refused(self):
        self.put("a.txt", "a\nb \nc\t\nd\r\n")
        self.assertEqual(
            self.report(), "".join(f"a.txt:{n}: white space at the end of the line\n" for n in (2, 3, 4))
        )

    def test_a_missing_newline_at_the_end_is_refused(self):
        self.put("a.sql", "SELECT 1;\nSELECT 2;")
        self.assertEqual(self.report(), "a.sql:2: no newline at the end of the file\n")

    def test_bytes_kept_on_purpose_are_left_alone(self):
        self.put("tests/golden/a.txt", "a \nb")
        self.put("tests/fuzz/corpus/a.sql", "SELECT ")
        self.put("tests/cli/a.test", "$ printf 'a '\na ")
        self.put("a.bin", b"\0\1 \n ")
        self.assertEqual(self.report(), "")

    def test_a_loose_end_in_a_source_is_refused(self):
        word = "TO" + "DO"
        self.put("tool", f"#!/bin/sh\n# {word}: more\n")
        self.put("notes.md", f"{word} is a word here\n")
        self.assertEqual(self.report(), f"tool:2: a loose end: # {word}: more\n")

    def test_a_file_over_the_budget_is_refused(self):
        self.put("a.py", "x = 1\n" * 500)
        self.assertEqual(self.report(), "")
        self.put("a.py", "x = 1\n" * 501)
        self.assertEqual(self.report(), "a.py: 501 lines, 500 are the most\n")

    def test_a_link_to_nowhere_is_refused(self):
        self.put("docs/a.md", "[up](../b.md) [gone](c.md)\n[out](../../x.md)\n```\n[code](d.md)\n```\n")
        self.put("b.md", "")
        self.assertEqual(
            self.report(),
            "docs/a.md:1: link to c.md, which is not there\ndocs/a.md:2: link to ../../x.md, which is not there\n",
        )

    def test_code_that_is_not_formatted_is_refused(self):
        self.put(".clang-format", "BasedOnStyle: Google\n")
        self.put("a.cpp", "int main( ) { return 0; }\n")
        self.assertEqual(self.report(), "a.cpp:1: not as clang-format has it\n")

    def test_a_machine_without_git_is_checked_all_the_same(self):
        self.put("a.txt", "a \n")
        self.put("build/b.txt", "b \n")
        self.put("empty/.keep", "")
        done = subprocess.run([sys.executable, ROOT / "tools" / "check", "--root", self.root], capture_output=True,
                              text=True, env={"PATH": str(self.root / "empty")})
        self.assertEqual((done.returncode, done.stderr), (1, "a.txt:1: white space at the end of the line\n"))

    def test_layers_are_part_of_it(self):
        self.put("src/README.md", "# No table\n")
        self.assertIn("no table of layers", self.report())


del ToolTest  # It is only what the two have in common.

if __name__ == "__main__":
    unittest.main()
