#!/usr/bin/python3
"""Tests of the session runner itself: that it can fail, and what it says then."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
RUN = pathlib.Path(__file__).resolve().parent / "run"


class RunTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = pathlib.Path(self.folder.name) / "a.test"

    def play(self, text, *options):
        """Exit status and output of the runner on a session file of this text."""
        self.file.write_text(text)
        done = subprocess.run([RUN, self.file, *options], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout.replace(str(self.file), "a.test")

    def test_what_is_as_expected_passes(self):
        self.assertEqual(self.play("-- session --\n$ echo a\na\n"), (0, "1 passed, 0 failed\n"))

    def test_other_output_fails_with_a_diff(self):
        status, report = self.play("-- session --\n$ echo a; echo b >&2; exit 2\nc\n")
        self.assertEqual(status, 1)
        self.assertEqual(
            report,
            "failed: a.test\n--- a.test (expected)\n+++ a.test (actual)\n@@ -1,3 +1,5 @@\n -- session --\n"
            " $ echo a; echo b >&2; exit 2\n-c\n+a\n+! b\n+? 2\n0 passed, 1 failed\n",
        )

    def test_missing_output_status_or_newline_fails(self):
        for body in ("$ echo a", "$ exit 3", "$ true\n? 3", "$ printf a\na", "$ echo a >&2\n! a\n! b", "$ echo\n"):
            with self.subTest(body):
                status, report = self.play(f"-- session --\n{body}\n")
                self.assertEqual((status, report.splitlines()[-1]), (1, "0 passed, 1 failed"))

    def test_update_writes_what_passes_next_time(self):
        text = "# why\n\n-- session --\n$ echo a; exit 1\n\n# next\n$ printf '? 1\\n\\n'\nold\n"
        self.assertEqual(self.play(text, "--update"), (0, "updated: a.test\n1 updated\n1 passed, 0 failed\n"))
        updated = "# why\n\n-- session --\n$ echo a; exit 1\na\n? 1\n\n# next\n$ printf '? 1\\n\\n'\n\\? 1\n\\\n"
        self.assertEqual(self.file.read_text(), updated)
        self.assertEqual(self.play(updated), (0, "1 passed, 0 failed\n"))

    def test_update_leaves_alone_what_is_right(self):
        text = "-- session --\n$ echo a; echo b >&2\n! b\na\n$ echo c\nd\n"
        self.play(text, "--update")
        self.assertEqual(self.file.read_text(), text.replace("\nd\n", "\nc\n"))

    def test_order_of_stdout_and_stderr_is_free(self):
        self.assertEqual(self.play("-- session --\n$ echo a; echo b >&2\n! b\na\n")[0], 0)

    def test_a_file_that_is_no_session_fails_with_its_line(self):
        cases = {
            "": "it has no command: `-- session --`, then `$ ...`",
            "# only a comment\n": "it has no command: `-- session --`, then `$ ...`",
            "$ echo\n": "line 1: expected a section, such as `-- session --`",
            "-- session --\nx\n": "line 2: expected a command (`$ ...`) or a comment (`# ...`)",
            "-- session --\n$ echo a\n# in between\na\n": "line 3: `# in between` cannot stand inside an output",
            "-- replace --\nx => y\n": "line 2: expected `/regular expression/ => text`",
            "-- session --\n$ echo $URL_A\n": "it needs a server: --server-owner or --socket",
            "-- file ../x --\nx\n-- session --\n$ true\n": "../x: outside the session's folder",
        }
        for text, message in cases.items():
            with self.subTest(text):
                self.assertEqual(self.play(text), (1, f"failed: a.test\na.test: {message}\n0 passed, 1 failed\n"))

    def test_no_session_at_all_is_no_success(self):
        empty = tempfile.mkdtemp(dir=self.folder.name)
        done = subprocess.run([RUN, empty], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (1, "0 passed, 0 failed\n"))

    def test_what_runs_in_the_background_does_not_hold_up_the_session(self):
        self.assertEqual(self.play("-- session --\n$ sleep 3 & echo a\na\n")[0], 0)

    def test_undecodable_output_is_shown(self):
        self.assertEqual(self.play("-- session --\n$ printf '\\377\\n'\n\\\\xff\n")[0], 0)

    def test_a_terminal_gives_lines_with_their_status(self):
        text = "-- session --\n$tty printf 'a\\nwho? '; read x; echo $x; exit 4\n< me\na\nwho? me\n? 4\n"
        self.assertEqual(self.play(text), (0, "1 passed, 0 failed\n"))


if __name__ == "__main__":
    unittest.main()
